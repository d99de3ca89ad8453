"""Search, over the API."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response  # noqa: TC002 - FastAPI looks at it

from selon.web.api.answering import READS, AnswerOf
from selon.web.api.findings import HitShape
from selon.web.api.models import Page
from selon.web.asking import AskedOf  # noqa: TC001
from selon.web.room import RoomOf  # noqa: TC001
from selon.web.shown import lists

router = APIRouter(prefix="/api/search", tags=["search"], responses=READS)


@router.get("", response_model=Page[HitShape])
def read_search(room: RoomOf, asked: AskedOf, answer: AnswerOf) -> Response:
    """List the documents that hold all words of q, the best first; accents and capitals do not matter."""
    return answer.listed(lambda: lists.search(room, asked))
