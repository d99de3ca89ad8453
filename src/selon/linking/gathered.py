"""Gathered: tellings compared within their blocks, and the neighbourhoods that a change touches gathered anew."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from selon.incidents.agreement import build_incident
from selon.incidents.export import build_incident_row
from selon.incidents.finding import find_all_tellings, find_groups, find_shared, gather_evidence
from selon.incidents.linkage import Linkage
from selon.incidents.packed import Block, PackedRows, find_blocks
from selon.linking.spool import Spool
from selon.record import link_rows
from selon.record.link_rows import read_reuse
from selon.record.rows import as_json

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from selon.incidents.finding import Report
    from selon.incidents.incident import Incident
    from selon.incidents.judging import Judgements
    from selon.incidents.tellings import Telling
    from selon.linking.reused import Reused
    from selon.linking.sourced import Desk
    from selon.origins.origin import ClaimOrigin
    from selon.origins.reuse import Reuse
    from selon.record.link_state import LinkState

Row = dict[str, Any]
Place = tuple[str, int]  # a document and which of its tellings

_TOLD = 2000  # tellings after which it is told how far it is
_TOGETHER = 100_000  # blocks that are unpacked together


@dataclass(slots=True)
class Gathered:
    """What gathering gives, as rows to write; `denied` are documents with claims that are denied now or no more."""

    tellings: Spool[Row] = field(default_factory=Spool)
    blocks: Spool[Block] = field(default_factory=Spool)
    incidents: Spool[Row] = field(default_factory=Spool)
    incident_claims: Spool[Row] = field(default_factory=Spool)
    gone_tellings: set[int] = field(default_factory=set)
    gone_blocks: list[Block] = field(default_factory=list)
    gone_incidents: set[str] = field(default_factory=set)
    denied: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Asked:
    """What people judged, the stamp under which rows are written, and who is told how far it is."""

    judgements: Judgements
    stamp: str
    tell: Callable[[str], None] = lambda _step: None


@dataclass(slots=True)
class _Scene:
    """The tellings that are gathered, where they stand, and the rows by which they are compared."""

    tellings: list[Telling]
    places: list[Place]
    shared: Mapping[str, Collection[str]]
    reports: Sequence[Report]
    _packed: list[PackedRows] = field(default_factory=list)

    @classmethod
    def build(cls, reports: Sequence[Report], reuses: Iterable[Reuse], judgements: Judgements) -> _Scene:
        """Return all tellings of documents, in the order of their anchors."""
        tellings = find_all_tellings(reports, judgements)
        counts: dict[str, int] = defaultdict(int)
        places = []
        for telling in tellings:
            document = telling.claims[0].document_id
            places.append((document, counts[document]))
            counts[document] += 1
        return cls(tellings, places, find_shared(reports, reuses), reports)

    @property
    def packed(self) -> PackedRows:
        """The rows by which the tellings are compared, as they are kept; built once, where they are asked for."""
        if not self._packed:
            self._packed.append(PackedRows.build(self.tellings, 0, self.shared))
        return self._packed[0]

    def only(self, wanted: Collection[Place]) -> _Scene:
        """Return the scene with the tellings at these places alone."""
        kept = [n for n, place in enumerate(self.places) if place in wanted]
        return _Scene([self.tellings[n] for n in kept], [self.places[n] for n in kept], self.shared, self.reports)


@dataclass(frozen=True, slots=True)
class Touch:
    """What a change touches: documents to be told anew, documents with other origins, and what is known of them."""

    state: LinkState
    told: set[str]
    sourced: Collection[str]
    reused: Reused
    origins: Mapping[str, ClaimOrigin]
    bound: Mapping[str, set[str]]  # documents with claims judged together, by document

    def origins_of(self, reports: Iterable[Report]) -> dict[str, ClaimOrigin]:
        """Return the origins of the claims of documents: those found now, else those that are kept."""
        documents = {report.id for report in reports}
        found = self.state.origins_of({id_ for id_ in documents if id_ not in self.sourced})
        return found | {id_: o for id_, o in self.origins.items() if o.document_id in documents}

    def reuses_of(self, documents: Collection[str]) -> list[Reuse]:
        """Return the pairs in which documents take part: those found now, else those that are kept."""
        kept = self.state.reuse_rows_of(documents)
        found = [read_reuse(row) for id_, row in kept.items() if id_ not in self.reused.before]
        return [*found, *self.reused.found.values()]


def bind(documents: Iterable[str], bound: Mapping[str, set[str]]) -> set[str]:
    """Return documents with those that judgements bind to them, and on."""
    found = set(documents)
    todo = list(found)
    while todo:
        more = bound.get(todo.pop(), set()) - found
        found |= more
        todo += more
    return found


def gather_all(
    reports: Sequence[Report], reuses: Iterable[Reuse], origins: Mapping[str, ClaimOrigin], asked: Asked
) -> Gathered:
    """Return what the claims of all documents tell."""
    scene = _Scene.build(reports, reuses, asked.judgements)
    numbers = {place: number for number, place in enumerate(scene.places, 1)}
    found = Gathered()
    _gather(found, scene, origins, numbers, asked)
    _put_blocks(found, scene, numbers, numbers)
    return found


def gather_touched(desk: Desk, touch: Touch, asked: Asked) -> Gathered:
    """Return what a change does to the tellings that it touches, and to all in their neighbourhoods."""
    found, state = Gathered(), touch.state
    before = state.tellings_of(touch.told)
    new = _tell(desk, touch, touch.told, asked)
    new = new.only({place for place in new.places if place[0] in touch.told})
    parts = {telling.part for telling in (*before, *state.tellings_of(touch.sourced))}
    parts |= _find_parts(state, new, touch.told)
    kept = state.tellings_in(parts)
    beside = {(t.document, t.at): t.number for t in kept if t.document not in touch.told}
    scene = _tell(desk, touch, touch.told | {document for document, _ in beside}, asked).only({*new.places, *beside})
    numbers = beside | {place: number for number, place in enumerate(new.places, state.next_telling())}
    origins = touch.origins_of(scene.reports)
    _gather(found, scene, origins, numbers, asked)
    _put_blocks(found, scene, numbers, set(new.places))
    found.gone_blocks = [block for telling in before for block in find_blocks(telling.row, telling.number)]
    found.gone_tellings = {telling.number for telling in (*before, *kept)}
    found.gone_incidents = {telling.incident for telling in (*before, *kept) if telling.incident}
    _compare_denied(found, scene, state)
    return found


def _tell(desk: Desk, touch: Touch, documents: set[str], asked: Asked) -> _Scene:
    """Return the tellings of documents and of those to which judgements bind them."""
    wider = bind(documents, touch.bound)
    return _Scene.build(desk.fetch(wider), touch.reuses_of(wider), asked.judgements)


def _find_parts(state: LinkState, new: _Scene, told: Collection[str]) -> set[int]:
    """Return the neighbourhoods into which new tellings may go."""
    blocks, lying, _ = new.packed.columns()
    home, search = set(blocks[lying].tolist()), set(blocks[~lying].tolist())
    near = [telling for telling in state.tellings_near(home, search) if telling.document not in told]
    if not near:
        return set()
    anchors = [*(t.anchor for t in near), *(t.anchor for t in new.tellings)]
    number_of = {at: number for number, at in enumerate(sorted(range(len(anchors)), key=anchors.__getitem__))}
    old_rows = [{**telling.row, "unique_id": number_of[at]} for at, telling in enumerate(near)]
    new_rows = [
        {**row, "unique_id": number_of[at]} for at, row in enumerate(map(json.loads, new.packed.texts), len(near))
    ]
    rows = PackedRows.of(old_rows), PackedRows.of(new_rows)
    part_of = {number_of[at]: telling.part for at, telling in enumerate(near)}
    with Linkage.open() as linkage:
        return {part_of[n] for pair in linkage.links_between(*rows) for n in pair if n in part_of}


def _gather(
    found: Gathered, scene: _Scene, origins: Mapping[str, ClaimOrigin], numbers: Mapping[Place, int], asked: Asked
) -> None:
    """Gather the tellings of a scene, and put the rows of groups and incidents to what is found."""
    evidence, done = gather_evidence(scene.reports, origins.values()), 0
    for group in find_groups(scene.tellings, scene.shared, asked.judgements, scene.packed):
        done += len(group.members)
        if done // _TOLD > (done - len(group.members)) // _TOLD:
            asked.tell(f"Joining claims to incidents: {done} of {len(scene.tellings)} tellings")
        told = [scene.tellings[n] for n in group.members]
        incident = build_incident(told, evidence, group.joins)
        if incident is not None:
            found.incidents.append(link_rows.incident_row(incident, build_incident_row(incident), asked.stamp))
            denied = find_denied(incident)
            found.denied |= denied
            found.incident_claims.extend(link_rows.incident_claim_rows(incident, denied))
        for n, telling in zip(group.members, told, strict=True):
            document, at = scene.places[n]
            found.tellings.append(
                {
                    "number": numbers[scene.places[n]],
                    "document": document,
                    "at": at,
                    "part": numbers[scene.places[group.part]],
                    "incident": incident.id if incident else "",
                    "anchor": as_json(telling.anchor),
                    "row": scene.packed.texts[n],
                }
            )


def find_denied(incident: Incident) -> set[str]:
    """Return the ids of the claims of an incident that somebody else denies."""
    deniers = {denial.source for denial in incident.denials}
    return {claim.id for claim in incident.claims if not claim.negated and deniers - {claim.origin}}


def _put_blocks(found: Gathered, scene: _Scene, numbers: Mapping[Place, int], places: Collection[Place]) -> None:
    """Put the blocks of the tellings at these places to what is found, in the order in which they are kept."""
    blocks, lying, owners = scene.packed.columns()
    tellings = np.array([numbers[place] if place in places else 0 for place in scene.places], np.int64)[owners]
    order = np.lexsort((tellings, lying, blocks))
    order = order[tellings[order] > 0]
    for at in range(0, len(order), _TOGETHER):
        page = order[at : at + _TOGETHER]
        columns = blocks[page].tolist(), lying[page].tolist(), tellings[page].tolist()
        found.blocks.extend(zip(*columns, strict=True))


def _compare_denied(found: Gathered, scene: _Scene, state: LinkState) -> None:
    """Turn the claims that are denied into the documents of those that were not before, or are not any more."""
    moved = found.denied ^ state.denied_in(found.gone_incidents)
    found.denied = {claim.document_id for telling in scene.tellings for claim in telling.claims if claim.id in moved}
