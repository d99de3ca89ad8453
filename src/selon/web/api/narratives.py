"""Narratives, over the API."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response  # noqa: TC002 - FastAPI looks at it

from selon.web.api.answering import READS, AnswerOf, errors
from selon.web.api.findings import NarrativeShape
from selon.web.api.models import Page
from selon.web.asking import AskedOf  # noqa: TC001
from selon.web.room import RoomOf  # noqa: TC001
from selon.web.shown import lists

router = APIRouter(prefix="/api/narratives", tags=["narratives"], responses={**READS, **errors(409)})


@router.get("", response_model=Page[NarrativeShape])
def read_narratives(room: RoomOf, asked: AskedOf, answer: AnswerOf) -> Response:
    """List the patterns that come back over documents: who does what to whom, told or denied by whom."""
    return answer.listed(lambda: lists.list_narratives(room, asked))
