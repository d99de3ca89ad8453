"""What is counted over claims, by columns: who publishes, and who is cited. The same as is counted claim by claim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, overload

import numpy as np

from selon.record.filters import Filter

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from selon.record.columns.coded import Mask, Numbers
    from selon.record.columns.table import Origins, Table

Row = dict[str, Any]

_HEDGED = ("hearsay", "possible")


@dataclass(frozen=True, slots=True)
class Lazy(Sequence[Row]):
    """Rows that are made when they are looked at: a page of them is soon made, however many there are."""

    size: int
    make: Callable[[int], Row]

    def __len__(self) -> int:
        """Return how many rows there are."""
        return self.size

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> list[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | list[Row]:
        """Return a row, or those of a slice."""
        places = range(self.size)[at]
        return self.make(places) if isinstance(places, int) else [self.make(place) for place in places]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of a group and something in it, each once, by group and thing; `number` says by row which pair it is.

    Of pairs that are laid down once, those of some rows are found without any sorting.
    """

    number: Numbers
    group: Numbers
    thing: Numbers

    @classmethod
    def build(cls, groups: NDArray[Any], things: NDArray[Any]) -> Pairs:
        """Return the pairs of these rows.

        >>> Pairs.build(np.array([1, 0, 1]), np.array([5, 5, 5])).number.tolist()
        [1, 0, 1]
        """
        many = int(things.max(initial=0)) + 1
        both, number = np.unique(groups.astype(np.int64) * many + things, return_inverse=True)
        return cls(number.astype(np.int32), (both // many).astype(np.int32), (both % many).astype(np.int32))

    def among(self, rows: Numbers | Mask) -> Mask:
        """Return which pairs stand in these rows."""
        found = np.zeros(len(self.group), np.bool_)
        found[self.number[rows]] = True
        return found

    def counts(self, found: Mask, groups: int) -> NDArray[np.int64]:
        """Return how many of the things found each of so many groups has."""
        return np.bincount(self.group[found], minlength=groups)

    def of(self, group: int, found: Mask) -> Numbers:
        """Return those of the things found that a group has."""
        start, end = np.searchsorted(self.group, (group, group + 1))
        here: Numbers = self.thing[start:end][found[start:end]]
        return here


def count_outlets(table: Table, asked: Filter, rows: Numbers) -> list[Row]:
    """Return who publishes these claims, with the documents that have such claims; or all, for an empty filter."""
    claims, listed = table.claims, table.documents
    names, publisher = listed.publisher.values, listed.publisher.codes
    documents = np.arange(len(listed)) if asked == Filter() else _each(claims.document[rows], len(listed))
    of_claim, of_document, many = publisher[claims.document[rows]], publisher[documents], len(names)
    known = table.by_outlet.thing < len(claims.key.values)
    counts = {
        "documents": np.bincount(of_document, minlength=many),
        "claims": np.bincount(of_claim, minlength=many),
        "hedged": np.bincount(of_claim[claims.status.among(*_HEDGED)[rows]], minlength=many),
        "unsourced": np.bincount(of_claim[~claims.sourced[rows]], minlength=many),
        "origins": table.by_outlet.counts(table.by_outlet.among(rows) & known, many),
    }
    days = _first_and_last(of_document, listed.published[documents], many)
    found = [
        {"outlet": names[at], **{name: int(count[at]) for name, count in counts.items()}, **days[at]}
        for at in np.flatnonzero(counts["documents"]).tolist()
    ]
    return sorted(found, key=lambda row: (-row["claims"], -row["documents"], row["outlet"]))


def _each(numbers: Numbers, many: int) -> NDArray[np.int64]:
    """Return each of some numbers below `many` once, in their order."""
    found = np.zeros(many, np.bool_)
    found[numbers] = True
    return np.flatnonzero(found)


def _first_and_last(groups: Numbers, days: NDArray[np.datetime64], many: int) -> list[Row]:
    """Return the first and the last day of each group, None where it has none; the days stand in their order."""
    dated = ~np.isnat(days)
    groups, days = groups[dated], days[dated]
    ends = np.full((2, many), np.datetime64("NaT", "D"))
    ends[0, groups[::-1]], ends[1, groups] = days[::-1], days  # of a group that comes back the last one is kept
    first, last = (
        [None if none else day for none, day in zip(np.isnat(end).tolist(), end.astype(str).tolist(), strict=True)]
        for end in ends
    )
    return [{"first": one, "last": other} for one, other in zip(first, last, strict=True)]


def count_cited(table: Table, rows: Numbers, disputed: Mask, fits: Callable[[Row], bool]) -> Lazy:
    """Return who is cited in these claims, the most cited first, as far as it fits by key, label and side.

    `disputed` are the claims of disputed incidents. Publishers in their own voice are left out.
    """
    claims, origins, cited = table.claims, table.origins, table.by_origin
    rows = rows[origins.cited[origins.variant[rows]]]
    key, many = claims.key.codes[rows], len(claims.key.values)
    here = cited.among(rows)
    denied = disputed & claims.polarity.among("affirmed")
    counts = {
        "claims": np.bincount(key, minlength=many),
        "documents": cited.counts(here, many),
        "hedged": np.bincount(key[claims.status.among(*_HEDGED)[rows]], minlength=many),
        "denying": np.bincount(key[claims.polarity.among("negated")[rows]], minlength=many),
        "denied": np.bincount(key[denied[rows]], minlength=many),
    }
    plainest = _find_plainest(origins, rows, key, many)
    told = counts["claims"]
    kept = [at for at in np.flatnonzero(told).tolist() if fits(origins.cells[plainest[at]])]
    kept.sort(key=lambda at: (-told[at], claims.key.values[at]))
    publishers = table.documents.publisher

    def make(place: int) -> Row:
        at = kept[place]
        numbers = {name: int(count[at]) for name, count in counts.items()}
        names = publishers.take(cited.of(at, here)).counted()
        return {**origins.cells[plainest[at]], **numbers, "publishers": names}

    return Lazy(len(kept), make)


def _find_plainest(origins: Origins, rows: Numbers, key: Numbers, many: int) -> NDArray[np.int64]:
    """Return by key the plainest origin of these claims; origins stand in the order of their plainness."""
    plainest = np.full(many, len(origins.cells), np.int64)
    variant = origins.variant[rows]
    of_variant = np.full(len(origins.cells) + 1, -1, np.int64)
    of_variant[variant] = key
    met = np.flatnonzero(of_variant >= 0)[::-1]
    plainest[of_variant[met]] = met  # of several the last one is kept: the plainest
    return plainest
