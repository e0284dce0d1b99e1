//! One conclusion of a decision as people read it: what holds, why line by line, what can properly be
//! done about a no, where to go.

use jiff::civil::Date;
use law::change::Changed;
use law::contract::output::{not_in_force, shown_lines};
use law::decide::Outcome;
use law::fact::{ABSENT, FactId};
use law::parameter::Confidence;
use law::plan::{LineKind, Plan};
use law::prose::{self, Language};
use law::rule::Rule;
use law::value::Datum;
use law::{Decision, Policy, Request};
use serde::Serialize;
use service::OfficeKind;

use crate::App;
use crate::book::Link;
use crate::shown::{Labelled, OfficeShown, Provision};
use crate::text::Text;

pub use law::Status;

/// One conclusion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conclusion {
    /// Its key in the decision contract, such as `employment_registration`.
    pub key: String,
    /// Whether it holds.
    pub status: Status,
    /// The article that makes it.
    pub article: u16,
    /// Its title.
    pub title: Text,
    /// What it is, in a line.
    pub plain: Text,
    /// What to do with a yes, or where else to turn with a no; the plain line with an unknown.
    pub what_to_do: Text,
    /// What a yes does not promise.
    pub not_promised: Option<Text>,
    /// The channels by which a yes can be used.
    pub channels: Vec<String>,
    /// The provisions that decided, its own article first.
    pub provisions: Vec<Provision>,
    /// The fields of a yes: amounts, months, ends.
    pub fields: Vec<Labelled>,
    /// What the person can properly go and do about a no (invariant 11).
    pub advice: Vec<Advice>,
    /// What else would be otherwise with a yes: reasons, never to be shown as advice.
    pub reasons: Vec<Text>,
    /// What has to be known to decide.
    pub missing: Vec<Missing>,
    /// Where to go.
    pub offices: Vec<OfficeShown>,
    /// The reasoning, line by line.
    pub lines: Vec<Line>,
    /// Set where the answer rests on a figure that is not of high confidence.
    pub cautions: Vec<Text>,
}

/// Something that the person can properly do. All steps together turn the no into a yes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// All of it in words.
    pub text: Text,
    /// Step by step.
    pub steps: Vec<AdviceStep>,
}

/// One step of an advice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AdviceStep {
    /// Go and have this done: register, entrust the archive.
    Do {
        /// The fact that it changes, such as `employment_registered`.
        fact: String,
    },
    /// Wait for this day.
    WaitUntil(Date),
}

/// A fact that is still to be known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Missing {
    /// Its key.
    pub fact: String,
    /// Its name.
    pub name: Text,
    /// The question.
    pub question: Text,
}

/// One line of the reasoning.
#[derive(Clone, PartialEq, Eq)]
pub struct Line {
    /// How deep it stands; 0 is the conclusion itself.
    pub depth: usize,
    /// Whether it holds.
    pub status: Status,
    /// Its number, such as （一）.
    pub label: Option<String>,
    /// What it says.
    pub name: Text,
    /// The facts that it read, as they were given.
    pub values: Vec<Labelled>,
    /// The provision that made it.
    pub provision: Provision,
    /// The readings that it takes, with where they are written.
    pub readings: Vec<Link>,
}

impl std::fmt::Debug for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Line")
            .field("depth", &self.depth)
            .field("name", &self.name.zh)
            .finish_non_exhaustive()
    }
}

impl App {
    /// The conclusions of a decision as people read them.
    pub(crate) fn conclusions(&self, request: &Request, decision: &Decision) -> Vec<Conclusion> {
        decision.outcomes.iter().map(|outcome| self.conclusion(request, decision, outcome)).collect()
    }

