"""From the bytes of one line to an input, or to every fault that it has.

The contract lets an engine report any one of several faults, so all are collected:
each is a pair (code, key). A key of "*" stands for any key.
"""

import json
import re
import sys
from fractions import Fraction

from dates import parse
from facts import BOUNDS, DISTRICTS, FACTS, PARAMETERS, RATES

_REGION = re.compile(r"[0-9]{6}")
# Rates may have any number of digits; Python's own limit is no limit of the contract.
sys.set_int_max_str_digits(0)
_RATE = re.compile(r"[0-9]+(\.[0-9]+)?")


class NoInteger:
    """A number written with a fraction or an exponent: well-formed, yet no integer."""


class Pairs:
    """A JSON object with its pairs as they stand, repeated keys included."""

    def __init__(self, pairs):
        self.pairs = pairs


class Malformed(Exception):
    pass


def read(raw):
    """(input, faults): the input is None as soon as there is a fault."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return None, {("malformed", None)}
    return read_text(text)


def read_text(text):
    faults = set()

    def pairs(found):
        seen = set()
        for key, _ in found:
            if key in seen:
                faults.add(("duplicate_key", key))
            seen.add(key)
        return Pairs(found)

    def constant(_):
        raise Malformed

    def whole(digits):
        # Python refuses to read thousands of digits; the size is all that matters here.
        return int(digits) if len(digits) < 100 else (-(10**99) if digits[0] == "-" else 10**99)

    try:
        value = json.loads(text, object_pairs_hook=pairs, parse_constant=constant,
                           parse_float=lambda _: NoInteger(), parse_int=whole)
    except (ValueError, Malformed):
        # A reader that goes from left to right may meet a repeated key before the break.
        if text.lstrip(" \t\r\n")[:1] in ("[", '"'):
            # Its first byte shows already that it is no object.
            faults.add(("wrong_type", None))
        return None, faults | {("malformed", None)}
    except RecursionError:
        # Deeper than Python reads: stopping there is as good as looking at the value's type.
        return None, {("malformed", None), ("wrong_type", "*"), ("wrong_type", None), ("unknown_key", "*")}
    lone = re.search(r"\\u[dD][89abAB]|\\u[dD][c-fC-F]", text)
    if lone and any(_has_surrogate(s) for s in _strings(value)):
        faults.add(("malformed", None))
    found = _check(value, faults)
    if faults and _depth(text) > 100:
        # The contract sets no depth, so a reader may well stop there.
        faults.add(("malformed", None))
    return (None, faults) if faults else (found, faults)


def _depth(text):
    deepest = depth = 0
    for c in text:
        depth += (c in "[{") - (c in "]}")
        deepest = max(deepest, depth)
    return deepest


def _strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, Pairs):
        for key, inner in value.pairs:
            yield key
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def _has_surrogate(text):
    return any(0xD800 <= ord(c) <= 0xDFFF for c in text)


def _check(value, faults):
    if not isinstance(value, Pairs):
        faults.add(("wrong_type", None))
        return None
    out = {"as_of": None, "facts": {}, "parameters": {}}
    keys = [key for key, _ in value.pairs]
    for key in ("as_of", "facts"):
        if key not in keys:
            faults.add(("missing_key", key))
    for key, inner in value.pairs:
        if key == "as_of":
            if inner is None:
                faults.update({("null_not_allowed", key), ("wrong_type", key)})
            else:
                out[key] = _fact(key, ("date",), False, inner, faults)
        elif key in ("facts", "parameters"):
            if not isinstance(inner, Pairs):
                faults.add(("wrong_type", key))
                if inner is None:
                    faults.add(("null_not_allowed", key))
                continue
            for name, one in inner.pairs:
                if key == "facts" and name in FACTS:
                    kind, null = FACTS[name]
                    out[key][name] = _fact(name, kind, null, one, faults)
                elif key == "parameters" and name in PARAMETERS:
                    out[key][name] = _parameter(name, one, faults)
                else:
                    faults.add(("unknown_key", name))
        else:
            faults.add(("unknown_key", key))
    _contradictions(out, faults)
    return out


def _fact(name, kind, null, value, faults):
    def bad(code):
        faults.add((code, name))
        return BAD

    if value is None:
        return None if null else bad("null_not_allowed")
    if kind[0] == "bool":
        return value if isinstance(value, bool) else bad("wrong_type")
    if kind[0] == "integer":
        if isinstance(value, bool) or not isinstance(value, int):
            return bad("wrong_type")
        return value if kind[1] <= value <= kind[2] else bad("out_of_range")
    if not isinstance(value, str):
        return bad("wrong_type")
    if kind[0] == "enum":
        return value if value in kind[1] else bad("unknown_value")
    if kind[0] == "date":
        day = parse(value)
        return day if day is not None else bad("bad_date")
    if not _REGION.fullmatch(value) or value.startswith("11") and value not in DISTRICTS:
        return bad("bad_region")
    return value


BAD = object()


def _parameter(name, value, faults):
    if value is None:
        faults.update({("null_not_allowed", name), ("wrong_type", name)})
        return BAD
    if name in BOUNDS:
        return _fact(name, ("integer", 0, 10**12), False, value, faults)
    if name in RATES:
        if not isinstance(value, str):
            faults.add(("wrong_type", name))
        elif not _RATE.fullmatch(value):
            # The contract names no code for a string that is no decimal number.
            faults.update({(code, name) for code in ("wrong_type", "out_of_range", "unknown_value")})
        else:
            whole, _, part = value.partition(".")
            rate = Fraction(int((whole + part) or "0"), 10 ** len(part))
            if rate <= 1:
                return rate
            faults.add(("out_of_range", name))
        return BAD
    if not isinstance(value, list):
        faults.add(("wrong_type", name))
        return BAD
    for one in value:
        if one is None:
            faults.update({("null_not_allowed", name), ("wrong_type", name)})
        elif not isinstance(one, str):
            faults.add(("wrong_type", name))
        elif one not in DISTRICTS:
            faults.update({("bad_region", name), ("unknown_value", name)})
    return value


def _contradictions(out, faults):
    facts = out["facts"]

    def both(one, two):
        faults.update({("contradiction", one), ("contradiction", two)})

    def known(name):
        value = out["as_of"] if name == "as_of" else facts.get(name, BAD)
        return None if value is BAD else value

    if known("birth_date") and known("as_of") and known("birth_date") > known("as_of"):
        both("birth_date", "as_of")
    for later in ("graduated_on", "first_employment_on"):
        if known("birth_date") and known(later) and known(later) < known("birth_date"):
            both(later, "birth_date")
    for one, two in (("first_employment_form", "first_employment_on"),
                     ("last_employment_form", "last_employment_region")):
        if one in facts and two in facts and (facts[one] is None) != (facts[two] is None):
            both(one, two)
