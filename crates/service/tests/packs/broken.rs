//! Each fault that `pack check` knows is provoked once and found where it stands; no code is without its test.

use std::collections::BTreeSet;

use service::{Library, Problem, ProblemCode as Code, Texts, check};

use crate::common::{faults, list};

const MAIN: &str = "flex-registration/service.toml";
const NOTICES: &str = "flex-registration/notices.toml";
const EXAMPLES: &str = "flex-registration/examples.toml";
const OFFICES: &str = "directory/offices.toml";

struct Case {
    code: Code,
    file: &'static str,
    from: &'static str,
    to: &'static str,
    /// Where the fault is reported.
    at: (&'static str, &'static str),
}

fn case(code: Code, file: &'static str, from: &'static str, to: &'static str, key: &'static str) -> Case {
    Case { code, file, from, to, at: (file, key) }
}

fn cases() -> Vec<Case> {
    [of_form(), of_fields(), of_the_law(), of_terms(), of_notices_and_examples()]
        .into_iter()
        .flatten()
        .collect()
}

fn of_form() -> Vec<Case> {
    vec![
        case(Code::Malformed, MAIN, "kind = \"phone\"", "kind = \"upload\"", "fields[2].kind"),
        case(Code::Malformed, MAIN, "fee_fen = 0", "fee_fen = \"0\"", "fee_fen"),
        case(Code::Malformed, MAIN, "fee_fen = 0", "fee_fen = 0\nprice = 1", "price"),
        case(Code::Malformed, MAIN, "\"2020-10-01\"", "\"2020-10-32\"", "effective_from"),
        case(Code::Malformed, MAIN, ", en = \"Name\"", "", "fields[0].label"),
        case(Code::Malformed, MAIN, "[[fields]]", "[[fields]", ""),
        case(Code::Malformed, MAIN, "id = \"flex-registration\"", "id = \"flex\"", "id"),
        case(Code::Malformed, MAIN, "anchor = \"11.1.1\"", "anchor = \"11.0\"", "route.anchor"),
        case(Code::MissingWords, MAIN, "en = \"Name\"", "en = \" \"", "fields.name.label.en"),
        case(Code::MissingWords, NOTICES, "en = \"Registered\"", "en = \"\"", "registered.Sms.title.en"),
        case(Code::DuplicateId, MAIN, "id = \"phone\"", "id = \"name\"", "fields.name"),
        case(Code::DuplicateId, EXAMPLES, "id = \"no-form\"", "id = \"no-commitment\"", "no-commitment"),
        case(Code::UnknownAnchor, MAIN, "\"11.1.2\"]", "\"11.1.2\", \"11.1.4\"]", "anchors"),
        case(
            Code::UnknownAnchor,
            MAIN,
            "anchor = \"2.1.5\"",
            "anchor = \"2.1.6\"",
            "fields.employment_form.values.other_flexible.anchor",
        ),
    ]
}

fn of_fields() -> Vec<Case> {
    vec![
        case(
            Code::WrongKind,
            MAIN,
            "id = \"other_flexible\"",
            "id = \"employer\"",
            "fields.employment_form.values.employer",
        ),
        case(Code::WrongKind, MAIN, "chars_max = 40\n", "", "fields.platform_name.chars_max"),
        case(
            Code::WrongKind,
            MAIN,
            "kind = \"phone\"",
            "kind = \"phone\"\nchars_max = 11",
            "fields.phone.chars_max",
        ),
        case(
            Code::WrongKind,
            MAIN,
            "kind = \"choice\"",
            "kind = \"yes_no\"",
            "fields.employment_form.values",
        ),
        case(
            Code::WrongKind,
            MAIN,
            "kind = \"phone\"",
            "kind = \"phone\"\nnot_after_business_date = true",
            "fields.phone.not_after_business_date",
        ),
        case(
            Code::DuplicateId,
            MAIN,
            "id = \"part_time\"",
            "id = \"platform\"",
            "fields.employment_form.values.platform",
        ),
        case(
            Code::DuplicateId,
            OFFICES,
            "id = \"pes-110102\"",
            "id = \"pes-110101\"",
            "office.pes-110101.id",
        ),
        case(
            Code::UnknownFact,
            MAIN,
            "facts = [\"birth_date\", \"sex\"]",
            "facts = [\"birth_date\", \"sex\", \"height\"]",
            "fields.id_number.facts",
        ),
        case(
            Code::UnknownConclusion,
            MAIN,
            "conclusion = \"graduate_subsidy\"",
            "conclusion = \"lottery\"",
            "next_steps[2].conclusion",
        ),
        case(
            Code::WrongKind,
            MAIN,
            "facts = [\"birth_date\", \"sex\"]",
            "facts = [\"hukou_region\"]",
            "fields.id_number.kind",
        ),
        case(
            Code::WrongKind,
            MAIN,
            "place = \"employment_region\"",
            "place = \"residence_region\"",
            "route.place",
        ),
        case(
            Code::UnusedField,
            MAIN,
            "fields = [\"name\", \"id_number\", \"phone\"]",
            "fields = [\"name\", \"id_number\"]",
            "fields.phone",
        ),
        case(
            Code::UnknownField,
            MAIN,
            "field = \"id_number\"",
            "field = \"proof\"",
            "return_reasons.identity_mismatch.field",
        ),
        case(
            Code::UnknownField,
            MAIN,
            "is = [\"platform\"]",
            "is = [\"platforms\"]",
            "fields.platform_labour_relation.when.is",
        ),
    ]
}

