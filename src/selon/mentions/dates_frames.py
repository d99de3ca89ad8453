"""What prepositions make of times: "depuis mardi", "entre le 3 et le 5 mai", "il y a deux mois", "la nuit du 3 au 4"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from selon.mentions import dates_calendar as cal
from selon.mentions.dates_words import load_vocabulary
from selon.mentions.mention import TimeMention
from selon.mentions.timex import OPEN, Timex, TimexKind
from selon.mentions.phrases import scan
from selon.values import Period, TextSpan

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from selon.mentions.dates_view import View
    from selon.mentions.phrases import Reading

# Signs of the second row, in which each time expression is one sign.
_TIME, _LENGTH, _PART, _HOUR = "\uf000", "\uf001", "\uf002", "\uf003"
_POINT_UNITS = {"D": (0, 0), "W": (3, 3), "M": (5, 5), "Y": (182, 182), "E": (1825, 1825)}
_LENGTH_VALUE = re.compile(r"P(?P<clock>T?)(?P<amount>[\d.]+)(?P<unit>[A-Z])(?:\d+M)?")
_LENGTHS = frozenset({"length", "about a length"})
_STEPS = {"avant - veille": -2, "lendemain": 1, "surlendemain": 2, "veille": -1}
_EARLIER = frozenset({"auparavant", "avant", "avant cela", "plus tôt"})
_EVENT_FOLLOWS = frozenset("ART THIS CONTRACT DE NAME WORD NAMEDEVENT FEW".split())


@dataclass(frozen=True, slots=True)
class Placed:
    """A time expression with the words that it covers and the point from which it was reckoned."""

    timex: Timex
    first: int
    end: int
    view: View


@dataclass(frozen=True, slots=True)
class Framed:
    """Some times with what binds them: the present day, the times, the words between, the class of the word after."""

    now: date | None
    times: tuple[Placed, ...]
    words: tuple[str, ...]
    follows: str

    def period(self, index: int) -> Period:
        """Return the days of one of the times."""
        return self.times[index].timex.period

    def length(self) -> tuple[str, float] | None:
        """Return unit and number of the length of time, None where the number is not told."""
        values = (one.timex.value for one in self.times)
        told = next((found for value in values if (found := _LENGTH_VALUE.fullmatch(value))), None)
        return (f"{told['clock'] or ''}{told['unit']}", float(told["amount"])) if told else None


class FrameRule(NamedTuple):
    """A frame: its name, its pattern, and the days that it makes of the times in it (None: it is no frame here)."""

    name: str
    pattern: str
    build: Callable[[Framed], Period | None]


def _units() -> dict[str, str]:
    """Return the calendar's names of TimeML's letters."""
    return {"D": "day", "W": "week", "M": "month", "Y": "year", "E": "decade", "Q": "quarter", "H": "half"}


def _back(day: date, length: tuple[str, float], sign: int) -> date:
    """Return the day so long before (sign 1) or after (sign -1) a day."""
    unit, count = length
    if unit.startswith("T"):
        return cal.shift_days(day, -sign * int(count / 24 if unit == "TH" else 0))
    return cal.back(day, _units()[unit], sign * count)


def _since(framed: Framed) -> Period | None:
    """Return the days from a time to publication."""
    start = framed.period(0).start
    if start is None or framed.now is None:
        return Period(start, None) if start else OPEN
    return Period(start, max(framed.now, start))


def _since_length(framed: Framed) -> Period | None:
    """Return the days of a length of time that ends with publication."""
    length = framed.length()
    if length is None or framed.now is None:
        return OPEN
    return Period(_back(framed.now, length, 1), framed.now)


def _ago(framed: Framed) -> Period | None:
    """Return the days around a point so long before publication, the wider the longer it is."""
    length = framed.length()
    if length is None or framed.now is None:
        return OPEN
    return _around(_back(framed.now, length, 1), length[0], framed.now)


def _around(day: date, unit: str, limit: date | None) -> Period:
    """Return the days about a day that was reckoned in a unit, not beyond a limit that it does not pass itself."""
    before, after = _POINT_UNITS.get(unit, (0, 0))
    last = cal.shift_days(day, after)
    if limit is not None and day <= limit:
        last = min(last, limit)
    return Period(cal.shift_days(day, -before), last)


def _ahead(framed: Framed) -> Period | None:
    """Return the days around a point so long after publication."""
    length = framed.length()
    if length is None or framed.now is None:
        return OPEN
    if "les" in framed.words or framed.words[0].startswith("d'ici"):
        return Period(framed.now, _back(framed.now, length, -1))
    return _around(_back(framed.now, length, -1), length[0], None)


def _from_anchor(framed: Framed, sign: int) -> Period | None:
    """Return the day so long before (1) or after (-1) the day last named; open where no day was named."""
    anchor, length = framed.times[0].view.anchor, framed.length()
    if anchor is None or anchor.start is None or anchor.end is None:
        return OPEN
    if length is None:
        value = framed.times[0].timex.value
        return anchor if value.startswith("PT") else OPEN
    start, end = _back(anchor.start, length, sign), _back(anchor.end, length, sign)
    return Period(min(anchor.start, start), max(anchor.end, end)) if length[0].startswith("T") else Period(start, end)


def _later(framed: Framed) -> Period | None:
    """Return the day so long after or before the day last named.

    In "deux semaines après la prise du port" it is the day of what follows, so long before the present.
    """
    if framed.words[-1] in {"après", "avant"} and framed.follows in _EVENT_FOLLOWS:
        length = framed.length()
        short = length is not None and length[0].startswith("T")
        if short:
            return _from_anchor(framed, -1)
        exact = length is not None and framed.times[0].timex.meaning.grain == "length" and framed.words == ("après",)
        return _ago(framed) if exact else OPEN
    return _from_anchor(framed, 1 if framed.words[-1] in _EARLIER else -1)


def _between(framed: Framed) -> Period | None:
    """Return the days from the first time to the last, None where they run backwards."""
    starts = [framed.period(index).start for index in range(len(framed.times))]
    ends = [framed.period(index).end for index in range(len(framed.times))]
    if None in starts or None in ends:
        return OPEN
    first, last = starts[0], ends[-1]
    if first is None or last is None:
        return OPEN
    return Period(first, last) if first <= last else None


def _list(framed: Framed) -> Period | None:
    """Return the days from the first to the last of listed times of one grain."""
    grains = {one.timex.meaning.grain for one in framed.times}
    return _between(framed) if len(grains) == 1 or grains <= {"month", "year"} else None


def _until(framed: Framed) -> Period | None:
    """Return the days from the day last named to the time, else the time itself."""
    period, anchor = framed.period(0), framed.times[0].view.anchor
    if period.end is None:
        return OPEN
    if anchor and anchor.start and anchor.start <= period.end:
        return Period(anchor.start, period.end)
    return period


def _before(framed: Framed) -> Period | None:
    """Return the time before a time; for an hour its day."""
    period, timex = framed.period(0), framed.times[0].timex
    if timex.meaning.kind == TimexKind.TIME:
        return period
    return Period(None, cal.shift_days(period.start, -1)) if period.start else OPEN


def _after(framed: Framed) -> Period | None:
    """Return the time after a time; for an hour its day."""
    period, timex = framed.period(0), framed.times[0].timex
    if timex.meaning.kind == TimexKind.TIME:
        return period
    return Period(cal.shift_days(period.end, 1), None) if period.end else OPEN


def _within(framed: Framed) -> Period | None:
    """Return the days from publication to a coming time."""
    end = framed.period(0).end
    if end is None or framed.now is None:
        return OPEN
    return Period(framed.now, end) if framed.now <= end else framed.period(0)


def _part_of(framed: Framed) -> Period | None:
    """Return the days of "le soir du 14 juillet", "la nuit de mardi à mercredi"; a single night reaches into the next day."""
    period = _between(Framed(framed.now, framed.times[1:], (), ""))
    if period is None or period.start is None or period.end is None:
        return period
    night = framed.times[0].timex.value.endswith("NI") and len(framed.times) == 2  # noqa: PLR2004 - the night and one day
    return Period(period.start, cal.shift_days(period.end, 1)) if night else period


def _reckoned(framed: Framed) -> Period | None:
    """Return the day before or after a named one: "la veille du 3 mai"."""
    step = next((_STEPS[word] for word in framed.words if word in _STEPS), 0)
    period = framed.period(0)
    if period.start is None:
        return OPEN
    day = cal.shift_days(period.start, step)
    return Period(day, day)


_T = f"[{_TIME}]"
_DAYPARTS = f"[{_PART}]"
_U = f"[{_LENGTH}]"
_TIMES = f"[{_TIME}{_PART}{_HOUR}]"

FRAMES: tuple[FrameRule, ...] = (
    FrameRule("part of a day", f"DANS? {_DAYPARTS} (DE|CONTRACT) ART? {_T} ((AT|ET|DASH) (DE|ART|CONTRACT)* {_T})?", _part_of),
    FrameRule("since", f"SINCE (ART|CONTRACT)? {_TIMES}", _since),
    FrameRule("since", f"SINCE APPROX* {_U}", _since_length),
    FrameRule("ago", f"AGO APPROX* {_U}", _ago),
    FrameRule("ahead", f"DANS ART? APPROX* {_U}", _ahead),
    FrameRule("within", f"DANS ART? {_T}", _within),
    FrameRule("later", f"APPROX* {_U} (LATER|AFTER|BEFORE)", _later),
    FrameRule("between", f"BETWEEN (ART|CONTRACT)? {_T} ET (ART|CONTRACT)? {_T}", _between),
    FrameRule("from to", f"(DE|CONTRACT) {_T} (AT|TO|DASH) (ART|CONTRACT)? {_T}", _between),
    FrameRule("from to", f"{_T} DASH {_T}", _between),
    FrameRule("list", f"{_T} (COMMA EN? {_T})* COMMA? ET (EN|CONTRACT|DE|ART)? {_T}", _list),
    FrameRule("from", f"FROM (ART|CONTRACT)? {_T}", _since),
    FrameRule("until", f"TO (ART|CONTRACT|TO)? {_T}", _until),
    FrameRule("before", f"SOON? BEFORE ART? {_TIMES}", _before),
    FrameRule("after", f"SOON? AFTER ART? {_TIMES}", _after),
    FrameRule("reckoned", f"(ART|AT)? ANAPHOR (DE|CONTRACT) ART? {_T}", _reckoned),
)


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Return the patterns of the frames, compiled."""
    return tuple(load_vocabulary().pattern(frame.pattern) for frame in FRAMES)


