"""Dated parameters: the value that holds on a day, as it was known on another day."""

import csv
import pathlib
from fractions import Fraction

from dates import parse
from facts import RATES

_FILE = pathlib.Path(__file__).with_name("parameters.csv")


def _rows():
    with _FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield (row["parameter"], parse(row["valid_from"]),
                   parse(row["valid_to"]) if row["valid_to"] else None,
                   parse(row["known_from"]) if row["known_from"] else None, row["value"])


ROWS = list(_rows())


def value(name, as_of, known_on, what_if):
    """The value, or None on a day with none. What-if values hold on every date."""
    if name in what_if:
        return what_if[name]
    for row, first, last, known_from, text in ROWS:
        if row == name and first <= as_of and (last is None or as_of <= last):
            if known_from is None or known_on is None or known_from <= known_on:
                return Fraction(text) if name in RATES else int(text)
    return None