fn of_the_law() -> Vec<Case> {
    vec![
        case(
            Code::EvidenceForbidden,
            MAIN,
            "items = []",
            "items = [{ id = \"contract\", anchor = \"11.1.2\", label = { zh = \"劳动合同\", en = \"contract\" } }]",
            "evidence.items.contract",
        ),
        case(
            Code::EvidenceForbidden,
            MAIN,
            "就业地不清楚或不在北京，请核对",
            "请提交就业证明",
            "return_reasons.place_unclear.label",
        ),
        case(
            Code::EvidenceForbidden,
            MAIN,
            "The place of work is unclear or outside Beijing; please check",
            "Please send Proof of employment",
            "return_reasons.place_unclear.label",
        ),
        case(Code::EvidenceForbidden, MAIN, "forbidden_by = \"11.1.2\"\n", "", "evidence.forbidden_by"),
        case(Code::FeeForbidden, MAIN, "fee_fen = 0", "fee_fen = 500", "fee_fen"),
        Case {
            code: Code::RouteIncomplete,
            file: OFFICES,
            from: "id = \"pes-110105\"\nkind = \"district_employment_service\"\ndistrict = \"110105\"",
            to: "id = \"pes-110105\"\nkind = \"district_employment_service\"\ndistrict = \"110106\"",
            at: (MAIN, "route.office_kind"),
        },
        case(
            Code::UnknownPlace,
            OFFICES,
            "kind = \"government_service_centre\"\ndistrict = \"110119\"",
            "kind = \"government_service_centre\"\ndistrict = \"110229\"",
            "office.gsc-110119.district",
        ),
    ]
}

fn of_terms() -> Vec<Case> {
    vec![
        case(
            Code::ClockBasis,
            MAIN,
            "basis = \"proposed\"",
            "basis = \"proposed\"\nanchor = \"11.1.1\"",
            "clocks.decide.basis",
        ),
        case(Code::ClockBasis, MAIN, "amount = 1\n", "amount = 0\n", "clocks.decide.basis"),
        case(
            Code::ClockBasis,
            MAIN,
            "confidence = \"medium\"",
            "confidence = \"low\"",
            "clocks.issue_certificate.basis",
        ),
        case(
            Code::RetentionBasis,
            MAIN,
            "owner = { zh = \"市人力资源和社会保障局\", en = \"Municipal Human Resources and Social Security Bureau\" }\n",
            "",
            "retention.registration",
        ),
        case(
            Code::RetentionBasis,
            MAIN,
            "status = \"not_settled\"",
            "status = \"not_settled\"\nyears = 5",
            "retention.registration",
        ),
        case(
            Code::EffectUndo,
            MAIN,
            "kind = \"record_commitment\"",
            "kind = \"record_commitment\"\nundo = \"keep_record\"",
            "effects.record_commitment.undo",
        ),
        case(
            Code::MissingFile,
            MAIN,
            "service = \"flex-change\"",
            "service = \"flex-rest\"",
            "next_steps[3].service",
        ),
        case(
            Code::UnknownCalendar,
            MAIN,
            "calendar = \"china\"",
            "calendar = \"mars\"",
            "clocks.decide.calendar",
        ),
        case(Code::UnknownCalendar, MAIN, "calendar = \"china\"\n", "", "clocks.decide.calendar"),
        case(Code::ClockBasis, MAIN, "binding = false", "binding = true", "clocks.decide.basis"),
        case(
            Code::ClockBasis,
            MAIN,
            "source = \"人社部发〔2010〕75号\"",
            "source = \"\"",
            "clocks.issue_certificate.basis",
        ),
        case(
            Code::ClockBasis,
            MAIN,
            "basis = \"other_law\"",
            "basis = \"law\"",
            "clocks.issue_certificate.basis",
        ),
        case(Code::EffectUndo, MAIN, "undo = \"close_period\"\n", "", "effects.open_period.undo"),
    ]
}

