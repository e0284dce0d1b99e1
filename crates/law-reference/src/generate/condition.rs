//! Random conditions in the surface syntax.

use super::draw::Draw;
use super::program::Plan;
use super::sketch::Line;
use super::vocabulary::{MATTERS, NO_FILING, Sort, Word};

/// A day in the text, near the leap days and turns of years that matter.
pub fn day(draw: &mut Draw) -> (i64, i64, i64) {
    let year = draw.between(2018, 2024);
    match draw.below(6) {
        0 => (2020, 2, 29),
        1 => (year, 2, 28),
        2 => (year, 3, 1),
        3 => (year, 1, 1),
        4 => (year, 12, 31),
        _ => (year, draw.between(1, 12), draw.between(1, 28)),
    }
}

fn said_day(draw: &mut Draw) -> String {
    let (year, month, of_month) = day(draw);
    format!("{year} 年 {month} 月 {of_month} 日")
}

/// A condition line: one comparison, or several that join.
pub fn line(draw: &mut Draw, plan: &Plan) -> String {
    let joint = if draw.percent(50) { "，并且" } else { "，或者" };
    let count = if draw.percent(75) { 1 } else { 2 + draw.below(2) };
    let may_range = count == 1 || joint == "，并且";
    let parts: Vec<String> = (0..count).map(|_| atom(draw, plan, may_range)).collect();
    parts.join(joint)
}

/// Numbered conditions below an opening, with how they join.
pub fn lines(draw: &mut Draw, plan: &Plan, depth: usize) -> Vec<Line> {
    let count = if depth == 0 { 2 + draw.below(3) } else { 1 + draw.below(3) };
    (0..count)
        .map(|_| {
            if depth == 2 || !draw.percent(25) {
                return Line { text: line(draw, plan), below: Vec::new() };
            }
            let join = joined(draw);
            let lead = match draw.below(4) {
                0 => String::new(),
                1 => "下面的人，即".to_owned(),
                2 => format!("{}，并且", atom(draw, plan, true)),
                _ => format!("{}，并", atom(draw, plan, true)),
            };
            let of = if draw.percent(50) { "的" } else { "" };
            Line { text: format!("{lead}{join}{of}"), below: lines(draw, plan, depth + 1) }
        })
        .collect()
}

/// How conditions below join.
pub fn joined(draw: &mut Draw) -> &'static str {
    const HOW: [&str; 3] = ["同时符合下列条件", "符合下列条件之一", "有下列情形之一"];
    HOW[draw.below(HOW.len())]
}

/// One comparison. `may_range`: also those that are two comparisons.
fn atom(draw: &mut Draw, plan: &Plan, may_range: bool) -> String {
    if !plan.rules.is_empty() && draw.percent(15) {
        return format!("{}{}", draw.one(&["", "不"]), draw.one(&plan.rules));
    }
    if !plan.items.is_empty() && draw.percent(8) {
        return draw.one(&plan.items).clone();
    }
    if plan.has_born && draw.percent(12) {
        return ages(draw, plan, may_range);
    }
    if draw.percent(4) {
        let day = said_day(draw);
        return if draw.percent(50) { format!("自 {day}起") } else { format!("至 {day}止") };
    }
    if plan.matters.contains(&1) && draw.percent(8) {
        return (*draw.one(&[MATTERS[1].0, NO_FILING])).to_owned();
    }
    if draw.percent(4) {
        return format!("业务日期{}{}", draw.one(&DAY_WORDS), said_day(draw));
    }
    let word = *draw.one(&plan.facts);
    if plan.nullable.contains(&word.key) && draw.percent(12) {
        return word.none.to_owned();
    }
    fact(draw, plan, word, may_range)
}

const DAY_WORDS: [&str; 4] = ["不早于", "不晚于", "早于", "晚于"];

fn fact(draw: &mut Draw, plan: &Plan, word: Word, may_range: bool) -> String {
    let name = word.name;
    match word.sort {
        Sort::Flag(negation) => (*draw.one(&[name, negation])).to_owned(),
        Sort::Judgement => name.to_owned(),
        Sort::Choice(_) if word.key == "form" && plan.matters.contains(&0) && draw.percent(40) => {
            format!("{name}属于{}", MATTERS[0].0)
        }
        Sort::Choice(labels) => {
            let some = draw.some(labels, 45);
            let positive = draw.one(&["为", "不为"]);
            let list = match some.split_last() {
                Some((last, [])) => (*last).to_owned(),
                Some((last, rest)) => format!("{}{}{last}", rest.join("、"), draw.one(&["、", "或者"])),
                None => String::new(),
            };
            format!("{name}{positive}{list}")
        }
        Sort::Region => match draw.below(if plan.has_matter { 4 } else { 3 }) {
            0 => format!("{name}在本市"),
            1 => format!("{name}不在本市"),
            2 => format!("{name}在{}", draw.one(&["东区", "西区"])),
            _ => format!("{name}属于试点区"),
        },
        Sort::Integer("个月")
            if plan.matters.contains(&3) && plan.scoped_to(word.key) && draw.percent(40) =>
        {
            let longest = MATTERS[3].0;
            numbers(draw, name, longest, &format!("{} 个月", 60), may_range)
        }
        Sort::Integer(unit) => {
            let number = draw.between(0, 40);
            numbers(draw, name, &format!("{number} {unit}"), &format!("{} {unit}", number + 7), may_range)
        }
        Sort::Money => {
            let yuan = draw.between(0, 60) * 100;
            let fen = draw.one(&["", ".5", ".05", ".99"]);
            numbers(draw, name, &format!("{yuan}{fen} 元"), &format!("{} 元", yuan + 1500), may_range)
        }
        Sort::Date => days(draw, plan, word, may_range),
    }
}

