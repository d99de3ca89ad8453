"""Reuse: which document repeats which, who was first, credited or not, and what was lost on the way.

Candidates are documents that share a band of the MinHash of one sentence; the verdict is the alignment of their words.
The result is a function of the documents alone: they may be added one by one, in any order.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from rensa import RMinHash

from selon.origins.book import OriginBook
from selon.origins.losses import Loss, align_claims, find_losses
from selon.origins.names import find_outlets, name_key
from selon.origins.passages import LEAST_WORDS, Passage, Wording, find_passages, read_wording
from selon.values import digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from selon.claims.claim import Claim
    from selon.documents.document import Document
    from selon.values import TextSpan

WINDOW_DAYS = 14
FURNITURE_DAYS = 25  # a sentence that comes back on so many different days is furniture, not news
MOST_EARLIER = 6  # documents with one sentence to which a later one is compared: the first ones
_BANDS, _ROWS, _SEED = 12, 2, 20
_SHINGLE = 3
_LEAST_SENTENCE = 7  # words
_LARGEST = 2**63 - 1  # what a database can hold
UNDATED, _FIRST_DAY = date.min, date.min + timedelta(days=1)


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
    aligned: tuple[tuple[str, str], ...] = ()  # ids of claims in the same words, the earlier document's first

    @property
    def id(self) -> str:
        """The digest of the two documents."""
        return digest("reuse", self.earlier, self.later)


@dataclass(frozen=True, slots=True, eq=False)
class Sentence:
    """One sentence of a document: where it stands, and the bands of its MinHash."""

    span: TextSpan
    bands: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One document as it is compared with others."""

    document: Document
    id: str
    wording: Wording
    claims: tuple[Claim, ...]
    publisher: str
    agency: bool
    named: frozenset[str]
    sentences: tuple[Sentence, ...]

    @property
    def bands(self) -> list[int]:
        """The bands of all its sentences, each once."""
        return sorted({band for sentence in self.sentences for band in sentence.bands})

    @property
    def rank(self) -> Rank:
        """Where the document stands in the order of publication."""
        return self.document.published or UNDATED, self.id


Rank = tuple[date, str]  # where a document stands in the order of publication: its day, its id


