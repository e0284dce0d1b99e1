//! Exceptions and the choice of at most one: read, ordered, applied to the
//! rules that they name.

use super::amend::no_such;
use super::declared::{Loader, Place};
use crate::condition::{Condition, DayBase, Form, RuleId, Test};
use crate::date::Date;
use crate::layer::apply::Applied;
use crate::layer::one::{self, AtMostOne};
use crate::layer::target::{self, Relation};
use crate::layer::{Effect, Exception, Layer, Window};
use crate::phrase::unnamed;
use crate::rule::{self, Field, FieldCase, Rule};
use crate::value::{Expression, Sort, What};
use law_syntax::rule::{Field as FieldText, Statement, StatementKind};
use law_syntax::{Diagnostic, Span, Spanned};

/// An exception before it is applied.
struct Draft {
    place: Place,
    statement: Statement,
    relation: Relation,
    instead: Option<Vec<Condition>>,
    /// Its own rule.
    rule: RuleId,
    target: Option<RuleId>,
    /// Drafts over which it prevails.
    over: Vec<usize>,
    layer: Layer,
}

impl Loader<'_> {
    /// Reads all exceptions and applies them, those of exceptions first.
    pub(super) fn exceptions(&mut self, rules: &mut Vec<Rule>) -> Vec<Exception> {
        let mut drafts = Vec::new();
        for (index, article, statement) in self.statements_of(StatementKind::Exception) {
            drafts.extend(self.draft(index, article, statement, rules));
        }
        self.targets(&mut drafts, rules);
        let Some(order) = self.order(&drafts, rules) else { return Vec::new() };
        let mut done: Vec<(usize, Exception)> = Vec::new();
        for at in order {
            if let Some(exception) = self.apply(&drafts[at], rules) {
                done.push((at, exception));
            }
        }
        done.sort_by_key(|(at, _)| *at);
        let places: Vec<usize> = done.iter().map(|(at, _)| *at).collect();
        let renumber = |over: &Vec<usize>| {
            over.iter().filter_map(|other| places.iter().position(|at| at == other)).collect()
        };
        done.into_iter()
            .map(|(at, exception)| Exception { over: renumber(&drafts[at].over), ..exception })
            .collect()
    }

    fn draft(
        &mut self,
        index: usize,
        article: u16,
        statement: Statement,
        rules: &mut Vec<Rule>,
    ) -> Option<Draft> {
        let source = self.instruments[index].document.source.clone();
        let force = self.instruments[index].force;
        let relation = target::read(&source, statement.relation.as_ref()?, self.out)?;
        let taken =
            rules.iter().any(|rule| rule.key == statement.id.value || rule.name == statement.name.value);
        if taken {
            self.out.push(Diagnostic::error(
                "E0239",
                &source,
                statement.name.span,
                format!("“{}”重复规定", statement.name.value),
                format!("`{}` is ruled twice", statement.id.value),
            ));
            return None;
        }
        let place = Place { file: index, cited: index, article, home: article };
        let read = self.with_words(place, None, |words, out| {
            rule::exception::read(words, &statement, article, force, out)
        })?;
        let may_demand = relation.effect == Effect::Replace && relation.field.is_none();
        let is_empty = may_demand && read.instead.is_none() && statement.fields.is_empty();
        if is_empty || (!may_demand && read.instead.is_some()) {
            let (zh, en) = if is_empty {
                ("没有说明用什么替代", "it does not say what stands in its place")
            } else {
                ("只有替代整个规则的例外可以写“应当”", "only what replaces a whole rule can say 应当")
            };
            self.out.push(Diagnostic::error("E0271", &source, statement.opening.span, zh, en).hint(
                "写作“……的，应当……：”，或者写明字段的新取值",
                "write `…的，应当…：` or give a field its new value",
            ));
            return None;
        }
        let window = Window { from: (index > 0).then_some(force), until: None };
        let layer = Layer { cited: index, file: index, window, ..Layer::default() };
        let mark = |of: &mut Layer| *of = Layer { effect: of.effect, ..layer };
        let mut own = read.rule;
        own.instrument = index;
        own.stamp(&mark);
        let mut instead = read.instead;
        instead.iter_mut().flatten().for_each(|condition| crate::layer::stamp(condition, &mark));
        rules.push(own);
        let rule = rules.len() - 1;
        Some(Draft { place, statement, relation, instead, rule, target: None, over: Vec::new(), layer })
    }

    /// Finds what each draft names.
    fn targets(&mut self, drafts: &mut [Draft], rules: &[Rule]) {
        let names: Vec<(String, RuleId)> =
            drafts.iter().map(|draft| (draft.statement.name.value.clone(), draft.rule)).collect();
        for at in 0..drafts.len() {
            let draft = &drafts[at];
            let source = self.instruments[draft.place.file].document.source.clone();
            let name = &draft.relation.target;
            let target = rules
                .iter()
                .position(|rule| rule.name == name.value && rule.name != draft.statement.name.value);
            let of_exception = target.is_some_and(|id| names.iter().any(|(_, rule)| *rule == id));
            let fits = match draft.relation.effect {
                Effect::Except | Effect::Lift => true,
                Effect::Replace => !of_exception || draft.relation.field.is_none(),
                Effect::Stop | Effect::Revoke => !of_exception,
            };
            if target.is_none() || !fits {
                self.out.push(no_such(
                    &source,
                    name,
                    "可以这样改变的认定、定义或者例外",
                    "rule that can be departed from so",
                ));
                continue;
            }
            let mut over = Vec::new();
            for name in &draft.relation.over {
                let other = names.iter().position(|(other, _)| *other == name.value);
                match other
                    .filter(|other| drafts[*other].relation.target.value == draft.relation.target.value)
                {
                    Some(other) if other != at => over.push(other),
                    _ => self.out.push(
                        Diagnostic::error(
                            "E0283",
                            &source,
                            name.span,
                            format!("“{}”不是同一规则的另一个例外", name.value),
                            format!("`{}` is no other exception of the same rule", name.value),
                        )
                        .hint(
                            "只在同一规则的例外之间说明谁优先",
                            "an order is stated among exceptions of one rule",
                        ),
                    ),
                }
            }
            drafts[at].target = target;
            drafts[at].over = over;
        }
    }

    /// Exceptions of exceptions first; of one rule, whoever prevails last.
    fn order(&mut self, drafts: &[Draft], rules: &[Rule]) -> Option<Vec<usize>> {
        let mut order: Vec<usize> = Vec::new();
        while order.len() < drafts.len() {
            let ready = (0..drafts.len()).find(|at| {
                let own = drafts[*at].rule;
                let pending =
                    |other: &Draft, index: usize| !order.contains(&index) && other.target == Some(own);
                let loses = |other: usize| drafts[*at].over.contains(&other) && !order.contains(&other);
                !order.contains(at)
                    && !drafts.iter().enumerate().any(|(index, other)| pending(other, index))
                    && !(0..drafts.len()).any(loses)
            });
            if let Some(at) = ready {
                order.push(at);
                continue;
            }
            let stuck = (0..drafts.len()).find(|at| !order.contains(at))?;
            let name = &drafts[stuck].statement.name;
            let source = &rules[drafts[stuck].rule].source;
            self.out.push(
                Diagnostic::error(
                    "E0283",
                    source,
                    name.span,
                    format!("例外“{}”与别的例外互相优先或者互为例外", name.value),
                    format!("`{}` and other exceptions prevail over each other in a circle", name.value),
                )
                .hint("去掉其中一处“优先于”", "drop one of the 优先于"),
            );
            return None;
        }
        Some(order)
    }

    fn apply(&mut self, draft: &Draft, rules: &mut [Rule]) -> Option<Exception> {
        let target = draft.target?;
        let own = rules[draft.rule].clone();
        let before = rules[target].root.clone();
        let mut applied = Applied {
            effect: draft.relation.effect,
            rule: draft.rule,
            of: &own,
            layer: draft.layer,
            lifted: None,
            instead: draft.instead.clone(),
        };
        let mut part = draft.relation.field.as_ref().map(|field| field.value.clone());
        if let Some((item, below)) = draft.relation.item {
            let spans = lifted(&rules[target], item, below);
            let label = match below {
                None => format!("第（{}）项", law_syntax::numeral::write(item)),
                Some(below) => format!("第（{}）项第 {below} 目", law_syntax::numeral::write(item)),
            };
            if spans.is_empty() {
                let name = &draft.relation.target;
                let named = Spanned::new(format!("{}”{label}", name.value), name.span);
                self.out.push(no_such(&own.source, &named, "项", "item"));
                return None;
            }
            for (file, span) in spans {
                applied.lifted = Some(span);
                let at_home = rules[target].root.layer.file;
                // An item that an overlay has restated stands in its file.
                rules[target].root.layer.file = file;
                applied.to(&mut rules[target]);
                rules[target].root.layer.file = at_home;
            }
            part = Some(label);
        } else if !draft.statement.fields.is_empty() {
            self.fields(draft, &applied, rules)?;
            if draft.instead.is_some() {
                applied.to(&mut rules[target]);
            }
        } else {
            applied.to(&mut rules[target]);
        }
        Some(Exception {
            key: own.key.clone(),
            name: own.name.clone(),
            en: own.en.clone(),
            effect: draft.relation.effect,
            rule: draft.rule,
            target,
            part,
            period: draft.relation.period,
            from: first_day(&own.root, draft.place.file > 0),
            over: Vec::new(),
            anchor: own.anchor,
            instrument: draft.place.file,
            before,
            after: rules[target].root.clone(),
            instead: draft.instead.clone().map(|conditions| unnamed(Form::All(conditions))),
            fields: draft.statement.fields.iter().map(|field| field.name.value.clone()).collect(),
            source: own.source.clone(),
            span: own.span,
        })
    }

    /// Gives fields of the target another value where the exception holds.
    fn fields(&mut self, draft: &Draft, applied: &Applied<'_>, rules: &mut [Rule]) -> Option<()> {
        let target = draft.target?;
        for text in &draft.statement.fields {
            let wanted = draft.relation.field.as_ref().is_none_or(|field| field.value == text.name.value);
            let index = rules[target]
                .fields
                .iter()
                .position(|field| field.name == text.name.value && field.key == text.id.value && wanted);
            let Some(index) = index else {
                self.out.push(no_such(
                    &applied.of.source,
                    &text.name,
                    "字段",
                    "field of the rule departed from",
                ));
                return None;
            };
            let original = format!("原{}", text.name.value);
            let reads_old = text.cases.iter().any(|case| case.text.value.contains(&original));
            let above = &rules[target].fields[..index];
            let of = &rules[target].fields[index];
            let (old, sort) = (of.cases.clone(), of.sort.clone().unwrap_or(Sort::whole(What::Other)));
            let mut given: Vec<Vec<FieldCase>> = Vec::new();
            for was in old.iter().take(if reads_old { usize::MAX } else { 1 }) {
                let value = Some((original.clone(), was.value.clone(), sort.clone()));
                given.push(self.field(draft, text, above, value, applied)?);
            }
            let cases = applied.cases(&old, &given, reads_old);
            rules[target].fields[index].cases = cases;
        }
        Some(())
    }

    fn field(
        &mut self,
        draft: &Draft,
        text: &FieldText,
        above: &[Field],
        original: Option<(String, Expression, Sort)>,
        applied: &Applied<'_>,
    ) -> Option<Vec<FieldCase>> {
        let (article, parent) = (draft.place.article, applied.of.anchor);
        let mut read = self.with_words(draft.place, None, |words, out| {
            words.original = original;
            above.iter().enumerate().for_each(|(at, field)| words.lexicon.add_field(field, at));
            rule::field::read(words, text, article, parent, out)
        })?;
        read.stamp(&|layer| *layer = Layer { ..draft.layer });
        let restated = Some((read.span, read.readings.clone()));
        Some(read.cases.into_iter().map(|case| FieldCase { restated: restated.clone(), ..case }).collect())
    }

    /// Reads all 至多一项.
    pub(super) fn at_most_one(&mut self, rules: &[Rule]) -> Vec<AtMostOne> {
        let mut found: Vec<AtMostOne> = Vec::new();
        for (index, article, statement) in self.statements_of(StatementKind::AtMostOne) {
            let place = Place { file: index, cited: index, article, home: article };
            let own = rules.iter().filter(|rule| rule.is_conclusion);
            let names: Vec<(RuleId, &Rule)> =
                own.filter_map(|rule| Some((rules.iter().position(|r| r.key == rule.key)?, rule))).collect();
            let facts = self.facts;
            let read = self.with_words(place, None, |words, out| {
                let anchor = match &statement.basis {
                    None => law_syntax::Anchor::article(article),
                    Some(basis) => words.anchor(basis, article, out),
                };
                let en = words.english(&statement.name, out)?;
                one::read(words.source, &statement, &names, facts, anchor, en, out)
            });
            found.extend(read.map(|one| AtMostOne { instrument: index, ..one }));
        }
        found
    }
}

