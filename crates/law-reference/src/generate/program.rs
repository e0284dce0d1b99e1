//! Random policies: facts, parameters, definitions, conclusions.

use super::condition::{self, joined, line, lines};
use super::draw::Draw;
use super::field;
use super::sketch::{ARTICLES, RuleSketch, Sketch, TableSketch};
use super::vocabulary::{AMOUNTS, BORN, BOUND, CONCLUSIONS, DEFINITIONS, MATTER, OTHERS, RATES, Sort, Word};
use std::fmt::Write as _;

/// What the phrases of a policy may speak of.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// Facts, the two bound days among them.
    pub facts: Vec<Word>,
    /// The two days that may be bound, if both are there.
    pub bound: Vec<Word>,
    /// Keys of facts that may be none.
    pub nullable: Vec<&'static str>,
    /// Whether ages can be spoken of.
    pub has_born: bool,
    /// Whether there is an authorised matter.
    pub has_matter: bool,
    /// Amounts, by name.
    pub amounts: Vec<&'static str>,
    /// Rates, by name.
    pub rates: Vec<&'static str>,
    /// Names of the rules above.
    pub rules: Vec<String>,
    /// Items of conclusions above, as they are cited.
    pub items: Vec<String>,
}

/// A policy of a seed.
pub fn sketch(draw: &mut Draw) -> Sketch {
    let mut plan = Plan::default();
    let mut sketch =
        Sketch { force: written(draw.one(&[(2018, 1, 1), (2020, 3, 1), (2021, 1, 1)])), ..Sketch::default() };
    facts(draw, &mut plan, &mut sketch);
    parameters(draw, &mut plan, &mut sketch);
    for (name, key) in DEFINITIONS.iter().take(draw.below(3)) {
        rule(draw, &mut plan, &mut sketch, "定义", name, key, None);
    }
    let count = 1 + draw.below(CONCLUSIONS.len());
    for (at, (name, key)) in CONCLUSIONS.iter().take(count).enumerate() {
        rule(draw, &mut plan, &mut sketch, "认定", name, key, Some(at));
    }
    sketch
}

fn written((year, month, day): &(i64, i64, i64)) -> String {
    format!("{year:04}-{month:02}-{day:02}")
}

