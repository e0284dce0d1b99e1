"""Holds an engine against the cases: `run.py --engine "linghuo"`.

Feeds `CMD decide --ndjson -` (once for each day of `--known-on`) and compares exactly;
`--fuzz N --seed S` makes fresh cases instead of the committed ones; `--single N` also runs
N of them one at a time, `--stream` tries line ends. Exit status 0 when all agree, 1 when any differs.
"""

import argparse
import base64
import collections
import itertools
import json
import pathlib
import shlex
import subprocess
import sys
import tempfile

import streaming
from rules import IN_FORCE, OUTCOMES

HERE = pathlib.Path(__file__).parent
UNCOMPARED = ("citations", "because")
BLOCK = 2000
LONG = 1000  # the contract names no length; the cases have values of 5,000 characters


def line_of(case):
    if "raw_base64" in case:
        return base64.b64decode(case["raw_base64"])
    return json.dumps(case["input"], ensure_ascii=False).encode()


def exact(value):
    """A text that two values share only if they are the same JSON (true is not 1)."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def differences(case, got, citations=False):
    """Readable differences between the expected answer and the engine's, each (where, text)."""
    want = case["answer"]
    if not isinstance(got, dict):
        return [("answer", f"expected an object, got {exact(got)[:200]}")]
    if "error" in want:
        return error_differences(want["error"], got)
    if "error" in got:
        return [("error", f"expected a decision, got {exact(got)[:300]}")]
    out = []
    if got.get("as_of") != want["as_of"]:
        out.append(("as_of", f"expected {want['as_of']}, got {got.get('as_of')}"))
    outcomes = got.get("outcomes", {})
    for name in sorted(set(want["outcomes"]) | set(outcomes)):
        a, b = want["outcomes"].get(name), outcomes.get(name)
        if a is None or b is None:
            out.append((name, "not expected" if a is None else "not there"))
            continue
        for field in sorted(set(a) | set(b)):
            if field in UNCOMPARED:
                continue
            have, wish = (exact(x[field]) if field in x else "(absent)" for x in (b, a))
            if have != wish:
                out.append((f"{name}.{field}", f"expected {wish}, got {have}"))
        if citations:
            out += citation_differences(name, want["as_of"], b)
    return out


def error_differences(want, got):
    error = got.get("error") if set(got) == {"error"} else None
    if not isinstance(error, dict):
        return [("error", f"expected {exact(want)}, got {exact(got)[:300]}")]
    lacking = {"code", "key", "value", "expected"} - set(error)
    if lacking:
        return [("error", f"lacks {sorted(lacking)}: {exact(error)[:300]}")]
    if len(exact(error["value"])) > LONG:
        return [("error", f"a long value is cut; this has {len(exact(error['value']))} characters")]
    pairs = want.get("any") or [[code, want["key"]] for code in want.get("code", [error["code"]])]
    if not any(error["code"] == code and key in ("*", error["key"]) for code, key in pairs):
        return [("error", f"expected one of {exact(pairs)}, got {exact(error)[:300]}")]
    return []


def citation_differences(name, as_of, outcome):
    found = outcome.get("citations")
    if int(as_of.replace("-", "")) < IN_FORCE:
        alone = [{"article": 0, "paragraph": 1}]
        return [] if found == alone else [(f"{name}.citations", f"expected {alone}, got {found}")]
    article = OUTCOMES[name][0]
    if not found or not isinstance(found[0], dict) or found[0].get("article") != article:
        return [(f"{name}.citations", f"expected article {article} first, got {found}")]
    return []


def answers(command, known_on, cases):
    """The engine's answers to cases of one known-on day, in order; None where there is none."""
    lines = b"".join(line_of(case) + b"\n" for case in cases)
    call = command + ["decide", "--ndjson", "-"] + (["--known-on", known_on] if known_on else [])
    with tempfile.TemporaryFile() as given:
        # From a file, so that a long input cannot block on a full pipe.
        given.write(lines)
        given.seek(0)
        done = subprocess.run(call, stdin=given, capture_output=True)
    found = []
    for line in done.stdout.split(b"\n")[:-1]:
        try:
            found.append(json.loads(line))
        except ValueError:
            found.append(f"no JSON: {line[:200]!r}")
    wish = 1 if any(isinstance(a, dict) and "error" in a for a in found) else 0
    problems = []
    if len(found) != len(cases):
        problems.append(f"{len(cases)} lines in, {len(found)} out")
    if done.returncode != wish:
        problems.append(f"exit status {done.returncode}, expected {wish}")
    if problems:
        tail = done.stderr.decode("utf-8", "replace")[-500:]
        problems = ["; ".join(problems) + f" (known on {known_on}); standard error ends: {tail}"]
    return found + [None] * (len(cases) - len(found)), problems


