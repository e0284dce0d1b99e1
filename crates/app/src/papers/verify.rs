//! The public check of a paper: what its seal says, and from the case whether it still stands.

use documents::paper::{PaperBody, PaperHead, PaperStanding, PaperVerdict, PrintedBlock};

use crate::certificate::Verified;
use crate::shown::Labelled;
use crate::text::Text;
use crate::{App, CertificateStanding, Fault, words};

impl App {
    /// What a public check says of a paper.
    pub(crate) async fn paper_verified(&self, verdict: PaperVerdict) -> Result<Verified, Fault> {
        let only = |standing| Ok(Verified { standing, printed: None, rows: Vec::new() });
        let paper = match verdict {
            PaperVerdict::Issued { standing: PaperStanding::IssuedInFuture, .. } => {
                return only(CertificateStanding::Unknown);
            }
            PaperVerdict::Issued { paper, .. } => paper,
            PaperVerdict::UnknownKey { .. }
            | PaperVerdict::SignatureBad { .. }
            | PaperVerdict::KeyNotYetValid { .. }
            | PaperVerdict::KeyExpired { .. } => return only(CertificateStanding::BadSignature),
            PaperVerdict::OtherPaper | PaperVerdict::Unreadable(_) => {
                return only(CertificateStanding::Unreadable);
            }
        };
        let standing = self.paper_standing(&paper.head.number, &paper.head.kind).await?;
        Ok(Verified { standing, printed: None, rows: self.paper_rows(&paper.head, paper.body.as_ref()) })
    }

    /// How the paper of a number and a kind stands, from the case that issued it.
    async fn paper_standing(&self, number: &str, kind: &str) -> Result<CertificateStanding, Fault> {
        let Some(case) = case_of(number) else { return Ok(CertificateStanding::Unknown) };
        let found = self.parts.store.case_find_by_number(case).await?.and_then(store::Kept::held);
        let Some(case) = found else { return Ok(CertificateStanding::Unknown) };
        let issued = self.papers_issued(&case).await?;
        let found = issued.iter().find(|issue| issue.number == number && issue.template == kind);
        Ok(found.map_or(CertificateStanding::Unknown, |issue| issue.standing))
    }

    /// What is printed, in words: the head from the seal, and the lines where the code holds them.
    pub(super) fn paper_rows(&self, head: &PaperHead, body: Option<&PaperBody>) -> Vec<Labelled> {
        let row = |key: &str, zh: &str, en: &str, value: Text| Labelled::new(key, Text::new(zh, en), value);
        let mut rows = vec![
            row("title", "文书", "Paper", Text::new(&head.title.zh, &head.title.en)),
            row("number", "文书编号", "Number", Text::same(&head.number)),
            row("holder_name", "姓名", "Name", Text::same(&head.holder.name)),
        ];
        if let Some(masked) = &head.holder.id_masked {
            rows.push(row("id_masked", "身份证件号码", "Identity number", Text::same(masked.as_str())));
        }
        rows.push(row("office", "发文机构", "Issuing office", Text::new(&head.office.zh, &head.office.en)));
        rows.push(row("issued_on", "发文日期", "Day of issue", words::day(head.issued_on)));
        let template = self.parts.papers.get(&head.kind).filter(|found| found.wording() == head.wording);
        if let (Some(template), Some(body)) = (template, body) {
            let whole = documents::paper::Paper { head: head.clone(), body: body.clone() };
            for line in template.print(&whole).sections.into_iter().flat_map(|section| section.lines) {
                let value = match line.block {
                    PrintedBlock::One(one) => Text::new(&one.zh, one.en.as_deref().unwrap_or(&one.zh)),
                    PrintedBlock::List(all) => {
                        let zh: Vec<&str> = all.iter().map(|one| one.zh.as_str()).collect();
                        let en = all.iter().map(|one| one.en.as_deref().unwrap_or(&one.zh));
                        Text::new(zh.join("；"), en.collect::<Vec<_>>().join("; "))
                    }
                    PrintedBlock::Table(_) | PrintedBlock::Blank => continue,
                };
                rows.push(Labelled::new(&line.id, Text::new(&line.label.zh, &line.label.en), value));
            }
        }
        for reason in body.iter().flat_map(|body| &body.reasons) {
            let on = reason.provisions.iter().map(|p| format!("{}“{}”", p.article.zh, p.words));
            let on_en = reason.provisions.iter().map(|p| p.article.en.clone());
            let zh = format!("{}：{}", reason.text.zh, on.collect::<Vec<_>>().join("；"));
            let en = format!("{} ({})", reason.text.en, on_en.collect::<Vec<_>>().join("; "));
            rows.push(row("reason", "理由", "Reason", Text::new(zh, en)));
        }
        for way in body.iter().flat_map(|body| &body.objections) {
            let last = words::day(way.last_day);
            let zh = format!("{}，{}前（含当日），{}", way.way.zh, last.zh, way.office.zh);
            let en = format!("{}, until {} (that day included), {}", way.way.en, last.en, way.office.en);
            rows.push(row("objection", "不同意时", "If you disagree", Text::new(zh, en)));
        }
        rows
    }
}

/// The number of the case in the number of one of its papers: case, event, place.
pub(super) fn case_of(number: &str) -> Option<&str> {
    let (rest, place) = number.rsplit_once('-')?;
    let (case, version) = rest.rsplit_once('-')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    (digits(place) && digits(version)).then_some(case)
}
