//! Random fields in the surface syntax.

use super::condition::{day, line};
use super::draw::Draw;
use super::program::Plan;
use super::sketch::FieldSketch;
use super::vocabulary::{CODES, FIELDS, Sort, Word};

const ROUNDED: &str = "，计算到分，分以下四舍五入";

/// Up to four fields; later ones may speak of earlier flags.
pub fn fields(draw: &mut Draw, plan: &Plan) -> Vec<FieldSketch> {
    let mut flags: Vec<&str> = Vec::new();
    let mut fields = Vec::new();
    for (name, key) in FIELDS.iter().filter(|_| draw.percent(45)).collect::<Vec<_>>() {
        let is_flag = name.starts_with("有效");
        let value = |draw: &mut Draw| if is_flag { flag(draw) } else { value(draw, plan) };
        let mut cases: Vec<String> = Vec::new();
        for _ in 0..draw.below(3) {
            let condition = condition(draw, plan, &flags);
            let value = value(draw);
            let be = if value.starts_with("包括") || draw.percent(40) { "" } else { "为" };
            cases.push(format!("{condition}的，{be}{value}"));
        }
        let last = value(draw);
        cases.push(if cases.is_empty() { last } else { format!("其他情形，{last}") });
        if is_flag {
            flags.push(name);
        }
        fields.push(FieldSketch { name: format!("{name} ({key})"), cases });
    }
    fields
}

fn flag(draw: &mut Draw) -> String {
    (*draw.one(&["是", "否", "没有"])).to_owned()
}

fn condition(draw: &mut Draw, plan: &Plan, flags: &[&str]) -> String {
    let moneys = of(plan, |sort| sort == Sort::Money);
    if !flags.is_empty() && draw.percent(35) {
        return (*draw.one(flags)).to_owned();
    }
    if !moneys.is_empty() && !plan.amounts.is_empty() && draw.percent(40) {
        let (fact, amount) = (draw.one(&moneys).name, draw.one(&plan.amounts));
        return match draw.below(5) {
            0 => format!("{fact}不满{amount}"),
            1 => format!("{fact}超过{amount}"),
            2 => format!("{fact}在{amount}以上"),
            3 => format!("{fact}在{amount}以上、9000 元以下"),
            _ => format!("{fact}在{amount}以下，并且{}", line_of_one(draw, plan)),
        };
    }
    line(draw, plan)
}

/// A line that joins with nothing but 并且.
fn line_of_one(draw: &mut Draw, plan: &Plan) -> String {
    loop {
        let line = line(draw, plan);
        if !line.contains("，或者") {
            return line;
        }
    }
}

fn of(plan: &Plan, wanted: impl Fn(Sort) -> bool) -> Vec<Word> {
    plan.facts.iter().copied().filter(|word| wanted(word.sort)).collect()
}

fn value(draw: &mut Draw, plan: &Plan) -> String {
    let regions = of(plan, |sort| sort == Sort::Region);
    let dates = of(plan, |sort| sort == Sort::Date);
    match draw.below(9) {
        0 => "没有".to_owned(),
        1 => {
            let (label, code) = draw.one(&CODES);
            format!("{label} ({code})")
        }
        2 => {
            let list: Vec<String> =
                draw.some(&CODES, 50).iter().map(|(label, code)| format!("{label} ({code})")).collect();
            format!("包括{}", list.join("、"))
        }
        3 if !regions.is_empty() => {
            let names: Vec<&str> = draw.some(&regions, 60).iter().map(|word| word.name).collect();
            let in_city = draw.one(&["", "中在本市的"]);
            format!("包括{}{in_city}，不重复，按代码排列", names.join("、"))
        }
        4 if !dates.is_empty() => {
            let later =
                if draw.percent(70) { format!("后 {} 年", draw.between(1, 4)) } else { String::new() };
            format!("{}{later}", draw.one(&dates).name)
        }
        5 => {
            let (year, month, of_month) = day(draw);
            format!("{year} 年 {month} 月 {of_month} 日")
        }
        6 => {
            let shown = of(plan, |sort| !matches!(sort, Sort::Flag(_)));
            if shown.is_empty() { "没有".to_owned() } else { draw.one(&shown).name.to_owned() }
        }
        _ => sum(draw, plan),
    }
}

/// A number or an amount, with what is taken away and multiplied.
fn sum(draw: &mut Draw, plan: &Plan) -> String {
    let units = of(plan, |sort| matches!(sort, Sort::Integer(_)));
    let unit = |word: Word| if let Sort::Integer(unit) = word.sort { unit } else { "" };
    if !units.is_empty() && draw.percent(40) {
        let word = *draw.one(&units);
        let number = format!("{} {}", draw.between(0, 50), unit(word));
        return match draw.below(3) {
            0 => format!("{number}减去{}", word.name),
            1 => format!("{}减去{number}减去{}", word.name, word.name),
            _ => format!("{}乘以{}", word.name, draw.one(&units).name),
        };
    }
    let moneys = of(plan, |sort| sort == Sort::Money);
    let mut amounts: Vec<String> = moneys.iter().map(|word| word.name.to_owned()).collect();
    amounts.extend(plan.amounts.iter().map(|name| (*name).to_owned()));
    amounts.push(format!("{}.{:02} 元", draw.between(0, 5000), draw.between(0, 99)));
    // Amounts of the day are yuan a month, so months alone multiply what holds one.
    let monthly = |text: &str| plan.amounts.iter().any(|name| text.contains(name));
    let months: Vec<Word> = units.iter().copied().filter(|word| unit(*word) == "个月").collect();
    let mut text = draw.one(&amounts).clone();
    // An amount that is read twice is more than the ends of a piece show (values.md): its field may be null.
    let fresh = |draw: &mut Draw, text: &str| loop {
        let amount = draw.one(&amounts);
        if !moneys.iter().any(|word| word.name == amount && text.contains(word.name)) {
            return amount.clone();
        }
    };
    for _ in 0..draw.below(4) {
        match draw.below(3) {
            0 => text = format!("{text}减去{}", fresh(draw, &text)),
            1 if !plan.rates.is_empty() => {
                text = format!("{text}{}乘以{}{ROUNDED}", draw.one(&["", "，再"]), draw.one(&plan.rates));
            }
            _ => {
                let factors = if monthly(&text) { &months } else { &units };
                if !factors.is_empty() {
                    text = format!("{text}{}乘以{}", draw.one(&["", "，再"]), draw.one(factors).name);
                }
            }
        }
    }
    text
}
