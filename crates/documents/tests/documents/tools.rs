//! The tools that look at a finished page from outside: poppler and zbar. One that is missing fails the test
//! with one line.

use std::{path::Path, process::Command};

/// Runs a tool on `folder` and gives what it wrote.
pub(crate) fn run(folder: &Path, tool: &str, package: &str, arguments: &[&str]) -> String {
    let output = Command::new(tool)
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap_or_else(|error| panic!("`{tool}` is needed for this test ({error}): install {package}"));
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{tool} {arguments:?}: {errors}");
    // pdfinfo mixes UTF-16 titles into its UTF-8.
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// A finished file in a folder of its own.
pub(crate) struct Paper(tempfile::TempDir);

impl Paper {
    pub(crate) fn new(pdf: &[u8]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("it.pdf"), pdf).unwrap();
        Self(folder)
    }

    /// The text as it is read, without its spaces and line breaks.
    pub(crate) fn words(&self) -> String {
        self.text().split_whitespace().collect()
    }

    pub(crate) fn text(&self) -> String {
        run(self.0.path(), "pdftotext", "poppler-utils", &["-layout", "it.pdf", "-"])
    }

    pub(crate) fn fonts(&self) -> String {
        run(self.0.path(), "pdffonts", "poppler-utils", &["it.pdf"])
    }

    pub(crate) fn info(&self, more: &[&str]) -> String {
        run(self.0.path(), "pdfinfo", "poppler-utils", &[more, &["it.pdf"]].concat())
    }

    /// The text of the QR code on the first page, as a camera would see it at `dpi`.
    pub(crate) fn scanned(&self, dpi: &str) -> String {
        let folder = self.0.path();
        run(folder, "pdftoppm", "poppler-utils", &["-r", dpi, "-png", "-singlefile", "it.pdf", "it"]);
        let arguments = ["--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", "it.png"];
        run(folder, "zbarimg", "zbar-tools", &arguments).trim_end().to_owned()
    }
}
