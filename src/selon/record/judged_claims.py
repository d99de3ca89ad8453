"""Claims as reviewers leave them: corrected where they say so, and without those that they reject.

What is linked, counted and drawn rests on these; the machine's reading stays in the record beside what is said of it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from selon.claims.claim import Claim, JudgedClaim
from selon.claims.contract import read_row
from selon.record import tables
from selon.record.bulk import paged
from selon.record.judged import apply, find_followed
from selon.record.judgement import JudgementKind
from selon.record.judgements import read_judgement

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from sqlalchemy import ColumnElement
    from sqlalchemy.engine import Connection

    from selon.record.judgement import Judgement

Row = dict[str, Any]
Words = dict[str, list["Judgement"]]  # what holds of a claim, by its id

_PAGE = 500
_SAID = tuple(map(str, (JudgementKind.ACCEPT, JudgementKind.REJECT, JudgementKind.CORRECT)))
_FIELDS = tuple(field.name for field in fields(Claim))


def find_words(connection: Connection, documents: Collection[str] | None = None) -> Words:
    """Return what reviewers say of the claims of these documents, or of all, by claim; what was withdrawn is left out.

    A judgement that came from elsewhere may not name its document: such are returned whatever is asked for.
    """
    column = tables.judgement.c.document
    pages: list[ColumnElement[bool] | None] = [None]
    if documents is not None:
        pages = [column.in_(page) for page in paged(sorted(documents), _PAGE)]
    found: Words = defaultdict(list)
    for page in pages:
        table = tables.judgement
        query = select(table).where(table.c.kind.in_(_SAID), table.c.withdrawn.is_(None))
        for row in connection.execute(query if page is None else query.where(or_(page, column == ""))).mappings():
            judgement = read_judgement(row)
            if judgement not in found[judgement.subject]:
                found[judgement.subject].append(judgement)
    return dict(found)


def counts_for_linking() -> ColumnElement[bool]:
    """Return the condition that a judgement may change what is linked; an acceptance does so after a rejection."""
    table, other = tables.judgement, tables.judgement.alias("other")
    rejected = select(other.c.subject).where(other.c.kind == str(JudgementKind.REJECT))
    changing = ("same", "apart", str(JudgementKind.REJECT), str(JudgementKind.CORRECT))
    return or_(table.c.kind.in_(changing), (table.c.kind == str(JudgementKind.ACCEPT)) & table.c.subject.in_(rejected))


def find_followed_words(connection: Connection) -> dict[str, str]:
    """Return the judgements that change what is linked, by id, each with the id of its claim."""
    return {judgement.id: claim for claim, said in find_words(connection).items() for judgement in find_followed(said)}


def read_claim(row: Mapping[str, Any], said: Iterable[Judgement]) -> Claim | None:
    """Return a claim of the contract as reviewers leave it, None where they reject it; its id stays the reading's."""
    held = list(said)
    if not held:
        return read_row(row)
    judged = apply(row, held)
    if judged["judged"]["verdict"] == "rejected":
        return None
    settled = frozenset(judged["machine"])
    if not settled:
        return read_row(row)
    claim = read_row({**judged, "arguments": [_with_id(item, settled) for item in judged["arguments"]]})
    told = {name: getattr(claim, name) for name in _FIELDS}
    return JudgedClaim(**told, reading=str(row["id"]), settled=settled)


def read_claims(contracts: Iterable[tuple[str, str]], words: Words) -> Iterator[tuple[str, Claim]]:
    """Yield the claims of contracts, each with what it was given with, as reviewers leave them."""
    for given, contract in contracts:
        row = json.loads(contract)
        claim = read_claim(row, words.get(str(row["id"]), ()))
        if claim is not None:
            yield given, claim


def _with_id(item: Row, settled: frozenset[str]) -> Row:
    """Return an argument; a place that a reviewer gave without an id is named by its name."""
    place = item.get("place")
    if not place or place.get("id") is not None or f"argument.{item['role']}" not in settled:
        return item
    return {**item, "place": {**place, "id": f"judged:{place['name']}"}}
