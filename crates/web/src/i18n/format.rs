//! How a page writes a date and an amount. Nothing is computed here; what arrives is what is shown.

use jiff::civil::Date;

use super::Lang;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A date in words: `2020年11月15日`, `15 November 2020`.
pub fn date(lang: Lang, day: Date) -> String {
    match lang {
        Lang::Zh => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
        Lang::En => {
            let month = usize::try_from(day.month() - 1).ok().and_then(|m| MONTHS.get(m)).unwrap_or(&"");
            format!("{} {month} {}", day.day(), day.year())
        }
    }
}

/// An amount of fen in yuan: `2,167.80 元`, `2,167.80 yuan`.
pub fn yuan(lang: Lang, fen: i64) -> String {
    let (sign, fen) = (if fen < 0 { "-" } else { "" }, fen.unsigned_abs());
    let digits = (fen / 100).to_string();
    let mut whole = String::with_capacity(digits.len() * 4 / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            whole.push(',');
        }
        whole.push(digit);
    }
    let unit = match lang {
        Lang::Zh => "元",
        Lang::En => "yuan",
    };
    format!("{sign}{whole}.{:02} {unit}", fen % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_grouped_by_thousands() {
        assert_eq!(yuan(Lang::Zh, 216_780), "2,167.80 元");
        assert_eq!(yuan(Lang::En, 100_000_000), "1,000,000.00 yuan");
        assert_eq!(yuan(Lang::Zh, 5), "0.05 元");
        assert_eq!(yuan(Lang::Zh, -99_999), "-999.99 元");
    }

    #[test]
    fn dates_are_written_as_each_language_writes_them() {
        let day = jiff::civil::date(2020, 11, 5);
        assert_eq!(date(Lang::Zh, day), "2020年11月5日");
        assert_eq!(date(Lang::En, day), "5 November 2020");
    }
}
