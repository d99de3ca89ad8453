"""Movements, over the API."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response  # noqa: TC002 - FastAPI looks at it

from selon.web.api.answering import READS, AnswerOf, errors
from selon.web.api.findings import MovementShape
from selon.web.api.models import Page
from selon.web.asking import AskedOf  # noqa: TC001
from selon.web.room import RoomOf  # noqa: TC001
from selon.web.shown import lists

router = APIRouter(prefix="/api/movements", tags=["movements"], responses={**READS, **errors(409)})


@router.get("", response_model=Page[MovementShape])
def read_movements(room: RoomOf, asked: AskedOf, answer: AnswerOf) -> Response:
    """List the movements, each as one claim tells it, with the points of both ends."""
    return answer.listed(lambda: lists.list_movements(room, asked))
