"""Refusals of the reading room, and the one shape in which every error is told.

Refusal (a SelonError with an HTTP status)
└── NotModified   what was asked for is as it was: status 304, no body

An answer of the API that is not a success is `{"error": {"what": …, "where": …, "remedy": …}}`; a page tells the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel

from selon.errors import SelonError

if TYPE_CHECKING:
    from collections.abc import Mapping


class ErrorText(BaseModel):
    """What went wrong, where, and what to do."""

    what: str
    where: str
    remedy: str


class ErrorBody(BaseModel):
    """The one shape of an error."""

    error: ErrorText


class Refusal(SelonError):  # noqa: N818 - an answer to somebody, not a fault of ours
    """A request that is refused, with its HTTP status."""

    def __init__(
        self, fault: str, *, status: int, where: str = "", remedy: str = "", headers: Mapping[str, str] | None = None
    ) -> None:
        self.status, self.headers = status, dict(headers or {})
        super().__init__(fault, where=where, remedy=remedy)


class NotModified(Refusal):
    """What was asked for is as it was."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        super().__init__("it is as it was", status=304, headers=headers)