def _sign_of(timex: Timex) -> str:
    """Return the sign of a time expression in the second row."""
    meaning = timex.meaning
    if meaning.grain in _LENGTHS:
        return _LENGTH
    if meaning.grain == "hour":
        return _HOUR
    return _PART if meaning.grain == "part" and timex.why == "part of a day" else _TIME


def find_frames(reading: Reading, placed: Sequence[Placed], published: date | None) -> list[TimeMention]:
    """Return the times of a text as mentions, bound by their prepositions, in text order."""
    row, owners = _second_row(reading, placed)
    names = load_vocabulary().names
    now = next((one.view.now for one in placed), published)
    mentions: list[TimeMention] = []
    done: set[int] = set()

    def accept(rank: int, match: re.Match[str]) -> bool:
        """Keep what the frame understands."""
        inside = owners[match.start() : match.end()]
        times = tuple(one for one in inside if isinstance(one, Placed))
        if any(one.timex.why == "dateline" for one in times):
            return False
        words = tuple(reading.words[one] for one in inside if isinstance(one, int))
        follows = names.get(row[match.end() : match.end() + 1], "")
        period = FRAMES[rank].build(Framed(now, times, words, follows))
        if period is None:
            return False
        done.update(one.first for one in times)
        span = _outer(reading, inside[0], inside[-1])
        mentions.append(TimeMention(span=span, period=period, why=_why(FRAMES[rank].name, period, now)))
        return True

    scan(row, _patterns(), accept)
    mentions += [_bare(one, now) for one in placed if one.first not in done and _names_time(one.timex)]
    return sorted(mentions, key=lambda mention: mention.span)


