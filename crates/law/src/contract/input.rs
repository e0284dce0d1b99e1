//! Reads one input of the decision contract. Every fault names its key; a value
//! is looked at as the text it is written in, so `6.0` is no integer.

use super::error::{BadInput, Code};
use super::judgement;
use crate::date::Date;
use crate::decide::Request;
use crate::fact::{ABSENT, Fact, Kind, NONE};
use crate::parameter::{ParameterId, Setting, SettingKind};
use crate::policy::Policy;
use crate::ratio::Ratio;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;

/// The greatest amount in fen that a parameter may be given as.
const MONEY_MAX: i64 = 1_000_000_000_000;

/// An object with its keys in order and its values as text.
struct Members<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Keys;
        impl<'de> Visitor<'de> for Keys {
            type Value = Members<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::with_capacity(40);
                while let Some(Key(key)) = map.next_key()? {
                    members.push((key, map.next_value()?));
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Keys)
    }
}

struct Key<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Key<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl<'de> Visitor<'de> for Text {
            type Value = Key<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }
            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Key(Cow::Borrowed(text)))
            }
            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Key(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(Text)
    }
}

/// Reads an input from bytes.
pub fn read(policy: &Policy, bytes: &[u8]) -> Result<Request, BadInput> {
    let text = std::str::from_utf8(bytes)
        .map_err(|_| BadInput::new(Code::Malformed, None, "", "UTF-8 text / UTF-8 文本"))?;
    let members = object(text, None)?;
    let (mut as_of, mut facts, mut parameters) = (None, None, None);
    for (key, value) in &members {
        let place = match key.as_ref() {
            "as_of" => &mut as_of,
            "facts" => &mut facts,
            "parameters" => &mut parameters,
            other => {
                let expected = "as_of, facts or parameters / 只能是 as_of、facts、parameters";
                return Err(BadInput::new(Code::UnknownKey, Some(other), value.get(), expected));
            }
        };
        if place.replace(*value).is_some() {
            return Err(BadInput::new(
                Code::DuplicateKey,
                Some(key),
                value.get(),
                "each key once / 每个键一次",
            ));
        }
    }
    let need = |key: &str, value: Option<&RawValue>| match value {
        Some(value) => Ok(value.get().to_owned()),
        None => Err(BadInput::new(Code::MissingKey, Some(key), "null", format!("{key} / 必须给出 {key}"))),
    };
    let as_of = date("as_of", &need("as_of", as_of)?, false)?;
    let facts_text = need("facts", facts)?;
    let mut request = Request {
        as_of: Date::from_packed(as_of),
        known_on: None,
        facts: vec![ABSENT; policy.facts.len()],
        what_if: Vec::new(),
    };
    read_facts(policy, &facts_text, &mut request.facts)?;
    if let Some(parameters) = parameters {
        request.what_if = read_parameters(policy, parameters.get())?;
    }
    contradictions(policy, &request)?;
    Ok(request)
}

/// The members of an object; `key` names where it stands.
pub(super) fn object<'a>(
    text: &'a str,
    key: Option<&str>,
) -> Result<Vec<(Cow<'a, str>, &'a RawValue)>, BadInput> {
    match serde_json::from_str::<Members<'a>>(text) {
        Ok(Members(members)) => Ok(members),
        // Another kind of value, if it is one to its end.
        Err(error) if error.is_data() && serde_json::from_str::<IgnoredAny>(text).is_ok() => {
            Err(BadInput::new(Code::WrongType, key, text, "an object / 应当是对象"))
        }
        Err(_) => Err(BadInput::new(Code::Malformed, None, text, "one JSON object / 应当是一个 JSON 对象")),
    }
}

fn read_facts(policy: &Policy, text: &str, facts: &mut [i64]) -> Result<(), BadInput> {
    for (key, value) in object(text, Some("facts"))? {
        let Some(id) = policy.fact_by_key(&key) else {
            let expected = "a fact of the contract / 应当是约定的信息项";
            return Err(BadInput::new(Code::UnknownKey, Some(&key), value.get(), expected));
        };
        if facts[id] != ABSENT {
            return Err(BadInput::new(
                Code::DuplicateKey,
                Some(&key),
                value.get(),
                "each key once / 每个键一次",
            ));
        }
        facts[id] = fact(policy, &policy.facts[id], value.get())?;
    }
    Ok(())
}

