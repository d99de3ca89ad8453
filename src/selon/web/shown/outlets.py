"""Who publishes: how much in its own voice and on whose word, whom each outlet cites, and whom it reprints."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from selon.origins.book import OriginBook
from selon.origins.origin import OriginKind
from selon.record.filters import Filter
from selon.web.paging import leaf_of
from selon.web.shown.days import say_days
from selon.web.shown.voices import say_side

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from selon.origins.origin import ClaimOrigin, Origin
    from selon.record.record import Record
    from selon.web.asking import Asked
    from selon.web.shown.days import Say

Row = dict[str, Any]

VOICES = ("own", "word", "hearsay")
_HEDGED = frozenset({"hearsay", "possible"})
_MOST_CITED = 3
_PAGE = 500


@dataclass(slots=True)
class Tally:
    """What is counted of one outlet while its claims go by."""

    documents: set[str] = field(default_factory=set)
    voices: Counter[str] = field(default_factory=Counter)
    cited: Counter[str] = field(default_factory=Counter)
    days: list[date] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Reprint:
    """How many documents of another outlet are reprinted, how many without credit, and one document that does so."""

    outlet: str
    documents: int
    uncredited: int
    example: str


@dataclass(frozen=True, slots=True)
class Cites:
    """Whom an outlet cites, and how often."""

    key: str
    label: str
    claims: int


@dataclass(frozen=True, slots=True)
class Voice:
    """One of the three voices of an outlet: how many claims, their share, and the stretch of the bar."""

    name: str
    claims: int
    percent: int
    x: float
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletLine:
    """One outlet."""

    outlet: str
    side: str
    documents: int
    claims: int
    voices: tuple[Voice, ...]
    cites: tuple[Cites, ...]
    reprints: tuple[Reprint, ...]
    start: date | None
    end: date | None

    def days(self, t: Say) -> str:
        """Return in words from when to when it published."""
        return say_days(self.start, self.end, t)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownOutlets:
    """A page of the list of outlets; `sides` and `days` are words, by outlet."""

    lines: tuple[OutletLine, ...]
    sides: Mapping[str, str]
    days: Mapping[str, str]
    total: int
    next_cursor: str
    first: bool


def find_outlets(record: Record, asked: Filter) -> list[OutletLine]:
    """Return who publishes what is asked for, the most claims first; without origins where nothing is linked."""
    linked = record.links.stamp() is not None
    published = {item.id: item for item in _documents(record, Filter(as_of=asked.as_of))}
    tallies: dict[str, Tally] = defaultdict(Tally)
    if replace(asked, outlet="", as_of=None) == Filter():  # else only documents with such claims count
        for item in _documents(record, Filter(outlet=asked.outlet, as_of=asked.as_of)):
            tallies[item.publisher].documents.add(item.id)
    claims = [claim.row for claim in record.view.claims(asked)]
    told = record.links.origins_of([row["id"] for row in claims]) if linked else {}
    for row in claims:
        _count(tallies[row["publisher"]], row, told.get(row["id"]))
    labels = {found.origin.key: found.origin for found in told.values()}
    reprints = _reprints(record, published) if linked else {}
    for tally in tallies.values():
        tally.days = [day for id_ in tally.documents if id_ in published and (day := published[id_].published)]
    book = OriginBook.load()
    lines = [_line(name, tally, labels, reprints.get(name, ()), book) for name, tally in tallies.items()]
    return sorted(lines, key=lambda line: (-line.claims, -line.documents, line.outlet))


def _documents(record: Record, asked: Filter) -> Iterator[Any]:
    """Yield the documents that are asked for, without their texts."""
    cursor = ""
    while True:
        page = record.view.document_page(asked, cursor=cursor, limit=_PAGE)
        yield from page.rows
        cursor = page.next_cursor
        if not cursor:
            return


def _count(tally: Tally, row: Mapping[str, Any], told: ClaimOrigin | None) -> None:
    """Count a claim to its outlet."""
    hedged = "hearsay" if row["status"] in _HEDGED else ""
    tally.voices[hedged or ("word" if row["attribution"] else "own")] += 1
    tally.documents.add(row["document_id"])
    if told is not None and told.origin.kind is not OriginKind.PUBLISHER:
        tally.cited[told.origin.key] += 1


def _reprints(record: Record, published: Mapping[str, Any]) -> dict[str, list[Reprint]]:
    """Return what each outlet reprints of others, the most reprinted first."""
    pairs: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in record.links.reuses():
        if row["later"] in published and row["earlier"] in published:
            outlets = published[row["later"]].publisher, published[row["earlier"]].publisher
            if outlets[0] != outlets[1]:
                pairs[outlets].append(row)
    found: dict[str, list[Reprint]] = defaultdict(list)
    for (outlet, other), rows in sorted(pairs.items(), key=lambda item: (-len(item[1]), item[0])):
        bare = sum(not row["credited"] for row in rows)
        found[outlet].append(Reprint(other, len({row["later"] for row in rows}), bare, rows[0]["later"]))
    return found


def _line(
    name: str, tally: Tally, labels: Mapping[str, Origin], reprints: Sequence[Reprint], book: OriginBook
) -> OutletLine:
    """Return the line of an outlet."""
    return OutletLine(
        outlet=name,
        side=book.publisher(name).side if name else "",
        documents=len(tally.documents),
        claims=tally.voices.total(),
        voices=tuple(_voices(tally.voices)),
        cites=tuple(Cites(key, labels[key].label or key, count) for key, count in tally.cited.most_common(_MOST_CITED)),
        reprints=tuple(reprints),
        start=min(tally.days, default=None),
        end=max(tally.days, default=None),
    )


def _voices(counts: Counter[str]) -> Iterator[Voice]:
    """Yield the voices of an outlet with their stretches of a bar of a hundred."""
    x, total = 0.0, max(counts.total(), 1)
    for name in VOICES:
        width = 100 * counts[name] / total
        yield Voice(name, counts[name], round(width), round(x, 2), round(width, 2))
        x += width


def build_outlets(found: Sequence[OutletLine], asked: Asked, t: Say) -> ShownOutlets:
    """Return a page of who publishes."""
    question = asked.model_dump_json(exclude={"cursor", "limit"})
    leaf = leaf_of(found, cursor=asked.cursor, limit=asked.limit, of=f"outlets page {question}")
    return ShownOutlets(
        lines=tuple(leaf.rows),
        sides={line.outlet: say_side(line.side, t) for line in leaf.rows},
        days={line.outlet: line.days(t) for line in leaf.rows},
        total=leaf.total,
        next_cursor=leaf.next_cursor,
        first=not asked.cursor,
    )
