"""Lengths of time and repetitions: "trois ans", "quelques mois", "1 h 30", "chaque jour", a "depuis" by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selon.mentions.timex import OPEN, UNIT_LETTERS, Meaning, TimexKind
from selon.values import Period

if TYPE_CHECKING:
    from selon.mentions.dates.view import View
    from selon.mentions.phrases import Hit

_AGE_LICENCE = frozenset("SINCE AGO DANS BARE EN AT AFTER BEFORE TO BETWEEN".split())
_UNIT = "unit:UNIT"
_COUNT = "count:N|VAGUE|CONTRACT"
_CLOCK_LETTERS = {"hour": "H", "minute": "M"}


def build_clock_length(hit: Hit, _view: View) -> Meaning | None:
    """Return the meaning of the "1 h 30" in "1 h 30 plus tôt": a length of time."""
    value = f"PT{hit.number('hours')}H{hit.number('minutes')}M"
    return Meaning(value=value, grain="length", kind=TimexKind.DURATION)


def build_since_then(hit: Hit, view: View) -> Meaning | None:
    """Return the meaning of a "depuis" that stands alone: from the day last named to publication."""
    verb = hit.sort(hit.first - 1) == "HAS" or hit.reading.words[max(hit.first - 1, 0)] in {"ont", "est", "sont"}
    if not (verb or hit.sort(hit.end) != "WORD" or hit.has("then")):
        return None
    start = view.anchor.start if view.anchor else None
    period = Period(start, max(view.now, start)) if start and view.now else OPEN
    return Meaning(value="PX", period=period, grain="run", kind=TimexKind.DURATION)


def build_set(hit: Hit, _view: View) -> Meaning | None:
    """Return the meaning of "chaque jour", "tous les jeudis": a repetition, no time."""
    unit = hit.value("unit")
    if hit.has("weekdays"):
        return Meaning(value=f"XXXX-WXX-{hit.number('weekdays')}", grain="vague", kind=TimexKind.SET)
    return Meaning(value=f"P1{UNIT_LETTERS.get(str(unit), 'D')}", grain="vague", kind=TimexKind.SET)


def build_duration(hit: Hit, _view: View) -> Meaning | None:
    """Return the meaning of "trois ans", "environ une heure", "quelques mois": a length of time."""
    unit, count = str(hit.value("unit")), hit.value("count")
    before = hit.sort(hit.first - 1)
    licensed = before in _AGE_LICENCE or (
        hit.first > 0 and hit.reading.words[hit.first - 1] in {"sur", "terme de", "pour"}
    )
    if hit.word("unit") == "ans" and not licensed:
        return None
    if hit.word("unit") == "années" and before == "DE" and hit.sort(hit.at("count") or 0) == "ABOUTN":
        return None
    if hit.word("count") == "un" and hit.word("unit") == "jour" and before not in {"AGO", "SINCE", "DANS", "EN"}:
        return None
    if hit.word("unit") == "h" and hit.has("approx") and before in {"AT", "COMMA"}:
        return None
    if hit.sort(hit.at("count") or 0) == "CONTRACT" and (hit.word("count") != "des" or before not in _AGE_LICENCE):
        return None
    half = 0.5 if hit.has("demi") else 0.0
    amount = f"{count + half:g}" if isinstance(count, int | float) else "X"
    letter = _CLOCK_LETTERS.get(unit)
    value = f"PT{amount}{letter}" if letter else f"P{amount}{UNIT_LETTERS.get(unit, 'D')}"
    if hit.word("unit") == "secondes":
        value = f"PT{amount}S"
    return Meaning(value=value, grain="about a length" if hit.has("approx") else "length", kind=TimexKind.DURATION)


LENGTH_RULES = (
    ("since then", "SINCE then:SINCETHEN? (?=COMMA|DOT|STOP|BREAK|RPAR|WORD|$)", build_since_then),
    ("duration", "hours:NUM HOUR minutes:NUM MINUTE? (?=LATER|AFTER|BEFORE)", build_clock_length),
    ("repetition", f"(EVERY|TOUS) ART? {_UNIT}", build_set),
    ("repetition", "TOUS? ART weekdays:WEEKDAYS", build_set),
    ("duration", f"approx:APPROX? {_COUNT} WORD? {_UNIT}|HOUR|MINUTE (ET demi:DEMI)?", build_duration),
)
