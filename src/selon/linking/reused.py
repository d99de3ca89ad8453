"""Reused: which pairs of documents share passages, of all documents or of those only that a change touches."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np

from selon.origins.reuse import (
    FURNITURE_DAYS,
    UNDATED,
    WINDOW_DAYS,
    Entry,
    compare_entries,
    is_furniture,
    pairs_of,
    read_entry,
)
from selon.record.link_rows import reuse_row

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from selon.claims.claim import Claim
    from selon.documents.document import Document
    from selon.origins.book import OriginBook
    from selon.origins.reuse import Rank, Reuse
    from selon.record.link_state import LinkedReading, LinkState

_WINDOW = timedelta(days=WINDOW_DAYS)
_HELD = 3000  # documents held at once

Sketch = tuple[int, int, int]
IdPair = tuple[str, str]
Row = dict[str, Any]


@dataclass(slots=True)
class Shelf:
    """Documents as they are compared, fetched from the record when they are asked for."""

    state: LinkState
    book: OriginBook
    held: dict[str, Entry] = field(default_factory=dict)

    def put(self, document: Document, claims: Iterable[Claim]) -> Entry:
        """Return a document as it is compared, and hold it."""
        entry = self.held[document.id] = read_entry(document, tuple(claims), self.book)
        return entry

    def fetch(self, documents: Iterable[str]) -> None:
        """Hold these documents, and let go of those that were asked for the longest ago."""
        wanted = set(documents)
        missing = wanted - self.held.keys()
        for id_ in wanted - missing:
            self.held[id_] = self.held.pop(id_)
        gone = list(islice(self.held, max(0, min(len(self.held) + len(missing) - _HELD, len(self.held)))))
        for id_ in gone:
            if id_ not in wanted:
                del self.held[id_]
        for document, claims in self.state.readings(missing):
            self.put(document, claims)


@dataclass(frozen=True, slots=True)
class Reused:
    """What a change does to shared passages: the pairs that it touches as they are now and as they were kept before."""

    found: dict[str, Reuse]
    before: Mapping[str, Row]
    sketches: Iterable[Sketch]
    gone_sketches: list[Sketch]

    @property
    def changed(self) -> dict[str, Reuse]:
        """The pairs that are not as they were kept."""
        return {id_: reuse for id_, reuse in self.found.items() if not _is_kept(reuse, self.before.get(id_))}

    @property
    def gone(self) -> set[str]:
        """The pairs that are not any more, or not as they were kept."""
        return {id_ for id_ in self.before if id_ not in self.found} | (self.changed.keys() & self.before.keys())

    @property
    def documents(self) -> set[str]:
        """The documents whose shared passages are others now."""
        ends = {id_ for reuse in self.changed.values() for id_ in (reuse.earlier, reuse.later)}
        return ends | {self.before[id_][side] for id_ in self.gone for side in ("earlier", "later")}


def _is_kept(reuse: Reuse, row: Row | None) -> bool:
    """Return whether a row says just this of two documents."""
    if row is None:
        return False
    now = reuse_row(reuse, "")
    return bool((row["contract"], row["aligned"]) == (now["contract"], now["aligned"]))


@dataclass(slots=True)
class Sketchbook:
    """The bands of the sentences of all documents, packed."""

    readings: list[LinkedReading] = field(default_factory=list)
    bands: array[int] = field(default_factory=lambda: array("q"))
    owners: array[int] = field(default_factory=lambda: array("i"))

    def add(self, reading: LinkedReading, bands: Sequence[int]) -> None:
        """Take in the bands of a document."""
        self.bands.extend(bands)
        self.owners.extend([len(self.readings)] * len(bands))
        self.readings.append(reading)

    def __iter__(self) -> Iterator[tuple[int, int, int]]:
        """Yield all bands in their order, with the day and number of their documents."""
        bands, owners = self._sorted()
        for band, owner in zip(bands.tolist(), owners.tolist(), strict=True):
            reading = self.readings[owner]
            yield band, reading.day, reading.number

    def find_pairs(self) -> tuple[set[IdPair], set[int]]:
        """Return the pairs of documents to compare, and the bands that are furniture."""
        bands, owners = self._sorted()
        starts = np.flatnonzero(np.diff(bands, prepend=bands[:1] - 1)) if len(bands) else np.zeros(0, int)
        sizes = np.diff(starts, append=len(bands))
        pairs: set[IdPair] = set()
        furniture: set[int] = set()
        rank_of = [_rank(reading) for reading in self.readings]
        for start, size in zip(starts[sizes > 1].tolist(), sizes[sizes > 1].tolist(), strict=True):
            ranks = [rank_of[owner] for owner in owners[start : start + size].tolist()]
            if is_furniture(ranks):
                furniture.add(int(bands[start]))
            else:
                pairs.update(pairs_of(ranks, _WINDOW))
        return pairs, furniture

    def _sorted(self) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """Return bands and owners in the order of the bands, days and numbers."""
        bands, owners = np.asarray(self.bands, np.int64), np.asarray(self.owners, np.int32)
        keys = np.array([(r.day, r.number) for r in self.readings], np.int32).reshape(-1, 2)
        order = np.lexsort((keys[owners, 1], keys[owners, 0], bands))
        return bands[order], owners[order]


def find_touched(
    state: LinkState, shelf: Shelf, new: Mapping[str, LinkedReading], old: Mapping[str, LinkedReading]
) -> Reused:
    """Return the pairs that a change touches: `new` are readings taken in, `old` those that do not hold any more."""
    changed = new.keys() | old.keys()
    shelf.fetch(changed)
    sketches, gone = _sketches(new.values(), shelf), _sketches(old.values(), shelf)
    bands = _Bands(state, [*new.values(), *old.values()])
    bands.change({row[0] for row in (*sketches, *gone)}, _by_band(new.values(), shelf), _by_band(old.values(), shelf))
    touched = changed | bands.touched
    shelf.fetch(touched)
    bands.look_up({band for id_ in touched for band in shelf.held[id_].bands})
    pairs = sorted({pair for pair in bands.pairs() if touched & set(pair)})
    shelf.fetch({id_ for pair in pairs for id_ in pair})
    bands.look_up({band for pair in pairs for id_ in pair for band in shelf.held[id_].bands})
    found = compare(pairs, shelf, bands.furniture)
    kept = set(sketches) & set(gone)
    return Reused(found, state.reuse_rows_of(touched), sorted(set(sketches) - kept), sorted(set(gone) - kept))


class _Bands:
    """Which documents hold a band, before a change and after it; bands of many days are furniture and have none."""

    def __init__(self, state: LinkState, changed: Collection[LinkedReading]) -> None:
        """Look into this state for what these readings change."""
        self._state, self._changed = state, changed
        self._known: set[int] = set()
        self._ranks: dict[int, list[Rank]] = {}
        self.furniture: set[int] = set()
        self.touched: set[str] = set()

    def look_up(self, bands: Collection[int]) -> None:
        """Look up who holds these bands, where that is not known yet."""
        ranks, furniture = self._state.ranks(set(bands) - self._known, FURNITURE_DAYS + len(self._changed))
        self._known |= set(bands)
        self.furniture |= furniture
        for band, holders in ranks.items():
            if is_furniture(holders):
                self.furniture.add(band)
            self._ranks[band] = holders

    def change(self, bands: Collection[int], new: Mapping[int, set[Rank]], old: Mapping[int, set[Rank]]) -> None:
        """Put new holders in the place of old ones, and note which other documents that touches."""
        self.look_up(bands)
        for band in bands:
            if band in self.furniture and band not in self._ranks:
                continue  # on so many days that it stays furniture
            before = self._ranks.get(band, [])
            after = [*(set(before) - old.get(band, set())), *new.get(band, ())]
            self._ranks[band] = after
            if is_furniture(before) != is_furniture(after):
                self.touched |= {id_ for _, id_ in (*before, *after)}
                self.furniture ^= {band}
            elif band not in self.furniture:
                moved = set(before) ^ set(after)
                self.touched |= {id_ for rank in after for id_ in (rank[1],) if any(_is_behind(rank, m) for m in moved)}

    def pairs(self) -> Iterator[IdPair]:
        """Yield the pairs of documents to compare, over all bands that were looked up."""
        for band, holders in self._ranks.items():
            if len(holders) > 1 and band not in self.furniture:
                yield from pairs_of(holders, _WINDOW)


def _is_behind(one: Rank, other: Rank) -> bool:
    """Return whether a document may be compared with another one that was published before it."""
    return one > other and (other[0] == UNDATED or one[0] - other[0] <= _WINDOW)


def _sketches(readings: Iterable[LinkedReading], shelf: Shelf) -> list[Sketch]:
    """Return the bands of documents as they are kept."""
    return [(band, r.day, r.number) for r in readings for band in shelf.held[r.document].bands]


def _by_band(readings: Iterable[LinkedReading], shelf: Shelf) -> dict[int, set[Rank]]:
    """Return where documents stand in the order of publication, by band."""
    found: dict[int, set[Rank]] = {}
    for reading in readings:
        for band in shelf.held[reading.document].bands:
            found.setdefault(band, set()).add(_rank(reading))
    return found


def _rank(reading: LinkedReading) -> Rank:
    """Return where a document stands in the order of publication."""
    return date.fromordinal(reading.day), reading.document


def compare(pairs: Iterable[IdPair], shelf: Shelf, furniture: Collection[int]) -> dict[str, Reuse]:
    """Return what pairs of documents share, by id, without the runs of words that only a comparison needs."""
    found: dict[str, Reuse] = {}
    for one, other in pairs:
        reuse = compare_entries(shelf.held[one], shelf.held[other], furniture.__contains__)
        if reuse is not None:
            found[reuse.id] = replace(reuse, passages=tuple(replace(p, runs=()) for p in reuse.passages))
    return found
