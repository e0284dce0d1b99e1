"""A slow and obvious answer to one decision, from the contract's words alone.

Run as a program it answers like `linghuo decide`, so that the runner can be tried without
the engine: `python3 reference.py decide [--ndjson] - [--known-on D]`.
"""

import itertools
import json
import sys

import parameters
from dates import LAST, parse, show, years_after
from facts import BOUNDS, CHANGEABLE, FACTS, RATES
from reading import read
from representatives import for_fact, later_days
from rules import IN_FORCE, OUTCOMES


class Needed(Exception):
    """A rule asked for a fact that is absent and not yet chosen."""


def completions(function, known, choices):
    """Every result of `function` over all choices of the facts that it asks for.

    A fact is branched on only when it is asked for; what is never asked cannot matter.
    Yields pairs of the choice made and the result.
    """
    waiting = [{}]
    while waiting:
        chosen = waiting.pop()

        def g(name):
            if name in known:
                return known[name]
            if name not in chosen:
                raise Needed(name)
            return chosen[name]

        try:
            result = function(g)
        except Needed as needed:
            name = needed.args[0]
            waiting.extend({**chosen, name: value} for value in reversed(choices[name]))
        else:
            yield chosen, result


class Case:
    """One valid input, with what was known on a day."""

    def __init__(self, given, known_on=None, thin=True):
        self.facts, self.thin = given["facts"], thin
        what_if = given["parameters"]
        as_of = given["as_of"]
        self.values = {name: parameters.value(name, as_of, known_on, what_if)
                       for name in BOUNDS + RATES}
        bounds = [self.values[name] for name in BOUNDS if self.values[name] is not None]
        self.world = {**self.facts, "as_of": as_of, "bounds": bounds,
                      "pilot_regions": what_if.get("pilot_regions", [])}

    def choices(self, outcome, names, world, for_fields=False):
        return {name: for_fact(name, outcome, world, for_fields, self.thin)
                for name in names if name not in self.facts}

    def answer(self):
        return {"as_of": show(self.world["as_of"]),
                "outcomes": {outcome: self.outcome(outcome) for outcome in OUTCOMES}}

    def outcome(self, outcome):
        _, rule, reads, fields, fields_read = OUTCOMES[outcome]
        out = {"status": self.status(outcome, self.world), "missing": [], "would_change": []}
        if out["status"] == "unknown":
            out["missing"] = self.missing(outcome)
        elif out["status"] == "no":
            out["would_change"] = self.would_change(outcome)
        else:
            choices = self.choices(outcome, fields_read, self.world, for_fields=True)
            found = completions(lambda g: fields(g, self.values.get), self.world, choices)
            out.update(agreed([one for _, one in found]))
        return out

    def results(self, outcome, world):
        _, rule, reads, _, _ = OUTCOMES[outcome]
        if world["as_of"] < IN_FORCE:
            return iter([False])
        choices = self.choices(outcome, reads, world)
        return (bool(result) for _, result in completions(rule, world, choices))

    def status(self, outcome, world):
        seen = set()
        for result in self.results(outcome, world):
            seen.add(result)
            if len(seen) == 2:
                return "unknown"
        return "yes" if seen == {True} else "no"

    def missing(self, outcome):
        _, rule, reads, _, _ = OUTCOMES[outcome]
        choices = self.choices(outcome, reads, self.world)

        def decides(name):
            def differs(g):
                results = {bool(rule(lambda key: value if key == name else g(key)))
                           for value in choices[name]}
                return len(results) == 2
            return any(found for _, found in completions(differs, self.world, choices))

        return sorted(name for name in choices if decides(name))

    def would_change(self, outcome):
        _, _, reads, _, _ = OUTCOMES[outcome]
        free = [name for name in CHANGEABLE
                if name == "as_of" or name in reads and name in self.facts]
        values = {name: self.alternatives(name, reads) for name in free}
        works = {}

        def turns(names, chosen):
            # In `chosen` a member may keep its value; then the set is not of the least size.
            key = tuple((n, v) for n, v in zip(names, chosen) if v != self.world[n])
            if key not in works:
                world = {**self.world, **dict(key)}
                works[key] = all(self.results(outcome, world))
            return works[key]

        everything = [values[name] + [self.world[name]] for name in free]
        if not any(turns(free, chosen) for chosen in itertools.product(*everything)):
            return []
        for size in range(1, len(free) + 1):
            sets = []
            for names in itertools.combinations(free, size):
                for chosen in itertools.product(*(values[name] for name in names)):
                    if turns(names, chosen):
                        sets.append(dict(zip(names, chosen)))
                        break
            if sets:
                return [{k: show(v) if k == "as_of" else v for k, v in one.items()} for one in sets]
        raise AssertionError("a set that works has a least size")

    def alternatives(self, name, reads):
        """The other values of a present fact, in the order in which they are tried."""
        if name == "as_of":
            limit = min(years_after(self.world["as_of"], 20), LAST)
            return later_days(self.world, reads, limit)
        values = for_fact(name, None, self.world, thin=self.thin)
        return [value for value in values if value != self.world[name]]


def agreed(found):
    """Field by field: the value that all completions give, else null."""
    return {key: one if all(other[key] == one and type(other[key]) is type(one) for other in found)
            else None for key, one in found[0].items()}


def error(faults):
    """All acceptable pairs, as code list and key where one key covers them."""
    keys = {key for _, key in faults}
    if len(keys) == 1:
        return {"error": {"code": sorted(code for code, _ in faults), "key": keys.pop()}}
    order = sorted(faults, key=lambda pair: (pair[0], pair[1] is not None, pair[1] or ""))
    return {"error": {"any": [list(pair) for pair in order]}}


def decide(raw, known_on=None, thin=True):
    """The answer to one line (bytes, text, or an object), without citations and because."""
    if not isinstance(raw, (bytes, str)):
        raw = json.dumps(raw, ensure_ascii=False)
    if isinstance(raw, str):
        raw = raw.encode("utf-8", "surrogatepass")
    given, faults = read(raw)
    if faults:
        return error(faults)
    return Case(given, parse(known_on) if known_on else None, thin).answer()


def main(arguments):
    known_on = arguments[arguments.index("--known-on") + 1] if "--known-on" in arguments else None
    many, bad = "--ndjson" in arguments, False
    for line in sys.stdin.buffer if many else [sys.stdin.buffer.read()]:
        answer = decide(line.removesuffix(b"\n") if many else line, known_on)
        if "error" in answer:
            bad = True
            pairs = answer["error"].get("any") or [[answer["error"]["code"][0], answer["error"]["key"]]]
            code, key = pairs[0]
            answer = {"error": {"code": code, "key": key, "value": None, "expected": ""}}
            if not many:
                print(f"{code}: {key}", file=sys.stderr)
        print(json.dumps(answer, ensure_ascii=False))
    return (1 if many else 2) if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
