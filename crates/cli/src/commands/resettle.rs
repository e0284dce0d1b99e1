//! `linghuo policy resettle`: what became known between two days and acts on
//! earlier ones, for whom it is otherwise, and the sums.

use crate::policies;
use anyhow::{Context, Result, anyhow, bail};
use clap::Args;
use law::contract::input;
use law::parameter::{Parameter, Setting, SettingKind};
use law::prose::{Language, datum};
use law::resettle::{self, Change, Difference, News, Totals};
use law::{Date, Decider, Policy, Request};
use serde_json::{Map, Value, json};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Arguments of `resettle`.
#[derive(Debug, Args)]
pub struct Resettle {
    /// What was known on this day is what was settled.
    #[arg(long, value_name = "DATE", value_parser = date)]
    from: Date,
    /// What is known on this day is settled now.
    #[arg(long, value_name = "DATE", value_parser = date)]
    to: Date,
    /// One input of `decide` a line; `id` names it in the list, `through` repeats it
    /// each month up to that day. `-` is standard input.
    #[arg(long, value_name = "FILE")]
    population: Option<PathBuf>,
    /// Print one JSON object a line.
    #[arg(long)]
    json: bool,
    /// The folder of policies; the built-in ones if absent.
    #[arg(long, value_name = "DIR")]
    policies: Option<PathBuf>,
    /// Lay an overlay on; several are laid on in their order.
    #[arg(long, value_name = "FILE")]
    with: Vec<PathBuf>,
}

fn date(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "an existing day YYYY-MM-DD is expected".to_owned())
}

/// Runs the command.
pub fn run(command: &Resettle) -> Result<ExitCode> {
    if command.from >= command.to {
        bail!("--from {}: a day before --to {} is expected / 应当早于 --to", command.from, command.to);
    }
    let policy = policies::load(command.policies.as_deref(), &command.with)?;
    let mut list = List { policy: &policy, command, out: io::stdout().lock(), totals: Totals::default() };
    for news in resettle::news(&policy, command.from, command.to) {
        list.news(news)?;
    }
    if let Some(file) = &command.population {
        let mut decider = Decider::default();
        for (number, line) in BufReader::new(open(file)?).lines().enumerate() {
            let line = line.with_context(|| file.display().to_string())?;
            let place = || format!("{}: line {} / 第 {} 行", file.display(), number + 1, number + 1);
            let (id, requests) = person(&policy, &line, number + 1).with_context(place)?;
            for request in requests {
                let found = resettle::differences(&policy, &mut decider, &request, command.from, command.to);
                for difference in found {
                    list.difference(&id, &difference)?;
                }
            }
        }
        list.totals()?;
    }
    Ok(ExitCode::SUCCESS)
}

fn open(file: &Path) -> Result<Box<dyn Read>> {
    if file == Path::new("-") {
        return Ok(Box::new(io::stdin().lock()));
    }
    Ok(Box::new(std::fs::File::open(file).with_context(|| file.display().to_string())?))
}

/// One line: who it is, and a request for each month.
fn person(policy: &Policy, line: &str, number: usize) -> Result<(String, Vec<Request>)> {
    let mut members: Map<String, Value> = serde_json::from_str(line)
        .context("one JSON object a line is expected / 每行应当是一个 JSON 对象")?;
    let id = match members.remove("id") {
        None => number.to_string(),
        Some(Value::String(id)) => id,
        Some(other) => bail!("id: `{other}`: a string is expected / 应当是字符串"),
    };
    let through = match members.remove("through") {
        None => None,
        Some(value) => {
            let day = value.as_str().and_then(Date::parse);
            Some(day.ok_or_else(|| anyhow!("through: `{value}`: a day YYYY-MM-DD is expected / 应当是日期"))?)
        }
    };
    let request = input::read(policy, Value::Object(members).to_string().as_bytes())
        .map_err(|fault| anyhow!("{fault}"))?;
    let days = resettle::months(request.as_of, through.unwrap_or(request.as_of));
    if days.is_empty() {
        bail!("through: a day on or after as_of {} is expected / 不应早于业务日期", request.as_of);
    }
    Ok((id, days.into_iter().map(|as_of| Request { as_of, ..request.clone() }).collect()))
}

struct List<'a, W> {
    policy: &'a Policy,
    command: &'a Resettle,
    out: W,
    totals: Totals,
}

