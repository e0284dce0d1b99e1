"""Made-up inputs that sit on the edges of the rules: days before, at and after each limit,
leap days, nulls, what-if parameters, and profiles one step away from each outcome."""

from dates import FIRST, LAST, is_leap, shift, show, years_after
from facts import DISTRICTS, EDUCATIONS, FACTS, FORMS
from rules import AGES

OUTSIDE = ["000000", "999999", "310101", "130602", "810000", "101100", "120101"]
EDGE_DAYS = [20200930, 20201001, 20201002, 20201231, 20210101, 20210102, 20211231, 20220101,
             20200229, 20210228, 20210301, 20220228, 20240228, 20240229, 20240301, 20250228,
             20210630, 20210701, 20250630, 20250701, 20260630, 20260701, 20270630, 20270701,
             20000930, 20001001, 20001002, 20011001, 20190630, 20800229, 21000228, 21000301,
             FIRST, LAST, 99970101, 99790229 if is_leap(9979) else 99790228, 99791231, 99800101]
KNOWN_ON = ["2020-10-01", "2025-09-17", "2025-09-18", "2026-08-20", "2026-08-21", "2030-01-01"]
MONEY = [0, 1, 49, 50, 149, 150, 3612, 361249, 361250, 361299, 361300, 361301, 536000, 716199,
         716200, 727000, 1375250, 2356501, 2654099, 2654100, 2654101, 3581100, 3634801,
         10**12 - 1, 10**12]
RATES = ["0", "1", "0.01", "0.20", "0.2", "1.000", "0.005", "0.0199999999999999999999999999999",
         "0.00" + "9" * 60, "0." + "3" * 45, "0.5", "0.00000000000049999999999999999999",
         "0.0000000000005", "0.125", "0.2" + "0" * 80]


def near(rng, day, reach=2):
    return shift(day, rng.choice([0, 0, -1, 1] + [-reach, reach]))


def valid(day):
    return min(max(day, FIRST), LAST)


def business_day(rng):
    pick = rng.random()
    if pick < 0.45:
        return rng.choice(EDGE_DAYS)
    if pick < 0.75:
        return shift(20200925, rng.randrange(480))
    if pick < 0.95:
        return shift(20200925, rng.randrange(2700))
    return shift(20000925, rng.randrange(2_920_000))


def back(day, years):
    return years_after(day, -years) if day // 10000 > years else FIRST


def birth_date(rng, as_of):
    pick = rng.random()
    if pick < 0.6:
        return min(near(rng, back(as_of, rng.choice(AGES))), as_of)
    if pick < 0.75:
        year = as_of // 10000 - rng.choice([15, 16, 17, 24, 25, 26, 49, 50, 59, 60])
        while year > 1 and not is_leap(year):
            year -= 1
        return min(valid(year * 10000 + 229), as_of) if year > 3 else FIRST
    if pick < 0.8:
        return rng.choice([FIRST, as_of, back(as_of, 20)])
    return min(shift(19550101, rng.randrange(20000)), as_of)


def graduated_on(rng, as_of):
    anchor = rng.choice([as_of, back(as_of, 2), 20200101, back(as_of, 1), 20200229, as_of])
    return near(rng, anchor)


def first_employment_on(rng, as_of, left):
    anchors = [as_of, 20220228, 20220301]
    if left is not None:
        anchors += [left, valid(years_after(left, 2))] * 2
    return near(rng, rng.choice(anchors))


def expired_on(rng, as_of):
    anchor = rng.choice([as_of, back(as_of, 1), back(as_of, 1), 20200229, 20191231])
    return near(rng, anchor)


def region(rng):
    return rng.choice(DISTRICTS if rng.random() < 0.65 else OUTSIDE)


def value(rng, name, as_of, facts):
    kind, null = FACTS[name]
    if null and rng.random() < 0.12:
        return None
    if name == "birth_date":
        return show(birth_date(rng, as_of))
    if name == "graduated_on":
        return show(graduated_on(rng, as_of))
    if name == "first_employment_on":
        left = facts.get("graduated_on")
        return show(first_employment_on(rng, as_of, int(left.replace("-", "")) if left else None))
    if name == "subsidy_expired_on":
        return show(expired_on(rng, as_of))
    if name == "contribution_base_fen":
        return rng.choice(MONEY) if rng.random() < 0.7 else rng.randrange(4_000_000)
    if kind[0] == "region":
        return region(rng)
    if kind[0] == "bool":
        return rng.random() < 0.5
    if kind[0] == "enum":
        return rng.choice(kind[1])
    return rng.choice([0, 1, 2, 11, 12] if kind[2] == 12 else [0, 1, 34, 35, 36, 37, 1200])


