//! Numbers as people type them, exactly: whole numbers, yuan to fen, phone numbers, codes.

use crate::i18n::Text;

/// Full-width letters and digits made narrow; spaces and the commas of thousands left out. A minus
/// sign stays: a negative amount must not turn into a positive one.
pub(crate) fn narrow(typed: &str) -> String {
    typed
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, ',' | '，'))
        .map(|c| match c {
            '！'..='～' => u32::from(c).checked_sub(0xFEE0).and_then(char::from_u32).unwrap_or(c),
            _ => c,
        })
        .collect()
}

/// The same for numbers that people write in groups with dashes: phones, identity numbers, codes.
pub(crate) fn ungrouped(typed: &str) -> String {
    narrow(typed).replace('-', "")
}

/// A whole number between two bounds, both included.
pub(crate) fn integer(typed: &str, min: i64, max: i64) -> Result<i64, Text> {
    let fault = || Text::message("error.integer").with("min", min).with("max", max);
    narrow(typed).parse().ok().filter(|n| (min..=max).contains(n)).ok_or_else(fault)
}

/// An amount in yuan with up to two decimals, in fen.
pub(crate) fn money(typed: &str, fen_max: i64) -> Result<i64, Text> {
    let digits = narrow(typed);
    let digits = digits.trim_end_matches('元').trim_start_matches('¥');
    let (yuan, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let is_number = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if yuan.is_empty() || !is_number(yuan) || !is_number(decimals) || decimals.len() > 2 {
        return Err(Text::message("error.money.form"));
    }
    format!("{yuan}{decimals:0<2}")
        .parse()
        .ok()
        .filter(|fen| (0..=fen_max).contains(fen))
        .ok_or_else(|| Text::message("error.money.large"))
}

/// A mobile number: eleven digits beginning with 1, the country's prefix forgiven.
pub(crate) fn phone(typed: &str) -> Result<String, Text> {
    let digits = ungrouped(typed);
    let digits = digits.strip_prefix("+86").unwrap_or(&digits);
    let is_mobile =
        digits.len() == 11 && digits.starts_with('1') && digits.bytes().all(|b| b.is_ascii_digit());
    if is_mobile {
        Ok(digits.to_owned())
    } else {
        Err(Text::message("error.phone").with("n", digits.chars().count()))
    }
}

/// A six-digit code of a place.
pub(crate) fn region(typed: &str) -> Result<String, Text> {
    let digits = narrow(typed);
    let is_code = digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_digit());
    if is_code { Ok(digits) } else { Err(Text::message("error.region")) }
}

/// A month as `YYYY-MM`, however its parts were parted: 2020-3, 2020.03, 2020年3月, 202003.
pub(crate) fn month(typed: &str) -> Result<String, Text> {
    let fault = || Text::message("error.month");
    let plain = narrow(typed);
    let mut parts = plain.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    let (year, month) = match (parts.next(), parts.next(), parts.next()) {
        (Some(year), Some(month), None) => (year, month),
        (Some(both), None, None) if both.len() == 6 => both.split_at(4),
        _ => return Err(fault()),
    };
    let number: u8 = month.parse().ok().filter(|month| (1..=12).contains(month)).ok_or_else(fault)?;
    if year.len() == 4 { Ok(format!("{year}-{number:02}")) } else { Err(fault()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_read_in_the_ways_people_write_it() {
        for typed in ["2020-3", "2020.03", "2020年3月", "202003", "２０２０－３"] {
            assert_eq!(month(typed).as_deref(), Ok("2020-03"), "{typed}");
        }
        for typed in ["", "2020", "2020-13", "20-03", "2020-03-01"] {
            assert!(month(typed).is_err(), "{typed}");
        }
    }

    #[test]
    fn yuan_become_fen_exactly() {
        for (typed, fen) in
            [("4000.01", 400_001), ("5,360", 536_000), ("０.1", 10), ("28221.00元", 2_822_100)]
        {
            assert_eq!(money(typed, 100_000_000), Ok(fen), "{typed}");
        }
        for typed in ["", ".5", "1.005", "-1", "1e3", "1.2.3", "一百"] {
            assert_eq!(money(typed, 100), Err(Text::message("error.money.form")), "{typed}");
        }
        assert_eq!(money("1.01", 100), Err(Text::message("error.money.large")));
        assert!(money("99999999999999999999", i64::MAX).is_err());
    }

    #[test]
    fn bounds_are_included() {
        assert_eq!(integer(" 12 ", 0, 12), Ok(12));
        assert_eq!(integer("0", 0, 12), Ok(0));
        for typed in ["13", "-3", "6.0", "", "twelve"] {
            assert!(integer(typed, 0, 12).is_err(), "{typed}");
        }
    }

    #[test]
    fn a_phone_number_has_eleven_digits() {
        assert_eq!(phone("+86 138-0013-8000").as_deref(), Ok("13800138000"));
        assert_eq!(phone("1380013800"), Err(Text::message("error.phone").with("n", 10)));
        assert!(phone("23800138000").is_err());
    }
}
