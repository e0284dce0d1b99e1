//! What the tests of the packs share: what is built in, the context of the law, and all faults of a folder of texts.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use service::{Context, Library, Problem, Texts, check};

/// The facts of the decision contract, in its order.
pub(crate) const FACTS: &[&str] = &[
    "birth_date",
    "sex",
    "hukou_region",
    "hukou_kind",
    "residence_region",
    "insured_region",
    "employment_region",
    "last_employment_region",
    "last_employment_form",
    "employment_form",
    "platform_labour_relation",
    "business_registered",
    "employment_registered",
    "first_employment_form",
    "first_employment_on",
    "stably_employed",
    "employment_difficulty",
    "education",
    "graduated_on",
    "beijing_origin_student",
    "in_traineeship",
    "unemployment_registered",
    "rural_transfer_registered",
    "archive_entrusted",
    "pension_as_individual",
    "individual_payer_2020",
    "payment_difficulty",
    "unpaid_pension_months_2020",
    "contribution_base_fen",
    "subsidy_months_received",
    "subsidy_expired_on",
    "professional_technical",
];

/// The conclusions of the decision contract.
pub(crate) const CONCLUSIONS: &[&str] = &[
    "flexible_worker",
    "social_insurance_enrolment",
    "graduate_subsidy",
    "subsidy_extension",
    "unemployment_contribution",
    "pension_deferral",
    "pension_back_payment",
    "startup_loan",
    "pilot_subsidy",
    "employment_registration",
    "unemployment_registration",
    "title_evaluation",
];

/// The context of the base instrument; its outline is the translation's, which a test holds against the Chinese.
pub(crate) fn context() -> Context {
    let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
    Context {
        outline: library().translation.outline(),
        facts: set(FACTS),
        conclusions: set(CONCLUSIONS),
        calendars: library().calendars.names().map(str::to_owned).collect(),
    }
}

/// What is built in, read once.
pub(crate) fn library() -> Library {
    static LIBRARY: LazyLock<Library> =
        LazyLock::new(|| Library::embedded().unwrap_or_else(|problems| panic!("{}", list(&problems))));
    LIBRARY.clone()
}

/// All faults of texts: of form, or else of contents.
pub(crate) fn faults(services: &Texts, policies: &Texts) -> Vec<Problem> {
    match Library::load(services, policies) {
        Ok(library) => check(&library, &context()),
        Err(problems) => problems,
    }
}

/// The faults, one a line.
pub(crate) fn list(problems: &[Problem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}