    /// One conclusion.
    pub(crate) fn conclusion(&self, request: &Request, decision: &Decision, outcome: &Outcome) -> Conclusion {
        let policy = self.policy();
        let plan = &policy.plans[outcome.plan];
        let rule = &policy.rules[plan.rule];
        let words = self.library().questions.conclusions.get(&rule.key);
        let named = Text::new(&rule.name, &rule.en);
        let in_a_line = words.map_or_else(|| named.clone(), |words| Text::from(&words.plain));
        let what_to_do = match (outcome.status, words) {
            (Status::Yes, Some(words)) => Text::from(&words.when_yes),
            (Status::No, Some(words)) => Text::from(&words.when_no),
            (Status::Unknown, _) | (_, None) => in_a_line.clone(),
        };
        let lines = self.lines(request, decision, outcome);
        let (advice, reasons) = ways(policy, outcome);
        Conclusion {
            status: outcome.status,
            article: rule.anchor.article,
            title: words.map_or(named, |words| Text::from(&words.title)),
            plain: in_a_line,
            what_to_do,
            not_promised: words.and_then(|words| words.not_promised.as_ref()).map(Text::from),
            channels: words.map(|words| words.channels.clone()).unwrap_or_default(),
            provisions: self.provisions(plan, outcome),
            fields: fields(policy, rule, outcome),
            advice,
            reasons,
            missing: outcome.missing.iter().map(|fact| self.missing(*fact)).collect(),
            offices: self.offices(rule, outcome),
            lines,
            cautions: cautions(policy, request, plan, outcome),
            key: rule.key.clone(),
        }
    }

    /// A fact that is to be known, with its question.
    fn missing(&self, fact: FactId) -> Missing {
        let policy = self.policy();
        let key = policy.facts[fact].key.clone();
        let words = self.library().questions.facts.get(&key);
        let name = both(|language| prose::name(policy, fact, language).to_owned());
        Missing {
            question: words.map_or_else(|| name.clone(), |words| Text::from(&words.question)),
            name: words.map_or(name, |words| Text::from(&words.name)),
            fact: key,
        }
    }

    /// The provisions that decided, each once, the conclusion's own first.
    fn provisions(&self, plan: &Plan, outcome: &Outcome) -> Vec<Provision> {
        let Some(own) = plan.lines.first() else { return Vec::new() };
        if not_in_force(plan, outcome) {
            return plan
                .lines
                .get(1)
                .map(|line| self.parts.provisions.of(line.place.0, line.anchor))
                .into_iter()
                .collect();
        }
        let mut anchors = vec![(own.place.0, own.anchor)];
        for (line, value) in plan.lines.iter().zip(&outcome.lines).skip(2) {
            if *value == outcome.status && !anchors.contains(&(line.place.0, line.anchor)) {
                anchors.push((line.place.0, line.anchor));
            }
        }
        anchors.into_iter().map(|(at, anchor)| self.parts.provisions.of(at, anchor)).collect()
    }

    fn lines(&self, request: &Request, decision: &Decision, outcome: &Outcome) -> Vec<Line> {
        let policy = self.policy();
        let plan = &policy.plans[outcome.plan];
        if outcome.lines.is_empty() {
            return Vec::new();
        }
        let mut lines = Vec::new();
        for at in shown_lines(plan, decision, outcome) {
            let (Some(line), Some(status)) = (plan.lines.get(at), outcome.lines.get(at)) else { continue };
            // That the measures are in force is worth a line only where they are not.
            if at == 1 && *status == Status::Yes {
                continue;
            }
            lines.push(Line {
                depth: line.depth,
                status: *status,
                label: line.label.clone().filter(|_| line.kind != LineKind::Conclusion),
                name: Text::new(&line.zh, &line.en),
                values: given(policy, request, &line.facts),
                provision: self.parts.provisions.of(line.place.0, line.anchor),
                readings: self.parts.book.readings(policy, line.place, &line.readings),
            });
        }
        lines
    }

    /// The offices of a yes: those of the regions that its fields name, of the kind that they name, else
    /// of the kind with a window.
    fn offices(&self, rule: &Rule, outcome: &Outcome) -> Vec<OfficeShown> {
        let field = |key: &str| {
            let at = rule.fields.iter().position(|field| field.key == key)?;
            outcome.fields.get(at).map(|(datum, _)| datum)
        };
        let has_window = matches!(field("channels"), Some(Datum::Codes(codes)) if codes.iter().any(|c| &*c.code == "window"));
        let kind = match field("office_kind") {
            Some(Datum::Code(kind)) if &*kind.code == OfficeKind::GovernmentServiceCentre.as_str() => {
                OfficeKind::GovernmentServiceCentre
            }
            _ if has_window => OfficeKind::DistrictEmploymentService,
            _ => return Vec::new(),
        };
        let regions = match field("office_region").or_else(|| field("office_regions")) {
            Some(Datum::Region(region)) => vec![*region],
            Some(Datum::Regions(regions)) => regions.clone(),
            _ => Vec::new(),
        };
        let directory = &self.library().directory;
        let found = regions
            .into_iter()
            .filter_map(|region| directory.in_charge(kind, &format!("{region:06}"), self.today()).ok());
        found.map(|office| self.office_shown(office)).collect()
    }
}

