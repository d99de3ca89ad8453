"""Fill columns that are new with what the contracts of older rows say."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, select, update

from selon.record import tables
from selon.record.link_rows import contract_cells
from selon.record.rows import list_cells

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Select
    from sqlalchemy.engine import Connection

Row = dict[str, Any]

_PAGE = 2000


def fill_claims(connection: Connection) -> None:
    """Write what lists of claims go by into every claim."""
    claim, document = tables.claim, tables.document
    query = (
        select(claim.c.number.label("key"), claim.c.contract, document.c.publisher, document.c.published)
        .add_columns(document.c.name, document.c.id)
        .join(document, document.c.id == claim.c.document)
    )
    cells = ("published", "outlet", "position", "certainty")
    change = update(claim).where(claim.c.number == bindparam("key")).values({name: bindparam(name) for name in cells})
    for page in _pages(connection, query, claim.c.number):
        connection.execute(
            change,
            [
                {
                    "key": row["key"],
                    **list_cells(
                        json.loads(row["contract"]), row["publisher"], row["published"], row["name"], row["id"]
                    ),
                }
                for row in page
            ],
        )


def fill_incidents(connection: Connection) -> None:
    """Write what lists and maps of incidents go by into every incident."""
    incident, part, claim = tables.incident, tables.incident_claim, tables.claim
    known = (
        select(part.c.incident, func.min(claim.c.published).label("first"), func.max(claim.c.published).label("last"))
        .add_columns((func.count() - func.count(claim.c.published)).label("undated"))
        .join(claim, (claim.c.id == part.c.claim_id) & claim.c.current)
        .group_by(part.c.incident)
        .subquery()
    )
    query = (
        select(incident.c.id.label("key"), incident.c.contract, known.c.first, known.c.last, known.c.undated)
        .select_from(incident)
        .join(known, known.c.incident == incident.c.id, isouter=True)
    )
    for page in _pages(connection, query, incident.c.id):
        filled = []
        for row in page:
            cells = contract_cells(json.loads(row["contract"]), row["first"], row["last"], row["undated"])
            filled.append({"key": row["key"], **cells})
        names = [name for name in filled[0] if name != "key"]
        change = update(incident).where(incident.c.id == bindparam("key"))
        connection.execute(change.values({name: bindparam(f"new_{name}") for name in names}), [_new(r) for r in filled])


def _new(row: Row) -> Row:
    """Return the cells under names that are no columns, but for the key."""
    return {name if name == "key" else f"new_{name}": value for name, value in row.items()}


def _pages(connection: Connection, query: Select[Any], key: Any) -> Iterator[Sequence[Any]]:  # noqa: ANN401 - a column
    """Yield the rows of a query some thousands at a time, none of them twice."""
    last: Any = None
    while True:
        more = query if last is None else query.where(key > last)
        page = connection.execute(more.order_by(key).limit(_PAGE)).mappings().all()
        if not page:
            return
        yield page
        last = page[-1]["key"]
