//! The tables into which rows are inserted in bulk: name, columns, and what to do with a row that is there already.

use crate::{
    account, case, certificate, decision, deputy, fact, job, mandate, notice, outbox, period, person, rating,
    registration, token, webhook,
};

/// The tables into which rows are inserted in bulk, in the order in which they refer to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Table {
    Account,
    Person,
    Fact,
    Registration,
    RegistrationVersion,
    Decision,
    Certificate,
    Notice,
    Job,
    Idempotency,
    Journal,
    CheckpointHead,
    ServiceCase,
    CaseEvent,
    CaseFeed,
    CaseClock,
    StandingPeriod,
    Standing,
    Mandate,
    Deputy,
    Outbox,
    Rating,
    ApiToken,
    Webhook,
}

impl Table {
    /// Name, columns, and what to do with a row that is there already.
    pub(crate) fn insert(self) -> (&'static str, &'static [&'static str], &'static str) {
        match self {
            Self::Account => ("account", account::COLUMNS, ""),
            Self::Person => ("person", person::COLUMNS, ""),
            Self::Fact => ("fact", fact::COLUMNS, ""),
            Self::Registration => ("registration", registration::COLUMNS, ""),
            Self::RegistrationVersion => ("registration_version", registration::VERSION_COLUMNS, ""),
            Self::Decision => ("decision", decision::COLUMNS, ""),
            Self::Certificate => ("certificate", certificate::COLUMNS, ""),
            Self::Notice => ("notice", notice::COLUMNS, ""),
            // A job that is in the queue under its key need not be there twice.
            Self::Job => ("job", job::COLUMNS, " ON CONFLICT (unique_key) DO NOTHING"),
            Self::Idempotency => ("idempotency", &["key_hash", "sealed_result", "created_at"], ""),
            Self::Journal => ("journal", crate::journal::COLUMNS, ""),
            Self::CheckpointHead => ("checkpoint_head", &["number", "case_id", "sequence", "hash"], ""),
            Self::ServiceCase => ("service_case", case::COLUMNS, ""),
            Self::CaseEvent => ("case_event", case::EVENT_COLUMNS, ""),
            Self::CaseFeed => ("case_feed", case::FEED_COLUMNS, ""),
            Self::CaseClock => ("case_clock", case::CLOCK_COLUMNS, ""),
            Self::StandingPeriod => ("standing_period", period::COLUMNS, ""),
            Self::Standing => ("standing", period::STANDING_COLUMNS, period::STANDING_CONFLICT),
            Self::Mandate => ("mandate", mandate::COLUMNS, ""),
            Self::Deputy => ("deputy", deputy::COLUMNS, ""),
            // One cause is told once.
            Self::Outbox => ("outbox", outbox::COLUMNS, " ON CONFLICT (cause_key) DO NOTHING"),
            Self::Rating => ("rating", rating::COLUMNS, ""),
            Self::ApiToken => ("api_token", token::COLUMNS, ""),
            Self::Webhook => ("webhook", webhook::COLUMNS, ""),
        }
    }
}
