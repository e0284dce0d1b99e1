"""Faults below the level of values: broken JSON, encodings, repeated keys, odd numbers.

Some of these lines are good on purpose (a carriage return, an escape, white space).
"""

import json

from facts import FACTS
from faulty import dump, of_kind, put

BROKEN = [b"", b" ", b"\t \r", b"\r", b"{", b"}", b"nul", b"None", b"True", b"NaN", b"-Infinity", b"//",
          b"{'as_of':'2020-11-15','facts':{}}", b'{"as_of":"2020-11-15","facts":{},}',
          b'{"as_of":"2020-11-15","facts":{}}x', b'{"as_of":"2020-11-15","facts":{}}{}',
          b'{"as_of":"2020-11-15","facts":{}}]', b'{"as_of":"2020-11-15","facts":{}',
          b'{"as_of":"2020-11-15" "facts":{}}', b'{"as_of":"2020-11-15","facts":{}} // x',
          b'{as_of:"2020-11-15","facts":{}}', b'{"as_of":"2020-11-15",,"facts":{}}',
          b'{"as_of"="2020-11-15","facts":{}}', b'/* */{"as_of":"2020-11-15","facts":{}}',
          b'{"as_of":"2020-11-\x0015","facts":{}}', b'{"as_of":"2020-11-\t15","facts":{}}',
          b'{"as_of":"2020-11-15\\q","facts":{}}', b'{"as_of":"2020-11-15\\u12","facts":{}}',
          b'\x0c{"as_of":"2020-11-15","facts":{}}', b'\xc2\xa0{"as_of":"2020-11-15","facts":{}}',
          b'{"as_of":"2020-11-15","facts":{}}\x00', b'\x0b{"as_of":"2020-11-15","facts":{}}',
          b'\xff\xfe{\x00}\x00', b'{"as_of":"2020-11-15","facts":{}}\xff',
          b'{"as_of":"2020-11-15","facts":{"sex":"\xc0\xaf"}}',
          b'{"as_of":"2020-11-15","facts":{"sex":"\xed\xa0\x80"}}',
          b'{"as_of":"2020-11-15","facts":{"\xe6\x88":1}}',
          b'{"as_of":"2020-11-15","facts":{"sex":"\xf4\x90\x80\x80"}}', b"[" * 100, b"{" * 50,
          b'{"as_of":"2020-11-15","facts":{"sex":male}}', b'{"as_of":"2020-11-15","facts":{"sex"}}']
NO_NUMBERS = [b"06", b"+6", b".5", b"6.", b"0x6", b"1_0", b"6e", b"--6", b"Infinity", b"NaN", b"TRUE",
              b"1e+", b"\xef\xbc\x96", b"-"]
NO_INTEGERS = [b"6.0", b"6.5", b"1e0", b"1E1", b"0.0", b"0e0", b"-0.0", b"6.0000000000000000000001",
               b"12e-1"]
HUGE = [b"1" + b"0" * 400, b"9" * 5000, b"-" + b"9" * 50, b"13" + b"0" * 19]


def with_token(given, name, token):
    """The input with raw bytes as the value of one fact."""
    return dump(put(given, name, "@@@")).replace(b'"@@@"', token)


def broken(rng, given):
    text = dump(given)
    pick = rng.randrange(4)
    if pick == 0:
        return text[:rng.randrange(1, len(text))], ("malformed", None), None
    if pick == 1:
        name = of_kind(rng, "integer")
        return with_token(given, name, rng.choice(NO_NUMBERS)), ("malformed", None), None
    return rng.choice(BROKEN), ("malformed", None), None


