//! Papers: decision letters, receipts, statements, forms, recommendations, the page of unemployment. One mechanism
//! for all: a template (data in `templates/papers/`) says what a paper holds, [`PaperTemplate::compose`] makes it of
//! typed values, [`SignedPaper`] seals it, [`verify_paper`] checks it, and `Typesetter::paper_pdf` prints it.
//! The seal goes into the QR code; the body goes with it where it is short, and is bound by its digest where not.
//! `docs/papers.md` describes every signed byte.

mod body;
mod compose;
mod fixed;
mod ground;
mod head;
mod library;
mod line;
mod print;
mod scalar;
mod signed;
mod table;
mod template;
mod value;
mod verify;

pub use body::{BODY_BYTES_MAX, PaperBody};
pub use compose::{ComposeError, Entry, PaperDraft};
pub use fixed::FixedText;
pub use ground::{DayUnit, DecisionRef, Objection, Provision, Reason};
pub use head::{Holder, PaperHead};
pub use library::{PaperLibrary, TemplateError};
pub use line::{Line, Section};
pub use print::{
    Printed, PrintedBlock, PrintedCell, PrintedGroup, PrintedLine, PrintedPaper, PrintedSection, PrintedTable,
};
pub use scalar::{Month, Scalar};
pub use signed::{CODE_BYTES_MAX, Paper, SignedPaper};
pub use table::{Cell, Column, Group, Rows, Table};
pub use template::{
    ColumnTemplate, Confidence, LineKind, LineTemplate, Need, PaperTemplate, SectionTemplate,
};
pub use value::Value;
pub use verify::{CodeVerdict, PaperStanding, PaperVerdict, VerifiedPaper, verify_code, verify_paper};
