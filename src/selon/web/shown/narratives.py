"""Narratives as they are shown: who does what to whom, told and denied by whom, and the curve over time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from selon.incidents.narratives import find_narratives
from selon.web.paging import leaf_of
from selon.web.shown.days import say_day
from selon.web.shown.families import family_of
from selon.web.shown.lists import read_filtered
from selon.web.shown.voices import say_actor

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from selon.incidents.narratives import Narrative
    from selon.record.filters import Filter
    from selon.record.record import Record
    from selon.web.asking import Asked
    from selon.web.shown.days import Say

_WIDTH, _HEIGHT = 180, 34
_WIDEST = 10
_READ = 5  # claims of one narrative that are read out
_NAMED = 4
_MOST_LINES = 30


@dataclass(frozen=True, slots=True)
class Bar:
    """A month of a curve."""

    month: str
    claims: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Read:
    """One claim of a narrative, in its sentence."""

    id: str
    before: str
    trigger: str
    after: str
    outlet: str
    day: str
    status: str
    negated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NarrativeLine:
    """One narrative in words."""

    agent: str
    agent_name: str
    type: str
    family: str
    target: str
    target_name: str
    place: str
    claims: int
    documents: int
    outlets: tuple[tuple[str, int], ...]
    origins: tuple[tuple[str, str, int], ...]
    more_outlets: int
    more_origins: int
    hedged: int
    denied: int
    first: str
    first_day: str
    bars: tuple[Bar, ...]
    read: tuple[Read, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownNarratives:
    """A page of narratives; `span` are the first and the last month of all curves."""

    lines: tuple[NarrativeLine, ...]
    span: tuple[str, str]
    total: int
    next_cursor: str
    first: bool
    places: bool


@dataclass(frozen=True, slots=True)
class FoundNarratives:
    """All narratives, and the names of their origins by key."""

    narratives: Sequence[Narrative]
    labels: Mapping[str, str]


def find_all(record: Record, asked: Filter, *, places: bool) -> FoundNarratives:
    """Return the narratives in the claims asked for; raises RecordError where the record is not linked."""
    origins = {found.claim_id: found for found in record.links.origins()}
    labels = {found.origin.key: found.origin.label or found.origin.key for found in origins.values()}
    return FoundNarratives(find_narratives(read_filtered(record, asked), origins, with_places=places), labels)


def build_narratives(found: FoundNarratives, record: Record, asked: Asked, t: Say, *, places: bool) -> ShownNarratives:
    """Return a page of narratives, the most told first, with curves on one scale of time."""
    question = asked.model_dump_json(exclude={"cursor", "limit"})
    limit = min(asked.limit, _MOST_LINES)
    leaf = leaf_of(found.narratives, cursor=asked.cursor, limit=limit, of=f"narratives page {places} {question}")
    months = sorted({month for narrative in found.narratives for month in narrative.curve})
    span = (months[0], months[-1]) if months else ("", "")
    return ShownNarratives(
        lines=tuple(_line(narrative, found.labels, span, record, t) for narrative in leaf.rows),
        span=tuple(_say_month(month, t) for month in span),  # type: ignore[arg-type] # two months
        total=leaf.total,
        next_cursor=leaf.next_cursor,
        first=not asked.cursor,
        places=places,
    )


def _line(
    narrative: Narrative, labels: Mapping[str, str], span: tuple[str, str], record: Record, t: Say
) -> NarrativeLine:
    """Return a narrative in words."""
    outlets, origins = list(narrative.outlets.items()), list(narrative.origins.items())
    return NarrativeLine(
        agent=narrative.agent,
        agent_name=say_actor(narrative.agent, t),
        type=narrative.type,
        family=family_of(narrative.type),
        target=narrative.target,
        target_name=say_actor(narrative.target, t) if narrative.target else "",
        place=narrative.place,
        claims=len(narrative.claims),
        documents=len(narrative.documents),
        outlets=tuple(outlets[:_NAMED]),
        origins=tuple((key, labels.get(key, key), count) for key, count in origins[:_NAMED]),
        more_outlets=len(outlets[_NAMED:]),
        more_origins=len(origins[_NAMED:]),
        hedged=narrative.hedged,
        denied=narrative.denied,
        first=narrative.first,
        first_day=say_day(narrative.first_on, t),
        bars=tuple(build_bars(narrative.curve, span, t)),
        read=tuple(_read(record, id_, t) for id_ in narrative.claims[:_READ]),
    )


def build_bars(curve: Mapping[str, int], span: tuple[str, str], t: Say) -> list[Bar]:
    """Return the bars of a curve by month, on a scale of time that others share."""
    if not curve:
        return []
    first, last = (_month_number(month) for month in span)
    step = _WIDTH / (last - first + 1)
    most = max(curve.values())
    width = min(_WIDEST, max(step * 0.8, 2.0))
    return [
        Bar(
            month=_say_month(month, t),
            claims=claims,
            x=round(min((_month_number(month) - first + 0.5) * step - width / 2, _WIDTH - width), 2),
            y=round(_HEIGHT - _HEIGHT * claims / most, 2),
            width=round(width, 2),
            height=round(_HEIGHT * claims / most, 2),
        )
        for month, claims in curve.items()
    ]


def _month_number(month: str) -> int:
    """Return a month as a number that counts on over years."""
    year, _, number = month.partition("-")
    return int(year) * 12 + int(number)


def _say_month(month: str, t: Say) -> str:
    """Return a month in words, "" for none."""
    year, _, number = month.partition("-")
    return t("days.month_year", month=t(f"days.month.{int(number)}"), year=year) if month else ""


def _read(record: Record, id_: str, t: Say) -> Read:
    """Return a claim in its sentence."""
    row = record.view.claim(id_).row
    start, end = (offset - row["sentence_start"] for offset in row["trigger"])
    sentence = row["sentence"]
    return Read(
        id=id_,
        before=sentence[: max(start, 0)],
        trigger=sentence[max(start, 0) : max(end, 0)],
        after=sentence[max(end, 0) :],
        outlet=row["publisher"],
        day=say_day(row["published"], t),
        status=row["status"],
        negated=row["polarity"] == "negated",
    )
