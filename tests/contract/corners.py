"""Corners thought of by hand: each sits where a careless engine would slip."""

import base64
import json

import faulty
import rawbytes
from facts import BOUNDS, FACTS, RATES
from reference import decide

WORKER = {"employment_form": "self_employed", "platform_labour_relation": False}
RURAL = {"hukou_region": "110117", "hukou_kind": "agricultural"}
TRAINEE = {"in_traineeship": True, "unemployment_registered": True, "hukou_region": "110105"}
GRADUATE = {"in_traineeship": True, "beijing_origin_student": True, "education": "technical_school",
            "employment_form": "none"}
PAYER = {**WORKER, "insured_region": "110106", "archive_entrusted": True}
SUBSIDY = {**WORKER, "hukou_region": "110108", "education": "college",
           "first_employment_form": "platform", "subsidy_months_received": 35}


def inputs():
    """(as_of, facts, parameters, known_on)"""
    # In force: the day before, the day, and twenty years before each.
    for day in ("2000-09-30", "2000-10-01", "2000-10-02", "2020-09-30", "2020-10-01", "0001-01-01"):
        yield day, WORKER, {}, None
        yield day, {}, {}, None
    for day in ("2020-12-31", "2021-01-01", "2021-12-31", "2022-01-01", "9999-12-31"):
        yield day, {}, {}, None
    # Twenty years on from a leap day, in a common century year; and at the end of time.
    for day in ("2100-02-28", "2100-03-01"):
        yield "2080-02-29", {**GRADUATE, "graduated_on": day}, {}, None
        yield "2080-02-29", {**SUBSIDY, "graduated_on": "2080-01-01", "first_employment_on": "2081-05-05"}, {}, None
    yield "9979-12-31", {**GRADUATE, "graduated_on": "9999-12-31"}, {}, None
    yield "9979-12-30", {**GRADUATE, "graduated_on": "9999-12-31"}, {}, None
    yield "9985-01-01", {**GRADUATE, "graduated_on": "9999-12-31"}, {}, None
    yield "9999-12-31", {**GRADUATE, "graduated_on": "9998-01-01"}, {}, None
    yield "9999-12-31", {**SUBSIDY, "graduated_on": "9999-01-01", "first_employment_on": "9999-12-31"}, {}, None
    # Born on 29 February: each age in a common year.
    for born, days in (("1996-02-29", ("2021-02-28", "2021-03-01")),
                       ("2084-02-29", ("2100-02-28", "2100-03-01"))):
        for day in days:
            yield day, {**TRAINEE, "birth_date": born}, {}, None
    for born, days in (("1972-02-29", ("2022-02-28", "2022-03-01")),
                       ("2040-02-29", ("2100-02-28", "2100-03-01"))):
        for day in days:
            for sex in ("male", "female"):
                yield day, {**RURAL, **WORKER, "employment_registered": True, "birth_date": born, "sex": sex}, {}, None
    # The sex matters at 55, not at 45 and not at 60.
    for born in ("1976-05-20", "1966-05-20", "1971-05-20", "1971-05-21", "1961-05-20", "1961-05-21"):
        yield "2021-05-20", {**RURAL, **WORKER, "employment_registered": True, "birth_date": born}, {}, None
    # Two years after a leap day, for both articles that count them.
    for day in ("2026-02-27", "2026-02-28", "2026-03-01"):
        yield day, {**GRADUATE, "graduated_on": "2024-02-29"}, {}, None
        yield "2026-04-01", {**SUBSIDY, "graduated_on": "2024-02-29", "first_employment_on": day}, {}, None
    # First day of work known, graduation absent: impossible before 2020, possible from then.
    for day in ("2019-12-31", "2020-01-01", "2022-06-01", "2023-06-01", "2023-06-02", None):
        yield "2023-06-01", {**SUBSIDY, "first_employment_on": day}, {}, None
    for day in ("2019-12-31", "2020-01-01", "2023-06-01", "2023-06-02", None):
        yield "2023-06-01", {**SUBSIDY, "graduated_on": day}, {}, None
    yield "2023-06-01", SUBSIDY, {}, None
    # The extension: a year and a day, a leap day, the last day, null.
    for as_of, day in (("2020-12-31", "2019-12-31"), ("2020-12-31", "2019-12-30"), ("2020-12-31", "2020-12-31"),
                       ("2020-12-30", "2020-12-31"), ("2020-10-01", "2019-10-01"), ("2020-10-01", "2019-09-30"),
                       ("2020-11-01", "2020-02-29"), ("2021-01-01", "2020-12-31"), ("2020-11-01", None)):
        yield as_of, {"stably_employed": False, "subsidy_expired_on": day}, {}, None
        yield as_of, {"stably_employed": True, "subsidy_expired_on": day}, {}, None
    # A trainee who also works: the route is the street's, whatever the ground.
    young = {**TRAINEE, **RURAL, "birth_date": "2003-01-01"}
    for form in ("self_employed", "platform", "employee", "none"):
        yield "2022-01-01", {**young, "employment_form": form}, {}, None
        yield "2022-01-01", {**young, "employment_form": form, "platform_labour_relation": True}, {}, None
    yield "2022-01-01", young, {}, None
    yield "2022-01-01", {**young, "hukou_kind": "non_agricultural"}, {}, None
    yield "2022-01-01", {**TRAINEE, "birth_date": "2003-01-01", **WORKER}, {}, None
    # Money: bounds on one side only, crossed, equal, at and beside the base; long rates.
    for base in (0, 49, 50, 361299, 361300, 2654100, 2654101, 10**12, None):
        yield "2021-03-01", {**PAYER, "contribution_base_fen": base, "individual_payer_2020": True,
                             "unpaid_pension_months_2020": 7}, {}, None
    for what in ({"pension_base_min": 100}, {"pension_base_max": 10**12}, {"pension_base_min": 0, "pension_base_max": 0},
                 {"pension_base_min": 500000, "pension_base_max": 400000},
                 {"pension_base_min": 0, "unemployment_rate_individual": "0"},
                 {"pension_base_min": 0, "pension_base_max": 10**12, "unemployment_rate_individual": "1"},
                 {"pension_base_min": 0, "unemployment_rate_individual": "0.00" + "9" * 400},
                 {"pension_rate_individual": "0." + "3" * 100, "pension_base_min": 3},
                 {"pension_rate_individual": "0.5", "pension_base_min": 1, "pension_base_max": 3}):
        for as_of in ("2021-03-01", "2027-07-01"):
            for base in (0, 50, 450000, 10**12):
                yield as_of, {**PAYER, "contribution_base_fen": base, "individual_payer_2020": True,
                              "unpaid_pension_months_2020": 12}, what, None
    # Parameters by day and by what was known.
    for as_of in ("2021-06-30", "2021-07-01", "2025-06-30", "2025-07-01", "2026-06-30", "2026-07-01",
                  "2027-06-30", "2027-07-01"):
        yield as_of, {**PAYER, "contribution_base_fen": 716200}, {}, None
        for known_on in ("2025-09-17", "2025-09-18", "2026-08-20", "2026-08-21"):
            yield as_of, {**PAYER, "contribution_base_fen": 727000}, {}, known_on
            yield as_of, PAYER, {"pension_base_max": 3000000}, known_on
    # Pilot districts, and offices.
    for pilots in ([], ["110117"], ["110117", "110117"], ["110105"]):
        for facts in ({}, RURAL, {**RURAL, "employment_difficulty": False, "employment_form": "employee"}):
            yield "2022-05-01", facts, {"pilot_regions": pilots}, None
    left = {"employment_form": "none", "last_employment_form": "part_time", "last_employment_region": "110119"}
    for living in ("110101", "310101", None):
        for insured in ("110105", "110119", "310101", "null", None):
            facts = dict(left)
            facts.update({"residence_region": living} if living else {})
            facts.update({"insured_region": None if insured == "null" else insured} if insured else {})
            yield "2022-05-01", facts, {}, None
    # Changes: what is absent stays absent, first values, two sets, three facts, null.
    for facts in ({"employment_form": "employee"}, {"employment_form": "platform", "platform_labour_relation": True},
                  {"platform_labour_relation": True}, {"employment_form": "platform"},
                  {"employment_form": "none", "employment_region": None},
                  {"employment_region": "000000"}, {**WORKER, "employment_region": "999999"},
                  {**left, "employment_form": "employee"},
                  {**RURAL, "employment_form": "employee", "employment_registered": False, "sex": "female",
                   "birth_date": "1980-01-01", "insured_region": None, "archive_entrusted": False},
                  {**GRADUATE, "graduated_on": "2021-06-01", "employment_form": "employee"}):
        for as_of in ("2020-09-30", "2020-10-01", "2020-12-31", "2021-05-31"):
            yield as_of, facts, {}, None


