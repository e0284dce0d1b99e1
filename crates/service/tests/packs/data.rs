//! The data beside the law: places, streets, occupations, calendars, glossary, questions.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::date;
use service::clock::Confidence;
use service::glossary::TermKind;
use service::questions::AnswerKind;
use service::streets::StreetKind;
use service::{Lang, OfficeKind, Texts};

use crate::common::{CONCLUSIONS, FACTS, library};

#[test]
fn places_are_the_sixteen_districts_and_former_codes_lead_to_them() {
    let regions = library().regions;
    let codes: BTreeSet<_> = regions.districts.iter().map(|district| district.code.as_str()).collect();
    assert_eq!((codes.len(), regions.districts.len()), (16, 16));
    assert!(codes.iter().all(|code| code.len() == 6 && code.starts_with("11")));
    assert_eq!(regions.retired.len(), 12);
    for retired in &regions.retired {
        assert!(
            codes.contains(retired.now.as_str()) && !codes.contains(retired.code.as_str()),
            "{}",
            retired.code
        );
        assert_eq!(regions.district_now(&retired.code).unwrap().code, retired.now);
        assert!(regions.district(&retired.code).is_none());
    }
    assert_eq!(regions.district_now("110103").unwrap().name(Lang::Zh), "东城区");
    assert_eq!(regions.district_now("110105").unwrap().name(Lang::En), "Chaoyang District");
    assert!(regions.district_now("130602").is_none());
    assert_eq!(regions.provinces.len(), 34);
    assert_eq!(regions.province_of("130602").unwrap().zh, "河北省");
    assert!(regions.province_of("990000").is_none() && regions.province_of("朝阳").is_none());
}

#[test]
fn streets_cover_all_sixteen_districts_and_nothing_else() {
    let library = library();
    let streets = &library.streets;
    assert_eq!(streets.streets.len(), streets.count);
    let mut by_district: BTreeMap<&str, usize> = BTreeMap::new();
    let mut codes = BTreeSet::new();
    for street in &streets.streets {
        assert!(street.code.len() == 9 && street.code.starts_with(&street.district), "{}", street.code);
        assert!(codes.insert(&street.code) && !street.name.is_empty(), "{}", street.code);
        *by_district.entry(&street.district).or_default() += 1;
    }
    let districts: BTreeSet<_> =
        library.regions.districts.iter().map(|district| district.code.as_str()).collect();
    assert_eq!(by_district.keys().copied().collect::<BTreeSet<_>>(), districts);
    // What the package of the pinned version has, district by district.
    let counts: Vec<_> = by_district.values().copied().collect();
    assert_eq!(counts, [17, 15, 43, 26, 9, 29, 13, 28, 22, 25, 22, 26, 17, 18, 21, 18]);
    let zones = streets.streets.iter().filter(|street| street.kind == StreetKind::StatisticalArea).count();
    assert_eq!(zones, 6);
    assert_eq!(streets.of_district("110107").count(), 9);
}

#[test]
fn occupations_carry_only_codes_that_were_found() {
    let library = library();
    let occupations = &library.occupations;
    let mut names = BTreeSet::new();
    for occupation in &occupations.occupations {
        assert!(names.insert(occupation.zh.as_str()) && !occupation.en.is_empty(), "{}", occupation.zh);
        for code in &occupation.codes {
            assert_ne!(code.confidence, Confidence::Low, "{}", occupation.zh);
            assert!(is_code(&code.code), "{}", code.code);
        }
    }
    for batch in &occupations.batches {
        let listed =
            occupations.occupations.iter().filter(|occupation| occupation.batch == batch.number).count();
        assert!(listed > 0 && listed <= batch.count, "batch {}", batch.number);
    }
    for named in ["数字化管理师", "互联网营销师", "在线学习服务师"] {
        assert_eq!(occupations.occupation(named).unwrap().article, Some(8));
    }
    assert_eq!(occupations.occupation("在线学习服务师").unwrap().codes, []);
    let forms = &library.questions.facts["employment_form"].values;
    for pick in &occupations.picks {
        assert!(forms.contains_key(&pick.form), "{}", pick.zh);
        let occupation = pick.occupation.as_deref();
        assert!(occupation.is_none_or(|name| names.contains(name)), "{}", pick.zh);
    }
    assert_eq!(occupations.meant_by("外卖骑手").unwrap().zh, "网约配送员");
    assert_eq!(occupations.meant_by(" food delivery rider ").unwrap().zh, "网约配送员");
    assert_eq!(occupations.meant_by("网约配送员").unwrap().zh, "网约配送员");
    assert!(occupations.meant_by("快递员").is_none() && occupations.meant_by("宇航员").is_none());
}

