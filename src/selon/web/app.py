"""The app: routers of pages and API, static files, guard, headers and errors, put together for one room."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import Depends, FastAPI
from starlette.middleware.gzip import GZipMiddleware
from xstatic.pkg import leaflet, leaflet_markercluster  # type: ignore[import-untyped]

from selon.web import api, pages
from selon.web.answers import add_handlers
from selon.web.auth.guard import guard
from selon.web.auth.limiter import Limiter
from selon.web.headers import Threshold
from selon.web.kept import Kept
from selon.web.visit import HERE, STATIC, build_templates
from selon.web.warming import warmed
from selon.web.words import LANGUAGES, read_words

if TYPE_CHECKING:
    from selon.web.room import Room

_SHORTEST_GZIP = 1500


def build_app(room: Room, *, warm: bool = False) -> FastAPI:
    """Return the app of a room; with `warm` a server that runs it keeps in memory what lists go by."""
    app = FastAPI(
        title="Selon",
        version=version("selon"),
        description="Claims of press reports on armed conflict: who says what, on whose word, and how surely.",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        dependencies=[Depends(guard)],
        lifespan=warmed if warm else None,
    )
    app.state.room = room
    app.state.words = {language: read_words(language) for language in LANGUAGES}
    app.state.templates = build_templates()
    app.state.limiter, app.state.ended = Limiter(), set()
    routers = (*api.ROUTERS, *pages.ROUTERS)
    for router in routers:
        app.include_router(router)
    app.state.routes = [route for router in routers for route in router.routes]
    for path, folder in _static_folders().items():
        app.mount(path, Kept(directory=folder), name=path.strip("/"))
    add_handlers(app)
    app.add_middleware(GZipMiddleware, minimum_size=_SHORTEST_GZIP, compresslevel=5)
    app.add_middleware(Threshold, room=room)
    return app


def _static_folders() -> dict[str, Path]:
    """Return the folders of static files by address, the longest address first."""
    return {
        "/static/leaflet": Path(leaflet.BASE_DIR),
        "/static/markercluster": Path(leaflet_markercluster.BASE_DIR),
        "/static/basemap": HERE / "basemap",
        "/static": STATIC,
    }
