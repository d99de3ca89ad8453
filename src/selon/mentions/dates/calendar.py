"""The calendar of the press: which days "début juin", "cette semaine" or "l'été 2014" cover, counted from a day."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import TYPE_CHECKING

from selon.mentions.timex import OPEN, Meaning, TimexKind
from selon.values import Period

if TYPE_CHECKING:
    from collections.abc import Callable

_SEASONS = {"SP": ((3, 20), (6, 20)), "SU": ((6, 21), (9, 22)), "FA": ((9, 23), (12, 20)), "WI": ((12, 21), (3, 19))}
_WEEK_EDGES = {"START": (0, 1), "MID": (2, 3), "END": (3, 6)}
_YEAR_EDGES = {"START": (1, 3), "MID": (5, 8), "END": (10, 12)}
_DECEMBER, _SUNDAY = 12, 6
_SOON = 10  # days ahead within which a date without a year is the coming one, whatever the verb
_COMING = 40  # the same where no verb tells
_LATER = 240  # the same where the verb looks forward


def shift_days(day: date, days: int) -> date:
    """Return the day so many days on, held within the calendar."""
    ordinal = min(max(day.toordinal() + days, date.min.toordinal()), date.max.toordinal())
    return date.fromordinal(ordinal)


def shift_months(day: date, months: int) -> date:
    """Return the same day so many months on, the last of the month where it has fewer days.

    >>> shift_months(date(2017, 3, 31), -1)
    datetime.date(2017, 2, 28)
    """
    index = min(max(day.year * 12 + day.month - 1 + months, 12), 9999 * 12 + 11)
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def back(day: date, unit: str, count: float) -> date:
    """Return the day `count` units before: the same day of the week, month or year where the unit is whole."""
    if unit in {"month", "year", "quarter", "half", "decade"}:
        months = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120}[unit]
        return shift_months(day, -min(round(months * count), 120_000))
    days = {"day": 1, "week": 7, "weekend": 7, "hour": 1 / 24, "minute": 1 / 1440}[unit]
    return shift_days(day, -min(round(days * count + 0.49 * (unit in {"hour", "minute"})), 3_000_000))


def make_day(year: int, month: int, day: int) -> date | None:
    """Return the day, None where the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def day_meaning(day: date) -> Meaning:
    """Return the meaning of one day."""
    return Meaning(value=day.isoformat(), period=Period(day, day))


def resolve_year(month: int, day: int, now: date, lean: str = "") -> date | None:
    """Return the day of the month nearest before `now`; the coming one where it is near or the verb looks forward."""
    years = [found for year in (now.year - 1, now.year, now.year + 1) if (found := make_day(year, month, day))]
    before = [found for found in years if found <= now]
    after = [found for found in years if found > now]
    if not before:
        before = [found for year in range(now.year - 8, now.year) if (found := make_day(year, month, day))]
    limit = _LATER if lean == "future" else _SOON if lean == "past" else _COMING
    if after and (after[0] - now).days <= limit:
        return after[0]
    return before[-1] if before else None


def month_meaning(year: int, month: int, edge: str = "") -> Meaning:
    """Return the meaning of a month, or of its first, second or last third."""
    last = calendar.monthrange(year, month)[1]
    first, end = {"START": (1, 10), "MID": (11, 20), "END": (21, last)}.get(edge, (1, last))
    period = Period(date(year, month, first), date(year, month, end))
    return Meaning(value=f"{year:04}-{month:02}", period=period, grain="month")


def year_meaning(year: int, edge: str = "") -> Meaning:
    """Return the meaning of a year, or of its start, middle or end."""
    first, last = _YEAR_EDGES.get(edge, (1, _DECEMBER))
    period = Period(date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1]))
    return Meaning(value=f"{year:04}", period=period, grain="year")


def decade_meaning(first: int) -> Meaning:
    """Return the meaning of the ten years that begin with a year."""
    return Meaning(value=f"{first // 10}X", period=Period(date(first, 1, 1), date(first + 9, 12, 31)), grain="decade")


