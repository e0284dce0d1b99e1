//! Pieces of pages that several pages share: form fields, the list of faults, buttons.

use std::fmt;

use askama::Template;
use askama::filters::HtmlSafe;

use crate::forms::{Control, Field, FieldFault, Form, Need, Shape, Typed, Width};
use crate::ui::Ui;
use crate::views::{Office, Provision, Row};

/// HTML that is finished: what is in it was escaped when it was made.
#[derive(Debug, Clone)]
pub struct Html<T>(pub(crate) T);

impl<T: fmt::Display> fmt::Display for Html<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<T: fmt::Display> HtmlSafe for Html<T> {}

/// A drawing made by our own code (a QR code), to stand in the page as it is.
#[derive(Debug, Clone)]
pub struct Svg(String);

impl Svg {
    /// Takes an `<svg>` element; what comes before it (an XML declaration) is left out. `None` where
    /// there is none, or where it carries a script.
    pub fn new(drawing: &str) -> Option<Self> {
        let drawing = drawing.get(drawing.find("<svg")?..)?;
        (!drawing.contains("<script")).then(|| Self(drawing.to_owned()))
    }
}

impl fmt::Display for Svg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl HtmlSafe for Svg {}

#[derive(Template)]
#[template(path = "parts/field.html")]
pub(crate) struct FieldPart<'a> {
    ui: &'a Ui,
    field: &'a Field,
}

#[derive(Template)]
#[template(path = "parts/faults.html")]
pub(crate) struct FaultsPart<'a> {
    ui: &'a Ui,
    faults: Vec<FieldFault<'a>>,
}

#[derive(Template)]
#[template(path = "parts/quote.html")]
pub(crate) struct QuotePart<'a> {
    ui: &'a Ui,
    provision: &'a Provision,
}

#[derive(Template)]
#[template(path = "parts/basis.html")]
pub(crate) struct BasisPart<'a> {
    ui: &'a Ui,
    provisions: &'a [Provision],
}

#[derive(Template)]
#[template(path = "parts/rows.html")]
pub(crate) struct RowsPart<'a> {
    ui: &'a Ui,
    rows: &'a [Row],
}

#[derive(Template)]
#[template(path = "parts/office.html")]
pub(crate) struct OfficePart<'a> {
    ui: &'a Ui,
    office: &'a Office,
}

impl Ui {
    /// A field with its label, help and fault.
    pub(crate) fn field<'a>(&'a self, field: &'a Field) -> Html<FieldPart<'a>> {
        Html(FieldPart { ui: self, field })
    }

    /// The fields of a form in order.
    pub(crate) fn fields<'a>(&'a self, form: &'a Form) -> impl Iterator<Item = Html<FieldPart<'a>>> {
        form.fields.iter().map(|field| self.field(field))
    }

    /// The list of faults, empty where there are none.
    pub(crate) fn faults<'a>(&'a self, form: &'a Form) -> Html<FaultsPart<'a>> {
        Html(FaultsPart { ui: self, faults: form.faults() })
    }

    /// Words of the law with their place.
    pub(crate) fn quote<'a>(&'a self, provision: &'a Provision) -> Html<QuotePart<'a>> {
        Html(QuotePart { ui: self, provision })
    }

    /// The provisions on which something rests, as links to their words; nothing where there are none.
    pub(crate) fn basis<'a>(&'a self, provisions: &'a [Provision]) -> Html<BasisPart<'a>> {
        Html(BasisPart { ui: self, provisions })
    }

    /// A list of labels and values.
    pub(crate) fn rows<'a>(&'a self, rows: &'a [Row]) -> Html<RowsPart<'a>> {
        Html(RowsPart { ui: self, rows })
    }

    /// An office with its address.
    pub(crate) fn office<'a>(&'a self, office: &'a Office) -> Html<OfficePart<'a>> {
        Html(OfficePart { ui: self, office })
    }
}

impl FieldPart<'_> {
    /// The ids of the help and the fault, for `aria-describedby`.
    fn described_by(&self) -> String {
        let hint = self.field.hint.as_ref().map(|_| format!("{}-hint", self.field.name));
        let fault = self.field.fault.as_ref().map(|_| format!("{}-fault", self.field.name));
        let unit = matches!(self.field.control, Control::Line { unit: Some(_), .. })
            .then(|| format!("{}-unit", self.field.name));
        hint.into_iter().chain(unit).chain(fault).collect::<Vec<_>>().join(" ")
    }

    /// A group of controls gets a fieldset, one control a label.
    fn is_group(&self) -> bool {
        matches!(self.field.control, Control::Radios { .. } | Control::Day { .. })
    }

    fn is_optional(&self) -> bool {
        self.field.need == Need::Optional
    }

    fn is_chosen(&self, value: &str) -> bool {
        self.field.typed.first() == value
    }

    /// The parts of a day with their names in the address and their words.
    fn day_parts(&self) -> Vec<(&'static str, String, &str, &'static str)> {
        let Typed::Day { year, month, day } = &self.field.typed else { return Vec::new() };
        vec![
            ("year", self.ui.s("date.year"), year, "bday-year"),
            ("month", self.ui.s("date.month"), month, "bday-month"),
            ("day", self.ui.s("date.day"), day, "bday-day"),
        ]
    }
}

impl Shape {
    pub(crate) const fn input_type(self) -> &'static str {
        match self {
            Self::Phone => "tel",
            Self::Password => "password",
            Self::Name
            | Self::IdNumber
            | Self::Words { .. }
            | Self::Code
            | Self::Integer { .. }
            | Self::Money { .. }
            | Self::Region
            | Self::Month => "text",
        }
    }

    /// The keyboard of a phone. An identity number may end in X, which a number pad has not.
    pub(crate) const fn input_mode(self) -> Option<&'static str> {
        match self {
            Self::Integer { .. } | Self::Region => Some("numeric"),
            Self::Money { .. } => Some("decimal"),
            Self::Phone => Some("tel"),
            Self::Name | Self::IdNumber | Self::Words { .. } | Self::Code | Self::Password | Self::Month => {
                None
            }
        }
    }

    /// Numbers and codes are not words: no spelling, no capitals, no correction.
    pub(crate) const fn is_spelled(self) -> bool {
        matches!(self, Self::Words { .. })
    }
}

impl Width {
    pub(crate) const fn class(self) -> &'static str {
        match self {
            Self::Short => "govuk-input--width-10",
            Self::Middle => "govuk-input--width-20",
            Self::Full => "",
        }
    }
}
