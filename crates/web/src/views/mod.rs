//! The pages: for each a plain view model, and a function that makes the page from it.
//!
//! A view model holds what is to be shown, decided and computed elsewhere; words of a policy are
//! [`Text`](crate::i18n::Text) in both languages, addresses are paths without a language. The page
//! functions are pure.

mod before_after;
mod behalf;
mod cases;
mod certificate;
mod check;
mod commitment;
mod demo;
mod desk;
mod form;
mod home;
mod law;
mod layout;
mod life;
mod mail;
mod mine;
mod money;
mod officer;
mod papers;
pub(crate) mod parts;
mod payments;
mod problem;
mod qualifying;
mod rating;
mod register;
mod results;
mod services;
mod shared;
mod table;
mod verify;
mod watch;

pub use before_after::{BeforeAfterView, Side, Turn, before_after};
pub use behalf::{DeputiesView, DeputyRow, MandateRow, MandatesView, deputies, mandates};
pub use cases::{
    ActionForm, CaseAnswer, CaseClock, CaseEvent, MatterView, MattersRow, MattersView, ProgressFound,
    ProgressView, matter, matters, progress,
};
pub use certificate::{CertificateView, certificate};
pub use check::{Answered, CheckStartView, QuestionView, check_start, question};
pub use commitment::{CommitmentView, commitment};
pub use demo::{DemoPerson, DemoView, demo};
pub use desk::{DeskCaseView, DeskFilter, DeskLine, DeskView, Pending, desk, desk_case};
pub use form::{FormView, form};
pub use home::{HomeView, home};
pub(crate) use law::href;
pub use law::{
    ArticleView, ExampleView, LawView, MomentView, SearchView, TermsView, article, example, instrument, law,
    moment, search, terms,
};
pub use layout::Page;
pub use life::{LifeEventsView, LifeStanding, LifeTask, LifeView, life, life_events};
pub use mail::{MailView, mail};
pub use mine::{
    ChangedRow, Effect, EffectView, Event, InboxView, Look, Notice, NoticeLink, RegistrationState,
    RegistrationView, effect, inbox, registration,
};
pub use money::{InsuranceView, MoneyView, MonthMark, SubsidyView, money};
pub use officer::{
    AccessCodeView, Act, CaseCertificate, CaseView, CountRow, CountsView, ErasedView, ErasureView,
    JournalEntry, ListRow, ListView, WindowView, access_code, case, counts, erased, erasure, list, window,
};
pub use papers::{PaperLine, PaperView, PapersView, paper, papers};
pub use parts::{Html, Svg};
pub use payments::{
    BankAnswersView, BookView, BudgetWaiting, BudgetsView, CycleView, Difference, DifferencesView,
    PaymentStepView, PaymentsView, bank_answers, book, budgets, cycle, differences, payment_step, payments,
};
pub use problem::{Problem, problem};
pub use qualifying::{QualifyingLine, QualifyingView, qualifying};
pub use rating::{BadRatingRow, RateView, RatedView, RatingRow, RatingsView, rate, ratings};
pub use register::{
    Commitment, DoneView, FromId, RefusedView, ReviewView, StepView, done, refused, review, step,
};
pub use results::{Advice, Conclusion, Missing, Node, ResultsView, Status, StreetOffice, results};
pub use services::{
    AppliedView, ApplyCheckView, ApplyView, Behalf, Openness, Paper, PaperAsked, PaperFile, Promise,
    ServiceRow, ServiceView, ServicesView, applied, apply, apply_check, service, services,
};
pub use shared::{Office, Provision, Row, Section};
pub use table::{TableCell, TableColumn, TableKind, TableValue, TableView};
pub use verify::{VerifyResult, VerifyState, VerifyView, verify};
pub use watch::{LoadRow, WatchView, watch};
