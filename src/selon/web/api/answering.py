"""How the API answers: JSON with an ETag, 304 where nothing changed, and the responses that every route declares."""

from __future__ import annotations

import json
from dataclasses import dataclass
from gzip import compress, decompress
from typing import TYPE_CHECKING, Annotated, Any, Protocol

from fastapi import Depends, Header
from pydantic_core import PydanticSerializationError, to_json
from starlette.requests import Request  # noqa: TC002 - FastAPI looks at it
from starlette.responses import Response

from selon.values import digest
from selon.web.errors import ErrorBody, NotModified
from selon.web.room import Room, room_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_COMPRESSION = 1  # a little larger, and three times as quick
_TELLS = {
    400: "The request cannot be read",
    401: "Nobody is logged in",
    403: "The right, or the sign of a page of ours, is missing",
    404: "There is no such thing",
    409: "Not possible as the record stands: it is not linked, or it was done already",
    413: "The body is too large",
    414: "The address is too long",
    422: "A parameter or the body cannot be meant",
    500: "The server failed",
    503: "The record does not answer",
}


def errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return these error responses as routes declare them."""
    return {status: {"model": ErrorBody, "description": _TELLS[status]} for status in statuses}


ERRORS = errors(400, 401, 403, 413, 414, 422, 500, 503)
READS: dict[int | str, dict[str, Any]] = {**ERRORS, 304: {"description": "It is as it was"}}


class Listed(Protocol):
    """A page of a list, wherever it comes from."""

    @property
    def rows(self) -> Sequence[Any]:
        """The rows of the page."""

    @property
    def next_cursor(self) -> str:
        """The cursor of the next page, "" after the last."""

    @property
    def total(self) -> int:
        """How many rows there are in all."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Builds the answer to one request, with the ETag of the state in which the record is.

    All of it is done where the route runs, in one thread; each of these raises NotModified where the asker has the
    answer already.
    """

    room: Room
    question: str
    had: str
    packed: bool

    def once(self, find: Callable[[], object]) -> Response:
        """Return a value as JSON, found and packed once for all who ask the same while the record stays as it is."""
        return self._packed(lambda: encode(find()))

    def _packed(self, write: Callable[[], bytes]) -> Response:
        """Return what is written, packed once for all who ask the same while the record stays as it is."""
        state = self.room.state()
        told = self.headers(state)

        def pack() -> bytes:
            with self.room.turns.take():
                return compress(write(), _COMPRESSION, mtime=0)

        body = self.room.answers.get(state, self.question, pack)
        if not self.packed:
            return Response(decompress(body), headers=told, media_type="application/json")
        headers = {**told, "Content-Encoding": "gzip", "Vary": f"{told['Vary']}, Accept-Encoding"}
        return Response(body, headers=headers, media_type="application/json")

    def headers(self, state: str = "") -> dict[str, str]:
        """Return the headers of every answer that reads; raises NotModified where the asker has the answer already.

        `state` is that of the record, asked for now where it is not given.
        """
        etag = f'W/"{digest("answer", state or self.room.state(), self.question)}"'
        headers = {"ETag": etag, "Cache-Control": "private, no-cache", "Vary": "Cookie, Authorization"}
        if self.had and _matches(etag, self.had.split(",")):
            raise NotModified(headers)
        return headers

    def of(self, find: Callable[[], object]) -> Response:
        """Return a value as JSON, found anew."""
        headers = self.headers()
        return json_response(find(), headers=headers)

    def listed(self, find: Callable[[], Listed]) -> Response:
        """Return a page of a list, as `once` does."""

        def read() -> object:
            page = find()
            return {"rows": page.rows, "next": page.next_cursor or None, "total": page.total}

        return self.once(read)

    def texts(self, find: Callable[[], Listed]) -> Response:
        """Return a page of a list whose rows are JSON already, as `listed` does."""

        def read() -> bytes:
            page = find()
            following = json.dumps(page.next_cursor or None)
            return f'{{"rows":[{",".join(page.rows)}],"next":{following},"total":{page.total}}}'.encode(
                "utf-8", "replace"
            )

        return self._packed(read)


async def answer_of(
    request: Request,
    if_none_match: Annotated[
        str | None, Header(max_length=400, description="An ETag: 304 where nothing changed since.")
    ] = None,
) -> Answer:
    """Return what answers a request."""
    packed = "gzip" in request.headers.get("accept-encoding", "")
    return Answer(room_of(request), f"{request.url.path}?{request.url.query}", if_none_match or "", packed)


AnswerOf = Annotated[Answer, Depends(answer_of)]


def json_response(content: object, *, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """Return a value as JSON."""
    return Response(encode(content), status_code=status, headers=headers, media_type="application/json")


def encode(content: object) -> bytes:
    r"""Return a value as JSON in UTF-8, also where a document holds letters that cannot be encoded.

    >>> encode({"text": "a\ud800"})
    b'{"text":"a?"}'
    """
    try:
        return to_json(content, serialize_unknown=True)
    except PydanticSerializationError:  # half a character: what is left of it is told by a question mark
        body = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=str)
        return body.encode("utf-8", "replace")


def _matches(etag: str, given: Sequence[str]) -> bool:
    """Return whether one of the ETags given is this one, as weak ETags are compared."""
    return any(item.strip() in {"*", etag, etag.removeprefix("W/")} for item in given)
