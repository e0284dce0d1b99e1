//! Random departures from rules: exceptions, what is deemed, other provisions, amendments, transitions, at most one.

use super::condition::{day, line};
use super::draw::Draw;
use super::field;
use super::program::{Plan, times, written};
use super::sketch::{FieldSketch, OverlaySketch, RuleSketch, Sketch};
use super::vocabulary::{AMOUNT_FIELD, BORN, EXCEPTIONS, LAYERS, Sort, Word};

/// 另有规定, 按照, 参照 of a rule that stands behind those of the plan.
pub fn links(draw: &mut Draw, plan: &Plan, sketch: &Sketch) -> Vec<String> {
    let mut links = Vec::new();
    if draw.percent(10) {
        let other =
            if plan.rules.is_empty() || draw.percent(30) { "另案办理" } else { draw.one(&plan.rules) };
        let verb = draw.one(&["除外于", "除外于", "从其"]);
        links.push(format!("另有规定：{verb}“{other}”；截至 2020 年 10 月 1 日未见。"));
    }
    if draw.percent(8) {
        let flags = plan.of(|sort| matches!(sort, Sort::Flag(_)));
        links.push(match flags.first() {
            Some(flag) => format!("按照：《某办法》，随其修改；另需符合“{}”。", flag.name),
            None => "按照：《某办法》，固定版本 2020 年版；存疑。".to_owned(),
        });
    }
    let whole: Vec<&String> = plan.rules.iter().filter(|name| is_plain(sketch, name)).collect();
    let pairs = pairs(plan);
    if let (true, false, Some((from, to))) = (draw.percent(15), whole.is_empty(), pairs.first()) {
        let rule = draw.one(&whole);
        links.push(format!("参照：“{rule}”；“{}”改为“{}”；由某局解释。", from.name, to.name));
    }
    links
}

/// Whether a rule speaks of no other rule, so that what is read otherwise in it is all there is to read.
fn is_plain(sketch: &Sketch, name: &str) -> bool {
    sketch.rules.iter().any(|rule| {
        let is_it = rule.opening.ends_with(&format!("的，{name}："));
        let mut text = format!("{rule:?}");
        text = text.replace(name, "");
        is_it
            && rule.links.is_empty()
            && !["属于甲组", "具有资格", "可以", "应当丙", "不得丁", "符合第"]
                .iter()
                .any(|other| text.contains(other))
    })
}

/// Two facts of one type that nothing binds.
fn pairs(plan: &Plan) -> Vec<(Word, Word)> {
    let free = |word: &&Word| {
        word.key != BORN.key && !plan.bound.iter().any(|bound| bound.key == word.key) && word.key != "home"
    };
    let mut found = Vec::new();
    for one in plan.facts.iter().filter(free) {
        for other in plan.facts.iter().filter(free) {
            if one.key != other.key && one.sort == other.sort && matches!(one.sort, Sort::Date | Sort::Region)
            {
                found.push((*one, *other));
            }
        }
    }
    found
}

/// A condition that an opening may hold.
fn opening(draw: &mut Draw, plan: &Plan) -> String {
    loop {
        let line = line(draw, plan);
        if !line.starts_with("自 ") && !line.starts_with("至 ") {
            return line;
        }
    }
}

fn plain_rule(opening: String) -> RuleSketch {
    RuleSketch { article: 0, opening, links: Vec::new(), lines: Vec::new(), fields: Vec::new() }
}

/// Everything that departs from the rules of a sketch.
pub fn all(draw: &mut Draw, plan: &Plan, sketch: &mut Sketch) {
    if draw.percent(30) {
        deemed(draw, plan, sketch);
    }
    if draw.percent(60) {
        exceptions(draw, plan, sketch);
    }
    if draw.percent(30) {
        amendments(draw, plan, sketch);
    }
    at_most_one(draw, sketch);
}

