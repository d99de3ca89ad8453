"""The grammar of French times: patterns over classes of words, each with the function that works out what it means.

The extents are those of TimeML: "le 3 mai" with its article, "du 3 mai" without; prepositions that change the days
("depuis", "entre … et") are read afterwards, in `dates_frames`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from selon.mentions import dates_calendar as cal
from selon.mentions.dates_hours import HOUR_RULES
from selon.mentions.dates_relative import RELATIVE_RULES
from selon.mentions.dates_view import View, day_part, plain_case
from selon.mentions.timex import Meaning
from selon.values import Period

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from selon.mentions.phrases import Hit

_TAIL = "((AT|DANS|EN)? ART? (edge:EDGE DE)? part:PART)?"
_YEAR = "(COMMA? (DE|CONTRACT)? (ART UNITYEAR)? year:YEAR | DE THIS thisyear:UNITYEAR | DE ART UNITYEAR lastyear:LAST)?"
_MONTH_BEFORE = frozenset(
    "EN DE SINCE FROM BEFORE AFTER BETWEEN TO AT ET COMMA VERS EDGE LPAR BARE DASH DANS SLASH".split()
)
_YEAR_BEFORE = frozenset(
    "EN DE SINCE FROM BEFORE AFTER BETWEEN TO AT ET EDGE LPAR DASH SLASH VERS HAS COMMA CONTRACT".split()
)
_SURE_BEFORE = frozenset("EN SINCE BARE".split())
_COUNTED = frozenset("WORD NAMEDEVENT PERCENT UNITDAY UNITMONTH UNITWEEK HOUR MINUTE MOMENT".split())
_CENTURIES = {"i": 1, "v": 5, "x": 10}
_SHORT_YEARS = range(32, 100)
_LAST_MONTH = 12


class Rule(NamedTuple):
    """A rule of the grammar: its name, its pattern over classes of words, and what it makes of a place where it fits."""

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
        return cal.vague(f"XXXX-{parts.month:02}-{parts.day:02}") if cal.make_day(2000, parts.month, parts.day) else None
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


def _year_of(hit: Hit, view: View) -> int | None:
    """Return the year that the words give, "de cette année" and "de l'année dernière" included."""
    if (year := hit.number("year")) is not None:
        return year
    if (short := hit.number("short")) is not None:
        return 1900 + short
    if view.now is not None and hit.has("lastyear"):
        return view.now.year - 1
    return view.now.year if view.now is not None and hit.has("thisyear") and not hit.has("art") else None


def _shift_of(hit: Hit) -> str:
    """Return LAST or NEXT where the words say so."""
    index = hit.at("shift")
    return "" if index is None else hit.sort(index)


def _build_day(hit: Hit, view: View) -> Meaning | None:
    """Return the meaning of "vendredi 1er mars", "le 17 septembre 2016", "lundi 28 novembre au soir"."""
    day, month = hit.number("day"), hit.number("month")
    if day is None or month is None or (hit.has("short") and hit.number("short") not in _SHORT_YEARS):
        return None
    weekday = None if hit.has("year") else hit.number("weekday")
    found = _resolve(_Parts(month, day, weekday, _shift_of(hit)), _year_of(hit, view), view)
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
    bare = not hit.has("year") and not hit.has("shift") and not hit.has("weekday") and _year_of(hit, view) is None
    events = {hit.sort(hit.first - step) for step in (1, 2, 3)}
    if bare and known and "NAMEDEVENT" in events and (view.now is None or known <= view.now):
        return cal.day_meaning(known)
    weekday = None if hit.has("year") else hit.number("weekday")
    return day_part(hit, _resolve(_Parts(month, day, weekday, _shift_of(hit)), _year_of(hit, view), view))


def _build_numeric(hit: Hit, view: View) -> Meaning | None:
    """Return the meaning of "17/09/2016", "17.09.2016", "2016-09-17"."""
    day, month, year = hit.number("day"), hit.number("month"), hit.number("year")
    if day is None or month is None or not 1 <= month <= _LAST_MONTH:
        return None
    if (short := hit.number("short")) is not None:
        year = 2000 + short if short < _SHORT_YEARS.start else 1900 + short
    return _resolve(_Parts(month, day), year, view)


def _build_month(hit: Hit, view: View) -> Meaning | None:
    """Return the meaning of "en mars", "mars dernier", "novembre 2016", "début juin", "à la mi-décembre"."""
    month, edge = hit.number("month"), str(hit.value("edge") or "")
    told = any(hit.has(name) for name in ("year", "short", "shift", "unit", "this", "edge", "thisyear", "lastyear"))
    before = hit.sort(hit.first - 1)
    named = not plain_case(hit, "month")
    if month is None or (hit.has("art") and not hit.has("unit") and not edge):
        return None
    if not told and (before not in _MONTH_BEFORE or (named and before in {"DE", "COMMA", "ET", "DASH"})):
        return None
    if hit.has("short") and hit.number("short") not in _SHORT_YEARS:
        return None
    year = _year_of(hit, view)
    if year is None:
        year = _year_of_month(month, _shift_of(hit), view)
    if year is None:
        return cal.vague(f"XXXX-{month:02}")
    return cal.month_meaning(year, month, edge)


def _year_of_month(month: int, shift: str, view: View) -> int | None:
    """Return the year of a bare month: the last such month, or the coming one where the words look forward."""
    if view.now is None:
        return None
    ahead = (month - view.now.month) % _LAST_MONTH
    year = view.now.year if month <= view.now.month else view.now.year - 1
    if shift == "LAST":
        return view.now.year if month < view.now.month else view.now.year - 1
    if shift == "NEXT":
        return view.now.year if month > view.now.month else view.now.year + 1
    if ahead and (view.lean() == "future" and ahead <= 2 * _LAST_MONTH // 3):
        return year + 1
    return year


def _build_season(hit: Hit, view: View) -> Meaning | None:
    """Return the meaning of "l'été 2014", "au printemps", "cet hiver"."""
    season, year = str(hit.value("season")), hit.number("year")
    told = any(hit.has(name) for name in ("year", "art", "this", "shift"))
    if not told and hit.sort(hit.first - 1) not in {"EN", "AT", "SINCE"}:
        return None
    if year is None:
        if view.now is None:
            return cal.vague(f"XXXX-{season}")
        year = cal.recent_season(season, view.now)
        forward = _shift_of(hit) == "NEXT" or (view.lean() == "future" and not hit.has("this"))
        year += 1 if forward else 0
        if _shift_of(hit) == "LAST" and cal.season_meaning(year, season).period.end >= view.now:  # type: ignore[operator]
            year -= 1
    return cal.season_meaning(year, season)


def _build_year(hit: Hit, _view: View) -> Meaning | None:
    """Return the meaning of "2013" where it is a year and counts nothing."""
    year, edge = hit.number("year"), str(hit.value("edge") or "")
    if year is None or not 1 <= year <= 2100:  # noqa: PLR2004 - beyond, it is a number
        return None
    before, after = hit.sort(hit.first - 1), hit.sort(hit.end)
    if hit.has("unit") or edge:
        return cal.year_meaning(year, edge)
    if before == "DASH" and hit.reading.starts[hit.first] == hit.reading.ends[hit.first - 1]:
        joined = hit.first > 1 and hit.sort(hit.first - 2) in {"YEAR", "MONTH", "SEASON"}
        return cal.year_meaning(year) if joined else None
    word = hit.reading.words[hit.end] if after in _COUNTED else ""
    counts = before not in _SURE_BEFORE and word != "" and (year % 50 == 0 or word.endswith(("s", "x", "%")))
    likely = before in _YEAR_BEFORE or after in {"RPAR", "DASH", "SLASH"} or before in {"NAME", "WORD", "NAMEDEVENT"}
    recent = 1800 <= year <= 2100  # noqa: PLR2004
    if counts or not likely or not recent or after in {"PERCENT", "DEGREE"}:
        return None
    if before in {"WORD", "NAME"} and after in {"WORD", "NAME"}:
        return None
    return cal.year_meaning(year)


def _build_decade(hit: Hit, _view: View) -> Meaning | None:
    """Return the meaning of "les années 1990", "années 60", "années quatre-vingt"."""
    first = hit.number("tens")
    if first is None or first % 10 or hit.word("unit") != "années":
        return None
    return cal.decade_meaning(first if first > 99 else 1900 + first) if 10 <= first <= 2090 else None  # noqa: PLR2004


def _build_century(hit: Hit, _view: View) -> Meaning | None:
    """Return the meaning of "le XIXe siècle"."""
    digits = [_CENTURIES.get(letter) for letter in hit.word("roman").removesuffix("ème").removesuffix("e")]
    if not digits or None in digits:
        return None
    values = [digit or 0 for digit in digits]
    number = sum(-one if one < max(values[at:]) else one for at, one in enumerate(values))
    first = cal.make_day(max((number - 1) * 100 + 1, 1), 1, 1)
    last = cal.make_day(number * 100, 12, 31)
    return Meaning(value=f"{number - 1:02}XX", period=Period(first, last), grain="century")


def _build_feast(hit: Hit, view: View) -> Meaning | None:
    """Return the meaning of "le jour de Noël", "le Nouvel An 2016"."""
    month, day = (int(part) for part in str(hit.value("feast")).split("-"))
    return _resolve(_Parts(month, day, shift=_shift_of(hit)), hit.number("year"), view)


_LEAD = "(art:ART|this:THIS)? SAME? (weekday:WEEKDAY COMMA? ART?)?"
_SHORT = "short:NUM (?=COMMA|DOT|RPAR|STOP|BREAK|DASH|$)"
_MONTH_LEAD = "(art:ART)? edge:EDGE DASH? (DE|CONTRACT)? ART? (UNITMONTH DE)?"
_MORE_DAYS = "(?=(COMMA|ET|TO|AT|DASH|ART|CONTRACT|DE|WEEKDAY|NUM|ER){1,8} month:MONTH (year:YEAR)? (shift:SHIFT)?)"

RULES: tuple[Rule, ...] = (
    Rule("named day", f"{_LEAD} named:NAMED {_YEAR} shift:SHIFT? {_TAIL}", _build_named_day),
    Rule("day", f"{_LEAD} day:NUM|ONCE ER? month:MONTH {_YEAR} shift:SHIFT? {_TAIL}", _build_day),
    Rule("day", f"{_LEAD} day:NUM ER? month:MONTH {_SHORT}", _build_day),
    Rule("listed day", f"(art:ART)? weekday:WEEKDAY? day:NUM ER? {_MORE_DAYS}", _build_listed_day),
    Rule("numeric day", "ART? day:NUM SLASH month:NUM SLASH (year:YEAR|short:NUM)", _build_numeric),
    Rule("numeric day", "ART? day:NUM DOT month:NUM DOT year:YEAR", _build_numeric),
    Rule("numeric day", "ART? day:NUM DASH month:NUM DASH year:YEAR", _build_numeric),
    Rule("numeric day", "year:YEAR DASH month:NUM DASH day:NUM", _build_numeric),
    Rule("month", f"(art:ART|this:THIS)? (unit:UNITMONTH DE)? month:MONTH {_YEAR} shift:SHIFT?", _build_month),
    Rule("month", f"month:MONTH {_SHORT}", _build_month),
    Rule("part of a month", f"{_MONTH_LEAD} month:MONTH {_YEAR} shift:SHIFT?", _build_month),
    Rule("season", "(art:ART|this:THIS)? season:SEASON (DE? year:YEAR ((DASH|SLASH) YEAR|NUM)?)? shift:SHIFT?", _build_season),
    Rule("year", "(ART? unit:UNITYEAR DE?)? year:YEAR", _build_year),
    Rule("year", "ART? edge:EDGE DASH? (DE|CONTRACT)? (ART UNITYEAR DE?)? year:YEAR", _build_year),
    Rule("decade", "ART? unit:UNITYEAR tens:YEAR|NUM|FEW", _build_decade),
    Rule("century", "ART? roman:NAME|WORD (WORD|ER)? SIECLE", _build_century),
    Rule("feast", "(ART? UNITDAY DE)? ART? feast:FEAST year:YEAR? shift:SHIFT?", _build_feast),
    *(Rule(*rule) for rule in HOUR_RULES),
    *(Rule(*rule) for rule in RELATIVE_RULES),
)
