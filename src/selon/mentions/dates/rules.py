"""The grammar of French times: patterns over classes of words, each with the function that works out what it means.

The extents are those of TimeML: "le 3 mai" with its article, "du 3 mai" without; prepositions that change the days
("depuis", "entre … et") are read afterwards, in `dates_frames`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from selon.mentions.dates import calendar as cal
from selon.mentions.dates.hours import HOUR_RULES
from selon.mentions.dates.lengths import LENGTH_RULES
from selon.mentions.dates.months import MONTH_RULES, SHORT_YEAR, SHORT_YEARS
from selon.mentions.dates.relative import RELATIVE_RULES
from selon.mentions.dates.view import YEAR_PATTERN, View, day_part, shift_of, year_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from selon.mentions.phrases import Hit
    from selon.mentions.timex import Meaning

_TAIL = "((AT|DANS|EN)? ART? (edge:EDGE DE)? part:PART)?"
_LAST_MONTH = 12


class Rule(NamedTuple):
    """A rule of the grammar: its name, its pattern over classes of words, and what it makes of a fitting place."""

    name: str
    pattern: str
    build: Callable[[Hit, View], Meaning | None]


@dataclass(frozen=True, slots=True)
class _Parts:
    """Month and day of a date, with the year where the words give one."""

    month: int
    day: int
    weekday: int | None = None
    shift: str = ""


def _resolve(parts: _Parts, year: int | None, view: View) -> Meaning | None:
    """Return the meaning of a day of the month, in its year or in the one that the publication date makes likely."""
    if year is not None:
        day = cal.make_day(year, parts.month, parts.day)
        return cal.day_meaning(day) if day else None
    if view.now is None:
        return (
            cal.vague(f"XXXX-{parts.month:02}-{parts.day:02}") if cal.make_day(2000, parts.month, parts.day) else None
        )
    if parts.shift:
        day = _shifted(parts, view.now)
    else:
        day = _on_weekday(parts, view.now) or cal.resolve_year(parts.month, parts.day, view.now, view.lean())
    return cal.day_meaning(day) if day else None


def _shifted(parts: _Parts, now: date) -> date | None:
    """Return the last day of that name before publication, or the next one after it."""
    years = (now.year - 1, now.year, now.year + 1)
    days = [day for year in years if (day := cal.make_day(year, parts.month, parts.day))]
    if parts.shift == "LAST":
        return max((day for day in days if day < now), default=None)
    return min((day for day in days if day > now), default=None)


def _on_weekday(parts: _Parts, now: date) -> date | None:
    """Return the nearest day of that name, this year or next to it, that falls on the weekday that the text names."""
    years = (now.year - 1, now.year, now.year + 1)
    days = [day for year in years if (day := cal.make_day(year, parts.month, parts.day))]
    fitting = [day for day in days if day.isoweekday() == parts.weekday]
    return min(fitting, key=lambda day: abs((day - now).days), default=None)


def _build_day(hit: Hit, view: View) -> Meaning | None:
    """Return the meaning of "vendredi 1er mars", "le 17 septembre 2016", "lundi 28 novembre au soir"."""
    day, month = hit.number("day"), hit.number("month")
    if day is None or month is None or (hit.has("short") and hit.number("short") not in SHORT_YEARS):
        return None
    weekday = None if hit.has("year") else hit.number("weekday")
    found = _resolve(_Parts(month, day, weekday, shift_of(hit)), year_of(hit, view), view)
    return day_part(hit, found)


def _build_listed_day(hit: Hit, view: View) -> Meaning | None:
    """Return the meaning of the "3" in "les 3 et 4 mai", "du 3 au 5 mai": month and year stand with the last day."""
    before = hit.sort(hit.first - 1)
    if not (hit.has("art") or hit.has("weekday") or before in {"CONTRACT", "BETWEEN", "COMMA", "AT", "DE", "DASH"}):
        return None
    return _build_day(hit, view)


def _build_named_day(hit: Hit, view: View) -> Meaning | None:
    """Return the meaning of "7 octobre": the day that everybody knows where an event noun precedes, else as any day."""
    year, month, day = (int(part) for part in str(hit.value("named")).split("-"))
    known = cal.make_day(year, month, day)
    bare = not hit.has("year") and not hit.has("shift") and not hit.has("weekday") and year_of(hit, view) is None
    events = {hit.sort(hit.first - step) for step in (1, 2, 3)}
    if bare and known and "NAMEDEVENT" in events and (view.now is None or known <= view.now):
        return cal.day_meaning(known)
    weekday = None if hit.has("year") else hit.number("weekday")
    return day_part(hit, _resolve(_Parts(month, day, weekday, shift_of(hit)), year_of(hit, view), view))


def _build_numeric(hit: Hit, view: View) -> Meaning | None:
    """Return the meaning of "17/09/2016", "17.09.2016", "2016-09-17"."""
    day, month, year = hit.number("day"), hit.number("month"), hit.number("year")
    if day is None or month is None or not 1 <= month <= _LAST_MONTH:
        return None
    if (short := hit.number("short")) is not None:
        year = 2000 + short if short < SHORT_YEARS.start else 1900 + short
    return _resolve(_Parts(month, day), year, view)


def _build_feast(hit: Hit, view: View) -> Meaning | None:
    """Return the meaning of "le jour de Noël", "le Nouvel An 2016"."""
    month, day = (int(part) for part in str(hit.value("feast")).split("-"))
    return _resolve(_Parts(month, day, shift=shift_of(hit)), hit.number("year"), view)


_LEAD = "(art:ART|this:THIS)? SAME? (weekday:WEEKDAY COMMA? ART?)?"
_MORE_DAYS = "(?=(COMMA|ET|TO|AT|DASH|ART|CONTRACT|DE|WEEKDAY|NUM|ER){1,8} month:MONTH (year:YEAR)? (shift:SHIFT)?)"

RULES: tuple[Rule, ...] = (
    Rule("named day", f"{_LEAD} named:NAMED {YEAR_PATTERN} shift:SHIFT? {_TAIL}", _build_named_day),
    Rule("day", f"{_LEAD} day:NUM|ONCE ER? month:MONTH {YEAR_PATTERN} shift:SHIFT? {_TAIL}", _build_day),
    Rule("day", f"{_LEAD} day:NUM ER? month:MONTH {SHORT_YEAR}", _build_day),
    Rule("listed day", f"(art:ART)? weekday:WEEKDAY? day:NUM ER? {_MORE_DAYS}", _build_listed_day),
    Rule("numeric day", "ART? day:NUM SLASH month:NUM SLASH (year:YEAR|short:NUM)", _build_numeric),
    Rule("numeric day", "ART? day:NUM DOT month:NUM DOT year:YEAR", _build_numeric),
    Rule("numeric day", "ART? day:NUM DASH month:NUM DASH year:YEAR", _build_numeric),
    Rule("numeric day", "year:YEAR DASH month:NUM DASH day:NUM", _build_numeric),
    Rule("feast", "(ART? UNITDAY DE)? ART? feast:FEAST year:YEAR? shift:SHIFT?", _build_feast),
    *(Rule(*rule) for rule in MONTH_RULES),
    *(Rule(*rule) for rule in HOUR_RULES),
    *(Rule(*rule) for rule in RELATIVE_RULES),
    *(Rule(*rule) for rule in LENGTH_RULES),
)
