//! Values as JSON, written without a tree in between.

use crate::fact::{Kind, NONE};
use crate::policy::Policy;
use crate::value::Datum;

pub(super) fn push_display(out: &mut String, value: impl std::fmt::Display) {
    use std::fmt::Write as _;
    // Writing to a String cannot fail.
    let _ = write!(out, "{value}");
}

pub(super) fn push_quoted(out: &mut String, value: impl std::fmt::Display) {
    out.push('"');
    push_display(out, value);
    out.push('"');
}

pub(super) fn push_fact(policy: &Policy, fact: usize, value: i64, out: &mut String) {
    if value == NONE {
        out.push_str("null");
        return;
    }
    match &policy.facts[fact].kind {
        Kind::Date => push_quoted(out, crate::Date::from_packed(value)),
        Kind::Choice(choices) => {
            let code = usize::try_from(value).ok().and_then(|at| choices.get(at));
            push_quoted(out, code.map_or("", |choice| choice.code.as_ref()));
        }
        Kind::Region => push_quoted(out, format_args!("{value:06}")),
        Kind::Flag => out.push_str(if value == 1 { "true" } else { "false" }),
        Kind::Integer { .. } | Kind::Money { .. } => push_display(out, value),
    }
}

pub(super) fn push_datum(datum: &Datum, out: &mut String) {
    match datum {
        Datum::None => out.push_str("null"),
        Datum::Flag(value) => out.push_str(if *value { "true" } else { "false" }),
        Datum::Code(choice) => push_quoted(out, &choice.code),
        Datum::Number(value) | Datum::Money(value) => push_display(out, value),
        Datum::Day(day) => push_quoted(out, day),
        Datum::Region(code) => push_quoted(out, format_args!("{code:06}")),
        Datum::Codes(choices) => {
            push_list(out, choices.iter(), |choice, out| push_quoted(out, &choice.code));
        }
        Datum::Regions(codes) => {
            push_list(out, codes.iter(), |code, out| push_quoted(out, format_args!("{code:06}")));
        }
    }
}

pub(super) fn push_list<T>(out: &mut String, items: impl Iterator<Item = T>, push: impl Fn(T, &mut String)) {
    out.push('[');
    for (index, item) in items.enumerate() {
        if index > 0 {
            out.push(',');
        }
        push(item, out);
    }
    out.push(']');
}
