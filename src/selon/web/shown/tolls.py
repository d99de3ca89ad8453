"""Tolls: a dot and a range for each origin on one axis, with the incident's whole range as a bracket, never a sum."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from selon.web.shown.figures import say_range
from selon.web.shown.plain import plain
from selon.web.shown.scale import nice_ticks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from selon.web.shown.days import Say

LEFT, RIGHT, LINE, HEAD, FOOT = 12, 530, 40, 48, 30
_LONGEST = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class TollLine:
    """One origin: where its range begins and ends on the axis, and whether it is open above or below."""

    label: str
    whole_label: str
    words: str
    known: bool
    y: int
    left: float
    right: float
    middle: float
    open_above: bool
    open_below: bool

    @property
    def exact(self) -> bool:
        """Whether one number is told."""
        return self.left == self.right and not (self.open_above or self.open_below)


@dataclass(frozen=True, slots=True, kw_only=True)
class TollChart:
    """All lines of one kind of toll, the axis, and the bracket over all."""

    kind: str
    lines: tuple[TollLine, ...]
    ticks: tuple[tuple[float, int], ...]
    words: str
    left: float
    right: float
    height: int


def build_tolls(row: Mapping[str, Any], kind: str, t: Say) -> TollChart | None:
    """Return the chart of the killed or the wounded of an incident, None where no origin tells a number."""
    told = [origin for origin in row["origins"] if _has_number(origin[kind])]
    if not told or not _has_number(row[kind]):
        return None
    ticks = nice_ticks(max(_ends(bounds)[1] for bounds in (row[kind], *(origin[kind] for origin in told))))
    scale = (RIGHT - LEFT) / ticks[-1]
    lines = tuple(_line(at, origin, origin[kind], scale, t) for at, origin in enumerate(_in_order(told, kind)))
    left, right = (LEFT + end * scale for end in _ends(row[kind]))
    return TollChart(
        kind=kind,
        lines=lines,
        ticks=tuple((round(LEFT + value * scale, 1), value) for value in ticks),
        words=say_range(row[kind], t),
        left=round(left, 1),
        right=round(right, 1),
        height=HEAD + LINE * len(lines) + FOOT,
    )


def _has_number(bounds: Mapping[str, Any] | None) -> bool:
    """Return whether anything is told."""
    return bounds is not None and not (bounds["low"] is None and bounds["high"] is None)


def _ends(bounds: Mapping[str, Any]) -> tuple[int, int]:
    """Return the ends of a range as they are drawn: an open end is drawn where the other one stands."""
    low, high = bounds["low"], bounds["high"]
    return (low if low is not None else 0, high if high is not None else low)


def _in_order(origins: Sequence[Mapping[str, Any]], kind: str) -> list[Mapping[str, Any]]:
    """Return the origins, the lowest toll first."""
    return sorted(origins, key=lambda origin: _ends(origin[kind]))


def _line(at: int, origin: Mapping[str, Any], bounds: Mapping[str, Any], scale: float, t: Say) -> TollLine:
    """Return the line of one origin."""
    low, high = _ends(bounds)
    label = plain(origin["label"] or origin["source"])
    return TollLine(
        label=shorten(label, _LONGEST),
        whole_label=label,
        words=say_range(bounds, t),
        known=origin["known"],
        y=HEAD + LINE * at + 32,
        left=round(LEFT + low * scale, 1),
        right=round(LEFT + high * scale, 1),
        middle=round(LEFT + (low + high) / 2 * scale, 1),
        open_above=bounds["high"] is None,
        open_below=bounds["low"] is None,
    )


def shorten(words: str, most: int) -> str:
    """Return words cut to a length, with a sign that they were.

    >>> shorten("Observatoire de la Djézireh", 14)
    'Observatoire…'
    """
    return words if len(words) <= most else words[: most - 1].rstrip(" ,;") + "…"
