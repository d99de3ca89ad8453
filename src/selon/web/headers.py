"""What stands between the network and the pages: names of hosts, limits, and headers that bind the browser."""

from __future__ import annotations

from asyncio import wait_for
from typing import TYPE_CHECKING

from starlette.datastructures import MutableHeaders
from starlette.responses import JSONResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from selon.web.room import Room

LONGEST_QUERY = 8192
LARGEST_BODY = 1_000_000
LARGEST_UPLOAD = 300_000_000
PATIENCE = 30.0  # seconds in which the next piece of a body has to come
_UPLOADS = ("/ingest", "/api/ingest")


class Threshold:
    """Refuses requests that are not for this room or too large, and puts the security headers on every answer."""

    def __init__(self, app: ASGIApp, room: Room) -> None:
        """Stand before an app."""
        self._app, self._room = app, room
        self._headers = security_headers(room)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it with a refusal."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        most = LARGEST_UPLOAD if scope["path"].startswith(_UPLOADS) else LARGEST_BODY
        fault = self._fault(scope, headers, most)

        async def send_with_headers(message: Message) -> None:
            """Send a message, the first one with the security headers."""
            if message["type"] == "http.response.start":
                answer = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    answer.setdefault(name, value)
            await send(message)

        if fault:
            status, what, remedy = fault
            error = {"what": what, "where": "request", "remedy": remedy}
            await JSONResponse({"error": error}, status_code=status)(scope, receive, send_with_headers)
            return
        await self._app(scope, _limited(receive, most), send_with_headers)

    def _fault(self, scope: Scope, headers: dict[bytes, bytes], most: int) -> tuple[int, str, str] | None:
        """Return status, fault and remedy of a request that is refused here, None for any other."""
        host = headers.get(b"host", b"").decode("latin-1")
        if _name_of(host) not in self._room.hosts:
            return 400, "this room is not known under that name", "Ask under a name given with --host"
        if len(scope["query_string"]) > LONGEST_QUERY:
            return 414, "the address is too long", "Ask for less at once"
        length = headers.get(b"content-length", b"0")
        if not length.isdigit():
            return 400, "the length of the body is no number", "Send the length of the body"
        if int(length) > most:
            return 413, f"the body is larger than {most} bytes", "Send less at once"
        return None


def _name_of(host: str) -> str:
    """Return the name in a Host header, without the port.

    >>> _name_of("localhost:8000"), _name_of("[::1]:8000")
    ('localhost', '[::1]')
    """
    if host.startswith("["):
        return host[: host.find("]") + 1].lower()
    return host.partition(":")[0].lower()


def _limited(receive: Receive, most: int) -> Receive:
    """Return the body of a request, cut off where it is larger or slower than it may be: as if the sender had gone."""
    seen, whole = 0, False

    async def limited() -> Message:
        """Return the next piece of the body."""
        nonlocal seen, whole
        try:
            message = await wait_for(receive(), None if whole else PATIENCE)
        except TimeoutError:
            return {"type": "http.disconnect"}
        if message["type"] == "http.request":
            seen += len(message.get("body", b""))
            whole = not message.get("more_body", False)
            if seen > most:
                return {"type": "http.disconnect"}
        return message

    return limited


def security_headers(room: Room) -> dict[str, str]:
    """Return the headers that bind the browser: nothing but our own files is run, shown, framed or sent to."""
    tiles = f" {room.tile_host}" if room.tile_host else ""
    policy = {
        "default-src": "'self'",
        "img-src": f"'self' data:{tiles}",
        "style-src": "'self'",
        "script-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
        "form-action": "'self'",
    }
    headers = {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    }
    return headers | ({"Strict-Transport-Security": "max-age=31536000"} if room.https else {})
