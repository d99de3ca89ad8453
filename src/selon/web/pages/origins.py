"""The page of origins: who is cited, by whom, how often hedged and denied."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import HTMLResponse  # noqa: TC002 - FastAPI looks at it

from selon.web.asking import AskedOf  # noqa: TC001
from selon.web.shown.origins import build_origins, find_origins
from selon.web.visit import VisitOf  # noqa: TC001

router = APIRouter(include_in_schema=False)


@router.get("/origins")
def show_origins(visit: VisitOf, asked: AskedOf) -> HTMLResponse:
    """Return the page of who is cited."""
    room = visit.room
    if room.empty:
        return visit.page("empty.html", noun="origins", form=visit.form(asked))
    found = room.soon(("origins page", asked.filter), lambda: find_origins(room.record, asked))
    if found is None:
        return visit.page("counting.html", noun="origins")
    form = visit.form(asked)
    return visit.page("origins.html", origins=build_origins(found, asked, visit.t), form=form)
