//! `linghuo policy …`: work on the policy folder, and on what is laid over it.

use super::policy_diff::{self, Diff};
use super::publish;
use crate::data::Installation;
use crate::policies;
use anyhow::{Context, Result};
use clap::{Args, Subcommand};
use law::coverage::{Covered, coverage};
use law::layer::tree;
use law::prose::Language;
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
    Check(Check),
    /// Run the examples under each rule. 运行示例。
    Test(Folder),
    /// Lay out the files. 整理格式。
    Fmt(Fmt),
    /// What becomes of every sentence of the law. 每一句由谁落实。
    Coverage(Coverage),
    /// Print all files as one JSON object, for replaying elsewhere. 打包。
    Bundle(Folder),
    /// Put instruments in force in an installation, running or not. 公布。
    Publish(publish::Publish),
    /// Take a published instrument away again. 撤回。
    Withdraw(publish::Withdraw),
    /// What is published in an installation. 已公布的文件。
    Published(Installation),
    /// The exceptions of each rule as a tree, each with its provision. 规则的例外。
    Exceptions(Exceptions),
    /// What differs between two policies, proven. 比较两版政策。
    Diff(Diff),
    /// What became known and changes what was already decided. 重新结算的清单。
    Resettle(super::resettle::Resettle),
    /// Inputs that reach every branch of every rule, one a line; fails if a branch is not reached. 逐条走到的输入。
    Cases(Folder),
}

#[derive(Debug, Args)]
struct Folder {
    /// The folder of policies; the built-in ones if absent.
    #[arg(long, value_name = "DIR")]
    policies: Option<PathBuf>,
    /// Lay an overlay on; several are laid on in their order.
    #[arg(long, value_name = "FILE")]
    with: Vec<PathBuf>,
}

#[derive(Debug, Args)]
struct Exceptions {
    #[command(flatten)]
    folder: Folder,
    /// Print a drawing (SVG) instead of text.
    #[arg(long)]
    svg: bool,
    /// Say it in English.
    #[arg(long)]
    english: bool,
}

#[derive(Debug, Args)]
struct Check {
    #[command(flatten)]
    folder: Folder,
    /// Also say what keeps the policy from being published, and fail if anything does.
    #[arg(long)]
    publish: bool,
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
        Verb::Check(arguments) => check(arguments),
        Verb::Test(folder) => test(folder),
        Verb::Fmt(arguments) => fmt(arguments),
        Verb::Coverage(arguments) => cover(arguments),
        Verb::Bundle(folder) => bundle(folder),
        Verb::Publish(arguments) => publish::publish(arguments),
        Verb::Withdraw(arguments) => publish::withdraw(arguments),
        Verb::Published(installation) => publish::published(installation),
        Verb::Exceptions(arguments) => exceptions(arguments),
        Verb::Diff(arguments) => Ok(policy_diff::run(arguments)),
        Verb::Resettle(arguments) => super::resettle::run(arguments),
        Verb::Cases(folder) => cases(folder),
    }
}

fn check(arguments: &Check) -> Result<ExitCode> {
    let folder = &arguments.folder;
    let bundle = policies::laid(folder.policies.as_deref(), &folder.with)?;
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
    if !arguments.publish {
        return Ok(ExitCode::SUCCESS);
    }
    let obstacles = policies::report(&bundle, &law::publish::obstacles(&policy));
    println!("{obstacles} obstacles to publication / {obstacles} 处不能公布");
    Ok(if obstacles == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The examples of each file hold for what is laid on up to that file: those of
/// the base for the base alone.
fn test(folder: &Folder) -> Result<ExitCode> {
    let (mut run, mut failed, mut untried) = (0, 0, 0);
    for laid_on in 0..=folder.with.len() {
        let policy = policies::load(folder.policies.as_deref(), &folder.with[..laid_on])?;
        let report = example::run_of(&policy, |file| {
            let overlay = file.starts_with(law::load::LAID_ON);
            if laid_on == 0 { !overlay } else { file.starts_with(&law::load::laid_on(laid_on - 1)) }
        });
        run += report.run;
        failed += policies::report(&policy.bundle, &report.findings);
        for (plan, status) in &report.untried {
            let rule = policy.rule(*plan);
            println!(
                "no example gives `{}` for {} / “{}”没有结果相应的示例",
                status.code(),
                rule.key,
                rule.name
            );
        }
        untried += report.untried.len();
    }
    println!("{run} examples, {failed} findings / {run} 个示例，{failed} 处不符");
    let good = failed == 0 && untried == 0;
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn bundle(folder: &Folder) -> Result<ExitCode> {
    let policy = policies::load(folder.policies.as_deref(), &folder.with)?;
    println!("{}", serde_json::to_string(&policy.bundle)?);
    Ok(ExitCode::SUCCESS)
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
    let policy = policies::load(arguments.folder.policies.as_deref(), &arguments.folder.with)?;
    let sentences = coverage(&policy);
    let holes = sentences.iter().filter(|covered| covered.is_hole()).count();
    if arguments.json {
        println!("{}", serde_json::to_string_pretty(&sentences)?);
    } else {
        for covered in &sentences {
            let instrument = covered.instrument.as_ref().map_or(String::new(), |id| format!("{id} "));
            println!("{instrument}{}\t{}\n\t{}", covered.anchor, becomes(covered), covered.words);
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

fn exceptions(arguments: &Exceptions) -> Result<ExitCode> {
    let policy = policies::load(arguments.folder.policies.as_deref(), &arguments.folder.with)?;
    let language = if arguments.english { Language::English } else { Language::Chinese };
    let shown = if arguments.svg { tree::svg(&policy, language) } else { tree::text(&policy, language) };
    if shown.is_empty() {
        println!("no exceptions / 没有例外");
    }
    print!("{shown}");
    Ok(ExitCode::SUCCESS)
}

fn cases(folder: &Folder) -> Result<ExitCode> {
    let policy = policies::load(folder.policies.as_deref(), &folder.with)?;
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
