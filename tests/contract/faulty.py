"""Bad inputs of every class, as objects and as raw bytes.

Each maker takes a valid input and gives (raw bytes, the pair of code and key that it is
made for, doubt): a doubt names a reading in README.md on which the contract is silent.
"""

import copy
import json

from dates import show
from facts import BOUNDS, FACTS, RATES

BAD_DATES = ["2020-2-01", "2021-02-29", "1900-02-29", "2100-02-29", "2020-13-01", "2020-00-10",
             "2020-04-31", "2020-11-00", "0000-01-01", "10000-01-01", "-001-01-01", "20201115",
             "2020/11/15", "2020-11-15T00:00:00", " 2020-11-15", "2020-11-15 ", "2020-11-15\n",
             "２０２０-11-15", "", "today", "2020-11-1५", "+2020-11-15", "2020-W47-7", "2020-320"]
BAD_REGIONS = ["110000", "110100", "110103", "110104", "110110", "110199", "110228", "119999",
               "11", "1101050", "11010", "", "１１０１０５", "11010a", " 110105", "110105\n",
               "-10105", "+11010", "东城区", "1101 5", "1e5000"]
BAD_ENUMS = ["", "Male", "MALE", "null", "self-employed", "Platform", "other ", "unknown", "其他",
             "employee\u0000", "nonе"]
BAD_RATES = ["", "abc", "20%", "1/5", "0,2", "0.2 ", " 0.2", "NaN", "inf", "0x1", "٠.٢", "0.2.0",
             "1_0"]
OUT_RATES = ["1.01", "2", "1.0000000000000000000000000000000000000000001", "1" + "0" * 40]
DOUBTFUL_RATES = ["+0.2", "-0", ".5", "1.", "00.2", "1e-1", "-0.1"]


def dump(given):
    return json.dumps(given, ensure_ascii=False).encode()


def put(given, name, value):
    """A copy with one fact (or as_of) set; contradictions are left to the reader of faults."""
    out = copy.deepcopy(given)
    if name == "as_of":
        out["as_of"] = value
    else:
        out["facts"][name] = value
    return out


def of_kind(rng, *kinds):
    return rng.choice([n for n, (kind, _) in FACTS.items() if kind[0] in kinds])


def bad_value(rng, given):
    """A value that its type forbids."""
    pick = rng.randrange(9)
    if pick == 0:
        name = rng.choice(["as_of", of_kind(rng, "date")])
        return dump(put(given, name, rng.choice(BAD_DATES))), ("bad_date", name), None
    if pick == 1:
        name = of_kind(rng, "region")
        return dump(put(given, name, rng.choice(BAD_REGIONS))), ("bad_region", name), None
    if pick == 2:
        name = of_kind(rng, "enum")
        return dump(put(given, name, rng.choice(BAD_ENUMS))), ("unknown_value", name), None
    if pick == 3:
        name = rng.choice(["first_employment_form", "last_employment_form"])
        return dump(put(given, name, "none")), ("unknown_value", name), None
    if pick == 4:
        name = of_kind(rng, "integer")
        top = FACTS[name][0][2]
        wrong = rng.choice([-1, top + 1, -10**30, 10**30, 2**63, 2**64, -2**63 - 1])
        return dump(put(given, name, wrong)), ("out_of_range", name), None
    if pick == 5:
        name = rng.choice([n for n, (_, null) in FACTS.items() if not null])
        return dump(put(given, name, None)), ("null_not_allowed", name), None
    name = rng.choice(["as_of"] + list(FACTS))
    kind = FACTS[name][0][0] if name in FACTS else "date"
    wrong = {"bool": [0, 1, "true", "false", [], {}, "", 2**70],
             "integer": [True, False, "6", [6], {}, "", "null"]
             }.get(kind, [True, 0, 20201115, 110105, [], ["2020-11-15"], {}, 6])
    return dump(put(given, name, rng.choice(wrong))), ("wrong_type", name), None


