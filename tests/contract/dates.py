"""Dates as plain integers yyyymmdd, so that comparing is comparing numbers.

The year may pass 9999 in a sum (two years after 9999-01-01): such a day is only
ever compared with, never answered.
"""

import datetime
import re

FIRST, LAST = 10101, 99991231
_SHAPE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def is_leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def month_days(year, month):
    return [31, 29 if is_leap(year) else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]


def parse(text):
    """The day, or None where the text is no day of the years 0001-9999."""
    if not _SHAPE.fullmatch(text):
        return None
    year, month, day = int(text[:4]), int(text[5:7]), int(text[8:])
    if year < 1 or not 1 <= month <= 12 or not 1 <= day <= month_days(year, month):
        return None
    return year * 10000 + month * 100 + day


def show(day):
    return f"{day // 10000:04d}-{day // 100 % 100:02d}-{day % 100:02d}"


def years_after(day, years):
    """'N years after D': the same calendar day; 29 February becomes 28 February."""
    year = day // 10000 + years
    rest = day % 10000
    if rest == 229 and not is_leap(year):
        rest = 228
    return year * 10000 + rest


def completed_years(birth, on):
    """Reached on the birthday; 29 February is reached on 1 March in common years."""
    years = on // 10000 - birth // 10000
    return years if on % 10000 >= birth % 10000 else years - 1


def shift(day, by):
    """Days later or earlier, held inside the years 0001-9999."""
    if not FIRST <= day <= LAST:
        return FIRST if day < FIRST else LAST
    first, last = 1, datetime.date.max.toordinal()
    there = datetime.date(day // 10000, day // 100 % 100, day % 100).toordinal() + by
    d = datetime.date.fromordinal(min(max(there, first), last))
    return d.year * 10000 + d.month * 100 + d.day


def around(anchors, years, reach):
    """Every anchor, moved by each of `years`, with `reach` days on both sides."""
    out = {FIRST, LAST}
    for anchor in anchors:
        for n in years:
            if FIRST // 10000 <= anchor // 10000 + n:
                middle = years_after(anchor, n)
                out.update(shift(middle, k) for k in range(-reach, reach + 1))
    return sorted(out)
