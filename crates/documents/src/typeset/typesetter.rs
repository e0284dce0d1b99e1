//! The typesetter: fonts and templates loaded once, then one call a document.

use typst::{
    Feature, Library, LibraryExt as _,
    diag::SourceDiagnostic,
    foundations::Smart,
    syntax::{FileId, Source},
    utils::LazyHash,
};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use super::{
    RenderError,
    fonts::Fonts,
    page::{Page, SHARED, file_id},
};
use crate::paper::PaperLibrary;

/// Results that the typesetter remembers between documents are dropped after so many without use: the
/// templates stay warm, the holders' data goes.
const KEEP_FOR: usize = 2;

/// Sets documents. Make one at the start and share it: it is immutable. A call takes milliseconds of one core;
/// a server makes it where blocking is allowed.
pub struct Typesetter {
    pub(super) library: LazyHash<Library>,
    pub(super) fonts: Fonts,
    pub(super) papers: PaperLibrary,
    sources: Vec<Source>,
    standards: PdfStandards,
    standards_with_files: PdfStandards,
}

impl Typesetter {
    /// With the embedded fonts.
    pub fn new() -> Result<Self, RenderError> {
        Self::with_fonts(Vec::new())
    }

    /// With further fonts, for characters that the embedded ones lack; each is the contents of a font file.
    pub fn with_fonts(further: Vec<Vec<u8>>) -> Result<Self, RenderError> {
        Self::with(further, PaperLibrary::embedded()?)
    }

    /// With further fonts and these templates of papers.
    pub fn with(further: Vec<Vec<u8>>, papers: PaperLibrary) -> Result<Self, RenderError> {
        let read = |path: &str, text: &str| Ok(Source::new(file_id(path)?, text.to_owned()));
        let shared = SHARED.into_iter().map(|(path, text)| read(path, text));
        let of_papers = papers.files().iter().map(|(file, text)| read(&format!("/papers/{file}"), text));
        let sources = shared.chain(of_papers).collect::<Result<_, RenderError>>()?;
        // For people who read with a screen reader (PDF/UA-1) and for the archive: PDF/A-2a, and PDF/A-3a for what
        // carries a file, which part 2 does not allow.
        let standards = |archive| {
            PdfStandards::new(&[PdfStandard::Ua_1, archive]).map_err(|error| RenderError::Template {
                template: "standards".to_owned(),
                messages: error.message().to_string(),
            })
        };
        let (plain, with_files) = (standards(PdfStandard::A_2a)?, standards(PdfStandard::A_3a)?);
        let library = Library::builder().with_features([Feature::A11yExtras].into_iter().collect()).build();
        Ok(Self {
            library: LazyHash::new(library),
            fonts: Fonts::load(further)?,
            papers,
            sources,
            standards: plain,
            standards_with_files: with_files,
        })
    }

    /// The templates of papers.
    pub fn papers(&self) -> &PaperLibrary {
        &self.papers
    }

    /// A template or its wording, already parsed.
    pub(super) fn source(&self, id: FileId) -> Option<&Source> {
        self.sources.iter().find(|source| source.id() == id)
    }

    /// Lays a page out and writes it as PDF; `ident` makes the file's own id.
    pub(super) fn pdf(
        &self,
        template: &str,
        page: &Page<'_>,
        ident: &str,
        pages_max: usize,
    ) -> Result<Vec<u8>, RenderError> {
        write(template, page, ident, pages_max, self.standards.clone())
    }

    /// As [`Self::pdf`], for a page that attaches a file.
    pub(super) fn pdf_with_files(
        &self,
        template: &str,
        page: &Page<'_>,
        ident: &str,
        pages_max: usize,
    ) -> Result<Vec<u8>, RenderError> {
        write(template, page, ident, pages_max, self.standards_with_files.clone())
    }
}

fn write(
    template: &str,
    page: &Page<'_>,
    ident: &str,
    pages_max: usize,
    standards: PdfStandards,
) -> Result<Vec<u8>, RenderError> {
    let document = lay_out(template, page)?;
    let found = document.pages().len();
    if found > pages_max {
        return Err(RenderError::TooLong { found, max: pages_max });
    }
    let options = PdfOptions {
        ident: Smart::Custom(ident.to_owned()),
        creator: Smart::Custom(Some("Linghuo".to_owned())),
        standards,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&document, &options).map_err(|faults| told(template, &faults))
}

/// Lays a page out.
pub(super) fn lay_out(template: &str, page: &Page<'_>) -> Result<PagedDocument, RenderError> {
    let document = typst::compile::<PagedDocument>(page).output.map_err(|faults| told(template, &faults));
    typst::comemo::evict(KEEP_FOR);
    document
}

fn told(template: &str, faults: &[SourceDiagnostic]) -> RenderError {
    let messages = faults.iter().map(|fault| fault.message.as_str()).collect::<Vec<_>>().join("; ");
    RenderError::Template { template: template.to_owned(), messages }
}
