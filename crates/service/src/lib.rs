//! Service packs: fields, commitments, routing and notices as data.
