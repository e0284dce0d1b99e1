//! Lines that lean on other provisions: 另有规定 (yields to a rule of another
//! instrument, if one is laid on), 按照 (has to meet another instrument as well),
//! 参照 (another rule with written replacements). What is not modelled is said so
//! in the explanation; nothing that is not known is taken for met.

use super::RuleWords;
use super::item::line;
use crate::condition::{Condition, Form, RuleId};
use crate::date::Date;
use crate::fact::FactId;
use crate::phrase::{Phrase, unnamed};
use law_syntax::rule::{Link as Text, LinkKind, Statement};
use law_syntax::{Anchor, Diagnostic, Source, Spanned};

/// A fact that stands for another in a rule applied by analogy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replacement {
    /// The fact of the rule that is applied.
    pub from: FactId,
    /// What stands for it.
    pub to: FactId,
}

/// What a rule leans on.
#[derive(Debug, Clone)]
pub enum Link {
    /// 另有规定的除外: not where that rule holds.
    Except(RuleId, Condition),
    /// 从其规定: that rule holds instead.
    Instead(RuleId, Condition),
    /// A line that has to hold as well; of what is not modelled, one that says so.
    Also(Condition),
    /// 参照: that rule with replacements has to hold as well.
    Analogy {
        /// The rule.
        rule: RuleId,
        /// What is replaced.
        replacements: Vec<Replacement>,
        /// The words that are replaced by words.
        words: Vec<(String, String)>,
        /// The line that says so, without its condition.
        line: Condition,
    },
}

impl Link {
    /// Adds it to the conditions of its own rule, the entry into force first. What
    /// is applied by analogy is filled in when all rules are there.
    pub(super) fn apply(&self, parts: &mut Vec<Condition>) {
        if let Self::Instead(..) = self {
            // The entry into force stays; what the rule says itself gives way.
            parts.truncate(1);
        }
        let (Self::Except(_, line) | Self::Instead(_, line) | Self::Also(line) | Self::Analogy { line, .. }) =
            self;
        parts.push(line.clone());
    }
}

type Made = Result<Link, Box<Diagnostic>>;

pub(super) fn read(
    words: &RuleWords<'_>,
    text: &Text,
    anchor: Anchor,
    out: &mut Vec<Diagnostic>,
) -> Option<Link> {
    let made = match text.kind {
        LinkKind::Elsewhere => elsewhere(words, text, anchor),
        LinkKind::Under => under(words, text, anchor, out)?,
        LinkKind::Analogy => analogy(words, text, anchor),
    };
    made.map_err(|diagnostic| out.push(*diagnostic)).ok()
}

fn said(text: &Text, anchor: Anchor, zh: String, en: String, form: Form) -> Condition {
    Condition { shown: true, zh, en, anchor, span: text.span, ..unnamed(form) }
}

/// What stands between “ and ”, behind a lead.
fn quoted<'a>(clause: &'a Spanned<String>, lead: &str) -> Option<&'a str> {
    clause.value.trim().strip_prefix(lead)?.trim().strip_prefix('“')?.strip_suffix('”')
}

/// `除外于“甲”；截至 2020 年 10 月 1 日未见。` or `从其“甲”；……`.
fn elsewhere(words: &RuleWords<'_>, text: &Text, anchor: Anchor) -> Made {
    let fault = || {
        unfit(
            words,
            text,
            "写作“另有规定：除外于“名称”；截至 2020 年 10 月 1 日未见。”；除外于也可以是从其",
            "write `另有规定：除外于“name”；截至 2020 年 10 月 1 日未见。`, or 从其 for 除外于",
        )
    };
    let [target, until] = text.clauses.as_slice() else { return Err(fault()) };
    let (name, instead) = match (quoted(target, "除外于"), quoted(target, "从其")) {
        (Some(name), _) => (name, false),
        (None, Some(name)) => (name, true),
        (None, None) => return Err(fault()),
    };
    let day = until.value.trim().strip_prefix("截至").and_then(|rest| rest.strip_suffix("未见"));
    let Some(day) = day.and_then(written_day) else { return Err(fault()) };
    let rule = words.rules.iter().position(|(_, _, other, _)| other == name);
    let Some(rule) = rule else {
        // Nothing laid on provides otherwise: said with its day, and nothing else decided.
        let zh = format!("截至 {} 未见另有规定（{name}）", day.chinese());
        let en = format!("no other provision known up to {day}");
        return Ok(Link::Also(said(text, anchor, zh, en, Form::All(Vec::new()))));
    };
    Ok(if instead {
        let (zh, en) = (format!("从其规定：{name}"), "as is provided elsewhere".to_owned());
        Link::Instead(rule, said(text, anchor, zh, en, Form::Rule { rule, wanted: true }))
    } else {
        let (zh, en) = (format!("没有另有规定：{name}"), "not where it is provided otherwise".to_owned());
        Link::Except(rule, said(text, anchor, zh, en, Form::Rule { rule, wanted: false }))
    })
}

fn written_day(text: &str) -> Option<Date> {
    let (year, rest) = text.split_once('年')?;
    let (month, rest) = rest.split_once('月')?;
    let day = rest.trim().strip_suffix('日')?;
    let part = |text: &str| text.trim().parse().ok();
    Date::new(part(year)?, part(month)?, part(day)?)
}

