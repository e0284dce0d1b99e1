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

/// Results that the typesetter remembers between documents are dropped after so many without use: the
/// templates stay warm, the holders' data goes.
const KEEP_FOR: usize = 2;

/// Sets documents. Make one at the start and share it: it is immutable. A call takes milliseconds of one core;
/// a server makes it where blocking is allowed.
pub struct Typesetter {
    pub(super) library: LazyHash<Library>,
    pub(super) fonts: Fonts,
    sources: Vec<Source>,
    standards: PdfStandards,
}

impl Typesetter {
    /// With the embedded fonts.
    pub fn new() -> Result<Self, RenderError> {
        Self::with_fonts(Vec::new())
    }

    /// With further fonts, for characters that the embedded ones lack; each is the contents of a font file.
    pub fn with_fonts(further: Vec<Vec<u8>>) -> Result<Self, RenderError> {
        let read = |(path, text): (&'static str, &str)| Ok(Source::new(file_id(path)?, text.to_owned()));
        let sources = SHARED.into_iter().map(read).collect::<Result<_, RenderError>>()?;
        // For people who read with a screen reader (PDF/UA-1) and for the archive (PDF/A-2a).
        let standards = PdfStandards::new(&[PdfStandard::Ua_1, PdfStandard::A_2a]).map_err(|error| {
            RenderError::Template { template: "standards", messages: error.message().to_string() }
        })?;
        let library = Library::builder().with_features([Feature::A11yExtras].into_iter().collect()).build();
        Ok(Self { library: LazyHash::new(library), fonts: Fonts::load(further)?, sources, standards })
    }

    /// A template or its wording, already parsed.
    pub(super) fn source(&self, id: FileId) -> Option<&Source> {
        self.sources.iter().find(|source| source.id() == id)
    }

    /// Lays a page out and writes it as PDF; `ident` makes the file's own id.
    pub(super) fn pdf(
        &self,
        template: &'static str,
        page: &Page<'_>,
        ident: &str,
        pages_max: usize,
    ) -> Result<Vec<u8>, RenderError> {
        let document = lay_out(template, page)?;
        let found = document.pages().len();
        if found > pages_max {
            return Err(RenderError::TooLong { found, max: pages_max });
        }
        let options = PdfOptions {
            ident: Smart::Custom(ident.to_owned()),
            creator: Smart::Custom(Some("Linghuo".to_owned())),
            standards: self.standards.clone(),
            ..PdfOptions::default()
        };
        typst_pdf::pdf(&document, &options).map_err(|faults| told(template, &faults))
    }
}

/// Lays a page out.
pub(super) fn lay_out(template: &'static str, page: &Page<'_>) -> Result<PagedDocument, RenderError> {
    let document = typst::compile::<PagedDocument>(page).output.map_err(|faults| told(template, &faults));
    typst::comemo::evict(KEEP_FOR);
    document
}

fn told(template: &'static str, faults: &[SourceDiagnostic]) -> RenderError {
    let messages = faults.iter().map(|fault| fault.message.as_str()).collect::<Vec<_>>().join("; ");
    RenderError::Template { template, messages }
}
