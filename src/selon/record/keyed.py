"""Rows by their keys: however many are asked for, it is one question, which the store has seen before."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, String, bindparam, cast, func, select

from selon.record.connection import refusals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Column, Select
    from sqlalchemy.engine import Engine, RowMapping

_KEYS = "keys"


def take_rows(engine: Engine, target: str, query: Select[Any], column: Column[Any], keys: Sequence[Any]) -> list[Any]:
    """Return the rows of a query in which a column has one of the keys, in whatever order; [] without a question.

    The query has to be one that is kept, as those of a module are: what it means to the store is worked out once.
    """
    if not keys:
        return []
    asked = _keyed(query, column, engine.dialect.name)
    with refusals(target), engine.connect() as connection:
        found: Sequence[RowMapping] = connection.execute(asked, {_KEYS: json.dumps(list(keys))}).mappings().all()
    return list(found)


@cache
def _keyed(query: Select[Any], column: Column[Any], dialect: str) -> Select[Any]:
    """Return the query with the condition on its keys, which are given as JSON."""
    given = bindparam(_KEYS, type_=String)
    if dialect == "postgresql":
        values = func.json_array_elements_text(cast(given, JSON)).table_valued("value")
        return query.where(column.in_(select(cast(values.c.value, column.type))))
    values = func.json_each(given).table_valued("value")
    return query.where(column.in_(select(values.c.value)))
