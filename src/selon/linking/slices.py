"""Slices: the documents of a record a few hundred at a time, with what linking takes of each.

A slice is worked on by itself, so that several processes may share the work; what comes of it does not depend on that.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from selon.incidents.finding import Report, read_whole
from selon.linking.reused import Reused, Sketchbook, compare
from selon.origins.reuse import find_bands

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from selon.incidents.facts import ClaimFacts
    from selon.linking.crew import Crew
    from selon.linking.reused import IdPair, Shelf
    from selon.origins.origin import ClaimOrigin
    from selon.origins.reuse import Reuse
    from selon.record.link_state import LinkedReading

Slim = TypeVar("Slim", "ClaimFacts", "ClaimOrigin")

_OF_FACTS = (
    *("id", "document", "type", "spots", "agents", "targets", "figures", "names", "status", "document_id", "settled"),
)
_OF_ORIGINS = ("claim_id", "document_id", "origin", "path", "keys")
_HEAD = 260  # characters of a text that incidents need: its title
_SLICE = 500  # documents worked on together
_TOGETHER = 200  # pairs for which documents are fetched together


@dataclass(frozen=True, slots=True)
class Sketched:
    """The bands of some documents: how many each has, and all of them, packed."""

    documents: Sequence[str]
    counts: array[int]
    bands: array[int]

    def __iter__(self) -> Iterator[tuple[str, Sequence[int]]]:
        """Yield each document with its bands."""
        bands = iter(self.bands)
        for document, count in zip(self.documents, self.counts, strict=True):
            yield document, list(islice(bands, count))


@dataclass(frozen=True, slots=True)
class SketchSlice:
    """Documents, by id, of which the bands are wanted."""

    documents: Sequence[str]

    def work(self, shelf: Shelf) -> Sketched:
        """Return the bands of these documents."""
        found, counts, bands = [], array("i"), array("q")
        for document in shelf.state.documents(self.documents):
            own = find_bands(document)
            found.append(document.id)
            counts.append(len(own))
            bands.extend(own)
        return Sketched(found, counts, bands)


@dataclass(frozen=True, slots=True)
class Told:
    """What the documents of a slice tell, and what they share with others."""

    reports: list[Report]
    reuses: list[Reuse]


@dataclass(frozen=True, slots=True)
class ReadSlice:
    """Documents to be read, by id, and the pairs to be compared whose later one is among them.

    `furniture` are the bands that are no news.
    """

    documents: Sequence[str]
    pairs: Sequence[IdPair]
    furniture: frozenset[int]

    def work(self, shelf: Shelf) -> Told:
        """Return what these documents tell and share."""
        compared = {id_ for pair in self.pairs for id_ in pair}
        reports, known = [], _Known()
        for document, claims in shelf.state.readings(self.documents):
            report = read_whole(document, claims, shelf.book)
            if report.id in compared:
                shelf.put(document, claims)
            reports.append(known.slim(report))
        reuses: list[Reuse] = []
        for at in range(0, len(self.pairs), _TOGETHER):
            page = self.pairs[at : at + _TOGETHER]
            shelf.fetch({id_ for pair in page for id_ in pair})
            reuses.extend(compare(page, shelf, self.furniture).values())
        return Told(reports, reuses)


def read_all(new: Mapping[str, LinkedReading], crew: Crew, tell: Callable[[str], None]) -> tuple[list[Report], Reused]:
    """Return what all documents tell, and which pairs of them share passages."""
    book = Sketchbook()
    for sketched in crew.work_through(cut_sketches(sorted(new), _SLICE)):
        for document, bands in sketched:
            book.add(new[document], bands)
        tell(f"Looking through texts: {len(book.readings)} of {len(new)} documents")
    ordered = sorted(new, key=lambda id_: (new[id_].day, id_))
    reports: list[Report] = []
    found: dict[str, Reuse] = {}
    for part in crew.work_through(cut_readings(ordered, *book.find_pairs(), _SLICE)):
        reports += part.reports
        found |= {reuse.id: reuse for reuse in part.reuses}
        tell(f"Reading claims and comparing texts: {len(reports)} of {len(new)} documents")
    return reports, Reused(found, {}, book, [])


def cut_sketches(documents: Iterable[str], most: int) -> list[SketchSlice]:
    """Return documents in slices of so many."""
    rest = iter(documents)
    return [SketchSlice(page) for page in iter(lambda: list(islice(rest, most)), [])]


def cut_readings(
    documents: Sequence[str], pairs: Iterable[IdPair], furniture: Iterable[int], most: int
) -> list[ReadSlice]:
    """Return documents, in the order of publication, in slices of so many, each pair with its later document."""
    by_later: dict[str, list[IdPair]] = {}
    for pair in pairs:
        by_later.setdefault(pair[1], []).append(pair)
    kept = frozenset(furniture)
    found = []
    for at in range(0, len(documents), most):
        page = documents[at : at + most]
        found.append(ReadSlice(page, [pair for id_ in page for pair in sorted(by_later.get(id_, ()))], kept))
    return found


@dataclass(slots=True)
class _Known:
    """Values that were met before: what says the same is kept once, so that the reports of a record fit in memory."""

    values: dict[Any, Any] = field(default_factory=dict)

    def slim(self, report: Report) -> Report:
        """Return a report with no more of its text than incidents need, and what was met before put in."""
        document, one = report.document, self._one
        head = replace(
            document, text=document.text[:_HEAD], publisher=one(document.publisher), furniture=(), metadata={}
        )
        return Report(
            one(report.id),
            head,
            tuple(self._put_into(facts, _OF_FACTS) for facts in report.facts),
            tuple(self._put_into(origin, _OF_ORIGINS) for origin in report.origins),
        )

    def _put_into(self, value: Slim, names: Sequence[str]) -> Slim:
        """Return facts or an origin with the values of these names kept once."""
        return replace(value, **{name: self._one(getattr(value, name)) for name in names})

    def _one(self, value: Any) -> Any:  # noqa: ANN401 - any value that can be looked up
        """Return the value that is the same and was met first; an empty set is no empty tuple."""
        return self.values.setdefault((type(value), value), value)
