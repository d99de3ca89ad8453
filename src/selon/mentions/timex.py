"""The time expression: what the words of a date, an hour or a duration mean, in days and in TimeML's notation."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from selon.values import Period, TextSpan

OPEN = Period(None, None)
# TimeML's letter for each unit of the calendar.
UNIT_LETTERS = {
    "day": "D",
    "week": "W",
    "weekend": "WE",
    "month": "M",
    "quarter": "Q",
    "half": "H",
    "year": "Y",
    "decade": "E",
}


class TimexKind(StrEnum):
    """What a time expression names, as TimeML sorts it."""

    DATE = "DATE"
    TIME = "TIME"
    DURATION = "DURATION"
    SET = "SET"


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What some words mean: TimeML's value, the days covered, and the grain (day, part, month, year, vague …)."""

    value: str
    period: Period = OPEN
    grain: str = "day"
    kind: TimexKind = TimexKind.DATE


@dataclass(frozen=True, slots=True, kw_only=True)
class Timex:
    """A time expression of a text: its extent as TimeML draws it, its meaning, and the rule that read it."""

    span: TextSpan
    meaning: Meaning
    why: str

    @property
    def value(self) -> str:
        """TimeML's value: "2016-09-17", "2017-W05", "P3M"."""
        return self.meaning.value

    @property
    def period(self) -> Period:
        """The days covered, open where the words give none."""
        return self.meaning.period
