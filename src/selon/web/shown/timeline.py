"""The timeline: one row a type family, one tick an incident, spans for intervals, and how many there are below."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from selon.web.shown.days import shift_day
from selon.web.shown.families import FAMILIES, family_of
from selon.web.shown.scale import day_ticks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from selon.web.shown.days import Say

WIDTH, ROW, DENSITY = 1000, 18, 34
_BINS = 125
_TRIMMED = (0.005, 0.01, 0.03, 0.06, 0.1)  # shares of the incidents that may be left out on a side, the least first
_FEW = 30
_STRETCHED = 3
_LONG = 731  # days: what is told over more than two years is no tick on a line of days


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One row: its family, how many incidents it has, their ticks and spans as paths."""

    family: str
    count: int
    top: int
    ticks: str
    spans: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A day that is marked on the axis."""

    at: float
    share: float
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """All that is drawn; `earlier` and `later` lie outside, `lasting` over years, `undated` nowhere."""

    by: str
    start: date
    end: date
    lanes: tuple[Lane, ...]
    marks: tuple[Mark, ...]
    density: str
    most: int
    earlier: int
    later: int
    lasting: int
    undated: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A line of the table beside the timeline: a stretch of time, and how many incidents of each family it holds."""

    words: str
    since: str
    until: str
    counts: tuple[int, ...]
    total: int


def build_timeline(points: Sequence[Mapping[str, Any]], t: Say, *, by: str = "event") -> Timeline | None:
    """Return the timeline by day of the event or of first publication, None where no incident has such a day."""
    told = [(point, days) for point in points if (days := _days(point, by)) is not None]
    dated = [(point, days) for point, days in told if (days[1] - days[0]).days < _LONG]
    if not dated:
        return None
    first, last = _bounds([days for _, days in dated])
    inside = [(point, days) for point, days in dated if days[1] >= first and days[0] <= last]
    scale = WIDTH / max(1, (last - first).days)
    by_family: dict[str, list[tuple[date, date]]] = {family: [] for family in FAMILIES}
    for point, days in inside:
        by_family.setdefault(family_of(point["type"]), []).append(days)
    lanes = tuple(_lane(at, family, by_family[family], first, scale) for at, family in enumerate(FAMILIES))
    density, most = _density([days[0] for _, days in inside], first, scale)
    return Timeline(
        by=by,
        start=first,
        end=last,
        lanes=lanes,
        marks=tuple(_marks(first, last, scale, t)),
        density=density,
        most=most,
        earlier=sum(days[1] < first for _, days in dated),
        later=sum(days[0] > last for _, days in dated),
        lasting=len(told) - len(dated),
        undated=len(points) - len(told),
        height=ROW * len(FAMILIES) + DENSITY,
    )


def build_stretches(points: Sequence[Mapping[str, Any]], t: Say, *, by: str = "event", most: int = 60) -> list[Stretch]:
    """Return what the timeline says as lines of a table, the latest first: months, or years where these are many."""
    dated = [(point, days[0]) for point in points if (days := _days(point, by)) is not None]
    months = {(day.year, day.month) for _, day in dated}
    yearly = len(months) > most
    counts: dict[tuple[int, int], list[int]] = {}
    columns = {family: at for at, family in enumerate(FAMILIES)}
    for point, day in dated:
        key = (day.year, 0 if yearly else day.month)
        line = counts.setdefault(key, [0] * len(FAMILIES))
        if (at := columns.get(family_of(point["type"]))) is not None:
            line[at] += 1
    return [_stretch(key, tuple(line), t) for key, line in sorted(counts.items(), reverse=True)]


def _stretch(key: tuple[int, int], counts: tuple[int, ...], t: Say) -> Stretch:
    """Return one line of the table."""
    year, month = key
    first = date(year, month or 1, 1)
    last = date(year, month or 12, monthrange(year, month or 12)[1])
    words = t("days.month_year", month=t(f"days.month.{month}"), year=year) if month else str(year)
    return Stretch(words=words, since=str(first), until=str(last), counts=counts, total=sum(counts))


