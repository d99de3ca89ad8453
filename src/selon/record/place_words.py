"""Ask for the words of places: how the texts of a record call what the gazetteer calls otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from selon.record import tables
from selon.record.connection import refusals

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """The words under which claims tell of a place, and how many do; `id` and `name` are those of the gazetteer."""

    id: str
    name: str
    words: str
    claims: int


class PlaceWordLists:
    """The places of a record, as its texts call them."""

    _engine: Engine
    _target: str

    def place_words(self) -> list[PlaceWords]:
        """Return the words that were read as places, the commonest first."""
        argument, claims = tables.argument, func.count()
        query = (
            select(argument.c.place_id, argument.c.place_name, argument.c.words, claims)
            .where(argument.c.place_id.is_not(None), argument.c.place_name.is_not(None))
            .group_by(argument.c.place_id, argument.c.place_name, argument.c.words)
            .order_by(claims.desc(), argument.c.words)
        )
        with refusals(self._target), self._engine.connect() as connection:
            return [PlaceWords(*row) for row in connection.execute(query)]
