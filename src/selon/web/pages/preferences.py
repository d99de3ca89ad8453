"""Preferences: language and theme, kept in cookies; links set them, so no script is needed."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from starlette.responses import RedirectResponse

from selon.web.room import RoomOf  # noqa: TC001 - FastAPI looks at it
from selon.web.visit import LANGUAGE_COOKIE, THEME_COOKIE

router = APIRouter(include_in_schema=False)
_YEAR = 365 * 24 * 3600


@router.get("/preferences")
def set_preferences(
    room: RoomOf,
    lang: Literal["", "fr", "en"] = "",
    theme: Literal["", "auto", "light", "dark"] = "",
    back: Annotated[str, Query(alias="next", max_length=8192)] = "/",
) -> RedirectResponse:
    """Return to the page that was left, with the language or theme chosen."""
    answer = RedirectResponse(local_path(back), status_code=303)
    for name, value in ((LANGUAGE_COOKIE, lang), (THEME_COOKIE, theme)):
        if value:
            answer.set_cookie(name, value, max_age=_YEAR, httponly=True, samesite="lax", secure=room.https)
    return answer


def local_path(address: str) -> str:
    r"""Return an address within this room, "/" for any other.

    >>> local_path("/incidents/41c0?lang=fr"), local_path("//elsewhere.example"), local_path("/\\elsewhere.example")
    ('/incidents/41c0?lang=fr', '/', '/')
    """
    inside = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if inside else "/"