def _days(point: Mapping[str, Any], by: str) -> tuple[date, date] | None:
    """Return first and last day of an incident on the scale that is asked for."""
    start, end = (point.get("published"),) * 2 if by == "published" else (point["start"], point["end"])
    if not start and not end:
        return None
    first = date.fromisoformat(str(start or end))
    return first, first if end == start or not end else date.fromisoformat(end)


def _bounds(days: Sequence[tuple[date, date]]) -> tuple[date, date]:
    """Return from when to when is drawn: everything, or all but the outermost of a side where these lie far off."""
    starts, ends = sorted(first for first, _ in days), sorted(last for _, last in days)
    first, last = starts[0], ends[-1]
    if len(days) > _FEW:
        first = _without_far(starts, last)
        last = _without_far(ends[::-1], first)
        first = _without_far(starts, last)
    margin = max(1, (last - first).days // 100)
    return shift_day(first, -margin), shift_day(last, margin)


def _without_far(days: Sequence[date], other: date) -> date:
    """Return where one side begins, its days given from the outermost inwards: few days far off do not stretch all."""
    found = days[0]
    for share in _TRIMMED:
        inner = days[max(1, int(len(days) * share))]
        if abs((other - found).days) > _STRETCHED * max(1, abs((other - inner).days)):
            found = inner
    return found


def _lane(at: int, family: str, told: Sequence[tuple[date, date]], first: date, scale: float) -> Lane:
    """Return one row with its paths; ticks that fall on each other are drawn once."""
    ticks: set[float] = set()
    spans: set[tuple[float, float]] = set()
    top = at * ROW
    for start, end in told:
        left = _x(start, first, scale)
        ticks.add(left)
        if end != start and (right := _x(end, first, scale)) - left > 1:
            spans.add((left, right))
    paths = "".join(f"M{x:g} {top + 3}v{ROW - 6}" for x in sorted(ticks))
    bars = "".join(f"M{left:g} {top + ROW // 2}H{right:g}" for left, right in _merged(spans))
    return Lane(family=family, count=len(told), top=top, ticks=paths, spans=bars)


def _x(day: date, first: date, scale: float) -> float:
    """Return where a day stands, in steps of half a unit."""
    return min(WIDTH, max(0, round((day - first).days * scale * 2) / 2))


def _merged(spans: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return spans with those that overlap drawn as one.

    >>> _merged([(4, 9), (1, 3), (2, 5), (20, 30)])
    [(1, 9), (20, 30)]
    """
    merged: list[tuple[float, float]] = []
    for left, right in sorted(spans):
        if merged and left <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(right, merged[-1][1]))
        else:
            merged.append((left, right))
    return merged


def _density(days: Sequence[date], first: date, scale: float) -> tuple[str, int]:
    """Return how many incidents begin when, as bars, and how many the highest bar stands for."""
    bins = [0] * _BINS
    width = WIDTH / _BINS
    for day in days:
        bins[min(_BINS - 1, int(_x(day, first, scale) / width))] += 1
    most = max(bins, default=0)
    bottom = ROW * len(FAMILIES) + DENSITY
    bars = []
    for at, count in enumerate(bins):
        if count:
            height = max(1.5, (DENSITY - 6) * count / most)
            bars.append(f"M{at * width:g} {bottom}v-{height:.1f}h{width - 1:g}v{height:.1f}z")
    return "".join(bars), most


def _marks(first: date, last: date, scale: float, t: Say) -> Iterable[Mark]:
    """Yield the days that the axis names."""
    for day, by_month in day_ticks(first, last):
        x = _x(day, first, scale)
        if by_month and day.month == 1:
            words = str(day.year)
        elif by_month:
            words = t(f"days.month.{day.month}")
        else:
            words = t("days.short", day=day.day, month=t(f"days.month.{day.month}"))
        yield Mark(at=x, share=round(x / WIDTH * 100, 2), words=words)