def single(command, case):
    """One case through `decide -`: the same answer, exit status 2 and one line where bad."""
    call = command + ["decide", "-"]
    call += ["--known-on", case["known_on"]] if "known_on" in case else []
    done = subprocess.run(call, input=line_of(case), capture_output=True)
    try:
        got = json.loads(done.stdout)
    except ValueError:
        return [("single", f"no JSON on standard output: {done.stdout[:200]!r}")]
    out = differences(case, got)
    bad = isinstance(got, dict) and "error" in got
    if done.returncode != (2 if bad else 0):
        out.append(("single", f"exit status {done.returncode}, expected {2 if bad else 0}"))
    if bad and len(done.stderr.strip().splitlines()) != 1:
        out.append(("single", f"expected one line on standard error, got {done.stderr[:300]!r}"))
    return out


def show(number, case, found):
    given = line_of(case).decode("utf-8", "backslashreplace")
    day = f" --known-on {case['known_on']}" if "known_on" in case else ""
    tag = f" [doubt: {case['doubt']}]" if "doubt" in case else ""
    print(f"\ncase {number}{day}{tag}\n  {given[:1500]}")
    for where, text in found[:12]:
        print(f"    {where}: {text}")


class Report:
    def __init__(self, limit):
        self.limit, self.cases, self.bad, self.doubtful = limit, 0, 0, 0
        self.where = collections.Counter()

    def take(self, number, case, found):
        self.cases += 1
        if not found:
            return
        if "doubt" in case:
            self.doubtful += 1
        else:
            self.bad += 1
            self.where.update(where for where, _ in found)
        if self.bad + self.doubtful <= self.limit:
            show(number, case, found)

    def problem(self, text):
        self.bad += 1
        print(f"\n{text}")

    def close(self):
        print(f"\n{self.cases} cases: {self.bad} differ, {self.doubtful} differ on an open reading")
        for where, count in self.where.most_common(30):
            print(f"  {count:6} {where}")
        return 1 if self.bad else 0


def source(options):
    if options.fuzz:
        from generate import cases
        yield from cases(options.seed, options.fuzz)
        return
    for name in options.cases or [HERE / "published.ndjson", HERE / "cases.ndjson"]:
        with open(name, encoding="utf-8") as file:
            for line in file:
                yield json.loads(line)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", default="linghuo", help="the command, split as a shell does")
    parser.add_argument("--cases", nargs="*", help="case files (default: published and committed)")
    parser.add_argument("--fuzz", type=int, metavar="N", help="make N fresh cases instead")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--single", type=int, default=0, metavar="N", help="also one at a time")
    parser.add_argument("--citations", action="store_true", help="also the first citation")
    parser.add_argument("--stream", action="store_true", help="also where lines begin and end")
    parser.add_argument("--show", type=int, default=10, help="differences to print")
    options = parser.parse_args()
    command, report = shlex.split(options.engine), Report(options.show)
    numbered = enumerate(source(options), 1)
    while block := list(itertools.islice(numbered, BLOCK)):
        groups = collections.defaultdict(list)
        for number, case in block:
            groups[case.get("known_on")].append((number, case))
        for known_on, members in groups.items():
            found, problems = answers(command, known_on, [case for _, case in members])
            for (number, case), got in zip(members, found):
                report.take(number, case, differences(case, got, options.citations))
            for text in problems:
                report.problem(text)
        for number, case in block[:max(0, options.single)]:
            options.single -= 1
            report.take(number, case, single(command, case))
    if options.stream:
        for text in streaming.problems(command):
            report.problem(f"stream: {text}")
        if not streaming.answers_at_once(command):
            print("note: no answer before the input ends")
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
