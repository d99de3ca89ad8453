"""Narratives: "X does Y to Z" as it comes back over documents, with who tells it, who denies it, and when."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from selon.claims.claim import Polarity, Role, Status
from selon.incidents.facts import read_spot

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from selon.claims.claim import Claim
    from selon.documents.document import Document
    from selon.origins.origin import ClaimOrigin

_HEDGED = frozenset({Status.HEARSAY, Status.POSSIBLE})
_PLACES = (Role.PLACE, Role.DESTINATION, Role.ORIGIN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrative:
    """A pattern that comes back: doer, type, to whom, and where (each "" where the pattern leaves it open).

    `curve` counts the claims by month of publication. `hedged` counts those told in the conditional or as possible,
    `denied` those that say that it is not so.
    """

    agent: str
    type: str
    target: str
    place: str
    claims: tuple[str, ...]
    documents: tuple[str, ...]
    outlets: Mapping[str, int]
    origins: Mapping[str, int]
    hedged: int
    denied: int
    first: str
    first_on: date | None
    curve: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Told:
    """One claim in a narrative."""

    claim: Claim
    document: Document
    origin: str


def find_narratives(
    readings: Iterable[tuple[Document, Sequence[Claim]]],
    origins: Mapping[str, ClaimOrigin] | None = None,
    *,
    least_documents: int = 2,
    with_places: bool = False,
) -> list[Narrative]:
    """Return the patterns that at least so many documents tell or deny, the most told first."""
    told: dict[tuple[str, str, str, str], list[_Told]] = defaultdict(list)
    for document, claims in readings:
        for claim in claims:
            found = (origins or {}).get(claim.id)
            for pattern in _patterns(claim, document, with_places=with_places):
                told[pattern].append(_Told(claim, document, found.origin.key if found else ""))
    kept = [
        _narrative(pattern, rows)
        for pattern, rows in told.items()
        if len({r.document.name for r in rows}) >= least_documents
    ]
    return sorted(kept, key=lambda n: (-len(n.documents), -len(n.claims), n.agent, n.type, n.target, n.place))


def find_pattern_names(claim: Claim) -> Iterator[tuple[str, str, str]]:
    """Yield the patterns of a claim without its place: doer, type, and to whom it is done."""
    agents, targets = _parties(claim)
    return ((agent, claim.type, target) for agent in agents for target in targets if agent != target)


def _parties(claim: Claim) -> tuple[list[str], list[str]]:
    """Return the doers of a claim and those to whom it is done, a state's bodies as the state."""
    agents = sorted({a.entity.split("/")[0] for a in claim.arguments if a.role is Role.AGENT and a.entity})
    done_to = {a.entity.split("/")[0] for a in claim.arguments if a.role in {Role.TARGET, Role.THEME} and a.entity}
    return agents, sorted(done_to)


def _patterns(claim: Claim, document: Document, *, with_places: bool) -> Iterator[tuple[str, str, str, str]]:
    """Yield the patterns of a claim: each doer with each party that it is done to."""
    agents, targets = _parties(claim)
    place = _place(claim, document) if with_places else ""
    for agent in agents:
        for target in targets or ([""] if place else []):
            if agent != target:
                yield agent, claim.type, target, place


def _place(claim: Claim, document: Document) -> str:
    """Return the name of the place of a claim, "" where it gives none."""
    places = (a for role in _PLACES for a in claim.arguments if a.role is role)
    return next((spot.name for a in places if (spot := read_spot(a, document)) is not None), "")


def _narrative(pattern: tuple[str, str, str, str], rows: Sequence[_Told]) -> Narrative:
    """Return a narrative with its counts."""
    ordered = sorted(
        rows, key=lambda r: (r.document.published is None, str(r.document.published), r.document.name, r.claim.trigger)
    )
    first = ordered[0].document
    months = Counter(row.document.published.strftime("%Y-%m") for row in ordered if row.document.published)
    return Narrative(
        agent=pattern[0],
        type=pattern[1],
        target=pattern[2],
        place=pattern[3],
        claims=tuple(row.claim.id for row in ordered),
        documents=tuple(dict.fromkeys(row.document.name for row in ordered)),
        outlets=_counted(row.document.publisher for row in ordered),
        origins=_counted(row.origin for row in ordered if row.origin),
        hedged=sum(row.claim.factuality.status in _HEDGED for row in ordered),
        denied=sum(row.claim.factuality.polarity is Polarity.NEGATED for row in ordered),
        first=first.name,
        first_on=first.published,
        curve=MappingProxyType(dict(sorted(months.items()))),
    )


def _counted(values: Iterable[str]) -> Mapping[str, int]:
    """Return how often each value stands, the most frequent first."""
    return MappingProxyType(dict(sorted(Counter(values).items(), key=lambda item: (-item[1], item[0]))))