impl<W: Write> List<'_, W> {
    fn news(&mut self, news: News) -> Result<()> {
        let parameter = &self.policy.parameters[news.parameter];
        let row = &parameter.rows[news.row];
        let known = row.known.map(|day| day.to_string());
        let to = row.to.map(|day| day.to_string());
        if self.command.json {
            let line = json!({ "news": {
                "key": parameter.key, "name": parameter.name, "from": row.from.to_string(), "to": to,
                "published": known, "source": row.source, "value": shown(self.policy, parameter, &row.value),
            } });
            writeln!(self.out, "{line}")?;
            return Ok(());
        }
        if parameter.is_publication() {
            writeln!(
                self.out,
                "公布 published {}: {}，自 from {} 施行 in force",
                known.unwrap_or_default(),
                parameter.name,
                row.from
            )?;
            return Ok(());
        }
        writeln!(
            self.out,
            "公布 published {}: {} ({}) {} 自 from {} 至 to {}；来源 source: {}",
            known.unwrap_or_default(),
            parameter.name,
            parameter.key,
            shown(self.policy, parameter, &row.value),
            row.from,
            to.unwrap_or_else(|| "—".to_owned()),
            row.source
        )?;
        Ok(())
    }

    fn difference(&mut self, id: &str, difference: &Difference) -> Result<()> {
        self.totals.add(difference);
        let rule = self.policy.rule(difference.plan);
        let (field, old, new) = match &difference.change {
            Change::Status(old, new) => (None, json!(old.code()), json!(new.code())),
            Change::Field(index, old, new) => (Some(&rule.fields[*index]), old.json(), new.json()),
        };
        let fen = difference.change.difference_fen();
        let mut sources: Vec<&str> = Vec::new();
        for news in &difference.news {
            let parameter = &self.policy.parameters[news.parameter];
            let source = parameter.rows[news.row].source.as_str();
            let source = if parameter.is_publication() { parameter.name.as_str() } else { source };
            if !sources.contains(&source) {
                sources.push(source);
            }
        }
        let instrument = self.policy.instruments.get(difference.instrument).map(|found| found.id.as_str());
        if self.command.json {
            let line = json!({
                "id": id, "as_of": difference.as_of.to_string(), "outcome": rule.key,
                "field": field.map(|field| field.key.as_str()), "old": old, "new": new,
                "difference_fen": fen, "instrument": instrument, "provision": difference.provision,
                "sources": sources,
            });
            writeln!(self.out, "{line}")?;
            return Ok(());
        }
        let (old, new) = match &difference.change {
            Change::Status(old, new) => (old.code().to_owned(), new.code().to_owned()),
            Change::Field(_, old, new) => {
                let words = |value| datum(self.policy, value, Language::Chinese);
                (words(old), words(new))
            }
        };
        let what = field.map_or("", |field| field.name.as_str());
        let by = fen.map_or_else(String::new, |fen| {
            format!("（{}{}）", if fen > 0 { "+" } else { "" }, law::fact::yuan(fen))
        });
        writeln!(
            self.out,
            "{id} {} {} {what}: {old} → {new}{by} 〔{}；{}〕",
            difference.as_of,
            rule.name,
            difference.provision,
            sources.join("、")
        )?;
        Ok(())
    }

    fn totals(&mut self) -> Result<()> {
        for (plan, field, total) in self.totals.iter() {
            let rule = self.policy.rule(plan);
            let field = field.map(|index| &rule.fields[index]);
            if self.command.json {
                let line = json!({ "total": {
                    "outcome": rule.key, "field": field.map(|field| field.key.as_str()), "count": total.count,
                    "difference_fen": total.difference_fen.to_string(),
                    "settled_fen": total.settled_fen.to_string(),
                    "withdrawn_fen": total.withdrawn_fen.to_string(),
                } });
                writeln!(self.out, "{line}")?;
                continue;
            }
            let yuan = |fen: i128| law::fact::yuan(i64::try_from(fen).unwrap_or(i64::MAX));
            writeln!(
                self.out,
                "合计 total {} {}: {} 处；差额 difference {}，新定 newly settled {}，取消 withdrawn {}",
                rule.name,
                field.map_or("", |field| field.name.as_str()),
                total.count,
                yuan(total.difference_fen),
                yuan(total.settled_fen),
                yuan(total.withdrawn_fen)
            )?;
        }
        Ok(())
    }
}

/// The value of a row as lists write it.
fn shown(policy: &Policy, parameter: &Parameter, setting: &Setting) -> String {
    match setting {
        Setting::Money(fen) => format!("{} 元", law::fact::yuan(*fen)),
        Setting::Ratio(ratio) => ratio.to_string(),
        Setting::Number(number) => number.to_string(),
        Setting::Flag(flag) => if *flag { "是" } else { "否" }.to_owned(),
        Setting::Regions(codes) => {
            let name = |code: &i64| {
                policy.regions.find(*code).map_or_else(|| format!("{code:06}"), |r| r.zh.clone())
            };
            codes.iter().map(name).collect::<Vec<_>>().join("、")
        }
        Setting::Choices(set) => match parameter.kind {
            SettingKind::Choices(of) => {
                let labels = policy.facts[of].choices().iter().enumerate();
                let chosen =
                    labels.filter(|(at, _)| set >> at & 1 == 1).map(|(_, choice)| choice.label.as_ref());
                chosen.collect::<Vec<&str>>().join("、")
            }
            _ => String::new(),
        },
        Setting::Scale(scale) => match law::scale::Form::parse(&parameter.unit) {
            Some(form) => scale.words(&form).into_iter().map(|row| row.zh).collect::<Vec<_>>().join("；"),
            None => String::new(),
        },
        // Rows hold one value each; only what they come to differs by district.
        Setting::ByRegion { .. } => String::new(),
    }
}