fn is_code(code: &str) -> bool {
    let parts: Vec<_> = code.split('-').collect();
    matches!(parts.as_slice(), [major, rest @ ..] if matches!(major.parse(), Ok(1..=8)) && major.len() == 1
        && rest.len() == 3 && rest.iter().all(|part| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit())))
}

#[test]
fn questions_are_those_of_the_contract_and_nullable_where_it_says() {
    let questions = library().questions;
    assert_eq!(
        questions.facts.keys().map(String::as_str).collect::<BTreeSet<_>>(),
        FACTS.iter().copied().collect()
    );
    assert_eq!(
        questions.conclusions.keys().map(String::as_str).collect::<BTreeSet<_>>(),
        CONCLUSIONS.iter().copied().collect()
    );
    let nullable: Vec<_> =
        questions.facts.iter().filter(|(_, fact)| fact.null.is_some()).map(|(key, _)| key.as_str()).collect();
    let expected = [
        "contribution_base_fen",
        "employment_region",
        "first_employment_form",
        "first_employment_on",
        "graduated_on",
        "insured_region",
        "last_employment_form",
        "last_employment_region",
        "subsidy_expired_on",
    ];
    assert_eq!(nullable, expected);
    for key in ["first_employment_form", "last_employment_form"] {
        assert!(!questions.facts[key].values.contains_key("none"), "{key}");
    }
    assert_eq!(questions.facts["employment_form"].values.len(), 6);
    for word in ["子公司", "关联公司", "外包", "网约车", "送外卖", "快递", "电子商务"] {
        let fact = &questions.facts["platform_labour_relation"];
        assert!(format!("{}{}", fact.question.zh, fact.help.zh).contains(word), "{word}");
    }
    assert!(
        questions.conclusions["startup_loan"].not_promised.as_ref().unwrap().en.contains("promises no money")
    );
    assert!(questions.conclusions["unemployment_registration"].when_no.zh.contains("就业服务与就业管理规定"));
}

#[test]
fn glossary_ids_are_unique_and_name_all_facts_values_and_conclusions() {
    let library = library();
    let glossary = &library.glossary;
    let mut seen = BTreeMap::new();
    for (zh, term) in &glossary.terms {
        let id = &term.id;
        assert!(!term.en.is_empty() && !term.source.is_empty(), "{zh}");
        assert!(
            id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_'),
            "{id}"
        );
        assert_eq!(term.plain(Lang::Zh).is_some(), term.plain(Lang::En).is_some(), "{zh}");
        assert_eq!(term.plain_source.is_some(), term.confidence.is_some(), "{zh}");
        assert_eq!(term.of.is_empty(), term.kind != TermKind::Value, "{zh}");
        let of = if term.of.is_empty() { vec![String::new()] } else { term.of.clone() };
        for of in of {
            let other = seen.insert((term.kind, of, id), zh);
            assert_eq!(other, None, "{zh} and another share {id}");
        }
    }
    for fact in FACTS {
        assert!(glossary.of_id(TermKind::Fact, None, fact).is_some(), "{fact}");
    }
    for conclusion in CONCLUSIONS {
        assert!(glossary.of_id(TermKind::Conclusion, None, conclusion).is_some(), "{conclusion}");
    }
    let choices = library.questions.facts.iter().filter(|(_, words)| words.kind == AnswerKind::Choice);
    for (fact, words) in choices {
        let of = if fact.ends_with("_employment_form") { "employment_form" } else { fact };
        for value in words.values.keys() {
            assert!(glossary.of_id(TermKind::Value, Some(of), value).is_some(), "{fact} {value}");
        }
    }
    for hard in [
        "个人委托存档",
        "就业困难人员",
        "灵活就业",
        "农业户籍",
        "北京生源",
        "就业见习",
        "转移就业登记",
        "暂缓缴费",
        "补缴",
    ] {
        assert!(
            glossary.term(hard).and_then(|term| term.plain(Lang::Zh)).is_some(),
            "{hard} needs a plain gloss"
        );
    }
    let (back, late) = (&glossary.terms["补缴"].en, &glossary.terms["滞纳金"].en);
    assert!(back.split(' ').all(|word| !late.contains(word)), "补缴 and 滞纳 must not share a word");
}

