"""Pages of lists: each goes on where the last one ended, whatever was added or taken away in between."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from selon.errors import RecordError
from selon.record.rows import NO_DAY

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy import ColumnElement

    Row = Mapping[str, Any]

Item = TypeVar("Item")

MOST = 1000
_APART = "\x1e"


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """One page of a list: its rows, the cursor with which the next one begins ("" at the end), and how many in all."""

    rows: tuple[Item, ...]
    next_cursor: str
    total: int


def build_cursor(list_: str, *parts: str) -> str:
    """Return the opaque cursor behind the row with these parts of its place in a list.

    >>> read_cursor(build_cursor("claims", "2017-12-19 a.txt"), "claims", 1)
    ['2017-12-19 a.txt']
    """
    said = _APART.join([list_, *parts]).encode()
    return urlsafe_b64encode(said).decode().rstrip("=")


def read_cursor(cursor: str, list_: str, parts: int) -> list[str]:
    """Return the parts of a cursor; raises RecordError for what is no cursor of this list."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        said = urlsafe_b64decode(padded.encode("ascii")).decode()
    except ValueError:
        said = ""
    name, *found = said.split(_APART)
    if name != list_ or len(found) != parts or build_cursor(list_, *found) != cursor.rstrip("="):
        shown = cursor if len(cursor) <= 40 else f"{cursor[:40]}…"  # noqa: PLR2004 - enough to know it by
        remedy = "Take the cursor that came with the last page, or leave it out to begin anew"
        raise RecordError(f"{shown!r} is no cursor of this list", where="cursor", remedy=remedy)
    return found


def walk(
    ask: Callable[[ColumnElement[bool], tuple[ColumnElement[Any], ...], int], list[Row]],
    position: ColumnElement[str],
    place: Place,
    most: int,
) -> list[Row]:
    """Return the next rows of a list behind a place in it, up to `most`; each row has a `position`.

    `ask` runs the query of the list with a condition, an order and a limit. With `latest` the last day comes first, and
    what has no day stands at the end either way.
    """
    if not place.latest:
        return ask(position > place.behind, (position,), most)
    rows: list[Row] = []
    if place.behind < NO_DAY:
        rows = ask(position < (place.behind or NO_DAY), (position.desc(),), most)
    if len(rows) < most:
        rows += ask(position > max(place.behind, NO_DAY), (position,), most - len(rows))
    return rows


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins: behind the row with this position, "" for the first; with `latest` the last day is first."""

    list_: str
    latest: bool
    behind: str = ""

    @classmethod
    def read(cls, list_: str, cursor: str, *, latest: bool) -> Place:
        """Return the place of a cursor; raises RecordError for what is no cursor of this list in this order."""
        name = f"{list_} latest" if latest else list_
        return cls(name, latest, read_cursor(cursor, name, 1)[0] if cursor else "")

    def following(self, rows: list[Row], most: int) -> str:
        """Return the cursor behind the first rows of those found, "" where there are no more."""
        return build_cursor(self.list_, rows[most - 1]["position"]) if len(rows) > most else ""


def check_limit(limit: int) -> int:
    """Return how many rows a page has at most; raises RecordError for a number that cannot be meant."""
    if not 1 <= limit <= MOST:
        raise RecordError(f"a page has 1 to {MOST} rows, not {limit}", where="limit", remedy="Ask for several pages")
    return limit
