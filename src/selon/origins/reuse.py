"""Reuse: which document repeats which, who was first, credited or not, and what was lost on the way.

Candidates are documents that share a band of the MinHash of one sentence; the verdict is the alignment of their words.
The result is a function of the documents alone: they may be added one by one, in any order.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from rensa import RMinHash

from selon.origins.book import OriginBook
from selon.origins.losses import Loss, find_losses
from selon.origins.names import find_outlets, name_key
from selon.origins.passages import LEAST_WORDS, Passage, Wording, find_passages, read_wording
from selon.values import digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from selon.claims.claim import Claim
    from selon.documents.document import Document
    from selon.values import TextSpan

WINDOW_DAYS = 14
FURNITURE_DAYS = 25  # a sentence that comes back on so many different days is furniture, not news
MOST_EARLIER = 6  # documents with one sentence to which a later one is compared: the first ones
_BANDS, _ROWS, _SEED = 12, 2, 20
_SHINGLE = 3
_LEAST_SENTENCE = 7  # words
_UNDATED, _FIRST_DAY = date.min, date.min + timedelta(days=1)


class Order(StrEnum):
    """How it is known which of two documents came first."""

    PUBLISHED = "published"  # on an earlier day
    CREDITED = "credited"  # the same day or none, and the later one names the earlier
    AGENCY = "agency"  # the same day or none, and only the earlier one is an agency's
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reuse:
    """Two documents (ids) that share passages.

    Where `order` is undetermined, earlier and later are only names. `containment` is the share of the later document's
    words that stand in the passages. `credited`: the later one names the publisher of the earlier one. `common` are
    outlets that both name: the passages may come from there. `lost` tells which hedges and sources were left out.
    """

    earlier: str
    later: str
    order: Order
    passages: tuple[Passage, ...]
    containment: float
    credited: bool = False
    common: tuple[str, ...] = ()
    lost: tuple[Loss, ...] = ()

    @property
    def id(self) -> str:
        """The digest of the two documents."""
        return digest("reuse", self.earlier, self.later)


@dataclass(frozen=True, slots=True, eq=False)
class _Sentence:
    """One sentence of a document: where it stands, and the bands of its MinHash."""

    span: TextSpan
    bands: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Entry:
    """One document of an index."""

    document: Document
    id: str
    wording: Wording
    claims: tuple[Claim, ...]
    publisher: str
    agency: bool
    named: frozenset[str]
    sentences: tuple[_Sentence, ...]

    @property
    def bands(self) -> list[int]:
        """The bands of all its sentences, each once."""
        return sorted({band for sentence in self.sentences for band in sentence.bands})

    @property
    def rank(self) -> tuple[date, str]:
        """Where the document stands in the order of publication."""
        return self.document.published or _UNDATED, self.id


class ReuseIndex:
    """Documents added one by one, and what each of them repeats.

    >>> index = ReuseIndex()
    >>> index.find()
    []
    """

    def __init__(self, book: OriginBook | None = None, *, window_days: int = WINDOW_DAYS) -> None:
        self.book = book or OriginBook.load()
        self.window = timedelta(days=window_days)
        self._entries: dict[str, _Entry] = {}
        self._bands: defaultdict[int, list[str]] = defaultdict(list)

    def __len__(self) -> int:
        """Return how many documents there are."""
        return len(self._entries)

    def add(self, document: Document, claims: Sequence[Claim] = ()) -> None:
        """Take a document in; with its claims, lost hedges and sources are found more surely."""
        id_ = document.id
        if id_ in self._entries:
            self.remove(id_)
        entry = self._entry(document, id_, tuple(claims))
        self._entries[id_] = entry
        for band in entry.bands:
            self._bands[band].append(id_)

    def remove(self, document_id: str) -> None:
        """Take a document out; one that is not there is no matter."""
        entry = self._entries.pop(document_id, None)
        for band in entry.bands if entry else ():
            self._bands[band].remove(document_id)

    def find(self) -> list[Reuse]:
        """Return every pair of documents that share passages, in the order of their ids."""
        return self._compare_all({pair for ids in self._bands.values() if len(ids) > 1 for pair in self._pairs_in(ids)})

    def find_for(self, document_id: str) -> list[Reuse]:
        """Return the pairs in which one document takes part."""
        bands = (self._bands[band] for band in self._entries[document_id].bands)
        return self._compare_all({pair for ids in bands for pair in self._pairs_in(ids) if document_id in pair})

    def _compare_all(self, pairs: set[tuple[str, str]]) -> list[Reuse]:
        """Return what the pairs share, in the order of their ids."""
        found = (self._compare(*pair) for pair in pairs)
        return sorted((reuse for reuse in found if reuse), key=lambda reuse: (reuse.earlier, reuse.later))

    def _entry(self, document: Document, id_: str, claims: tuple[Claim, ...]) -> _Entry:
        """Return a document with its words, its bands and the outlets that it names."""
        wording = read_wording(document)
        outlet = self.book.find_publisher(document.publisher)
        return _Entry(
            document=document,
            id=id_,
            wording=wording,
            claims=claims,
            publisher=outlet.id if outlet else name_key(document.publisher),
            agency=outlet is not None and outlet.kind == "agency",
            named=frozenset(o.id for _, o in find_outlets(document.text, self.book.tree, wording.pieces)),
            sentences=_sketch(wording),
        )

    def _pairs_in(self, ids: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Yield each document of a band with the first ones before it within the window.

        A band that comes back on many days is furniture and gives none. Documents without a day are near to any other.
        """
        if self._is_furniture(ids):
            return
        ranks = sorted(self._entries[id_].rank for id_ in ids)
        undated = bisect_left(ranks, (_FIRST_DAY, ""))
        for at, (day, id_) in enumerate(ranks):
            start = bisect_left(ranks, (day - self.window, "")) if day > _UNDATED + self.window else 0
            for other in (
                *range(min(at, undated, MOST_EARLIER)),
                *range(max(start, undated), min(at, start + MOST_EARLIER)),
            ):
                yield ranks[other][1], id_

    def _is_furniture(self, ids: Sequence[str]) -> bool:
        """Return whether the documents of a band are of so many different days that its sentence is no news."""
        days: set[date | None] = set()
        for id_ in ids if len(ids) > FURNITURE_DAYS else ():
            days.add(self._entries[id_].document.published)
            if len(days) > FURNITURE_DAYS:
                return True
        return False

    def _find_furniture(self, entry: _Entry) -> list[TextSpan]:
        """Return the sentences of a document that come back on many days."""
        return [s.span for s in entry.sentences if all(self._is_furniture(self._bands[band]) for band in s.bands)]

    def _compare(self, first: str, second: str) -> Reuse | None:
        """Return what two documents share, or None where it is nothing but quoted speech or less."""
        one, other = self._entries[first], self._entries[second]
        earlier, later, order = _in_order(one, other)
        passages = find_passages(earlier.wording, later.wording)
        if passages:
            furniture = self._find_furniture(later)
            passages = tuple(p for p in passages if _news_in(p, later.wording, furniture) >= LEAST_WORDS)
        if all(passage.quoted for passage in passages):
            return None
        reuse = Reuse(
            earlier=earlier.id,
            later=later.id,
            order=order,
            passages=passages,
            containment=round(sum(p.words for p in passages) / len(later.wording.keys), 4),
            credited=_credits(later, earlier),
            common=tuple(sorted((earlier.named & later.named) - {earlier.publisher, later.publisher})),
        )
        texts = earlier.document.text, later.document.text
        return replace(reuse, lost=find_losses(passages, texts, (earlier.claims, later.claims)))


