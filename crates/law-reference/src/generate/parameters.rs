//! Random parameters, tables and authorised matters, with the overlays that fill them.

use super::condition;
use super::draw::Draw;
use super::program::{Plan, written};
use super::sketch::{OverlaySketch, RuleSketch, Sketch, TableSketch};
use super::vocabulary::{AMOUNTS, MATTER, MATTERS, MONTHS_MAX, NO_FILING, RATES, TABLES};

/// Draws the value of a row.
type Value = fn(&mut Draw) -> String;

/// Everything that is dated.
pub fn all(draw: &mut Draw, plan: &mut Plan, sketch: &mut Sketch) {
    for (name, key) in AMOUNTS {
        if draw.percent(55) {
            plan.amounts.push(name);
            let what_if = draw.one(&["", "；可以试算"]);
            let head = format!("{name} ({key})：金额，单位为元/月{what_if}。");
            sketch.parameters.push(TableSketch { head, rows: rows(draw, amount), bounds: "" });
        }
    }
    for (name, key) in RATES {
        if draw.percent(45) {
            plan.rates.push(name);
            let what_if = draw.one(&["", "；可以试算"]);
            let head = format!("{name} ({key})：比例{what_if}。");
            sketch.parameters.push(TableSketch { head, rows: rows(draw, rate), bounds: "" });
        }
    }
    plan.has_months_max = draw.percent(30);
    if plan.has_months_max {
        let head = format!("{} ({})：数，单位为个月；可以试算。", MONTHS_MAX.0, MONTHS_MAX.1);
        sketch.parameters.push(TableSketch { head, rows: rows(draw, months), bounds: "" });
    }
    for (at, (name, key)) in TABLES.iter().enumerate() {
        if draw.percent(25) {
            plan.tables.push(at);
            let kind =
                ["分档，按个月，取金额，单位为元/月", "分档，按个月，取比例", "分段累进，按元，取比例"][at];
            let bounds = *draw.one(&[" 以上 | 不满 |", " 超过 | 以下 |"]);
            let rows = bands(draw, at);
            let head = format!("{name} ({key})：{kind}；至另有规定为止。");
            sketch.parameters.push(TableSketch { head, rows, bounds });
        }
    }
    matters(draw, plan, sketch);
}

fn matters(draw: &mut Draw, plan: &mut Plan, sketch: &mut Sketch) {
    let has = |key: &str| plan.facts.iter().any(|word| word.key == key);
    let (has_form, has_home) = (has("form"), has("home"));
    let mut declared: Vec<(&str, &str, Value)> = Vec::new();
    let mut declare = |sketch: &mut Sketch,
                       draw: &mut Draw,
                       of: (&'static str, &'static str),
                       kind: &str,
                       rest: &str,
                       value: Value| {
        let who = *draw.one(&[
            "由市局确定",
            "由区人民政府或者市局确定",
            "由区人民政府、国家局确定",
            "自 2020 年 6 月 1 日起由市局确定；至 2020 年 5 月 31 日止由区人民政府确定",
            "由市局或者区人民政府确定，经市政府批准",
        ]);
        let opening = format!("授权事项 {} ({})：{kind}；{who}；{rest}。", of.0, of.1);
        sketch.rules.push(RuleSketch {
            article: 0,
            opening,
            links: Vec::new(),
            lines: Vec::new(),
            fields: Vec::new(),
        });
        declared.push((of.0, of.1, value));
    };
    plan.has_matter = draw.percent(50);
    if plan.has_matter {
        declare(sketch, draw, MATTER, "本市的区", "未确定的，没有试点区", districts);
    }
    for (at, of) in MATTERS.iter().enumerate() {
        let possible = at != 0 || has_form;
        if !possible || !draw.percent(25) {
            continue;
        }
        plan.matters.push(at);
        let by_place = at >= 2 && has_home && draw.percent(60);
        let place = if by_place { "按户籍地适用；" } else { "" };
        match at {
            0 => declare(sketch, draw, *of, "“形式”的选项", "未确定的，没有试点形式", forms),
            1 => {
                let rest = format!("否定为{NO_FILING}；未确定的，为{}", draw.one(&["是", "否"]));
                declare(sketch, draw, *of, "是否", &rest, yes_or_no);
            }
            2 => {
                let rest = format!("{place}未确定的，为 {} 元", draw.below(300));
                declare(sketch, draw, *of, "金额，单位为元/月", &rest, amount);
            }
            _ => {
                plan.longest_by_place = by_place;
                let rest = format!("{place}未确定的，为 {} 个月", draw.below(14));
                declare(sketch, draw, *of, "期限，单位为个月", &rest, months);
            }
        }
    }
    let offices = [
        ("city", "市局", "530000"),
        ("east", "东区人民政府", "530101"),
        ("west", "西区某局", "530102"),
        ("nation", "国家局", "000000"),
    ];
    for (id, issuer, scope) in offices {
        if !draw.percent(35) {
            continue;
        }
        let mut more = String::new();
        if draw.percent(30) {
            more = format!("公布: {}\n", written(&condition::day(draw)));
        }
        let force = (*draw.one(&["2019-01-01", "2020-07-01"])).to_owned();
        let mut overlay = OverlaySketch { id, issuer, scope, force, more, ..OverlaySketch::default() };
        for (name, key, value) in &declared {
            if !draw.percent(60) {
                continue;
            }
            let approved = draw.one(&["", "", "；经市政府批准"]);
            let head = format!("{name} ({key})：依据第一条{approved}。");
            overlay.tables.push(TableSketch { head, rows: rows(draw, *value), bounds: "" });
        }
        if id == "city"
            && let (true, Some(name)) = (draw.percent(40), plan.amounts.first())
        {
            let key = AMOUNTS.iter().find(|(n, _)| n == name).map_or("", |(_, key)| key);
            let head = format!("{name} ({key})：依据第一条。");
            overlay.tables.push(TableSketch { head, rows: rows(draw, amount), bounds: "" });
        }
        sketch.overlays.push(overlay);
    }
}

