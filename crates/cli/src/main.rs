//! The one binary, `linghuo`: commands, configuration and wiring, no logic.
use std::io::{self, Read, Write, BufRead};
fn main() {
    let dir = std::env::var("LINGHUO_POLICIES").unwrap_or("policies".into());
    let mut files = vec![];
    for e in std::fs::read_dir(&dir).unwrap() { let e = e.unwrap(); if e.path().is_file() { files.push((e.file_name().to_string_lossy().to_string(), std::fs::read_to_string(e.path()).unwrap())); } }
    let bundle = law::Bundle::new(files);
    let (policy, diags) = law::Policy::load(bundle.clone());
    for d in &diags { eprintln!("{}", d.render(&law_syntax::Source::new(&d.path, bundle.get(&d.path).unwrap_or("")))); }
    let Some(policy) = policy else { std::process::exit(1) };
    let writer = law::contract::output::Writer::new(&policy);
    let mut decider = law::Decider::default();
    let mut out = io::BufWriter::new(io::stdout().lock());
    let because = std::env::args().all(|a| a != "--no-because");
    let mut stdin = io::stdin().lock();
    let mut buf = Vec::new(); let mut s = String::new();
    loop { buf.clear(); if stdin.read_until(b'\n', &mut buf).unwrap() == 0 { break; }
        if buf.last() == Some(&b'\n') { buf.pop(); }
        s.clear();
        match law::contract::input::read(&policy, &buf) {
            Ok(r) => { let d = decider.decide(&policy, &r, &law::Options::default()); writer.write(&policy, &r, &d, law::contract::output::Form { because }, &mut s); }
            Err(e) => s.push_str(&e.json().to_string()),
        }
        s.push('\n'); out.write_all(s.as_bytes()).unwrap();
    }
}