class ReuseIndex:
    """Documents added one by one, and what each of them repeats.

    >>> index = ReuseIndex()
    >>> index.find()
    []
    """

    def __init__(self, book: OriginBook | None = None, *, window_days: int = WINDOW_DAYS) -> None:
        self.book = book or OriginBook.load()
        self.window = timedelta(days=window_days)
        self._entries: dict[str, Entry] = {}
        self._bands: defaultdict[int, list[str]] = defaultdict(list)

    def __len__(self) -> int:
        """Return how many documents there are."""
        return len(self._entries)

    def add(self, document: Document, claims: Sequence[Claim] = ()) -> None:
        """Take a document in; with its claims, lost hedges and sources are found more surely."""
        id_ = document.id
        if id_ in self._entries:
            self.remove(id_)
        entry = read_entry(document, tuple(claims), self.book)
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
        found = (compare_entries(self._entries[a], self._entries[b], self._is_furniture) for a, b in pairs)
        return sorted((reuse for reuse in found if reuse), key=lambda reuse: (reuse.earlier, reuse.later))

    def _pairs_in(self, ids: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Yield the pairs of one band."""
        return pairs_of([self._entries[id_].rank for id_ in ids], self.window)

    def _is_furniture(self, band: int) -> bool:
        """Return whether the sentences of a band are no news."""
        return is_furniture(self._entries[id_].rank for id_ in self._bands[band])


def read_entry(document: Document, claims: tuple[Claim, ...], book: OriginBook) -> Entry:
    """Return a document with its words, its bands and the outlets that it names."""
    wording = read_wording(document)
    text, nobody = document.text, book.tree.children.keys().isdisjoint(wording.keys)
    outlet = book.find_publisher(document.publisher)
    return Entry(
        document=document,
        id=document.id,
        wording=wording,
        claims=claims,
        publisher=outlet.id if outlet else name_key(document.publisher),
        agency=outlet is not None and outlet.kind == "agency",
        named=frozenset() if nobody else frozenset(o.id for _, o in find_outlets(text, book.tree, wording.pieces)),
        sentences=sketch(wording),
    )


def find_bands(document: Document) -> list[int]:
    """Return the bands of the sentences of a document, each once."""
    return sorted({band for sentence in sketch(read_wording(document)) for band in sentence.bands})


def pairs_of(band: Iterable[Rank], window: timedelta) -> Iterator[tuple[str, str]]:
    """Yield each document of a band with the first ones before it within the window, the one before first.

    A band that comes back on many days is furniture and gives none. Documents without a day are near to any other.
    """
    ranks = sorted(band)
    if is_furniture(ranks):
        return
    undated = bisect_left(ranks, (_FIRST_DAY, ""))
    for at, (day, id_) in enumerate(ranks):
        start = bisect_left(ranks, (day - window, "")) if day > UNDATED + window else 0
        for other in (
            *range(min(at, undated, MOST_EARLIER)),
            *range(max(start, undated), min(at, max(start, undated) + MOST_EARLIER)),
        ):
            yield ranks[other][1], id_


def is_furniture(band: Iterable[Rank]) -> bool:
    """Return whether the documents of a band are of so many different days that its sentence is no news."""
    days: set[date] = set()
    for day, _ in band:
        days.add(day)
        if len(days) > FURNITURE_DAYS:
            return True
    return False


def compare_entries(one: Entry, other: Entry, is_furniture_band: Callable[[int], bool]) -> Reuse | None:
    """Return what two documents share, or None where it is nothing but quoted speech or less."""
    earlier, later, order = _in_order(one, other)
    passages = find_passages(earlier.wording, later.wording)
    if not passages:
        return None
    furniture = [s.span for s in later.sentences if all(map(is_furniture_band, s.bands))]
    passages = tuple(p for p in passages if _news_in(p, later.wording, furniture) >= LEAST_WORDS)
    if all(passage.quoted for passage in passages):
        return None
    texts = earlier.document.text, later.document.text
    return Reuse(
        earlier=earlier.id,
        later=later.id,
        order=order,
        passages=passages,
        containment=round(sum(p.words for p in passages) / len(later.wording.keys), 4),
        credited=_credits(later, earlier),
        common=tuple(sorted((earlier.named & later.named) - {earlier.publisher, later.publisher})),
        lost=find_losses(passages, texts, (earlier.claims, later.claims)),
        aligned=tuple((a.id, b.id) for a, b in align_claims(passages, earlier.claims, later.claims)),
    )


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


def sketch(wording: Wording) -> tuple[Sentence, ...]:
    """Return the sentences that are long enough to tell, each with the bands of its MinHash."""
    found, first = [], 0
    for words in wording.sentences():
        if len(words) >= _LEAST_SENTENCE:
            signature = RMinHash(_BANDS * _ROWS, _SEED)
            signature.update([" ".join(words[at : at + _SHINGLE]) for at in range(len(words) - _SHINGLE + 1)])
            row = signature.digest()
            bands = tuple((row[_ROWS * at] << 31 ^ row[_ROWS * at + 1] ^ at << 27) & _LARGEST for at in range(_BANDS))
            found.append(Sentence(wording.span(first, first + len(words) - 1), bands))
        first += len(words)
    return tuple(found)


def _news_in(passage: Passage, wording: Wording, furniture: Sequence[TextSpan]) -> int:
    """Return how many words of a passage stand outside sentences that are furniture."""
    if not furniture:
        return passage.words
    words = (span for span in wording.spans if passage.later.covers(span))
    return sum(not any(stretch.covers(word) for stretch in furniture) for word in words)


def _in_order(one: Entry, other: Entry) -> tuple[Entry, Entry, Order]:
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


def _credits(later: Entry, earlier: Entry) -> bool:
    """Return whether a document names the publisher of another, which is not its own."""
    if not earlier.publisher or earlier.publisher == later.publisher:
        return False
    if earlier.publisher in later.named:
        return True
    name = re.split(r"\s*[(,;]", earlier.document.publisher)[0].strip()
    return bool(name) and re.search(rf"\b{re.escape(name)}\b", later.document.text) is not None
