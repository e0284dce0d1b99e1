//! What a field computes, in words, with the rates and amounts of a day.

use super::merged::Merged;
use super::timeline::setting_on;
use super::words::{Both, day, fact_name, named, parameter_name};
use crate::date::Date;
use crate::exact::{Rounding, Way};
use crate::parameter::{ParameterId, Setting};
use crate::value::{Count, Direction, Edge, Expression, Extreme};

/// What an expression of the common catalogue computes, with the rates of a day.
#[expect(clippy::too_many_lines, reason = "one arm for each kind of expression")]
pub fn expression(merged: &Merged<'_>, value: &Expression, on: Date) -> Both {
    let part = |part: &Expression| expression(merged, part, on);
    let of_parameter = |parameter: ParameterId| {
        let name = parameter_name(merged, parameter);
        match setting_on(&merged.catalogue.parameters[parameter], on) {
            Some(Setting::Ratio(rate)) => {
                Both::new(format!("{}（{rate}）", name.zh), format!("{} ({rate})", name.en))
            }
            Some(Setting::Money(fen)) => {
                let yuan = crate::fact::yuan(*fen);
                Both::new(format!("{}（{yuan} 元）", name.zh), format!("{} ({yuan} yuan)", name.en))
            }
            Some(Setting::Number(value)) => {
                Both::new(format!("{}（{value}）", name.zh), format!("{} ({value})", name.en))
            }
            Some(
                Setting::Regions(_)
                | Setting::Choices(_)
                | Setting::Flag(_)
                | Setting::Scale(_)
                | Setting::ByRegion { .. },
            )
            | None => name,
        }
    };
    match value {
        Expression::None => Both::new("没有", "none"),
        Expression::Flag(true) => Both::new("是", "yes"),
        Expression::Flag(false) => Both::new("否", "no"),
        Expression::Code(choice) => named(merged, &choice.label, &choice.code),
        Expression::Codes(choices) => {
            let list: Vec<Both> =
                choices.iter().map(|choice| named(merged, &choice.label, &choice.code)).collect();
            Both::joined(&list, "、", ", ")
        }
        Expression::Number(number) => Both::new(number.to_string(), number.to_string()),
        Expression::Money(fen) => {
            let yuan = crate::fact::yuan(*fen);
            Both::new(format!("{yuan} 元"), format!("{yuan} yuan"))
        }
        Expression::Day(date) => Both::new(date.chinese(), date.to_string()),
        Expression::Fact(fact) => fact_name(merged, *fact),
        Expression::Parameter(parameter) => of_parameter(*parameter),
        Expression::YearsAfter(fact, years) => {
            let name = fact_name(merged, *fact);
            Both::new(format!("{}后 {years} 年", name.zh), format!("{years} years after {}", name.en))
        }
        Expression::Minus(left, right) => Both::joined(&[part(left), part(right)], "减去", " less "),
        Expression::Times(left, right) => {
            // What is rounded before it is multiplied is said to be.
            let rounded = matches!(**left, Expression::Share(..));
            let (zh, en) = if rounded { ("，再乘以", ", times ") } else { ("乘以", " times ") };
            Both::joined(&[part(left), part(right)], zh, en)
        }
        Expression::Plus(left, right) => Both::joined(&[part(left), part(right)], "加上", " plus "),
        Expression::Over(left, right) => Both::joined(&[part(left), part(right)], "除以", " divided by "),
        Expression::Rate(rate) => Both::new(rate.to_string(), rate.to_string()),
        Expression::Raised(base, rate, direction) => {
            let (zh, en) = match direction {
                Direction::Up => ("上浮", " raised by "),
                Direction::Down => ("下浮", " lowered by "),
            };
            Both::joined(&[part(base), part(rate)], zh, en)
        }
        Expression::Scaled { by, scale, .. } => {
            Both::joined(&[part(by), of_parameter(*scale)], "按", " by the table ")
        }
        Expression::Extreme(which, parts) => {
            let (zh, en) = match which {
                Extreme::Greatest => ("中的较高者", "the highest of"),
                Extreme::Least => ("中的较低者", "the lowest of"),
            };
            let list = Both::joined(&parts.iter().map(part).collect::<Vec<_>>(), "、", ", ");
            Both::new(format!("{}{zh}", list.zh), format!("{en} {}", list.en))
        }
        Expression::Sum(parts) => {
            let list = Both::joined(&parts.iter().map(part).collect::<Vec<_>>(), "、", ", ");
            Both::new(format!("{}累计", list.zh), format!("the sum of {}", list.en))
        }
        Expression::First(parts) => {
            let list = parts.iter().map(part).collect::<Vec<_>>();
            let list = Both::joined(&list, "为准，没有的以", ", or without it ");
            Both::new(format!("以{}为准", list.zh), list.en)
        }
        Expression::Rounded { value, rounding, money } => {
            let inner = part(value);
            let (zh, en) = rounded(*rounding, *money);
            Both::new(format!("{}，{zh}", inner.zh), format!("{}, {en}", inner.en))
        }
        Expression::Moved(of) => day(merged, of),
        Expression::MonthEdge(of, edge) => {
            let of = day(merged, of);
            let (zh, en) = match edge {
                Edge::First => ("的月初", "the first day of the month of"),
                Edge::Last => ("的月末", "the last day of the month of"),
            };
            Both::new(format!("{}{zh}", of.zh), format!("{en} {}", of.en))
        }
        Expression::Between(from, to, count) => {
            let (from, to) = (day(merged, from), day(merged, to));
            let word = Count::ALL.iter().find(|(_, of)| of == count).map_or("", |(word, _)| word);
            let unit = match count.unit() {
                "个月" => "whole months",
                "年" => "whole years",
                _ => "days",
            };
            Both::new(
                format!("{}至{}{word}", from.zh, to.zh),
                format!("the {unit} from {} to {}", from.en, to.en),
            )
        }
        // A field of the union is a field of a side (see `Catalogue::expression`).
        Expression::Field(field) => {
            Both::new(format!("字段 {}", field / 2 + 1), format!("field {}", field / 2 + 1))
        }
        Expression::Share(base, rate) => {
            let product = Both::joined(&[part(base), of_parameter(*rate)], "乘以", " times ");
            Both::new(
                format!("{}，计算到分，分以下四舍五入", product.zh),
                format!("{}, rounded half up to a fen", product.en),
            )
        }
        Expression::Regions(facts, city_only) => {
            let list: Vec<Both> = facts.iter().map(|fact| fact_name(merged, *fact)).collect();
            let list = Both::joined(&list, "、", ", ");
            if *city_only {
                Both::new(
                    format!("{}中在本市的", list.zh),
                    format!("those of {} that are in Beijing", list.en),
                )
            } else {
                list
            }
        }
    }
}

/// A rounding as articles name it.
fn rounded(rounding: Rounding, money: bool) -> (String, String) {
    let (zh, en) = match (rounding.way, money) {
        (Way::HalfUp, true) => ("四舍五入", "rounded half up"),
        (Way::Down, true) => ("舍去", "rounded down"),
        (Way::Up, true) => ("进一", "rounded up"),
        (Way::HalfUp, false) => ("四舍五入取整", "rounded half up to a whole number"),
        (Way::Down, false) => ("向下取整", "rounded down to a whole number"),
        (Way::Up, false) => ("向上取整", "rounded up to a whole number"),
    };
    if !money {
        return (zh.to_owned(), en.to_owned());
    }
    let (unit, unit_en) = match rounding.step {
        1 => ("分", "a fen"),
        10 => ("角", "ten fen"),
        _ => ("元", "a yuan"),
    };
    (format!("计算到{unit}，{unit}以下{zh}"), format!("{en} to {unit_en}"))
}
