"""The command that opens the reading room: serve."""

from __future__ import annotations

import getpass
import os
import re
import secrets
import socket
from contextlib import suppress
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlsplit

import typer

from selon.cli.options import RecordOption  # noqa: TC001 - Typer looks at it now
from selon.cli.output import say
from selon.errors import SelonError

if TYPE_CHECKING:
    from uvicorn import Server

    from selon.web.room import Room

_LOOPBACK = {"localhost": "127.0.0.1", "127.0.0.1": "127.0.0.1", "::1": "::1", "[::1]": "::1"}
_SHORTEST_SECRET = 32
_HOST = re.compile(r"[\w.{}\[\]:-]+")  # it goes into the headers that bind the browser


class Interface(StrEnum):
    """The languages of the interface."""

    FRENCH = "fr"
    ENGLISH = "en"


def add_commands(app: typer.Typer) -> None:
    """Add the command of this file to the program."""
    app.command(
        epilog="Examples:\n\nselon serve --record war.selon\n\n"
        "selon serve --record war.selon --accounts --host 0.0.0.0 --name desk.example.org --proxy 127.0.0.1"
    )(serve)


def serve(  # noqa: PLR0913 - one parameter an option
    *,
    record: RecordOption = "war.selon",
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port to listen at; 0 for any that is free.")] = 8000,
    accounts: Annotated[
        bool, typer.Option("--accounts", help="Ask for user and password; see `selon accounts`.")
    ] = False,
    name: Annotated[
        list[str] | None,
        typer.Option("--name", metavar="HOST", help="A name the room is reached under; may be repeated."),
    ] = None,
    proxy: Annotated[
        str, typer.Option(metavar="ADDRESS", help="A reverse proxy whose word on address and https is taken.")
    ] = "",
    tiles: Annotated[
        str, typer.Option(metavar="URL", help="A tile server, such as https://t.example/{z}/{x}/{y}.png.")
    ] = "",
    language: Annotated[Interface, typer.Option(help="The language of the pages, where a reader has not chosen.")] = (
        Interface.FRENCH
    ),
    user: Annotated[str, typer.Option(metavar="NAME", help="Who signs judgements, without accounts.")] = "",
) -> None:
    """Open the reading room: the record on pages, and its JSON API.

    Without accounts it is for one person on this machine, and listens nowhere else. It runs until it is stopped
    (Ctrl-C).
    """
    check_reach(host, accounts=accounts, tiles=tiles)
    from selon.record.record import Record  # noqa: PLC0415 - the record is loaded when it is needed

    with Record.open(record) as store:
        _check_accounts(store, accounts=accounts)
        with _take(_LOOPBACK.get(host, host), port) as taken:
            with suppress(SelonError):  # a store that refuses: whoever asks is told
                store.columns.follow()  # another process reads them, while this one loads the server
            import uvicorn  # noqa: PLC0415

            from selon.web.app import build_app  # noqa: PLC0415
            from selon.web.warming import warm_up  # noqa: PLC0415

            room = _build_room(
                store,
                accounts=accounts,
                user=user,
                tiles=tiles,
                language=language,
                names=[host, *(name or ())],
                proxy=proxy,
            )
            app = build_app(room, warm=True)
            warm_up(app)
            at = f"[{host}]" if ":" in host else host
            if accounts and not proxy and host not in _LOOPBACK:
                say("Passwords travel in the clear: put a web server with https before it, and name it with --proxy.")
            told = f"Selon serves {store.target} at http://{at}:{taken.getsockname()[1]}/  (stop with Ctrl-C)"
            config = uvicorn.Config(
                app,
                log_level="warning",
                server_header=False,
                proxy_headers=bool(proxy),
                forwarded_allow_ips=proxy or None,
            )
            _run(uvicorn.Server(config), taken, told)


def _run(server: Server, taken: socket.socket, told: str) -> None:
    """Run a server until it is stopped; it is announced once it listens, so that nobody waits for it to begin."""
    begin = server.startup

    async def begin_and_tell(sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen, and say where."""
        await begin(sockets=sockets)
        if server.started:
            say(told)

    server.startup = begin_and_tell  # type: ignore[method-assign] # there is no other moment to say it
    server.run(sockets=[taken])


def _take(host: str, port: int) -> socket.socket:
    """Return a socket at which the server will listen once it is ready; raises SelonError where that cannot be."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    taken = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # said to be TCP, answers leave without delay
    try:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind((host, port))
    except OSError as error:
        taken.close()
        fault = f"the server cannot listen there ({error.strerror or error})"
        raise SelonError(
            fault, where=f"{host}:{port}", remedy="Choose another --port, or stop what holds it"
        ) from error
    return taken


def check_reach(host: str, *, accounts: bool, tiles: str) -> None:
    """Let an address pass that the room may listen at; SelonError for one beyond this machine without accounts."""
    if host not in _LOOPBACK and not accounts:
        remedy = "Serve on 127.0.0.1, or make users with `selon accounts add` and serve with --accounts"
        raise SelonError("without accounts the room is for this machine only", where=f"--host {host}", remedy=remedy)
    if tiles and (urlsplit(tiles).scheme not in {"http", "https"} or not _HOST.fullmatch(urlsplit(tiles).netloc)):
        remedy = "Give an address such as https://tiles.example/{z}/{x}/{y}.png"
        raise SelonError("this is no address of tiles", where=f"--tiles {tiles}", remedy=remedy)


def _build_room(  # noqa: PLR0913 - one parameter an option
    store: Any,  # noqa: ANN401 - its type is loaded with the record
    *,
    accounts: bool,
    user: str,
    tiles: str,
    language: str,
    names: list[str],
    proxy: str,
) -> Room:
    """Return the room that the options ask for."""
    from selon.record.judgements import read_name  # noqa: PLC0415
    from selon.web.room import LOOPBACK, Room  # noqa: PLC0415

    secret = os.environ.get("SELON_SECRET", "")
    if secret and len(secret) < _SHORTEST_SECRET:
        remedy = f"Give {_SHORTEST_SECRET} random signs or more, or none: then everybody logs in anew after a restart"
        raise SelonError("the secret is too short", where="SELON_SECRET", remedy=remedy)
    hosts = LOOPBACK if not accounts else (*LOOPBACK, *(f"[{n}]" if ":" in n else n.lower() for n in names))
    return Room(
        record=store,
        accounts=accounts,
        user=read_name(user or _system_user()),
        tiles=tiles,
        language=str(language),
        hosts=hosts,
        https=bool(proxy),
        secret=secret or secrets.token_urlsafe(_SHORTEST_SECRET),
    )


def _system_user() -> str:
    """Return the name of who runs the program."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "reader"


def _check_accounts(store: Any, *, accounts: bool) -> None:  # noqa: ANN401
    """Let a room with accounts pass that somebody can enter; raises SelonError for one without users."""
    if accounts and not list(store.accounts.all()):
        remedy = f"Make one with `selon accounts add NAME --role admin --record {store.target}`"
        raise SelonError("there is no user yet", where=store.target, remedy=remedy)
