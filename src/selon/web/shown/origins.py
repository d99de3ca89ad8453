"""Who is cited: by which outlets, how often hedged and denied, and the outlets that cite each other in a circle."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from selon.origins.citation import cited_by, find_cycles
from selon.record.filters import Filter
from selon.record.folding import fold
from selon.web.paging import leaf_of
from selon.web.shown.voices import say_side

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from selon.origins.citation import Cited, Cycle
    from selon.record.record import Record
    from selon.web.asking import Asked
    from selon.web.shown.days import Say

Row = dict[str, Any]

TONES = 6  # shades in which the outlets of one bar follow each other
_WIDTH = 240
_SHOWN = 4
_CLAIMS_OF_A_CIRCLE = 6


@dataclass(frozen=True, slots=True)
class Share:
    """A stretch of a bar: an outlet, and in how many documents it cites the origin."""

    outlet: str
    documents: int
    x: float
    width: float
    tone: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedLine:
    """One origin as it is cited; `others` are outlets beyond those that are named."""

    key: str
    label: str
    kind: str
    known: bool
    side: str
    side_words: str
    claims: int
    documents: int
    shares: tuple[Share, ...]
    named: tuple[tuple[str, int], ...]
    others: int
    hedged: int
    denying: int
    denied: int


@dataclass(frozen=True, slots=True)
class Circle:
    """Outlets that cite each other in a circle, with some of the claims in which they do."""

    names: tuple[str, ...]
    documents: int
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownOrigins:
    """A page of the list of origins."""

    lines: tuple[CitedLine, ...]
    circles: tuple[Circle, ...]
    total: int
    next_cursor: str
    first: bool


@dataclass(frozen=True, slots=True)
class FoundOrigins:
    """All that is cited, and the circles."""

    rows: Sequence[Row]
    circles: Sequence[Circle]


def find_origins(record: Record, asked: Asked) -> FoundOrigins:
    """Return who is cited in the claims asked for; raises RecordError where the record is not linked."""
    origins = {found.claim_id: found for found in record.links.origins()}
    narrow = claims_filter(asked)
    if narrow != Filter():
        kept = {claim.id for claim in record.view.claims(narrow)}
        origins = {id_: found for id_, found in origins.items() if id_ in kept}
    names = {key: word for found in origins.values() for key, word in zip(found.keys, found.path, strict=False)}
    circles = [_circle(cycle, names) for cycle in find_cycles(origins.values())]
    return FoundOrigins(list(find_cited(record, asked)), circles)


def find_cited(record: Record, asked: Asked) -> Sequence[Row]:
    """Return who is cited, the most cited first: in these claims, of a side, with these words in their names."""
    narrow, words = claims_filter(asked), fold(asked.q or asked.source)

    def fits(row: Row) -> bool:
        return (
            asked.origin in {"", row["key"]}
            and (not asked.camp or row["side"] == asked.camp or row["side"].startswith(f"{asked.camp}:"))
            and (not words or words in fold(row["label"] or row["key"]))
        )

    if narrow == Filter():
        return [row for row in record.links.cited() if fits(row)]
    table = record.columns.of(narrow, linked=True)
    if table is not None:
        return record.columns.count_cited(table, narrow, fits)
    return [row for row in _count_cited(record, narrow) if fits(row)]


def claims_filter(asked: Asked) -> Filter:
    """Return the filter of the claims that are counted: words and camp ask for origins here, not for claims."""
    return replace(asked.filter, text="", source="", origin="", camp="")


def _count_cited(record: Record, asked: Filter) -> list[Row]:
    """Return who is cited in the claims that are asked for, counted now."""
    found = list(record.view.claims(asked))
    ids = [claim.id for claim in found]
    origins = record.links.origins_of(ids)
    disputed = {claim.id for claim in record.view.claims(replace(asked, disputed=True))}
    denied = {claim.id for claim in found if claim.id in disputed and claim.row["polarity"] == "affirmed"}
    publishers = {str(claim.row["document_id"]): str(claim.row["publisher"]) for claim in found}
    cited = cited_by((claim.claim for claim in found), origins.values(), publishers, denied)
    return [_row(one) for one in cited]


def _row(cited: Cited) -> Row:
    """Return who is cited as the record keeps it."""
    counts = {key: value for key, value in asdict(cited).items() if key != "origin"}
    return {**asdict(cited.origin), **counts, "kind": str(cited.origin.kind)}


def _circle(cycle: Cycle, names: Mapping[str, str]) -> Circle:
    """Return a circle with the names of its outlets, the first one at its end again."""
    outlets = tuple(names.get(key, key) for key in (*cycle.outlets, cycle.outlets[0]))
    return Circle(outlets, len(cycle.documents), tuple(cycle.claims[:_CLAIMS_OF_A_CIRCLE]))


def build_origins(found: FoundOrigins, asked: Asked, t: Say) -> ShownOrigins:
    """Return a page of who is cited, with the circles on the first one."""
    question = asked.model_dump_json(exclude={"cursor", "limit"})
    leaf = leaf_of(found.rows, cursor=asked.cursor, limit=asked.limit, of=f"origins page {question}")
    most = max((sum(row["publishers"].values()) for row in found.rows), default=1)
    return ShownOrigins(
        lines=tuple(_line(row, most, t) for row in leaf.rows),
        circles=() if asked.cursor else tuple(found.circles),
        total=leaf.total,
        next_cursor=leaf.next_cursor,
        first=not asked.cursor,
    )


def _line(row: Row, most: int, t: Say) -> CitedLine:
    """Return the line of an origin."""
    counts = list(row["publishers"].items())
    cells = {name: row[name] for name in ("key", "known", "side", "claims", "documents", "hedged", "denying", "denied")}
    return CitedLine(
        **cells,
        label=row["label"] or row["key"],
        kind=t(f"incident.kind.{row['kind']}"),
        side_words=say_side(row["side"], t),
        shares=tuple(_shares(counts, most)),
        named=tuple(counts[:_SHOWN]),
        others=len(counts[_SHOWN:]),
    )


def _shares(counts: Sequence[tuple[str, int]], most: int) -> list[Share]:
    """Return the stretches of a bar, as long as there are documents."""
    shares, x = [], 0.0
    for at, (outlet, documents) in enumerate(counts):
        width = _WIDTH * documents / max(most, 1)
        shares.append(Share(outlet, documents, round(x, 2), round(max(width - 0.8, 0.4), 2), at % TONES))
        x += width
    return shares
