"""The page of movements: flows from place to place, on a map and as a table."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import HTMLResponse  # noqa: TC002 - FastAPI looks at it

from selon.web.asking import AskedOf  # noqa: TC001
from selon.web.shown.mapwords import build_map_words
from selon.web.shown.movements import build_movements, find_flows
from selon.web.visit import VisitOf  # noqa: TC001

router = APIRouter(include_in_schema=False)


@router.get("/movements")
def show_movements(visit: VisitOf, asked: AskedOf) -> HTMLResponse:
    """Return the page of movements."""
    room = visit.room
    found = room.soon(("flows", asked.filter), lambda: find_flows(room.record, asked.filter))
    if found is None:
        return visit.page("counting.html", noun="movements")
    return visit.page(
        "movements.html",
        movements=build_movements(found, asked, visit.t),
        form=visit.form(asked),
        map_words=build_map_words(visit.t, room.tiles),
    )
