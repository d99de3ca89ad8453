"""The incident: what documents tell of one event, with the origins under them and what these differ on."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from selon.incidents.facts import Spot
    from selon.values import TextSpan


class GradeWord(StrEnum):
    """The words of a grade: what is to be seen in the claims, never whether they are true."""

    SINGLE_ORIGIN = "single origin"
    CIRCULATED = "circulated"  # several documents or outlets, one origin
    SEVERAL_ORIGINS = "several independent origins"
    ACROSS_CAMPS = "across camps"
    ADMITTED = "admitted by the accused"
    CONTESTED = "contested"  # origins differ on a figure or on who did it
    DENIED = "denied"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """How many, from the lowest to the highest told, never a sum; `high` is None where somebody says "at least"."""

    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentClaim:
    """A claim of an incident: its id, its place in its document, on whose word it rests, what it says of the event."""

    id: str
    document: str
    trigger: TextSpan
    type: str
    outlet: str = ""
    published: date | None = None
    origin: str = ""
    negated: bool = False
    status: str = "occurred"
    killed: Figure | None = None
    wounded: Figure | None = None
    agents: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginShare:
    """What rests on one origin: its documents and claims, its figures, and whether it denies the event."""

    key: str
    source: str
    kind: str
    side: str
    known: bool
    documents: tuple[str, ...]
    claims: tuple[str, ...]
    killed: Figure | None = None
    wounded: Figure | None = None
    denies: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Denial:
    """Somebody who says that it did not happen, or not by its hand; `claim` is "" for a denying source."""

    source: str
    document: str
    claim: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A field on which origins differ, and what each says."""

    field: str
    by_origin: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """One word of the grade, its arithmetic in words, and the claims that caused it."""

    word: GradeWord
    why: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """Why two tellings are taken for one event: the bits, and what each comparison said, or a human judgement."""

    one: str
    other: str
    weight: float
    because: tuple[tuple[str, str, float], ...] = ()
    judged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """Claims of one or more documents that speak of one event.

    `id` is a digest of the earliest telling, so that it stays where later ones are added. `standing` incidents are
    states (control, presence, support) that last, not events. `independent` counts origins known to differ,
    `unknown_origins` those that nobody can tell; the two are never added.
    """

    id: str
    type: str
    types: tuple[str, ...]
    standing: bool
    start: date | None
    end: date | None
    place: Spot | None
    claims: tuple[IncidentClaim, ...]
    origins: tuple[OriginShare, ...] = ()
    denials: tuple[Denial, ...] = ()
    differences: tuple[Difference, ...] = ()
    grades: tuple[Grade, ...] = ()
    killed: Figure | None = None
    wounded: Figure | None = None
    totals: tuple[str, ...] = ()
    joins: tuple[Join, ...] = ()
    sides: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def documents(self) -> tuple[str, ...]:
        """The documents that tell it, by name."""
        return tuple(sorted({claim.document for claim in self.claims}))

    @property
    def outlets(self) -> tuple[str, ...]:
        """The outlets that tell it."""
        return tuple(sorted({claim.outlet for claim in self.claims if claim.outlet}))

    @property
    def independent(self) -> int:
        """How many origins are known to be independent of each other."""
        return sum(origin.known for origin in self.origins)

    @property
    def unknown_origins(self) -> int:
        """How many origins nobody can tell, counted apart."""
        return sum(not origin.known for origin in self.origins)

    @property
    def disputed(self) -> bool:
        """Whether somebody denies it."""
        return bool(self.denials)

    @property
    def first_told(self) -> IncidentClaim:
        """The claim with which it was first told, as far as publication dates say."""
        return self.claims[0]

    @property
    def grade(self) -> str:
        """The words of the grade, the heaviest last."""
        return ", ".join(grade.word for grade in self.grades)
