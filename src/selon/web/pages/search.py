"""The page of search: documents with the words that are looked for."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import HTMLResponse  # noqa: TC002 - FastAPI looks at it

from selon.web.asking import AskedOf  # noqa: TC001
from selon.web.shown.search import build_search, find_hits
from selon.web.visit import VisitOf  # noqa: TC001

router = APIRouter(include_in_schema=False)


@router.get("/search")
def show_search(visit: VisitOf, asked: AskedOf) -> HTMLResponse:
    """Return the page of search, empty where nothing is looked for."""
    room = visit.room
    found = room.soon(("search page", asked.filter), lambda: find_hits(room.record, asked))
    if found is None:
        return visit.page("counting.html", noun="search")
    return visit.page("search.html", search=build_search(found, room.record, asked, visit.t), asked=asked)