def good():
    for as_of, facts, parameters, known_on in inputs():
        given = {"as_of": as_of, "facts": facts}
        given.update({"parameters": parameters} if parameters else {})
        case = {"input": given, **({"known_on": known_on} if known_on else {})}
        yield {**case, "answer": decide(given, known_on)}


def raw_lines():
    """Every listed fault once, on the smallest input that has it."""
    bare = {"as_of": "2020-11-15", "facts": {}}
    values = {"date": faulty.BAD_DATES, "region": faulty.BAD_REGIONS, "enum": faulty.BAD_ENUMS}
    for place, (name, (kind, null)) in enumerate(FACTS.items()):
        wrong = values.get(kind[0])
        if wrong:
            for k in range(3):
                yield faulty.dump(faulty.put(bare, name, wrong[(3 * place + k) % len(wrong)]))
        if kind[0] == "integer":
            for number in (-1, kind[2] + 1, 10**30):
                yield faulty.dump(faulty.put(bare, name, number))
            for token in rawbytes.NO_INTEGERS + rawbytes.NO_NUMBERS[:4]:
                yield rawbytes.with_token(bare, name, token)
        other = {"bool": 1, "integer": True, "date": 20201115, "region": 110105, "enum": True}[kind[0]]
        for value in [other, [], "" if kind[0] in ("bool", "integer") else {}] + [None] * (not null):
            yield faulty.dump(faulty.put(bare, name, value))
    for day in faulty.BAD_DATES:
        yield faulty.dump({"as_of": day, "facts": {}})
    for parameter in BOUNDS + RATES + ["pilot_regions", "subsidy_share_of_minimum"]:
        for value in (-1, True, "361300", 1.5, None, [], {}, ["310101"], ["110101", 110101], "110101"):
            yield faulty.dump({**bare, "parameters": {parameter: value}})
    for rate in faulty.BAD_RATES + faulty.OUT_RATES:
        yield faulty.dump({**bare, "parameters": {"pension_rate_individual": rate}})
    yield from rawbytes.BROKEN


