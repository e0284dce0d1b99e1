//! Scales: tables that give a value for a number. 分档 looks one up for the whole
//! number; 分段累进 applies each rate to its own part. The checker proves that the
//! rows touch each other: no number is in two of them, none falls between.

use crate::exact::Exact;
use crate::fact::{fen, yuan};
use crate::ratio::Ratio;
use crate::value::What;
use law_syntax::diagnostic::Bilingual;

/// What a scale reads and gives, as its declaration says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// Each rate applies to its own part (分段累进), rather than one row to all (分档).
    pub marginal: bool,
    /// What is looked up by.
    pub by: What,
    /// What a row holds.
    pub gives: What,
}

impl Form {
    /// `分档，按个月，取金额，单位为元/月`; `分段累进，按元，取比例`.
    pub fn parse(text: &str) -> Option<Self> {
        let (marginal, rest) = match text.strip_prefix("分段累进，按") {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix("分档，按")?),
        };
        let (by, gives) = rest.split_once("，取")?;
        let by = What::of_unit(by.trim());
        let gives = match gives.trim() {
            "比例" => What::Ratio,
            "金额" => What::Money(None),
            gives => {
                let unit =
                    gives.strip_prefix("金额，单位为").or_else(|| gives.strip_prefix("整数，单位为"))?;
                let what = What::of_unit(unit.trim());
                let money = matches!(what, What::Money(_));
                (money == gives.starts_with("金额")).then_some(what)?
            }
        };
        let rates_of_money = gives == What::Ratio && matches!(by, What::Money(_));
        (!marginal || rates_of_money).then_some(Self { marginal, by, gives })
    }

    /// A bound as the table writes it: yuan of money, else a whole number.
    fn bound(&self, text: &str) -> Option<i64> {
        match self.by {
            What::Money(_) => fen(text),
            _ => text.parse().ok(),
        }
    }

    /// A value as the table writes it.
    fn value(&self, text: &str) -> Option<Exact> {
        match self.gives {
            What::Money(_) => fen(text).map(Exact::whole),
            What::Ratio => Ratio::parse(text).map(|ratio| ratio.exact()),
            _ => text.parse().ok().map(Exact::whole),
        }
    }
}

/// One row: from a bound on, up to the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Lower bound; none is below all.
    pub from: Option<i64>,
    /// Upper bound; none is above all.
    pub to: Option<i64>,
    /// What it gives.
    pub value: Exact,
}

/// The rows of a scale that hold at one time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scale {
    /// Each rate applies to its own part.
    pub marginal: bool,
    /// The lower bound is in a row and the upper one is not (以上、不满), rather
    /// than the other way about (超过、以下).
    pub from_included: bool,
    /// The rows, ascending, each beginning where the one before ends.
    pub steps: Vec<Step>,
}

/// Why a row cannot follow the rows before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// A bound is no number of the unit.
    Bound,
    /// The value is none of the kind that is declared.
    Value,
    /// The upper bound is not above the lower one.
    Empty,
    /// Numbers between the row before and this one are in neither.
    Hole,
    /// Numbers are in the row before and in this one.
    Overlap,
}

impl Scale {
    /// No rows yet.
    pub const fn new(form: &Form, from_included: bool) -> Self {
        Self { marginal: form.marginal, from_included, steps: Vec::new() }
    }

    /// Adds a row as the table writes it, with the index of the cell at fault.
    pub fn push(&mut self, form: &Form, [from, to, value]: [&str; 3]) -> Result<(), (usize, Fault)> {
        let bound = |at: usize, text: &str| match text {
            "" => Ok(None),
            text => form.bound(text).map(Some).ok_or((at, Fault::Bound)),
        };
        let (from, to) = (bound(0, from)?, bound(1, to)?);
        if let (Some(from), Some(to)) = (from, to)
            && to <= from
        {
            return Err((1, Fault::Empty));
        }
        if let Some(before) = self.steps.last() {
            match (before.to, from) {
                (Some(end), Some(from)) if end == from => {}
                (Some(end), Some(from)) if end < from => return Err((0, Fault::Hole)),
                _ => return Err((0, Fault::Overlap)),
            }
        }
        let value = form.value(value).ok_or((2, Fault::Value))?;
        self.steps.push(Step { from, to, value });
        Ok(())
    }

    /// What it gives for a number; `None` outside of all rows.
    pub fn of(&self, number: &Exact) -> Option<Exact> {
        if self.marginal {
            return Some(self.by_parts(number));
        }
        let within = |step: &&Step| {
            let (above, below) = (step.from.map(Exact::whole), step.to.map(Exact::whole));
            if self.from_included {
                above.is_none_or(|from| from <= *number) && below.is_none_or(|to| *number < to)
            } else {
                above.is_none_or(|from| from < *number) && below.is_none_or(|to| *number <= to)
            }
        };
        self.steps.iter().find(within).map(|step| step.value.clone())
    }

