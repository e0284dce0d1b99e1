//! The words of a difference as prose: declarations, parameters, provisions, and
//! the other parts of the folders.

use super::catalogue::FactDifference;
use super::letters::{Mark, Stretch};
use super::tell::Teller;
use super::text::Fate;
use std::fmt::Write as _;

impl Teller<'_, '_> {
    pub(super) fn declarations(&mut self) {
        for change in &self.of.meaning.merged.catalogue.changes {
            let what = change.what.iter().map(|what| match what {
                FactDifference::Added => self.language.pick("新增", "added").to_owned(),
                FactDifference::Removed => self.language.pick("删去", "removed").to_owned(),
                FactDifference::Type => self.language.pick("类型不同", "another type").to_owned(),
                FactDifference::Value(code, true) => {
                    format!("{}{code}", self.language.pick("新增选项 ", "new value "))
                }
                FactDifference::Value(code, false) => {
                    format!("{}{code}", self.language.pick("删去选项 ", "value gone "))
                }
                FactDifference::Bounds => self.language.pick("取值范围不同", "other bounds").to_owned(),
                FactDifference::Nullable => {
                    self.language.pick("能否“没有”不同", "whether it may be none").to_owned()
                }
                FactDifference::Name => self.language.pick("名称不同", "another name").to_owned(),
                FactDifference::Changeable => {
                    self.language.pick("能否改变不同", "whether it may change").to_owned()
                }
                FactDifference::Origin => {
                    self.language.pick("来源或者依据不同", "another origin or basis").to_owned()
                }
            });
            let what = what.collect::<Vec<_>>().join(self.language.pick("、", ", "));
            let zh = format!("\n信息项“{}”（{}）：{what}", change.name, change.key);
            self.line(0, &zh, &format!("\nFact {}: {what}", change.key));
        }
        for change in &self.of.parameters {
            self.line(
                0,
                &format!("\n参数“{}”（{}）：", change.name, change.key),
                &format!("\nParameter {}:", change.key),
            );
            for period in &change.periods {
                let day = |day: Option<crate::Date>| day.map_or_else(String::new, |day| day.to_string());
                let none = self.language.pick("没有", "none");
                let value = |value: &Option<String>| {
                    value.clone().filter(|value| !value.is_empty()).unwrap_or_else(|| none.to_owned())
                };
                let (before, after) = (value(&period.before), value(&period.after));
                let (from, to) = (day(period.from), day(period.to));
                let zh = format!("{from} 至 {to}：原为 {before}，改为 {after}");
                self.line(1, &zh, &format!("{from} to {to}: was {before}, becomes {after}"));
            }
        }
    }

    pub(super) fn text(&mut self) {
        let fate = |fate: Fate| match fate {
            Fate::Added => ("新增", "added"),
            Fate::Changed => ("修改", "changed"),
            Fate::Removed => ("删去", "removed"),
        };
        if !self.of.text.provisions.is_empty() {
            self.line(0, "\n条文：", "\nProvisions:");
        }
        for provision in &self.of.text.provisions {
            let (zh, en) = fate(provision.fate);
            let words = shown(&provision.words);
            let zh = format!("{}{zh}：{words}", provision.anchor);
            self.line(1, &zh, &format!("{} {en}: {words}", provision.anchor.english()));
        }
        if !self.of.text.parts.is_empty() {
            self.line(
                0,
                "\n规则、口径、参数、示例和其他文件：",
                "\nRules, readings, parameters, examples, other files:",
            );
        }
        for part in &self.of.text.parts {
            let (zh, en) = fate(part.fate);
            let article = part.article.map(law_syntax::Anchor::article);
            let (at_zh, at_en) =
                article.map_or_else(Default::default, |at| (at.to_string(), format!("{} ", at.english())));
            let words = around(&part.words());
            let zh = format!("{at_zh}{} {} {zh}：{words}", part.kind, part.name);
            self.line(1, &zh, &format!("{at_en}{} {} {en}: {words}", part.kind, part.name));
        }
    }
}

/// Marked text on one line: `[-旧-]{+新+}`.
fn shown(words: &[Stretch]) -> String {
    let mut out = String::new();
    for stretch in words {
        let text = stretch.text.replace('\n', " ⏎ ");
        let _ = match stretch.mark {
            Mark::Same => write!(out, "{text}"),
            Mark::Removed => write!(out, "[-{text}-]"),
            Mark::Added => write!(out, "{{+{text}+}}"),
        };
    }
    out
}

/// So many characters that stayed are shown on each side of a change.
const AROUND_CHARS: usize = 24;

/// Marked text with what stayed cut to the neighbourhood of the changes.
fn around(words: &[Stretch]) -> String {
    let mut cut = Vec::new();
    for (at, stretch) in words.iter().enumerate() {
        let chars: Vec<char> = stretch.text.chars().collect();
        let (first, last) = (at == 0, at + 1 == words.len());
        let keep = if first || last { AROUND_CHARS } else { 2 * AROUND_CHARS };
        if stretch.mark != Mark::Same || chars.len() <= keep {
            cut.push(stretch.clone());
            continue;
        }
        let head: String = chars[..if first { 0 } else { AROUND_CHARS }].iter().collect();
        let tail: String = chars[chars.len() - if last { 0 } else { AROUND_CHARS }..].iter().collect();
        cut.push(Stretch { mark: Mark::Same, text: format!("{head}…{tail}") });
    }
    shown(&cut)
}
