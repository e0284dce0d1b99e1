"""Chooses the committed cases: `select_cases.py SEED N WANTED > cases.ndjson`.

The corners come first. Of N generated cases those are kept that show something not yet shown often enough: an
outcome's status at a boundary, a set of missing facts, a set of changes, a field that is
null, a fault of a class.
"""

import collections
import itertools
import json
import sys

from corners import corners
from dates import completed_years, shift, years_after
from generate import cases
from reading import read
from reference import OUTCOMES
from rules import AGES, IN_FORCE
from run import exact, line_of

OFTEN = 2


def edges(world):
    """Which limits the dates of an input touch, and on which side."""
    as_of = world["as_of"]
    limits = {f"as_of:{day}": (as_of, day) for day in
              (IN_FORCE, 20201231, 20210101, 20211231, 20210701, 20270630)}
    left, began = world.get("graduated_on"), world.get("first_employment_on")
    expired, born = world.get("subsidy_expired_on"), world.get("birth_date")
    if left:
        limits.update({"left": (as_of, left), "left+2": (as_of, years_after(left, 2)),
                       "left:2020": (left, 20200101)})
    if left and began:
        limits.update({"began": (began, left), "began+2": (began, years_after(left, 2)),
                       "began:now": (as_of, began)})
    if expired:
        limits.update({"expired": (as_of, expired), "expired+1": (as_of, years_after(expired, 1))})
    for name, (one, other) in limits.items():
        for by in (-1, 0, 1):
            if one == shift(other, by) and other < 99990000:
                yield name, by, (other % 10000 in (228, 229, 301))
    if born:
        for age in AGES:
            for by in (-1, 0, 1):
                day = shift(as_of, by)
                if completed_years(born, day) == age > completed_years(born, shift(day, -1)):
                    yield "age", age, by, born % 10000 == 229, world.get("sex")


def shows(case):
    """What a case shows: a set of features."""
    answer = case["answer"]
    if "error" in answer:
        error = answer["error"]
        pairs = error.get("any") or [[code, error["key"]] for code in error["code"]]
        spelling = "input" if "input" in case else case["raw_base64"][:60]
        return {("error", *pair) for pair in pairs} | {("spelling", spelling, case.get("doubt"))}
    given, _ = read(line_of(case))
    world = {**given["facts"], "as_of": given["as_of"]}
    near = list(edges(world))
    out = {("known_on", case.get("known_on"), given["as_of"] // 100)} if "known_on" in case else set()
    for name, outcome in answer["outcomes"].items():
        status = outcome["status"]
        reads = OUTCOMES[name][2]
        gaps = sum(1 for fact in reads if fact not in world)
        out.add((name, status, "gaps", gaps))
        out.add((name, status, "form", world.get("employment_form", "absent")))
        out.add((name, status, tuple(outcome["missing"])))
        out.add((name, "change", tuple(tuple(sorted(s.items())) for s in outcome["would_change"])
                 if len(outcome["would_change"]) < 2 else len(outcome["would_change"])))
        out.add((name, "changed", tuple(tuple(sorted(s)) for s in outcome["would_change"])))
        out.add((name, status, "nulls", tuple(k for k in outcome if outcome[k] is None)))
        for edge in near:
            out.add((name, status, "edge", *edge))
            out.add((name, status, bool(outcome["would_change"]), "edge", *edge))
    return out


def main(seed, count, wanted):
    counts, kept = collections.Counter(), 0
    written = set()
    for case in itertools.chain(corners(), cases(int(seed), int(count))):
        features = shows(case)
        given = exact([case.get(key) for key in ("input", "raw_base64", "known_on")])
        fresh = sum(1 for f in features if counts[f] < OFTEN)
        # A generated case must bring several new things; one is not enough.
        if given in written or kept >= int(wanted):
            continue
        if fresh < (2 if "error" in case["answer"] else 6) and "corner" not in case:
            continue
        case.pop("corner", None)
        written.add(given)
        counts.update(features)
        kept += 1
        print(json.dumps(case, ensure_ascii=False, separators=(",", ":")))
    print(f"{kept} cases, {len(counts)} features", file=sys.stderr)


if __name__ == "__main__":
    main(*sys.argv[1:])