/// The value of a fact from its JSON text.
pub fn fact(policy: &Policy, fact: &Fact, text: &str) -> Result<i64, BadInput> {
    let key = fact.key.as_str();
    if text == "null" {
        return match fact.none {
            Some(_) => Ok(NONE),
            None => Err(BadInput::new(Code::NullNotAllowed, Some(key), text, "a value / 不能为空")),
        };
    }
    match &fact.kind {
        Kind::Date => date(key, text, fact.none.is_some()),
        Kind::Choice(choices) => {
            let given = string(key, text)?;
            let found = given.as_ref().and_then(|given| choices.iter().position(|c| *c.code == **given));
            found.and_then(|at| i64::try_from(at).ok()).ok_or_else(|| {
                let codes: Vec<&str> = choices.iter().map(|c| c.code.as_ref()).collect();
                BadInput::new(Code::UnknownValue, Some(key), text, format!("one of {}", codes.join(", ")))
            })
        }
        Kind::Region => {
            let given = string(key, text)?;
            given.and_then(|given| policy.regions.parse(&given)).ok_or_else(|| {
                let expected = "six digits of GB/T 2260; with 11 one of the 16 districts / 六位行政区划代码";
                BadInput::new(Code::BadRegion, Some(key), text, expected)
            })
        }
        Kind::Flag if judgement::is_given_by_officer(fact) => judgement::read(fact, text),
        Kind::Flag => match text {
            "true" => Ok(1),
            "false" => Ok(0),
            _ => {
                Err(BadInput::new(Code::WrongType, Some(key), text, "true or false / 应当是 true 或者 false"))
            }
        },
        Kind::Integer { min, max, .. } | Kind::Money { min, max } => integer(key, text, *min, *max),
    }
}

/// A JSON string; `None` if its escapes name no character.
pub(super) fn string(key: &str, text: &str) -> Result<Option<String>, BadInput> {
    if !text.starts_with('"') {
        return Err(BadInput::new(Code::WrongType, Some(key), text, "a string / 应当是字符串"));
    }
    Ok(serde_json::from_str(text).ok())
}

fn date(key: &str, text: &str, nullable: bool) -> Result<i64, BadInput> {
    if text == "null" && !nullable {
        return Err(BadInput::new(Code::NullNotAllowed, Some(key), text, "a date / 应当是日期"));
    }
    let given = string(key, text)?;
    given.and_then(|given| Date::parse(&given)).map(Date::packed).ok_or_else(|| {
        let expected = "an existing day YYYY-MM-DD of the years 0001 to 9999 / 应当是存在的日期 YYYY-MM-DD";
        BadInput::new(Code::BadDate, Some(key), text, expected)
    })
}

fn integer(key: &str, text: &str, min: i64, max: i64) -> Result<i64, BadInput> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(BadInput::new(Code::WrongType, Some(key), text, "an integer / 应当是整数"));
    }
    let value = text.parse::<i64>().ok().filter(|value| (min..=max).contains(value));
    value.ok_or_else(|| {
        BadInput::new(
            Code::OutOfRange,
            Some(key),
            text,
            format!("from {min} to {max} / 应当在 {min} 至 {max} 之间"),
        )
    })
}

fn read_parameters(policy: &Policy, text: &str) -> Result<Vec<(ParameterId, Setting)>, BadInput> {
    let mut given: Vec<(ParameterId, Setting)> = Vec::new();
    for (key, value) in object(text, Some("parameters"))? {
        let id = policy.parameter(&key).filter(|id| policy.parameters[*id].what_if);
        let Some(id) = id else {
            let expected = "a parameter that may be tried / 应当是可以试算的参数";
            return Err(BadInput::new(Code::UnknownKey, Some(&key), value.get(), expected));
        };
        if given.iter().any(|(of, _)| *of == id) {
            return Err(BadInput::new(
                Code::DuplicateKey,
                Some(&key),
                value.get(),
                "each key once / 每个键一次",
            ));
        }
        let text = value.get();
        if text == "null" {
            return Err(BadInput::new(Code::NullNotAllowed, Some(&key), text, "a value / 不能为空"));
        }
        let setting = match policy.parameters[id].kind {
            SettingKind::Money => Setting::Money(integer(&key, text, 0, MONEY_MAX)?),
            SettingKind::Ratio => Setting::Ratio(ratio(&key, text)?),
            SettingKind::Regions => Setting::Regions(districts(policy, &key, text)?),
            SettingKind::Number => Setting::Number(integer(&key, text, 0, MONEY_MAX)?),
            SettingKind::Flag => match text {
                "true" | "false" => Setting::Flag(text == "true"),
                _ => {
                    let expected = "true or false / 应当是 true 或者 false";
                    return Err(BadInput::new(Code::WrongType, Some(&key), text, expected));
                }
            },
            SettingKind::Choices(of) => Setting::Choices(labels(&key, text, &policy.facts[of])?),
            // A whole table is never tried (see `parameter::read`).
            SettingKind::Scale => {
                let expected = "a parameter that may be tried / 应当是可以试算的参数";
                return Err(BadInput::new(Code::UnknownKey, Some(&key), text, expected));
            }
        };
        given.push((id, setting));
    }
    Ok(given)
}

