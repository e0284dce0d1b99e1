//! What can be written: one row operation each, as plain values that the use case has worked out.

use jiff::Timestamp;
use jiff::civil::Date;
use registry::money::Transaction;
use registry::registration::Recorded;
use registry::{
    Account, AccountId, Body, CaseId, Certificate, DecisionId, Deputy, DeputyId, District, EvidenceId, Fact,
    JobId, Mandate, MandateId, NoticeId, Office, PeriodId, Person, PersonId, Registration, StandingPeriod,
    Street, TokenId, WebhookId,
};
use service::case::{Case, Recorded as CaseRecorded};

use crate::case::CaseRow;
use crate::draft::Draft;
use crate::evidence::NewEvidence;
use crate::job::JobLease;
use crate::money::{CycleRow, MoneyAppend, MonthRow, OrderRow};
use crate::notice::Notice;
use crate::outbox::{NewMessage, Receipt};
use crate::pack::PackVersion;
use crate::payee::Payee;
use crate::policy::PolicyVersion;
use crate::rating::Rating;
use crate::session::Session;
use crate::token::{ApiSecret, ApiToken};
use crate::webhook::Webhook;

/// One row operation. Operations on rows that exist are carried out before new rows are inserted, in
/// the order given: so ending a registration and making its successor fit into one `Changes`. A row
/// cannot be inserted and updated in the same `Changes`; insert it as it is to be.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Write {
    /// A new person.
    PersonInsert(Person),
    /// A person changed; `version` is the new one, its predecessor must be on record.
    PersonUpdate(Person),
    /// Erases who the person is and the contents of their facts, notices, drafts, decisions and
    /// certificates. Registrations stay, of nobody; the journal is erased case by case.
    PersonErase {
        /// Whom.
        person: PersonId,
        /// When.
        at: Timestamp,
    },
    /// A fact learned.
    FactInsert(Fact),
    /// A new registration with its first event.
    RegistrationInsert(Box<Registration>, Box<Recorded>),
    /// A registration after one more event.
    RegistrationUpdate {
        /// As it was read.
        before: Box<Registration>,
        /// As it is now.
        after: Box<Registration>,
        /// The event between the two.
        recorded: Box<Recorded>,
    },
    /// A new certificate.
    CertificateInsert(Certificate),
    /// A certificate ended or revoked.
    CertificateClose(Certificate),
    /// A notice to a person.
    NoticeInsert(Notice),
    /// A notice that its person has read.
    NoticeRead {
        /// Which.
        notice: NoticeId,
        /// Whose.
        person: PersonId,
        /// When.
        at: Timestamp,
    },
    /// A new account.
    AccountInsert(Account),
    /// An account changed; `version` is the new one.
    AccountUpdate(Account),
    /// A district's entry, new or corrected (same code and first day).
    DistrictPut(District),
    /// A street's entry, new or corrected (same code and first day).
    StreetPut(Street),
    /// An office's entry, new or corrected (same id and first day).
    OfficePut(Office),
    /// A policy's bundle, kept under its version for good.
    PolicyPut(PolicyVersion),
    /// A service pack's texts, kept under its version for good.
    PackPut(PackVersion),
    /// Answers not yet sent.
    DraftPut(Draft),
    /// Answers no longer needed.
    DraftDelete {
        /// Which.
        id: uuid::Uuid,
    },
    /// A session, new or changed.
    SessionPut(Session),
    /// A session that is over.
    SessionDelete {
        /// The secret id in the visitor's cookie.
        id: Vec<u8>,
    },
    /// A setting of the installation, new or changed.
    SettingPut {
        /// Its name.
        name: String,
        /// Its value; nothing personal.
        value: String,
        /// When.
        at: Timestamp,
    },
    /// Erases a decision's input and answer.
    DecisionErase {
        /// Which.
        decision: DecisionId,
        /// When.
        at: Timestamp,
    },
    /// Erases the contents of a journal entry; its hashes stay.
    JournalErase {
        /// In which case.
        case: CaseId,
        /// Which entry.
        sequence: u64,
    },
    /// Marks a job as done together with its effects: whoever lost the lease saves nothing.
    JobComplete {
        /// Which.
        job: JobId,
        /// The lease under which it was worked on.
        lease: JobLease,
        /// When.
        at: Timestamp,
    },
    /// A new case with all events of its beginning.
    CaseInsert {
        /// The case.
        case: Box<Case>,
        /// Its events from the first on.
        recorded: Vec<CaseRecorded>,
        /// What is known beside it.
        row: Box<CaseRow>,
    },
    /// A case after more events.
    CaseUpdate {
        /// The version that was read.
        before: u32,
        /// As it is now.
        after: Box<Case>,
        /// The events between the two.
        recorded: Vec<CaseRecorded>,
        /// What is known beside it.
        row: Box<CaseRow>,
    },
    /// The days of a case reckoned anew, as when a calendar is published; the case stays as it is.
    CaseDays {
        /// As it was read.
        case: Box<Case>,
        /// Its due day and clocks; the rest is not looked at.
        row: Box<CaseRow>,
    },
    /// A file of evidence, within the limits that it names.
    EvidenceInsert(Box<NewEvidence>),
    /// What the scanner found.
    EvidenceLooked {
        /// Which file.
        file: EvidenceId,
        /// Whether nothing was found.
        is_clean: bool,
        /// When.
        at: Timestamp,
    },
    /// The files of a draft go over to the case that it became.
    EvidenceAttach {
        /// The draft.
        draft: uuid::Uuid,
        /// The case.
        case: CaseId,
    },
    /// A file taken back from a draft.
    EvidenceDelete {
        /// Which file.
        file: EvidenceId,
        /// Of which draft.
        draft: uuid::Uuid,
    },
    /// A person entrusts another.
    MandateInsert(Mandate),
    /// A mandate taken back, or laid down.
    MandateEnd {
        /// Which.
        mandate: MandateId,
        /// By its giver or its delegate.
        by: PersonId,
        /// When.
        at: Timestamp,
    },
    /// A body's entry from a data file, new or corrected (same id and first day).
    BodyPut(Body),
    /// A body's entry proposed by an officer.
    BodyPropose {
        /// The entry.
        body: Body,
        /// By whom.
        by: AccountId,
    },
    /// A proposed entry approved by another officer; the entry before it ends the day before.
    BodyApprove {
        /// The body.
        id: String,
        /// The first day of the entry.
        valid_from: Date,
        /// By whom.
        by: AccountId,
    },
    /// An entry in force closed with its last day.
    BodyClose {
        /// The body.
        id: String,
        /// The first day of the entry.
        valid_from: Date,
        /// Its last day from now on.
        last_day: Date,
    },
    /// A proposed entry taken back or declined.
    BodyDiscard {
        /// The body.
        id: String,
        /// The first day of the entry.
        valid_from: Date,
    },
    /// An officer stands in for another.
    DeputyInsert(Deputy),
    /// An officer no longer stands in.
    DeputyEnd {
        /// Which.
        deputy: DeputyId,
        /// The last day.
        last_day: Date,
    },
    /// A message to be sent; one with the same cause key is there once.
    OutboxInsert(Box<NewMessage>),
    /// What a provider reported.
    OutboxReceipt(Receipt),
    /// A rating of a decided case.
    RatingInsert(Rating),
    /// Someone got in touch because of a rating.
    RatingFollow {
        /// Of which case.
        case: CaseId,
        /// Who.
        by: AccountId,
        /// When.
        at: Timestamp,
    },
    /// A key to the API; of the secret only a keyed hash is kept.
    TokenInsert {
        /// The key.
        token: ApiToken,
        /// Its secret.
        secret: ApiSecret,
    },
    /// A key that opens nothing from now on.
    TokenRevoke {
        /// Which.
        token: TokenId,
        /// When.
        at: Timestamp,
    },
    /// A subscription.
    WebhookInsert(Webhook),
    /// A subscription that is over.
    WebhookEnd {
        /// Which.
        webhook: WebhookId,
        /// When.
        at: Timestamp,
    },
    /// Events of an aggregate of money, behind those on record.
    MoneyAppend(Box<MoneyAppend>),
    /// How a month of a ledger stands.
    MoneyMonth(Box<MonthRow>),
    /// How a payment order stands.
    MoneyOrder(Box<OrderRow>),
    /// How a payment cycle stands.
    MoneyCycle(Box<CycleRow>),
    /// A transaction of the book.
    MoneyPosting(Box<Transaction>),
    /// Where a person is paid from now on.
    PayeePut(Payee),
    /// A paper that no longer stands.
    PaperClose(crate::ClosedPaper),
    /// The address to which a person wants to be written, in the place of the one before.
    MailPut(crate::MailContact),
    /// That address was confirmed.
    MailConfirm {
        /// Whose.
        person: PersonId,
        /// When.
        at: Timestamp,
    },
    /// No address any more.
    MailRemove {
        /// Whose.
        person: PersonId,
    },
    /// A period opened, or one of the past entered whole.
    PeriodInsert(StandingPeriod),
    /// A period closed.
    PeriodClose {
        /// Which.
        period: PeriodId,
        /// Whose.
        person: PersonId,
        /// Its last day.
        last_day: Date,
    },
}

impl Write {
    /// A new case with the events of its beginning.
    pub fn case_insert(case: Case, recorded: Vec<CaseRecorded>, row: CaseRow) -> Self {
        Self::CaseInsert { case: Box::new(case), recorded, row: Box::new(row) }
    }

    /// A case after more events, read as version `before`.
    pub fn case_update(before: u32, after: Case, recorded: Vec<CaseRecorded>, row: CaseRow) -> Self {
        Self::CaseUpdate { before, after: Box::new(after), recorded, row: Box::new(row) }
    }

    /// A new registration, as `Registration::register` gave it.
    pub fn registration_insert(registration: Registration, recorded: Recorded) -> Self {
        Self::RegistrationInsert(Box::new(registration), Box::new(recorded))
    }

    /// A registration after one more event, as `change` or `end` gave it.
    pub fn registration_update(before: Registration, after: Registration, recorded: Recorded) -> Self {
        Self::RegistrationUpdate {
            before: Box::new(before),
            after: Box::new(after),
            recorded: Box::new(recorded),
        }
    }
}