/// Where the item stands: in each version of the rule.
fn lifted(rule: &Rule, item: u16, below: Option<u16>) -> Vec<(usize, Span)> {
    let mut found = Vec::new();
    let label = format!("（{}）", law_syntax::numeral::write(item));
    let mut items = Vec::new();
    for part in parts(&rule.root) {
        labelled(part, &label, &mut |condition| items.push(condition));
    }
    for item in items {
        let Some(below) = below else {
            found.push((item.layer.file, item.span));
            continue;
        };
        let label = format!("{below}.");
        for part in parts(item) {
            labelled(part, &label, &mut |condition| found.push((condition.layer.file, condition.span)));
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn parts(condition: &Condition) -> &[Condition] {
    match &condition.form {
        Form::All(parts) | Form::Any(parts) => parts,
        Form::Test(_) | Form::Rule { .. } | Form::Item { .. } | Form::Field(_) => &[],
    }
}

/// Calls `found` with each condition under a label, not looking inside one.
fn labelled<'c>(condition: &'c Condition, label: &str, found: &mut impl FnMut(&'c Condition)) {
    if let Some(own) = &condition.label {
        if same_label(own, label) {
            found(condition);
        }
        // A label of this level closes what lies below it.
        if own.starts_with('（') == label.starts_with('（') {
            return;
        }
    }
    if let Form::All(parts) | Form::Any(parts) = &condition.form {
        for part in parts {
            labelled(part, label, found);
        }
    }
}

fn same_label(one: &str, other: &str) -> bool {
    let number = |text: &str| law_syntax::numeral::parse(text.trim_matches(['（', '）', '.', ' ']));
    one.starts_with('（') == other.starts_with('（') && number(one) == number(other)
}

/// The last fixed day from which a rule's own conditions hold; of an overlay that is at least its first.
fn first_day(root: &Condition, is_overlay: bool) -> Option<Date> {
    let Form::All(parts) = &root.form else { return None };
    let day = |part: &Condition| match &part.form {
        Form::Test(Test::Days { left, right, strict: false }) => match (left.base, right.base) {
            (DayBase::Fixed(day), DayBase::Today) => Some(day),
            _ => None,
        },
        _ => None,
    };
    parts.iter().skip(usize::from(!is_overlay)).filter_map(day).max()
}
