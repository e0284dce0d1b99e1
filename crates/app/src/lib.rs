//! Use cases: load, decide, apply, save, in one transaction. Who may do what is decided here, and what
//! is journalled. Pages and commands call these methods of [`App`] and know no more.
//!
//! Each use case has a file and one error enum whose variants say what the caller can do.

mod access;
mod answers;
mod api;
mod app;
mod attempts;
mod before_after;
pub mod book;
mod cases;
mod certificate;
mod change;
mod check;
mod commitment;
mod conclusion;
mod config;
mod correction;
mod deciding;
mod decisions;
mod demo;
mod deputy;
mod effects;
mod erasure;
mod evidence;
mod example_run;
mod fault;
mod field_fault;
mod form;
mod in_force;
mod inbox;
mod issue;
mod jobs;
mod journal;
mod known;
mod mail;
mod mandate;
mod money;
mod officer;
mod outgoing;
mod outward;
mod papers;
mod permission;
mod picture;
mod provisions;
mod publish;
mod qualifying;
mod rating;
mod refusal;
mod register;
mod registration;
mod replay;
mod session;
mod shown;
mod sources;
mod text;
mod viewer;
mod words;

pub use access::AccessError;
pub use answers::Answers;
pub use api::REGISTRATION_BYTES_MAX;
pub use app::{App, StartError};
pub use before_after::BeforeAfter;
pub use book::{Book, Place};
pub use cases::{
    ActRequest, ActionShown, AnswerShown, Applied, ApplyError, ApplyRequest, By, CaseError, CaseHolding,
    CaseView, ClockShown, DeskCase, DeskPage, DeskQuery, DeskRow, EventShown, FlagRequest, HandedIn,
    LifeShown, Load, MyCase, Progress, StateShown, TaskShown, TaskStanding, Watch,
};
pub use certificate::{CertificateError, CertificateShown, CertificateStanding, Verified};
pub use change::{ChangeError, ChangeRequest, Changed, ChangedValue, Preview, SERVICE as SERVICE_CHANGE};
pub use check::{AnswerKind, CheckError, ChoiceShown, NextQuestion, Question, Results};
pub use commitment::{CommitmentError, CommitmentPaper};
pub use conclusion::{Advice, AdviceStep, Conclusion, Line, Missing, Status};
pub use config::Config;
pub use correction::{CorrectionError, CorrectionShown};
pub use decisions::{DecideError, DecideOptions, INPUTS_MAX};
pub use demo::{DemoError, DemoOfficer, DemoPerson, DemoShown};
pub use deputy::{Deputies, DeputyError, DeputyRequest, DeputyShown};
pub use effects::{Effect, Turns};
pub use erasure::{Erased, ErasureError, ErasurePreview};
pub use evidence::{EvidenceError, EvidenceOpened, EvidenceShown, Upload};
pub use example_run::ExampleRun;
pub use fault::Fault;
pub use field_fault::FieldFault;
pub use inbox::{NoticeLink, NoticeShown};
pub use jobs::{CallError, Reported};
pub use journal::JournalError;
pub use mail::{MailError, MailShown};
pub use mandate::{MandateError, MandateRequest, MandateShown, MandateStanding, Mandates};
pub use money::{
    AccountShown, AnswersTaken, BankFile, BankReason, BaseShown, BudgetShown, BudgetWord,
    COLLECTED_LINES_MAX, ChargesRun, CollectedLine, CollectedTaken, CycleLine, CycleShown, DistrictTotal,
    HeldLine, InsuranceShown, LedgersRun, MismatchDeed, MismatchShown, MismatchSide, MoneyShown, MonthShown,
    PayerSet, PaymentError, PaymentsWaiting, RestsOn, StatementError, SubsidyShown,
};
pub use officer::{
    CaseShown, CountShown, JournalLine, ListFilter, ListPage, ListRow, OfficerError, OfficerLook, SignInError,
};
pub use outward::{Outward, OutwardError};
pub use papers::{PaperError, PaperPage, PaperShown};
pub use picture::PictureError;
pub use publish::{PublishError, Published};
pub use qualifying::{Qualifying, QualifyingError, QualifyingRow};
pub use rating::{
    BadRating, BadRatings, OfficeRatings, RateRequest, RatingCounts, RatingError, RatingGiven, RatingShown,
    RatingStanding,
};
pub use register::{
    CommitmentShown, FromIdNumber, NextStep, RegisterError, RegisterRequest, Registered, Review,
    SERVICE as SERVICE_REGISTER,
};
pub use registration::{
    CertificateLine, LookShown, PersonShown, RegistrationError, RegistrationShown, Standing, VersionShown,
};
pub use replay::{Replay, ReplayError};
pub use session::{SessionData, SignedIn};
pub use shown::{Labelled, OfficeShown, Provision};
pub use sources::{Clock, Ids, Random, Sources, beijing_date};
pub use text::Text;
pub use viewer::Viewer;

/// The rooms whose types stand in these signatures.
pub use {documents, exchange, registry, service, store};
