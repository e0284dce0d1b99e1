//! Puts the cases of conformance to any engine that speaks lines of JSON (tests/language/conformance/core-1/README.md).
//!
//!   conformance                  print the cases
//!   conformance --engine CMD     put them to an engine, compare
//!   conformance --self           be an engine: the reference

#[path = "../tests/both/conformance.rs"]
#[expect(dead_code, reason = "which words of a page a case holds to is looked at by the tests")]
mod conformance;
#[path = "../tests/both/pair.rs"]
#[expect(dead_code, reason = "of the pair only the hash of the words is wanted here")]
mod pair;

use conformance::{Case, Expected, agrees, cases};
use law_reference::constructs::REFUSALS_NOT_HERE;
use law_reference::{answer, day, input, read};
use serde_json::{Map, Value as Json, json};
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::process::{Command, ExitCode, Stdio};

fn main() -> io::Result<ExitCode> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => cases().iter().for_each(|case| println!("{}", line(case))),
        ["--self"] => {
            for line in io::stdin().lock().lines() {
                println!("{}", answered(&serde_json::from_str(&line?)?));
            }
        }
        ["--engine", command] => return put(command),
        _ => {
            eprintln!("conformance [--engine CMD | --self]");
            return Ok(ExitCode::FAILURE);
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn line(case: &Case) -> Json {
    let files: Map<String, Json> =
        pair::hashed(&case.files).into_iter().map(|(path, text)| (path, json!(text))).collect();
    json!({ "id": case.id, "files": files, "input": case.input, "known_on": case.known_on })
}

/// The reference's answer to a line.
fn answered(line: &Json) -> Json {
    let files: Vec<(String, String)> = line["files"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(path, text)| (path.clone(), text.as_str().unwrap_or_default().to_owned()))
        .collect();
    let refused = |code: &str| json!({ "id": line["id"], "refused": code });
    let program = match read::read(&files) {
        Ok(program) => program,
        Err(refusal) => return refused(refusal.code),
    };
    match input::read(&program, &line["input"].to_string()) {
        Err(code) => refused(code),
        Ok(mut input) => {
            input.known_on = line["known_on"].as_str().and_then(day::parse);
            json!({ "id": line["id"], "outcomes": answer(&program, &input).outcomes })
        }
    }
}

fn put(command: &str) -> io::Result<ExitCode> {
    let mut engine =
        Command::new("sh").args(["-c", command]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    let (Some(mut to), Some(from)) = (engine.stdin.take(), engine.stdout.take()) else {
        return Err(io::Error::other("the engine has no standard input or output"));
    };
    let mut answers = BufReader::new(from).lines();
    let (mut good, mut wrong) = (0, 0);
    for case in cases() {
        writeln!(to, "{}", line(&case))?;
        to.flush()?;
        let Some(text) = answers.next() else { return Err(io::Error::other("the engine ended")) };
        let said: Json = serde_json::from_str(&text?)?;
        let agrees = match &case.expect {
            Expected::Folder(code) | Expected::Input(code) => said["refused"] == json!(code),
            Expected::Outcomes(expect) => agrees(expect, &said["outcomes"]),
        };
        if agrees {
            good += 1;
            continue;
        }
        wrong += 1;
        let here =
            matches!(&case.expect, Expected::Folder(code) if REFUSALS_NOT_HERE.contains(&code.as_str()));
        let note = if here { " (the reference does not look at this either)" } else { "" };
        println!("{}: {:?} expected, {said}{note}", case.id, case.expect);
    }
    drop(to);
    engine.wait()?;
    println!("{good} cases agree, {wrong} do not");
    Ok(if wrong == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
