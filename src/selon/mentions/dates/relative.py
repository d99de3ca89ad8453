"""Times that are counted from another day: "hier", "lundi dernier", "la semaine suivante", "ces derniers jours"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selon.mentions.dates import calendar as cal
from selon.mentions.dates.view import View, day_part, shift_of
from selon.mentions.timex import OPEN, UNIT_LETTERS, Meaning, TimexKind
from selon.values import Period

if TYPE_CHECKING:
    from datetime import date

    from selon.mentions.phrases import Hit

_CLOCK_LETTERS = {"hour": "H", "minute": "M"}
_RECENT = {"hour": 1, "minute": 1, "day": 7, "week": 28, "weekend": 14, "month": 91}
_WEEKEND = 5
_PLURALS = ("jours", "semaines", "mois", "années", "ans", "heures", "week-ends", "minutes", "weekends")
_DAY_STARTS = frozenset("WEEKDAY NUM NAMED FEAST DEIXIS ONCE".split())
_TAIL = "((AT|DANS|EN)? ART? (EN? edge:EDGE DE)? part:PART)?"
_UNIT = "unit:UNIT"
_UNIT_SORTS = frozenset(
    "UNITDAY UNITWEEK UNITWEEKEND UNITMONTH UNITQUARTER UNITYEAR DECADE HOUR MINUTE DEMI NUM".split()
)


def build_deixis(hit: Hit, view: View) -> Meaning | None:
    """Return the meaning of "hier", "avant-hier soir", "aujourd'hui vendredi"."""
    days = hit.number("deixis") or 0
    if view.now is None:
        return day_part(hit, cal.vague("XXXX-XX-XX"))
    return day_part(hit, cal.day_meaning(cal.shift_days(view.now, days)))


def build_weekday(hit: Hit, view: View) -> Meaning | None:
    """Return the meaning of "lundi", "ce vendredi", "mardi soir", "jeudi prochain", "mercredi 23"."""
    weekday = hit.number("weekday") or 1
    if view.now is None:
        return day_part(hit, cal.vague(f"XXXX-WXX-{weekday}"))
    if (number := hit.number("day")) is not None:
        day = _numbered_weekday(weekday, number, view.now)
        return day_part(hit, cal.day_meaning(day)) if day else None
    return day_part(hit, cal.day_meaning(_bare_weekday(hit, view, view.now, weekday)))


def _bare_weekday(hit: Hit, view: View, now: date, weekday: int) -> date:
    """Return the weekday on or before publication; the one after where the words or the verb look forward."""
    shift = shift_of(hit)
    if shift == "LAST":
        return cal.week_of(cal.shift_days(now, -1), weekday, before=True)
    if shift == "NEXT":
        return cal.week_of(cal.shift_days(now, 1), weekday, before=False)
    if hit.has("same") and view.anchor and view.anchor.start:
        return cal.week_of(cal.shift_days(view.anchor.start, 3), weekday, before=True)
    forward = not hit.has("art") and view.lean() == "future"
    return cal.week_of(now, weekday, before=not forward)


def _numbered_weekday(weekday: int, number: int, now: date) -> date | None:
    """Return the nearest "mercredi 23": the day of that number that falls on that weekday."""
    months = [cal.shift_months(now.replace(day=1), step) for step in (0, -1, 1, -2, 2)]
    days = [day for month in months if (day := cal.make_day(month.year, month.month, number))]
    return next((day for day in days if day.isoweekday() == weekday), None)


def build_unit(hit: Hit, view: View) -> Meaning | None:
    """Return the meaning of "cette semaine", "le mois dernier", "l'année suivante", "le même jour"."""
    unit = str(hit.value("unit"))
    shift, step = shift_of(hit), hit.number("relday")
    plural = hit.word("unit") in _PLURALS and hit.word("unit") != "mois"
    if plural or (hit.word("unit") == "mois" and hit.word("art") in {"les", "des"}):
        return _plural_units(hit, view, unit, step)
    back = hit.has("same") or hit.has("la") or step is not None
    day = view.base() if back else view.now
    if hit.has("art") and not (shift or back):
        return None
    if day is None:
        return cal.vague({"week": "XXXX-WXX", "month": "XXXX-XX", "year": "XXXX"}.get(unit, "XXXX-XX-XX"))
    count = {"LAST": -1, "NEXT": 1}.get(shift, 0) + (step or 0)
    return _shifted_unit(unit, day, count, view)


def build_edge(hit: Hit, view: View) -> Meaning | None:
    """Return the meaning of "en début de semaine", "la fin de l'année dernière", "au début du mois"."""
    unit, edge = str(hit.value("unit")), str(hit.value("edge"))
    step = hit.number("relday")
    day = view.base() if step is not None else view.now
    if hit.word("unit") in {"ans", "années", "semaines"}:
        return None
    if day is None:
        return cal.vague({"week": "XXXX-WXX", "month": "XXXX-XX"}.get(unit, "XXXX"))
    count = {"LAST": -1, "NEXT": 1}.get(shift_of(hit), 0) + (step or 0)
    return cal.edge_meaning(unit, edge, cal.back(day, unit, -count) if count else day)


def _shifted_unit(unit: str, day: date, count: int, view: View) -> Meaning:
    """Return the unit so many units away from the one that holds a day; a week-end not yet come is the last one."""
    if unit == "weekend" and count == 0 and day.weekday() < _WEEKEND - 1 and view.lean() != "future":
        count = -1
    if unit == "weekend" and count == -1 and day.weekday() >= _WEEKEND:
        return cal.weekend_meaning(cal.shift_days(day, -7))
    return cal.unit_meaning(unit, cal.back(day, unit, -count) if count else day)


def _plural_units(hit: Hit, view: View, unit: str, step: int | None) -> Meaning | None:
    """Return the meaning of "ces jours-ci", "les jours suivants", "les semaines précédentes"."""
    value = f"PX{UNIT_LETTERS.get(unit, 'D')}"
    if unit == "year" and not hit.has("shift"):
        return Meaning(value=value, kind=TimexKind.DURATION, grain="vague") if step else None
    if step is not None:
        day = view.base_end() if step > 0 else view.base()
        period = _run(day, unit, step, _RECENT.get(unit, 7), view.now)
        return Meaning(value=value, period=period, grain="run", kind=TimexKind.DURATION)
    if hit.has("ici"):
        period = _run(view.now, unit, -1, _RECENT.get(unit, 7), view.now)
        return Meaning(value=value, period=period, grain="run", kind=TimexKind.DURATION)
    return None


def _run(day: date | None, unit: str, step: int, days: int, now: date | None) -> Period:
    """Return the days before or after a day, not beyond the present where the day itself is not."""
    if day is None:
        return OPEN
    if step < 0:
        return Period(cal.shift_days(day, -days), day if unit != "day" or now == day else cal.shift_days(day, -1))
    first, last = cal.shift_days(day, 1), cal.shift_days(day, days)
    if now is not None and first <= now < last:
        last = now
    return Period(first, last)


def build_recent(hit: Hit, view: View) -> Meaning | None:
    """Return the meaning of "ces derniers jours", "les deux derniers mois", "les 24 dernières heures"."""
    unit, shift = str(hit.value("unit")), shift_of(hit)
    count = hit.value("before") or hit.value("after")
    before = hit.sort(hit.first - 1)
    if not (hit.has("art") or hit.has("this") or before in {"BARE", "CONTRACT", "ART", "DE"}):
        return None
    singular = hit.word("unit") not in _PLURALS
    if singular and count is None:
        count = 1
        if hit.has("this") or unit not in {"week", "month", "year", "day"}:
            return None
    letter = UNIT_LETTERS.get(unit) or _CLOCK_LETTERS[unit]
    prefix = "PT" if unit in _CLOCK_LETTERS else "P"
    amount = "X" if not isinstance(count, int | float) else f"{count:g}"
    period = _recent_period(unit, count, shift, view.now)
    return Meaning(value=f"{prefix}{amount}{letter}", period=period, grain="run", kind=TimexKind.DURATION)


def _recent_period(unit: str, count: str | float | None, shift: str, now: date | None) -> Period:
    """Return the days up to publication, or from it on; open for "ces dernières années" and for coming times untold."""
    if now is None or (count is None and (unit in {"year", "decade", "quarter", "half"} or shift == "NEXT")):
        return OPEN
    if isinstance(count, int | float):
        limit = cal.back(now, unit, count if shift == "LAST" else -count)
        if unit in {"hour", "minute"}:
            limit = cal.shift_days(now, (-1 if shift == "LAST" else 1) * max(1, -(-int(count) // 24)))
    else:
        limit = cal.shift_days(now, -_RECENT[unit])
    return Period(min(limit, now), max(limit, now))


def build_anaphor(hit: Hit, view: View) -> Meaning | None:
    """Return the meaning of "la veille", "le lendemain matin", "au lendemain de l'attaque"."""
    days = hit.number("anaphor") or 0
    if hit.sort(hit.first - 1) == "UNITDAY" or (days < 0 and hit.sort(hit.end) in {"DE", "CONTRACT"}):
        return None
    if hit.sort(hit.end) in {"DE", "CONTRACT"}:
        if hit.sort(hit.end + 1) in _DAY_STARTS:
            return None
        if not hit.has("art"):  # "au lendemain de l'attaque": a day that the text does not tell
            return cal.vague("XXXX-XX-XX")
    day = view.base() if days < 0 else view.base_end()
    if day is None:
        return day_part(hit, cal.vague("XXXX-XX-XX"))
    found = cal.shift_days(day, days)
    if view.anchor is None and view.now is not None:
        found = min(found, view.now)
    return day_part(hit, cal.day_meaning(found))


def build_reference(hit: Hit, _view: View) -> Meaning | None:
    """Return the meaning of "désormais", "récemment": a time that gives no day."""
    return cal.vague(str(hit.value("word")), TimexKind.TIME)


def build_unnamed(_hit: Hit, view: View) -> Meaning | None:
    """Return the meaning of "ce jour-là", "à ce moment-là": the day last named."""
    day = view.base()
    return cal.day_meaning(day) if day is not None else cal.vague("XXXX-XX-XX")


def build_soon(hit: Hit, view: View) -> Meaning | None:
    """Return the meaning of "peu après", "peu avant l'explosion": the day last named."""
    if (
        hit.sort(hit.end) in {"CLOCK", "NUM", "FEW", "WEEKDAY", "MONTH", "YEAR", "PART"}
        or hit.sort(hit.first - 1) in _UNIT_SORTS
    ):
        return None
    return Meaning(value="XXXX-XX-XX", period=view.nearest(), grain="vague", kind=TimexKind.TIME)


def build_adverb(hit: Hit, view: View) -> Meaning | None:
    """Return the meaning of "plus tôt", "plus tard" where no length of time stands before: the day last named."""
    if hit.sort(hit.first - 1) in _UNIT_SORTS:
        return None
    earlier = (hit.number("word") or 0) < 0
    period = OPEN if hit.word("word") == "auparavant" else view.nearest() if earlier or view.near else OPEN
    return Meaning(value="PAST_REF" if earlier else "FUTURE_REF", period=period, grain="vague", kind=TimexKind.TIME)


RELATIVE_RULES = (
    ("counted day", f"deixis:DEIXIS (COMMA? WEEKDAY (?!NUM|ONCE))? {_TAIL}", build_deixis),
    ("weekday", f"(art:ART|this:THIS)? same:SAME? weekday:WEEKDAY shift:SHIFT? {_TAIL}", build_weekday),
    ("weekday", f"(art:ART|this:THIS)? weekday:WEEKDAY day:NUM {_TAIL}", build_weekday),
    ("this unit", f"this:THIS same:SAME? {_UNIT} (la:LA|ici:ICI)?", build_unit),
    ("shifted unit", f"art:ART? {_UNIT} (shift:SHIFT|relday:RELDAY)", build_unit),
    (
        "edge of a unit",
        "art:ART? edge:EDGE (DE|CONTRACT) (ART|THIS)? unit:UNITWEEK|UNITMONTH|UNITYEAR (shift:SHIFT|relday:RELDAY)?",
        build_edge,
    ),
    ("same unit", f"art:ART (same:SAME {_UNIT})", build_unit),
    ("same unit", "art:ART unit:UNITDAY same:SAME", build_unit),
    ("recent days", f"(art:ART|this:THIS)? before:N? shift:SHIFT after:N? {_UNIT}|HOUR|MINUTE", build_recent),
    ("day reckoned", f"art:ART? anaphor:ANAPHOR {_TAIL}", build_anaphor),
    ("reference", "word:NOW|PAST|FUTURE", build_reference),
    ("day meant", "this:THIS MOMENT LA?", build_unnamed),
    ("soon", "SOON (AFTER|BEFORE)", build_soon),
    ("adverb", "word:LATER", build_adverb),
)
