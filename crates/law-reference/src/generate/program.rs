//! Random policies: facts, parameters, definitions, conclusions.

use super::condition::{self, joined, line, lines};
use super::draw::Draw;
use super::field;
use super::sketch::{ARTICLES, RuleSketch, Sketch};
use super::vocabulary::{BORN, BOUND, CONCLUSIONS, DEFINITIONS, OTHERS, Sort, Word};
use super::{departures, parameters};
use std::fmt::Write as _;

/// What the phrases of a policy may speak of.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each says of one thing whether the policy has it")]
pub struct Plan {
    /// Facts, the two bound days among them.
    pub facts: Vec<Word>,
    /// The two days that may be bound, if both are there.
    pub bound: Vec<Word>,
    /// The period of what binds them: its count if that may not differ, unit, manner.
    pub binding: (Option<i64>, &'static str, &'static str),
    /// Keys of facts that may be none.
    pub nullable: Vec<&'static str>,
    /// Keys of facts that may be otherwise one day.
    pub changeable: Vec<&'static str>,
    /// Whether ages can be spoken of.
    pub has_born: bool,
    /// Whether there is an authorised matter of districts.
    pub has_matter: bool,
    /// The other authorised matters, by their place among the words.
    pub matters: Vec<usize>,
    /// Whether months are of a place.
    pub longest_by_place: bool,
    /// Tables, by their place among the words.
    pub tables: Vec<usize>,
    /// Whether there is a number of months.
    pub has_months_max: bool,
    /// Amounts, by name.
    pub amounts: Vec<&'static str>,
    /// Rates, by name.
    pub rates: Vec<&'static str>,
    /// Names of the rules above.
    pub rules: Vec<String>,
    /// Items of conclusions above, as they are cited.
    pub items: Vec<String>,
}

impl Plan {
    /// A period of what binds the two days, with its manner.
    pub fn binding_parts(&self, draw: &mut Draw) -> (String, String) {
        let (count, unit, manner) = self.binding;
        let count = count.unwrap_or_else(|| *draw.one(&[1, 2, 3, 12]));
        (format!("{count} {unit}"), manner.to_owned())
    }

    /// The same in one.
    pub fn binding(&self, draw: &mut Draw) -> String {
        let (period, manner) = self.binding_parts(draw);
        format!("{period}{manner}")
    }

    /// Whether months of this fact may be compared with what differs by place: two facts are bound then.
    pub fn scoped_to(&self, key: &str) -> bool {
        !self.longest_by_place || (key == "months" && !self.changeable.contains(&key))
    }

    /// Facts of a sort.
    pub fn of(&self, wanted: impl Fn(Sort) -> bool) -> Vec<Word> {
        self.facts.iter().copied().filter(|word| wanted(word.sort)).collect()
    }
}

/// A policy of a seed.
pub fn sketch(draw: &mut Draw) -> Sketch {
    let mut plan = Plan::default();
    let mut sketch =
        Sketch { force: written(draw.one(&[(2018, 1, 1), (2020, 3, 1), (2021, 1, 1)])), ..Sketch::default() };
    facts(draw, &mut plan, &mut sketch);
    parameters::all(draw, &mut plan, &mut sketch);
    for (name, key) in DEFINITIONS.iter().take(draw.below(3)) {
        rule(draw, &mut plan, &mut sketch, "定义", name, key, None);
    }
    let count = 1 + draw.below(CONCLUSIONS.len());
    for (at, (name, key)) in CONCLUSIONS.iter().take(count).enumerate() {
        rule(draw, &mut plan, &mut sketch, "认定", name, key, Some(at));
    }
    departures::all(draw, &plan, &mut sketch);
    sketch
}

/// `YYYY-MM-DD`
pub fn written((year, month, day): &(i64, i64, i64)) -> String {
    format!("{year:04}-{month:02}-{day:02}")
}

