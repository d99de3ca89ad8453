"""Claims over the API: lists, one claim whole, and its history."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import Response  # noqa: TC002 - FastAPI looks at it

from selon.web.api.answering import READS, AnswerOf, errors
from selon.web.api.models import ClaimShape, ClaimWhole, JudgementShape, Page
from selon.web.asking import AskedOf  # noqa: TC001
from selon.web.room import RoomOf  # noqa: TC001
from selon.web.shown.whole import build_whole_claim, list_claims, list_history

router = APIRouter(prefix="/api/claims", tags=["claims"], responses=READS)
Id = Annotated[str, Path(max_length=64, description="The id of a claim, or its beginning.")]


@router.get("", response_model=Page[ClaimShape], responses=errors(409))
def read_claims(room: RoomOf, asked: AskedOf, answer: AnswerOf) -> Response:
    """List the claims that are asked for, as judged, by day of publication, document and place in it."""
    return answer.texts(lambda: list_claims(room.record, asked))


@router.get("/{claim}", response_model=ClaimWhole, responses=errors(404))
def read_claim(claim: Id, room: RoomOf, answer: AnswerOf) -> Response:
    """Show one claim as judged, with who read it, on whose word it rests, and the incidents it is in."""
    return answer.of(lambda: build_whole_claim(room.record, claim))


@router.get("/{claim}/history", response_model=Page[JudgementShape], responses=errors(404))
def read_history(claim: Id, room: RoomOf, answer: AnswerOf) -> Response:
    """List all that was said of a claim, withdrawn judgements too, the earliest first."""

    def find() -> dict[str, object]:
        rows = list_history(room.record, claim)
        return {"rows": rows, "next": None, "total": len(rows)}

    return answer.of(find)
