"""Scales of charts: round steps for numbers and for days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, floor, log10

_ROUND = (1, 2, 5, 10)
_MONTHS = (1, 3, 6, 12, 24, 60, 120, 240, 600, 1200)
_DAYS = (1, 2, 7, 14)
_LONG = 45  # days from which on months are counted


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on a scale: where it stands, and what it says."""

    at: float
    value: int


def nice_ticks(highest: int, wanted: int = 5) -> list[int]:
    """Return round numbers from nought to the highest or just above.

    >>> nice_ticks(19), nice_ticks(1), nice_ticks(230)
    ([0, 5, 10, 15, 20], [0, 1], [0, 50, 100, 150, 200, 250])
    """
    rough = max(highest, 1) / wanted
    size = 10 ** floor(log10(rough)) if rough >= 1 else 1
    step = next(int(size * factor) for factor in _ROUND if size * factor >= rough)
    return list(range(0, step * ceil(max(highest, 1) / step) + 1, step))


def day_ticks(first: date, last: date, wanted: int = 8) -> list[tuple[date, bool]]:
    """Return the days to mark between two days, and whether they are marked as months (or years) and not as days.

    >>> [day.isoformat() for day, _ in day_ticks(date(2019, 11, 3), date(2020, 2, 20))]
    ['2019-12-01', '2020-01-01', '2020-02-01']
    """
    length = (last - first).days
    if length <= _LONG:
        step = next((days for days in _DAYS if length / days <= wanted), _DAYS[-1])
        return [(first + timedelta(days=at), False) for at in range(0, length + 1, step)]
    months = length / 30.4
    step = next((size for size in _MONTHS if months / size <= wanted), _MONTHS[-1])
    at, found = first.year * 12 + first.month - 1, []
    at += -at % step
    while at <= last.year * 12 + last.month - 1:
        if (day := date(at // 12, at % 12 + 1, 1)) >= first:
            found.append((day, True))
        at += step
    return found
