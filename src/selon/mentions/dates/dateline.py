"""The dateline: the day at the head of a dispatch ("Bamako, 3 mai 2018 (AFP) –"), and the line of publication."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from selon.mentions.dates import calendar as cal
from selon.mentions.dates.words import load_vocabulary
from selon.mentions.phrases import Hit

if TYPE_CHECKING:
    import re
    from datetime import date

    from selon.mentions.phrases import Reading

_HEAD = 400  # words within which a dateline may stand
_DAY = "ART? (WEEKDAY COMMA?)? day:NUM|ONCE ER? month:MONTH (year:YEAR)?"
_HEADING = (
    f"(?:^|BREAK) ((NAME|COMMA|LPAR|RPAR|DASH|SLASH|DE|OTHER)|(WORD WORD? COMMA)){{0,8}} {_DAY} (DOT|COMMA)? "
    "(LPAR (NAME|OTHER|SLASH|DASH)+ RPAR)? (DOT|COMMA)? DASH"
)
_BYLINE = f"(?:^|BREAK) LPAR? ((BYLINE|NAME|COLON|AT|ART)|(WORD COLON)){{0,6}} BYLINE (COLON|ART|COMMA){{0,2}} {_DAY}"
_NEAR = 7  # days that a dateline may stand from publication


@dataclass(frozen=True, slots=True)
class Dateline:
    """The words of a dateline and the day from which the text then speaks, None where its year is not known."""

    spans: tuple[tuple[int, int], ...]
    day: date | None

    def covers(self, word: int) -> bool:
        """Return whether the word stands in the dateline."""
        return any(first <= word < end for first, end in self.spans)


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Return the patterns of datelines, compiled."""
    return tuple(load_vocabulary().pattern(source) for source in (_HEADING, _BYLINE))


def find_dateline(reading: Reading, published: date | None) -> Dateline | None:
    """Return the dateline of a text, None where it has none."""
    names = load_vocabulary().names
    hits = [
        Hit(reading, match, names) for pattern in _patterns() for match in pattern.finditer(reading.signs, 0, _HEAD)
    ]
    if not hits:
        return None
    days = [day for hit in hits if (day := _day_of(hit, published))]
    near = [day for day in days if published is None or abs((published - day).days) <= _NEAR]
    return Dateline(tuple((hit.first, hit.end) for hit in hits), near[0] if near else None)


def _day_of(hit: Hit, published: date | None) -> date | None:
    """Return the day that a dateline names; without a year it is the one nearest to publication."""
    month, day, year = hit.number("month") or 1, hit.number("day") or 0, hit.number("year")
    if year is not None:
        return cal.make_day(year, month, day)
    return cal.resolve_year(month, day, published) if published else None
