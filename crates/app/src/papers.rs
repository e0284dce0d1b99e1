//! Papers of cases: decision letters, receipts, forms, certificates, commitments, all in one place. A paper is not
//! kept: it follows from the event that issued it, and so does whether it still stands. It is made, sealed and set when
//! somebody opens it.

mod closed;
mod commitment;
mod grounds;
mod issued;
mod lines;
mod made;
mod money;
mod remedies;
mod verify;

use documents::Qr;
use documents::paper::SignedPaper;
use jiff::civil::Date;

use crate::cases::CaseError;
use crate::shown::Labelled;
use crate::text::Text;
use crate::{App, CertificateStanding, Fault, Viewer};

pub(crate) use closed::CLOSED;
use issued::{Cause, Issue};
pub(crate) use remedies::Remedies;

/// A paper in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperShown {
    /// Its number.
    pub number: String,
    /// The case that it belongs to.
    pub case: String,
    /// The event of the case that issued it.
    pub version: u32,
    /// What kind of paper it is: the id of its template.
    pub kind: String,
    /// Its title.
    pub title: Text,
    /// The service.
    pub service: Text,
    /// The day of issue.
    pub issued_on: Date,
    /// Whether it stands.
    pub standing: CertificateStanding,
}

/// A paper as its page shows it.
#[derive(Clone, PartialEq, Eq)]
pub struct PaperPage {
    /// Which it is.
    pub paper: PaperShown,
    /// What is printed on it; nothing of a commitment, whose page is its PDF.
    pub rows: Vec<Labelled>,
    /// The code by which it is checked; none of a commitment.
    pub code: Option<String>,
    /// The QR code as SVG.
    pub qr_svg: Option<String>,
}

// What is printed is personal.
impl std::fmt::Debug for PaperPage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PaperPage").field("paper", &self.paper.number).finish_non_exhaustive()
    }
}

/// Why a paper cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum PaperError {
    /// There is none, or none that this viewer may know of.
    #[error("no such paper for this viewer")]
    NotFound,
    /// Something that its template prints is not on record, a character that no font of the server has, or a build
    /// without a typesetter.
    #[error("the paper cannot be set: {what}")]
    NotSet {
        /// Why.
        what: String,
    },
    /// Nobody's mistake.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// The kind under which a commitment is listed: it has a page of its own and no seal.
const COMMITMENT: &str = "commitment";

impl App {
    /// All papers of the viewer's own cases, the newest first.
    pub async fn my_papers(&self, viewer: &Viewer) -> Result<Vec<PaperShown>, PaperError> {
        let Some(person) = viewer.person() else { return Ok(Vec::new()) };
        let mut all = Vec::new();
        for row in self.parts.store.case_list_by_person(person).await.map_err(Fault::from)? {
            if let Some(case) = self.case_load(row.id).await? {
                let issued = self.papers_issued(&case).await?;
                all.extend(issued.iter().map(|issue| self.paper_shown(issue)));
            }
        }
        all.sort_by(|a, b| (b.issued_on, &b.case, b.version).cmp(&(a.issued_on, &a.case, a.version)));
        Ok(all)
    }

    /// The papers of a case, the oldest first, for whoever sees the case.
    pub async fn case_papers(&self, viewer: &Viewer, number: &str) -> Result<Vec<PaperShown>, PaperError> {
        let case = self.paper_case(viewer, number, "papers").await?;
        let issued = self.papers_issued(&case).await?;
        Ok(issued.iter().map(|issue| self.paper_shown(issue)).collect())
    }

    /// A paper's page. An officer who opens one is journalled.
    pub async fn paper(&self, viewer: &Viewer, number: &str) -> Result<PaperPage, PaperError> {
        let (issue, issued) = self.paper_found(viewer, number).await?;
        let paper = self.paper_shown(&issue);
        if issue.cause == Cause::Commitment {
            return Ok(PaperPage { paper, rows: Vec::new(), code: None, qr_svg: None });
        }
        let signed = self.paper_signed(&issue, &issued).await?;
        let qr = Qr::of(&self.parts.verify_address.text_of_paper(&signed));
        let qr = qr.map_err(|error| Fault::because("a QR code", error))?;
        Ok(PaperPage {
            paper,
            rows: self.paper_rows(&signed.paper().head, Some(&signed.paper().body)),
            code: Some(signed.to_code()),
            qr_svg: Some(qr.to_svg()),
        })
    }

