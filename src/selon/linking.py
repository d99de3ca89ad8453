"""Link: from the claims of a record to their origins, shared passages and incidents, and these into the record.

The same record gives the same links, in whatever order its documents came; one that is linked already is left alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib.metadata import version
from importlib.resources import files
from itertools import groupby
from typing import TYPE_CHECKING

from selon.incidents.export import build_incident_row
from selon.incidents.finding import find_incidents, gather_evidence
from selon.origins.book import OriginBook
from selon.origins.citation import cited_by
from selon.origins.reuse import find_reuse
from selon.record import link_rows
from selon.record.links import LinkRows, LinkStamp
from selon.values import digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from selon.claims.claim import Claim
    from selon.codebook.outlets import Outlet
    from selon.documents.document import Document
    from selon.incidents.incident import Incident
    from selon.origins.citation import Cited
    from selon.origins.origin import ClaimOrigin
    from selon.origins.reuse import Reuse
    from selon.record.record import Record

Readings = list[tuple["Document", list["Claim"]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What linking found, before it is written."""

    origins: Sequence[ClaimOrigin]
    cited: Sequence[Cited]
    reuses: Sequence[Reuse]
    incidents: Sequence[Incident]


def link_record(
    record: Record,
    *,
    outlets: tuple[Outlet, ...] = (),
    sides: Mapping[str, str] | None = None,
    again: bool = False,
    tell: Callable[[str], None] = lambda _step: None,
) -> bool:
    """Link the claims of a record and return whether that was needed; `outlets` and `sides` are a user's own.

    Nothing is done where the record was linked from the same readings before, unless `again`.
    """
    stamp = build_stamp(record, outlets, sides or {})
    before = record.links.stamp()
    if before == stamp and not again:
        return False
    tell("Reading claims")
    readings = read_readings(record)
    found = _find(readings, OriginBook.load(outlets, sides), tell)
    tell(f"Writing {len(found.incidents)} incidents")
    record.links.replace(stamp, _build_rows(found, stamp.stamp))
    return True


def build_stamp(record: Record, outlets: tuple[Outlet, ...], sides: Mapping[str, str]) -> LinkStamp:
    """Return the stamp of a linking that would start now."""
    mark, given, program = record.links.mark(), record.view.fingerprint(), version("selon")
    weights = (files("selon.incidents") / "model.toml").read_text(encoding="utf-8")
    model = digest("linking", weights, *map(repr, outlets), *(f"{name}={side}" for name, side in sorted(sides.items())))
    return LinkStamp(stamp=digest("links", program, model, given), program=program, model=model, given=given, mark=mark)


def read_readings(record: Record) -> Readings:
    """Return the documents of a record with their claims, those that make none among them."""
    documents = {item.id: item.document for item in record.view.documents()}
    readings: dict[str, list[Claim]] = {id_: [] for id_ in documents}
    for id_, recorded in groupby(record.view.claims(), lambda recorded: str(recorded.row["document_id"])):
        readings[id_] += [item.claim for item in recorded]
    return [(documents[id_], claims) for id_, claims in sorted(readings.items())]


def _find(readings: Readings, book: OriginBook, tell: Callable[[str], None]) -> _Found:
    """Return what the claims of documents give: origins, who is cited, shared passages, incidents."""
    tell(f"Comparing the texts of {len(readings)} documents")
    reuses = find_reuse([document for document, _ in readings], {d.id: claims for d, claims in readings}, book=book)
    tell("Following sources to their origins")
    origins = list(gather_evidence(readings, reuses, book).origins.values())
    tell(f"Joining {len(origins)} claims to incidents")
    incidents = name_apart(find_incidents(readings, reuses=reuses, book=book))
    publishers = {document.id: document.publisher for document, _ in readings}
    claims = [claim for _, own in readings for claim in own]
    cited = cited_by(claims, origins, publishers, find_denied(incidents))
    return _Found(origins=origins, cited=cited, reuses=reuses, incidents=incidents)


def name_apart(incidents: Iterable[Incident]) -> list[Incident]:
    """Return the incidents with an id for each: where one claim begins several, the fullest keeps it."""
    taken: set[str] = set()
    named: dict[int, Incident] = {}
    listed = list(incidents)
    for at in sorted(
        range(len(listed)), key=lambda n: (-len(listed[n].documents), -len(listed[n].claims), _facts(listed[n]))
    ):
        incident, id_ = listed[at], listed[at].id
        while id_ in taken:
            id_ = digest("incident", id_, *_facts(incident))
        taken.add(id_)
        named[at] = incident if id_ == incident.id else replace(incident, id=id_)
    return [named[at] for at in range(len(listed))]


def _facts(incident: Incident) -> tuple[str, ...]:
    """Return what tells an incident from another that begins with the same claim."""
    place = incident.place.name if incident.place else ""
    return incident.id, incident.type, str(incident.start), str(incident.end), place, *(c.id for c in incident.claims)


def find_denied(incidents: Iterable[Incident]) -> frozenset[str]:
    """Return the ids of the claims that somebody else denies."""
    denied: set[str] = set()
    for incident in incidents:
        deniers = {denial.source for denial in incident.denials}
        told = (claim for claim in incident.claims if deniers and not claim.negated)
        denied |= {claim.id for claim in told if deniers - {claim.origin}}
    return frozenset(denied)


def _build_rows(found: _Found, stamp: str) -> LinkRows:
    """Return what was found as rows of the record."""
    return LinkRows(
        origins=[link_rows.origin_row(origin, stamp) for origin in found.origins],
        cited=[link_rows.cited_row(cited, stamp) for cited in found.cited],
        reuses=[link_rows.reuse_row(reuse, stamp) for reuse in found.reuses],
        incidents=[link_rows.incident_row(i, build_incident_row(i), stamp) for i in found.incidents],
        incident_claims=[row for incident in found.incidents for row in link_rows.incident_claim_rows(incident)],
    )