/// Words in both languages from what speaks one at a time.
pub(crate) fn both(words: impl Fn(Language) -> String) -> Text {
    Text::new(words(Language::Chinese), words(Language::English))
}

/// The facts of a line that were given, in words.
fn given(policy: &Policy, request: &Request, facts: &[FactId]) -> Vec<Labelled> {
    let known = facts.iter().filter(|fact| request.facts[**fact] != ABSENT);
    known
        .map(|fact| {
            let declared = &policy.facts[*fact];
            Labelled::new(
                &declared.key,
                both(|language| prose::name(policy, *fact, language).to_owned()),
                both(|language| prose::fact_value(policy, declared, request.facts[*fact], language)),
            )
        })
        .collect()
}

fn fields(policy: &Policy, rule: &Rule, outcome: &Outcome) -> Vec<Labelled> {
    let of = |(field, (datum, _)): (&law::rule::Field, &(Datum, Option<usize>))| {
        Labelled::new(
            &field.key,
            Text::new(&field.name, &field.en),
            both(|language| prose::datum(policy, datum, language)),
        )
    };
    rule.fields.iter().zip(&outcome.fields).map(of).collect()
}

/// What would turn a no into a yes: what the person can properly do, and the rest as reasons.
fn ways(policy: &Policy, outcome: &Outcome) -> (Vec<Advice>, Vec<Text>) {
    let (mut advice, mut reasons) = (Vec::new(), Vec::new());
    for set in &outcome.would_change {
        match set.iter().map(|changed| step(policy, changed)).collect::<Option<Vec<_>>>() {
            Some(steps) => advice.push(Advice { text: advised(policy, set), steps }),
            None => reasons.push(Text::new(
                joined(policy, set, Language::Chinese),
                joined(policy, set, Language::English),
            )),
        }
    }
    (advice, reasons)
}

/// A change that a person can properly bring about: having something done, or waiting (invariant 11).
fn step(policy: &Policy, changed: &Changed) -> Option<AdviceStep> {
    match changed {
        Changed::Today(day) => crate::app::civil(*day).ok().map(AdviceStep::WaitUntil),
        Changed::Fact(fact, value) => {
            let declared = &policy.facts[*fact];
            (declared.advisable && *value == 1).then(|| AdviceStep::Do { fact: declared.key.clone() })
        }
    }
}

fn advised(policy: &Policy, set: &[Changed]) -> Text {
    let part = |changed: &Changed, language: Language| match (changed, language) {
        (Changed::Today(day), Language::Chinese) => format!("等到{}", day.chinese()),
        (Changed::Today(day), Language::English) => format!("wait until {day}"),
        (Changed::Fact(..), Language::Chinese) => {
            format!("去办，办好后就是“{}”", prose::change(policy, changed, language))
        }
        (Changed::Fact(..), Language::English) => {
            format!("have this done: {}", prose::change(policy, changed, language))
        }
    };
    let parts = |language: Language| {
        let parts: Vec<String> = set.iter().map(|changed| part(changed, language)).collect();
        parts.join(language.pick("，并且", ", and "))
    };
    both(parts)
}

fn joined(policy: &Policy, set: &[Changed], language: Language) -> String {
    let parts: Vec<String> = set.iter().map(|changed| prose::change(policy, changed, language)).collect();
    parts.join(language.pick("，并且", ", and "))
}

/// Figures of less than high confidence that an answer rests on: those of its conditions, and of a yes
/// those of its fields.
fn cautions(policy: &Policy, request: &Request, plan: &Plan, outcome: &Outcome) -> Vec<Text> {
    let fields = plan.fields.iter().filter(|_| outcome.status == Status::Yes);
    let fields = fields.flat_map(|field| field.parameters.iter().copied());
    let mut read: Vec<_> = plan.dated_parameters.iter().copied().chain(fields).collect();
    read.sort_unstable();
    read.dedup();
    let doubtful = read.into_iter().filter_map(|id| {
        let parameter = &policy.parameters[id];
        let row = parameter.on(request.as_of, request.known_on)?;
        (row.confidence < Confidence::High).then(|| {
            Text::new(
                format!("“{}”的数值可信度不高，来源：{}", parameter.name, row.source),
                format!(
                    "`{}` rests on a figure of {} confidence: {}",
                    parameter.key,
                    row.confidence.code(),
                    row.source
                ),
            )
        })
    });
    doubtful.collect()
}