def decade_edge(first: int, edge: str) -> Period:
    """Return the years of a decade, or those of its start, middle or end."""
    low, high = {"START": (0, 3), "MID": (4, 6), "END": (7, 9)}.get(edge, (0, 9))
    return Period(date(first + low, 1, 1), date(first + high, 12, 31))


def week_meaning(day: date, edge: str = "") -> Meaning:
    """Return the meaning of the week, Monday to Sunday, that holds a day, or of its first, middle or last days."""
    monday = shift_days(day, -day.weekday())
    first, last = _WEEK_EDGES.get(edge, (0, _SUNDAY))
    year, week, _ = monday.isocalendar()
    period = Period(shift_days(monday, first), shift_days(monday, last))
    return Meaning(value=f"{year:04}-W{week:02}", period=period, grain="week")


def weekend_meaning(day: date) -> Meaning:
    """Return the meaning of the Saturday and Sunday of the week that holds a day."""
    week = week_meaning(day)
    monday = shift_days(day, -day.weekday())
    period = Period(shift_days(monday, 5), shift_days(monday, 6))
    return Meaning(value=f"{week.value}-WE", period=period, grain="weekend")


def season_meaning(year: int, season: str) -> Meaning:
    """Return the meaning of the season that begins in a year."""
    (month, day), (last_month, last_day) = _SEASONS[season]
    ends = year + (last_month < month)
    period = Period(date(year, month, day), date(min(ends, 9999), last_month, last_day))
    return Meaning(value=f"{year:04}-{season}", period=period, grain="season")


def recent_season(season: str, now: date) -> int:
    """Return the year in which the season that holds `now`, or the last one before it, began."""
    (month, day), _ = _SEASONS[season]
    return now.year if (now.month, now.day) >= (month, day) else now.year - 1


def quarter_meaning(day: date, months: int) -> Meaning:
    """Return the meaning of the quarter (3 months) or half-year (6 months) that holds a day."""
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    period = Period(first, shift_days(shift_months(first, months), -1))
    return Meaning(value=f"{day.year:04}-{day.month:02}", period=period, grain="month")


def part_meaning(meaning: Meaning, part: str) -> Meaning:
    """Return the meaning of a part of a day: the same days, TimeML's mark behind the value."""
    return Meaning(value=f"{meaning.value}T{part}", period=meaning.period, grain="part", kind=TimexKind.TIME)


def unit_meaning(unit: str, day: date) -> Meaning:
    """Return the meaning of the day, week, week-end, month, quarter or year that holds a day."""
    readers: dict[str, Callable[[date], Meaning]] = {
        "week": week_meaning,
        "weekend": weekend_meaning,
        "month": lambda one: month_meaning(one.year, one.month),
        "quarter": lambda one: quarter_meaning(one, 3),
        "half": lambda one: quarter_meaning(one, 6),
        "year": lambda one: year_meaning(one.year),
        "decade": lambda one: decade_meaning(one.year // 10 * 10),
    }
    return readers.get(unit, day_meaning)(day)


def edge_meaning(unit: str, edge: str, day: date) -> Meaning:
    """Return the meaning of the start, middle or end of the week, month or year that holds a day."""
    if unit == "week":
        return week_meaning(day, edge)
    if unit == "month":
        return month_meaning(day.year, day.month, edge)
    return year_meaning(day.year, edge) if unit == "year" else unit_meaning(unit, day)


def vague(value: str, kind: TimexKind = TimexKind.DATE) -> Meaning:
    """Return a meaning that gives no day."""
    return Meaning(value=value, period=OPEN, grain="vague", kind=kind)


def week_of(day: date, weekday: int, *, before: bool) -> date:
    """Return the weekday (1 Monday to 7 Sunday) on or before a day, or on or after it."""
    distance = (day.isoweekday() - weekday) % 7
    return day - timedelta(days=distance) if before or not distance else shift_days(day, 7 - distance)
