"""Link: from the claims of a record to their origins, shared passages and incidents, and these into the record.

What was linked before is gone on from: only what was read or judged since is looked at, with what it touches. The
result is that of linking all anew, in whatever order the documents came; a record that is linked already is left alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib.metadata import version
from importlib.resources import files
from typing import TYPE_CHECKING

from selon.errors import RecordError
from selon.incidents.judging import Judgements
from selon.linking.crew import Crew, Ground, count_workers, unhurried
from selon.linking.gathered import Asked, Touch, bind, gather_all, gather_touched
from selon.linking.reused import Shelf, find_touched
from selon.linking.slices import read_all
from selon.linking.sourced import Desk, share_all, share_touched
from selon.linking.spool import Spool
from selon.origins.book import OriginBook
from selon.record import link_rows
from selon.record.link_writing import LinkDelta
from selon.record.links import LinkStamp
from selon.values import digest

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from selon.claims.claim import Claim
    from selon.codebook.outlets import Outlet
    from selon.documents.document import Document
    from selon.incidents.finding import Report
    from selon.linking.gathered import Gathered
    from selon.linking.reused import Reused
    from selon.linking.sourced import Sourced
    from selon.record.link_state import LinkedReading, LinkState
    from selon.record.record import Record

Readings = list[tuple["Document", list["Claim"]]]
Pairs = set[tuple[str, str, bool]]

_FORM = "3"  # of what is kept from one linking to the next
_MANY = 8000  # documents from which other processes help
_TRIES = 3
_HEDGED = frozenset({"hearsay", "possible"})
_SPACE = 2**60


@dataclass(frozen=True, slots=True)
class Linked:
    """What a linking did: whether anything, whether to the whole record, to how many documents.

    `overruled` are the ids of the judgements that newer ones contradict.
    """

    done: bool
    whole: bool = False
    documents: int = 0
    overruled: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Return whether anything was done."""
        return self.done


@dataclass(frozen=True, slots=True)
class _Change:
    """What was read and judged since a record was linked: readings by document, judged pairs, words on claims."""

    new: Mapping[str, LinkedReading]
    old: Mapping[str, LinkedReading]
    pairs: Pairs
    moved: Pairs
    judgements: Judgements
    home: Mapping[str, str]  # the document of each judged claim that is read
    words: Mapping[str, str]  # the judgements on single claims, each with its document

    def __bool__(self) -> bool:
        """Return whether there is anything."""
        return bool(self.new or self.old or self.moved)

    @property
    def bound(self) -> dict[str, set[str]]:
        """The documents that judged pairs bind together, by document."""
        found: dict[str, set[str]] = {}
        for one, other, _ in self.pairs:
            found.setdefault(self.home[one], set()).add(self.home[other])
            found.setdefault(self.home[other], set()).add(self.home[one])
        return found


def link_record(  # noqa: PLR0913 - one parameter a choice
    record: Record,
    *,
    outlets: tuple[Outlet, ...] = (),
    sides: Mapping[str, str] | None = None,
    again: bool = False,
    onward: bool = False,
    tell: Callable[[str], None] = lambda _step: None,
) -> Linked:
    """Link the claims of a record and return what that did; `outlets` and `sides` are a user's own.

    Only what was read or judged since is linked, and what it touches; all of it where the record was never linked, or
    with other outlets, sides or weights, or `again`; in these cases nothing is done where it shall only go `onward`.
    """
    for _ in range(_TRIES):
        stamp, before = build_stamp(record, outlets, sides or {}), record.links.stamp()
        whole = again or before is None or before.stamp != stamp.stamp
        if whole and onward:
            return Linked(done=False)
        tell("Looking for what was read")
        change = _find_change(record.linking, whole=whole)
        if before and not change and not whole and before.mark == stamp.mark:
            return Linked(done=False, overruled=change.judgements.overruled)
        ground = Ground(record.target, outlets, dict(sides or {}))
        step = _Step(record.linking, OriginBook.load(outlets, sides), change, stamp.stamp, ground, tell)
        with unhurried():
            delta = step.link_all() if whole else step.link_touched()
            tell("Writing")
            stamp = replace(stamp, given=_find_given(before if not whole else None, change))
            written = record.link_writer.write(stamp, before, delta)
        if written:
            return Linked(bool(change) or whole, whole, len(step.documents), change.judgements.overruled)
    fault = "others link this record all the time"
    raise RecordError(fault, where=record.target, remedy="Wait until they are done, and link it again")


def build_stamp(record: Record, outlets: tuple[Outlet, ...], sides: Mapping[str, str]) -> LinkStamp:
    """Return the stamp of a linking that would start now; what it is given is counted when it is read."""
    mark, program = record.links.mark(), version("selon")
    weights = (files("selon.incidents") / "model.toml").read_text(encoding="utf-8")
    own = (*map(repr, outlets), *(f"{name}={side}" for name, side in sorted(sides.items())))
    model = digest("linking", _FORM, weights, *own)
    return LinkStamp(stamp=digest("links", program, model), program=program, model=model, given="", mark=mark)