def bad_frame(rng, given):
    """Keys that are missing, unknown or of the wrong kind around the facts."""
    out = copy.deepcopy(given)
    pick = rng.randrange(8)
    if pick == 0:
        name = rng.choice(["as_of", "facts"])
        del out[name]
        return dump(out), ("missing_key", name), None
    if pick == 1:
        name = rng.choice(["fact", "As_of", "policy", "known_on", "", "事实", "outcomes", "birth_date"])
        out[name] = rng.choice([None, 1, {}, "2020-01-01"])
        return dump(out), ("unknown_key", name), None
    if pick == 2:
        name = rng.choice(["as_of", "birthDate", "Sex", "age", "", "parameters", "sex ", "户籍"])
        out["facts"][name] = rng.choice([None, True, "2020-01-01", {}])
        return dump(out), ("unknown_key", name), None
    if pick == 3:
        name = rng.choice(["part_time_hourly_minimum_wage", "subsidy_share_of_minimum", "pilot_region",
                           "part_time_hourly_minimum_wage_holiday", "sex", ""])
        out.setdefault("parameters", {})[name] = 1
        return dump(out), ("unknown_key", name), None
    if pick == 4:
        name = rng.choice(["facts", "parameters"])
        out[name] = rng.choice([[], "x", 1, True, None, [["sex", "male"]]])
        return dump(out), ("wrong_type", name), None
    if pick == 5:
        out["as_of"] = None
        return dump(out), ("null_not_allowed", "as_of"), None
    if pick == 6:
        return rng.choice([b"{}", b'{"facts":{}}', b' {"parameters":{}} ']), ("missing_key", "as_of"), None
    top = rng.choice([b"[]", b"[" + dump(given) + b"]", b"null", b"true", b"0", b'"2020-11-15"',
                      b"-1.5e3", dump(json.dumps(given))])
    return top, ("wrong_type", None), None


def bad_parameter(rng, given):
    out = copy.deepcopy(given)
    what = out.setdefault("parameters", {})
    pick = rng.randrange(6)
    if pick == 0:
        name = "pilot_regions"
        what[name] = what.get(name, []) + [rng.choice(["310101", "000000", "110199", "110000", "1101",
                                                       "", "110105 "])]
        return dump(out), ("bad_region", name), None
    if pick == 1:
        name = "pilot_regions"
        what[name] = rng.choice(["110105", {}, 110105, [110105], [["110105"]], True, [None], None])
        return dump(out), ("wrong_type", name), None
    if pick == 2:
        name = rng.choice(BOUNDS)
        what[name] = rng.choice([-1, 10**12 + 1, 10**40])
        return dump(out), ("out_of_range", name), None
    if pick == 3:
        name = rng.choice(BOUNDS)
        what[name] = rng.choice(["361300", True, 0.5, [], {}, None, 361300.0])
        return dump(out), ("wrong_type", name), None
    name = rng.choice(RATES)
    if pick == 4:
        what[name] = rng.choice(OUT_RATES + [0.2, 1, 0, True, None, [], {}])
        code = "out_of_range" if isinstance(what[name], str) else "wrong_type"
        return dump(out), (code, name), None
    if rng.random() < 0.6:
        what[name] = rng.choice(BAD_RATES)
        return dump(out), ("wrong_type", name), None
    what[name] = rng.choice(DOUBTFUL_RATES)
    return dump(out), None, "rate_spelling"


def contradiction(rng, given):
    out = copy.deepcopy(given)
    facts = out["facts"]
    pick = rng.randrange(5)
    if pick == 0:
        out["as_of"] = "2020-11-15"
        facts["birth_date"] = rng.choice(["2020-11-16", "9999-12-31", "2021-11-15"])
        return dump(out), ("contradiction", "birth_date"), None
    if pick in (1, 2):
        name = ["graduated_on", "first_employment_on"][pick - 1]
        out["as_of"], facts["birth_date"] = "2021-03-01", "2001-03-01"
        facts[name] = rng.choice(["2001-02-28", "0001-01-01", "2000-03-01"])
        return dump(out), ("contradiction", name), None
    one, two = [("first_employment_form", "first_employment_on"),
                ("last_employment_form", "last_employment_region")][pick - 3]
    facts[one], facts[two] = None, show(20220101) if two.endswith("_on") else "110105"
    if rng.random() < 0.5:
        facts[one], facts[two] = "employee", None
    return dump(out), ("contradiction", one), None