/// `《某办法》，随其修改；另需符合“甲”。`, `《某办法》，固定版本 2020 年版；存疑。`
fn under(words: &RuleWords<'_>, text: &Text, anchor: Anchor, out: &mut Vec<Diagnostic>) -> Option<Made> {
    let fault = || {
        unfit(
            words,
            text,
            "写作“按照：《某办法》，随其修改；另需符合“条件”。”；随其修改也可以是固定版本……，另需符合也可以是存疑",
            "write `按照：《title》，随其修改；另需符合“condition”。`, or 固定版本…, or 存疑",
        )
    };
    let [instrument, needed] = text.clauses.as_slice() else { return Some(Err(fault())) };
    let Some((title, manner)) = instrument.value.split_once("》，") else { return Some(Err(fault())) };
    let title = format!("{title}》");
    let manner_en = match manner.trim() {
        "随其修改" => "as amended from time to time",
        fixed if fixed.starts_with("固定版本") && fixed.len() > "固定版本".len() => {
            "in the version named"
        }
        _ => return Some(Err(fault())),
    };
    if !title.starts_with('《') {
        return Some(Err(fault()));
    }
    if needed.value.trim() == "存疑" {
        let zh = format!("{title}（{manner}）没有写成规则：存疑");
        let en = format!("another instrument ({manner_en}) is not modelled: not settled here");
        return Some(Ok(Link::Also(said(text, anchor, zh, en, Form::All(Vec::new())))));
    }
    let Some(condition) = quoted(needed, "另需符合") else { return Some(Err(fault())) };
    let from = needed.value.find(condition).unwrap_or(0);
    let span = law_syntax::Span::new(needed.span.start + from, needed.span.start + from + condition.len());
    let clause = Spanned::new(condition.to_owned(), span);
    let understood = words.understand(&clause, out)?;
    let en = format!("also has to meet another instrument ({manner_en}): {}", understood.en);
    let shown = line(understood, &clause, anchor);
    let zh = format!("按照{title}（{manner}），另需符合：{condition}");
    Some(Ok(Link::Also(Condition { zh, en, span: text.span, ..shown })))
}

/// `“甲”；“企业职工”改为“灵活就业人员”；由某局解释。`
fn analogy(words: &RuleWords<'_>, text: &Text, anchor: Anchor) -> Made {
    let fault = || {
        unfit(
            words,
            text,
            "写作“参照：“规则名称”；“甲”改为“乙”；由某局解释。”；甲、乙是同类型的信息项",
            "write `参照：“rule”；“fact”改为“fact”；由…解释。` with facts of one type",
        )
    };
    let [target, replaced @ .., owner] = text.clauses.as_slice() else { return Err(fault()) };
    let Some(name) = quoted(target, "") else { return Err(fault()) };
    let owner = owner.value.trim().strip_prefix('由').and_then(|rest| rest.strip_suffix("解释"));
    let (Some(owner), Some(rule)) = (owner, words.rules.iter().position(|(_, _, other, _)| other == name))
    else {
        return Err(fault());
    };
    let these = words.words();
    let (mut replacements, mut by_words) = (Vec::new(), Vec::new());
    for clause in replaced {
        let pair = clause.value.trim().strip_prefix('“').and_then(|rest| rest.strip_suffix('”'));
        let Some((from, to)) = pair.and_then(|pair| pair.split_once("”改为“")) else {
            return Err(fault());
        };
        let fact = |name: &str| {
            let mut phrase = Phrase::new(&these, &Spanned::new(name.to_owned(), clause.span));
            phrase.any_fact().filter(|_| phrase.is_done())
        };
        let (Some(old), Some(new)) = (fact(from), fact(to)) else { return Err(fault()) };
        if words.facts[old].kind != words.facts[new].kind {
            return Err(fault());
        }
        replacements.push(Replacement { from: old, to: new });
        by_words.push((from.to_owned(), to.to_owned()));
    }
    let zh = format!("参照“{name}”（由{owner}解释）");
    let en = "by analogy with another rule".to_owned();
    let line = said(text, anchor, zh, en, Form::All(Vec::new()));
    Ok(Link::Analogy { rule, replacements, words: by_words, line })
}

fn unfit(words: &RuleWords<'_>, text: &Text, zh: &str, en: &str) -> Box<Diagnostic> {
    let fault = Diagnostic::error(
        "E0294",
        words.source,
        text.span,
        "引用别的规定的这一行读不懂",
        "the line that leans on another provision is not understood",
    );
    Box::new(fault.hint(zh, en))
}

/// What says how other rules change leans on nothing itself: a line that says so is
/// refused, never passed over.
pub(crate) fn leans_on_nothing(
    source: &Source,
    statement: &Statement,
    out: &mut Vec<Diagnostic>,
) -> Option<()> {
    let evidence = statement.evidence.as_ref().map(|evidence| evidence.span);
    let Some(span) = statement.links.first().map(|link| link.span).or(evidence) else { return Some(()) };
    out.push(
        Diagnostic::error(
            "E0294",
            source,
            span,
            "这里不能引用别的规定，也没有相反证据",
            "no line that leans on another provision, and no evidence, belongs here",
        )
        .hint(
            "写在认定、定义、视为或者推定里",
            "write it in a conclusion, a definition, or what is deemed or presumed",
        ),
    );
    None
}
