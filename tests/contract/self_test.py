"""Tests of the reference itself: `python3 self_test.py` (about three minutes of processor time).

The reference leans on two arguments, that few values stand for whole types and that few
days stand for twenty years. Here both are held against plain enumeration.
"""

import datetime
import itertools
import json
import pathlib
import random
import unittest
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import generate
import people
import second
from dates import FIRST, LAST, completed_years, parse, show, years_after
from facts import CHANGEABLE, DISTRICTS, FACTS
from reading import read
from reference import Case, decide, error
from rules import IN_FORCE, OUTCOMES, premium

HERE = pathlib.Path(__file__).parent


def days(first, last):
    day = datetime.date(first // 10000, first // 100 % 100, first % 100)
    end = datetime.date(last // 10000, last // 100 % 100, last % 100)
    for number in range(day.toordinal(), end.toordinal() + 1):
        day = datetime.date.fromordinal(number)
        yield day.year * 10000 + day.month * 100 + day.day


def whole_type(name, case):
    """Every value of a type, dates of two centuries with the ends of time."""
    kind, null = FACTS[name]
    if kind[0] == "date":
        values = [FIRST, *days(19000101, 21001231), LAST]
        if name == "birth_date":
            values = [day for day in values if day <= case.world["as_of"]]
    elif kind[0] == "region":
        values = sorted(DISTRICTS + people.OUTSIDE)
    elif kind[0] == "integer":
        values = list(range(kind[1], min(kind[2], 1200) + 1))
    else:
        values = kind[1] if kind[0] == "enum" else [False, True]
    return list(values) + ([None] if null else [])


def holds(outcome, world):
    rule = OUTCOMES[outcome][1]
    return world["as_of"] >= IN_FORCE and bool(rule(world.__getitem__))


def by_definition(case, outcome, types):
    """(status, missing) as the contract says it, over the product of the given types."""
    absent = sorted(types)
    table = {values: holds(outcome, {**case.world, **dict(zip(absent, values))})
             for values in itertools.product(*(types[name] for name in absent))}
    if len(set(table.values())) == 1:
        return ("yes" if table.popitem()[1] else "no"), []
    missing = []
    for place, name in enumerate(absent):
        groups = {}
        for values, result in table.items():
            groups.setdefault(values[:place] + values[place + 1:], set()).add(result)
        if any(len(results) == 2 for results in groups.values()):
            missing.append(name)
    return "unknown", missing


def some_cases(seed, count, known_on=None):
    rng = random.Random(seed)
    for _ in range(count):
        given, faults = read(json.dumps(generate.an_input(rng)).encode())
        assert not faults
        yield Case(given, known_on)


class Published(unittest.TestCase):
    def test_agrees_with_every_published_example(self):
        for line in (HERE / "published.ndjson").read_text().splitlines():
            example = json.loads(line)
            got = decide(example["input"])
            if "error" in example["answer"]:
                self.assertEqual(got["error"]["key"], example["answer"]["error"]["key"])
            else:
                self.assertEqual(got, example["answer"])


class SecondReading(unittest.TestCase):
    def test_both_readings_agree_on_complete_facts(self):
        rng, seen = random.Random(5), set()
        for round_ in range(15000):
            as_of, facts = people.profile(rng, rng.choice(list(people.PROFILES)))
            as_of = min(as_of, 99300101)
            for name in FACTS:
                facts.setdefault(name, people.value(rng, name, as_of, facts))
            world = {name: parse(value) if FACTS[name][0][0] == "date" and value else value
                     for name, value in facts.items()}
            world["birth_date"] = min(world["birth_date"], as_of)
            for name in ("birth_date", "graduated_on", "subsidy_expired_on"):
                world[name] = min(world[name], 99950101) if world[name] else world[name]
            world.update(as_of=as_of, pilot_regions=rng.sample(DISTRICTS, 8))
            first = {outcome: holds(outcome, world) for outcome in OUTCOMES}
            self.assertEqual(first, second.statuses(world), (round_, world))
            seen.update(first.items())
        self.assertEqual(len(seen), 24, "every outcome must be seen as yes and as no")


class Representatives(unittest.TestCase):
    def test_thin_choices_answer_as_fat_ones(self):
        for case in some_cases(11, 250):
            fat = Case({"as_of": case.world["as_of"], "facts": case.facts,
                        "parameters": {"pilot_regions": case.world["pilot_regions"]}}, thin=False)
            for outcome in OUTCOMES:
                reads = [n for n in OUTCOMES[outcome][2] if n not in case.facts]
                if len(reads) > 5:
                    continue
                self.assertEqual(case.status(outcome, case.world), fat.status(outcome, case.world))
                self.assertEqual(case.outcome(outcome)["missing"], fat.outcome(outcome)["missing"])

    def test_whole_types_give_the_same_status_and_missing(self):
        compared, unknown = 0, 0
        for case in some_cases(12, 1500):
            for outcome, (_, _, reads, _, _) in OUTCOMES.items():
                types = {n: whole_type(n, case) for n in reads if n not in case.facts}
                size = 1
                for values in types.values():
                    size *= len(values)
                if not types or size > 160_000 or size > 3000 and compared % 7:
                    compared += bool(types)
                    continue
                want = by_definition(case, outcome, types)
                got = case.outcome(outcome)
                self.assertEqual((got["status"], got["missing"]), want, (outcome, case.world))
                compared += 1
                unknown += want[0] == "unknown"
        self.assertGreater(unknown, 300)

    def test_fields_are_those_that_all_completions_share(self):
        nulls = 0
        for case in some_cases(13, 1500):
            for outcome, (_, _, _, fields, fields_read) in OUTCOMES.items():
                absent = sorted(n for n in fields_read if n not in case.facts)
                if not absent or case.status(outcome, case.world) != "yes":
                    continue
                types = [[0, 1, *case.world["bounds"], 10**12, None] if n == "contribution_base_fen"
                         else whole_type(n, case) for n in absent]
                found = [fields({**case.world, **dict(zip(absent, v))}.__getitem__, case.values.get)
                         for v in itertools.product(*types)]
                got = case.outcome(outcome)
                for key in found[0]:
                    values = {json.dumps(one[key]) for one in found}
                    want = json.loads(values.pop()) if len(values) == 1 else None
                    self.assertEqual(got[key], want, (outcome, key, case.world))
                    nulls += want is None
        self.assertGreater(nulls, 50)


class WouldChange(unittest.TestCase):
    def brute(self, case, outcome):
        """The definition: every subset, every value, every day of twenty years."""
        reads = OUTCOMES[outcome][2]
        as_of = case.world["as_of"]
        free = [n for n in CHANGEABLE if n == "as_of" or n in reads and n in case.facts]
        values = {"as_of": list(days(as_of, min(years_after(as_of, 20), LAST)))[1:]}
        for name in free[1:]:
            values[name] = [v for v in whole_type(name, case) if v != case.world[name]]
        for size in range(1, len(free) + 1):
            sets = []
            for names in itertools.combinations(free, size):
                for chosen in itertools.product(*(values[n] for n in names)):
                    world = {**case.world, **dict(zip(names, chosen))}
                    if all(case.results(outcome, world)):
                        sets.append(dict(zip(names, chosen)))
                        break
            if sets:
                return [{k: show(v) if k == "as_of" else v for k, v in s.items()} for s in sets]
        return []

    def test_day_by_day_gives_the_same_sets(self):
        found = dated = 0
        for case in some_cases(14, 110):
            if case.world["as_of"] < 20000901:
                continue
            for outcome in OUTCOMES:
                if case.status(outcome, case.world) != "no":
                    continue
                got = case.outcome(outcome)["would_change"]
                # The empty answer costs every subset of twenty years: only small ones here.
                free = [n for n in OUTCOMES[outcome][2] if n in case.facts and n in CHANGEABLE]
                if not got and len(free) > 2 or got and len(got[0]) > 2:
                    continue
                if any("as_of" in one for one in got) or len(free) <= 1 or found % 9 == 0:
                    self.assertEqual(got, self.brute(case, outcome), (outcome, case.world))
                    dated += any("as_of" in one for one in got)
                found += 1
        self.assertGreater(dated, 8)


class Dates(unittest.TestCase):
    def test_age_is_reached_on_the_birthday_or_on_1_march(self):
        self.assertEqual([completed_years(20040229, d) for d in (20200228, 20200229)], [15, 16])
        self.assertEqual([completed_years(20040229, d) for d in (20210228, 20210301)], [16, 17])
        self.assertEqual([completed_years(20040301, d) for d in (20200229, 20200301)], [15, 16])

    def test_years_after_a_leap_day_end_on_28_february(self):
        self.assertEqual(years_after(20200229, 1), 20210228)
        self.assertEqual(years_after(20200229, 4), 20240229)
        self.assertEqual(years_after(20800229, 20), 21000228)

    def test_only_days_that_exist_are_read(self):
        for text in ("2020-02-30", "1900-02-29", "0000-01-01", "2020-2-01", "２０２０-01-01"):
            self.assertIsNone(parse(text), text)
        for text in ("0001-01-01", "2000-02-29", "9999-12-31"):
            self.assertEqual(show(parse(text)), text)


class Money(unittest.TestCase):
    def test_half_up_agrees_with_decimal(self):
        rng = random.Random(3)
        for _ in range(5000):
            base, rate = rng.choice(people.MONEY), rng.choice(people.RATES)
            want = (Decimal(base) * Decimal(rate)).quantize(Decimal(1), ROUND_HALF_UP)
            if len(rate) < 16:
                self.assertEqual(premium(base, Fraction(rate)), int(want))

    def test_a_long_rate_is_not_cut(self):
        self.assertEqual(premium(50, Fraction("0.00" + "9" * 60)), 0)
        self.assertEqual(premium(50, Fraction("0.01")), 1)


class BadInput(unittest.TestCase):
    def test_several_faults_are_all_acceptable(self):
        self.assertEqual(error(read(b'{"as_of":"x"}')[1]),
                         {"error": {"any": [["bad_date", "as_of"], ["missing_key", "facts"]]}})

    def test_a_carriage_return_is_white_space(self):
        self.assertIn("outcomes", decide(b'{"as_of":"2020-11-15","facts":{}}\r'))

    def test_each_fault_maker_makes_its_fault(self):
        rng = random.Random(8)
        for make in generate.BAD:
            for _ in range(120):
                generate.bad_case(rng, make)  # asserts that the fault is among those found


if __name__ == "__main__":
    unittest.main()
