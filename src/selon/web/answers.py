"""How errors are answered: as JSON to those who ask the API, as a page to those who read."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Match

from selon.errors import RecordError, SelonError
from selon.web.errors import NotModified, Refusal
from selon.web.visit import build_visit, here, is_api

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import FastAPI
    from starlette.requests import Request

_LOG = logging.getLogger("selon.web")
# By which words of its fault an error of the record is told from one about a value that cannot be meant.
_SIGNS = {
    HTTPStatus.SERVICE_UNAVAILABLE: ("the record's file",),
    HTTPStatus.CONFLICT: ("not linked", " already", "was withdrawn by", "has another judgement"),
    HTTPStatus.NOT_FOUND: (
        "there is no claim",
        "there is no document",
        "there is no incident",
        "there is no judgement",
        "there is no account",
        "there is no such token",
        " fits several ",
    ),
}
_REMEDIES = {
    400: "Look at the address and at what is sent",
    401: "Log in, or send an API token",
    403: "Ask somebody with the right to do this",
    404: "Look at the address; /help and /api/docs list what there is",
    405: "Use one of the methods that are allowed here",
    413: "Send less at once",
    415: "Send JSON",
}


def add_handlers(app: FastAPI) -> None:
    """Let the app tell every error in the one shape."""
    app.add_exception_handler(SelonError, tell_selon_error)
    app.add_exception_handler(RequestValidationError, tell_invalid)
    app.add_exception_handler(HTTPException, tell_http_error)
    app.add_exception_handler(Exception, tell_crash)


async def tell_selon_error(request: Request, error: Exception) -> Response:
    """Return the answer to a refusal, or to an error of the record."""
    if isinstance(error, NotModified):
        return Response(status_code=304, headers=error.headers)
    if not isinstance(error, SelonError):
        return await tell_crash(request, error)
    status = error.status if isinstance(error, Refusal) else _status_of(error)
    if status == HTTPStatus.UNAUTHORIZED and not is_api(request):
        return RedirectResponse(f"/login?next={here(request)}", status_code=303)
    headers = error.headers if isinstance(error, Refusal) else {}
    where = "" if isinstance(error, RecordError) and "/" in error.where else error.where
    return _answer(request, status, what=error.fault, where=where, remedy=error.remedy, headers=headers)


async def tell_invalid(request: Request, error: Exception) -> Response:
    """Return the answer to parameters or a body that cannot be meant."""
    first: Mapping[str, Any] = {}
    if isinstance(error, RequestValidationError) and error.errors():
        first = error.errors()[0]
    where = ".".join(str(part) for part in first.get("loc", ()))
    what = str(first.get("msg", "this cannot be read")).removeprefix("Value error, ")
    return _answer(request, 422, what=what, where=where, remedy="See /api/docs for what may stand here")


async def tell_http_error(request: Request, error: Exception) -> Response:
    """Return the answer to an error that the framework raises: no such address, no such method."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    headers = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = ", ".join(_methods_at(request))
    what = HTTPStatus(status).phrase.lower()
    return _answer(
        request, status, what=what, where=request.url.path, remedy=_REMEDIES.get(status, ""), headers=headers
    )


async def tell_crash(request: Request, error: Exception) -> Response:
    """Return the answer to a fault of ours; what it was is written to the log and not told."""
    _LOG.error("%s %s failed", request.method, request.url.path, exc_info=error)
    remedy = "Try again; if it comes back, tell us what you did, with the log of the server"
    return _answer(request, 500, what="the server failed", where=request.url.path, remedy=remedy)


def _methods_at(request: Request) -> list[str]:
    """Return the methods that are allowed at the address of a request, over all routes."""
    here = [route for route in request.app.state.routes if route.matches(request.scope)[0] is not Match.NONE]
    return sorted({method for route in here for method in getattr(route, "methods", None) or ()})


def _status_of(error: SelonError) -> int:
    """Return the HTTP status of an error of the record: unknown, several, not linked, out of order."""
    if isinstance(error, RecordError) and error.__cause__ is not None:  # the database refused
        return HTTPStatus.SERVICE_UNAVAILABLE
    for status, signs in _SIGNS.items():
        if any(sign in error.fault for sign in signs):
            return status
    return HTTPStatus.UNPROCESSABLE_ENTITY


def _answer(  # noqa: PLR0913 - the parts of an error
    request: Request, status: int, *, what: str, where: str, remedy: str, headers: Mapping[str, str] | None = None
) -> Response:
    """Return an error as JSON for the API, as a page elsewhere."""
    error = {"what": what, "where": where, "remedy": remedy}
    if is_api(request):
        return JSONResponse({"error": error}, status_code=status, headers=headers)
    answer = build_visit(request).page("error.html", status=status, error=error, code=status)
    answer.headers.update(headers or {})
    return answer
