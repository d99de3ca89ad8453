"""The room: what one running server knows, built once and handed down."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, TypeVar
from urllib.parse import urlsplit

from fastapi import Depends
from starlette.requests import HTTPConnection, Request  # noqa: TC002 - FastAPI looks at it

from selon.web.counting import Counting
from selon.web.desk import Desk
from selon.web.shown.place_names import find_place_names
from selon.web.shown.shelf import Shelf
from selon.web.turns import Turns

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    from selon.record.record import Record

Found = TypeVar("Found")
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What one running server knows.

    Without `accounts` there is one `user` who may do everything. `tiles` is the address of a tile server, empty for the
    own map. `hosts` are the names under which the room may be asked for. `https`: it is reached by https only.
    """

    record: Record
    accounts: bool = False
    user: str = "reader"
    tiles: str = ""
    language: str = "fr"
    hosts: tuple[str, ...] = LOOPBACK
    https: bool = False
    shelf: Shelf = field(default_factory=Shelf, repr=False, compare=False)
    answers: Shelf = field(default_factory=lambda: Shelf(most=512), repr=False, compare=False)
    turns: Turns = field(default_factory=Turns, repr=False, compare=False)
    counting: Counting = field(default_factory=Counting, repr=False, compare=False)
    desk: Desk = field(default_factory=Desk, repr=False, compare=False)
    called: Shelf = field(default_factory=Shelf, repr=False, compare=False)
    sides: Shelf = field(default_factory=Shelf, repr=False, compare=False)
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)

    @property
    def tile_host(self) -> str:
        """Return the scheme and host of the tile server as a policy writes it, "" without one.

        A subdomain placeholder ({s}) stands for any.
        """
        parts = urlsplit(self.tiles)
        return f"{parts.scheme}://{parts.netloc.replace('{s}', '*')}" if parts.netloc else ""

    @property
    def empty(self) -> bool:
        """Whether nothing was handed in yet."""
        return self.record.view.totals().documents == 0

    def state(self) -> str:
        """Return a text that is another one whenever anything in the record changed."""
        return self.record.mark()

    def keep(self, key: Hashable, find: Callable[[], Found]) -> Found:
        """Return what is found, kept until the record changes: `room.keep(("naming", asked), lambda: …)`."""
        return self.shelf.get(self.state(), key, find)

    def names(self, language: str) -> Mapping[str, str]:
        """Return what places are called in a language, kept until something is read: judgements change no names."""
        totals = self.record.view.totals()
        state = f"{totals.documents} documents, {totals.claims} claims"
        return self.called.get(state, language, lambda: find_place_names(self.record, language))

    def camps(self) -> tuple[str, ...]:
        """Return the sides on which the origins of the record stand, none where it is not linked; kept until it is."""
        links = self.record.links
        stamp = links.stamp()
        return self.sides.get(str(stamp), "camps", lambda: tuple(links.facets()["camps"])) if stamp else ()

    def soon(self, key: Hashable, find: Callable[[], Found]) -> Found | None:
        """Return what `keep` returns, or None where that takes longer than a reader should wait: it is found aside."""
        return self.counting.find((self.state(), key), lambda: self.keep(key, find))


def room_of(connection: HTTPConnection) -> Room:
    """Return the room that was asked."""
    room: Room = connection.app.state.room
    return room


async def _room_of(request: Request) -> Room:
    """Return the room that was asked, where the request is: without a thread of its own."""
    return room_of(request)


RoomOf = Annotated[Room, Depends(_room_of)]
