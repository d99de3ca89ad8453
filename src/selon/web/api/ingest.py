"""Ingest over the API: documents are handed in, and their reading is watched."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel
from starlette.responses import Response  # noqa: TC002 - FastAPI looks at it

from selon.web.api.answering import ERRORS, errors, json_response
from selon.web.auth.guard import UserOf  # noqa: TC001
from selon.web.room import RoomOf  # noqa: TC001
from selon.web.shown.ingest import build_reading_row
from selon.web.uploading import BODY, UploadOf

router = APIRouter(prefix="/api/ingest", tags=["ingest"])
Id = Annotated[str, Path(min_length=1, max_length=20)]


class NoteShape(BaseModel):
    """A document that could not be read, or not be used, and why."""

    name: str
    what: str
    note: str


class ReadingShape(BaseModel):
    """How far a reading is; `linked` is "unlinked" where `selon link` must be run with the record's own outlets."""

    id: str
    who: str
    made: str
    names: list[str]
    stage: str
    over: bool
    files: int
    done: int
    claims: int
    latest: str
    documents: dict[str, int]
    notes: list[NoteShape]
    more_notes: int
    step: str
    linked: str
    fault: str


class ReadingsShape(BaseModel):
    """The readings since the server was started, the latest first."""

    rows: list[ReadingShape]


@router.get("", response_model=ReadingsShape, responses=ERRORS)
def read_readings(room: RoomOf) -> Response:
    """List the readings since the server was started, the latest first."""
    return json_response({"rows": [build_reading_row(progress) for progress in room.desk.all()]})


@router.post("", status_code=202, response_model=ReadingShape, responses={**ERRORS, **errors(409)}, openapi_extra=BODY)
def hand_in(room: RoomOf, user: UserOf, upload: UploadOf) -> Response:
    """Take text files, or a zip of them, in: they are read one reading at a time; watch it at /api/ingest/{id}."""
    begun = room.desk.hand_in(room.record, upload.parcel(), user.name)
    return json_response(build_reading_row(begun), status=202)


@router.get("/{reading}", response_model=ReadingShape, responses={**ERRORS, **errors(404)})
def read_reading(reading: Id, room: RoomOf) -> Response:
    """Return how far a reading is: counts, what could not be read and why."""
    return json_response(build_reading_row(room.desk.get(reading)))