def odd_number(rng, given):
    name = of_kind(rng, "integer")
    pick = rng.randrange(6)
    if pick == 0:
        return with_token(given, name, rng.choice(HUGE)), ("out_of_range", name), None
    if pick == 1:
        return with_token(given, name, b"-0"), None, "minus_zero"
    if pick == 2:
        token = rng.choice([b"1e400", b"-1E9999", b"1e-9999", b"1e99999999999999999999"])
        return with_token(given, name, token), ("wrong_type", name), "huge_exponent"
    if pick == 3:
        name = rng.choice(["pension_base_min", "pension_base_max"])
        given = {**given, "parameters": {**given.get("parameters", {}), name: "@@@"}}
        text = dump(given).replace(b'"@@@"', rng.choice(NO_INTEGERS))
        return text, ("wrong_type", name), None
    return with_token(given, name, rng.choice(NO_INTEGERS)), ("wrong_type", name), None


def repeated(rng, given):
    """A key twice, at each level, also spelt with an escape, also with the same value."""
    text = dump(given)
    name = rng.choice(["as_of", "facts", "sex", "parameters", "birth_date", "in_traineeship", "foo"])
    spelt = name if rng.random() < 0.6 else f"\\u{ord(name[0]):04x}" + name[1:]
    if name in ("as_of", "facts"):
        again = json.dumps(given[name])
        text = text[:-1] + f', "{spelt}": {again}}}'.encode()
    elif name == "parameters":
        text = b'{"parameters": {}, ' + dump({k: given[k] for k in ("as_of", "facts")})[1:-1] + (
            f', "{spelt}": {{}}}}').encode()
    elif name == "foo":
        text = b'{"foo": 1, "' + spelt.encode() + b'": 2, ' + text[1:]
    else:
        given = put(given, name, "male" if name == "sex" else
                    "1980-01-01" if name == "birth_date" else True)
        value = json.dumps(given["facts"][name])
        head = dump(given["as_of"])
        facts = dump(given["facts"])[:-1] + f', "{spelt}": {value}}}'.encode()
        text = b'{"as_of": ' + head + b', "facts": ' + facts + b"}"
    return text, ("duplicate_key", name), None


def odd_text(rng, given):
    """Encodings on which readers differ, and deep nesting."""
    pick = rng.randrange(5)
    if pick == 0:
        return b"\xef\xbb\xbf" + dump(given), ("malformed", None), "byte_order_mark"
    if pick == 1:
        name = of_kind(rng, "enum")
        token = rng.choice([b'"\\ud800"', b'"\\udc00x"', b'"a\\uD83D"', b'"\\ud83d\\ud83d"'])
        return with_token(given, name, token), ("unknown_value", name), None
    if pick == 2:
        deep = rng.choice([200, 3000, 20000])
        opening, closing = rng.choice([(b"[", b"]"), (b'{"a":', b"}")])
        inner = b"0" if opening != b"[" else b""
        token = opening * deep + inner + closing * deep
        return with_token(given, "sex", token), ("malformed", None), None
    if pick == 3:
        name = of_kind(rng, "enum")
        token = json.dumps(rng.choice(["\U0001F600", "男", "x" * 5000, "a\"b\\c", "\u2028"])).encode()
        return with_token(given, name, token), ("unknown_value", name), None
    return rng.choice([b"[" * 3000, b'{"a":' * 3000, b"[" * 3000 + b"]" * 3000]), ("malformed", None), None


def good_but_odd(rng, given):
    """Lines that look wrong and are right."""
    text = dump(given)
    pick = rng.randrange(5)
    if pick == 0:
        return text + b"\r", None, None
    if pick == 1:
        return b" \t" + text.replace(b": ", b"\r:\t ", 3) + b"  \t", None, None
    if pick == 2:
        return text.replace(b'"as_of"', b'"\\u0061s_of"'), None, None
    if pick == 3:
        return json.dumps(given, separators=(",", ":"), sort_keys=True).encode(), None, None
    for name in FACTS:
        if isinstance(given["facts"].get(name), str):
            value = given["facts"][name]
            token = '"' + "".join(f"\\u{ord(c):04X}" for c in value) + '"'
            return with_token(given, name, token.encode()), None, None
    return text, None, None
