"""Times: the days that a text means, worked out as the press means them, against the day of publication.

A bare weekday is the one on or before publication, "fin mars" the 21st to the 31st, "depuis mardi" runs to publication;
what gives no day ("récemment", "il y a quelques mois") is found all the same, with an open period.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from selon.mentions.dates.dateline import find_dateline
from selon.mentions.dates.frames import find_frames
from selon.mentions.dates.periods import Placed
from selon.mentions.dates.rules import RULES
from selon.mentions.dates.view import View
from selon.mentions.dates.words import Surroundings, load_vocabulary, stop_signs
from selon.mentions.phrases import Hit, scan
from selon.mentions.timex import Timex

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from spacy.tokens import Doc

    from selon.mentions.mention import TimeMention
    from selon.mentions.phrases import Reading
    from selon.values import Period

_ANCHORS = frozenset({"day", "part"})
_PART = "part of a day"
_FRESH = 4  # days from the present within which a day stays the one that hours and parts of the day belong to
_OLD = 30  # days from publication beyond which a day behind "depuis" or "né" is named in passing
_REACH = 70  # characters behind "depuis" within which the day stands
_COUNTED_FROM = re.compile(r"\b(?:depuis|née?s?)\b[^.;:!?»]*$", re.IGNORECASE)
_FAR = 400  # days from publication beyond which a day is no anchor for the sentences after the next


@dataclass(frozen=True, slots=True)
class _Anchor:
    """The days last named, and the word at which; what is named in `passing` counts within its sentence alone."""

    period: Period
    at: int
    passing: bool


def find_timex(text: str, published: date | None) -> tuple[Timex, ...]:
    """Return the time expressions of a text in TimeML's extents: dates, hours, durations and repetitions.

    >>> from datetime import date
    >>> [(timex.value, timex.why) for timex in find_timex("Mardi soir, le pont a sauté.", date(2019, 3, 27))]
    [('2019-03-26TEV', 'weekday')]
    """
    return tuple(placed.timex for placed in _place_timexes(load_vocabulary().read(text), published))


def find_periods(text: str, published: date | None) -> list[TimeMention]:
    """Return the times that a text names, with the days that each covers, in text order.

    >>> from datetime import date
    >>> find_periods("Le col est fermé depuis mardi.", date(2019, 3, 28))[0].period
    Period(start=datetime.date(2019, 3, 26), end=datetime.date(2019, 3, 28))
    """
    reading = load_vocabulary().read(text)
    placed = _place_timexes(reading, published)
    return find_frames(reading, placed, published)


def find_times(doc: Doc, published: date | None, *, text: str | None = None) -> list[TimeMention]:
    """Return the times that a document names; `why` is "dateline" for the day at the head of a dispatch.

    `text` spares putting the document's text together once more.
    """
    return find_periods(doc.text if text is None else text, published)


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Return the patterns of the rules, compiled."""
    vocabulary = load_vocabulary()
    return tuple(vocabulary.pattern(rule.pattern) for rule in RULES)


def _place_timexes(reading: Reading, published: date | None) -> list[Placed]:
    """Return the time expressions of a reading with the words that they cover, each reckoned from what precedes it."""
    dateline = find_dateline(reading, published)
    now = dateline.day if dateline and dateline.day else published
    names = load_vocabulary().names
    found: list[Placed] = []
    anchors: list[_Anchor] = []

    def accept(rank: int, match: re.Match[str]) -> bool:
        """Keep what the rule understands."""
        hit = Hit(reading, match, names)
        view = _look_from(hit, now, _last_anchor(hit, anchors))
        meaning = RULES[rank].build(hit, view)
        if meaning is None:
            return False
        why = "dateline" if dateline and dateline.covers(hit.first) else RULES[rank].name
        timex = Timex(span=reading.span(hit.first, hit.end), meaning=meaning, why=why)
        found.append(Placed(timex, hit.first, hit.end, view))
        if meaning.grain in _ANCHORS and meaning.period.start is not None and why != "dateline":
            anchors.append(_Anchor(meaning.period, hit.end, _is_in_passing(hit, meaning.period, now)))
        return True

    scan(reading.signs, _patterns(), accept)
    return [_move_hour(one, found[at + 1 : at + 2]) for at, one in enumerate(found)]


def _last_anchor(hit: Hit, anchors: Sequence[_Anchor]) -> _Anchor | None:
    """Return the days last named before a time, without those named in passing in another sentence."""
    for anchor in reversed(anchors):
        between = hit.reading.signs[anchor.at : hit.first]
        if not anchor.passing or not any(sign in between for sign in stop_signs()):
            return anchor
    return None


def _is_in_passing(hit: Hit, period: Period, now: date | None) -> bool:
    """Return whether a day long past is named only to count from: "depuis son arrivée le 3 mai", "né le 3 mai".

    The sentences after it do not go on from that day.
    """
    if now is None or period.start is None or (now - period.start).days <= _OLD:
        return False
    start = hit.reading.starts[hit.first]
    return _COUNTED_FROM.search(hit.reading.text, max(0, start - _REACH), start) is not None


def _move_hour(one: Placed, after: list[Placed]) -> Placed:
    """Return an hour moved to the day that is named right after it ("vers 0 h 40, jeudi"), anything else as it is.

    So is a part of a day: "au petit matin mardi".
    """
    movable = one.timex.meaning.grain == "hour" or one.timex.why == _PART
    if not movable or not after or after[0].first - one.end > 1 or after[0].timex.why == _PART:
        return one
    day = after[0].timex.meaning
    if day.grain not in _ANCHORS or day.period.start is None:
        return one
    value = day.period.start.isoformat() + one.timex.value[one.timex.value.index("T") :]
    meaning = replace(one.timex.meaning, value=value, period=day.period)
    return replace(one, timex=replace(one.timex, meaning=meaning))


def _look_from(hit: Hit, now: date | None, anchor: _Anchor | None) -> View:
    """Return the point from which the time at a place is reckoned."""
    around = Surroundings(hit.reading, hit.first, hit.end, stop_signs())
    if anchor is None or anchor.period.start is None:
        return View(now, None, None, around)
    between = hit.reading.signs[anchor.at : hit.first]
    distance = abs((anchor.period.start - now).days) if now else _FAR
    near = distance <= _FRESH or sum(between.count(sign) for sign in stop_signs()) <= 1
    far = distance > _FAR
    return View(now, anchor.period if near or not far else None, anchor.period if near else None, around)
