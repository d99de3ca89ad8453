"""The days that a preposition makes of the times that it binds: one function for each frame of `dates_frames`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from selon.mentions.dates import calendar as cal
from selon.mentions.dates.words import milestones
from selon.mentions.timex import OPEN, UNIT_LETTERS, Timex, TimexKind
from selon.values import Period

if TYPE_CHECKING:
    from datetime import date

    from selon.mentions.dates.view import View

_POINT_UNITS = {"D": (0, 0), "W": (3, 3), "M": (5, 5), "Y": (182, 182), "E": (1825, 1825)}
_LENGTH_VALUE = re.compile(r"P(?P<clock>T?)(?P<amount>[\d.]+)(?P<unit>[A-Z])(?:\d+M)?")
_UNITS = {letter: unit for unit, letter in UNIT_LETTERS.items()}
_STEPS = {"avant - veille": -2, "lendemain": 1, "surlendemain": 2, "veille": -1}
_EARLIER = frozenset({"auparavant", "avant", "avant cela", "plus tôt"})
_FIRST_WORDS = 5  # "depuis | le début de la | guerre"
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


def _back(day: date, length: tuple[str, float], sign: int) -> date:
    """Return the day so long before (sign 1) or after (sign -1) a day."""
    unit, count = length
    if unit.startswith("T"):
        return cal.shift_days(day, -sign * int(count / 24 if unit == "TH" else 0))
    return cal.back(day, _UNITS[unit], sign * count)


def period_since(framed: Framed) -> Period | None:
    """Return the days from a time to publication."""
    start = framed.period(0).start
    if start is None or framed.now is None:
        return Period(start, None) if start else OPEN
    return Period(start, max(framed.now, start))


def period_since_event(framed: Framed) -> Period | None:
    """Return the days from an event to publication: "depuis l'accord du 3 mai"; None where no event is named."""
    known = milestones()
    return period_since(framed) if any(word in known for word in framed.words[:_FIRST_WORDS]) else None


def period_since_length(framed: Framed) -> Period | None:
    """Return the days of a length of time that ends with publication."""
    length = framed.length()
    if length is None or framed.now is None:
        return OPEN
    return Period(_back(framed.now, length, 1), framed.now)


def period_since_told(framed: Framed) -> Period | None:
    """Return the days of "cela fait trois ans que": a length that ends with publication."""
    return period_since_length(framed) if framed.words[-1] in {"que", "qu'"} else None


def period_ago(framed: Framed) -> Period | None:
    """Return the days around a point so long before publication, the wider the longer it is."""
    length = framed.length()
    if framed.now is None:
        return OPEN
    if length is None:
        hours = any(one.timex.value.startswith("PTX") for one in framed.times)
        return Period(cal.shift_days(framed.now, -1), framed.now) if hours else OPEN
    return _around(_back(framed.now, length, 1), length[0], framed.now)


def _around(day: date, unit: str, limit: date | None) -> Period:
    """Return the days about a day that was reckoned in a unit, not beyond a limit that it does not pass itself."""
    before, after = _POINT_UNITS.get(unit, (0, 0))
    last = cal.shift_days(day, after)
    if limit is not None and day <= limit:
        last = min(last, limit)
    return Period(cal.shift_days(day, -before), last)


def period_ahead(framed: Framed) -> Period | None:
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
    if length[0].startswith("T"):
        return Period(min(anchor.start, start), max(anchor.end, end))
    return Period(_around(start, length[0], None).start, _around(end, length[0], None).end)


def period_later(framed: Framed) -> Period | None:
    """Return the day so long after or before the day last named.

    In "deux semaines après la prise du port" it is the day of what follows, so long before the present.
    """
    if framed.words[-1] in {"après", "avant"} and framed.follows in _EVENT_FOLLOWS:
        length = framed.length()
        short = length is not None and length[0].startswith("T")
        if short:
            return _from_anchor(framed, -1)
        exact = length is not None and framed.times[0].timex.meaning.grain == "length" and framed.words == ("après",)
        return period_ago(framed) if exact else OPEN
    return _from_anchor(framed, 1 if framed.words[-1] in _EARLIER else -1)


def period_between(framed: Framed) -> Period | None:
    """Return the days from the first time to the last, None where they run backwards."""
    starts = [framed.period(index).start for index in range(len(framed.times))]
    ends = [framed.period(index).end for index in range(len(framed.times))]
    if None in starts or None in ends:
        return OPEN
    first, last = starts[0], ends[-1]
    if first is None or last is None:
        return OPEN
    return Period(first, last) if first <= last else None


def period_list(framed: Framed) -> Period | None:
    """Return the days from the first to the last of listed times of one grain."""
    grains = {one.timex.meaning.grain for one in framed.times}
    return period_between(framed) if len(grains) == 1 or grains <= {"month", "year"} else None


def period_until(framed: Framed) -> Period | None:
    """Return the days from the day last named to the time, else the time itself."""
    period, anchor = framed.period(0), framed.times[0].view.anchor
    if period.end is None:
        return OPEN
    if anchor and anchor.start and anchor.start <= period.end:
        return Period(anchor.start, period.end)
    return period


def period_before(framed: Framed) -> Period | None:
    """Return the time before a time; for an hour its day."""
    period, timex = framed.period(0), framed.times[0].timex
    if timex.meaning.kind == TimexKind.TIME:
        return period
    return Period(None, cal.shift_days(period.start, -1)) if period.start else OPEN


def period_after(framed: Framed) -> Period | None:
    """Return the time after a time; for an hour its day."""
    period, timex = framed.period(0), framed.times[0].timex
    if timex.meaning.kind == TimexKind.TIME:
        return period
    return Period(cal.shift_days(period.end, 1), None) if period.end else OPEN


def period_within(framed: Framed) -> Period | None:
    """Return the days from publication to a coming time."""
    end = framed.period(0).end
    if end is None or framed.now is None:
        return OPEN
    return Period(framed.now, end) if framed.now <= end else framed.period(0)


def period_part_of(framed: Framed) -> Period | None:
    """Return the days of "le soir du 14 juillet", "la nuit de mardi"; a single night reaches into the next day."""
    period = period_between(Framed(framed.now, framed.times[1:], (), ""))
    if period is None or period.start is None or period.end is None:
        return period
    night = framed.times[0].timex.value.endswith("NI") and len(framed.times) == 2  # noqa: PLR2004 - the night and one day
    return Period(period.start, cal.shift_days(period.end, 1)) if night else period


def period_of_week(framed: Framed) -> Period | None:
    """Return the days of "la semaine du 6 novembre"."""
    start = framed.period(0).start
    return cal.week_meaning(start).period if start else OPEN


def period_in_week(framed: Framed) -> Period | None:
    """Return the day of "jeudi de la semaine dernière", None where they are no weekday and no week."""
    day, week = framed.times[0].timex, framed.times[1].timex
    if day.why != "weekday" or week.meaning.grain != "week":
        return None
    if day.period.start is None or week.period.end is None:
        return OPEN
    found = cal.week_of(week.period.end, day.period.start.isoweekday(), before=True)
    return Period(found, found)


def period_reckoned(framed: Framed) -> Period | None:
    """Return the day before or after a named one: "la veille du 3 mai"."""
    step = next((_STEPS[word] for word in framed.words if word in _STEPS), 0)
    period = framed.period(0)
    if period.start is None:
        return OPEN
    day = cal.shift_days(period.start, step)
    return Period(day, day)
