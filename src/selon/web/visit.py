"""A visit: who asks, in which language and theme, and how a page is rendered for them."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import quote, urlencode

from fastapi import Depends
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request  # noqa: TC002 - FastAPI looks at it
from starlette.responses import HTMLResponse

from selon.web.asking import build_address
from selon.web.auth.guard import csrf_for, user_of
from selon.web.auth.user import User  # noqa: TC001 - a field of a dataclass that FastAPI looks at
from selon.web.room import Room, room_of
from selon.web.shown.days import say_day, say_days
from selon.web.shown.faults import say_fault
from selon.web.shown.figures import say_range
from selon.web.shown.form import build_form
from selon.web.shown.place_names import Placed
from selon.web.shown.plain import plain
from selon.web.shown.voices import say_actor, say_origin
from selon.web.words import LANGUAGES, Words

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection

    from selon.web.asking import Asked
    from selon.web.shown.form import Form

HERE = Path(__file__).parent
STATIC = HERE / "static"
THEMES = ("auto", "light", "dark")
LANGUAGE_COOKIE, THEME_COOKIE = "selon_lang", "selon_theme"
_YEAR = 365 * 24 * 3600

# The pages of the header, in its order: key of the words, address.
NAVIGATION = (
    ("overview", "/"),
    ("documents", "/documents"),
    ("review", "/review"),
    ("origins", "/origins"),
    ("outlets", "/outlets"),
    ("narratives", "/narratives"),
    ("naming", "/naming"),
    ("movements", "/movements"),
    ("search", "/search"),
    ("ingest", "/ingest"),
    ("help", "/help"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Who asks, in which language and theme."""

    request: Request
    room: Room
    user: User
    words: Words
    theme: str

    @property
    def language(self) -> str:
        """The language of the page."""
        return self.words.language

    def t(self, key: str, n: float | None = None, /, **values: object) -> str:
        """Return words of the interface, as `Words.t` does."""
        return self.words.t(key, n, **values)

    def day(self, day: str) -> str:
        """Return a day in words, and as it was given where it is none."""
        try:
            return say_day(day, self.t)
        except ValueError:
            return day

    @property
    def placed(self) -> Placed:
        """What names places in the language of the page."""
        return Placed(self.room, self.language)

    def form(self, asked: Asked) -> Form:
        """Return the form of filters with what is asked for."""
        return build_form(asked, self.t, self.address, self.room.camps())

    def address(self, path: str = "", /, **changes: object) -> str:
        """Return the address of a page with the query of this one, changed so; None takes a parameter out."""
        return build_address(path or self.request.url.path, self.request.query_params.multi_items(), **changes)

    def page(self, template: str, *, status: int = 200, **model: object) -> HTMLResponse:
        """Return a page: the template, filled with the view model."""
        environment: Environment = self.request.app.state.templates
        html = environment.get_template(template).render(**self._frame(), **model)
        answer = HTMLResponse(html, status_code=status, headers={"Cache-Control": "private, no-cache"})
        if self.request.query_params.get("lang") == self.language:
            secure = self.room.https
            answer.set_cookie(
                LANGUAGE_COOKIE, self.language, max_age=_YEAR, httponly=True, samesite="lax", secure=secure
            )
        return answer

    def _frame(self) -> dict[str, Any]:
        """Return what every template may use."""
        return {
            "t": self.t,
            "knows": self.words.knows,
            "number": self.words.number,
            "address": self.address,
            "language": self.language,
            "languages": LANGUAGES,
            "theme": self.theme,
            "themes": THEMES,
            "user": self.user,
            "room": self.room,
            "csrf": csrf_for(self.request),
            "navigation": NAVIGATION,
            "path": self.request.url.path,
            "here": here(self.request),
            "as_of": self.request.query_params.get("as_of", ""),
            "day": self.day,
            "days": lambda start, end: say_days(start, end, self.t),
            "placed": self.placed,
            "quoted": lambda words: self.t("base.quoted", words=plain(words)),
            "fault_of": lambda note: say_fault(note, self.t),
            "acting": lambda actor: say_actor(actor, self.t),
            "called": lambda label: say_origin(label, self.t),
            "range_of": lambda bounds: say_range(bounds, self.t),
        }


def build_visit(request: Request) -> Visit:
    """Return the visit of a request."""
    room = room_of(request)
    chosen = [request.query_params.get("lang"), request.cookies.get(LANGUAGE_COOKIE), room.language]
    language = next(name for name in (*chosen, LANGUAGES[0]) if name in LANGUAGES)
    theme = request.cookies.get(THEME_COOKIE, "")
    words: Words = request.app.state.words[language]
    return Visit(
        request=request, room=room, user=user_of(request), words=words, theme=theme if theme in THEMES else THEMES[0]
    )


async def _visit_of(request: Request) -> Visit:
    """Return the visit of a request, where the request is: without a thread of its own."""
    return build_visit(request)


VisitOf = Annotated[Visit, Depends(_visit_of)]


def is_api(connection: HTTPConnection) -> bool:
    """Return whether the API is asked, and not a page."""
    return connection.url.path.startswith("/api/") and connection.url.path != "/api/docs"


def here(request: Request) -> str:
    """Return the address of a request without its language, quoted to stand in another address."""
    query = urlencode([(key, value) for key, value in request.query_params.multi_items() if key != "lang"])
    return quote(request.url.path + (f"?{query}" if query else ""), safe="")


def build_templates() -> Environment:
    """Return the templates, with every value escaped and an unknown name refused."""
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.globals["asset"] = asset
    environment.filters["plain"] = plain
    return environment


def asset(name: str) -> str:
    """Return the address of a static file of ours, with its digest so that it may be kept for good."""
    file = STATIC / name
    if not file.is_file():
        return f"/static/{name}"
    return f"/static/{name}?v={blake2b(file.read_bytes(), digest_size=6).hexdigest()}"
