"""The page of naming: what each outlet calls an actor, and the loaded words it chooses for acts."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter
from starlette.responses import HTMLResponse  # noqa: TC002 - FastAPI looks at it

from selon.web.asking import AskedOf  # noqa: TC001
from selon.web.shown.naming import build_naming, find_naming
from selon.web.visit import VisitOf  # noqa: TC001

router = APIRouter(include_in_schema=False)


@router.get("/naming")
def show_naming(visit: VisitOf, asked: AskedOf) -> HTMLResponse:
    """Return the page of naming."""
    room = visit.room
    everybody = replace(asked.filter, about="")
    found = room.soon(("naming page", everybody), lambda: find_naming(room.record, everybody))
    if found is None:
        return visit.page("counting.html", noun="naming")
    shown = build_naming(found, room.record, asked.filter, visit.t)
    return visit.page("naming.html", naming=shown, form=visit.form(asked))
