"""Do the committed cases notice a wrong rule? `mutants.py [FILE]` plants one error at a
time in `rules.py` and looks for a case whose answer changes.

A mutant that no case notices is printed; EQUIVALENT lists those that change nothing, with
the reason. Exit status 1 when any other survives.
"""

import ast
import copy
import json
import pathlib
import sys

import reference
from dates import parse, shift
from reading import read
from run import exact, line_of

HERE = pathlib.Path(__file__).parent
SWAPS = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
         ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot,
         ast.IsNot: ast.Is}
# (function, error): why no input can show it.
EQUIVALENT = {
    ("enrolment_fields", "condition 0 dropped"):
        "without Beijing hukou only a graduate enrols, who is out of work and so no flexible worker",
    ("unemployment_contribution_fields", "condition 1 dropped"):
        "the rate of Art. 6 holds from 2021-01-01 without end, as the outcome does",
    ("pilot_subsidy", "condition 0 dropped"): "pilot regions are districts of Beijing",
    ("pension_back_payment_fields", "condition 0 dropped"): "bounds exist on each day of Art. 7",
    ("pension_back_payment_fields", "condition 1 dropped"): "the rate exists on each day of Art. 7",
    ("pension_back_payment_fields", "and/or turned"): "both exist on each day of Art. 7",
}


def variants(node):
    """(what, change) for each error that can be planted at a node."""
    if isinstance(node, ast.Compare):
        for place, op in enumerate(node.ops):
            def swap(n, place=place, op=op):
                n.ops[place] = SWAPS[type(op)]()
            yield f"comparison {place} turned", swap
    elif isinstance(node, ast.BoolOp):
        neutral = isinstance(node.op, ast.And)
        for place in range(len(node.values)):
            def drop(n, place=place):
                n.values[place] = ast.copy_location(ast.Constant(neutral), n)
            yield f"condition {place} dropped", drop
        def turn(n):
            n.op = ast.Or() if neutral else ast.And()
        yield "and/or turned", turn
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        def affirm(n):
            n.op = ast.UAdd()
        yield "not dropped", affirm
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        def flip(n):
            n.value = not n.value
        yield "flag flipped", flip
    elif isinstance(node, ast.Constant) and isinstance(node.value, int):
        for by in (-1, 1):
            def move(n, by=by):
                n.value = shift(n.value, by) if n.value > 10**7 else n.value + by
            yield f"{node.value} moved by {by}", move
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        def rename(n):
            n.value = "something_else"
        yield f"{node.value!r} replaced", rename


def calls(tree):
    """Which top-level names each top-level name uses, itself included, all the way down."""
    uses = {}
    for top in tree.body:
        name = top.name if isinstance(top, ast.FunctionDef) else (
            top.targets[0].id if isinstance(top, ast.Assign) else None)
        if name:
            uses[name] = {n.id for n in ast.walk(top) if isinstance(n, ast.Name)} | {name}
    for _ in uses:
        for name in uses:
            uses[name] = set().union(*(uses.get(n, {n}) for n in uses[name]))
    return uses


def mutants():
    """(function, what, line, module's names) for each planted error."""
    tree = ast.parse((HERE / "rules.py").read_text(encoding="utf-8"))
    for number, node in enumerate(ast.walk(tree)):
        owner = next((top for top in tree.body if node in ast.walk(top)), None)
        named = isinstance(owner, ast.FunctionDef) or (
            isinstance(owner, ast.Assign) and owner.targets[0].id in
            ("IN_FORCE", "FLEXIBLE_FORMS", "CATEGORY", "CHANNELS"))
        if not named or isinstance(node, ast.Constant) and is_fact(node, owner):
            continue
        name = owner.name if isinstance(owner, ast.FunctionDef) else owner.targets[0].id
        for what, change in variants(node):
            planted = copy.deepcopy(tree)
            change(next(n for i, n in enumerate(ast.walk(planted)) if i == number))
            names = {}
            exec(compile(planted, "rules.py", "exec"), names)
            yield name, what, node.lineno, names


def is_fact(node, owner):
    """The name of a fact or of a field is no value of a rule; neither is a docstring."""
    for n in ast.walk(owner):
        if isinstance(n, ast.Call) and node in n.args and getattr(n.func, "id", "") in ("g", "parameter"):
            return True
        if isinstance(n, ast.Subscript) and n.slice is node or isinstance(n, ast.Expr) and n.value is node:
            return True
        if isinstance(n, ast.Dict) and node in n.keys and isinstance(owner, ast.FunctionDef):
            return True
    return False


def load(path):
    """The valid cases, ready to be asked for one outcome."""
    out = []
    for line in path.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        if "outcomes" in case["answer"]:
            given, _ = read(line_of(case))
            day = case.get("known_on")
            out.append((reference.Case(given, parse(day) if day else None), case["answer"]["outcomes"]))
    return out


def noticed(cases, names, outcomes):
    reference.OUTCOMES, reference.IN_FORCE = names["OUTCOMES"], names["IN_FORCE"]
    for case, want in cases:
        for outcome in outcomes:
            try:
                if exact(case.outcome(outcome)) != exact(want[outcome]):
                    return True
            except (KeyError, TypeError, ValueError):
                return True
    return False


def main(path=HERE / "cases.ndjson"):
    cases = load(pathlib.Path(path))
    tree = ast.parse((HERE / "rules.py").read_text(encoding="utf-8"))
    uses, total, survivors = calls(tree), 0, []
    entry = {outcome: {uses_of for f in (row[1], row[3]) for uses_of in
                       uses.get(f.__name__, set(f.__code__.co_names))}
             for outcome, row in reference.OUTCOMES.items()}
    for name, what, line, names in mutants():
        touched = [o for o in entry if name in entry[o] or name == "IN_FORCE"]
        total += 1
        if not noticed(cases, names, touched):
            survivors.append((name, what, line))
    unexplained = [s for s in survivors if s[:2] not in EQUIVALENT]
    for name, what, line in unexplained:
        print(f"rules.py:{line} {name}: {what}: no case notices")
    print(f"{total} planted errors, {total - len(survivors)} noticed, "
          f"{len(survivors) - len(unexplained)} known to change nothing")
    return 1 if unexplained else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
