"""Months, seasons and years: "en mars", "début juin", "l'été 2014", "fin 2016", "les années 1990", "le XIXe siècle"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selon.mentions.dates import calendar as cal
from selon.mentions.dates.view import YEAR_PATTERN, View, plain_case, shift_of, year_of
from selon.mentions.dates.words import looks_plural
from selon.mentions.timex import Meaning
from selon.values import Period

if TYPE_CHECKING:
    from selon.mentions.phrases import Hit

_MONTH_BEFORE = frozenset(
    "EN DE SINCE FROM BEFORE AFTER BETWEEN TO AT ET COMMA VERS EDGE LPAR BARE DASH DANS SLASH".split()
)
_YEAR_BEFORE = frozenset(
    "EN DE SINCE FROM BEFORE AFTER BETWEEN TO AT ET EDGE LPAR DASH SLASH VERS HAS COMMA CONTRACT DANS".split()
)
_SURE_BEFORE = frozenset("EN SINCE BARE FROM BEFORE AFTER DANS".split())
_COUNTED = frozenset("WORD NAMEDEVENT PERCENT UNITDAY UNITMONTH UNITWEEK HOUR MINUTE MOMENT".split())
_CENTURIES = {"i": 1, "v": 5, "x": 10}
_MONTH_LEAD = "(art:ART)? edge:EDGE DASH? (DE|CONTRACT)? ART? (UNITMONTH DE)?"
SHORT_YEARS = range(32, 100)
_LAST_MONTH = 12


def build_month(hit: Hit, view: View) -> Meaning | None:
    """Return the meaning of "en mars", "mars dernier", "novembre 2016", "début juin", "à la mi-décembre"."""
    month, edge = hit.number("month"), str(hit.value("edge") or "")
    told = any(hit.has(name) for name in ("year", "short", "shift", "unit", "this", "edge", "thisyear", "lastyear"))
    before = hit.sort(hit.first - 1)
    named = not plain_case(hit, "month")
    if month is None or (hit.has("art") and not hit.has("unit") and not edge):
        return None
    if not told and (before not in _MONTH_BEFORE or (named and before in {"DE", "COMMA", "ET", "DASH"})):
        return None
    if hit.has("short") and hit.number("short") not in SHORT_YEARS:
        return None
    year = year_of(hit, view)
    if year is None:
        year = _year_of_month(month, shift_of(hit), view)
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


def build_season(hit: Hit, view: View) -> Meaning | None:
    """Return the meaning of "l'été 2014", "au printemps", "cet hiver"."""
    season, year = str(hit.value("season")), hit.number("year")
    told = any(hit.has(name) for name in ("year", "art", "this", "shift"))
    before = hit.sort(hit.first - 1)
    if before == "DE" or (not told and before not in {"EN", "AT", "SINCE"}):
        return None
    if year is None:
        if view.now is None:
            return cal.vague(f"XXXX-{season}")
        year = cal.recent_season(season, view.now)
        forward = shift_of(hit) == "NEXT" or (view.lean() == "future" and not hit.has("this"))
        year += 1 if forward else 0
        if shift_of(hit) == "LAST" and cal.season_meaning(year, season).period.end >= view.now:  # type: ignore[operator]
            year -= 1
    return cal.season_meaning(year, season)


def build_year(hit: Hit, _view: View) -> Meaning | None:
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
    counts = before not in _SURE_BEFORE and word != "" and (year % 50 == 0 or looks_plural(word))
    likely = before in _YEAR_BEFORE or after in {"RPAR", "DASH", "SLASH"} or before in {"NAME", "WORD", "NAMEDEVENT"}
    recent = 1800 <= year <= 2100 or before in _SURE_BEFORE  # noqa: PLR2004
    if counts or not likely or not recent or after in {"PERCENT", "DEGREE"}:
        return None
    return cal.year_meaning(year)


def build_decade(hit: Hit, _view: View) -> Meaning | None:
    """Return the meaning of "les années 1990", "années 60", "années quatre-vingt"."""
    first, edge = hit.number("tens"), str(hit.value("edge") or "")
    if first is None or first % 10 or hit.word("unit") != "années" or not 10 <= first <= 2090:  # noqa: PLR2004
        return None
    first += 0 if first > 99 else 1900  # noqa: PLR2004 - "les années 60"
    meaning = cal.decade_meaning(first)
    return Meaning(value=meaning.value, period=cal.decade_edge(first, edge), grain="decade")


def build_quarter(hit: Hit, view: View) -> Meaning | None:
    """Return the meaning of "le premier semestre 2016", "au troisième trimestre"."""
    number, months = hit.number("number"), 3 if hit.value("unit") == "quarter" else 6
    year = year_of(hit, view) or (view.now.year if view.now else None)
    if number is None or year is None or not 1 <= number <= _LAST_MONTH // months:
        return None
    first = cal.make_day(year, (number - 1) * months + 1, 1)
    return cal.quarter_meaning(first, months) if first else None


def build_listed_month(hit: Hit, _view: View) -> Meaning | None:
    """Return the meaning of the first month in "avril et mai 2017": the year stands with the last."""
    month, last, year = hit.number("month"), hit.number("last"), hit.number("year")
    if month is None or last is None or year is None or not plain_case(hit, "month"):
        return None
    return cal.month_meaning(year - (month > last), month)


def build_century(hit: Hit, _view: View) -> Meaning | None:
    """Return the meaning of "le XIXe siècle"."""
    digits = [_CENTURIES.get(letter) for letter in hit.word("roman").removesuffix("ème").removesuffix("e")]
    if not digits or None in digits:
        return None
    values = [digit or 0 for digit in digits]
    number = sum(-one if one < max(values[at:]) else one for at, one in enumerate(values))
    first = cal.make_day(max((number - 1) * 100 + 1, 1), 1, 1)
    last = cal.make_day(number * 100, 12, 31)
    return Meaning(value=f"{number - 1:02}XX", period=Period(first, last), grain="century")


SHORT_YEAR = "short:NUM (?=COMMA|DOT|RPAR|STOP|BREAK|DASH|$)"

MONTH_RULES = (
    (
        "listed month",
        "month:MONTH (?=(COMMA MONTH)* (ET|TO|AT|DASH) (DE|EN|CONTRACT|ART|UNITMONTH){0,3} last:MONTH year:YEAR)",
        build_listed_month,
    ),
    ("month", f"(art:ART|this:THIS)? (unit:UNITMONTH DE)? month:MONTH {YEAR_PATTERN} shift:SHIFT?", build_month),
    ("month", f"month:MONTH {SHORT_YEAR}", build_month),
    ("part of a month", f"{_MONTH_LEAD} month:MONTH {YEAR_PATTERN} shift:SHIFT?", build_month),
    (
        "season",
        "(art:ART|this:THIS)? season:SEASON (DE? year:YEAR ((DASH|SLASH) YEAR|NUM)?)? shift:SHIFT?",
        build_season,
    ),
    ("decade", "ART? (edge:EDGE (DE|CONTRACT))? ART? unit:UNITYEAR tens:YEAR|NUM|FEW", build_decade),
    (
        "quarter",
        f"ART? number:ONCE|NUM ER? unit:UNITQUARTER {YEAR_PATTERN}",
        build_quarter,
    ),
    ("year", "(ART|THIS|FEW)? SAME? unit:UNITYEAR DE? year:YEAR", build_year),
    ("year", "year:YEAR", build_year),
    ("year", "ART? edge:EDGE DASH? (DE|CONTRACT)? (ART? UNITYEAR DE?)? year:YEAR", build_year),
    ("century", "ART? roman:NAME|WORD (WORD|ER)? SIECLE", build_century),
)
