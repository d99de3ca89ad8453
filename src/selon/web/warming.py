"""Warming: what everybody sees first is found before the server is announced; what lists go by is read aside."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any

from selon.errors import SelonError
from selon.origins.book import OriginBook
from selon.record.filters import Filter
from selon.web.shown.arcs import build_arcs
from selon.web.shown.overview import build_picture, find_points
from selon.web.shown.points import find_lines, pack

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from fastapi import FastAPI

    from selon.web.room import Room
    from selon.web.shown.arcs import Row
    from selon.web.shown.days import Say
    from selon.web.shown.overview import Picture

# What the browser of the first visitor asks for, as far as it takes long to find or to pack.
_FIRST = (
    *("/", "/api/incidents/points", "/overview/arcs"),
    *("/static/leaflet/leaflet.js", "/static/markercluster/leaflet.markercluster.js"),
    *("/static/basemap/countries.json", "/static/basemap/borders.json"),
)


@asynccontextmanager
async def warmed(app: FastAPI) -> AsyncIterator[None]:
    """Let a server run that keeps in memory what lists go by."""
    with suppress(SelonError):  # a store that refuses: whoever asks is told
        app.state.room.record.columns.follow()
    yield


def warm_up(app: FastAPI) -> None:
    """Find what the overview shows, so that the first visitor need not wait."""
    room: Room = app.state.room
    with suppress(SelonError):  # a record that is not linked yet: whoever asks is told
        room.record.columns.follow()
        keep_picture(room, Filter(), room.language, app.state.words[room.language].t)
        keep_arcs(room, Filter())
        OriginBook.load()
        for path in _FIRST:
            asyncio.run(_ask(app, path))


async def _ask(app: FastAPI, path: str) -> None:
    """Ask the app as a browser does, and throw the answer away."""
    headers = [(b"host", app.state.room.hosts[0].encode()), (b"accept-encoding", b"gzip")]
    scope: dict[str, Any] = {
        "type": "http", "http_version": "1.1", "method": "GET", "scheme": "http", "path": path, "root_path": "",
        "raw_path": path.encode(), "query_string": b"", "headers": headers, "client": None, "server": None,
    }  # fmt: skip

    async def receive() -> dict[str, Any]:
        """Return the body of the question, which is empty."""
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(_message: Any) -> None:  # noqa: ANN401 - whatever the server would be sent
        """Let a piece of the answer go."""

    await app(scope, receive, send)


def keep_picture(room: Room, asked: Filter, language: str, t: Say) -> Picture:
    """Return what map and timeline say, found once while the record stays as it is."""
    return room.keep(("picture", asked, language), lambda: build_picture(find_points(room.record, asked), t))


def keep_points(room: Room, asked: Filter) -> Row:
    """Return the points of the map in columns, found once while the record stays as it is."""

    def found() -> Row:
        """Return the points as the record has them, and the ends of stretches."""
        points = room.record.links.points(asked)
        return pack(points, find_lines(room.record, points))

    return room.keep(("points", asked), found)


def keep_arcs(room: Room, asked: Filter) -> list[Row]:
    """Return the arcs of the map, found once while the record stays as it is."""
    return room.keep(("arcs", asked), lambda: build_arcs(room.record, asked))
