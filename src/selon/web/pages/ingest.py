"""The pages of ingest: documents are handed in, and their reading is watched."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import HTMLResponse, RedirectResponse, Response

from selon.web.errors import Refusal
from selon.web.parcel import MOST_FILES, MOST_UNPACKED
from selon.web.shown.ingest import build_ingest, show_reading
from selon.web.uploading import UploadOf  # noqa: TC001 - FastAPI looks at it
from selon.web.visit import Visit, VisitOf  # noqa: TC001

router = APIRouter(include_in_schema=False)
Id = Annotated[str, Path(min_length=1, max_length=20)]


@router.get("/ingest")
def show_ingest(visit: VisitOf) -> HTMLResponse:
    """Return the page at which documents are handed in."""
    return _page(visit)


@router.post("/ingest")
def hand_in(visit: VisitOf, upload: UploadOf) -> Response:
    """Take documents in, and go to the page of their reading; tell on this page what may not be taken in."""
    try:
        parcel = upload.parcel()
    except Refusal as refusal:
        return _page(visit, refusal)
    begun = visit.room.desk.hand_in(visit.room.record, parcel, visit.user.name)
    return RedirectResponse(f"/ingest/{begun.id}", status_code=303)


@router.get("/ingest/{name}")
def show_one(name: Id, visit: VisitOf) -> HTMLResponse:
    """Return the page of one reading; it loads itself anew until the reading is over."""
    return visit.page("reading.html", reading=show_reading(visit.room.desk.get(name), visit.t))


def _page(visit: Visit, refusal: Refusal | None = None) -> HTMLResponse:
    """Return the page at which documents are handed in, with what was refused."""
    return visit.page(
        "ingest.html",
        status=refusal.status if refusal else 200,
        ingest=build_ingest(visit.room.record, visit.room.desk.all(), visit.t),
        refusal=refusal,
        may=visit.user.may("reviewer"),
        most_files=MOST_FILES,
        most_megabytes=MOST_UNPACKED // 1_000_000,
    )
