"""Makes cases: `generate.py SEED N` writes N NDJSON lines, the same for the same seed.

A line is {"input": …, "known_on"?: …, "answer": …}, or {"raw_base64": …, …} where the bytes
themselves matter; "doubt" names a reading of README.md that the contract leaves open.
"""

import base64
import json
import random
import re
import sys

import faulty
import people
import rawbytes
from dates import parse, show
from facts import FACTS
from reading import read
from reference import decide

BAD = [faulty.bad_value, faulty.bad_value, faulty.bad_frame, faulty.bad_parameter,
       faulty.contradiction, rawbytes.broken, rawbytes.odd_number, rawbytes.repeated,
       rawbytes.odd_text, rawbytes.good_but_odd]


def sound(given):
    """Drops facts until nothing contradicts; keeps everything else as it is."""
    while True:
        _, faults = read(json.dumps(given).encode())
        keys = sorted(key for code, key in faults if code == "contradiction" and key != "as_of")
        if not keys:
            assert not faults, (faults, given)
            return given
        del given["facts"][keys[-1]]


def an_input(rng):
    """A valid input, complete or full of gaps, near one or more outcomes."""
    names = list(FACTS)
    if rng.random() < 0.6:
        about = rng.choice([*people.PROFILES, *people.RARE])
        as_of, facts = people.profile(rng, about)
        density = rng.choice([0, 0, 0.2, 0.6, 1])
        drop = rng.choice([0, 0, 0.1, 0.3, 0.5])
        spoil = rng.choice([0, 0, 1, 1, 2, 3])
    else:
        about, as_of, facts = None, people.business_day(rng), {}
        density = rng.choice([0, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97, 1, 1, 1])
        drop, spoil = 0, 0
    for name in rng.sample(sorted(facts), min(spoil, len(facts))):
        facts[name] = people.value(rng, name, as_of, facts)
    facts = {name: value for name, value in facts.items() if rng.random() >= drop}
    for name in names:
        if name not in facts and rng.random() < density:
            facts[name] = people.value(rng, name, as_of, facts)
    order = sorted(facts)
    rng.shuffle(order)
    given = {"as_of": show(as_of), "facts": {name: facts[name] for name in order}}
    if rng.random() < (0.8 if about == "pilot_subsidy" else 0.35):
        what_if = people.parameters(rng)
        pilot = rng.random() < (0.8 if about == "pilot_subsidy" else 0.3)
        if pilot and facts.get("hukou_region", "")[:2] == "11":
            what_if["pilot_regions"] = what_if.get("pilot_regions", []) + [facts["hukou_region"]]
        given["parameters"] = what_if
    return sound(given)


def bad_case(rng, make):
    raw, expected, doubt = make(rng, an_input(rng))
    answer = decide(raw)
    if expected:
        _, faults = read(raw)
        assert expected in faults or ("malformed", None) in faults, (raw[:300], expected, faults)
    case = {"raw_base64": base64.b64encode(raw).decode(), "answer": answer}
    try:
        # Where a reader of JSON gives back the same bytes, the input is shown as it is.
        shown = json.loads(raw)
        plain = raw[:1] == b"{" and not re.search(rb"[0-9]{19}|[\[{]{9}|(\{\"a\":){9}", raw)
        if plain and json.dumps(shown, ensure_ascii=False).encode() == raw:
            case = {"input": shown, "answer": answer}
    except (ValueError, RecursionError):
        pass
    if doubt:
        case["doubt"] = doubt
    return case


def a_case(rng):
    if rng.random() < 0.15:
        return bad_case(rng, rng.choice(BAD))
    given = an_input(rng)
    case = {"input": given}
    if rng.random() < 0.12:
        known_on = rng.choice(people.KNOWN_ON)
        assert parse(known_on)
        case["known_on"] = known_on
    case["answer"] = decide(given, case.get("known_on"))
    return case


def cases(seed, count):
    rng = random.Random(seed)
    return (a_case(rng) for _ in range(count))


def main(seed, count):
    for case in cases(int(seed), int(count)):
        print(json.dumps(case, ensure_ascii=False))


if __name__ == "__main__":
    main(*sys.argv[1:])