fn deemed(draw: &mut Draw, plan: &Plan, sketch: &mut Sketch) {
    let free: Vec<Word> = plan
        .facts
        .iter()
        .copied()
        .filter(|word| {
            let is_bound = plan.bound.iter().any(|bound| bound.key == word.key);
            !is_bound && word.key != BORN.key && word.key != "home" && word.sort != Sort::Judgement
        })
        .collect();
    // Conditions read the facts themselves; no rule stands among them.
    let facts_only = Plan { rules: Vec::new(), items: Vec::new(), ..plan.clone() };
    let Some(word) = (!free.is_empty()).then(|| *draw.one(&free)) else { return };
    let other = pairs(plan).into_iter().find(|(one, _)| one.key == word.key).map(|(_, other)| other);
    let name = match (word.sort, other) {
        (_, Some(other)) if draw.percent(40) => format!("{}为{}", word.name, other.name),
        (Sort::Flag(negation), _) => (*draw.one(&[word.name, negation])).to_owned(),
        // Whether a choice is among those of a matter is not asked of what is fixed (E0291).
        (Sort::Choice(_), _) if plan.matters.contains(&0) => return,
        (Sort::Choice(labels), _) => format!("{}为{}", word.name, draw.one(labels)),
        (Sort::Date, _) => {
            let (year, month, of_month) = day(draw);
            format!("{}为 {year} 年 {month} 月 {of_month} 日", word.name)
        }
        (Sort::Integer(unit), _) => format!("{}为 {} {unit}", word.name, draw.between(5, 12)),
        (Sort::Money, _) => format!("{}为 {} 元", word.name, draw.between(0, 20)),
        (Sort::Region | Sort::Judgement, _) => return,
    };
    let flags = plan.of(|sort| matches!(sort, Sort::Flag(_)));
    let evidence: Vec<&Word> =
        flags.iter().filter(|flag| flag.key != word.key && !plan.nullable.contains(&flag.key)).collect();
    let when = opening(draw, &facts_only);
    let mut rule = match evidence.first().filter(|_| draw.percent(50)) {
        None => plain_rule(format!("视为 {name} (deemed_one)：{when}的，视为{name}：")),
        Some(against) => {
            let mut rule = plain_rule(format!("推定 {name} (deemed_one)：{when}的，推定{name}："));
            rule.links.push(format!("相反证据：{}。", against.name));
            rule
        }
    };
    rule.article = 0;
    sketch.rules.push(rule);
}

/// Names of conclusions that no other rule speaks of, with how many items they have.
fn targets(sketch: &Sketch) -> Vec<(usize, String)> {
    let names = sketch.rules.iter().enumerate().filter_map(|(at, rule)| {
        let name = rule.opening.strip_prefix("认定 ")?.split(' ').next()?.to_owned();
        Some((at, name))
    });
    names.collect()
}

/// How many items of a rule may be departed from: where another provision stands in its place (从其), none.
fn items_of(sketch: &Sketch, at: usize) -> usize {
    let rule = &sketch.rules[at];
    let is_replaced = rule.links.iter().any(|link| link.contains("从其") && !link.contains("另案办理"));
    if is_replaced { 0 } else { rule.lines.len() }
}

fn exceptions(draw: &mut Draw, plan: &Plan, sketch: &mut Sketch) {
    let targets = targets(sketch);
    let (at, target) = draw.one(&targets).clone();
    // No rule is spoken of, so that none leads back to the target.
    let plan = Plan { rules: Vec::new(), items: Vec::new(), ..plan.clone() };
    let items = items_of(sketch, at);
    let has_amount = sketch.rules[at].fields.iter().any(|field| field.name.starts_with(AMOUNT_FIELD.0));
    let mut made: Vec<&str> = Vec::new();
    let mut rules = Vec::new();
    for (name, key) in EXCEPTIONS.iter().take(1 + draw.below(4)) {
        if !made.is_empty() && draw.percent(20) {
            let other = draw.one(&made);
            let when = opening(draw, &plan);
            rules.push(plain_rule(format!("例外 {name} ({key})，除外于“{other}”：{when}的：")));
            continue;
        }
        let over: Vec<String> = made.iter().map(|other| format!("“{other}”")).collect();
        let over = if over.is_empty() { String::new() } else { format!("，优先于{}", over.join("、")) };
        let when = format!("{}{}", times(draw), opening(draw, &plan));
        let (amount, amount_key) = AMOUNT_FIELD;
        let value = if draw.percent(60) {
            format!("原{amount}减去 20 元")
        } else {
            field::money(draw, &plan, &[])
        };
        let new = FieldSketch { name: format!("{amount} ({amount_key})"), cases: vec![value] };
        let rule = match draw.below(6) {
            0 if has_amount => {
                let opening = format!("例外 {name} ({key})，替代“{target}”的“{amount}”{over}：{when}的：");
                RuleSketch { fields: vec![new], ..plain_rule(opening) }
            }
            1 => {
                let instead = opening(draw, &plan);
                let opening = format!("例外 {name} ({key})，替代“{target}”{over}：{when}的，应当{instead}：");
                let fields = if has_amount && draw.percent(50) { vec![new] } else { Vec::new() };
                RuleSketch { fields, ..plain_rule(opening) }
            }
            2 if items > 0 => {
                let numerals = ["一", "二", "三", "四", "五"];
                let item = numerals[draw.below(items.min(5))];
                plain_rule(format!("例外 {name} ({key})，不受“{target}”第（{item}）项限制{over}：{when}的："))
            }
            3 => {
                let period = draw.one(&["", "，自次月起", "，自次年起"]);
                plain_rule(format!("例外 {name} ({key})，停止“{target}”{period}{over}：{when}的："))
            }
            4 => plain_rule(format!("例外 {name} ({key})，撤销“{target}”{over}：{when}的：")),
            _ => plain_rule(format!("例外 {name} ({key})，除外于“{target}”{over}：{when}的：")),
        };
        made.push(name);
        rules.push(rule);
    }
    if draw.percent(40) {
        overlay(draw, sketch).rules.extend(rules);
    } else {
        sketch.rules.extend(rules);
    }
}

