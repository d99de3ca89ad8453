"""The page of outlets: who publishes, in whose voice, citing and reprinting whom."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import HTMLResponse  # noqa: TC002 - FastAPI looks at it

from selon.web.asking import AskedOf  # noqa: TC001
from selon.web.shown.outlets import build_outlets, find_outlets
from selon.web.visit import VisitOf  # noqa: TC001

router = APIRouter(include_in_schema=False)


@router.get("/outlets")
def show_outlets(visit: VisitOf, asked: AskedOf) -> HTMLResponse:
    """Return the page of who publishes."""
    room = visit.room
    found = room.soon(("outlets page", asked.filter), lambda: find_outlets(room.record, asked.filter))
    if found is None:
        return visit.page("counting.html", noun="outlets")
    form = visit.form(asked)
    linked = room.record.links.stamp() is not None
    return visit.page("outlets.html", outlets=build_outlets(found, asked, visit.t), form=form, linked=linked)
