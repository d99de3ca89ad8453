"""Judgements over the API: listed, added, withdrawn; never changed, never deleted."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import Response  # noqa: TC002 - FastAPI looks at it

from selon.record.judged import build_judgement_row
from selon.web.api.answering import ERRORS, READS, AnswerOf, errors, json_response
from selon.web.api.models import JudgementGiven, JudgementsAdded, JudgementShape, Page
from selon.web.asking import AskedOf  # noqa: TC001
from selon.web.auth.guard import UserOf  # noqa: TC001
from selon.web.errors import Refusal
from selon.web.paging import leaf_of
from selon.web.room import RoomOf  # noqa: TC001

router = APIRouter(prefix="/api/judgements", tags=["judgements"])
Subject = Annotated[str, Query(max_length=64, description="Only those on this claim, or pair of claims.")]


@router.get("", response_model=Page[JudgementShape], responses=READS)
def read_judgements(room: RoomOf, asked: AskedOf, answer: AnswerOf, subject: Subject = "") -> Response:
    """List the judgements, withdrawn ones too, the earliest first; of one subject or of all."""
    judgements = room.record.judgements

    def find() -> dict[str, object]:
        found = judgements.history(subject) if subject else room.keep("judgements", judgements.all)
        page = leaf_of(found, cursor=asked.cursor, limit=asked.limit, of=f"judgements {subject}")
        rows = [build_judgement_row(judgement) for judgement in page.rows]
        return {"rows": rows, "next": page.next_cursor or None, "total": page.total}

    return answer.of(find)


@router.post("", status_code=201, response_model=JudgementsAdded, responses={**ERRORS, **errors(404, 409)})
def add_judgement(room: RoomOf, user: UserOf, given: JudgementGiven) -> Response:
    """Add a judgement, signed by who is logged in; the same on several subjects at once, all or none."""
    subjects = given.subjects or [given.subject]
    if given.subjects and given.subject:
        remedy = "Give `subject` for one, `subjects` for several"
        raise Refusal("both subject and subjects are given", status=422, where="body", remedy=remedy)
    added = room.record.judgements.add_all(
        given.kind, subjects, who=user.name, field=given.field, value=given.value, note=given.note
    )
    return json_response({"judgements": [build_judgement_row(judgement) for judgement in added]}, status=201)


@router.post("/{judgement}/withdraw", response_model=JudgementShape, responses={**ERRORS, **errors(404, 409)})
def withdraw_judgement(room: RoomOf, user: UserOf, judgement: Annotated[str, Path(max_length=64)]) -> Response:
    """Withdraw a judgement; it stays in the record, with who withdrew it and when."""
    return json_response(build_judgement_row(room.record.judgements.withdraw(judgement, user.name)))
