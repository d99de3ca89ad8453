"""Claims in columns: which of them a filter asks for. The same is said of the store in `filters`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from selon.record.filters import PLACE_ROLES, around, inside
from selon.record.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from selon.record.columns.coded import Coded, Mask, Numbers
    from selon.record.filters import Circle, Filter


@dataclass(frozen=True, slots=True, kw_only=True)
class Arguments:
    """The arguments of claims; `claim` is the row of the claim."""

    claim: Numbers
    role: Coded
    folded: Coded
    entity: Coded
    place_id: Coded
    place_folded: Coded
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """The links of the chains of claims; `claim` is the row of the claim."""

    claim: Numbers
    folded: Coded
    entity: Coded


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """The current claims by day of publication, document and place in it; `document` is the row of the document."""

    number: NDArray[np.int64]
    id: tuple[str, ...]
    position: tuple[str, ...]
    type: Coded
    status: Coded
    polarity: Coded
    outlet: Coded
    folded: Coded
    day_from: NDArray[np.datetime64]
    day_to: NDArray[np.datetime64]
    published: NDArray[np.datetime64]
    document: Numbers
    key: Coded
    side: Coded
    arguments: Arguments
    sources: Sources
    sourced: Mask  # whether anybody is cited
    sharp: bool  # whether beginnings are compared letter by letter, or without capitals (as SQLite does)

    def __len__(self) -> int:
        """Return how many claims there are."""
        return len(self.number)

    def of_event(self, asked: Filter) -> Iterator[Mask]:
        """Yield which claims are as the filter asks of what happened: where, when, what."""
        if asked.place:
            yield self.at_place(asked.place)
        if asked.near:
            yield self._near(asked.near)
        if asked.box:
            yield self._at(_all(inside(asked.box, self.arguments.lat, self.arguments.lon)))
        if asked.since:
            yield self.day_to >= np.datetime64(asked.since)
        if asked.until:
            yield self.day_from <= np.datetime64(asked.until)
        if asked.types:
            yield self.type.among(*asked.types)

    def of_telling(self, asked: Filter) -> Iterator[Mask]:
        """Yield which claims are as the filter asks of who is told of, how surely, on whose word, by whom and when."""
        for wanted, find in (
            (asked.about, self._about),
            (asked.source, self._from),
            (asked.origin, self.key.among),
            (asked.camp, self._of_side),
            (asked.polarity, self.polarity.among),
        ):
            if wanted:
                yield find(wanted)
        if asked.statuses:
            yield self.status.among(*asked.statuses)
        if asked.outlet:
            yield self.outlet.holding(fold(asked.outlet))
        if asked.as_of:
            yield self.published <= np.datetime64(asked.as_of)
        if asked.roles:
            yield self._at(self.arguments.role.among(*asked.roles))
        for word in asked.text.split():
            yield self.folded.holding(fold(word))

    def at_place(self, place: str) -> Mask:
        """Return which claims name the place: by id, by name or words, or by the id that these words have elsewhere."""
        told, word = self.arguments, fold(place)
        named = told.folded.among(word) | told.place_folded.among(word)
        meant = told.place_id.among(place, *told.place_id.in_rows(named))
        meant |= told.place_folded.holding(word)
        meant |= told.role.among(*PLACE_ROLES) & told.folded.holding(word)
        return self._at(meant)

    def _about(self, actor: str) -> Mask:
        """Return which claims name the actor: by id, by its words, or by the id that these words have elsewhere."""
        told, word = self.arguments, fold(actor)
        ids = told.entity.in_rows(told.folded.among(word))
        meant = told.entity.where(lambda id_: id_ in ids or self._is_entity(id_, actor.casefold()))
        return self._at(meant | told.folded.holding(word))

    def _from(self, source: str) -> Mask:
        """Return which claims have the source in their chain, by id or in words."""
        chain, named = self.sources, source.casefold()
        meant = chain.entity.where(lambda id_: self._is_entity(id_, named)) | chain.folded.holding(fold(source))
        return self._of(chain.claim[meant])

    def _of_side(self, camp: str) -> Mask:
        """Return which claims rest on an origin of the side."""
        return self.side.where(lambda side: side == camp or self.begins(side, f"{camp}:"))

    def _near(self, circle: Circle) -> Mask:
        """Return which claims name a place in the circle."""
        return self._at(_all(around(circle, self.arguments.lat, self.arguments.lon)))

    def _is_entity(self, id_: str, entity: str) -> bool:
        """Return whether an id is the entity, or a part of it."""
        return id_ == entity or self.begins(id_, f"{entity}/")

    def begins(self, words: str, beginning: str) -> bool:
        """Return whether words begin so, as the store of this record compares them."""
        return words.startswith(beginning) if self.sharp else words.lower().startswith(beginning.lower())

    def _at(self, arguments: Mask) -> Mask:
        """Return which claims have one of these arguments."""
        return self._of(self.arguments.claim[arguments])

    def _of(self, rows: Numbers) -> Mask:
        """Return these rows as a mask."""
        found = np.zeros(len(self), np.bool_)
        found[rows] = True
        return found


def _all(masks: Iterator[Mask]) -> Mask:
    """Return what all masks have."""
    found = next(masks)
    for mask in masks:
        found = found & mask
    return found
