"""Warming: what everybody sees first is found while the server starts, so that the first visitor need not wait."""

from __future__ import annotations

from contextlib import asynccontextmanager, suppress
from threading import Thread
from typing import TYPE_CHECKING

from selon.errors import SelonError
from selon.record.filters import Filter
from selon.web.shown.arcs import build_arcs
from selon.web.shown.overview import build_picture, find_points
from selon.web.shown.points import pack

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from fastapi import FastAPI

    from selon.web.room import Room
    from selon.web.shown.arcs import Row
    from selon.web.shown.days import Say
    from selon.web.shown.overview import Picture


@asynccontextmanager
async def warmed(app: FastAPI) -> AsyncIterator[None]:
    """Let a server run, and find aside what its overview shows."""
    Thread(target=_warm, args=(app,), name="selon-warming", daemon=True).start()
    yield


def _warm(app: FastAPI) -> None:
    """Find what the overview shows; who asks for it meanwhile waits for the same finding."""
    room: Room = app.state.room
    with suppress(SelonError):  # a record that is not linked yet, or already closed: whoever asks is told
        keep_picture(room, Filter(), room.language, app.state.words[room.language].t)
        keep_points(room, Filter())
        keep_arcs(room, Filter())


def keep_picture(room: Room, asked: Filter, language: str, t: Say) -> Picture:
    """Return what map and timeline say, found once while the record stays as it is."""
    return room.keep(("picture", asked, language), lambda: build_picture(find_points(room.record, asked), t))


def keep_points(room: Room, asked: Filter) -> Row:
    """Return the points of the map in columns, found once while the record stays as it is."""
    return room.keep(("points", asked), lambda: pack(room.record.links.points(asked)))


def keep_arcs(room: Room, asked: Filter) -> list[Row]:
    """Return the arcs of the map, found once while the record stays as it is."""
    return room.keep(("arcs", asked), lambda: build_arcs(room.record, asked))
