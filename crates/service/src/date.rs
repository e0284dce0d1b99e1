//! Civil dates in data files (`YYYY-MM-DD`) and in the words of a message.

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, de::Error};

use crate::words::Lang;

/// Reads exactly `YYYY-MM-DD`. The library's own parser takes more forms than a form or a data file should.
pub(crate) fn parse(text: &str) -> Option<Date> {
    let plain = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let date: Date = if plain { text.parse().ok()? } else { return None };
    (date.year() >= 1).then_some(date)
}

/// Whether a text is exactly `YYYY-MM` of a month that exists.
pub(crate) fn is_month(text: &str) -> bool {
    parse(&format!("{text}-01")).is_some()
}

/// For `#[serde(deserialize_with)]`.
pub(crate) fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Date, D::Error> {
    let text = String::deserialize(from)?;
    parse(&text)
        .ok_or_else(|| D::Error::custom(format!("found `{text}`, expected a date YYYY-MM-DD that exists")))
}

/// For an optional date.
pub(crate) fn read_option<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Date>, D::Error> {
    read(from).map(Some)
}

/// A date as a reader writes it: 2020年11月15日, 15 November 2020.
pub(crate) fn in_words(date: Date, lang: Lang) -> String {
    match lang {
        Lang::Zh => date.strftime("%-Y年%-m月%-d日").to_string(),
        Lang::En => date.strftime("%-d %B %-Y").to_string(),
    }
}