fn facts(draw: &mut Draw, plan: &mut Plan, sketch: &mut Sketch) {
    plan.has_born = draw.percent(60);
    if draw.percent(60) {
        plan.bound = BOUND.to_vec();
    }
    plan.binding = *draw.one(&[
        (None, "年", ""),
        (None, "个月", "（月末对应）"),
        (None, "个月", "（月末顺延）"),
        (None, "日", ""),
        (Some(5), "个工作日", ""),
        (Some(30), "日", "（遇法定休假日顺延）"),
    ]);
    let mut words = if draw.percent(50) { draw.some(&OTHERS, 30) } else { draw.some(&OTHERS, 12) };
    words.extend(&plan.bound);
    if plan.has_born {
        words.push(BORN);
    }
    // The order of declaration matters to answers; it is not the order of the alphabet here.
    let turn = draw.below(words.len());
    words.rotate_left(turn);
    for word in &words {
        let is_bound = plan.bound.iter().any(|bound| bound.key == word.key);
        let mut clauses = vec![kind(draw, *word)];
        if word.sort != Sort::Judgement && draw.percent(40) {
            plan.nullable.push(word.key);
            clauses.push(format!("没有的，为{}", word.none));
        }
        if let Sort::Flag(negation) = word.sort {
            clauses.push(format!("否定为{negation}"));
        }
        if word.key == BORN.key {
            clauses.push("用于计算年龄".to_owned());
        }
        if word.sort == Sort::Date && draw.percent(if word.key == BORN.key { 80 } else { 25 }) {
            clauses.push("不晚于业务日期".to_owned());
        }
        // What a figure differs by is bound to what is compared with it.
        if !is_bound && word.sort != Sort::Judgement && word.key != "home" && draw.percent(40) {
            plan.changeable.push(word.key);
            clauses.push("可以改变".to_owned());
        }
        clauses.push("来源为本人；依据第一条".to_owned());
        sketch.facts.push(format!("{} ({})：{}。", word.name, word.key, clauses.join("；")));
    }
    words.retain(|word| word.key != BORN.key || draw.percent(50));
    plan.facts = if words.is_empty() { vec![BORN] } else { words };
}

fn kind(draw: &mut Draw, word: Word) -> String {
    match word.sort {
        Sort::Date => "日期".to_owned(),
        Sort::Region => "地区".to_owned(),
        Sort::Flag(_) => "是否".to_owned(),
        Sort::Judgement => (*draw.one(&[
            "判断；由本人申明",
            "判断；由某局判断；应当说明理由",
            "判断；由某局判断",
            "判断；由某局判断；待有权机关认定",
        ]))
        .to_owned(),
        Sort::Integer(unit) => {
            format!("整数 {} 至 {}，单位为{unit}", draw.below(5), draw.one(&[12, 12, 40, 1200]))
        }
        Sort::Money => format!("金额 0 元至 {} 元", draw.one(&["5000.50", "20", "1000000", "10000000000"])),
        Sort::Choice(labels) => {
            let codes = ["a", "b", "c"];
            let list: Vec<String> =
                labels.iter().zip(codes).map(|(label, code)| format!("{label} ({code})")).collect();
            list.join("、")
        }
    }
}

/// `自 … 起，至 … 止，` now and then.
pub fn times(draw: &mut Draw) -> String {
    let mut time = String::new();
    for (open, close) in [("自", "起"), ("至", "止")] {
        if draw.percent(20) {
            let (year, month, day) = condition::day(draw);
            let _ = write!(time, "{open} {year} 年 {month} 月 {day} 日{close}，");
        }
    }
    time
}

fn rule(
    draw: &mut Draw,
    plan: &mut Plan,
    sketch: &mut Sketch,
    keyword: &str,
    name: &str,
    key: &str,
    conclusion: Option<usize>,
) {
    let time = times(draw);
    let only = if draw.percent(25) { line(draw, plan) } else { String::new() };
    // What an opening begins with is the rule's own time (`自 … 起，`), not a condition.
    let is_single = !only.is_empty() && !only.starts_with("自 ") && !only.starts_with("至 ");
    let (head, lines) =
        if is_single { (only, Vec::new()) } else { (joined(draw).to_owned(), lines(draw, plan, 0)) };
    let opening = format!("{keyword} {name} ({key})：{time}{head}的，{name}：");
    // Each conclusion stands alone under an article, so that its items can be cited.
    let article = conclusion.map_or(0, |at| at + 1).min(ARTICLES - 1);
    let fields = if conclusion.is_some() { field::fields(draw, plan) } else { Vec::new() };
    let leaning = if conclusion.is_some() { departures::links(draw, plan, sketch) } else { Vec::new() };
    plan.rules.push(name.to_owned());
    if conclusion.is_some() {
        let numerals = ["一", "二", "三", "四", "五"];
        for item in numerals.iter().take(lines.len()) {
            plan.items.push(format!("符合第{}条认定第（{item}）项", numerals[article]));
        }
    }
    sketch.rules.push(RuleSketch { article, opening, links: leaning, lines, fields });
}
