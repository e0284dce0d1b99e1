//! Reads a policy folder by the pages `file.md`, `facts.md`, `parameters.md`, `authorised.md`, `rules.md`,
//! `conditions.md`, `values.md`, `exceptions.md` and `overlays.md`. The first thing that cannot be read ends it, with the code under which the pages list that fault.

mod bound;
mod catalogue;
mod deemed;
mod layer;
mod matter;
mod page;
mod parameter;
mod phrase;
mod place;
mod rule;
mod sort;
mod statement;
mod text;
mod value;
mod words;

use crate::program::Program;
use page::Page;

/// Why a folder is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code} {what}")]
pub struct Refusal {
    /// A code of `docs/language/diagnostics.md`.
    pub code: &'static str,
    /// What was read there.
    pub what: String,
}

/// What reading gives.
pub type Reading<T> = Result<T, Refusal>;

fn refuse<T>(code: &'static str, what: impl Into<String>) -> Reading<T> {
    Err(Refusal { code, what: what.into() })
}

/// Reads the files of a folder, by path.
pub fn read(files: &[(String, String)]) -> Reading<Program> {
    let mut program = Program::default();
    let text = |name: &str| files.iter().find(|(path, _)| path == name).map(|(_, text)| text.as_str());
    place::read(text("regions.toml").unwrap_or_default(), &mut program)?;
    for (_, text) in files.iter().filter(|(path, _)| path.starts_with("calendars/")) {
        place::calendar(text, &mut program)?;
    }
    let mut pages = Vec::new();
    for (path, text) in files {
        let (laid_on, name) = path.strip_prefix("with/").map_or((false, path.as_str()), |name| (true, name));
        if name.strip_suffix(".md").is_some_and(|stem| !stem.contains('/')) {
            pages.push((laid_on, path, page::read(text)?));
        }
    }
    // Overlays lie on the base, those of --with above those of the folder.
    pages.sort_by_key(|(laid_on, path, page)| (page.kind != "文件", *laid_on, (*path).clone()));
    let pages: Vec<Page> = pages.into_iter().map(|(_, _, page)| page).collect();
    for page in pages.iter().filter(|page| page.kind == "信息项") {
        catalogue::read(page, &mut program)?;
    }
    let instruments: Vec<&Page> = pages.iter().filter(|page| page.kind != "信息项").collect();
    for page in &instruments {
        catalogue::read(page, &mut program)?;
    }
    catalogue::check(&program)?;
    for (layer, page) in instruments.iter().enumerate() {
        parameter::declared(page, layer, &mut program)?;
    }
    let mut statements = Vec::new();
    for (layer, page) in instruments.iter().enumerate() {
        statements.extend(statement::read(page, layer)?);
    }
    matter::declared(&statements, &mut program)?;
    for (layer, page) in instruments.iter().enumerate() {
        parameter::determined(page, layer, &mut program)?;
    }
    rule::read(&statements, &mut program)?;
    Ok(program)
}