    /// A paper as PDF. An officer who opens one is journalled. It takes milliseconds of one core and is set where
    /// blocking is allowed.
    pub async fn paper_pdf(&self, viewer: &Viewer, number: &str) -> Result<Vec<u8>, PaperError> {
        let (issue, issued) = self.paper_found(viewer, number).await?;
        if issue.cause == Cause::Commitment {
            return self.case_commitment_pdf(&issue).await;
        }
        let signed = self.paper_signed(&issue, &issued).await?;
        self.paper_set(signed).await
    }

    /// A paper by its number, with all that its case issued.
    async fn paper_found(&self, viewer: &Viewer, number: &str) -> Result<(Issue, Vec<Issue>), PaperError> {
        let case = verify::case_of(number).ok_or(PaperError::NotFound)?;
        let case = self.paper_case(viewer, case, "paper").await?;
        let issued = self.papers_issued(&case).await?;
        let issue = issued.iter().find(|issue| issue.number == number).cloned();
        Ok((issue.ok_or(PaperError::NotFound)?, issued))
    }

    /// A paper, made and sealed.
    async fn paper_signed(&self, issue: &Issue, all: &[Issue]) -> Result<SignedPaper, PaperError> {
        let paper = self.paper_made(issue, all).await?;
        let key = self.parts.store.keys().certificate_key();
        SignedPaper::sign(paper, &key.key, &self.parts.certificate_key)
            .map_err(|error| PaperError::NotSet { what: error.to_string() })
    }

    #[cfg(feature = "typeset")]
    async fn paper_set(&self, signed: SignedPaper) -> Result<Vec<u8>, PaperError> {
        let parts = std::sync::Arc::clone(&self.parts);
        let set = move || {
            let not_set = |error: documents::RenderError| PaperError::NotSet { what: error.to_string() };
            let typesetter = parts.typesetter().map_err(not_set)?;
            typesetter.paper_pdf(&signed, &parts.verify_address).map_err(not_set)
        };
        let done = tokio::task::spawn_blocking(set).await;
        done.map_err(|error| Fault::because("the typesetter", error))?
    }

    #[cfg(not(feature = "typeset"))]
    #[expect(clippy::unused_async, reason = "the same signature with a typesetter and without")]
    async fn paper_set(&self, _: SignedPaper) -> Result<Vec<u8>, PaperError> {
        Err(PaperError::NotSet { what: "this build has no typesetter".to_owned() })
    }

    /// The case of a paper, for whoever sees it; an officer's look is journalled.
    async fn paper_case(
        &self,
        viewer: &Viewer,
        number: &str,
        looked: &str,
    ) -> Result<service::case::Case, PaperError> {
        match self.case_found(viewer, number, looked).await {
            Ok(found) => Ok(found.case),
            Err(CaseError::Fault(fault)) => Err(fault.into()),
            Err(_) => Err(PaperError::NotFound),
        }
    }

    fn paper_shown(&self, issue: &Issue) -> PaperShown {
        PaperShown {
            number: issue.number.clone(),
            case: issue.case.number.clone(),
            version: issue.version,
            kind: issue.template.clone(),
            title: self.paper_title(&issue.template),
            service: issue.service.clone(),
            issued_on: issue.on,
            standing: issue.standing,
        }
    }

    fn paper_title(&self, kind: &str) -> Text {
        if kind == COMMITMENT {
            return Text::new("书面承诺书", "Written commitment");
        }
        let template = self.parts.papers.get(kind);
        template.map_or_else(|| Text::same(kind), |found| Text::new(&found.title.zh, &found.title.en))
    }
}