fn of_notices_and_examples() -> Vec<Case> {
    vec![
        case(
            Code::UnknownPlaceholder,
            NOTICES,
            "{registered_on}办好",
            "{birthday}办好",
            "notices[0].text.zh",
        ),
        case(
            Code::UnknownPlaceholder,
            NOTICES,
            "{registered_on}办好",
            "{registered_on办好",
            "notices[0].text.zh",
        ),
        case(
            Code::PlaceholderMismatch,
            NOTICES,
            "number {registration_number}. Kind",
            "a number. Kind",
            "registered.Inbox.text",
        ),
        case(
            Code::BarredInSms,
            NOTICES,
            "登记证免费，可上网下载。",
            "请点击rsj.beijing.gov.cn下载。",
            "registered.Sms.text",
        ),
        case(
            Code::SmsTooLong,
            NOTICES,
            "登记证免费，可上网下载。",
            "登记证免费，可以登录网站、手机应用或者微信公众号，随时查看和下载，也可以到窗口打印。",
            "registered.Sms.text.Zh",
        ),
        case(
            Code::ExampleDiffers,
            EXAMPLES,
            "office = \"pes-110105\"",
            "office = \"pes-110117\"",
            "wang-by-wechat",
        ),
        case(Code::ExampleDiffers, EXAMPLES, "code = \"missing\"", "code = \"not_asked\"", "no-form"),
        case(Code::ExampleDiffers, EXAMPLES, "fee_fen = 0", "fee_fen = 1", "wang-by-wechat"),
        case(
            Code::RetentionBasis,
            MAIN,
            "status = \"not_settled\"",
            "status = \"settled\"",
            "retention.registration",
        ),
        case(
            Code::CommitmentMismatch,
            "flex-registration/commitment.en.md",
            "version: truth-v1",
            "version: truth-v2",
            "",
        ),
        Case {
            code: Code::CommitmentMismatch,
            file: MAIN,
            from: "version = \"truth-v1\"",
            to: "version = \"truth-v9\"",
            at: ("flex-registration/commitment.zh.md", "version"),
        },
        Case {
            code: Code::MissingFile,
            file: MAIN,
            from: "zh = \"commitment.zh.md\"",
            to: "zh = \"other.md\"",
            at: ("flex-registration/other.md", ""),
        },
    ]
}

fn broken(case: &Case) -> Vec<Problem> {
    let mut services = Texts::embedded_services();
    let text = services.get(case.file).unwrap_or_else(|| panic!("no file {}", case.file)).to_owned();
    assert!(text.contains(case.from), "{} has no `{}`", case.file, case.from);
    services.insert(case.file, &text.replacen(case.from, case.to, 1));
    faults(&services, &Texts::embedded_policies())
}

#[test]
fn each_fault_is_found_where_it_stands() {
    for case in cases() {
        let found = broken(&case);
        let here = |fault: &&Problem| {
            (fault.code, fault.file.as_str(), fault.key.as_str()) == (case.code, case.at.0, case.at.1)
        };
        let fault = found.iter().find(here);
        let fault = fault.unwrap_or_else(|| panic!("`{}` → `{}`:\n{}", case.from, case.to, list(&found)));
        assert!(!fault.expected.is_empty());
        let said = fault.to_string();
        assert!(said.starts_with(case.at.0) && said.contains(case.code.as_str()), "{said}");
    }
}

#[test]
fn two_wordings_cannot_begin_on_the_same_day() {
    let mut services = Texts::embedded_services();
    for file in ["commitment.zh.md", "commitment.en.md"] {
        let text =
            services.get(&format!("flex-registration/{file}")).unwrap().replace("truth-v1", "truth-v2");
        services.insert(format!("flex-registration/v2.{file}"), &text);
    }
    let entry = "[[commitments]]\nversion = \"truth-v2\"\nzh = \"v2.commitment.zh.md\"\nen = \"v2.commitment.en.md\"\n";
    let text = services.get(MAIN).unwrap().replacen("[[clocks]]", &format!("{entry}[[clocks]]"), 1);
    services.insert(MAIN, &text);
    let found = faults(&services, &Texts::embedded_policies());
    assert!(codes(&found).contains(&Code::CommitmentMismatch), "{}", list(&found));
}

