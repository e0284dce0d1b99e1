//! `linghuo policy publish | withdraw | published`: what lies over the policy folder of an installation. A
//! server that is running takes it up by itself.

use crate::data::{self, Installation};
use crate::policies;
use anyhow::{Context, Result, bail};
use app::App;
use clap::Args;
use law::{Bundle, Diagnostic, Policy, example};
use law_syntax::Source;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Arguments of `policy publish`.
#[derive(Debug, Args)]
pub struct Publish {
    /// Instruments: Markdown files, or folders of them. 文件或者文件夹。
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Who publishes; it stands in the journal. 公布人。
    #[arg(long, value_name = "NAME")]
    by: String,
    /// Check and try, publish nothing. 只检查，不公布。
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    installation: Installation,
}

/// Arguments of `policy withdraw`.
#[derive(Debug, Args)]
pub struct Withdraw {
    /// The name of the file as it was published.
    #[arg(value_name = "NAME")]
    name: String,
    /// Who withdraws; it stands in the journal.
    #[arg(long, value_name = "NAME")]
    by: String,
    #[command(flatten)]
    installation: Installation,
}

/// Publishes.
pub fn publish(command: &Publish) -> Result<ExitCode> {
    let files = files(&command.files)?;
    data::with_app(&command.installation, |app| async move {
        let bundle = app.with_instruments(&files).await?;
        if !is_sound(&bundle) {
            return Ok(ExitCode::FAILURE);
        }
        if command.dry_run {
            println!("{}\nnothing published / 没有公布", bundle.version());
            return Ok(ExitCode::SUCCESS);
        }
        let published = app.publish(&files, &command.by).await?;
        show(&published);
        Ok(ExitCode::SUCCESS)
    })
}

/// Withdraws.
pub fn withdraw(command: &Withdraw) -> Result<ExitCode> {
    data::with_app(&command.installation, |app| async move {
        show(&app.withdraw(&command.name, &command.by).await?);
        Ok(ExitCode::SUCCESS)
    })
}

/// Says what is published.
pub fn published(installation: &Installation) -> Result<ExitCode> {
    data::with_app(installation, |app: App| async move {
        match app.published().await? {
            Some(published) => show(&published),
            None => println!("{}\nnothing published / 没有公布", app.policy().version),
        }
        Ok(ExitCode::SUCCESS)
    })
}

fn show(published: &app::Published) {
    println!("{}", published.version);
    println!("published by {} at {} / {} 公布", published.by, published.at, published.by);
    for name in &published.instruments {
        println!("  {name}");
    }
}

/// What is published has no errors and all its examples hold.
fn is_sound(bundle: &Bundle) -> bool {
    let (policy, findings) = Policy::load(bundle.clone());
    let errors = policies::report(bundle, &findings);
    let Some(policy) = policy else {
        println!("{errors} errors; nothing published / {errors} 处错误，没有公布");
        return false;
    };
    // The folder itself is in force with the program; what is asked is what is laid on.
    let laid_on = |finding: &Diagnostic| finding.path.starts_with(law::load::LAID_ON);
    let obstacles: Vec<Diagnostic> = law::publish::obstacles(&policy).into_iter().filter(laid_on).collect();
    let obstacles = policies::report(bundle, &obstacles);
    let trials: Vec<&str> =
        policy.instruments.iter().filter(|of| of.is_trial).map(|of| of.title.as_str()).collect();
    for title in &trials {
        println!("{title}: a trial is never published / 试算不能公布");
    }
    if obstacles > 0 {
        println!("{obstacles} obstacles; nothing published / {obstacles} 处障碍，没有公布");
    }
    if obstacles > 0 || !trials.is_empty() {
        return false;
    }
    let report = example::run(&policy);
    // What is laid on may change what the folder's own examples show; its own examples must hold.
    let (own, changed): (Vec<Diagnostic>, Vec<Diagnostic>) = report.findings.into_iter().partition(laid_on);
    let failed = policies::report(&policy.bundle, &own);
    if failed > 0 {
        println!("{failed} examples do not hold; nothing published / {failed} 处示例不符，没有公布");
    }
    if !changed.is_empty() {
        println!(
            "{} values of other examples change / 其他示例有 {} 处结果改变：",
            changed.len(),
            changed.len()
        );
    }
    for finding in &changed {
        let source = Source::new(&finding.path, bundle.get(&finding.path).unwrap_or(""));
        let (line, _) = source.line_column(finding.span.start);
        println!("  {}:{line}  {}", finding.path, finding.message.zh);
    }
    failed == 0
}

/// Names and texts, a folder's files in the order of their names.
fn files(paths: &[PathBuf]) -> Result<Vec<(String, String)>> {
    let mut found = Vec::new();
    for path in paths {
        if !path.is_dir() {
            found.push(file(path, None)?);
            continue;
        }
        let entries = std::fs::read_dir(path).with_context(|| path.display().to_string())?;
        let mut inside: Vec<PathBuf> = entries.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
        inside.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
        inside.sort();
        if inside.is_empty() {
            bail!("{}: no Markdown file here / 这里没有文件", path.display());
        }
        for inner in inside {
            found.push(file(&inner, path.file_name().and_then(|name| name.to_str()))?);
        }
    }
    Ok(found)
}

/// A file of a folder is known by both names, since every folder may hold an `instrument.md`.
fn file(path: &Path, folder: Option<&str>) -> Result<(String, String)> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let name = path.file_name().and_then(|name| name.to_str());
    let name = name.with_context(|| format!("{}: expected a name in UTF-8", path.display()))?;
    Ok((folder.map_or_else(|| name.to_owned(), |folder| format!("{folder}.{name}")), text))
}
