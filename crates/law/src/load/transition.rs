//! Transitions: which cases an earlier version of an amended rule goes on
//! applying to, by a date of the case.

use super::amend::Made;
use super::declared::{Loader, Place};
use crate::condition::{Condition, DayBase, Form, Test};
use crate::layer::Layer;
use crate::layer::version::{Transition, Version};
use crate::rule::{self, Rule};
use law_syntax::Diagnostic;
use law_syntax::rule::{Statement, StatementKind};

impl Loader<'_> {
    /// Which cases an earlier version goes on applying to.
    pub(super) fn transitions(&mut self, rules: &mut Vec<Rule>, made: &mut Made) -> Vec<Transition> {
        let mut found = Vec::new();
        for (index, article, statement) in self.statements_of(StatementKind::Transition) {
            found.extend(self.transition(index, article, &statement, rules, made));
        }
        found
    }

    fn transition(
        &mut self,
        index: usize,
        article: u16,
        statement: &Statement,
        rules: &mut Vec<Rule>,
        made: &mut Made,
    ) -> Option<Transition> {
        let source = self.instruments[index].document.source.clone();
        let force = self.instruments[index].force;
        let text = &statement.opening;
        let fault = |zh: &str, en: &str| {
            Diagnostic::error("E0276", &source, text.span, zh, en).hint(
                "写作“某日期早于 2022 年 1 月 1 日的，“甲”按照修改前的规定执行”",
                "write `某日期早于 2022 年 1 月 1 日的，“甲”按照修改前的规定执行`",
            )
        };
        let named = text.value.rfind("的，“").and_then(|cut| {
            let name = text.value[cut + "的，“".len()..].strip_suffix("”按照修改前的规定执行")?;
            Some((cut, name.to_owned()))
        });
        let Some((cut, name)) = named else {
            self.out.push(fault(
                "没有写明哪些人、哪一规则按照修改前的规定执行",
                "it does not say whose cases go on under the earlier version of which rule",
            ));
            return None;
        };
        let target = made.amended.iter().filter(|amended| amended.by == index);
        let of = |id: usize| rules.get(id).is_some_and(|rule| rule.name == name);
        let boundary =
            target.filter_map(|amended| amended.rule.filter(|id| of(*id)).map(|id| (amended.from, id))).min();
        let Some((boundary, target)) = boundary else {
            self.out.push(fault("这份文件没有修改这一规则", "this instrument does not amend that rule"));
            return None;
        };
        let place = Place { file: index, cited: index, article, home: article };
        let read = self.with_words(place, None, |words, out| {
            let (anchor, items, en) = rule::exception::parts(words, statement, article, out)?;
            let opening =
                rule::opening::Opening::conditions(words, text, cut, !items.is_empty(), anchor, out)?;
            let mut conditions = opening.times;
            conditions.extend(rule::joined(opening.joined, &items, statement, anchor));
            Some(rule::exception::rule(words, statement, force, anchor, en, conditions, items))
        });
        let mut rule = read?;
        if !reads_a_day(&rule.root) {
            self.out.push(fault(
                "过渡由案件里的一个日期决定，这里没有",
                "a transition follows from a date of the case, and none is named",
            ));
            return None;
        }
        let layer = Layer { cited: index, file: index, ..Layer::default() };
        rule.instrument = index;
        rule.stamp(&|of| *of = Layer { cited: index, file: index, ..*of });
        let transition = Transition {
            rule: rules.len(),
            key: rule.key.clone(),
            name: rule.name.clone(),
            en: rule.en.clone(),
            target,
            boundary,
            layer,
            line: rule.root.clone(),
        };
        made.versions.push(vec![Version::first(&rule)]);
        rules.push(rule);
        Some(transition)
    }
}

fn reads_a_day(condition: &Condition) -> bool {
    match &condition.form {
        Form::Test(Test::Days { left, right, .. }) => {
            [left, right].iter().any(|day| matches!(day.base, DayBase::Fact(_)))
        }
        Form::All(parts) | Form::Any(parts) => parts.iter().any(reads_a_day),
        Form::Test(_) | Form::Rule { .. } | Form::Item { .. } | Form::Field(_) => false,
    }
}