    /// Each rate on its own part; whatever lies outside of all rows bears none.
    fn by_parts(&self, number: &Exact) -> Exact {
        self.steps.iter().fold(Exact::whole(0), |sum, step| {
            let from = Exact::whole(step.from.unwrap_or(0));
            let to = step.to.map_or_else(|| number.clone(), |to| number.clone().min(Exact::whole(to)));
            if to <= from { sum } else { sum + &((to - &from) * &step.value) }
        })
    }

    /// Its rows in words, Chinese and English; `form` is the one that it was read by.
    pub fn words(&self, form: &Form) -> Vec<Bilingual> {
        let bound = |bound: i64| match form.by {
            What::Money(_) => yuan(bound),
            _ => bound.to_string(),
        };
        let value = |value: &Exact| match form.gives {
            What::Money(_) => value.as_whole().map_or_else(String::new, yuan),
            _ => value.to_string(),
        };
        let (above, below, least, most) = if self.from_included {
            ("以上", "不满", "≥", "<")
        } else {
            ("超过", "以下", ">", "≤")
        };
        let row = |step: &Step| {
            let from = step.from.map(bound);
            let to = step.to.map(bound);
            let from_zh = from.as_ref().map(|from| {
                if self.from_included { format!("{from} {above}") } else { format!("{above} {from}") }
            });
            let to_zh = to
                .as_ref()
                .map(|to| if self.from_included { format!("{below} {to}") } else { format!("{to} {below}") });
            let zh: String = [from_zh, to_zh].into_iter().flatten().collect();
            let en = [from.map(|from| format!("{least} {from}")), to.map(|to| format!("{most} {to}"))];
            let en: Vec<String> = en.into_iter().flatten().collect();
            let value = value(&step.value);
            Bilingual::new(format!("{zh}：{value}"), format!("{}: {value}", en.join(" and ")))
        };
        self.steps.iter().map(row).collect()
    }

    /// The numbers at which another row begins.
    pub fn cuts(&self) -> impl Iterator<Item = i64> {
        let past = i64::from(!self.from_included);
        self.steps.iter().flat_map(|step| [step.from, step.to]).flatten().map(move |at| at + past)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scale(form: &str, rows: &[[&str; 3]]) -> Result<Scale, (usize, Fault)> {
        let form = Form::parse(form).expect("a form");
        let mut scale = Scale::new(&form, true);
        rows.iter().try_for_each(|row| scale.push(&form, *row))?;
        Ok(scale)
    }

    #[test]
    fn rows_must_touch() {
        let form = "分档，按个月，取金额";
        assert!(scale(form, &[["", "12", "1"], ["12", "", "2"]]).is_ok());
        for (rows, fault) in [
            ([["", "12", "1"], ["13", "", "2"]], (0, Fault::Hole)),
            ([["", "12", "1"], ["11", "", "2"]], (0, Fault::Overlap)),
            ([["", "", "1"], ["11", "", "2"]], (0, Fault::Overlap)),
            ([["", "12", "1"], ["12", "12", "2"]], (1, Fault::Empty)),
            ([["", "1x", "1"], ["12", "", "2"]], (1, Fault::Bound)),
            ([["", "12", "1"], ["12", "", "2%"]], (2, Fault::Value)),
        ] {
            assert_eq!(scale(form, &rows), Err(fault), "{rows:?}");
        }
    }

    #[test]
    fn only_rates_of_money_go_by_parts() {
        assert!(Form::parse("分段累进，按元，取比例").is_some());
        for bad in [
            "分段累进，按个月，取比例",
            "分段累进，按元，取金额",
            "分档，按元",
            "分档，按元，取金额，单位为个月",
        ] {
            assert_eq!(Form::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn by_parts_the_sum_of_the_parts_is_what_is_reckoned_with() {
        let scale = scale(
            "分段累进，按元，取比例",
            &[["0", "100", "10%"], ["100", "300", "20%"], ["300", "", "50%"]],
        );
        let scale = scale.expect("a scale");
        let of = |fen| scale.of(&Exact::whole(fen)).expect("a value");
        assert_eq!(of(-1), Exact::whole(0));
        assert_eq!(of(10_000), Exact::whole(1_000));
        assert_eq!(of(10_001), Exact::fraction(10_002, 10).expect("a fraction"));
        assert_eq!(of(40_000), Exact::whole(1_000 + 4_000 + 5_000));
    }
}
