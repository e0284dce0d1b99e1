//! What a field computes, in words, with the rates and amounts of a day.

use super::merged::Merged;
use super::timeline::setting_on;
use super::words::{Both, fact_name, named, parameter_name};
use crate::date::Date;
use crate::parameter::{ParameterId, Setting};
use crate::value::Expression;

/// What an expression of the common catalogue computes, with the rates of a day.
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
            Some(Setting::Regions(_) | Setting::Choices(_) | Setting::Flag(_) | Setting::ByRegion { .. })
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
