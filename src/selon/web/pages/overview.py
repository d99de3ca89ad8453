"""The overview: the page, and what its map asks for."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import HTMLResponse, JSONResponse

from selon.web.asking import AskedOf  # noqa: TC001
from selon.web.shown.arcs import build_arcs
from selon.web.shown.form import build_form
from selon.web.shown.mapwords import build_map_words
from selon.web.shown.overview import build_overview, build_picture, find_points
from selon.web.visit import VisitOf  # noqa: TC001

router = APIRouter(include_in_schema=False)


@router.get("/")
def show_overview(visit: VisitOf, asked: AskedOf) -> HTMLResponse:
    """Return the overview of the incidents that are asked for."""
    record, wanted = visit.room.record, asked.filter
    key = ("picture", wanted, visit.language)
    picture = visit.room.keep(key, lambda: build_picture(find_points(record, wanted), visit.t))
    return visit.page(
        "overview.html",
        overview=build_overview(record, wanted, picture, visit.t, cursor=asked.cursor, limit=asked.limit),
        form=build_form(asked, visit.t, visit.address),
        map_words=build_map_words(visit.t, visit.room.tiles),
    )


@router.get("/overview/arcs")
def show_arcs(visit: VisitOf, asked: AskedOf) -> JSONResponse:
    """Return the movements asked for as bundles from place to place."""
    room = visit.room
    arcs = room.keep(("arcs", asked.filter), lambda: build_arcs(room.record, asked.filter))
    return JSONResponse({"arcs": arcs}, headers={"Cache-Control": "private, no-cache"})
