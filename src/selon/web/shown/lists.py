"""Lists that are found whole and given by pages: documents, who is cited, who publishes, patterns, labels, moves."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from selon.incidents.movements import read_movement_row
from selon.incidents.naming import find_labels, find_word_choices
from selon.incidents.narratives import find_narratives
from selon.origins.book import OriginBook
from selon.record.filters import Filter
from selon.record.judged_claims import read_claim
from selon.record.moves import find_move_numbers
from selon.record.paging import Page
from selon.web.paging import Leaf, leaf_of
from selon.web.shown.origins import find_cited
from selon.web.shown.whole import build_hit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from selon.claims.claim import Claim
    from selon.documents.document import Document
    from selon.incidents.narratives import Narrative
    from selon.origins.origin import ClaimOrigin
    from selon.record.columns.coded import Numbers
    from selon.record.columns.table import Table
    from selon.record.judgement import Judgement
    from selon.record.record import Record
    from selon.web.asking import Asked
    from selon.web.room import Room

Row = dict[str, Any]
Readings = list[tuple["Document", list["Claim"]]]
_HEDGED = frozenset({"hearsay", "possible"})
_MOST_HITS = 1000


def read_filtered(record: Record, asked: Filter) -> Readings:
    """Return the documents with those of their claims that the filter asks for; all documents for an empty filter.

    Claims are as reviewers leave them.
    """
    told: dict[str, list[Claim]] = defaultdict(list)
    said: dict[str, list[Judgement]] = defaultdict(list)
    for judgement in record.judgements.all(held=True):
        said[judgement.subject].append(judgement)
    for recorded in record.view.claims(asked):
        claim = read_claim(recorded.row, said.get(recorded.id, ()))
        if claim is not None:
            told[str(recorded.row["document_id"])].append(claim)
    return [
        (item.document, told.get(item.id, []))
        for item in record.view.documents()
        if item.id in told or asked == Filter()
    ]


def list_documents(record: Record, asked: Asked) -> Page[Row]:
    """Return a page of the documents of an outlet, of days of publication, or with the words of q in their names."""
    page = record.view.document_page(asked.filter, cursor=asked.cursor, limit=asked.limit)
    return Page(tuple(item.row for item in page.rows), page.next_cursor, page.total)


def list_cited(room: Room, asked: Asked) -> Leaf[Row]:
    """Return a page of who is cited in the claims asked for, the most cited first; `q` asks for names."""
    return _leaf(room, "origins", asked, lambda: find_cited(room.record, asked))


def list_outlets(room: Room, asked: Asked) -> Leaf[Row]:
    """Return a page of who publishes, the most claims first."""
    return _leaf(room, "outlets", asked, lambda: find_outlets(room.record, asked.filter))


def find_outlets(record: Record, asked: Filter) -> list[Row]:
    """Return who publishes, with how much, on how many origins, how often hedged or unsourced, from when to when."""
    book, ready = OriginBook.load(), _ready(record, asked)
    if ready is not None:
        table, left = ready
        return [_with_side(row, book) for row in record.columns.count_outlets(table, asked, left)]
    readings = read_filtered(record, asked)
    ids = [claim.id for _, claims in readings for claim in claims]
    origins = record.links.origins_of(ids)
    by_outlet: dict[str, list[tuple[Document, list[Claim]]]] = defaultdict(list)
    for document, claims in readings:
        by_outlet[document.publisher].append((document, claims))
    rows = [_outlet_row(name, own, origins, book) for name, own in by_outlet.items()]
    return sorted(rows, key=lambda row: (-row["claims"], -row["documents"], row["outlet"]))


def _ready(record: Record, asked: Filter, *, linked: bool = False) -> tuple[Table, Numbers] | None:
    """Return the columns with the claims asked for as reviewers leave them, None where these are read one by one.

    What is asked for is what was read; rejected claims are left out, and corrected ones say what reviewers say.
    """
    table = record.columns.of(asked, linked=linked)
    if table is None:
        return None
    judged = record.columns.judged(table)
    return judged.table, judged.left(record.columns.claim_rows(table, asked))


def _outlet_row(name: str, own: Readings, origins: dict[str, ClaimOrigin], book: OriginBook) -> Row:
    """Return what one outlet publishes."""
    claims = [claim for _, listed in own for claim in listed]
    days = sorted(document.published.isoformat() for document, _ in own if document.published)
    return {
        "outlet": name,
        "side": book.publisher(name).side if name else "",
        "documents": len(own),
        "claims": len(claims),
        "hedged": sum(str(claim.factuality.status) in _HEDGED for claim in claims),
        "unsourced": sum(not claim.attribution for claim in claims),
        "origins": len({origins[claim.id].origin.key for claim in claims if claim.id in origins}),
        "first": days[0] if days else None,
        "last": days[-1] if days else None,
    }


def _with_side(row: Row, book: OriginBook) -> Row:
    """Return an outlet with the side on which it stands, which is told behind its name."""
    name = row["outlet"]
    return {"outlet": name, "side": book.publisher(name).side if name else "", **row}


def list_narratives(room: Room, asked: Asked) -> Leaf[Row]:
    """Return a page of the patterns that come back over documents, the most told first."""

    def find() -> Sequence[Row]:
        ready = _ready(room.record, asked.filter, linked=True)
        if ready is not None:
            return room.record.columns.find_narratives(*ready)
        origins = {found.claim_id: found for found in room.record.links.origins()}
        return [build_narrative_row(n) for n in find_narratives(read_filtered(room.record, asked.filter), origins)]

    return _leaf(room, "narratives", asked, find)


def build_narrative_row(narrative: Narrative) -> Row:
    """Return a narrative as an object."""
    return {
        "agent": narrative.agent,
        "type": narrative.type,
        "target": narrative.target,
        "place": narrative.place,
        "claims": list(narrative.claims),
        "documents": list(narrative.documents),
        "outlets": dict(narrative.outlets),
        "origins": dict(narrative.origins),
        "hedged": narrative.hedged,
        "denied": narrative.denied,
        "first": narrative.first,
        "first_on": narrative.first_on.isoformat() if narrative.first_on else None,
        "curve": dict(narrative.curve),
    }


def list_labels(room: Room, asked: Asked) -> Leaf[Row]:
    """Return a page of what each outlet calls each actor, own voice and quotes apart."""

    def find() -> Sequence[Row]:
        ready = _ready(room.record, asked.filter)
        if ready is not None:
            return room.record.columns.find_labels(*ready, asked.actor, room.record.view.texts)
        readings = read_filtered(room.record, asked.filter)
        actors = {label.actor.split("/")[0] for label in find_labels(readings, asked.actor)} if asked.actor else set()
        only = asked.actor if actors else ""
        return [_listed(asdict(label)) for label in find_labels(readings, only)]

    return _leaf(room, "naming", asked, find)


def list_word_choices(room: Room, asked: Asked) -> Leaf[Row]:
    """Return a page of how often each outlet chooses the loaded or the plain word of a pair."""

    def find() -> list[Row]:
        ready = _ready(room.record, asked.filter)
        if ready is not None:
            documents = room.record.view.printed(ready[0].told_in(ready[1], everything=asked.filter == Filter()))
        else:
            documents = (document for document, _ in read_filtered(room.record, asked.filter))
        return [_listed(asdict(choice)) for choice in find_word_choices(documents)]

    return _leaf(room, "words", asked, find)


def list_movements(room: Room, asked: Asked) -> Leaf[Row]:
    """Return a page of the movements, each as one claim tells it, with the points of both ends."""
    question = asked.model_dump_json(exclude={"cursor", "limit"})
    numbers = room.keep(("movements", question), lambda: find_move_numbers(room.record, asked.filter))
    leaf = leaf_of(numbers, cursor=asked.cursor, limit=asked.limit, of=f"movements?{question}")
    return Leaf(_read_move_rows(room.record, leaf.rows), leaf.next_cursor, leaf.total)


def _read_move_rows(record: Record, numbers: Sequence[int]) -> list[Row]:
    """Return what these claims tell as movements, in their order."""
    found = [claim.row for claim in record.view.claims_numbered(numbers)]
    keys = record.links.keys_of([str(row["id"]) for row in found])
    return [read_movement_row(row, keys.get(str(row["id"]), "")) for row in found]


def search(room: Room, asked: Asked) -> Leaf[Row]:
    """Return a page of the documents that hold all words asked for, the best first."""
    view = room.record.view
    question = asked.model_dump_json(exclude={"cursor", "limit"})
    numbers = room.keep(("search", asked.q), lambda: view.search_numbers(asked.q, limit=_MOST_HITS))
    leaf = leaf_of(numbers, cursor=asked.cursor, limit=asked.limit, of=f"search?{question}")
    hits = view.hits(asked.q, leaf.rows, shown_only=True)
    return Leaf([build_hit(hit) for hit in hits], leaf.next_cursor, leaf.total)


def _listed(row: Row) -> Row:
    """Return a row with lists where it has tuples, as JSON has them."""
    return {key: list(value) if isinstance(value, tuple) else value for key, value in row.items()}


def _leaf(room: Room, noun: str, asked: Asked, find: Callable[[], Sequence[Row]]) -> Leaf[Row]:
    """Return a page of a list that is found whole, and kept until the record changes."""
    question = asked.model_dump_json(exclude={"cursor", "limit"})
    rows = room.keep((noun, question), find)
    return leaf_of(rows, cursor=asked.cursor, limit=asked.limit, of=f"{noun}?{question}")
