//! Laws of the identity number: what is made by the standard's rule is read back, and any single
//! wrong character or exchange of neighbours is found.

use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::*;

/// The check character worked out the long way, from the standard's formula and not from the table.
fn with_check(seventeen: &str) -> String {
    let sum: u32 = seventeen
        .chars()
        .enumerate()
        .map(|(at, c)| {
            let weight = (0..17 - at).fold(1, |w, _| w * 2 % 11);
            weight * c.to_digit(10).unwrap()
        })
        .sum();
    let check = (12 - sum % 11) % 11;
    format!("{seventeen}{}", if check == 10 { "X".to_owned() } else { check.to_string() })
}

fn number() -> impl Strategy<Value = (String, Date, u32)> {
    let day = (1900i16..2100, 1i8..=12, 1i8..=31)
        .prop_filter_map("a day that exists", |(y, m, d)| Date::new(y, m, d).ok());
    (100_000u32..1_000_000, day, 0u32..1000).prop_map(|(region, day, order)| {
        (with_check(&format!("{region}{}{order:03}", day.strftime("%Y%m%d"))), day, order)
    })
}

#[test]
fn the_standards_example_is_read() {
    let id = IdNumber::parse("11010519491231002X").unwrap();
    assert_eq!(id.birth_date(), date(1949, 12, 31));
    assert_eq!(id.sex(), Sex::Female);
    assert_eq!(id.first_region_code(), "110105");
    assert_eq!(id.holder(), IdHolder::Citizen);
    assert_eq!(id, IdNumber::parse("11010519491231002x").unwrap());
}

#[test]
fn only_expose_shows_the_birth_date() {
    let id = IdNumber::parse("11010519491231002X").unwrap();
    assert_eq!(id.to_string(), "110105********002X");
    assert_eq!(format!("{id:?}"), "IdNumber(110105********002X)");
    assert_eq!(id.expose(), "11010519491231002X");
}

#[test]
fn each_fault_is_named() {
    use IdNumberError as E;
    let fault = |text: &str| IdNumber::parse(text).unwrap_err();
    assert_eq!(fault("11010519491231002"), E::Length { found: 17 });
    assert_eq!(fault(""), E::Length { found: 0 });
    assert!(matches!(fault("1101051949123I002X"), E::Character { position: 14, .. }));
    assert!(matches!(fault("110105194912310021０"), E::Length { found: 19 }));
    assert!(matches!(fault("１10105194912310021"), E::Character { position: 1, .. }));
    assert!(matches!(fault("11010519491231002Y"), E::Character { position: 18, .. }));
    assert_eq!(fault(&with_check("01010519491231002")), E::Region);
    assert_eq!(fault(&with_check("11010519490229002")), E::Date);
    assert_eq!(fault(&with_check("11010500001231002")), E::Date);
    assert_eq!(fault("110105194912310021"), E::CheckDigit { expected: 'X' });
}

#[test]
fn retired_divisions_and_other_permits_are_accepted() {
    // 110103 was merged into 110101 in 2010.
    let id = IdNumber::parse(&with_check("11010319800101001")).unwrap();
    let merged = |code: &Region| (code.as_str() == "110103").then(|| "110101".parse().unwrap());
    assert_eq!(id.present_region(merged).unwrap().as_str(), "110101");
    assert_eq!(id.present_region(|_| None), None);
    let holder = |start: &str| IdNumber::parse(&with_check(start)).unwrap().holder();
    assert_eq!(holder("81000019800101001"), IdHolder::HongKongMacaoTaiwan);
    assert_eq!(holder("83000019800101001"), IdHolder::HongKongMacaoTaiwan);
    assert_eq!(holder("91101019800101001"), IdHolder::ForeignResident);
}

proptest! {
    #[test]
    fn what_the_rule_makes_is_read_back((text, day, order) in number()) {
        let id = IdNumber::parse(&text).unwrap();
        prop_assert_eq!(id.expose(), &text);
        prop_assert_eq!(id.birth_date(), day);
        prop_assert_eq!(id.sex() == Sex::Male, order % 2 == 1);
        prop_assert_eq!(id.first_region_code(), &text[..6]);
        let shown = format!("{id} {id:?}");
        prop_assert!(!shown.contains(&text[6..14]));
    }

    #[test]
    fn one_wrong_digit_is_never_accepted((text, _, _) in number(), at in 0usize..17, digit in 0u8..10) {
        let mut wrong = text.clone().into_bytes();
        wrong[at] = b'0' + digit;
        let wrong = String::from_utf8(wrong).unwrap();
        prop_assert_eq!(IdNumber::parse(&wrong).is_ok(), wrong == text);
    }

    #[test]
    fn exchanged_neighbours_are_never_accepted((text, _, _) in number(), at in 0usize..16) {
        let mut wrong = text.clone().into_bytes();
        wrong.swap(at, at + 1);
        let wrong = String::from_utf8(wrong).unwrap();
        prop_assert_eq!(IdNumber::parse(&wrong).is_ok(), wrong == text);
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,24}") {
        let _ = IdNumber::parse(&text);
    }
}
