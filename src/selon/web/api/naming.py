"""Naming over the API: how outlets call actors, and which words they choose for acts."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response  # noqa: TC002 - FastAPI looks at it

from selon.web.api.answering import READS, AnswerOf
from selon.web.api.findings import LabelShape, WordShape
from selon.web.api.models import Page
from selon.web.asking import AskedOf  # noqa: TC001
from selon.web.room import RoomOf  # noqa: TC001
from selon.web.shown import lists

router = APIRouter(prefix="/api/naming", tags=["naming"], responses=READS)


@router.get("", response_model=Page[LabelShape])
def read_labels(room: RoomOf, asked: AskedOf, answer: AnswerOf) -> Response:
    """List what each outlet calls each actor, in its own voice and in quotes apart; `actor` is an id here."""
    return answer.listed(lambda: lists.list_labels(room, asked))


@router.get("/words", response_model=Page[WordShape])
def read_words(room: RoomOf, asked: AskedOf, answer: AnswerOf) -> Response:
    """List how often each outlet chooses the loaded and the plain word of a pair."""
    return answer.listed(lambda: lists.list_word_choices(room, asked))
