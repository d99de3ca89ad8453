"""What is counted over claims, by columns: who publishes, and who is cited. The same as is counted claim by claim."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, overload

import numpy as np

from selon.record.filters import Filter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

    from selon.record.columns.coded import Numbers
    from selon.record.columns.table import Table

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
    """Pairs of a group and something in it, each once; the groups are numbered from 0."""

    group: NDArray[np.int64]
    thing: NDArray[np.int64]

    @classmethod
    def build(cls, groups: NDArray[Any], things: NDArray[Any], things_in_all: int) -> Pairs:
        """Return each pair once, by group and thing."""
        both = np.unique(groups.astype(np.int64) * max(things_in_all, 1) + things)
        return cls(both // max(things_in_all, 1), both % max(things_in_all, 1))

    def counts(self, groups: int) -> NDArray[np.int64]:
        """Return how many things each group has."""
        return np.bincount(self.group, minlength=groups)

    def of(self, group: int) -> NDArray[np.int64]:
        """Return the things of a group."""
        start, end = np.searchsorted(self.group, (group, group + 1))
        return self.thing[start:end]


def count_outlets(table: Table, asked: Filter, rows: Numbers) -> list[Row]:
    """Return who publishes these claims, with the documents that have such claims; or all, for an empty filter."""
    claims, listed = table.claims, table.documents
    names, publisher = listed.publisher.values, listed.publisher.codes
    documents = np.arange(len(listed)) if asked == Filter() else np.unique(claims.document[rows])
    of_claim, of_document, many = publisher[claims.document[rows]], publisher[documents], len(names)
    sourced = np.zeros(len(claims), np.bool_)
    sourced[claims.sources.claim] = True
    known = claims.key.codes[rows] < len(claims.key.values)
    origins = Pairs.build(of_claim[known], claims.key.codes[rows][known], len(claims.key.values))
    counts = {
        "documents": np.bincount(of_document, minlength=many),
        "claims": np.bincount(of_claim, minlength=many),
        "hedged": np.bincount(of_claim[claims.status.among(*_HEDGED)[rows]], minlength=many),
        "unsourced": np.bincount(of_claim[~sourced[rows]], minlength=many),
        "origins": origins.counts(many),
    }
    days = _first_and_last(of_document, listed.published[documents], many)
    found = [
        {"outlet": names[at], **{name: int(count[at]) for name, count in counts.items()}, **days[at]}
        for at in np.flatnonzero(counts["documents"]).tolist()
    ]
    return sorted(found, key=lambda row: (-row["claims"], -row["documents"], row["outlet"]))


def _first_and_last(groups: Numbers, days: NDArray[np.datetime64], many: int) -> list[Row]:
    """Return the first and the last day of each group, None where it has none."""
    dated = ~np.isnat(days)
    first, last = np.full(many, np.iinfo(np.int64).max), np.full(many, np.iinfo(np.int64).min)
    numbered = days[dated].astype(np.int64)
    np.minimum.at(first, groups[dated], numbered)
    np.maximum.at(last, groups[dated], numbered)
    ends = zip(first.tolist(), last.tolist(), strict=True)
    return [
        {"first": str(np.datetime64(one, "D")), "last": str(np.datetime64(other, "D"))}
        if one <= other
        else {"first": None, "last": None}
        for one, other in ends
    ]


def count_cited(table: Table, rows: Numbers, disputed: Numbers, fits: Callable[[Row], bool]) -> Lazy:
    """Return who is cited in these claims, the most cited first, as far as it fits by key, label and side.

    `disputed` are the claims of disputed incidents. Publishers in their own voice are left out.
    """
    claims, origins = table.claims, table.origins
    rows = rows[origins.cited[origins.variant[rows]]]
    key, variant = claims.key.codes[rows], origins.variant[rows]
    many = len(claims.key.values)
    plainest = np.full(many, len(origins.cells), np.int64)
    np.minimum.at(plainest, key, variant)  # variants stand in the order of their plainness
    documents = Pairs.build(key, claims.document[rows], len(table.documents))
    denied = np.intersect1d(rows, disputed)
    denied = denied[claims.polarity.among("affirmed")[denied]]
    counts = {
        "claims": np.bincount(key, minlength=many),
        "documents": documents.counts(many),
        "hedged": np.bincount(key[claims.status.among(*_HEDGED)[rows]], minlength=many),
        "denying": np.bincount(key[claims.polarity.among("negated")[rows]], minlength=many),
        "denied": np.bincount(claims.key.codes[denied], minlength=many),
    }
    told = counts["claims"]
    kept = [at for at in np.flatnonzero(told).tolist() if fits(origins.cells[plainest[at]])]
    kept.sort(key=lambda at: (-told[at], claims.key.values[at]))

    def make(place: int) -> Row:
        at = kept[place]
        names = table.documents.publisher
        publishers = counted(names.values[code] for code in names.codes[documents.of(at)].tolist())
        numbers = {name: int(count[at]) for name, count in counts.items()}
        return {**origins.cells[plainest[at]], **numbers, "publishers": publishers}

    return Lazy(len(kept), make)


def counted(values: Iterable[str]) -> dict[str, int]:
    """Return how often each value stands, the most frequent first."""
    return dict(sorted(Counter(values).items(), key=lambda item: (-item[1], item[0])))
