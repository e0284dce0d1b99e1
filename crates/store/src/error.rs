//! What can go wrong with the store, by what the caller can do about it.

use std::fmt;
use std::sync::Arc;

use crate::keys::KeysError;
use crate::seal::SealError;

/// Something in the database that this program could not have written so.
#[derive(Debug, thiserror::Error)]
#[error("wrong data in the database: table {table}, column {column}, row {row}: expected {expected}")]
pub struct WrongData {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// The row's key: an id, a number or a name of the system, never personal.
    pub row: String,
    /// What should stand there.
    pub expected: &'static str,
}

/// Why something could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The database did not answer; try again.
    #[error("the database did not answer")]
    Unavailable(#[source] sqlx::Error),
    /// The row is there but cannot be right.
    #[error(transparent)]
    WrongData(#[from] WrongData),
    /// What was encrypted cannot be opened.
    #[error("table {table}, row {row}: cannot be decrypted")]
    Sealed {
        /// The table.
        table: &'static str,
        /// The row's key.
        row: String,
        /// Why.
        #[source]
        source: SealError,
    },
    /// The system gave no random bytes.
    #[error(transparent)]
    Seal(#[from] SealError),
}

impl From<sqlx::Error> for ReadError {
    fn from(error: sqlx::Error) -> Self {
        Self::Unavailable(error)
    }
}

/// Which of the things that can be there only once was there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Double {
    /// A person with this identity number.
    PersonIdNumber,
    /// A registration in force of this person.
    ActiveRegistration,
    /// This registration number.
    RegistrationNumber,
    /// This certificate number.
    CertificateNumber,
    /// This account name.
    AccountName,
    /// This case number.
    CaseNumber,
    /// A period of this kind that is open, or goes on into the new one.
    OpenPeriod,
    /// A registration of this person as the other of employed and unemployed.
    Standing,
    /// A rating of this case.
    Rating,
    /// Another key: an id made twice.
    Id,
}

impl fmt::Display for Double {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::PersonIdNumber => "a person with this identity number",
            Self::ActiveRegistration => "a registration in force of this person",
            Self::RegistrationNumber => "this registration number",
            Self::CertificateNumber => "this certificate number",
            Self::AccountName => "this account name",
            Self::CaseNumber => "this case number",
            Self::OpenPeriod => "a period of this kind",
            Self::Standing => "a registration of this person as the other of employed and unemployed",
            Self::Rating => "a rating of this case",
            Self::Id => "this id",
        })
    }
}

/// Why a change was not saved. But for `Unknown`, nothing of it was.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// Someone else changed it first: load it again and decide anew.
    #[error("{table} {id} was changed by someone else; expected version {expected}")]
    Stale {
        /// What was to be changed.
        table: &'static str,
        /// Which.
        id: String,
        /// The version on which the change was based.
        expected: u32,
    },
    /// It can be there only once.
    #[error("{0} is there already")]
    Double(Double),
    /// It would be more than is taken.
    #[error("{what}: more than {max}; expected at most {max}")]
    Limit {
        /// Of what.
        what: &'static str,
        /// How many, or how much, is taken.
        max: u64,
    },
    /// It points at something that is not there, such as a person or a policy version.
    #[error("it refers to something that is not there")]
    Dangling(#[source] sqlx::Error),
    /// The change contradicts itself.
    #[error("{field}: {found}; expected {expected}")]
    Invalid {
        /// Which part.
        field: &'static str,
        /// What was there.
        found: String,
        /// What should have been.
        expected: &'static str,
    },
    /// The database did not take it; try again. All saves of one transaction share the cause.
    #[error("the database did not take the change")]
    Unavailable(#[source] Arc<sqlx::Error>),
    /// The connection broke while the change was being made durable: it may have been saved or not.
    /// Send it again under the same idempotency key.
    #[error("whether the change was saved is not known")]
    Unknown,
    /// What was needed to make the change could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// Encryption failed.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The store is being closed.
    #[error("the store is closed")]
    Closed,
}

impl SaveError {
    pub(crate) fn unavailable(error: sqlx::Error) -> Self {
        Self::Unavailable(Arc::new(error))
    }
}

/// Why the store could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The address names no database that is known here.
    #[error("database address: {found:?}; expected sqlite:///path/to/file.db or postgres://user@host/name")]
    Address {
        /// What stands before the colon.
        found: String,
    },
    /// It cannot be reached or refuses.
    #[error("the database cannot be opened")]
    Connect(#[source] sqlx::Error),
    /// The server would acknowledge what a power cut can take back.
    #[error(
        "the database server runs with {setting} = off; expected on, or what was acknowledged can be lost"
    )]
    NotDurable {
        /// Which setting.
        setting: &'static str,
    },
    /// Its tables could not be brought up to this version.
    #[error("the database's tables cannot be brought up to date")]
    Migrate(#[source] sqlx::migrate::MigrateError),
    /// The keys are not those with which the data were written.
    #[error(
        "the {name} key is not the one with which this database was written; expected the keys of its own data folder"
    )]
    WrongKeys {
        /// Which key.
        name: String,
    },
    /// The keys themselves.
    #[error(transparent)]
    Keys(#[from] KeysError),
    /// Reading failed.
    #[error(transparent)]
    Read(#[from] ReadError),
}
