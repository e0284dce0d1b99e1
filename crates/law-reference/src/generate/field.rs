//! Random fields in the surface syntax.

use super::condition::{day, line, period};
use super::draw::Draw;
use super::program::Plan;
use super::sketch::FieldSketch;
use super::vocabulary::{AMOUNT_FIELD, CODES, FIELDS, MATTERS, MONTHS_MAX, Sort, TABLES, Word};

/// Up to five fields; later ones may speak of earlier flags, and reckon with the amount.
pub fn fields(draw: &mut Draw, plan: &Plan) -> Vec<FieldSketch> {
    let mut flags: Vec<&str> = Vec::new();
    let mut fields = Vec::new();
    if draw.percent(50) {
        let (name, key) = AMOUNT_FIELD;
        fields.push(FieldSketch {
            name: format!("{name} ({key})"),
            cases: cases(draw, plan, &flags, |draw| money(draw, plan, &[])),
        });
    }
    let amounts: &[&str] = if fields.is_empty() { &[] } else { &[AMOUNT_FIELD.0] };
    for (name, key) in FIELDS.iter().filter(|_| draw.percent(40)).collect::<Vec<_>>() {
        let is_flag = name.starts_with("有效");
        let cases =
            cases(draw, plan, &flags, |draw| if is_flag { flag(draw) } else { value(draw, plan, amounts) });
        if is_flag {
            flags.push(name);
        }
        fields.push(FieldSketch { name: format!("{name} ({key})"), cases });
    }
    fields
}

fn cases(draw: &mut Draw, plan: &Plan, flags: &[&str], value: impl Fn(&mut Draw) -> String) -> Vec<String> {
    let mut cases: Vec<String> = Vec::new();
    for _ in 0..draw.below(3) {
        let condition = condition(draw, plan, flags);
        let value = value(draw);
        let be = if value.starts_with("包括") || draw.percent(40) { "" } else { "为" };
        let but = if cases.is_empty() || draw.percent(70) { "" } else { "除前列情形外，" };
        cases.push(format!("{but}{condition}的，{be}{value}"));
    }
    let last = value(draw);
    cases.push(if cases.is_empty() { last } else { format!("其他情形，{last}") });
    cases
}

fn flag(draw: &mut Draw) -> String {
    (*draw.one(&["是", "否", "没有"])).to_owned()
}