def find_reuse(
    documents: Iterable[Document],
    claims: Mapping[str, Sequence[Claim]] | None = None,
    *,
    window_days: int = WINDOW_DAYS,
    book: OriginBook | None = None,
) -> list[Reuse]:
    """Return the pairs of documents that share passages; `claims` gives the claims of each document id."""
    index = ReuseIndex(book, window_days=window_days)
    for document in documents:
        index.add(document, (claims or {}).get(document.id, ()))
    return index.find()


def _sketch(wording: Wording) -> tuple[_Sentence, ...]:
    """Return the sentences that are long enough to tell, each with the bands of its MinHash."""
    found, first = [], 0
    for words in wording.sentences():
        if len(words) >= _LEAST_SENTENCE:
            sketch = RMinHash(_BANDS * _ROWS, _SEED)
            sketch.update([" ".join(words[at : at + _SHINGLE]) for at in range(len(words) - _SHINGLE + 1)])
            row = sketch.digest()
            bands = tuple((row[_ROWS * at] << 37) ^ (row[_ROWS * at + 1] << 5) ^ at for at in range(_BANDS))
            found.append(_Sentence(wording.span(first, first + len(words) - 1), bands))
        first += len(words)
    return tuple(found)


def _news_in(passage: Passage, wording: Wording, furniture: Sequence[TextSpan]) -> int:
    """Return how many words of a passage stand outside sentences that are furniture."""
    if not furniture:
        return passage.words
    words = (span for span in wording.spans if passage.later.covers(span))
    return sum(not any(stretch.covers(word) for stretch in furniture) for word in words)


def _in_order(one: _Entry, other: _Entry) -> tuple[_Entry, _Entry, Order]:
    """Return two documents with the earlier one first, and how that is known."""
    days = one.document.published, other.document.published
    if days[0] and days[1] and days[0] != days[1]:
        return (one, other, Order.PUBLISHED) if days[0] < days[1] else (other, one, Order.PUBLISHED)
    first, second = sorted((one, other), key=lambda entry: entry.id)
    for earlier, later in ((first, second), (second, first)):
        if _credits(later, earlier) and not _credits(earlier, later):
            return earlier, later, Order.CREDITED
    if first.agency != second.agency:
        return (first, second, Order.AGENCY) if first.agency else (second, first, Order.AGENCY)
    return first, second, Order.UNDETERMINED


def _credits(later: _Entry, earlier: _Entry) -> bool:
    """Return whether a document names the publisher of another, which is not its own."""
    if not earlier.publisher or earlier.publisher == later.publisher:
        return False
    if earlier.publisher in later.named:
        return True
    name = re.split(r"\s*[(,;]", earlier.document.publisher)[0].strip()
    return bool(name) and re.search(rf"\b{re.escape(name)}\b", later.document.text) is not None
