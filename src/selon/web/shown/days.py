"""Days in words: how a date or an interval is written on a page."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from selon.values import Period


class Say(Protocol):
    """The words of the interface: a key and what is filled in."""

    def __call__(self, key: str, n: float | None = None, /, **values: object) -> str:
        """Return the words of a key."""


def shift_day(day: date, days: int) -> date:
    """Return the day so many days later, or earlier; the last or first there is where the calendar ends before.

    >>> shift_day(date(2017, 2, 28), 1).isoformat(), shift_day(date.max, 1) == date.max, shift_day(date.min, -9).year
    ('2017-03-01', True, 1)
    """
    return date.fromordinal(min(max(day.toordinal() + days, date.min.toordinal()), date.max.toordinal()))


def say_day(day: str | date | None, t: Say) -> str:
    """Return a day in words, the words for "no day" where there is none."""
    if not day:
        return t("days.none")
    known = date.fromisoformat(day) if isinstance(day, str) else day
    return t("days.day", day=_first(known.day, t), month=t(f"days.month.{known.month}"), year=known.year)


def say_days(start: str | date | None, end: str | date | None, t: Say) -> str:
    """Return an interval in words, without saying a month or a year twice; whole months and years by their names."""
    first, last = (date.fromisoformat(day) if isinstance(day, str) and day else day for day in (start, end))
    if not isinstance(first, date) or not isinstance(last, date) or first == last:
        return say_day(first or last or None, t)
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return str(first.year) if first.year == last.year else t("days.interval", first=first.year, last=last.year)
    if (first.year, first.month) == (last.year, last.month):
        month = t(f"days.month.{last.month}")
        if (first.day, last.day) == (1, monthrange(last.year, last.month)[1]):
            return t("days.month_year", month=month, year=last.year)
        return t("days.same_month", first=_first(first.day, t), last=last.day, month=month, year=last.year)
    if first.year == last.year:
        short = t("days.short", day=_first(first.day, t), month=t(f"days.month.{first.month}"))
        return t("days.interval", first=short, last=say_day(last, t))
    return t("days.interval", first=say_day(first, t), last=say_day(last, t))


def say_period(period: Period | None, t: Say) -> str:
    """Return a period in words."""
    return say_days(period.start, period.end, t) if period else t("days.none")


def _first(day: int, t: Say) -> str:
    """Return the number of a day in its month as the language writes it."""
    return t("days.first") if day == 1 else str(day)
