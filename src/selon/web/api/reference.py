"""What the API can be asked: the OpenAPI description, and a page of our own that shows it without any network."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request  # noqa: TC002 - FastAPI looks at it
from starlette.responses import HTMLResponse, Response  # noqa: TC002

from selon.web.api.answering import json_response
from selon.web.shown.reference import build_reference
from selon.web.visit import VisitOf  # noqa: TC001

router = APIRouter(prefix="/api", include_in_schema=False)


@router.get("/openapi.json")
def read_openapi(request: Request) -> Response:
    """Return the OpenAPI description of the API."""
    return json_response(request.app.openapi())


@router.get("/docs")
def show_reference(visit: VisitOf) -> HTMLResponse:
    """Return the page that shows what the API can be asked."""
    return visit.page("reference.html", reference=build_reference(visit.request.app.openapi()))
