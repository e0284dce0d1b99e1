//! A difference as prose, Chinese or English: what is proven first, then each
//! conclusion with its cases and persons, then the words.

use super::Difference;
use super::meaning::{Case, Change, ConclusionMeaning, FieldMeaning, Verdict};
use super::person::{Answer, Person};
use super::population::Population;
use super::touched::Touched;
use super::words;
use crate::decide::Status;
use crate::prose::{self, Language};
use std::fmt::Write as _;

/// The most cases of one difference that prose spells out; JSON has them all.
pub const CASES_SHOWN: usize = 12;

/// The whole difference.
pub fn difference(
    of: &Difference<'_>,
    population: Option<&Population<'_, '_>>,
    language: Language,
) -> String {
    let mut teller = Teller { of, language, out: String::new() };
    teller.summary();
    let conclusions = of.meaning.conclusions.iter().filter(|one| !one.is_equal());
    conclusions.for_each(|one| teller.conclusion(one));
    teller.declarations();
    teller.text();
    if let Some(population) = population {
        teller.population(population);
    }
    teller.out
}

pub(super) struct Teller<'a, 'p> {
    pub(super) of: &'a Difference<'p>,
    pub(super) language: Language,
    pub(super) out: String,
}

impl Teller<'_, '_> {
    pub(super) fn line(&mut self, depth: usize, zh: &str, en: &str) {
        // Writing to a String cannot fail.
        let _ = writeln!(self.out, "{}{}", "  ".repeat(depth), self.language.pick(zh, en));
    }

    fn summary(&mut self) {
        let meaning = &self.of.meaning;
        let equal = meaning.conclusions.iter().filter(|one| one.is_equal()).count();
        let all = meaning.conclusions.len();
        if meaning.is_equal() {
            let zh =
                format!("含义相同（已证明）：{all} 项认定，对任何人、任何业务日期，两版的结论和字段都相同。");
            let en = format!(
                "Equal in meaning, proven: the answers of {all} conclusions are the same for everybody on every business date."
            );
            self.line(0, &zh, &en);
        } else {
            let zh = format!("含义不同：{all} 项认定，{equal} 项已证明相同，{} 项不同。", all - equal);
            let en = format!(
                "Different in meaning: of {all} conclusions {equal} are proven equal, {} differ.",
                all - equal
            );
            self.line(0, &zh, &en);
        }
        if self.of.text.is_empty() {
            self.line(0, "文字相同。", "Equal in words.");
        }
    }

    fn conclusion(&mut self, one: &ConclusionMeaning) {
        self.out.push('\n');
        let verdict = match one.verdict {
            Verdict::Identical | Verdict::Equal => ("结论相同，字段不同", "same conclusion, other fields"),
            Verdict::Differs => ("不同", "differs"),
            Verdict::Added => ("新增", "added"),
            Verdict::Removed => ("删去", "removed"),
        };
        let zh = format!("“{}”（{}）：{}", one.name.zh, one.key, verdict.0);
        let en = format!("`{}` ({}): {}", one.name.en, one.key, verdict.1);
        self.line(0, &zh, &en);
        if one.cases.is_empty() && one.verdict == Verdict::Differs {
            self.line(1, "没有证明对所有的人相同。", "Not proven to be the same for everybody.");
        }
        for gain in [true, false] {
            let of_way = |case: &&Case| (case.change == Change::Gain) == gain;
            let cases: Vec<&Case> = one.cases.iter().filter(of_way).collect();
            if cases.is_empty() {
                continue;
            }
            if gain {
                let zh = "改后为“是”的人里，有下列情形之一的，改前为“否”：";
                self.line(1, zh, "Of those with a yes after, these had a no before; one of:");
            } else {
                let zh = "改前为“是”的人里，有下列情形之一的，改后为“否”：";
                self.line(1, zh, "Of those with a yes before, these have a no after; one of:");
            }
            self.cases(&cases, one.complete);
        }
        for field in one.fields.iter().filter(|field| !field.verdict.is_equal()) {
            self.field(field);
        }
        let touched = self.of.touched.iter().find(|touched| touched.conclusion == one.key);
        if let Some(touched) = touched {
            self.touched(touched);
        }
    }

    fn field(&mut self, field: &FieldMeaning) {
        match field.verdict {
            Verdict::Added | Verdict::Removed => {
                let added = field.verdict == Verdict::Added;
                let (zh, en) =
                    if added { ("新增字段", "new field") } else { ("删去字段", "field removed") };
                let zh = format!("{zh}“{}”（{}）", field.name.zh, field.key);
                let en = format!("{en} `{}` ({})", field.name.en, field.key);
                self.line(1, &zh, &en);
            }
            Verdict::Identical | Verdict::Equal | Verdict::Differs => {
                let zh = format!("字段“{}”（{}），两版都为“是”的人里：", field.name.zh, field.key);
                let en =
                    format!("Field `{}` ({}), of those with a yes on both sides:", field.name.en, field.key);
                self.line(1, &zh, &en);
                if field.cases.is_empty() {
                    self.line(2, "没有证明对所有的人相同。", "Not proven to be the same for everybody.");
                }
                self.cases(&field.cases.iter().collect::<Vec<_>>(), field.complete);
            }
        }
    }

