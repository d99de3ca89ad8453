"""Documents over the API."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import Response  # noqa: TC002 - FastAPI looks at it

from selon.web.api.answering import READS, AnswerOf, errors
from selon.web.api.findings import DocumentShape, DocumentWhole
from selon.web.api.models import Page
from selon.web.asking import AskedOf  # noqa: TC001
from selon.web.room import RoomOf  # noqa: TC001
from selon.web.shown.lists import list_documents
from selon.web.shown.whole import build_whole_document

router = APIRouter(prefix="/api/documents", tags=["documents"], responses=READS)
Name = Annotated[str, Path(max_length=400, description="The name of a document, its id, or the beginning of it.")]


@router.get("", response_model=Page[DocumentShape])
def read_documents(room: RoomOf, asked: AskedOf, answer: AnswerOf) -> Response:
    """List the documents by day of publication: of an outlet, of days, or with the words of q in their names."""
    return answer.listed(lambda: list_documents(room.record, asked))


@router.get("/{document:path}", response_model=DocumentWhole, responses=errors(404))
def read_document(document: Name, room: RoomOf, answer: AnswerOf) -> Response:
    """Show one document with its text as published."""
    return answer.of(lambda: build_whole_document(room.record, document))