fn facts(draw: &mut Draw, plan: &mut Plan, sketch: &mut Sketch) {
    plan.has_born = draw.percent(60);
    if draw.percent(60) {
        plan.bound = BOUND.to_vec();
    }
    let mut words = if draw.percent(50) { draw.some(&OTHERS, 35) } else { draw.some(&OTHERS, 15) };
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
        if draw.percent(40) {
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
        if !is_bound && draw.percent(40) {
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
        Sort::Integer(unit) => {
            format!("整数 {} 至 {}，单位为{unit}", draw.below(5), draw.one(&[12, 40, 1200]))
        }
        Sort::Money => format!("金额 0 元至 {} 元", draw.one(&["5000.50", "1000000", "10000000000"])),
        Sort::Choice(labels) => {
            let codes = ["a", "b", "c"];
            let list: Vec<String> =
                labels.iter().zip(codes).map(|(label, code)| format!("{label} ({code})")).collect();
            list.join("、")
        }
    }
}

fn parameters(draw: &mut Draw, plan: &mut Plan, sketch: &mut Sketch) {
    let try_it = |draw: &mut Draw| if draw.percent(50) { "；可以试算" } else { "" };
    for (name, key) in AMOUNTS.iter().filter(|_| draw.percent(40)).collect::<Vec<_>>() {
        plan.amounts.push(name);
        let head = format!("{name} ({key})：金额，单位为元/月{}。", try_it(draw));
        sketch.parameters.push(TableSketch { head, rows: rows(draw, amount) });
    }
    for (name, key) in RATES.iter().filter(|_| draw.percent(40)).collect::<Vec<_>>() {
        plan.rates.push(name);
        let head = format!("{name} ({key})：比例{}。", try_it(draw));
        sketch.parameters.push(TableSketch { head, rows: rows(draw, rate) });
    }
    plan.has_matter = draw.percent(50);
    if plan.has_matter {
        let (name, key) = MATTER;
        let opening = format!("授权事项 {name} ({key})：本市的区；由市局确定；未确定的，没有{name}。");
        sketch.rules.push(RuleSketch { article: 0, opening, lines: Vec::new(), fields: Vec::new() });
        if draw.percent(60) {
            let head = format!("{name} ({key})：依据第一条。");
            sketch.overlay.push(TableSketch { head, rows: rows(draw, districts) });
        }
    }
    if let (true, Some(name)) = (draw.percent(30), plan.amounts.first()) {
        let key = AMOUNTS.iter().find(|(n, _)| n == name).map_or("", |(_, key)| key);
        sketch
            .overlay
            .push(TableSketch {
                head: format!("{name} ({key})：依据第一条。"), rows: rows(draw, amount)
            });
    }
}

fn amount(draw: &mut Draw) -> String {
    format!("{}{}", draw.between(0, 9000), draw.one(&["", ".00", ".5", ".01"]))
}

fn rate(draw: &mut Draw) -> String {
    (*draw.one(&["1%", "20%", "0.005", "2/3", "0", "1", "0.125%", "1/7"])).to_owned()
}

fn districts(draw: &mut Draw) -> String {
    draw.some(&["东区", "西区", "南区"], 40).join("、")
}

/// Rows one after another, now and then a correction published later.
fn rows(draw: &mut Draw, value: fn(&mut Draw) -> String) -> Vec<String> {
    let mut year = draw.between(2017, 2021);
    let count = 1 + draw.below(4);
    let mut rows = Vec::new();
    for at in 0..count {
        let until = year + draw.between(0, 1);
        let open = at + 1 == count && draw.percent(30);
        let to = if open { String::new() } else { format!("{until}-06-30") };
        let published =
            if draw.percent(50) { String::new() } else { format!("{year}-0{}-15", draw.between(5, 9)) };
        let from = format!("{}-07-01", year - 1);
        rows.push(format!("| {from} | {to} | {published} | {} | 高 | 试验 |", value(draw)));
        if !open && draw.percent(25) {
            rows.push(format!("| {from} | {to} | {}-11-01 | {} | 中 | 更正 |", year, value(draw)));
        }
        year = until + 1;
    }
    rows
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
    let mut time = String::new();
    for (open, close) in [("自", "起"), ("至", "止")] {
        if draw.percent(20) {
            let (year, month, day) = condition::day(draw);
            let _ = write!(time, "{open} {year} 年 {month} 月 {day} 日{close}，");
        }
    }
    let only = if draw.percent(25) { line(draw, plan) } else { String::new() };
    // What an opening begins with is the rule's own time (`自 … 起，`), not a condition.
    let is_single = !only.is_empty() && !only.starts_with("自 ") && !only.starts_with("至 ");
    let (head, lines) =
        if is_single { (only, Vec::new()) } else { (joined(draw).to_owned(), lines(draw, plan, 0)) };
    let opening = format!("{keyword} {name} ({key})：{time}{head}的，{name}：");
    // Each conclusion stands alone under an article, so that its items can be cited.
    let article = conclusion.map_or(0, |at| at + 1).min(ARTICLES - 1);
    let fields = if conclusion.is_some() { field::fields(draw, plan) } else { Vec::new() };
    plan.rules.push(name.to_owned());
    if conclusion.is_some() {
        let numerals = ["一", "二", "三", "四", "五"];
        for item in numerals.iter().take(lines.len()) {
            plan.items.push(format!("符合第{}条认定第（{item}）项", numerals[article]));
        }
    }
    sketch.rules.push(RuleSketch { article, opening, lines, fields });
}
