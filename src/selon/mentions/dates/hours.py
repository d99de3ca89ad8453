"""Hours and parts of the day: "vers 14h30", "peu après minuit", "dans la nuit", "ce matin", "le soir même"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selon.mentions.dates import calendar as cal
from selon.mentions.dates.view import View, plain_case
from selon.mentions.timex import OPEN, Meaning, TimexKind
from selon.values import Period

if TYPE_CHECKING:
    from selon.mentions.phrases import Hit

_AT_HOUR = frozenset("AT VERS HAS FROM BEFORE AFTER TO DE ET BETWEEN COMMA LPAR DASH SOON".split())
_LENGTH_BEFORE = frozenset("BARE EN SINCE DANS VAGUE ART THIS AGO".split())
_LENGTH_AFTER = frozenset("DE CONTRACT LATER LAST NEXT AFTER BEFORE".split())
_PART_BEFORE = frozenset("DANS BARE AT EN BEFORE AFTER VERS FROM TO SINCE".split())
_LAST_HOUR, _LAST_MINUTE = 24, 59


def _clock_meaning(view: View, hour: int, minute: int) -> Meaning:
    """Return the meaning of an hour: it falls on the day named in its sentence, else on the day of the dateline."""
    clock = f"T{hour:02}:{minute:02}"
    near = view.near if view.near and view.near.start == view.near.end else None
    period = near or (Period(view.now, view.now) if view.now else OPEN)
    day = period.start.isoformat() if period.start else "XXXX-XX-XX"
    return Meaning(value=day + clock, period=period, grain="hour", kind=TimexKind.TIME)


def build_hour(hit: Hit, view: View) -> Meaning | None:
    """Return the meaning of "14h30", "9 heures du matin", "5 h 45 UTC"; None for a length of time."""
    hour, minute = hit.number("hour"), hit.number("minute") or 0
    if hour is None or not 0 <= hour <= _LAST_HOUR or minute > _LAST_MINUTE:
        return None
    before, after = hit.sort(hit.first - 1), hit.sort(hit.end)
    told = hit.has("zone") or hit.has("zonal") or hit.has("part")
    spelled = hit.word("unit").startswith("heure")
    if before in _LENGTH_BEFORE or after in {"LATER", "LAST", "NEXT"}:
        return None
    if spelled and not told and (before not in _AT_HOUR or (after in _LENGTH_AFTER and not hit.has("minute"))):
        return None
    if str(hit.value("part")) in {"AF", "EV"} and hour < _LAST_HOUR // 2:
        hour += _LAST_HOUR // 2
    return _clock_meaning(view, hour, minute)


def build_colon_hour(hit: Hit, view: View) -> Meaning | None:
    """Return the meaning of "14:30" where a preposition or a zone shows that it is an hour."""
    hour, minute = hit.number("hour"), hit.number("minute")
    if hour is None or minute is None or hour >= _LAST_HOUR or minute > _LAST_MINUTE:
        return None
    if not (
        hit.has("zone")
        or hit.has("zonal")
        or hit.sort(hit.first - 1) in {"AT", "VERS", "HAS", "FROM", "BEFORE", "AFTER", "TO", "BETWEEN"}
    ):
        return None
    return _clock_meaning(view, hour, minute)


def build_clock(hit: Hit, view: View) -> Meaning | None:
    """Return the meaning of "midi" and "minuit"; None for the Midi."""
    if not plain_case(hit, "clock") or hit.sort(hit.first - 1) in {"CONTRACT", "ART"}:
        return None
    return _clock_meaning(view, hit.number("clock") or 0, 0)


def build_part(hit: Hit, view: View) -> Meaning | None:
    """Return the meaning of "ce matin", "la nuit dernière", "dans la soirée", "en fin de journée"."""
    part = str(hit.value("part"))
    if hit.has("this") and not hit.has("la"):
        return _part_now(view, part, nights=1 if part == "NI" else 0)
    if hit.has("shift"):
        return _part_now(view, part, nights=1 if hit.sort(hit.at("shift") or 0) == "LAST" else 0)
    before = hit.sort(hit.first - 1)
    bound = hit.has("same") or hit.has("la") or hit.has("edge") or before in _PART_BEFORE
    head = before in {"DOT", "BREAK", ""} and hit.sort(hit.end) == "COMMA"
    if not (bound or head or hit.has("of")):
        return None
    if not hit.has("art") and not hit.has("edge") and before not in {"EN", "BARE", "AT", "LATER"} and not hit.has("of"):
        return None
    period = view.nearest()
    value = f"{period.start.isoformat()}T{part}" if period.start else f"XXXX-XX-XXT{part}"
    return Meaning(value=value, period=period, grain="part", kind=TimexKind.TIME)


def _part_now(view: View, part: str, nights: int) -> Meaning:
    """Return a part of the present day; a night reaches back to the day before."""
    if view.now is None:
        return cal.vague(f"XXXX-XX-XXT{part}", TimexKind.TIME)
    period = Period(cal.shift_days(view.now, -nights), view.now)
    day = cal.shift_days(view.now, -nights)
    return Meaning(value=f"{day.isoformat()}T{part}", period=period, grain="part", kind=TimexKind.TIME)


_ZONE = "((LPAR zone:ZONE RPAR)|(COMMA? zonal:ZONE))?"
_OF_DAY = "(?=(DE|CONTRACT) (ART|THIS)? (of:WEEKDAY|NUM|DEIXIS|NAMED|FEAST))"

HOUR_RULES = (
    ("hour", f"hour:NUM|FEW unit:HOUR minute:NUM? MINUTE? ((CONTRACT|(DE ART)) part:PART)? {_ZONE}", build_hour),
    ("hour", "(?<=DE|BETWEEN) hour:NUM (?=(AT|ET|DASH) NUM HOUR)", build_hour),
    ("hour", f"hour:NUM COLON minute:NUM {_ZONE}", build_colon_hour),
    ("hour", "clock:CLOCK", build_clock),
    (
        "part of a day",
        "(art:ART|this:THIS)? SAME? (edge:EDGE (DE|CONTRACT) ART?)? part:PART (shift:SHIFT|same:SAME|la:LA)?",
        build_part,
    ),
    ("part of a day", f"(art:ART|this:THIS)? part:PART {_OF_DAY}", build_part),
)
