"""The columns of one state of the record, and which rows of them a filter asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from selon.incidents.facts import OUTRIGHT
from selon.record.columns.leafing import rows_behind
from selon.record.filters import TELLING, Filter, around, inside
from selon.record.folding import fold
from selon.record.rows import folded

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import date

    from numpy.typing import NDArray

    from selon.record.columns.claims import Claims
    from selon.record.columns.coded import Coded, Mask, Numbers
    from selon.record.columns.findings import Pairs
    from selon.record.columns.labels import Labels
    from selon.record.columns.patterns import Patterns
    from selon.record.paging import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Documents:
    """The documents in the order of their list: by day of publication and name, those without a day last."""

    number: NDArray[np.int64]
    id: tuple[str, ...]
    name: tuple[str, ...]
    lowered: tuple[str, ...]
    outlet: Coded
    publisher: Coded
    published: NDArray[np.datetime64]
    at: dict[str, int]

    def __len__(self) -> int:
        """Return how many documents there are."""
        return len(self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Origins:
    """On whose word claims rest: by claim one of the origins in `cells`, which stand in the order of their plainness.

    `cited` says by origin whether it is cited, and not a publisher in its own voice. Claims without an origin have the
    number behind the last.
    """

    variant: Numbers
    cells: tuple[dict[str, Any], ...]
    cited: Mask


@dataclass(frozen=True, slots=True, kw_only=True)
class Incidents:
    """The incidents by day; `part` and `part_of` say which claim (by its row) is part of which incident."""

    id: tuple[str, ...]
    position: tuple[str, ...]
    type: Coded
    start: NDArray[np.datetime64]
    end: NDArray[np.datetime64]
    disputed: Mask
    documents: Numbers
    grades: Coded
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    first_known: NDArray[np.datetime64]
    last_known: NDArray[np.datetime64]
    place_folded: Coded
    part: Numbers
    part_of: Numbers
    at: dict[str, int]

    def __len__(self) -> int:
        """Return how many incidents there are."""
        return len(self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """All that lists compare, of one state of the record."""

    state: str
    linked: bool
    documents: Documents
    claims: Claims
    origins: Origins
    incidents: Incidents
    patterns: Patterns
    labels: Labels
    by_outlet: Pairs  # by claim its outlet, and on whose word it rests
    by_origin: Pairs  # by claim on whose word it rests, and its document

    def claim_rows(self, asked: Filter) -> Numbers:
        """Return the rows of the claims that the filter asks for."""
        return np.flatnonzero(self.find_claims(asked)).astype(np.int32)

    def claim_numbers(self, rows: Numbers, place: Place, most: int) -> list[int]:
        """Return the numbers of the claims behind a place in the list of these rows."""
        return [int(self.claims.number[row]) for row in rows_behind(rows, self.claims.position, place, most)]

    def numbers_of(self, rows: Numbers) -> list[int]:
        """Return the numbers of the claims of these rows."""
        numbers: list[int] = self.claims.number[rows].tolist()
        return numbers

    def told_in(self, rows: Numbers, *, everything: bool = False) -> list[int]:
        """Return the numbers of the documents in which the claims of these rows stand, or of all, in their order."""
        found = np.full(len(self.documents), everything)
        found[self.claims.document[rows]] = True
        numbers: list[int] = self.documents.number[found].tolist()
        return numbers

    def incident_rows(self, asked: Filter, fitting: Collection[str] = ()) -> Numbers:
        """Return the rows of the incidents that the filter asks for."""
        return np.flatnonzero(self.find_incidents(asked, fitting)).astype(np.int32)

    def incident_ids(self, rows: Numbers, place: Place, most: int) -> list[str]:
        """Return the ids of the incidents behind a place in the list of these rows."""
        return [self.incidents.id[row] for row in rows_behind(rows, self.incidents.position, place, most)]

    def document_rows(self, asked: Filter) -> Numbers:
        """Return the rows of the documents that the filter asks for."""
        return np.flatnonzero(self.find_documents(asked)).astype(np.int32)

    def document_numbers(self, rows: Numbers, behind: str, most: int) -> list[int] | None:
        """Return the numbers of the documents behind one (by its id) in the list, None where that is not known."""
        if behind and behind not in self.documents.at:
            return None
        start = np.searchsorted(rows, self.documents.at[behind], "right") if behind else 0
        return [int(self.documents.number[row]) for row in rows[start : start + most]]

    def ids_at(self, place: str) -> frozenset[str]:
        """Return the ids of the incidents at a place."""
        return frozenset(self.incidents.id[row] for row in np.flatnonzero(self.at_place(place)))

    def find_claims(self, asked: Filter) -> Mask:
        """Return which claims the filter asks for."""
        found = np.ones(len(self.claims), np.bool_)
        for mask in (*self.claims.of_event(asked), *self._told(asked), *self._of_incident(asked)):
            found &= mask
        return found

    def find_incidents(self, asked: Filter, fitting: Collection[str] = ()) -> Mask:
        """Return which incidents the filter asks for.

        With `as_of` these are the ones that were known whole on that day, and the `fitting` ones of those that were
        known in part.
        """
        found = self._own(asked)
        if asked.as_of:
            found &= self.incidents.last_known <= np.datetime64(asked.as_of)
            found[[self.incidents.at[id_] for id_ in fitting if id_ in self.incidents.at]] = True
        told = Filter(as_of=asked.as_of, **{name: getattr(asked, name) for name in TELLING})
        if told != Filter(as_of=asked.as_of):
            found &= self._telling(np.logical_and.reduce(list(self._told(told))))
        return found

    def known_in_part(self, day: date, rejected: Mask) -> frozenset[str]:
        """Return the ids of the incidents of which a part was known on a day, and was told as something that happened.

        `rejected` are the claims that do not count.
        """
        listed, claims, then = self.incidents, self.claims, np.datetime64(day)
        partly = (listed.first_known <= then) & (listed.last_known > then)
        told = (claims.published <= then) & claims.status.among(*OUTRIGHT) & ~rejected
        known = np.zeros(len(listed), np.bool_)
        known[listed.part_of[told[listed.part]]] = True
        return frozenset(listed.id[row] for row in np.flatnonzero(partly & known).tolist())

    def at_place(self, place: str) -> Mask:
        """Return which incidents lie at a place of this name, or have a claim that names it."""
        return self.incidents.place_folded.holding(folded(place)) | self._telling(self.claims.at_place(place))

    def find_documents(self, asked: Filter) -> Mask:
        """Return which documents the filter asks for, by what the list of documents goes by."""
        listed = self.documents
        found = np.ones(len(listed), np.bool_)
        if asked.outlet:
            found &= listed.outlet.holding(fold(asked.outlet))
        if asked.since:
            found &= listed.published >= np.datetime64(asked.since)
        for day in filter(None, (asked.until, asked.as_of)):
            found &= listed.published <= np.datetime64(day)
        if asked.document:
            found &= self._named(asked.document)
        for word in asked.text.lower().split():
            found &= _over(word in name for name in listed.lowered)
        return found

    def _told(self, asked: Filter) -> Iterator[Mask]:
        """Yield which claims are told as the filter asks, in which document among others."""
        yield from self.claims.of_telling(asked)
        if asked.document:
            yield self._named(asked.document)[self.claims.document]

    def _named(self, document: str) -> Mask:
        """Return which documents have this name, or an id that begins so."""
        listed = self.documents
        begun = _over(self.claims.begins(id_, document) for id_ in listed.id)
        return begun | _over(name == document for name in listed.name)

    def _of_incident(self, asked: Filter) -> Iterator[Mask]:
        """Yield which claims tell of an incident like that."""
        if asked.grades or asked.disputed or asked.several:
            told = Filter(grades=asked.grades, disputed=asked.disputed, several=asked.several)
            fits = self._own(told)
            found = np.zeros(len(self.claims), np.bool_)
            found[self.incidents.part[fits[self.incidents.part_of]]] = True
            yield found

    def _telling(self, claims: Mask) -> Mask:
        """Return which incidents have one of these claims."""
        found = np.zeros(len(self.incidents), np.bool_)
        found[self.incidents.part_of[claims[self.incidents.part]]] = True
        return found

    def _own(self, asked: Filter) -> Mask:
        """Return which incidents are by themselves as the filter asks."""
        found = np.ones(len(self.incidents), np.bool_)
        for mask in self._own_masks(asked):
            found &= mask
        return found

    def _own_masks(self, asked: Filter) -> Iterator[Mask]:
        """Yield what the filter asks of an incident by itself."""
        listed = self.incidents
        if asked.since:
            yield listed.end >= np.datetime64(asked.since)
        if asked.until:
            yield listed.start <= np.datetime64(asked.until)
        if asked.types:
            yield listed.type.among(*asked.types)
        if asked.disputed:
            yield listed.disputed
        if asked.several:
            yield listed.documents > 1
        if asked.grades:
            words = [f"|{word.replace('_', ' ')}|" for word in asked.grades]
            yield listed.grades.where(lambda said: any(word in said for word in words))
        if asked.near:
            yield from around(asked.near, listed.lat, listed.lon)
        if asked.box:
            yield from inside(asked.box, listed.lat, listed.lon)
        if asked.place:
            yield self.at_place(asked.place)


def _over(said: Iterable[bool]) -> Mask:
    """Return what is said of each row as a mask."""
    return np.array(list(said), np.bool_)
