//! What overlays change in other instruments: words and rules, from a day on.
//! The file that is amended stays as it is.

use super::cited::citations;
use super::declared::{Loader, Place};
use crate::condition::{Condition, Form};
use crate::date::Date;
use crate::layer::text::{self, Fault};
use crate::layer::version::{self, Transition, Version};
use crate::layer::{Layer, stamp};
use crate::phrase::Phrase;
use crate::policy::Amended;
use crate::rule::{self, Rule};
use law_syntax::amendment::{self, Amendment, Change};
use law_syntax::rule::Statement;
use law_syntax::{Anchor, Diagnostic, FenceKind, Piece, Source, Span, Spanned};

/// An amendment with its day and where it stands.
pub(super) struct Dated {
    pub(super) from: Date,
    pub(super) by: usize,
    article: u16,
    pub(super) amendment: Amendment,
}

/// Everything that amendments gave.
#[derive(Default)]
pub(super) struct Made {
    /// The versions of each rule; one of a rule that nothing amends.
    pub(super) versions: Vec<Vec<Version>>,
    /// Words by day.
    pub(super) texts: Vec<text::Version>,
    /// What was amended.
    pub(super) amended: Vec<Amended>,
}

impl Loader<'_> {
    /// Applies all amendments day by day, of one day in the order of the overlays.
    pub(super) fn amend(&mut self, rules: &[Rule]) -> Made {
        let mut made = Made {
            versions: rules.iter().map(|rule| vec![Version::first(rule)]).collect(),
            ..Made::default()
        };
        let mut all = self.amendments();
        all.sort_by_key(|dated| (dated.from, dated.by));
        for of_day in all.chunk_by(|a, b| a.from == b.from) {
            let before = self.current(&made, 0);
            let cited = citations(rules, &made.versions);
            for dated in of_day {
                self.amend_words(dated, &mut made);
            }
            for dated in of_day {
                self.amend_rule(dated, rules, &mut made);
            }
            let after = self.current(&made, 0);
            let left = citations(rules, &made.versions);
            for line in cited.iter().filter(|line| left.contains(line)) {
                self.cites_what_stays(line, rules, &before, &after, of_day);
            }
        }
        made
    }

    fn amendments(&mut self) -> Vec<Dated> {
        let mut all = Vec::new();
        for (by, instrument) in self.instruments.iter().enumerate() {
            let source = &instrument.document.source;
            for article in &instrument.document.articles {
                for fence in article.fences.iter().filter(|fence| fence.kind == FenceKind::Amendments) {
                    for amendment in amendment::read(source, fence.body, self.out) {
                        let article = article.number.unwrap_or(0);
                        if !instrument.is_overlay {
                            self.out.push(misplaced(source, amendment.span));
                            continue;
                        }
                        all.push((by, article, amendment));
                    }
                }
            }
        }
        let mut dated = Vec::new();
        for (by, article, amendment) in all {
            let place = Place { file: by, cited: by, article, home: article };
            let day = self.with_words(place, None, |words, _| {
                let words = words.words();
                let mut phrase = Phrase::new(&words, &amendment.from);
                phrase.date().ok().filter(|_| phrase.is_done())
            });
            let instrument = &self.instruments[by];
            match day {
                Some(from) if from >= instrument.force => dated.push(Dated { from, by, article, amendment }),
                _ => self.out.push(
                    Diagnostic::error(
                        "E0273",
                        &instrument.document.source,
                        amendment.from.span,
                        format!("修改的起始日期“{}”不是施行以后的一天", amendment.from.value),
                        format!("`{}` is no day on which this instrument is in force", amendment.from.value),
                    )
                    .hint(
                        format!("写作“自 {} 起，……”或者更晚的一天", instrument.force.chinese()),
                        format!("write `自 {} 起，…` or a later day", instrument.force.chinese()),
                    ),
                ),
            }
        }
        dated
    }

    /// The words of an instrument after what has been amended so far.
    fn current(&self, made: &Made, instrument: usize) -> Vec<Piece> {
        let amended = made.texts.iter().rev().find(|version| version.instrument == instrument);
        amended.map_or_else(
            || text::published(&self.instruments[instrument].document),
            |version| version.pieces.clone(),
        )
    }

    fn amend_words(&mut self, dated: &Dated, made: &mut Made) {
        let provision = match &dated.amendment.change {
            Change::Words { provision, .. }
            | Change::Whole { provision, .. }
            | Change::Removed { provision }
            | Change::Added { provision, .. } => provision,
            Change::Item { .. }
            | Change::ItemAdded { .. }
            | Change::ItemRemoved { .. }
            | Change::Field { .. }
            | Change::Rule { .. } => return,
        };
        let pieces = self.current(made, 0);
        let anchor = Anchor::parse(provision.value.trim_end_matches('。'), u16::MAX);
        let result = anchor.ok_or(Fault::NoProvision).and_then(|anchor| {
            text::amended(&pieces, anchor, &dated.amendment.change).map(|pieces| (anchor, pieces))
        });
        let source = &self.instruments[dated.by].document.source;
        let (anchor, pieces) = match (result, &dated.amendment.change) {
            (Ok(found), _) => found,
            (Err(Fault::NotOnce), Change::Words { old, .. }) => {
                self.out.push(
                    Diagnostic::error(
                        "E0274",
                        source,
                        old.span,
                        format!("“{}”里没有恰好一处“{}”", provision.value, old.value),
                        format!("`{}` does not stand exactly once in {}", old.value, provision.value),
                    )
                    .hint("写明是哪一句，照抄原来的字", "name the sentence and copy its words"),
                );
                return;
            }
            (Err(_), _) => {
                self.out.push(
                    Diagnostic::error(
                        "E0230",
                        source,
                        provision.span,
                        format!("没有“{}”这一规定", provision.value),
                        format!("there is no provision `{}`", provision.value),
                    )
                    .hint("写作“第六条第一款第一句”", "write for example 第六条第一款第一句"),
                );
                return;
            }
        };
        match made.texts.last_mut().filter(|version| version.from == dated.from && version.instrument == 0) {
            Some(version) => {
                version.pieces = pieces;
                if !version.by.contains(&dated.by) {
                    version.by.push(dated.by);
                }
            }
            None => {
                made.texts.push(text::Version {
                    instrument: 0,
                    from: dated.from,
                    by: vec![dated.by],
                    pieces,
                });
            }
        }
        made.amended.push(Amended {
            from: dated.from,
            by: dated.by,
            article: dated.article,
            instrument: 0,
            provision: Some(anchor),
            rule: None,
        });
    }

    fn amend_rule(&mut self, dated: &Dated, rules: &[Rule], made: &mut Made) {
        let name = match &dated.amendment.change {
            Change::Item { rule, .. }
            | Change::ItemAdded { rule, .. }
            | Change::ItemRemoved { rule, .. }
            | Change::Field { rule, .. }
            | Change::Rule { rule, .. } => rule,
            Change::Words { .. } | Change::Whole { .. } | Change::Removed { .. } | Change::Added { .. } => {
                return;
            }
        };
        let source = self.instruments[dated.by].document.source.clone();
        // What is deemed or presumed is restated as a whole, not amended.
        let found = rules.iter().position(|rule| rule.name == name.value && rule.deems.is_none());
        let Some(id) = found else {
            self.out.push(no_such(&source, name, "认定或者定义", "conclusion or definition"));
            return;
        };
        let versions = &mut made.versions[id];
        if versions.last().is_none_or(|last| last.from != Some(dated.from)) {
            let last = versions.last().cloned();
            versions.extend(last.map(|last| Version { from: Some(dated.from), by: Some(dated.by), ..last }));
        }
        let Some(mut version) = versions.pop() else { return };
        version.by = Some(dated.by);
        let pieces = self.current(made, 0);
        let changed = self.change(dated, &rules[id], &mut version, &pieces);
        if changed.is_some() {
            made.amended.push(Amended {
                from: dated.from,
                by: dated.by,
                article: dated.article,
                instrument: rules[id].instrument,
                provision: None,
                rule: Some(id),
            });
            if let Some((_, head)) = self.heads.get_mut(id) {
                head.3 = head.3.max(version.items.len());
            }
        }
        made.versions[id].push(version);
    }

    /// Makes one change in a version of a rule.
    fn change(&mut self, dated: &Dated, rule: &Rule, version: &mut Version, pieces: &[Piece]) -> Option<()> {
        let (target, file) = (rule.instrument, dated.by);
        let home = rule.anchor.article;
        let place = Place { file, cited: target, article: dated.article, home };
        let text = (target == 0).then_some(pieces);
        let mark = |layer: &mut Layer| *layer = Layer { cited: target, file, ..*layer };
        let source = self.instruments[file].document.source.clone();
        if let Change::Item { statement, .. }
        | Change::ItemAdded { statement, .. }
        | Change::Field { statement, .. } = &dated.amendment.change
        {
            rule::leans_on_nothing(&source, statement, self.out)?;
        }
        match &dated.amendment.change {
            Change::Rule { statement, .. } => {
                let mut whole = Statement {
                    id: Spanned::new(rule.key.clone(), statement.name.span),
                    ..*statement.clone()
                };
                whole.name.value.clone_from(&rule.name);
                let force = self.instruments[target].force;
                let mut read =
                    self.with_words(place, text, |words, out| rule::read(words, &whole, home, force, out))?;
                read.stamp(&mark);
                let new = Version::first(&read);
                version.conditions = new.conditions;
                version.items = new.items;
                version.fields = new.fields;
                version.links = new.links;
            }
            Change::Item { statement, .. } | Change::ItemAdded { statement, .. } => {
                let item = statement.items.first()?;
                let number = law_syntax::numeral::parse(item.label.value.trim_matches(['（', '）']));
                let is_new = matches!(dated.amendment.change, Change::ItemAdded { .. });
                let known = version.items.len() + usize::from(is_new);
                let index = number.map(|number| usize::from(number) - 1).filter(|index| *index < known);
                let Some(index) = index.filter(|index| !is_new || *index == version.items.len()) else {
                    self.out.push(no_such(&source, &item.label, "项", "item"));
                    return None;
                };
                let anchor = rule.anchor;
                let mut read = self
                    .with_words(place, text, |words, out| rule::item::read(words, item, home, anchor, out))?;
                stamp(&mut read, &mark);
                if is_new {
                    if !add_item(&mut version.conditions, &version.items, &read) {
                        self.out.push(no_such(&source, &item.label, "列举", "list of items"));
                        return None;
                    }
                    version.items.push(read);
                } else {
                    let was = std::mem::replace(&mut version.items[index], read.clone());
                    version.conditions.iter_mut().for_each(|part| replace(part, &was, &read));
                }
            }
            Change::ItemRemoved { label, .. } => {
                let number = law_syntax::numeral::parse(label.value.trim_matches(['（', '）']));
                let index = number.map(|number| usize::from(number) - 1);
                let Some(was) = index.and_then(|index| version.items.get(index)).cloned() else {
                    self.out.push(no_such(&source, label, "项", "item"));
                    return None;
                };
                remove(&mut version.conditions, &was);
                // A reference to the item finds nothing that holds.
                if let Some(index) = index {
                    version.items[index] = Condition { form: Form::Any(Vec::new()), ..was };
                }
            }
            Change::Field { statement, .. } => {
                let mut field = statement.fields.first()?.clone();
                let index = version.fields.iter().position(|own| own.name == field.name.value);
                let Some(index) = index else {
                    self.out.push(no_such(&source, &field.name, "字段", "field"));
                    return None;
                };
                field.id.value.clone_from(&version.fields[index].key);
                let above = &version.fields[..index];
                let anchor = rule.anchor;
                let mut read = self.with_words(place, text, |words, out| {
                    above.iter().enumerate().for_each(|(at, own)| words.lexicon.add_field(own, at));
                    rule::field::read(words, &field, home, anchor, out)
                })?;
                read.stamp(&mark);
                version.fields[index] = read;
            }
            Change::Words { .. } | Change::Whole { .. } | Change::Removed { .. } | Change::Added { .. } => {}
        }
        Some(())
    }

    /// Statements of one kind with their instrument and article; findings of the lines were reported before.
    pub(super) fn statements_of(
        &mut self,
        kind: law_syntax::rule::StatementKind,
    ) -> Vec<(usize, u16, Statement)> {
        let kept = self.out.len();
        let mut statements = self.statements();
        self.out.truncate(kept);
        statements.retain(|(_, _, statement)| statement.kind == kind);
        statements
    }
}

