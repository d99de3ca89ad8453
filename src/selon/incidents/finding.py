"""Finding incidents: from readings to tellings, pairs, groups, and incidents with all that their sources say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from selon.incidents.agreement import Evidence, build_incident
from selon.incidents.incident import Join
from selon.incidents.judging import Judgements, find_judged, keep_judged
from selon.incidents.linkage import Linkage
from selon.incidents.model import find_label, load_model
from selon.incidents.reports import read_report
from selon.incidents.tellings import find_tellings
from selon.origins.book import OriginBook
from selon.origins.citation import resolve_origins
from selon.origins.reuse import find_reuse
from selon.origins.sharing import share_origin
from selon.values import TextSpan

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from selon.claims.claim import Claim
    from selon.documents.document import Document
    from selon.incidents.facts import ClaimFacts
    from selon.incidents.incident import Incident
    from selon.incidents.packed import PackedRows
    from selon.incidents.tellings import Telling
    from selon.origins.origin import ClaimOrigin
    from selon.origins.reuse import Reuse

__all__ = ["Judgements", "find_incidents"]

_MANY = 60  # tellings of an incident up to which every pair is explained
_EXPLAINED = 4_000  # groups explained at once


@dataclass(frozen=True, slots=True)
class Report:
    """What linking takes of one document: what is known of it, its claims laid flat, and their origins by themselves.

    Of the document's text the beginning is enough, and `id` is kept apart from it.
    """

    id: str
    document: Document
    facts: tuple[ClaimFacts, ...]
    origins: tuple[ClaimOrigin, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Tellings of one event, by number; `part` is the neighbourhood in which they were gathered."""

    part: int
    members: tuple[int, ...]
    joins: tuple[Join, ...]


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
    book, listed = book or OriginBook.load(), list(readings)
    if reuses is None:
        reuses = find_reuse([d for d, _ in listed], {d.id: claims for d, claims in listed}, book=book)
    reports = [read_whole(document, claims, book) for document, claims in listed]
    claims = [claim for _, own in listed for claim in own]
    evidence = gather_evidence(reports, share_origin([o for r in reports for o in r.origins], reuses, claims))
    tellings = find_all_tellings(reports, judgements or Judgements())
    found = (
        build_incident([tellings[n] for n in group.members], evidence, group.joins)
        for group in find_groups(tellings, find_shared(reports, reuses), judgements or Judgements())
    )
    return sorted((i for i in found if i is not None), key=lambda incident: (str(incident.start or ""), incident.id))


def read_whole(document: Document, claims: Sequence[Claim], book: OriginBook) -> Report:
    """Return what linking takes of a document and its claims."""
    return Report(
        document.id, document, tuple(read_report(claims, document)), tuple(resolve_origins(claims, document, book))
    )


def gather_evidence(reports: Iterable[Report], origins: Iterable[ClaimOrigin]) -> Evidence:
    """Return what stands behind the claims."""
    return Evidence({report.id: report.document for report in reports}, {found.claim_id: found for found in origins})


def find_all_tellings(reports: Iterable[Report], judgements: Judgements) -> list[Telling]:
    """Return the tellings of documents in the order of their anchors, with what is judged apart taken apart."""
    ordered = sorted(reports, key=lambda report: (report.document.name, report.id))
    tellings = [telling for report in ordered for telling in find_tellings(report.facts)]
    return sorted(keep_judged(tellings, judgements), key=lambda telling: telling.anchor)


def find_groups(
    tellings: Sequence[Telling],
    shared: Mapping[str, Collection[str]],
    judgements: Judgements,
    rows: PackedRows | None = None,
) -> Iterator[Group]:
    """Yield the groups in which tellings speak of one event, the earliest first; the tellings stand in order.

    `rows` are those by which they are compared, built here where they are not given.
    """
    if not tellings:
        return
    same, apart = find_judged(tellings, judgements)
    with Linkage.open() as linkage:
        linkage.add(tellings, shared, (same, apart), rows)
        groups = [(head, tuple(sorted(members))) for head, members in sorted(linkage.groups.items())]
        for at in range(0, len(groups), _EXPLAINED):
            page = groups[at : at + _EXPLAINED]
            joins = find_joins(linkage, tellings, [members for _, members in page])
            for head, members in page:
                yield Group(linkage.part_of[head], members, tuple(joins.get(head, ())))


def find_shared(reports: Iterable[Report], reuses: Iterable[Reuse]) -> dict[str, list[str]]:
    """Return for claim ids the ids of the passages in which they stand and that another document shares."""
    by_document = {report.id: report.facts for report in reports}
    shared: dict[str, list[str]] = {}
    for reuse in reuses:
        for at, passage in enumerate(reuse.passages):
            for document, span in ((reuse.earlier, passage.earlier), (reuse.later, passage.later)):
                facts = by_document.get(document, ())
                inside = {f.id for f in facts if span.covers(TextSpan(f.trigger, f.trigger_end))}
                for claim in inside:
                    shared.setdefault(claim, []).append(f"{reuse.id}:{at}")
    return shared


def find_joins(linkage: Linkage, tellings: Sequence[Telling], groups: Iterable[Sequence[int]]) -> dict[int, list[Join]]:
    """Return for each group of two and more why its tellings are taken for one event, in bits by comparison."""
    names = [comparison.name for comparison in load_model().comparisons]
    explained = [group for group in groups if 1 < len(group) <= _MANY]
    inside = [(a, b) for group in explained for at, a in enumerate(group) for b in group[at + 1 :]]
    joins: dict[int, list[Join]] = {}
    for one, other, weight, bits in linkage.explain(inside):
        join = Join(
            one=tellings[one].claims[0].id,
            other=tellings[other].claims[0].id,
            weight=weight,
            because=tuple((name, find_label(name, bit), bit) for name, bit in zip(names, bits, strict=True)),
            judged=(one, other) in linkage.same,
        )
        joins.setdefault(linkage.group_of[one], []).append(join)
    return joins
