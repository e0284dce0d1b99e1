//! `linghuo policy check | test | fmt | coverage | cases`: work on the policy folder.

use crate::policies;
use anyhow::{Context, Result};
use clap::{Args, Subcommand};
use law::coverage::{Covered, coverage};
use law::{Policy, example};
use std::path::PathBuf;
use std::process::ExitCode;

/// Arguments of `policy`.
#[derive(Debug, Args)]
pub struct PolicyCommand {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Find errors, each with its place and its mend. 检查。
    Check(Folder),
    /// Run the examples under each rule. 运行示例。
    Test(Folder),
    /// Lay out the files. 整理格式。
    Fmt(Fmt),
    /// What becomes of every sentence of the law. 每一句由谁落实。
    Coverage(Coverage),
    /// Inputs that reach every branch of every rule, one a line; fails if a branch is not reached. 逐条走到的输入。
    Cases(Folder),
}

#[derive(Debug, Args)]
struct Folder {
    /// The folder of policies; the built-in ones if absent.
    #[arg(long, value_name = "DIR")]
    policies: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct Fmt {
    /// The folder of policies.
    #[arg(long, value_name = "DIR", default_value = "policies")]
    policies: PathBuf,
    /// Change nothing; fail if a file is not laid out.
    #[arg(long)]
    check: bool,
}

#[derive(Debug, Args)]
struct Coverage {
    #[command(flatten)]
    folder: Folder,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub fn run(command: &PolicyCommand) -> Result<ExitCode> {
    match &command.verb {
        Verb::Check(folder) => check(folder),
        Verb::Test(folder) => test(folder),
        Verb::Fmt(arguments) => fmt(arguments),
        Verb::Coverage(arguments) => cover(arguments),
        Verb::Cases(folder) => cases(folder),
    }
}

fn check(folder: &Folder) -> Result<ExitCode> {
    let bundle = policies::bundle(folder.policies.as_deref())?;
    let (policy, findings) = Policy::load(bundle.clone());
    let errors = policies::report(&bundle, &findings);
    let warnings = findings.len() - errors;
    let Some(policy) = policy else {
        println!("{errors} errors, {warnings} warnings / {errors} 处错误，{warnings} 处提示");
        return Ok(ExitCode::FAILURE);
    };
    println!(
        "{} facts, {} parameters, {} rules, {} conclusions; {errors} errors, {warnings} warnings",
        policy.facts.len(),
        policy.parameters.len(),
        policy.rules.len(),
        policy.plans.len()
    );
    println!("{}", policy.version);
    Ok(ExitCode::SUCCESS)
}

fn test(folder: &Folder) -> Result<ExitCode> {
    let policy = policies::load(folder.policies.as_deref(), &[])?;
    let report = example::run(&policy);
    let failed = policies::report(&policy.bundle, &report.findings);
    for (plan, status) in &report.untried {
        let rule = policy.rule(*plan);
        println!("no example gives `{}` for {} / “{}”没有结果相应的示例", status.code(), rule.key, rule.name);
    }
    println!("{} examples, {failed} findings / {} 个示例，{failed} 处不符", report.run, report.run);
    let good = failed == 0 && report.untried.is_empty();
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn fmt(arguments: &Fmt) -> Result<ExitCode> {
    let bundle = policies::bundle(Some(&arguments.policies))?;
    let mut status = ExitCode::SUCCESS;
    for (path, text) in bundle.iter().filter(|(path, _)| path.strip_suffix(".md").is_some()) {
        let laid_out = law_syntax::format::format(text);
        if laid_out == text {
            continue;
        }
        if arguments.check {
            println!("{path}: not laid out / 格式没有整理");
            status = ExitCode::FAILURE;
        } else {
            let file = arguments.policies.join(path);
            std::fs::write(&file, laid_out).with_context(|| file.display().to_string())?;
            println!("{path}");
        }
    }
    Ok(status)
}

fn cover(arguments: &Coverage) -> Result<ExitCode> {
    let policy = policies::load(arguments.folder.policies.as_deref(), &[])?;
    let sentences = coverage(&policy);
    let holes = sentences.iter().filter(|covered| covered.is_hole()).count();
    if arguments.json {
        println!("{}", serde_json::to_string_pretty(&sentences)?);
    } else {
        for covered in &sentences {
            println!("{}\t{}\n\t{}", covered.anchor, becomes(covered), covered.words);
        }
        let executed = sentences.iter().filter(|c| !c.executed.is_empty()).count();
        println!(
            "{} sentences: {executed} executed, {} carried by services, {} declaratory, {} not settled, {holes} unaccounted for",
            sentences.len(),
            sentences.iter().filter(|c| !c.services.is_empty()).count(),
            sentences.iter().filter(|c| c.declaratory).count(),
            sentences.iter().filter(|c| c.not_settled).count(),
        );
    }
    Ok(if holes == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn cases(folder: &Folder) -> Result<ExitCode> {
    let policy = policies::load(folder.policies.as_deref(), &[])?;
    let (mut reached, mut unreached) = (0, 0);
    for case in law::cases::cases(&policy) {
        if case.input.is_some() {
            println!("{}", serde_json::to_string(&case)?);
            reached += 1;
            continue;
        }
        let of = &case.reaches;
        let wanted = if of.holds { "holds 成立" } else { "does not hold 不成立" };
        eprintln!("no input reaches / 没有输入走到: {}: {}: {wanted}", of.conclusion, of.words);
        unreached += 1;
    }
    eprintln!("{reached} branches reached, {unreached} not / 走到 {reached} 处，走不到 {unreached} 处");
    Ok(if unreached == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn becomes(covered: &Covered) -> String {
    let mut parts = Vec::new();
    if !covered.executed.is_empty() {
        parts.push(format!("执行 executed: {}", covered.executed.join(", ")));
    }
    for (service, planned) in &covered.services {
        let state = if *planned { "（计划 planned）" } else { "" };
        parts.push(format!("服务 service {service}{state}"));
    }
    if covered.declaratory {
        parts.push("宣示 declaratory".to_owned());
    }
    if covered.not_settled {
        parts.push("存疑 not settled".to_owned());
    }
    if parts.is_empty() {
        parts.push("没有落实 UNACCOUNTED FOR".to_owned());
    }
    parts.join("; ")
}
