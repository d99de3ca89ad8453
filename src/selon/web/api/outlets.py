"""Who publishes, over the API."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response  # noqa: TC002 - FastAPI looks at it

from selon.web.api.answering import READS, AnswerOf, errors
from selon.web.api.findings import OutletShape
from selon.web.api.models import Page
from selon.web.asking import AskedOf  # noqa: TC001
from selon.web.room import RoomOf  # noqa: TC001
from selon.web.shown import lists

router = APIRouter(prefix="/api/outlets", tags=["outlets"], responses={**READS, **errors(409)})


@router.get("", response_model=Page[OutletShape])
def read_outlets(room: RoomOf, asked: AskedOf, answer: AnswerOf) -> Response:
    """List who publishes: how much, on how many origins, how often hedged."""
    return answer.listed(lambda: lists.list_outlets(room, asked))
