//! One page to be set, as the typesetter sees the world: a template, the shared templates and wording, and the
//! data of this one document in a file that exists only here. No clock, no file system, no packages.

use serde::Serialize;
use typst::{
    Library, World,
    diag::{FileError, FileResult},
    foundations::{Bytes, Datetime, Duration},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};

use super::{RenderError, typesetter::Typesetter};

/// The parts that every page shares: `(path, contents)`.
pub(super) const SHARED: [(&str, &str); 7] = [
    ("/house.typ", include_str!("../../templates/house.typ")),
    ("/certificate.typ", include_str!("../../templates/certificate.typ")),
    ("/certificate.toml", include_str!("../../templates/certificate.toml")),
    ("/commitment.typ", include_str!("../../templates/commitment.typ")),
    ("/words.toml", include_str!("../../templates/words.toml")),
    ("/letter.typ", include_str!("../../templates/letter.typ")),
    ("/summary.typ", include_str!("../../templates/summary.typ")),
];

/// The file id of a path in the templates' own small world.
pub(super) fn file_id(path: &str) -> Result<FileId, RenderError> {
    let vpath = VirtualPath::new(path)
        .map_err(|error| RenderError::Template { template: path.to_owned(), messages: error.to_string() })?;
    Ok(RootedPath::new(VirtualRoot::Project, vpath).intern())
}

/// A template with the data of one document.
pub(super) struct Page<'a> {
    typesetter: &'a Typesetter,
    main: FileId,
    /// The data and its pictures: two or three, so that looking through them is quickest.
    files: Vec<(FileId, Bytes)>,
}

impl<'a> Page<'a> {
    pub(super) fn new(
        typesetter: &'a Typesetter,
        template: &str,
        data: &impl Serialize,
    ) -> Result<Self, RenderError> {
        let json = serde_json::to_string(data).map_err(|error| RenderError::Template {
            template: template.to_owned(),
            messages: error.to_string(),
        })?;
        let files = vec![(file_id("/data.json")?, Bytes::from_string(json))];
        Ok(Self { typesetter, main: file_id(template)?, files })
    }

    /// Adds a picture or another file that the template asks for.
    pub(super) fn with_file(mut self, path: &str, contents: Bytes) -> Result<Self, RenderError> {
        self.files.push((file_id(path)?, contents));
        Ok(self)
    }
}

impl World for Page<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.typesetter.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.typesetter.fonts.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.typesetter.source(id).cloned().ok_or_else(|| not_found(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let own = self.files.iter().find(|(own, _)| *own == id).map(|(_, bytes)| bytes.clone());
        let shared = || self.typesetter.source(id).map(|source| Bytes::from_string(source.clone()));
        own.or_else(shared).ok_or_else(|| not_found(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.typesetter.fonts.get(index)
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn not_found(id: FileId) -> FileError {
    FileError::NotFound(id.get().vpath().get_without_slash().into())
}
