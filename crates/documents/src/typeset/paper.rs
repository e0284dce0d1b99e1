//! A paper as PDF: what is printed is what is sealed, the QR code carries the seal, and the whole paper is attached as
//! `paper.cbor`, so that the file can be verified without a network.

use serde::Serialize;
use typst::foundations::Bytes;

use super::{RenderError, Typesetter, page::Page};
use crate::{
    Qr, VerifyAddress,
    paper::{
        Objection, Paper, PaperHead, PaperTemplate, Printed, PrintedBlock, PrintedPaper, PrintedSection,
        Provision, Reason, SignedPaper,
    },
};

/// A statement of forty years with two insurances needs no more.
const PAGES_MAX: usize = 40;

#[derive(Serialize)]
struct Data<'a> {
    head: &'a PaperHead,
    printed: &'a PrintedPaper,
    reasons: &'a [Reason],
    provisions: &'a [Provision],
    decision: Option<&'a crate::paper::DecisionRef>,
    objections: Vec<ObjectionData<'a>>,
    in_code: bool,
    /// Modules along one side of the code with its quiet zone, so that each is printed large enough.
    qr_modules: usize,
    key_id: &'a str,
    page: &'a str,
}

#[derive(Serialize)]
struct ObjectionData<'a> {
    #[serde(flatten)]
    objection: &'a Objection,
    last_day_text: Printed,
}

impl Typesetter {
    /// Sets a paper on A4. Its template must be the one that it was made with, wording included.
    pub fn paper_pdf(&self, signed: &SignedPaper, address: &VerifyAddress) -> Result<Vec<u8>, RenderError> {
        let Paper { head, body } = signed.paper();
        let template = self
            .papers
            .get(&head.kind)
            .ok_or_else(|| RenderError::UnknownPaper { kind: head.kind.clone() })?;
        if template.wording() != head.wording {
            return Err(RenderError::OtherWording { kind: head.kind.clone() });
        }
        let printed = template.print(signed.paper());
        self.check_glyphs(signed.paper(), &printed, template)?;
        let qr = Qr::of(&address.text_of_paper(signed))?;
        let objection = |it| ObjectionData { objection: it, last_day_text: Printed::of_date(it.last_day) };
        let data = Data {
            head,
            printed: &printed,
            reasons: &body.reasons,
            provisions: &body.provisions,
            decision: body.decision.as_ref(),
            objections: body.objections.iter().map(objection).collect(),
            in_code: signed.is_whole_in_code(),
            qr_modules: qr.width_with_quiet_zone(),
            key_id: signed.key_id().as_str(),
            page: address.page(),
        };
        let layout = format!("/papers/{}.typ", template.layout);
        let page = Page::new(self, &layout, &data)?
            .with_file("/qr.svg", Bytes::from_string(qr.to_svg()))?
            .with_file("/paper.cbor", Bytes::new(signed.to_bytes()))?;
        self.pdf_with_files(&layout, &page, &format!("{} {}", head.kind, head.number), PAGES_MAX)
    }

    /// Everything that is printed can be printed; the first fault names its field.
    fn check_glyphs(
        &self,
        paper: &Paper,
        printed: &PrintedPaper,
        template: &PaperTemplate,
    ) -> Result<(), RenderError> {
        let Paper { head, body } = paper;
        self.fonts.check("holder.name", &head.holder.name)?;
        for (field, text) in head.title.named("title").into_iter().chain(head.office.named("office")) {
            self.fonts.check(field, text)?;
        }
        for (line, text) in printed.sections.iter().flat_map(texts_of) {
            self.fonts.check(&line, text)?;
        }
        for reason in &body.reasons {
            for (field, text) in reason.text.named("reasons") {
                self.fonts.check(field, text)?;
            }
        }
        for provision in
            body.provisions.iter().chain(body.reasons.iter().flat_map(|reason| &reason.provisions))
        {
            let names = provision
                .instrument
                .named("provisions")
                .into_iter()
                .chain(provision.article.named("provisions"));
            for (field, text) in names.chain([("provisions", provision.words.as_str())]) {
                self.fonts.check(field, text)?;
            }
        }
        for it in &body.objections {
            for (field, text) in
                [&it.way, &it.office, &it.basis].into_iter().flat_map(|pair| pair.named("objections"))
            {
                self.fonts.check(field, text)?;
            }
        }
        let fixed = [&printed.opening, &printed.closing, &printed.notes, &template.signatures];
        for (field, text) in fixed.into_iter().flatten().flat_map(|pair| pair.named("fixed texts")) {
            self.fonts.check(field, text)?;
        }
        Ok(())
    }
}

/// Every text of a part, with the name of its line.
fn texts_of(section: &PrintedSection) -> Vec<(String, &str)> {
    let mut texts = Vec::new();
    if let Some(title) = &section.title {
        texts.extend(title.named("title").map(|(field, text)| (format!("sections.{field}"), text)));
    }
    for line in &section.lines {
        let field = format!("lines.{}", line.id);
        texts.extend(line.label.named("").map(|(_, text)| (field.clone(), text)));
        let values: Vec<&Printed> = match &line.block {
            PrintedBlock::One(value) => vec![value],
            PrintedBlock::List(items) => items.iter().collect(),
            PrintedBlock::Table(table) => {
                let heads = table.columns.iter().chain(table.groups.iter().map(|group| &group.label));
                texts.extend(heads.flat_map(|pair| pair.named("")).map(|(_, text)| (field.clone(), text)));
                table.groups.iter().flat_map(|group| &group.rows).flatten().flatten().collect()
            }
            PrintedBlock::Blank => Vec::new(),
        };
        for value in values {
            texts.extend(both_of(value).map(|text| (field.clone(), text)));
        }
    }
    texts
}

fn both_of(printed: &Printed) -> impl Iterator<Item = &str> {
    std::iter::once(printed.zh.as_str()).chain(printed.en.as_deref())
}
