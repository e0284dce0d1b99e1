//! `cargo xtask`: prints what the checks of the house found and leaves with 1 if that is anything.

use std::path::Path;
use std::process::ExitCode;

use xtask::{tidy, tree::Tree};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let house = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let root = match &arguments[..] {
        [task] if task == "tidy" => house,
        [task, folder] if task == "tidy" => folder.into(),
        _ => {
            eprintln!("usage: cargo xtask tidy [FOLDER]   (another clone than this one)");
            return ExitCode::from(2);
        }
    };
    match tidy_house(&root) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn tidy_house(root: &Path) -> anyhow::Result<usize> {
    let tree = Tree::load(root)?;
    let findings = tidy::check(&tree);
    for finding in &findings {
        println!("{finding}");
    }
    println!("tidy: {} files read, {} findings", tree.files().len(), findings.len());
    for (path, lines) in tidy::sizes::long_files(&tree) {
        println!(
            "  worth a thought: {path} has {lines} lines (aim at 150, think at {})",
            tidy::sizes::LINES_THINK
        );
    }
    Ok(findings.len())
}
