"""The point from which times are reckoned: the present day of the text, the day last named, and the words around."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from selon.mentions.dates import calendar as cal
from selon.mentions.timex import OPEN
from selon.values import Period

if TYPE_CHECKING:
    from datetime import date

    from selon.mentions.dates.words import Surroundings
    from selon.mentions.phrases import Hit
    from selon.mentions.timex import Meaning

# A year after a day or a month: "2016", "de cette année", "de l'année dernière".
YEAR_PATTERN = (
    "(COMMA? (DE|CONTRACT)? (ART UNITYEAR)? year:YEAR | DE THIS thisyear:UNITYEAR | DE ART UNITYEAR lastyear:LAST)?"
)


@dataclass(frozen=True, slots=True)
class View:
    """From where a time is reckoned.

    `now` is the day of the dateline, else of publication; `anchor` the days last named in the text, None where none is
    near; `near` the same where they stand in this sentence or the one before, or lie within days of the present.
    """

    now: date | None
    anchor: Period | None
    near: Period | None
    around: Surroundings

    def lean(self) -> str:
        """Return "future" or "past" where the nearest verb looks that way."""
        return self.around.lean()

    def base(self) -> date | None:
        """Return the day from which "la veille" counts: the day last named, else the present day."""
        return self.anchor.start if self.anchor and self.anchor.start else self.now

    def base_end(self) -> date | None:
        """Return the last of the days last named, else the present day."""
        return self.anchor.end if self.anchor and self.anchor.end else self.now

    def nearest(self) -> Period:
        """Return the day last named near by, else the present day."""
        return self.near or (Period(self.now, self.now) if self.now else OPEN)


def day_part(hit: Hit, meaning: Meaning | None) -> Meaning | None:
    """Return the meaning of the part of the day that the words name ("mardi soir"), else of the whole day."""
    if meaning is None or not hit.has("part"):
        return meaning
    return cal.part_meaning(meaning, str(hit.value("part")))


def plain_case(hit: Hit, name: str) -> bool:
    """Return whether the named word stands in lower case in the text."""
    index = hit.at(name)
    return index is not None and hit.reading.text[hit.reading.starts[index]].islower()


def shift_of(hit: Hit) -> str:
    """Return LAST or NEXT where the words say so."""
    index = hit.at("shift")
    return "" if index is None else hit.sort(index)


def year_of(hit: Hit, view: View) -> int | None:
    """Return the year that the words give, "de cette année" and "de l'année dernière" included."""
    if (year := hit.number("year")) is not None:
        return year
    if (short := hit.number("short")) is not None:
        return 1900 + short
    if view.now is not None and hit.has("lastyear"):
        return view.now.year - 1
    return view.now.year if view.now is not None and hit.has("thisyear") and not hit.has("art") else None
