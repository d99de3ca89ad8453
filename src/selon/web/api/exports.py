"""Exports over the API: what is asked for, whole, in files that other programs read."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import Response, StreamingResponse

from selon.web.api.answering import READS, AnswerOf, errors
from selon.web.asking import AskedOf  # noqa: TC001
from selon.web.room import RoomOf  # noqa: TC001
from selon.web.shown.files import MEDIA, Form, Noun, read_pieces, write_file

router = APIRouter(prefix="/api/exports", tags=["exports"])
_FILES = {media: {"schema": {"type": "object" if form is Form.GEOJSON else "string"}} for form, media in MEDIA.items()}


@router.get(
    "/{noun}",
    response_class=Response,
    responses={
        **READS,
        **errors(404, 409),
        200: {"content": _FILES, "description": "The file"},
    },
)
def export(
    noun: Annotated[Noun, Path(description="What is written.")],
    room: RoomOf,
    asked: AskedOf,
    answer: AnswerOf,
    form: Annotated[Form, Query(alias="format", description="jsonl is the public contract.")] = Form.JSONL,
) -> Response:
    """Write all claims, incidents or movements that are asked for into a file; cursor and limit do nothing."""
    headers = answer.headers()
    file = write_file(room.record, noun, form, asked.filter)
    headers = {**headers, "Content-Disposition": f'attachment; filename="selon-{noun}.{form}"'}
    return StreamingResponse(read_pieces(file), media_type=MEDIA[form], headers=headers)