fn ratio(key: &str, text: &str) -> Result<Ratio, BadInput> {
    let expected = "a decimal string from \"0\" to \"1\" / 应当是 \"0\" 至 \"1\" 的小数字符串";
    let given = string(key, text)?.unwrap_or_default();
    let bare = given.strip_prefix('-').unwrap_or(&given);
    match Ratio::decimal(bare) {
        None => Err(BadInput::new(Code::WrongType, Some(key), text, expected)),
        Some(ratio) if bare.len() == given.len() && ratio.is_at_most_one() => Ok(ratio),
        Some(_) => Err(BadInput::new(Code::OutOfRange, Some(key), text, expected)),
    }
}

fn districts(policy: &Policy, key: &str, text: &str) -> Result<Vec<i64>, BadInput> {
    let wrong = || BadInput::new(Code::WrongType, Some(key), text, "a list of strings / 应当是字符串的列表");
    if !text.starts_with('[') {
        return Err(wrong());
    }
    let items: Vec<&RawValue> = serde_json::from_str(text).map_err(|_| wrong())?;
    let mut codes = Vec::new();
    for item in items {
        let given = string(key, item.get())?;
        let code = given.and_then(|given| policy.regions.parse(&given));
        let Some(code) = code.filter(|code| policy.regions.is_city(*code)) else {
            let expected = "codes of Beijing's districts / 应当是本市各区的代码";
            return Err(BadInput::new(Code::BadRegion, Some(key), item.get(), expected));
        };
        codes.push(code);
    }
    codes.sort_unstable();
    codes.dedup();
    Ok(codes)
}

/// The codes of a fact's choices.
fn labels(key: &str, text: &str, fact: &Fact) -> Result<u64, BadInput> {
    let expected = "a list of codes / 应当是代码的列表";
    let codes: Vec<String> =
        serde_json::from_str(text).map_err(|_| BadInput::new(Code::WrongType, Some(key), text, expected))?;
    let Kind::Choice(choices) = &fact.kind else { return Ok(0) };
    codes.iter().try_fold(0, |set, code| {
        if let Some(at) = choices.iter().position(|choice| *choice.code == **code) {
            return Ok(set | 1 << at);
        }
        let known: Vec<&str> = choices.iter().map(|choice| choice.code.as_ref()).collect();
        Err(BadInput::new(Code::UnknownValue, Some(key), code, format!("of {}", known.join(", "))))
    })
}

fn contradictions(policy: &Policy, request: &Request) -> Result<(), BadInput> {
    let given = |id: usize| Some(request.facts[id]).filter(|value| *value != ABSENT);
    let some = |id: usize| given(id).filter(|value| *value != NONE);
    for (id, fact) in policy.facts.iter().enumerate() {
        let fault = |expected: String| {
            let shown = fact.json(request.facts[id]).to_string();
            Err(BadInput::new(Code::Contradiction, Some(&fact.key), &shown, expected))
        };
        if fact.until_today && some(id).is_some_and(|value| value > request.as_of.packed()) {
            return fault(format!("no later than as_of {} / 不晚于业务日期", request.as_of));
        }
        if let Some(other) = fact.not_before
            && let (Some(this), Some(least)) = (some(id), some(other))
            && this < least
        {
            let key = &policy.facts[other].key;
            return fault(format!("no earlier than {key} / 不早于{}", policy.facts[other].name));
        }
        if let Some(other) = fact.paired_with
            && let (Some(this), Some(that)) = (given(id), given(other))
            && (this == NONE) != (that == NONE)
        {
            let key = &policy.facts[other].key;
            return fault(format!("null exactly if {key} is / 与“{}”同有同无", policy.facts[other].name));
        }
    }
    Ok(())
}