#[test]
fn a_term_has_its_english_in_one_file_and_not_in_two() {
    let english = |glossary: &str, phrases: &str| {
        let texts = Texts::from_iter([("glossary.toml", glossary), ("phrases.toml", phrases)]);
        service::Glossary::read(&texts)
    };
    let term = "[terms.\"缴费 基数\"]\nid = \"base\"\nsource = \"x\"\n";
    let phrase = "[phrases]\n\"缴费基数\" = \"base\"\n";
    let read = english(term, phrase).unwrap();
    assert_eq!(read.terms["缴费 基数"].en, "base");
    let none = english(term, "[phrases]\n").unwrap_err();
    assert!(none.key.contains("缴费 基数") && none.expected.contains("expected `en`"), "{none}");
    let both = english(&format!("{term}en = \"rate\"\n"), phrase).unwrap_err();
    assert!(both.expected.contains("`rate`") && both.expected.contains("expected none"), "{both}");
}

/// The values that an answer of the decision contract may give, by field.
const ANSWER_VALUES: &[(&str, &[&str])] = &[
    ("category", &["self_employed", "part_time", "new_form", "other"]),
    ("insurances", &["pension", "medical", "unemployment"]),
    ("route", &["hukou_street", "archive", "association"]),
    ("channels", &["website", "app", "wechat", "window"]),
    ("needs", &["personal_information", "employment_form", "written_commitment", "reason"]),
    ("documents", &["qualification_application_form", "identity_document"]),
    ("steps", &["qualification", "guarantee", "loan"]),
    ("office_kind", &["government_service_centre", "district_employment_service"]),
];

const ANSWER_FIELDS: &[&str] = &[
    "category",
    "insurances",
    "route",
    "office_region",
    "office_regions",
    "office_kind",
    "months_remaining",
    "channels",
    "extended_until",
    "base_min_fen",
    "base_max_fen",
    "base_valid",
    "monthly_premium_fen",
    "resume_from",
    "months",
    "deadline",
    "amount_min_fen",
    "amount_max_fen",
    "amount_fen",
    "documents",
    "steps",
    "needs",
    "proof_required",
    "fee_fen",
];

#[test]
fn glossary_words_every_field_and_value_of_an_answer() {
    let glossary = library().glossary;
    for field in ANSWER_FIELDS {
        assert!(glossary.of_id(TermKind::Field, None, field).is_some(), "{field}");
    }
    for (field, values) in ANSWER_VALUES {
        for value in *values {
            assert!(glossary.of_id(TermKind::Value, Some(field), value).is_some(), "{field} {value}");
        }
    }
    for status in ["yes", "no", "unknown"] {
        assert!(glossary.of_id(TermKind::Status, None, status).is_some(), "{status}");
    }
}

#[test]
fn every_street_and_town_has_an_office_and_a_zone_is_no_street() {
    let library = library();
    let directory = &library.directory;
    assert!(directory.demonstration);
    let of_streets = |office: &&service::Office| office.kind == OfficeKind::StreetEmploymentService;
    let offices: Vec<_> = directory.offices.iter().filter(of_streets).collect();
    let zones =
        library.streets.streets.iter().filter(|street| street.kind == StreetKind::StatisticalArea).count();
    assert_eq!(offices.len(), library.streets.count - zones);
    let first = date(2020, 10, 1);
    for office in offices {
        let street = library.streets.street(office.street.as_ref().unwrap()).unwrap();
        assert_ne!(street.kind, StreetKind::StatisticalArea, "{}", street.name);
        assert_eq!(office.district, street.district);
        assert_eq!(office.name.zh, format!("{}公共就业服务机构", street.name));
        assert!(office.name.en.contains(&street.name), "{}", office.name.en);
        assert!(office.serves_on(first) && !office.serves_on(first.yesterday().unwrap()));
        assert_eq!(directory.office(&office.id), Some(office), "each id once");
    }
    // Of Miyun's entries one is a zone.
    assert_eq!(
        directory.of_streets("110118", first).count(),
        library.streets.of_district("110118").count() - 1
    );
    assert!(directory.of_streets("110118", first.yesterday().unwrap()).next().is_none());
}

/// Beijing's notices address the zone beside the sixteen districts; it has no code of its own, so no rule leads there.
#[test]
fn the_development_area_has_an_office_beside_the_districts() {
    let library = library();
    let office = library.directory.office("zone-beijing-etown").unwrap();
    assert_eq!(office.kind, OfficeKind::DevelopmentZoneEmploymentService);
    assert_eq!(library.streets.street(office.street.as_ref().unwrap()).unwrap().name, "北京经济技术开发区");
    assert!(library.directory.of_streets("110115", date(2020, 10, 1)).any(|found| found == office));
    assert!(library.regions.districts.iter().all(|district| !district.zh.contains("开发区")));
}
