"""What is checked of every request before anything is done: who asks, whether they may, and whether they meant it."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends
from fastapi.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection, Request  # noqa: TC002 - FastAPI looks at them

from selon.web.auth.sessions import read_session, user_of_token
from selon.web.auth.user import NOBODY, Role, User
from selon.web.errors import Refusal
from selon.web.room import room_of

if TYPE_CHECKING:
    from collections.abc import Callable

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_OPEN = frozenset({"/login", "/preferences"})
_OWN = frozenset({"/logout", "/account", "/account/password", "/account/tokens", "/account/tokens/revoke"})
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_HERE = frozenset({"same-origin", "none"})
_NONCE = 12


async def guard(request: Request) -> None:
    """Let a request pass, or raise a refusal: not logged in, without the right, or without the sign of a page of ours.

    Every route is under this guard: to read one needs to be a reader, to change anything a reviewer; a route that needs
    more asks for it with `needs`.
    """
    user = await run_in_threadpool(identify, request) if room_of(request).accounts else identify(request)
    if request.url.path not in _OPEN:
        check_role(user, Role.READER)
    if request.method in _SAFE:
        return
    if request.url.path not in _OPEN | _OWN:
        check_role(user, Role.REVIEWER)
    if user and user.by_token:
        _check_reach(request)
        return
    _check_origin(request)
    await _check_sign(request)


def identify(request: HTTPConnection) -> User | None:
    """Return who asks, None where nobody is logged in, and keep it with the request."""
    room = room_of(request)
    user: User | None
    if not room.accounts:
        user = User(room.user, Role.ADMIN)
    elif request.headers.get("authorization"):
        user = user_of_token(request)
    else:
        user = read_session(request)
    request.state.user = user or NOBODY
    return user


def user_of(request: HTTPConnection) -> User:
    """Return who asks; nobody, where no one is logged in."""
    user: User = getattr(request.state, "user", NOBODY)
    return user


async def _user_of(request: Request) -> User:
    """Return who asks, where the request is: without a thread of its own."""
    return user_of(request)


UserOf = Annotated[User, Depends(_user_of)]


def check_role(user: User | None, role: Role) -> None:
    """Let a user with a role pass; raises a refusal."""
    if user is None:
        raise Refusal(
            "nobody is logged in",
            status=401,
            remedy="Log in at /login, or send an API token",
            headers={"WWW-Authenticate": "Bearer"},
        )
    if not user.may(role):
        raise Refusal(f"this needs the role {role}", status=403, remedy="Ask somebody with that role")


def needs(role: str) -> Callable[[Request], None]:
    """Return a dependency that lets only users with a role pass: `dependencies=[Depends(needs("admin"))]`."""

    def check(request: Request) -> None:
        """Let users with the role pass."""
        check_role(user_of(request), Role(role))

    return check


def csrf_for(request: HTTPConnection) -> str:
    """Return the sign that a page of ours puts into its forms: a different one each time, good for this session."""
    nonce = secrets.token_hex(_NONCE // 2)
    return nonce + _signed(request, nonce)


def is_our_sign(request: HTTPConnection, given: str) -> bool:
    """Return whether a sign is one that a page of ours got in this session."""
    return hmac.compare_digest(given[_NONCE:].encode(), _signed(request, given[:_NONCE]).encode())


def _signed(request: HTTPConnection, nonce: str) -> str:
    """Return the signature under a nonce, for the session of a request."""
    key = f"csrf:{room_of(request).secret}".encode()
    said = f"{nonce}:{request.cookies.get('selon_session', '')}".encode()
    return hmac.new(key, said, hashlib.sha256).hexdigest()


def _check_reach(request: Request) -> None:
    """Let a change pass that a token may make; raises a refusal: a token that leaks must not make others."""
    if request.url.path in _OWN:
        remedy = "Log in at /login and do it there"
        raise Refusal("an API token does not reach sessions, passwords and tokens", status=403, remedy=remedy)


def _check_origin(request: Request) -> None:
    """Let a change pass that no page of another site asks for, where the browser says so; raises a refusal.

    A sign alone would not do for logging in: before that, whoever asks for the page gets one.
    """
    asked_from, origin = request.headers.get("sec-fetch-site", ""), request.headers.get("origin", "")
    ours = f"//{request.headers.get('host', '')}"
    elsewhere = asked_from not in _HERE if asked_from else origin != "" and not origin.endswith(ours)
    if elsewhere:
        remedy = "Open the room itself, and do it there"
        raise Refusal("a page of another site asks for this", status=403, where="origin", remedy=remedy)


async def _check_sign(request: Request) -> None:
    """Let a change pass that comes from a page of ours; raises a refusal."""
    given = request.headers.get("x-csrf-token", "")
    if not given and request.headers.get("content-type", "").startswith(_FORMS):
        given = str((await request.form()).get("csrf", ""))
    if not is_our_sign(request, given):
        await request.close()
        remedy = "Load the page anew and try again; a program sends an API token instead"
        raise Refusal("the sign of this page (CSRF token) is missing or too old", status=403, remedy=remedy)
