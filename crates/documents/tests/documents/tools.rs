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

    /// The text of the QR code on the last page.
    pub(crate) fn scanned_last(&self, dpi: &str) -> String {
        let pages = self.info(&[]);
        let last = pages.lines().find_map(|line| line.strip_prefix("Pages:")).unwrap().trim().to_owned();
        let folder = self.0.path();
        let arguments = ["-r", dpi, "-f", &last, "-l", &last, "-png", "-singlefile", "it.pdf", "it"];
        run(folder, "pdftoppm", "poppler-utils", &arguments);
        let arguments = ["--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", "it.png"];
        run(folder, "zbarimg", "zbar-tools", &arguments).trim_end().to_owned()
    }

    /// A file that the paper carries.
    pub(crate) fn attached(&self, name: &str) -> Vec<u8> {
        run(self.0.path(), "pdfdetach", "poppler-utils", &["-saveall", "it.pdf"]);
        std::fs::read(self.0.path().join(name)).unwrap()
    }

    /// The width of the page in points, and each word with its left and right edge.
    pub(crate) fn word_boxes(&self) -> (f64, Vec<(String, f64, f64)>) {
        let html = run(self.0.path(), "pdftotext", "poppler-utils", &["-bbox", "it.pdf", "-"]);
        let number = |line: &str, name: &str| -> f64 {
            let (_, rest) = line.split_once(&format!("{name}=\"")).unwrap();
            rest.split('"').next().unwrap().parse().unwrap()
        };
        let width =
            html.lines().find(|line| line.contains("<page ")).map(|line| number(line, "width")).unwrap();
        let words = html.lines().filter(|line| line.contains("<word ")).map(|line| {
            let text = line.split('>').nth(1).unwrap().split('<').next().unwrap().to_owned();
            (text, number(line, "xMin"), number(line, "xMax"))
        });
        (width, words.collect())
    }
}
