"""The page of narratives: what comes back over documents, and how it runs over time."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import HTMLResponse  # noqa: TC002 - FastAPI looks at it

from selon.web.asking import AskedOf  # noqa: TC001
from selon.web.shown.narratives import build_narratives, find_all
from selon.web.visit import VisitOf  # noqa: TC001

router = APIRouter(include_in_schema=False)


@router.get("/narratives")
def show_narratives(visit: VisitOf, asked: AskedOf, *, places: bool = False) -> HTMLResponse:
    """Return the page of narratives; with `places` what is told of different places is kept apart."""
    room = visit.room
    if room.empty:
        return visit.page("empty.html", noun="narratives", form=visit.form(asked))
    key = ("narratives page", asked.filter, places)
    found = room.soon(key, lambda: find_all(room.record, asked.filter, places=places))
    if found is None:
        return visit.page("counting.html", noun="narratives")
    shown = build_narratives(found, room.record, asked, visit.t, places=places)
    return visit.page("narratives.html", narratives=shown, form=visit.form(asked))
