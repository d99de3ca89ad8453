"""Who is cited, over the API."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response  # noqa: TC002 - FastAPI looks at it

from selon.web.api.answering import READS, AnswerOf, errors
from selon.web.api.findings import CitedShape
from selon.web.api.models import Page
from selon.web.asking import AskedOf  # noqa: TC001
from selon.web.room import RoomOf  # noqa: TC001
from selon.web.shown import lists

router = APIRouter(prefix="/api/origins", tags=["origins"], responses={**READS, **errors(409)})


@router.get("", response_model=Page[CitedShape])
def read_origins(room: RoomOf, asked: AskedOf, answer: AnswerOf) -> Response:
    """List who is cited, the most cited first; all filters count; q and source are words of their names."""
    return answer.listed(lambda: lists.list_cited(room, asked))
