"""Finding incidents: from readings to tellings, pairs, groups, and incidents with all that their sources say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from selon.incidents.agreement import Evidence, build_incident
from selon.incidents.facts import read_facts
from selon.incidents.incident import Join
from selon.incidents.linkage import Linkage
from selon.incidents.model import load_model
from selon.incidents.tellings import find_tellings
from selon.origins.book import OriginBook
from selon.origins.citation import resolve_origins
from selon.origins.reuse import find_reuse
from selon.origins.sharing import share_origin

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from selon.claims.claim import Claim
    from selon.documents.document import Document
    from selon.incidents.incident import Incident
    from selon.incidents.tellings import Telling
    from selon.origins.reuse import Reuse


_MANY = 60  # tellings of an incident up to which every pair is explained


@dataclass(frozen=True, slots=True)
class Judgements:
    """What people have judged of pairs of claims, by claim id: the same event, or not the same. They come first."""

    same: frozenset[frozenset[str]] = frozenset()
    apart: frozenset[frozenset[str]] = frozenset()

    @classmethod
    def of(cls, same: Iterable[tuple[str, str]] = (), apart: Iterable[tuple[str, str]] = ()) -> Judgements:
        """Return the judgements of pairs of claim ids."""
        return cls(frozenset(map(frozenset, same)), frozenset(map(frozenset, apart)))


def find_incidents(
    readings: Iterable[tuple[Document, Sequence[Claim]]],
    *,
    judgements: Judgements | None = None,
    reuses: Sequence[Reuse] | None = None,
    book: OriginBook | None = None,
) -> list[Incident]:
    """Return the incidents that the claims of documents tell, in the order of their days.

    `reuses` are the passages that the documents share, found here where they are not given; `book` knows outlets and
    sides, a user's own among them.
    """
    book = book or OriginBook.load()
    ordered = sorted(readings, key=lambda reading: (reading[0].name, reading[0].id))
    if reuses is None:
        reuses = find_reuse([d for d, _ in ordered], {d.id: claims for d, claims in ordered}, book=book)
    evidence = gather_evidence(ordered, reuses, book)
    tellings: list[Telling] = []
    for document, claims in ordered:
        tellings += find_tellings(fact for claim in claims for fact in read_facts(claim, document))
    tellings = apply_apart(tellings, judgements) if judgements else tellings
    tellings.sort(key=lambda telling: telling.anchor)
    with Linkage.open() as linkage:
        linkage.add(tellings, find_shared(ordered, reuses), _judged(tellings, judgements))
        joins = find_joins(linkage, tellings)
        groups = sorted(linkage.groups.items())
    found = (
        build_incident([tellings[n] for n in sorted(group)], evidence, joins.get(head, ())) for head, group in groups
    )
    return sorted((i for i in found if i is not None), key=lambda incident: (str(incident.start or ""), incident.id))


def gather_evidence(
    readings: Sequence[tuple[Document, Sequence[Claim]]], reuses: Sequence[Reuse], book: OriginBook
) -> Evidence:
    """Return what stands behind the claims, copies resting on what their models rest on."""
    origins = [found for document, claims in readings for found in resolve_origins(claims, document, book)]
    shared = share_origin(origins, reuses, [claim for _, claims in readings for claim in claims])
    return Evidence(
        {claim.id: claim for _, claims in readings for claim in claims},
        {document.name or document.id: document for document, _ in readings},
        {found.claim_id: found for found in shared},
    )


def find_shared(readings: Sequence[tuple[Document, Sequence[Claim]]], reuses: Iterable[Reuse]) -> dict[str, list[str]]:
    """Return for claim ids the ids of the passages in which they stand and that another document shares."""
    by_document = {document.id: claims for document, claims in readings}
    shared: dict[str, list[str]] = {}
    for reuse in reuses:
        for at, passage in enumerate(reuse.passages):
            for document, span in ((reuse.earlier, passage.earlier), (reuse.later, passage.later)):
                for claim in by_document.get(document, ()):
                    if span.covers(claim.trigger):
                        shared.setdefault(claim.id, []).append(f"{reuse.id}:{at}")
    return shared


def apply_apart(tellings: Sequence[Telling], judgements: Judgements) -> list[Telling]:
    """Return the tellings with claims judged apart in one document taken from each other."""
    kept: list[Telling] = []
    for telling in tellings:
        parts: list[Telling] = []
        for claim in telling.claims:
            free = (p for p in parts if not any(frozenset((claim.id, c.id)) in judgements.apart for c in p.claims))
            part = next(free, None)
            if part is None:
                parts.append(type(telling)([claim], telling.home))
            else:
                part.claims.append(claim)
        kept += parts
    return kept


def _judged(
    tellings: Sequence[Telling], judgements: Judgements | None
) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """Return the judged pairs by the numbers of the tellings that hold the claims."""
    if judgements is None:
        return set(), set()
    home = {claim.id: n for n, telling in enumerate(tellings) for claim in telling.claims}
    found = []
    for judged in (judgements.same, judgements.apart):
        numbers = [sorted({home[claim] for claim in pair if claim in home}) for pair in judged]
        found.append({(ends[0], ends[1]) for ends in numbers if len(ends) > 1})
    return found[0], found[1]


def find_joins(linkage: Linkage, tellings: Sequence[Telling]) -> dict[int, list[Join]]:
    """Return for each group of two and more why its tellings are taken for one event, in bits by comparison."""
    model = load_model()
    names = [comparison.name for comparison in model.comparisons]
    groups = [sorted(group) for group in linkage.groups.values() if 1 < len(group) <= _MANY]
    inside = [(a, b) for group in groups for at, a in enumerate(group) for b in group[at + 1 :]]
    joins: dict[int, list[Join]] = {}
    for one, other, weight, bits in linkage.explain(inside):
        join = Join(
            one=tellings[one].claims[0].id,
            other=tellings[other].claims[0].id,
            weight=weight,
            because=tuple((name, model.label(name, bit), bit) for name, bit in zip(names, bits, strict=True)),
            judged=(one, other) in linkage.same,
        )
        joins.setdefault(linkage.group_of[one], []).append(join)
    return joins
