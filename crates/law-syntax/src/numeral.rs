//! Chinese numerals as statutes write them: 一 to 九十九, for articles,
//! paragraphs and items.

const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/// Reads 一 … 九十九, or Arabic digits; nothing is counted from zero.
pub fn parse(text: &str) -> Option<u16> {
    if let Ok(number) = text.parse::<u16>() {
        return (number > 0).then_some(number);
    }
    let digit = |c: char| DIGITS.iter().position(|d| *d == c).and_then(|at| u16::try_from(at).ok());
    let mut total = 0_u16;
    let mut last = None;
    for c in text.chars() {
        if c == '十' {
            if total > 0 {
                return None;
            }
            total = last.take().unwrap_or(1) * 10;
        } else if last.is_none() {
            last = Some(digit(c)?);
        } else {
            return None;
        }
    }
    let value = total + last.unwrap_or(0);
    (value > 0).then_some(value)
}

/// Writes 1 … 99 as statutes do; larger numbers in Arabic digits.
pub fn write(number: u16) -> String {
    let digit = |n: u16| DIGITS.get(usize::from(n)).copied().unwrap_or('零').to_string();
    match number {
        0..=9 => digit(number),
        10 => "十".to_owned(),
        11..=19 => format!("十{}", digit(number % 10)),
        20..=99 if number.is_multiple_of(10) => format!("{}十", digit(number / 10)),
        20..=99 => format!("{}十{}", digit(number / 10), digit(number % 10)),
        _ => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_of_a_statute_reads_back() {
        for number in 1..=99 {
            assert_eq!(parse(&write(number)), Some(number), "{}", write(number));
        }
        assert_eq!(write(20), "二十");
        assert_eq!(parse("二十一"), Some(21));
        assert_eq!(parse("甲"), None);
        assert_eq!(parse(""), None);
        assert_eq!(parse("一二"), None);
        assert_eq!(parse("十十"), None);
        assert_eq!(parse("0"), None);
    }
}