    fn cases(&mut self, cases: &[&Case], complete: bool) {
        for (at, case) in cases.iter().take(CASES_SHOWN).enumerate() {
            let clauses: Vec<&str> =
                case.clauses.iter().map(|clause| clause.words.of(self.language)).collect();
            let everybody = self.language.pick("所有的人", "everybody");
            let when = if clauses.is_empty() {
                everybody.to_owned()
            } else {
                clauses.join(self.language.pick("；并且", "; and "))
            };
            let mut zh = format!("{}. {when}", at + 1);
            let mut en = zh.clone();
            if let Change::Value { before, after, everywhere } = &case.change {
                let _ = write!(zh, "：原为“{}”，改为“{}”", before.zh, after.zh);
                let _ = write!(en, ": was `{}`, becomes `{}`", before.en, after.en);
                if !everywhere {
                    zh.push_str("（其中两种算法结果不同的人）");
                    en.push_str(" (those for whom the two give different values)");
                }
            }
            self.line(2, &zh, &en);
            match &case.person {
                Some(person) => self.person(person),
                None => self.line(
                    3,
                    "例：没有找到能够如实填报的人。",
                    "Example: nobody was found whose facts could be given without contradiction.",
                ),
            }
        }
        let more = cases.len().saturating_sub(CASES_SHOWN);
        if more > 0 {
            let zh = format!("……另有 {more} 种情形，见 --json。");
            self.line(2, &zh, &format!("… and {more} more cases, see --json."));
        }
        if !complete {
            self.line(2, "情形太多，没有列全。", "Too many cases: the list is not complete.");
        }
    }

    fn person(&mut self, person: &Person) {
        let merged = &self.of.meaning.merged;
        let mut facts: Vec<String> = vec![match self.language {
            Language::Chinese => format!("业务日期 {}", person.as_of),
            Language::English => format!("on {}", person.as_of),
        }];
        for (fact, value) in &person.facts {
            let name = words::fact_name(merged, *fact);
            let value = words::fact_value(merged, *fact, *value);
            facts.push(format!("{} {}", name.of(self.language), value.of(self.language)));
        }
        if !person.given.is_empty() {
            let given = super::person::given_json(merged, &person.given);
            facts.push(format!("{} {given}", self.language.pick("试算", "what-if")));
        }
        let [before, after] = [0, 1].map(|side: usize| self.answer(side, &person.answers[side]));
        let facts = facts.join(self.language.pick("，", ", "));
        let zh = format!("例：{facts}。改前：{before}；改后：{after}");
        let en = format!("Example: {facts}. Before: {before}; after: {after}");
        self.line(3, &zh, &en);
    }

    fn answer(&self, side: usize, answer: &Answer) -> String {
        if let Some(datum) = &answer.field {
            return prose::datum(self.of.meaning.merged.policies[side], datum, self.language);
        }
        let (zh, en) = match answer.status {
            Some(Status::Yes) => ("是", "yes"),
            Some(Status::No) => ("否", "no"),
            Some(Status::Unknown) => ("未知", "unknown"),
            None => ("没有这一认定", "no such conclusion"),
        };
        self.language.pick(zh, en).to_owned()
    }

    fn touched(&mut self, touched: &Touched) {
        let mut parts: Vec<(String, String)> = Vec::new();
        let mut add = |zh: &str, en: &str, list: &[String]| {
            if !list.is_empty() {
                parts.push((format!("{zh} {}", list.join("、")), format!("{en} {}", list.join(", "))));
            }
        };
        add("规定", "provisions", &touched.provisions);
        add("规则", "rules", &touched.rules);
        add("口径", "readings", &touched.readings);
        add("参数", "parameters", &touched.parameters);
        add("问题", "questions", &touched.questions);
        for service in &touched.services {
            let name = format!(
                "{}{}",
                service.service,
                self.language.pick(
                    if service.carries { "（承办）" } else { "" },
                    if service.carries { " (carries it)" } else { "" }
                )
            );
            add("服务", "service", &[name]);
            add("表单项", "form fields", &service.form);
            add("通知", "letters", &service.letters);
        }
        let (rows, otherwise) = touched.examples;
        parts.push((
            format!("示例 {rows} 行，其中 {otherwise} 行改后不同"),
            format!("{rows} example rows, {otherwise} answered otherwise"),
        ));
        let list = |of: fn(&(String, String)) -> &String| {
            parts.iter().map(of).cloned().collect::<Vec<_>>().join("; ")
        };
        let (zh, en) = (list(|part| &part.0).replace("; ", "；"), list(|part| &part.1));
        self.line(1, &format!("涉及：{zh}"), &format!("Touches: {en}"));
    }

    fn population(&mut self, population: &Population<'_, '_>) {
        let (persons, differ, [before, after]) = (population.persons, population.differ, population.refused);
        let zh = format!("\n人群：{persons} 人，{differ} 人不同；不能读取：改前 {before}，改后 {after}");
        let en = format!(
            "\nPopulation: {persons} persons, {differ} differ; refused before {before}, after {after}"
        );
        self.line(0, &zh, &en);
        for (key, count) in population.conclusions.iter().filter(|(_, count)| count.differ > 0) {
            let zh = format!(
                "{key}：{} 人不同，得到 {}，失去 {}，未知与否之间 {}，字段不同 {}",
                count.differ, count.gains, count.losses, count.open, count.values
            );
            let en = format!(
                "{key}: {} differ, {} gain, {} lose, {} between unknown and no, {} with other fields",
                count.differ, count.gains, count.losses, count.open, count.values
            );
            self.line(1, &zh, &en);
        }
    }
}
