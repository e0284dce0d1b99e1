//! Forms as data: a form is a list of fields, each with its words and the shape of its answer.
//!
//! [`Form::read`] fills in what was typed, checks shapes and gives typed [`Values`]; where anything is
//! wrong it gives nothing, and the form holds both the faults and everything typed, ready to be shown
//! again. Whether an answer is lawful or true is not asked here.

mod answer;
mod behalf;
mod check;
mod choice;
mod date;
mod field;
mod identity;
mod mail;
mod number;
mod payments;
mod rating;
mod raw;
mod read;
mod register;
mod small;
mod upload;
mod values;
mod window;

pub use answer::Answer;
pub use app::registry::IdNumber;
pub use behalf::{deputy_form, mandate_form};
pub use check::{Question, QuestionKind};
pub use choice::Choice;
pub use field::{Control, Field, Need, Shape, Typed, Width};
pub use mail::{mail_code_form, mail_form};
pub use payments::{budget_form, cycle_form, payer_form, send_back_form};
pub use rating::{rating_answer_form, rating_form};
pub use raw::RawForm;
pub use read::{FieldFault, Form};
pub use register::{commitment_form, other_fields, place_form, who_form, work_form};
pub use small::{
    ChangeChoices, access_form, business_date_form, change_form, correction_form, end_form, erasure_form,
    sign_in_form, verify_form,
};
pub(crate) use upload::{MULTIPART, UPLOAD_BYTES_MAX, UploadForm};
pub use values::{Value, Values};
pub use window::{WindowChoices, filter_form, window_form};