def read_readings(record: Record) -> Readings:
    """Return the documents of a record with their claims as reviewers leave them, those that make none among them."""
    return list(record.linking.readings([reading.document for reading in record.linking.everything()]))


def _find_change(state: LinkState, *, whole: bool) -> _Change:
    """Return what was read and judged since the record was linked, or all of it."""
    judged = state.judged()
    judgements = Judgements.settle(judged)
    before = set() if whole else state.followed()
    home = state.documents_of({c for _, _, *pair in judged for c in pair} | {c for *pair, _ in before for c in pair})
    overruled = set(judgements.overruled)
    followed = {
        (one, other, same) for id_, same, one, other in judged if id_ not in overruled and one in home and other in home
    }
    words = state.words()
    said_anew = set() if whole else {home for _, home in words.items() ^ state.followed_words().items()}
    new, old = (state.everything(), []) if whole else state.changes(said_anew)
    moved = followed ^ before
    by_document = [{reading.document: reading for reading in readings} for readings in (new, old)]
    return _Change(by_document[0], by_document[1], followed, moved, judgements, home, words)


def _find_given(before: LinkStamp | None, change: _Change) -> str:
    """Return what stands for all readings that were taken in, in whatever order: the sum of their digests."""
    total = int(before.given, 16) if before else 0
    for sign, readings in ((1, change.new), (-1, change.old)):
        for reading in readings.values():
            total += sign * int(digest("given", reading.document, reading.given, reading.stamp), 16)
    return f"{total % _SPACE:015x}"


@dataclass(slots=True)
class _Step:
    """One linking: what it looks at, and what comes of it."""

    state: LinkState
    book: OriginBook
    change: _Change
    stamp: str
    ground: Ground
    tell: Callable[[str], None]
    documents: Collection[str] = ()

    def link_all(self) -> LinkDelta:
        """Return what linking all documents gives."""
        self.documents = self.change.new.keys()
        workers = count_workers() if len(self.change.new) >= _MANY else 1
        with Crew(Shelf(self.state, self.book), self.ground, workers) as crew:
            reports, reused = read_all(self.change.new, crew, self.tell)
        self.tell("Following sources to their origins")
        sourced = share_all(reports, reused.found.values())
        self.tell(f"Joining {len(sourced.origins)} claims to incidents")
        gathered = gather_all(reports, reused.found.values(), sourced.origins, self.asked)
        return self._build(reports, reused, sourced, gathered, whole=True)

    def link_touched(self) -> LinkDelta:
        """Return what linking the documents that the change touches gives."""
        change, desk = self.change, Desk(self.state, self.book)
        self.tell(f"Comparing the texts of {len(change.new)} documents")
        reused = find_touched(self.state, Shelf(self.state, self.book), change.new, change.old)
        self.tell("Following sources to their origins")
        sourced = share_touched(self.state, desk, reused, {*change.new, *change.old})
        self.tell("Joining claims to incidents")
        bound, home = change.bound, change.home
        moved = {home[claim] for pair in change.moved for claim in pair[:2] if claim in home}
        told = bind({*change.new, *change.old, *reused.documents, *moved}, bound)
        self.documents = told
        touch = Touch(self.state, told, sourced.changed, reused, sourced.origins, bound)
        gathered = gather_touched(desk, touch, self.asked)
        return self._build(desk.fetch(sourced.changed), reused, sourced, gathered, whole=False)

    @property
    def asked(self) -> Asked:
        """What people judged, and the stamp."""
        return Asked(self.change.judgements, self.stamp, self.tell)

    def _build(
        self, reports: Iterable[Report], reused: Reused, sourced: Sourced, gathered: Gathered, *, whole: bool
    ) -> LinkDelta:
        """Return what was found as rows of the record."""
        origins: Spool[link_rows.Row] = Spool()
        for report in reports:
            told = {fact.id: fact for fact in report.facts}
            for own in report.origins:
                fact, found = told[own.claim_id], sourced.origins[own.claim_id]
                hedged = fact.status in _HEDGED
                origins.append(link_rows.origin_row(found, self.stamp, hedged=hedged, denying=fact.negated))
        return LinkDelta(
            whole=whole,
            linked=list(self.change.new.values()),
            unlinked=list(self.change.old.values()),
            pairs=self.change.pairs,
            words=self.change.words,
            sketches=reused.sketches,
            gone_sketches=reused.gone_sketches,
            reuses=[link_rows.reuse_row(reuse, self.stamp) for _, reuse in sorted(reused.changed.items())],
            gone_reuses=reused.gone,
            origins=origins,
            resolved=sourced.changed,
            tellings=gathered.tellings,
            gone_tellings=gathered.gone_tellings,
            blocks=gathered.blocks,
            gone_blocks=gathered.gone_blocks,
            incidents=gathered.incidents,
            incident_claims=gathered.incident_claims,
            gone_incidents=gathered.gone_incidents,
            recounted=sourced.changed | gathered.denied,
        )