/// The overlay of the city, made if it is not there.
fn overlay<'s>(draw: &mut Draw, sketch: &'s mut Sketch) -> &'s mut OverlaySketch {
    let at = sketch.overlays.iter().position(|overlay| overlay.id == "city").unwrap_or_else(|| {
        let force = written(&day(draw));
        sketch.overlays.insert(
            0,
            OverlaySketch {
                id: "city", issuer: "市局", scope: "530000", force, ..OverlaySketch::default()
            },
        );
        0
    });
    &mut sketch.overlays[at]
}

fn amendments(draw: &mut Draw, plan: &Plan, sketch: &mut Sketch) {
    let targets = targets(sketch);
    let (at, target) = draw.one(&targets).clone();
    let items = items_of(sketch, at);
    let all = format!("{sketch:?}");
    // What others cite stays where it is, and nothing that an exception lifts is moved.
    let is_cited = all.contains("认定第（") || all.contains("限制");
    let has_amount = sketch.rules[at].fields.iter().any(|field| field.name.starts_with(AMOUNT_FIELD.0));
    let plan = Plan { rules: Vec::new(), items: Vec::new(), ..plan.clone() };
    let numerals = ["一", "二", "三", "四", "五", "六"];
    let mut lines = Vec::new();
    for _ in 0..=draw.below(2) {
        let (year, month, of_month) = (draw.between(2021, 2023), draw.between(1, 12), draw.between(1, 28));
        let from = format!("自 {year} 年 {month} 月 {of_month} 日起，");
        let condition = line(draw, &plan);
        match draw.below(4) {
            0 if items > 0 => {
                let item = numerals[draw.below(items.min(5))];
                lines.push(format!("{from}认定“{target}”第（{item}）项改为：{condition}。"));
            }
            1 if items > 0 && lines.is_empty() => {
                let next = numerals[items.min(5)];
                lines.push(format!("{from}认定“{target}”增加第（{next}）项：{condition}。"));
            }
            2 if items > 1 && !is_cited && lines.is_empty() => {
                let item = numerals[draw.below(items.min(5))];
                lines.push(format!("{from}删去认定“{target}”第（{item}）项。"));
                break;
            }
            _ if has_amount => {
                let value = field::money(draw, &plan, &[]);
                lines.push(format!("{from}认定“{target}”的“{}”改为：{value}。", AMOUNT_FIELD.0));
            }
            _ => {}
        }
    }
    if lines.is_empty() {
        return;
    }
    let transition = draw.percent(50).then(|| {
        let dates = plan.of(|sort| sort == Sort::Date);
        let date = (!dates.is_empty()).then(|| draw.one(&dates).name)?;
        let (year, month, of_month) = day(draw);
        let (name, key) = LAYERS[0];
        let time = times(draw);
        Some(plain_rule(format!(
            "过渡 {name} ({key})：{time}{date}早于 {year} 年 {month} 月 {of_month} 日的，“{target}”按照修改前的规定执行："
        )))
    });
    let overlay = overlay(draw, sketch);
    // An amendment acts from a day on which its file is in force.
    if overlay.force.as_str() > "2020-12-31" {
        "2020-12-31".clone_into(&mut overlay.force);
    }
    overlay.amendments.extend(lines);
    overlay.rules.extend(transition.flatten());
}

fn at_most_one(draw: &mut Draw, sketch: &mut Sketch) {
    let targets = targets(sketch);
    if targets.len() < 2 || !draw.percent(40) {
        return;
    }
    let (name, key) = LAYERS[1];
    let quoted = |field: bool| {
        let with = |(at, name): &(usize, String)| {
            let has = sketch.rules[*at].fields.iter().any(|of| of.name.starts_with(AMOUNT_FIELD.0));
            (!field || has).then(|| {
                if field {
                    format!("“{name}”的“{}”", AMOUNT_FIELD.0)
                } else {
                    format!("“{name}”")
                }
            })
        };
        targets.iter().filter_map(with).collect::<Vec<_>>()
    };
    let compared = quoted(true);
    let opening = if compared.len() > 1 && draw.percent(75) {
        let more = draw.one(&["较高", "较低"]);
        format!("{}，按照金额{more}的执行；金额相同的，由本人选择", compared.join("、"))
    } else {
        format!("{}，由本人选择", quoted(false).join("、"))
    };
    sketch.rules.push(plain_rule(format!("至多一项 {name} ({key})：{opening}：")));
}
