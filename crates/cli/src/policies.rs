//! The policy folder: built into the binary, or read from `--policies DIR`.

use anyhow::{Context, Result, bail};
use include_dir::{Dir, include_dir};
use law::{Bundle, Diagnostic, Policy};
use law_syntax::{Severity, Source};
use std::path::{Path, PathBuf};

static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../policies");

/// The folder's text.
pub fn bundle(folder: Option<&Path>) -> Result<Bundle> {
    let Some(folder) = folder else {
        let mut files = Vec::new();
        built_in(&BUILT_IN, &mut files)?;
        return Ok(Bundle::new(files));
    };
    let mut files = Vec::new();
    from_disk(folder, folder, &mut files)?;
    if files.is_empty() {
        bail!("{}: no policy files here / 这里没有政策文件", folder.display());
    }
    Ok(Bundle::new(files))
}

/// The folder's text with overlays laid on in their order.
pub fn laid(folder: Option<&Path>, with: &[PathBuf]) -> Result<Bundle> {
    let mut bundle = bundle(folder)?;
    for (index, overlay) in with.iter().enumerate() {
        let text = std::fs::read_to_string(overlay).with_context(|| format!("{}", overlay.display()))?;
        let name = overlay.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
        bundle.insert(&format!("{}{name}", law::load::laid_on(index)), &text);
    }
    Ok(bundle)
}

/// The checked policy with overlays laid on in their order; what is wrong with
/// it goes to standard error.
pub fn load(folder: Option<&Path>, with: &[PathBuf]) -> Result<Policy> {
    let bundle = laid(folder, with)?;
    let (policy, findings) = Policy::load(bundle.clone());
    let Some(policy) = policy else {
        report(&bundle, &findings);
        bail!("the policies have errors / 政策文件有错误");
    };
    Ok(policy)
}

/// Prints findings to standard error and counts the errors.
pub fn report(bundle: &Bundle, findings: &[Diagnostic]) -> usize {
    for finding in findings {
        let source = Source::new(&finding.path, bundle.get(&finding.path).unwrap_or(""));
        eprintln!("{}", finding.render(&source));
    }
    findings.iter().filter(|finding| finding.severity == Severity::Error).count()
}

fn built_in(folder: &Dir<'_>, files: &mut Vec<(String, String)>) -> Result<()> {
    for file in folder.files() {
        let path = slashed(file.path());
        let text = file.contents_utf8().with_context(|| format!("{path}: not UTF-8"))?;
        files.push((path, text.to_owned()));
    }
    folder.dirs().try_for_each(|inner| built_in(inner, files))
}

fn from_disk(root: &Path, folder: &Path, files: &mut Vec<(String, String)>) -> Result<()> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("{}", folder.display()))?;
    for entry in entries {
        let path: PathBuf = entry?.path();
        let hidden = path.file_name().is_none_or(|name| name.to_string_lossy().starts_with('.'));
        if hidden {
            continue;
        }
        if path.is_dir() {
            from_disk(root, &path, files)?;
        } else {
            let text = std::fs::read_to_string(&path).with_context(|| format!("{}", path.display()))?;
            files.push((slashed(path.strip_prefix(root)?), text));
        }
    }
    Ok(())
}

fn slashed(path: &Path) -> String {
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}