fn numbers(draw: &mut Draw, name: &str, low: &str, high: &str, may_range: bool) -> String {
    match draw.below(if may_range { 5 } else { 4 }) {
        0 => format!("{name}不满 {low}"),
        1 => format!("{name}超过 {low}"),
        2 => format!("{name}在 {low}以上"),
        3 => format!("{name}在 {low}以下"),
        _ => format!("{name}在 {low}以上、{high}以下"),
    }
}

fn days(draw: &mut Draw, plan: &Plan, word: Word, may_range: bool) -> String {
    let name = word.name;
    let stem = |word: Word| word.name.strip_suffix("日期").unwrap_or(word.name);
    let years = draw.between(1, 5);
    let bound: Vec<Word> = plan.bound.iter().copied().filter(|other| other.key != word.key).collect();
    let is_bound = plan.bound.len() == 2 && plan.bound.iter().any(|other| other.key == word.key);
    if is_bound && draw.percent(40) {
        let other = bound[0];
        // Only one of the two is moved: lines that cross are more than can be decided exactly (E0241).
        return if may_range && word.key != plan.bound[0].key && draw.percent(75) {
            let since = stem(other);
            match draw.below(4) {
                0 => format!("{name}在{since}之日起满 {}", plan.binding(draw)),
                1 => format!("{name}在{since}之日{}", draw.one(&["之前", "之后"])),
                _ => {
                    let (period, manner) = plan.binding_parts(draw);
                    format!("{name}在{since}之日起 {period}内{manner}")
                }
            }
        } else {
            format!("{name}{}{}", draw.one(&DAY_WORDS), other.name)
        };
    }
    match draw.below(if may_range && name.ends_with("日期") { 8 } else { 2 }) {
        0 => format!("{name}{}{}", draw.one(&DAY_WORDS), said_day(draw)),
        1 => format!("{name}{}业务日期", draw.one(&DAY_WORDS)),
        2 => format!("{}之日起 {years} 年内", stem(word)),
        3 => {
            let (period, manner) = period(draw);
            format!("{}之日前 {period}内{manner}", stem(word))
        }
        4 => {
            let (period, manner) = period(draw);
            format!("{}之日{} {period}{manner}", stem(word), draw.one(&["起满", "起未满"]))
        }
        5 => format!("{}之日{}", stem(word), draw.one(&["之前", "之后"])),
        6 => {
            let (period, manner) = period(draw);
            format!("{}之日起 {period}内{manner}", stem(word))
        }
        _ => format!("业务日期在{}之日起 {years} 年内", stem(word)),
    }
}

/// A period and what is said of it in brackets.
pub fn period(draw: &mut Draw) -> (String, String) {
    let rolls = draw.percent(30);
    let count = *draw.one(&[1, 2, 3, 5, 12, 30]);
    let (unit, end) = match draw.below(5) {
        0 => ("年", ""),
        1 => ("个月", "月末对应"),
        2 => ("个月", "月末顺延"),
        3 => ("日", ""),
        _ => ("个工作日", ""),
    };
    let roll = if rolls && unit != "个工作日" { "遇法定休假日顺延" } else { "" };
    let manner: Vec<&str> = [end, roll].into_iter().filter(|word| !word.is_empty()).collect();
    let manner = if manner.is_empty() { String::new() } else { format!("（{}）", manner.join("，")) };
    (format!("{count} {unit}"), manner)
}

fn ages(draw: &mut Draw, plan: &Plan, may_range: bool) -> String {
    let young = draw.between(0, 30);
    let old = young + draw.between(1, 40);
    let one = |draw: &mut Draw| format!("{} {} 周岁", draw.one(&["年满", "未满"]), draw.between(14, 65));
    let has_sex = plan.facts.iter().any(|word| word.key == "sex");
    match draw.below(if may_range { 4 } else { 1 }) {
        0 => one(draw),
        3 if has_sex => {
            let joint = draw.one(&["，", "、"]);
            format!("男性{}{joint}女性{}", one(draw), one(draw))
        }
        _ => format!("年满 {young} 周岁、未满 {old} 周岁"),
    }
}
