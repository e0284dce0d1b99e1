//! Repositories for SQLite and PostgreSQL, migrations, journal, keys.