#[test]
fn a_commitment_or_a_notice_without_words_is_found() {
    let mut services = Texts::embedded_services();
    let file = "flex-change/commitment.en.md";
    let head = services.get(file).unwrap().split_inclusive("---\n").take(2).collect::<String>();
    services.insert(file, &head);
    let text = services.get(NOTICES).unwrap();
    let words =
        "One item of your flexible employment registration needs to be checked. Please sign in to see it.";
    assert!(text.contains(words));
    services.insert(NOTICES, &text.replace(words, ""));
    let found = faults(&services, &Texts::embedded_policies());
    let keys: Vec<_> = found.iter().map(|fault| (fault.code, fault.key.as_str())).collect();
    let expected = [
        (Code::MissingWords, "commitments.truth-v1.en"),
        (Code::MissingWords, "correction_wanted.Sms.text.En"),
    ];
    assert_eq!(keys, expected, "{}", list(&found));
}

#[test]
fn a_commitment_that_begins_too_late_leaves_a_gap() {
    let mut services = Texts::embedded_services();
    for file in ["flex-registration/commitment.zh.md", "flex-registration/commitment.en.md"] {
        let text =
            services.get(file).unwrap().replace("effective_from: 2020-10-01", "effective_from: 2020-10-02");
        services.insert(file, &text);
    }
    let found = faults(&services, &Texts::embedded_policies());
    assert_eq!(codes(&found), BTreeSet::from([Code::CommitmentMissing]), "{}", list(&found));
}

#[test]
fn a_short_message_carries_nothing_personal() {
    let mut services = Texts::embedded_services();
    let text =
        services.get(NOTICES).unwrap().replace("您的灵活就业登记已办好，编号", "{person_name}已登记，编号");
    let text = text.replace("Your flexible employment is registered, no.", "{person_name}, registered, no.");
    services.insert(NOTICES, &text);
    let found = faults(&services, &Texts::embedded_policies());
    assert!(codes(&found).contains(&Code::PersonalInSms), "{}", list(&found));
}

#[test]
fn offices_may_follow_each_other_without_a_gap_or_an_overlap() {
    let with = |last: &str, first: &str| {
        let mut services = Texts::embedded_services();
        let old = "address = \"\"\nfrom = \"2020-10-01\"";
        let text = services.get(OFFICES).unwrap().replacen(old, &format!("{old}\nto = \"{last}\""), 1);
        let next = format!(
            "\n[[office]]\nid = \"pes-110101-b\"\nkind = \"district_employment_service\"\ndistrict = \"110101\"\n\
             name = {{ zh = \"东城区新机构\", en = \"Dongcheng, new office\" }}\naddress = \"\"\nfrom = \"{first}\"\n"
        );
        services.insert(OFFICES, &format!("{text}{next}"));
        codes(&faults(&services, &Texts::embedded_policies()))
    };
    assert_eq!(with("2022-06-30", "2022-07-01"), BTreeSet::new());
    assert_eq!(with("2022-06-30", "2022-07-02"), BTreeSet::from([Code::RouteIncomplete]));
    assert_eq!(with("2022-06-30", "2022-06-30"), BTreeSet::from([Code::RouteIncomplete]));
}

#[test]
fn questions_lack_nothing_that_the_law_asks() {
    let with = |from: &str, to: &str| {
        let mut policies = Texts::embedded_policies();
        let text = policies.get("questions.toml").unwrap().to_owned();
        assert!(text.contains(from), "{from}");
        policies.insert("questions.toml", &text.replacen(from, to, 1));
        faults(&Texts::embedded_services(), &policies)
    };
    let found = with("[facts.birth_date]", "[facts.born_on]");
    assert!(
        codes(&found).is_superset(&BTreeSet::from([Code::MissingWords, Code::UnknownFact])),
        "{}",
        list(&found)
    );
    let found = with("en = \"What is your sex?\"", "en = \"\"");
    let place = found.iter().map(|fault| (fault.file.as_str(), fault.key.as_str())).collect::<Vec<_>>();
    assert_eq!(place, [("questions.toml", "facts.sex.question.en")]);
    for (from, to, code, key) in [
        (
            "when_no_source = \"社会保险法 第二十条、第二十五条\"",
            "when_no_source = \"\"",
            Code::MissingWords,
            "conclusions.social_insurance_enrolment.when_no_source",
        ),
        (
            ", hint_en = \"a shop, a stall, jobs of your own\"",
            "",
            Code::MissingWords,
            "facts.employment_form.values.self_employed.hint",
        ),
        ("true = { zh = \"办了\", en = \"Yes\" }\n", "", Code::WrongKind, "facts.business_registered.values"),
        (
            "female = { zh = \"女\", en = \"Female\" }",
            "female = { zh = \"女\", en = \"\" }",
            Code::MissingWords,
            "facts.sex.values.female",
        ),
    ] {
        let found = with(from, to);
        assert!(
            found.iter().any(|fault| (fault.code, fault.key.as_str()) == (code, key)),
            "{}",
            list(&found)
        );
    }
    let found = with("[conclusions.pilot_subsidy]", "[conclusions.pilot]");
    assert!(codes(&found).contains(&Code::UnknownConclusion), "{}", list(&found));
}

