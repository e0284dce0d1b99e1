//! How a decision is told: each outcome with its reasoning, advice and offices, in both languages, from
//! the words of the policy that made it.

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
use service::OfficeKind;

use super::{Advice, AdviceStep, Conclusion, Line, Missing, Status};
use crate::App;
use crate::provisions::Provisions;
use crate::shown::{Labelled, OfficeShown, Provision};
use crate::text::Text;

/// Tells the decisions of one policy: the one in force, or one that a kept decision was made with.
#[derive(Clone, Copy)]
pub(crate) struct Told<'a> {
    pub(crate) app: &'a App,
    pub(crate) policy: &'a Policy,
    pub(crate) provisions: &'a Provisions,
}

impl App {
    /// The conclusions of a decision of today as people read them.
    pub(crate) fn conclusions(&self, request: &Request, decision: &Decision) -> Vec<Conclusion> {
        let told = Told { app: self, policy: self.policy(), provisions: &self.law.provisions };
        told.conclusions(request, decision)
    }
}

impl Told<'_> {
    /// The conclusions of a decision as people read them.
    pub(crate) fn conclusions(&self, request: &Request, decision: &Decision) -> Vec<Conclusion> {
        decision.outcomes.iter().map(|outcome| self.conclusion(request, decision, outcome)).collect()
    }

    /// One conclusion.
    fn conclusion(&self, request: &Request, decision: &Decision, outcome: &Outcome) -> Conclusion {
        let policy = self.policy;
        let plan = &policy.plans[outcome.plan];
        let rule = &policy.rules[plan.rule];
        let words = self.app.library().questions.conclusions.get(&rule.key);
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
            street_offices: self.street_offices(rule, outcome),
            lines,
            cautions: cautions(policy, request, plan, outcome),
            key: rule.key.clone(),
        }
    }

    /// A fact that is to be known, with its question.
    fn missing(&self, fact: FactId) -> Missing {
        let policy = self.policy;
        let key = policy.facts[fact].key.clone();
        let words = self.app.library().questions.facts.get(&key);
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
            let line = plan.lines.get(1).map(|line| self.provisions.of(line.place.0, line.anchor));
            return line.into_iter().collect();
        }
        let mut anchors = vec![(own.place.0, own.anchor)];
        for (line, value) in plan.lines.iter().zip(&outcome.lines).skip(2) {
            if *value == outcome.status && !anchors.contains(&(line.place.0, line.anchor)) {
                anchors.push((line.place.0, line.anchor));
            }
        }
        anchors.into_iter().map(|(at, anchor)| self.provisions.of(at, anchor)).collect()
    }

    fn lines(&self, request: &Request, decision: &Decision, outcome: &Outcome) -> Vec<Line> {
        let policy = self.policy;
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
                provision: self.provisions.of(line.place.0, line.anchor),
                readings: self.app.book().readings(policy, line.place, &line.readings),
            });
        }
        lines
    }

    /// The offices of a yes: those of the regions that its fields name, of the kind that they name, else
    /// of the kind with a window.
    fn offices(&self, rule: &Rule, outcome: &Outcome) -> Vec<OfficeShown> {
        let field = |key: &str| datum(rule, outcome, key);
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
        let directory = &self.app.library().directory;
        let found = regions
            .into_iter()
            .filter_map(|region| directory.in_charge(kind, &format!("{region:06}"), self.app.today()).ok());
        found.map(|office| self.app.office_shown(office)).collect()
    }

    /// The offices of the streets of the region to which the matter goes, where it goes to one of them
    /// (Article 3 para. 3: not the district's).
    fn street_offices(&self, rule: &Rule, outcome: &Outcome) -> Vec<OfficeShown> {
        match (datum(rule, outcome, "route"), datum(rule, outcome, "office_region")) {
            (Some(Datum::Code(route)), Some(Datum::Region(region))) if &*route.code == ROUTE_STREET => {
                let district = format!("{region:06}");
                let found = self.app.library().directory.of_streets(&district, self.app.today());
                found.map(|office| self.app.office_shown(office)).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// The route by the street of the hukou, as the decision contract names it.
const ROUTE_STREET: &str = "hukou_street";

/// A field of a yes.
fn datum<'a>(rule: &Rule, outcome: &'a Outcome, key: &str) -> Option<&'a Datum> {
    let at = rule.fields.iter().position(|field| field.key == key)?;
    outcome.fields.get(at).map(|(datum, _)| datum)
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