fn condition(draw: &mut Draw, plan: &Plan, flags: &[&str]) -> String {
    let moneys = plan.of(|sort| sort == Sort::Money);
    if !flags.is_empty() && draw.percent(35) {
        return (*draw.one(flags)).to_owned();
    }
    let months = plan.of(|sort| sort == Sort::Integer("个月"));
    if plan.has_months_max && !months.is_empty() && draw.percent(25) {
        return format!("{}{}{}", draw.one(&months).name, draw.one(&["不满", "超过"]), MONTHS_MAX.0);
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

fn value(draw: &mut Draw, plan: &Plan, amounts: &[&str]) -> String {
    let regions = plan.of(|sort| sort == Sort::Region);
    let dates = plan.of(|sort| sort == Sort::Date);
    match draw.below(10) {
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
        4 if !dates.is_empty() => date(draw, &dates),
        5 => {
            let (year, month, of_month) = day(draw);
            format!("{year} 年 {month} 月 {of_month} 日")
        }
        6 => {
            let shown = plan.of(|sort| !matches!(sort, Sort::Flag(_) | Sort::Judgement));
            if shown.is_empty() { "没有".to_owned() } else { draw.one(&shown).name.to_owned() }
        }
        7 => number(draw, plan),
        _ => money(draw, plan, amounts),
    }
}

fn date(draw: &mut Draw, dates: &[Word]) -> String {
    let name = draw.one(dates).name;
    let (period, manner) = period(draw);
    match draw.below(7) {
        0 => name.to_owned(),
        1 => format!("{name}的月初"),
        2 => format!("{name}的月末"),
        3 => format!("{name}前 {period}{manner}"),
        4 if dates.len() > 1 => format!("以{}为准，没有的以{}为准", dates[0].name, dates[1].name),
        _ => format!("{name}后 {period}{manner}"),
    }
}

const ROUND_NUMBER: [&str; 3] = ["，四舍五入取整", "，向下取整", "，向上取整"];

/// A number with its unit.
fn number(draw: &mut Draw, plan: &Plan) -> String {
    let units = plan.of(|sort| matches!(sort, Sort::Integer(_)));
    let dates = plan.of(|sort| sort == Sort::Date);
    if units.is_empty() || (dates.len() > 1 && draw.percent(30)) {
        let counted = draw.one(&["的日数", "的足月数", "的足年数"]);
        let from = if dates.is_empty() { "2020 年 1 月 31 日" } else { draw.one(&dates).name };
        let to = if draw.percent(60) || dates.is_empty() { "业务日期" } else { draw.one(&dates).name };
        let to = if from == to { "业务日期" } else { to };
        return format!("{from}至{to}{counted}");
    }
    let word = *draw.one(&units);
    let unit = if let Sort::Integer(unit) = word.sort { unit } else { "" };
    let same: Vec<&Word> = units.iter().filter(|other| other.sort == word.sort).collect();
    let literal = |draw: &mut Draw| format!("{} {unit}", draw.between(0, 50));
    let round = *draw.one(&ROUND_NUMBER);
    match draw.below(10) {
        0 => format!("{}减去{}", literal(draw), word.name),
        1 => format!("{}减去{}减去{}", word.name, literal(draw), word.name),
        2 => format!("{}乘以{}", word.name, draw.one(&same).name),
        3 if unit == "年" => format!("{}折合个月", word.name),
        3 if unit == "个月" => format!("{}折合年{round}", word.name),
        4 if same.len() > 1 => {
            format!("{}与{}累计，最长不超过 {}", same[0].name, same[1].name, literal(draw))
        }
        5 => format!("{}，最长不超过 {}，最短不少于 {}", word.name, literal(draw), literal(draw)),
        6 => format!("{}除以 {}{round}", word.name, draw.between(1, 7)),
        7 => format!("{}与 {}中的{}", word.name, literal(draw), draw.one(&["较高者", "较低者"])),
        8 => format!("{}除以{}{round}", literal(draw), word.name),
        _ if unit == "个月" && plan.matters.contains(&3) => MATTERS[3].0.to_owned(),
        _ => format!("{}加上 {}", word.name, literal(draw)),
    }
}

/// An amount with what is done to it, rounded if it has to be. `fields`: amounts above.
pub fn money(draw: &mut Draw, plan: &Plan, fields: &[&str]) -> String {
    let units = plan.of(|sort| matches!(sort, Sort::Integer(_)));
    let months: Vec<Word> = plan.of(|sort| sort == Sort::Integer("个月"));
    let moneys = plan.of(|sort| sort == Sort::Money);
    // What is yuan a month: multiplied by months alone.
    let mut monthly: Vec<&str> = plan.amounts.clone();
    if plan.matters.contains(&2) {
        monthly.push(MATTERS[2].0);
    }
    let mut amounts: Vec<String> = moneys.iter().map(|word| word.name.to_owned()).collect();
    amounts.extend(monthly.iter().map(|name| (*name).to_owned()));
    amounts.push(format!("{}.{:02} 元", draw.between(0, 5000), draw.between(0, 99)));
    let is_monthly = |text: &str| text.contains('表') || monthly.iter().any(|name| text.contains(name));
    let mut is_exact = false;
    let mut text = match draw.below(10) {
        0 if plan.tables.contains(&0) && !months.is_empty() => {
            format!("{}按{}", draw.one(&months).name, TABLES[0].0)
        }
        1 if plan.tables.contains(&1) && !months.is_empty() => {
            is_exact = true;
            let base = if moneys.is_empty() { "100.5 元" } else { draw.one(&moneys).name };
            format!("{}按{}，再乘以{base}", draw.one(&months).name, TABLES[1].0)
        }
        2 if plan.tables.contains(&2) && !moneys.is_empty() => {
            is_exact = true;
            format!("{}按{}", draw.one(&moneys).name, TABLES[2].0)
        }
        3 => {
            let which = draw.one(&["较高者", "较低者"]);
            format!("{}与{}中的{which}", draw.one(&amounts), draw.one(&amounts))
        }
        4 if moneys.len() > 1 => format!("{}与{}累计", moneys[0].name, moneys[1].name),
        5 if moneys.len() > 1 => {
            format!("以{}为准，没有的以{}为准，没有的以 1.5 元为准", moneys[0].name, moneys[1].name)
        }
        6 if !fields.is_empty() => (*draw.one(fields)).to_owned(),
        _ => draw.one(&amounts).clone(),
    };
    // What an earlier amount is by is not looked at here: it may be yuan a month.
    let has_field = fields.iter().any(|field| text == *field);
    for _ in 0..draw.below(4) {
        let again = *draw.one(&["", "，再"]);
        match draw.below(10) {
            0 => text = format!("{text}加上{}", draw.one(&amounts)),
            1 => text = format!("{text}{again}减去{}", draw.one(&amounts)),
            2 if !plan.rates.is_empty() => {
                text = format!("{text}{again}乘以{}", draw.one(&plan.rates));
                is_exact = true;
            }
            3 => {
                text = format!("{text}{again}乘以 {}", draw.one(&["15%", "0.5%", "3", "12"]));
                is_exact |= text.ends_with('%');
            }
            4 => {
                text = format!("{text}{again}除以 {}", draw.between(1, 7));
                is_exact = true;
            }
            5 => {
                let rate = if plan.rates.is_empty() { "7%" } else { draw.one(&plan.rates) };
                text = format!("{text}{}{rate}", draw.one(&["上浮", "下浮"]));
                is_exact = true;
            }
            6 => {
                let bound = draw.one(&["最高不超过", "最低不低于"]);
                text = format!("{text}，{bound}{}", draw.one(&amounts));
            }
            7 => {
                text = format!("{text}{}", rounding(draw));
                is_exact = false;
            }
            _ => {
                let factors = if is_monthly(&text) || has_field { &months } else { &units };
                if !factors.is_empty() {
                    text = format!("{text}{again}乘以{}", draw.one(factors).name);
                }
            }
        }
    }
    if is_exact { format!("{text}{}", rounding(draw)) } else { text }
}

fn rounding(draw: &mut Draw) -> String {
    let unit = draw.one(&["分", "角", "元"]);
    format!("，计算到{unit}，{unit}以下{}", draw.one(&["四舍五入", "舍去", "进一"]))
}
