//! The result of a check as a picture to keep on the phone: one line a conclusion, with its mark, its article
//! and its amount. It says nothing about the person but what the person checked.

use jiff::civil::Date;
use serde::Serialize;
use typst::utils::Scalar;
use typst_render::RenderOptions;

use super::{Bilingual, RenderError, Typesetter, page::Page, typesetter::lay_out};

const TEMPLATE: &str = "/summary.typ";
/// The template is 375 points wide, and a phone's picture 750 pixels.
const PIXELS_A_POINT: f64 = 2.0;
/// Conclusions on one picture; the decision has twelve.
const ITEMS_MAX: usize = 40;

/// How a conclusion came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// Entitled.
    Yes,
    /// Not entitled.
    No,
    /// More must be known.
    Unknown,
}

/// The result of a check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Heading.
    pub title: Bilingual,
    /// The business date of the decision.
    pub as_of: Date,
    /// The conclusions, in the order in which they are shown.
    pub items: Vec<SummaryItem>,
    /// What the reader should know about it: what it rests on, that it decides nothing.
    pub note: Bilingual,
    /// The instrument and its version, as the decision names it.
    pub policy: String,
}

/// One conclusion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SummaryItem {
    /// How it came out.
    pub mark: Mark,
    /// What it is about.
    pub name: Bilingual,
    /// The article that decides.
    pub article: u16,
    /// The amount or value, written out by the caller.
    pub amount: Option<String>,
    /// One line more: until when, where to go, what is missing.
    pub detail: Option<Bilingual>,
}

impl Typesetter {
    /// Draws a summary as PNG, 750 pixels wide and as high as it needs.
    pub fn summary_png(&self, summary: &Summary) -> Result<Vec<u8>, RenderError> {
        if summary.items.len() > ITEMS_MAX {
            let found = format!("{} items", summary.items.len());
            return Err(crate::FieldError::new("items", found, format!("at most {ITEMS_MAX}")).into());
        }
        for (field, text) in summary.printed() {
            self.fonts.check(field, text)?;
        }
        let document = lay_out(TEMPLATE, &Page::new(self, TEMPLATE, summary)?)?;
        let found = document.pages().len();
        let [page] = document.pages() else { return Err(RenderError::TooLong { found, max: 1 }) };
        let options = RenderOptions { pixel_per_pt: Scalar::new(PIXELS_A_POINT), ..RenderOptions::default() };
        typst_render::render(page, &options).encode_png().map_err(|error| RenderError::Template {
            template: TEMPLATE.to_owned(),
            messages: error.to_string(),
        })
    }
}

impl Summary {
    fn printed(&self) -> impl Iterator<Item = (&'static str, &str)> {
        (self.title.named("title").into_iter())
            .chain(self.items.iter().flat_map(|item| item.name.named("items")))
            .chain(self.items.iter().filter_map(|item| Some(("items", item.amount.as_deref()?))))
            .chain(
                self.items
                    .iter()
                    .filter_map(|item| item.detail.as_ref())
                    .flat_map(|text| text.named("items")),
            )
            .chain(self.note.named("note"))
            .chain([("policy", self.policy.as_str())])
    }
}
