//! The judgement of an officer in an input: `{"value": true, "by": "…",
//! "reason": "…"}`. Only who is named in the declaration judges, with reasons if
//! the declaration wants them; what only an authority may recognise is never no.

use super::error::{BadInput, Code};
use super::input::{object, string};
use crate::fact::Fact;

/// Whether a flag is judged by an officer rather than declared by the person.
pub(super) fn is_given_by_officer(fact: &Fact) -> bool {
    fact.judge.as_ref().is_some_and(|judge| judge.role.is_some())
}

/// The value of a judgement from its JSON text.
pub(super) fn read(fact: &Fact, text: &str) -> Result<i64, BadInput> {
    let key = fact.key.as_str();
    let judge = fact.judge.as_ref();
    let role = judge.and_then(|judge| judge.role.as_deref()).unwrap_or_default();
    let wants_reasons = judge.is_some_and(|judge| judge.reasons);
    let (mut value, mut by, mut reason) = (None, None, None);
    for (name, given) in object(text, Some(key))? {
        let place = match name.as_ref() {
            "value" => &mut value,
            "by" => &mut by,
            "reason" => &mut reason,
            other => {
                let expected = "value, by or reason / 只能是 value、by、reason";
                return Err(BadInput::new(Code::UnknownKey, Some(other), given.get(), expected));
            }
        };
        if place.replace(given.get()).is_some() {
            return Err(BadInput::new(
                Code::DuplicateKey,
                Some(&name),
                given.get(),
                "each key once / 每个键一次",
            ));
        }
    }
    let missing =
        |name: &str, what: &str| BadInput::new(Code::MissingKey, Some(key), text, format!("{name}: {what}"));
    let by = by.ok_or_else(|| missing("by", "who judged / 写明由谁判断"))?;
    if string(key, by)?.as_deref() != Some(role) {
        return Err(BadInput::new(
            Code::UnknownValue,
            Some(key),
            by,
            format!("by {role} / 只能由{role}判断"),
        ));
    }
    let given = match reason {
        Some(reason) => string(key, reason)?.is_some_and(|reason| !reason.trim().is_empty()),
        None => false,
    };
    if wants_reasons && !given {
        return Err(missing("reason", "the reasons / 应当说明理由"));
    }
    match value.ok_or_else(|| missing("value", "true or false / true 或者 false"))? {
        "true" => Ok(1),
        "false" if judge.is_some_and(|judge| judge.open) => {
            let expected = "true, or nothing until it is recognised / 没有认定的不填，不能填 false";
            Err(BadInput::new(Code::UnknownValue, Some(key), "false", expected))
        }
        "false" => Ok(0),
        other => {
            Err(BadInput::new(Code::WrongType, Some(key), other, "true or false / 应当是 true 或者 false"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::error::Code;
    use crate::fact::{ABSENT, Judge};
    use crate::testing;

    fn code(judge: Judge, given: &str) -> Result<i64, Code> {
        let mut policy = testing::policy();
        let fact = policy.fact_by_key("employment_difficulty").expect("fact");
        policy.facts[fact].judge = Some(judge);
        let input = format!(r#"{{"as_of":"2020-11-15","facts":{{"employment_difficulty":{given}}}}}"#);
        let read = super::super::input::read(&policy, input.as_bytes());
        read.map(|request| request.facts[fact]).map_err(|error| error.code)
    }

    #[test]
    fn only_the_officer_who_is_named_judges_and_says_why() {
        let judge = || Judge { role: Some("区人力社保局".to_owned()), reasons: true, open: false };
        let code = |given| code(judge(), given);
        assert_eq!(code(r#"{"value":true,"by":"区人力社保局","reason":"连续失业"}"#), Ok(1));
        assert_eq!(code(r#"{"value":false,"by":"区人力社保局","reason":"连续失业"}"#), Ok(0));
        assert_eq!(code("true"), Err(Code::WrongType));
        assert_eq!(code(r#"{"value":true,"by":"街道","reason":"连续失业"}"#), Err(Code::UnknownValue));
        assert_eq!(code(r#"{"value":true,"by":"区人力社保局","reason":" "}"#), Err(Code::MissingKey));
        assert_eq!(code(r#"{"value":true,"reason":"连续失业"}"#), Err(Code::MissingKey));
        assert_eq!(code(r#"{"value":1,"by":"区人力社保局","reason":"连续失业"}"#), Err(Code::WrongType));
        assert_eq!(code(r#"{"value":true,"by":"区人力社保局","why":"连续失业"}"#), Err(Code::UnknownKey));
    }

    #[test]
    fn what_waits_for_an_authority_is_never_no() {
        let judge = || Judge { role: Some("登记机构".to_owned()), reasons: false, open: true };
        assert_eq!(code(judge(), r#"{"value":true,"by":"登记机构"}"#), Ok(1));
        assert_eq!(code(judge(), r#"{"value":false,"by":"登记机构"}"#), Err(Code::UnknownValue));
    }

    #[test]
    fn what_the_person_declares_stays_a_plain_flag() {
        let judge = || Judge { role: None, reasons: false, open: false };
        assert_eq!((code(judge(), "true"), code(judge(), "false")), (Ok(1), Ok(0)));
        assert_ne!(code(judge(), "true"), Ok(ABSENT));
    }
}
