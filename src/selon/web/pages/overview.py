"""The overview: the page, and what its map asks for."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import HTMLResponse, JSONResponse

from selon.web.asking import AskedOf  # noqa: TC001
from selon.web.shown.mapwords import build_map_words
from selon.web.shown.overview import build_overview
from selon.web.visit import VisitOf  # noqa: TC001
from selon.web.warming import keep_arcs, keep_picture

router = APIRouter(include_in_schema=False)


@router.get("/")
def show_overview(visit: VisitOf, asked: AskedOf) -> HTMLResponse:
    """Return the overview of the incidents that are asked for."""
    record, wanted = visit.room.record, asked.filter
    picture = keep_picture(visit.room, wanted, visit.language, visit.t)
    return visit.page(
        "overview.html",
        overview=build_overview(record, wanted, picture, visit.t, cursor=asked.cursor, limit=asked.limit),
        form=visit.form(asked),
        map_words=build_map_words(visit.t, visit.room.tiles),
    )


@router.get("/overview/arcs")
def show_arcs(visit: VisitOf, asked: AskedOf) -> JSONResponse:
    """Return the movements asked for as bundles from place to place."""
    placed = visit.placed
    arcs = [arc | {end: placed(arc[end]) for end in ("from", "to")} for arc in keep_arcs(visit.room, asked.filter)]
    return JSONResponse({"arcs": arcs}, headers={"Cache-Control": "private, no-cache"})


@router.get("/overview/names")
def show_names(visit: VisitOf) -> JSONResponse:
    """Return what the places of the map are called in the language of the page, where the API calls them otherwise."""
    return JSONResponse(dict(visit.placed.names), headers={"Cache-Control": "private, no-cache"})
