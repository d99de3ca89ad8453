"""The page of help: keys, and what the words of the record mean."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import HTMLResponse  # noqa: TC002 - FastAPI looks at it

from selon.web.shown.help import build_help
from selon.web.visit import VisitOf  # noqa: TC001

router = APIRouter(include_in_schema=False)


@router.get("/help")
def show_help(visit: VisitOf) -> HTMLResponse:
    """Return the page of help."""
    return visit.page("help.html", help=build_help())
