"""The twelve outcomes, in the contract's words.

Each outcome is a condition and its further fields, as functions of `g`, which gives a
fact by its name (null is None; `as_of` is a fact here). A condition never sees a
parameter but `pilot_regions`; money is the business of the fields.
"""

from fractions import Fraction

from dates import completed_years, show, years_after
from facts import in_beijing

IN_FORCE = 20201001
AGES = (16, 25, 50, 60)
FLEXIBLE_FORMS = ("self_employed", "part_time", "platform", "other_flexible")
CATEGORY = {"self_employed": "self_employed", "part_time": "part_time",
            "platform": "new_form", "other_flexible": "other"}
CHANNELS = ["website", "app", "wechat"]


def flexible(g):
    form = g("employment_form")
    if form == "platform":
        return not g("platform_labour_relation")
    return form in ("self_employed", "part_time", "other_flexible")


def age(g):
    return completed_years(g("birth_date"), g("as_of"))


def beijing_hukou(g):
    return in_beijing(g("hukou_region"))


def within_years_of(day, start, years):
    return start is not None and start <= day <= years_after(start, years)


def enrolment_a(g):
    if not (beijing_hukou(g) and g("hukou_kind") == "agricultural"):
        return False
    if not (flexible(g) and g("employment_registered")):
        return False
    years = age(g)
    return years >= 16 and years < (60 if g("sex") == "male" else 50)


def enrolment_b(g):
    if not g("in_traineeship"):
        return False
    if (g("beijing_origin_student")
            and g("education") in ("college", "secondary_vocational", "technical_school")
            and g("employment_form") == "none"
            and within_years_of(g("as_of"), g("graduated_on"), 2)):
        return True
    if not (g("unemployment_registered") or g("rural_transfer_registered")):
        return False
    return beijing_hukou(g) and 16 <= age(g) <= 24


def enrolment(g):
    return enrolment_a(g) or enrolment_b(g)


def enrolment_fields(g, _):
    street = beijing_hukou(g) and g("hukou_kind") == "agricultural" and flexible(g)
    return {"insurances": ["pension", "medical", "unemployment"],
            "route": "hukou_street" if street else "archive",
            "office_region": g("hukou_region") if street else None}


def graduate_subsidy(g):
    if not (beijing_hukou(g) and g("education") == "college" and flexible(g)):
        return False
    if not (g("first_employment_form") in FLEXIBLE_FORMS and g("subsidy_months_received") < 36):
        return False
    left, began = g("graduated_on"), g("first_employment_on")
    return (left is not None and 20200101 <= left <= g("as_of")
            and began is not None and within_years_of(began, left, 2) and began <= g("as_of"))


def graduate_subsidy_fields(g, _):
    return {"months_remaining": 36 - g("subsidy_months_received"), "channels": CHANNELS}


def subsidy_extension(g):
    return (g("as_of") <= 20201231 and not g("stably_employed")
            and within_years_of(g("as_of"), g("subsidy_expired_on"), 1))


def subsidy_extension_fields(g, _):
    return {"extended_until": show(years_after(g("subsidy_expired_on"), 1))}


def unemployment_contribution(g):
    return (g("as_of") >= 20210101 and in_beijing(g("insured_region")) and flexible(g)
            and (g("archive_entrusted") or enrolment_a(g)))


def premium(base, rate):
    """Base times rate, rounded half up to one fen."""
    return (base * rate + Fraction(1, 2)).__floor__()


def base_fields(g, parameter):
    low, high = parameter("pension_base_min"), parameter("pension_base_max")
    base = g("contribution_base_fen")
    valid = None if base is None or low is None or high is None else low <= base <= high
    return low, high, base, {"base_min_fen": low, "base_max_fen": high, "base_valid": valid}


def unemployment_contribution_fields(g, parameter):
    _, _, base, fields = base_fields(g, parameter)
    rate = parameter("unemployment_rate_individual")
    paid = fields["base_valid"] and rate is not None
    return {**fields, "monthly_premium_fen": premium(base, rate) if paid else None}


def pension_deferral(g):
    return (g("as_of") <= 20201231 and g("pension_as_individual")
            and g("payment_difficulty") and flexible(g))


def pension_back_payment(g):
    return (g("as_of") <= 20211231 and g("individual_payer_2020")
            and g("unpaid_pension_months_2020") > 0)


