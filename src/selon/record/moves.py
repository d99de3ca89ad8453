"""Moves: the movements of a record in one order, that of publication, wherever they are asked for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from selon.incidents.movements import MOVES, find_movements

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selon.incidents.movements import Movement
    from selon.record.filters import Filter
    from selon.record.record import Record


def find_move_numbers(record: Record, asked: Filter) -> Sequence[int]:
    """Return the numbers of the claims that tell a movement; RecordError where the record is not linked."""
    record.links.need_linking()
    narrow = _of_moves(asked)
    return record.view.claim_numbers(narrow) if narrow else ()


def _of_moves(asked: Filter) -> Filter | None:
    """Return the filter of the movements among the claims that are asked for, None where there can be none."""
    types = tuple(sorted(MOVES.intersection(asked.types or MOVES)))
    return replace(asked, types=types, roles=("origin", "destination")) if types else None


def find_moves(record: Record, asked: Filter) -> list[Movement]:
    """Return the movements that are asked for; RecordError where the record is not linked."""
    found = record.view.claims_numbered(find_move_numbers(record, asked))
    claims = [(str(recorded.row["document_id"]), recorded.claim) for recorded in found]
    documents = {
        item.id: item.document for item in record.view.documents_of(list(dict.fromkeys(id_ for id_, _ in claims)))
    }
    origins = record.links.origins_of([claim.id for _, claim in claims])
    return find_movements([(documents[id_], [claim]) for id_, claim in claims if id_ in documents], origins)
