"""Sessions in signed cookies, and API tokens: how a request tells who it is from."""

from __future__ import annotations

import hashlib
import secrets
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from itsdangerous import BadSignature, URLSafeTimedSerializer

from selon.errors import SelonError
from selon.web.auth.user import Role, User
from selon.web.room import room_of

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection
    from starlette.responses import Response

    from selon.web.room import Room

SESSION_COOKIE = "selon_session"
LONGEST_SESSION = 12 * 3600
TOKEN_PREFIX = "selon_"  # noqa: S105 - a prefix by which a leaked token is recognised


def _serializer(room: Room) -> URLSafeTimedSerializer:
    """Return what signs sessions."""
    return URLSafeTimedSerializer(room.secret, salt="selon session")


def start_session(answer: Response, room: Room, account: Any) -> None:  # noqa: ANN401 - a row of the record
    """Log somebody in: the answer carries a signed cookie that goes stale when the password is changed."""
    content = {"name": account.name, "stamp": _stamp(account), "id": secrets.token_hex(8)}
    answer.set_cookie(
        SESSION_COOKIE,
        _serializer(room).dumps(content),
        max_age=LONGEST_SESSION,
        httponly=True,
        samesite="lax",
        secure=room.https,
    )


def end_session(request: HTTPConnection, answer: Response) -> None:
    """Log somebody out: the cookie is taken back, and is no longer good should it be kept, here or at another server.

    In a record that cannot be written to, this server alone knows.
    """
    if read_session(request) and (content := _content(request)):
        request.app.state.ended.add(content["id"])
        with suppress(SelonError):
            room_of(request).record.accounts.end_session(_digest_of_session(content), content["name"])
    answer.delete_cookie(SESSION_COOKIE, httponly=True, samesite="lax", secure=room_of(request).https)


def read_session(request: HTTPConnection) -> User | None:
    """Return who is logged in, None where nobody is."""
    content = _content(request)
    if content is None or content["id"] in request.app.state.ended:
        return None
    accounts = room_of(request).record.accounts
    account = accounts.get(content["name"])
    if account is None or accounts.has_ended(_digest_of_session(content)):
        return None
    if not secrets.compare_digest(_stamp(account), str(content["stamp"])):
        return None
    return User(account.name, Role(account.role))


def user_of_token(request: HTTPConnection) -> User | None:
    """Return whose API token a request carries, None where it is not known."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.startswith(TOKEN_PREFIX):
        return None
    found = room_of(request).record.accounts.token(digest_of(token.strip()))
    account = room_of(request).record.accounts.get(found.account) if found else None
    return User(account.name, Role(account.role), by_token=True) if account else None


def new_token() -> str:
    """Return a new API token; only its digest is kept."""
    return TOKEN_PREFIX + secrets.token_urlsafe(32)


def digest_of(token: str) -> str:
    """Return the digest under which a token is kept: a token is long and random, so a plain digest is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def _digest_of_session(content: dict[str, Any]) -> str:
    """Return the digest under which it is kept that a session was ended."""
    return digest_of(f"session {content['id']}")


def _content(request: HTTPConnection) -> dict[str, Any] | None:
    """Return what a session cookie says, None where there is none that we signed."""
    try:
        content = _serializer(room_of(request)).loads(request.cookies.get(SESSION_COOKIE, ""), max_age=LONGEST_SESSION)
    except BadSignature:
        return None
    return content if isinstance(content, dict) else None


def _stamp(account: Any) -> str:  # noqa: ANN401
    """Return a digest of an account's password hash and role: a session ends when either is changed."""
    return hashlib.sha256(f"{account.password}:{account.role}".encode()).hexdigest()[:16]