def pension_back_payment_fields(g, parameter):
    low, high, base, fields = base_fields(g, parameter)
    rate, months = parameter("pension_rate_individual"), g("unpaid_pension_months_2020")

    def amount(chosen):
        return None if chosen is None or rate is None else premium(chosen, rate) * months

    return {**fields, "months": months, "deadline": "2021-12-31",
            "amount_min_fen": amount(low), "amount_max_fen": amount(high),
            "amount_fen": amount(base) if fields["base_valid"] else None}


def startup_loan(g):
    return beijing_hukou(g) and g("employment_form") == "self_employed" and g("business_registered")


def startup_loan_fields(g, _):
    return {"office_region": g("hukou_region"), "office_kind": "government_service_centre",
            "documents": ["qualification_application_form", "identity_document"],
            "steps": ["qualification", "guarantee", "loan"]}


def pilot_subsidy(g):
    return (beijing_hukou(g) and g("hukou_region") in g("pilot_regions")
            and g("hukou_kind") == "agricultural" and g("employment_difficulty") and flexible(g))


def employment_registration(g):
    return in_beijing(g("employment_region")) and flexible(g)


def employment_registration_fields(g, _):
    return {"channels": CHANNELS + ["window"], "office_region": g("employment_region"),
            "needs": ["personal_information", "employment_form", "written_commitment"],
            "proof_required": False, "fee_fen": 0}


def unemployment_registration(g):
    return (g("employment_form") == "none" and g("last_employment_form") in FLEXIBLE_FORMS
            and in_beijing(g("last_employment_region")))


def unemployment_registration_fields(g, _):
    if in_beijing(g("residence_region")):
        offices = [g("residence_region")]
    else:
        places = {g("insured_region"), g("last_employment_region")}
        offices = sorted(place for place in places if in_beijing(place))
    return {"channels": CHANNELS + ["window"], "office_regions": offices,
            "needs": ["personal_information", "reason", "written_commitment"]}


def title_evaluation(g):
    return flexible(g) and g("professional_technical")


FORM = ["employment_form", "platform_labour_relation"]
GROUND_A = ["hukou_region", "hukou_kind", "birth_date", "sex", "employment_registered"] + FORM
BASE = ["contribution_base_fen"]

# outcome: (article, condition, the facts it may read, further fields, the facts these may read)
OUTCOMES = {
    "flexible_worker": (
        2, flexible, FORM, lambda g, _: {"category": CATEGORY[g("employment_form")]}, FORM),
    "social_insurance_enrolment": (
        3, enrolment, GROUND_A + ["in_traineeship", "beijing_origin_student", "education",
                                  "graduated_on", "unemployment_registered",
                                  "rural_transfer_registered"],
        enrolment_fields, ["hukou_region", "hukou_kind"] + FORM),
    "graduate_subsidy": (
        4, graduate_subsidy, ["hukou_region", "education", "graduated_on", "first_employment_form",
                              "first_employment_on", "subsidy_months_received"] + FORM,
        graduate_subsidy_fields, ["subsidy_months_received"]),
    "subsidy_extension": (
        5, subsidy_extension, ["stably_employed", "subsidy_expired_on"],
        subsidy_extension_fields, ["subsidy_expired_on"]),
    "unemployment_contribution": (
        6, unemployment_contribution, ["insured_region", "archive_entrusted"] + GROUND_A,
        unemployment_contribution_fields, BASE),
    "pension_deferral": (
        7, pension_deferral, ["pension_as_individual", "payment_difficulty"] + FORM,
        lambda g, _: {"resume_from": "2021-01-01"}, []),
    "pension_back_payment": (
        7, pension_back_payment, ["individual_payer_2020", "unpaid_pension_months_2020"],
        pension_back_payment_fields, BASE + ["unpaid_pension_months_2020"]),
    "startup_loan": (
        9, startup_loan, ["hukou_region", "employment_form", "business_registered"],
        startup_loan_fields, ["hukou_region"]),
    "pilot_subsidy": (
        10, pilot_subsidy, ["hukou_region", "hukou_kind", "employment_difficulty"] + FORM,
        lambda g, _: {"office_region": g("hukou_region")}, ["hukou_region"]),
    "employment_registration": (
        11, employment_registration, ["employment_region"] + FORM,
        employment_registration_fields, ["employment_region"]),
    "unemployment_registration": (
        12, unemployment_registration, ["employment_form", "last_employment_form",
                                        "last_employment_region"],
        unemployment_registration_fields, ["residence_region", "insured_region",
                                           "last_employment_region"]),
    "title_evaluation": (
        13, title_evaluation, ["professional_technical"] + FORM,
        lambda g, _: {"route": "association"}, []),
}
