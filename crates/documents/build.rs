//! Finds the fonts that are embedded (put there by `scripts/fetch-fonts`, never committed) and says in one
//! line what to do when they are missing.

use std::{env, path::PathBuf};

const FILES: [(&str, &str); 3] = [
    ("FONT_SANS", "NotoSansSC-Regular.otf"),
    ("FONT_SERIF", "NotoSerifSC-Regular.otf"),
    ("FONT_LICENCE", "LICENSE-OFL.txt"),
];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // A new template is a new file, which the compiler would not notice by itself.
    println!("cargo::rerun-if-changed=templates/papers");
    if env::var_os("CARGO_FEATURE_TYPESET").is_none() {
        return;
    }
    let room = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
    let mut missing = Vec::new();
    for (variable, file) in FILES {
        let path = room.join("../../assets/fonts").join(file);
        println!("cargo::rerun-if-changed={}", path.display());
        if path.is_file() {
            println!("cargo::rustc-env={variable}={}", path.display());
        } else {
            missing.push(file);
        }
    }
    if !missing.is_empty() {
        println!("cargo::error=assets/fonts lacks {}: run scripts/fetch-fonts once", missing.join(", "));
    }
}