/// Makes one rule of the versions of each.
pub(super) fn compose(rules: &mut [Rule], made: &Made, transitions: &[Transition]) {
    for (id, (rule, versions)) in rules.iter_mut().zip(&made.versions).enumerate() {
        if versions.len() > 1 {
            let of: Vec<Transition> = transitions.iter().filter(|t| t.target == id).cloned().collect();
            version::compose(rule, versions, &of);
        }
    }
}

fn is_same(one: &Condition, other: &Condition) -> bool {
    one.label.is_some() && one.span == other.span && one.layer.file == other.layer.file
}

fn replace(condition: &mut Condition, was: &Condition, new: &Condition) {
    if is_same(condition, was) {
        *condition = new.clone();
    } else if let Form::All(parts) | Form::Any(parts) = &mut condition.form {
        for part in parts {
            replace(part, was, new);
        }
    }
}

fn remove(parts: &mut Vec<Condition>, was: &Condition) {
    parts.retain(|part| !is_same(part, was));
    for part in parts {
        if let Form::All(parts) | Form::Any(parts) = &mut part.form {
            remove(parts, was);
        }
    }
}

/// Puts a new item behind the last of its list.
fn add_item(parts: &mut Vec<Condition>, items: &[Condition], new: &Condition) -> bool {
    let Some(last) = items.last() else { return false };
    if let Some(at) = parts.iter().position(|part| is_same(part, last)) {
        parts.insert(at + 1, new.clone());
        return true;
    }
    parts.iter_mut().any(|part| match &mut part.form {
        Form::All(parts) | Form::Any(parts) => add_item(parts, items, new),
        Form::Test(_) | Form::Rule { .. } | Form::Item { .. } | Form::Field(_) => false,
    })
}

/// A name that an amendment or an exception gives and nothing has.
pub(super) fn no_such(source: &Source, name: &Spanned<String>, zh: &str, en: &str) -> Diagnostic {
    Diagnostic::error(
        "E0272",
        source,
        name.span,
        format!("没有“{}”这一{zh}", name.value),
        format!("there is no {en} `{}`", name.value),
    )
    .hint("名称与被指的规则一字不差", "the name is that of the rule to the letter")
}

fn misplaced(source: &Source, span: Span) -> Diagnostic {
    Diagnostic::error(
        "E0273",
        source,
        span,
        "只有叠加文件可以修改别的文件",
        "only an overlay amends another instrument",
    )
    .hint("写在“种类: 叠加”的文件里", "write it in a file whose 种类 is 叠加")
}
