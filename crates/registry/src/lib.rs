//! People, periods, offices, certificates and journal entries, without a database.