#[test]
fn a_translation_that_drops_a_sentence_is_found() {
    let mut policies = Texts::embedded_policies();
    let file = "translations/beijing-flexible-employment-2020.en.md";
    let text = policies.get(file).unwrap().replacen(
        " ¦ Where employment information changes, the formalities for amendment shall be completed in time.",
        "",
        1,
    );
    policies.insert(file, &text);
    let whole = crate::common::context();
    let library = Library::load(&Texts::embedded_services(), &policies).unwrap();
    let found = check(&library, &whole);
    let fault = found.first().unwrap();
    assert_eq!((fault.code, fault.key.as_str(), found.len()), (Code::TranslationDiffers, "article 11", 1));
    assert!(fault.expected.contains("[3]") && fault.expected.contains("[2]"), "{fault}");
}

#[test]
fn all_faults_come_at_once() {
    let mut services = Texts::embedded_services();
    for folder in ["flex-registration", "flex-change"] {
        let file = format!("{folder}/service.toml");
        let text = services
            .get(&file)
            .unwrap()
            .replace("fee_fen = 0", "fee_fen = 1")
            .replace("basis = \"proposed\"", "basis = \"law\"");
        services.insert(file, &text);
    }
    let found = faults(&services, &Texts::embedded_policies());
    let files: BTreeSet<_> = found.iter().map(|fault| fault.file.as_str()).collect();
    assert!(files.contains(MAIN) && files.contains("flex-change/service.toml"), "{}", list(&found));
    assert!(
        codes(&found).is_superset(&BTreeSet::from([Code::FeeForbidden, Code::ClockBasis])),
        "{}",
        list(&found)
    );
    let mut sorted = found.clone();
    sorted.sort();
    assert_eq!(found, sorted);
}

#[test]
fn every_code_is_provoked_by_a_test() {
    let mut provoked: BTreeSet<_> = cases().iter().map(|case| case.code).collect();
    // Provoked by a test of their own above.
    provoked.extend([Code::CommitmentMissing, Code::PersonalInSms, Code::TranslationDiffers]);
    // Provoked in `made_up`.
    provoked.extend([
        Code::UnknownState,
        Code::DeadEnd,
        Code::NoOwner,
        Code::NoReasons,
        Code::NoSecondOfficer,
        Code::UnusedEntry,
        Code::EvidencePath,
        Code::OverlayPoint,
        Code::ConditionUntested,
    ]);
    let all: BTreeSet<_> = Code::ALL.iter().copied().collect();
    assert_eq!(provoked, all, "codes without a test: {:?}", all.difference(&provoked).collect::<Vec<_>>());
}

#[test]
fn every_code_stands_in_the_checklist() {
    let page = include_str!("../../../../docs/adding-a-service.md");
    for code in Code::ALL {
        let row = format!("| `{code}` | {} | ", code.title_zh());
        assert!(page.contains(&row), "docs/adding-a-service.md has no row `{row}`");
    }
}

#[test]
fn a_fault_reads_as_file_key_code_and_what_was_expected() {
    let found = broken(&case(Code::FeeForbidden, MAIN, "fee_fen = 0", "fee_fen = 500", "fee_fen"));
    let said: Vec<_> =
        found.iter().map(ToString::to_string).filter(|said| said.contains("fee-forbidden")).collect();
    let expected = "flex-registration/service.toml:10: fee_fen: fee-forbidden（不得收费）: \
                    found 500 fen, expected 0 under `11.1.1`: 免费领取《就业失业登记证》";
    assert_eq!(said, [expected]);
}

fn codes(found: &[Problem]) -> BTreeSet<Code> {
    found.iter().map(|fault| fault.code).collect()
}
