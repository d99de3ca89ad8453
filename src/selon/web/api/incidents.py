"""Incidents over the API: lists, points for maps and timelines, and one incident whole."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path
from starlette.responses import Response  # noqa: TC002 - FastAPI looks at it

from selon.web.api.answering import READS, AnswerOf, errors
from selon.web.api.models import IncidentShape, IncidentWhole, Page
from selon.web.asking import AskedOf  # noqa: TC001
from selon.web.room import RoomOf  # noqa: TC001
from selon.web.shown.whole import build_whole_incident, list_incidents
from selon.web.warming import keep_points

router = APIRouter(prefix="/api/incidents", tags=["incidents"], responses={**READS, **errors(409)})
Id = Annotated[str, Path(max_length=64, description="The id of an incident, or its beginning.")]


@router.get("", response_model=Page[IncidentShape])
def read_incidents(room: RoomOf, asked: AskedOf, answer: AnswerOf) -> Response:
    """List the incidents that are asked for, by day; with as_of, as they were known on that day."""
    return answer.texts(lambda: list_incidents(room.record, asked))


@router.get("/points", response_model=dict[str, Any])
def read_points(room: RoomOf, asked: AskedOf, answer: AnswerOf) -> Response:
    """Show all incidents that are asked for, in columns, as maps and timelines draw them."""
    return answer.once(lambda: keep_points(room, asked.filter))


@router.get("/{incident}", response_model=IncidentWhole, responses=errors(404))
def read_incident(incident: Id, room: RoomOf, asked: AskedOf, answer: AnswerOf) -> Response:
    """Show one incident: origins, tolls, denials, grades, its claims with their sentences, shared passages."""
    return answer.of(lambda: build_whole_incident(room.record, incident, asked.as_of))