fn amount(draw: &mut Draw) -> String {
    format!("{}{}", draw.between(0, 9000), draw.one(&["", ".00", ".5", ".01"]))
}

fn rate(draw: &mut Draw) -> String {
    (*draw.one(&["1%", "20%", "0.005", "2/3", "0", "1", "0.125%", "1/7"])).to_owned()
}

fn months(draw: &mut Draw) -> String {
    draw.between(0, 40).to_string()
}

fn districts(draw: &mut Draw) -> String {
    draw.some(&["东区", "西区", "南区"], 40).join("、")
}

fn forms(draw: &mut Draw) -> String {
    draw.some(&["甲类", "乙类", "丙类"], 40).join("、")
}

fn yes_or_no(draw: &mut Draw) -> String {
    (*draw.one(&["是", "否"])).to_owned()
}

/// Rows one after another, now and then a correction published later.
fn rows(draw: &mut Draw, value: Value) -> Vec<String> {
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

/// Rows of a table that touch, for one stretch of days or two.
fn bands(draw: &mut Draw, table: usize) -> Vec<String> {
    let value: Value = if table == 0 { amount } else { rate };
    let mut rows = Vec::new();
    for (from, to) in [("2017-01-01", "2020-06-30"), ("2020-07-01", "")] {
        let mut low = if draw.percent(50) { Some(draw.between(0, 5)) } else { None };
        // What is laid on parts begins at nothing.
        if table == 2 {
            low = Some(0);
        }
        let count = 1 + draw.below(3);
        for at in 0..count {
            let last = at + 1 == count && draw.percent(60);
            let high = low.unwrap_or(0) + draw.between(1, 20);
            let bound = |of: Option<i64>| of.map(|of| of.to_string()).unwrap_or_default();
            let upper = bound(Some(high).filter(|_| !last));
            rows.push(format!(
                "| {from} | {to} | | {} | {upper} | {} | 高 | 试验 |",
                bound(low),
                value(draw)
            ));
            low = Some(high);
        }
        if draw.percent(50) {
            break;
        }
    }
    // A single stretch holds from its day on.
    if rows.iter().all(|row| row.contains("2017-01-01")) {
        rows = rows.iter().map(|row| row.replacen("2020-06-30", "", 1)).collect();
    }
    rows
}