def parameters(rng):
    given = {}
    if rng.random() < 0.6:
        given["pilot_regions"] = [rng.choice(DISTRICTS) for _ in range(rng.randrange(0, 18))]
    if rng.random() < 0.35:
        given["pension_base_min"] = rng.choice(MONEY)
    if rng.random() < 0.35:
        given["pension_base_max"] = rng.choice(MONEY)
    for name in ("pension_rate_individual", "unemployment_rate_individual"):
        if rng.random() < 0.35:
            given[name] = rng.choice(RATES)
    return given


FLEXIBLE = {"platform_labour_relation": False}
RURAL = {"hukou_region": "110117", "hukou_kind": "agricultural"}
# What makes each outcome yes, but for the dates, which `profile` chooses.
PROFILES = {
    "flexible_worker": FLEXIBLE,
    "enrolment_a": {**RURAL, **FLEXIBLE, "employment_registered": True},
    "enrolment_b1": {"in_traineeship": True, "beijing_origin_student": True,
                     "employment_form": "none"},
    "enrolment_b2": {"in_traineeship": True, "unemployment_registered": True,
                     "hukou_region": "110105"},
    "enrolment_b3": {"in_traineeship": True, "rural_transfer_registered": True,
                     "hukou_region": "110119", "hukou_kind": "agricultural"},
    "graduate_subsidy": {**FLEXIBLE, "hukou_region": "110108", "education": "college"},
    "subsidy_extension": {"stably_employed": False},
    "unemployment_contribution": {**FLEXIBLE, "insured_region": "110106",
                                  "archive_entrusted": True},
    "pension_deferral": {**FLEXIBLE, "pension_as_individual": True, "payment_difficulty": True},
    "pension_back_payment": {"individual_payer_2020": True},
    "startup_loan": {"employment_form": "self_employed", "hukou_region": "110101",
                     "business_registered": True},
    "pilot_subsidy": {**RURAL, **FLEXIBLE, "employment_difficulty": True},
    "employment_registration": {**FLEXIBLE, "employment_region": "110114"},
    "unemployment_registration": {"employment_form": "none", "last_employment_region": "110105"},
    "title_evaluation": {**FLEXIBLE, "professional_technical": True},
}
# Hard to hit: drawn more often.
RARE = ["graduate_subsidy", "graduate_subsidy", "graduate_subsidy", "pilot_subsidy", "pilot_subsidy",
        "pension_deferral", "subsidy_extension", "enrolment_a", "enrolment_b1"]
SUNSET = {"subsidy_extension": 20201231, "pension_deferral": 20201231,
          "pension_back_payment": 20211231}


def profile(rng, name):
    """(as_of, facts) where the outcome is yes or a day away from it."""
    if name in SUNSET:
        last = SUNSET[name]
        as_of = rng.choice([20200930, 20201001, last, shift(last, 1), last,
                            shift(20201001, rng.randrange(92))])
    elif name == "unemployment_contribution":
        as_of = rng.choice([20201231, 20210101, business_day(rng), shift(20270620, rng.randrange(30))])
    else:
        as_of = business_day(rng)
    facts = dict(PROFILES[name])
    if name in ("unemployment_contribution",) and rng.random() < 0.5:
        facts.update(PROFILES["enrolment_a"], archive_entrusted=False)
    if "platform_labour_relation" in facts:
        facts["employment_form"] = rng.choice(FORMS[:4])
    if name.startswith("enrolment") or "employment_registered" in facts:
        facts["birth_date"] = show(birth_date(rng, as_of))
        facts["sex"] = rng.choice(["male", "female"])
    if name == "enrolment_b1":
        facts["education"] = rng.choice(EDUCATIONS[:3])
    if name in ("enrolment_b1", "graduate_subsidy"):
        left = graduated_on(rng, as_of)
        facts["graduated_on"] = show(left)
        if name == "graduate_subsidy":
            facts["first_employment_form"] = rng.choice(FORMS[:4])
            facts["first_employment_on"] = show(first_employment_on(rng, as_of, left))
            facts["subsidy_months_received"] = rng.choice([0, 35, 36])
    if name == "subsidy_extension":
        facts["subsidy_expired_on"] = show(expired_on(rng, as_of))
    if name == "pension_back_payment":
        facts["unpaid_pension_months_2020"] = rng.choice([0, 1, 7, 12])
    if name in ("pension_back_payment", "unemployment_contribution"):
        facts["contribution_base_fen"] = value(rng, "contribution_base_fen", as_of, facts)
    if name == "unemployment_registration":
        facts["last_employment_form"] = rng.choice(FORMS[:4])
        facts["residence_region"] = region(rng)
        facts["insured_region"] = value(rng, "insured_region", as_of, facts)
    return as_of, facts