def _second_row(reading: Reading, placed: Sequence[Placed]) -> tuple[str, list[int | Placed]]:
    """Return the row in which each time is one sign, and for each sign the time or the index of the word behind it."""
    row: list[str] = []
    owners: list[int | Placed] = []
    at = 0
    for one in placed:
        row.append(reading.signs[at : one.first])
        owners += range(at, one.first)
        row.append(_sign_of(one.timex))
        owners.append(one)
        at = one.end
    row.append(reading.signs[at:])
    owners += range(at, len(reading.signs))
    return "".join(row), owners


def _outer(reading: Reading, first: int | Placed, last: int | Placed) -> TextSpan:
    """Return the stretch of text from one word or time to another."""
    start = first.timex.span.start if isinstance(first, Placed) else reading.starts[first]
    end = last.timex.span.end if isinstance(last, Placed) else reading.ends[last]
    return TextSpan(start, end)


def _names_time(timex: Timex) -> bool:
    """Return whether an expression is a time by itself, not a mere length or repetition."""
    return timex.meaning.kind != TimexKind.SET and timex.meaning.grain not in _LENGTHS


def _bare(one: Placed, now: date | None) -> TimeMention:
    """Return the mention of a time that no preposition binds."""
    return TimeMention(span=one.timex.span, period=one.timex.period, why=_why(one.timex.why, one.timex.period, now))


def _why(name: str, period: Period, now: date | None) -> str:
    """Return the reason of a mention, with a remark where it stays open for want of a publication date."""
    unread = period.start is None and period.end is None and now is None and name not in {"reference", "dateline"}
    return f"{name}, no publication date" if unread else name
