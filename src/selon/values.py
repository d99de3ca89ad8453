"""The small values that every stage hands to the next: spans, counts, periods, positions.

They are frozen and know neither spaCy nor SQL.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True, order=True)
class TextSpan:
    """A stretch of a document's text: half-open offsets in Unicode code points.

    >>> TextSpan(6, 13).quote("Selon l'armée, dix soldats sont morts.")
    "l'armée"
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse a span that runs backwards or begins before the text."""
        if not 0 <= self.start <= self.end:
            message = f"a span runs 0 ≤ start ≤ end, not {self.start}–{self.end}"
            raise ValueError(message)

    def quote(self, text: str) -> str:
        """Return the words of the text that the span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: TextSpan) -> bool:
        """Return whether the two spans share at least one character."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: TextSpan) -> bool:
        """Return whether the other span lies wholly within this one."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Count:
    """How many, as the text allows: low and high bound, None where the text sets none.

    >>> Count(40, None)          # «au moins 40»
    Count(low=40, high=None, approx=False)
    """

    low: int | None
    high: int | None
    approx: bool = False

    def __post_init__(self) -> None:
        """Refuse a count whose bounds are crossed."""
        if self.low is not None and self.high is not None and self.low > self.high:
            message = f"a count runs low ≤ high, not {self.low}–{self.high}"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class Period:
    """The days within which something is said to have happened, both ends included.

    Both None: the text names a time that gives no day («il y a peu»), or there is no publication date to reckon from.
    """

    start: date | None
    end: date | None

    def __post_init__(self) -> None:
        """Refuse a period that ends before it starts."""
        if self.start is not None and self.end is not None and self.start > self.end:
            message = f"a period runs start ≤ end, not {self.start}–{self.end}"
            raise ValueError(message)


class Precision(StrEnum):
    """How finely a place is known."""

    SITE = "site"  # a base, a bridge, a district
    LOCALITY = "locality"  # a town or a village
    NEAR = "near"  # somewhere around a locality: see the radius
    LINE = "line"  # a road, a river, a border
    PROVINCE = "province"
    REGION = "region"
    COUNTRY = "country"


@dataclass(frozen=True, slots=True)
class Position:
    """A point on the globe in decimal degrees, with how finely it is known and the radius of doubt in kilometres."""

    lat: float
    lon: float
    precision: Precision = Precision.LOCALITY
    radius_km: float = 0.0


def digest(*parts: str) -> str:
    """Return the 20-digit hexadecimal BLAKE2b digest of the parts: the same parts always give the same id.

    >>> digest("a", "b") == digest("a", "b") != digest("ab")
    True
    """
    return blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=10).hexdigest()
