"""What the page of an incident is made of: its claims, voices, reports, and the reasons why they stand together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from selon.web.shown.tolls import TollChart
    from selon.web.shown.tree import Tree


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One claim with its sentence, cut at its trigger, its chain and its document."""

    id: str
    type: str
    family: str
    status: str
    negated: bool
    before: str
    trigger: str
    after: str
    chain: tuple[str, ...]
    outlet: str
    published: str
    document: str
    document_name: str
    tolls: str
    over_period: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """What rests on one origin."""

    label: str
    kind: str
    side: str
    known: bool
    denies: bool
    tolls: tuple[str, ...]
    documents: int
    first: tuple[Telling, ...]
    more: tuple[Telling, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One document in the order of publication: whom it repeats, whether it says so, and what was lost on the way."""

    document: str
    name: str
    outlet: str
    published: str
    day: str
    later: int | None
    claims: int
    repeats: str
    repeats_id: str
    share: int
    credited: bool
    lost: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why two tellings are taken for one event."""

    one: Telling | None
    other: Telling | None
    one_id: str
    other_id: str
    judged: bool
    bits: float
    favour: tuple[tuple[str, str, float], ...]
    against: tuple[tuple[str, str, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownIncident:
    """All that the page says of an incident."""

    id: str
    type: str
    family: str
    standing: bool
    place: str
    place_row: Mapping[str, Any]
    ends: tuple[float, ...]
    days: str
    sentence: str
    summary: tuple[str, ...]
    grades: tuple[tuple[str, str], ...]
    voices: tuple[Voice, ...]
    denials: tuple[tuple[str, Telling], ...]
    differences: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    tree: Tree
    tolls: tuple[TollChart, ...]
    lineage: tuple[Report, ...]
    reasons: tuple[Reason, ...]
    first_outlet: str
    first_day: str
    tellings: tuple[Telling, ...]
    uncounted: tuple[Telling, ...]
    disputed: bool

    @property
    def days_of_publication(self) -> tuple[tuple[str, str], ...]:
        """The days on which something more was known, as dates and in words."""
        return tuple(dict.fromkeys((report.day, report.published) for report in self.lineage if report.day))
