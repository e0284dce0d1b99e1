"""Which values of a whole type are tried, and why they are enough.

A rule looks at a region only by whether it lies in Beijing and in the pilot list; at a
birth date only through completed years on `as_of` against four ages; at a graduation
or a first day of work only by order against `as_of`, a constant, one another, and one
another or `as_of` moved by two years. So values that give the same answers to those
questions cannot be told apart by any rule. `thin=False` keeps the neighbours that this
argument drops; the self-test compares the two.
"""

from dates import FIRST, LAST, around, completed_years
from facts import FACTS
from rules import AGES, within_years_of

CONSTANT_DAYS = (20200101, 20201001, 20201231, 20210101, 20211231)


def one_each(values, signature):
    """The first value of each kind, in the order given."""
    kept = {}
    for value in values:
        kept.setdefault(signature(value), value)
    return list(kept.values())


def for_fact(name, outcome, world, for_fields=False, thin=True):
    """The values an absent fact is tried with; `world` holds all that is present."""
    kind, null = FACTS[name]
    if kind[0] == "bool":
        values = [False, True]
    elif kind[0] == "enum":
        values = list(kind[1])
    elif kind[0] == "region":
        # Two districts beside the pilots, so that a field that copies one differs.
        values = sorted({"000000", "110101", "110119", "999999"} | set(world["pilot_regions"]))
        if thin and not for_fields:
            values = one_each(values, lambda r: (r[:2] == "11", r in world["pilot_regions"]))
    elif kind[0] == "integer":
        values = _numbers(name, kind, world)
    else:
        values = _days(name, outcome, world, thin)
    return values + [None] if null else values


def _numbers(name, kind, world):
    edges = {"unpaid_pension_months_2020": [0, 1, 2], "subsidy_months_received": [0, 1, 35, 36],
             "contribution_base_fen": []}[name]
    if name == "contribution_base_fen":
        for bound in world["bounds"]:
            edges += [bound - 1, bound, bound + 1]
    return sorted({n for n in edges if kind[1] <= n <= kind[2]} | {kind[1], kind[2]})


def _days(name, outcome, world, thin):
    as_of = world["as_of"]
    if name == "birth_date":
        days = around([as_of], [0] + [-n for n in AGES], 2)
        days = [d for d in days if d <= as_of]
        if thin:
            days = one_each(days, lambda d: tuple(completed_years(d, as_of) >= n for n in AGES))
        return days
    anchors = {as_of, 20200101}
    for other in ("graduated_on", "first_employment_on"):
        if world.get(other) is not None:
            anchors.add(world[other])
    years = (-1, 0) if name == "subsidy_expired_on" else (-2, 0, 2)
    days = around(anchors, years, 1 if thin else 2)
    if thin and name == "graduated_on" and outcome != "graduate_subsidy":
        days = one_each(days, lambda d: within_years_of(as_of, d, 2))
    return days


def later_days(world, facts, limit):
    """Days on which a status may first turn to yes, after `as_of` and up to `limit`.

    Every comparison with `as_of` is with a constant day or with a present date moved by
    some years, so a first day of yes is such a day or the one after.
    """
    days = set(around(CONSTANT_DAYS, (0,), 2)) - {FIRST, LAST}
    for name, years in (("birth_date", (0,) + AGES), ("graduated_on", (0, 2)),
                        ("first_employment_on", (0, 2)), ("subsidy_expired_on", (0, 1))):
        if name in facts and world.get(name) is not None:
            days.update(around([world[name]], years, 2))
    days.update(around([world["as_of"], limit], (0,), 2))
    return sorted(d for d in days if world["as_of"] < d <= limit)
