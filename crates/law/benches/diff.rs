//! What one policy diff costs: every planted fault of translation against the
//! policies as they stand, meaning and words. Fails past a second.

use law::{Bundle, Policy, diff};
use serde::Deserialize;
use std::path::Path;
use std::time::{Duration, Instant};

#[derive(Deserialize)]
struct File {
    fault: Vec<Fault>,
}

#[derive(Deserialize)]
struct Fault {
    how: String,
    right: String,
    wrong: String,
}

const BASE: &str = "beijing-flexible-employment-2020.md";
const PATIENCE: Duration = Duration::from_secs(1);

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folder = folder(&root.join("policies"));
    let text = std::fs::read_to_string(root.join("tests/policies/mutations.toml")).expect("mutations.toml");
    let file: File = toml::from_str(&text).expect("mutations.toml");
    let base = Policy::load(folder.clone()).0.expect("policy");
    let mut took = Vec::new();
    for fault in &file.fault {
        let mut changed = folder.clone();
        let instrument =
            folder.get(BASE).expect("the base instrument").replacen(&fault.right, &fault.wrong, 1);
        changed.insert(BASE, &instrument);
        let Some(other) = Policy::load(changed).0 else { continue };
        let start = Instant::now();
        let difference = diff::compare(&base, &other, &Bundle::default()).expect("comparable");
        took.push((start.elapsed(), fault.how.as_str()));
        divan::black_box(difference);
    }
    took.sort();
    let (median, slowest) = (took[took.len() / 2], took[took.len() - 1]);
    println!("{} differences: median {:?}, slowest {:?} ({})", took.len(), median.0, slowest.0, slowest.1);
    assert!(slowest.0 < PATIENCE, "a second is enough for one word");
}

fn folder(path: &Path) -> Bundle {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(path).expect("policies") {
        let path = entry.expect("entry").path();
        if path.is_file() {
            let name = path.file_name().expect("name").to_string_lossy().into_owned();
            files.push((name, std::fs::read_to_string(&path).expect("text")));
        }
    }
    Bundle::new(files)
}
