//! A letter of an office: title, reference, particulars, paragraphs, and who signs. The texts are handed in;
//! they come from services and policies, never from here.

use jiff::civil::Date;
use serde::Serialize;

use super::{Bilingual, RenderError, Typesetter, page::Page};

const TEMPLATE: &str = "/letter.typ";
/// A letter that needs more is a file, not a letter.
const PAGES_MAX: usize = 4;

/// A letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Letter {
    /// What it is: "灵活就业登记确认".
    pub title: Bilingual,
    /// The office whose letter it is, above the title; none for a person's own paper.
    pub sender: Option<Bilingual>,
    /// Number of the case or registration.
    pub reference: String,
    /// Day of the letter.
    pub date: Date,
    /// To whom.
    pub addressee: Option<String>,
    /// Particulars in a table, before the paragraphs.
    pub facts: Vec<LetterFact>,
    /// The text.
    pub paragraphs: Vec<Bilingual>,
    /// Where someone signs.
    pub signature: Option<SignatureLine>,
    /// Small print at the foot: where to ask, where to object.
    pub footer: Option<Bilingual>,
}

/// One line of the particulars.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LetterFact {
    /// What it is.
    pub label: Bilingual,
    /// How it stands.
    pub value: String,
}

/// Who signs a letter. With no name and day there is a line to write on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SignatureLine {
    /// In what capacity: "承诺人".
    pub label: Bilingual,
    /// Who signed; none leaves a line.
    pub signed_by: Option<String>,
    /// When; none leaves a line.
    pub signed_on: Option<Date>,
}

impl Typesetter {
    /// Sets a letter on A4; most need one page, a long one goes on with page numbers.
    pub fn letter_pdf(&self, letter: &Letter) -> Result<Vec<u8>, RenderError> {
        for (field, text) in letter.printed() {
            self.fonts.check(field, text)?;
        }
        let page = Page::new(self, TEMPLATE, letter)?;
        self.pdf(TEMPLATE, &page, &letter.reference, PAGES_MAX)
    }
}

impl Letter {
    fn printed(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let signature = self.signature.iter();
        (self.title.named("title").into_iter())
            .chain(self.sender.iter().flat_map(|text| text.named("sender")))
            .chain([("reference", self.reference.as_str())])
            .chain(self.addressee.iter().map(|text| ("addressee", text.as_str())))
            .chain(self.facts.iter().flat_map(|fact| fact.label.named("facts")))
            .chain(self.facts.iter().map(|fact| ("facts", fact.value.as_str())))
            .chain(self.paragraphs.iter().flat_map(|text| text.named("paragraphs")))
            .chain(signature.clone().flat_map(|line| line.label.named("signature")))
            .chain(signature.filter_map(|line| Some(("signature", line.signed_by.as_deref()?))))
            .chain(self.footer.iter().flat_map(|text| text.named("footer")))
    }
}
