"""Sourced: on whose word claims rest, of all documents or of those only that a change touches."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from selon.incidents.finding import read_whole
from selon.origins.sharing import share_origin
from selon.record.link_rows import read_reuse

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from selon.incidents.finding import Report
    from selon.linking.reused import Reused
    from selon.origins.book import OriginBook
    from selon.origins.origin import ClaimOrigin
    from selon.origins.reuse import Reuse
    from selon.record.link_state import LinkState

Row = dict[str, Any]


@dataclass(slots=True)
class Desk:
    """Documents as linking takes them, read from the record when they are asked for."""

    state: LinkState
    book: OriginBook
    reports: dict[str, Report] = field(default_factory=dict)

    def fetch(self, documents: Iterable[str]) -> list[Report]:
        """Return these documents, in the order of their ids."""
        wanted = sorted(set(documents))
        for document, claims in self.state.readings([id_ for id_ in wanted if id_ not in self.reports]):
            report = read_whole(document, claims, self.book)
            self.reports[report.id] = report
        return [self.reports[id_] for id_ in wanted if id_ in self.reports]


@dataclass(frozen=True, slots=True)
class Sourced:
    """The origins of the claims of documents, by claim; `changed` are the documents with others than before."""

    origins: Mapping[str, ClaimOrigin]
    changed: frozenset[str]


def share_all(reports: Iterable[Report], reuses: Iterable[Reuse]) -> Sourced:
    """Return the origins of the claims of all documents."""
    listed = list(reports)
    origins = share_origin([origin for report in listed for origin in report.origins], reuses)
    return Sourced({found.claim_id: found for found in origins}, frozenset(report.id for report in listed))


def share_touched(state: LinkState, desk: Desk, reused: Reused, changed: Iterable[str]) -> Sourced:
    """Return the origins of the claims that a change of documents and passages touches.

    A claim rests on what the one rests on that it repeats, through any number of copies: so all documents are looked at
    that share passages with a changed one, with one that does so, and on.
    """
    documents, reuses = set(changed) | reused.documents, dict(reused.found)
    todo = documents
    while todo:
        kept = {id_: row for id_, row in state.reuse_rows_of(todo).items() if id_ not in reused.before}
        reuses |= {id_: read_reuse(row) for id_, row in kept.items() if id_ not in reuses}
        todo = _reached(documents, reuses) - documents
        documents |= todo
    inside = [reuse for reuse in reuses.values() if reuse.earlier in documents]
    shared = share_all(desk.fetch(documents), inside)
    before = state.origins_of(documents)
    return Sourced(shared.origins, _find_changed(shared.origins, before) | set(changed))


def _reached(documents: set[str], reuses: Mapping[str, Reuse]) -> set[str]:
    """Return the documents that share passages with these."""
    found: set[str] = set()
    for reuse in reuses.values():
        if reuse.earlier in documents or reuse.later in documents:
            found |= {reuse.earlier, reuse.later}
    return found


def _find_changed(now: Mapping[str, ClaimOrigin], before: Mapping[str, ClaimOrigin]) -> frozenset[str]:
    """Return the documents of which a claim has another origin than before."""
    gone = {found.document_id for claim, found in before.items() if claim not in now}
    return frozenset(gone | {found.document_id for claim, found in now.items() if before.get(claim) != found})
