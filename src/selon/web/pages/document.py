"""The pages of documents: the list, one document with its claims marked in place, and the way from a claim to it."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query
from starlette.responses import HTMLResponse, RedirectResponse

from selon.record.filters import ClaimFilter
from selon.web.asking import AskedOf  # noqa: TC001 - FastAPI looks at it
from selon.web.room import RoomOf  # noqa: TC001
from selon.web.shown.document import part_of, show_document
from selon.web.shown.documents import list_documents
from selon.web.visit import VisitOf  # noqa: TC001

router = APIRouter(include_in_schema=False)
Name = Annotated[str, Path(min_length=1, max_length=200)]


@router.get("/documents")
def show_documents(
    visit: VisitOf, asked: AskedOf, reading: Literal["", "read", "empty", "unreadable language"] = ""
) -> HTMLResponse:
    """Return the list of documents."""
    return visit.page("documents.html", listed=list_documents(visit.room.record, asked, reading, visit.t), asked=asked)


@router.get("/documents/{name}")
def show_one(name: Name, visit: VisitOf, part: Annotated[int, Query(ge=1, le=100_000)] = 1) -> HTMLResponse:
    """Return one document with its claims marked in place."""
    record = visit.room.record
    home = record.view.document(name)
    rows = record.judgements.applied(claim.row for claim in record.view.claims(ClaimFilter(document=home.id)))
    judgements = record.judgements.of_document(home.id)
    return visit.page("document.html", document=show_document(home, list(rows), judgements, visit.t, part))


@router.get("/claims/{name}")
def go_to_claim(name: Name, room: RoomOf) -> RedirectResponse:
    """Return the way to a claim: its place in its document."""
    found = room.record.view.claim(name)
    home = room.record.view.document(found.row["document_id"])
    part = part_of(home.document.text, found.row["trigger"][0])
    query = f"?part={part}" if part > 1 else ""
    return RedirectResponse(f"/documents/{home.id}{query}#claim-{found.id}", status_code=303)