def open_readings():
    """Lines on which the contract leaves a reading open: (raw, doubt)."""
    bare = {"as_of": "2021-03-15", "facts": {"individual_payer_2020": True, "contribution_base_fen": 361300,
                                             "unpaid_pension_months_2020": 6}}
    for name in ("unpaid_pension_months_2020", "contribution_base_fen", "subsidy_months_received"):
        yield rawbytes.with_token(bare, name, b"-0"), "minus_zero"
        yield rawbytes.with_token(bare, name, b"1e400"), "huge_exponent"
    for rate in faulty.DOUBTFUL_RATES:
        yield faulty.dump({**bare, "parameters": {"pension_rate_individual": rate}}), "rate_spelling"
    yield b"\xef\xbb\xbf" + faulty.dump(bare), "byte_order_mark"


def bad():
    for raw, doubt in open_readings():
        yield {"raw_base64": base64.b64encode(raw).decode(), "answer": decide(raw), "doubt": doubt}
    for raw in raw_lines():
        yield {"raw_base64": base64.b64encode(raw).decode(), "answer": decide(raw)}


def corners():
    """All of them, marked, so that the selection keeps each."""
    for one in [*good(), *bad()]:
        yield {**one, "corner": True}


if __name__ == "__main__":
    for one in corners():
        print(json.dumps(one, ensure_ascii=False, separators=(",", ":")))
