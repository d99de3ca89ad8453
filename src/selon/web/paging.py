"""Pages of lists that are found whole: a cursor is the place after the last row given, and says for which list."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from selon.values import digest
from selon.web.errors import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Leaf(Generic[Item]):
    """One page of a list: its rows, the cursor of the next one ("" after the last), and how many there are in all."""

    rows: Sequence[Item]
    next_cursor: str
    total: int


def leaf_of(rows: Sequence[Item], *, cursor: str, limit: int, of: str = "") -> Leaf[Item]:
    """Return the page after a cursor of the list that `of` names; raises a refusal for a cursor of another list.

    >>> first = leaf_of("abc", cursor="", limit=2)
    >>> first.rows, leaf_of("abc", cursor=first.next_cursor, limit=2)
    ('ab', Leaf(rows='c', next_cursor='', total=3))
    """
    start = _read_cursor(cursor, of) if cursor else 0
    end = start + limit
    return Leaf(rows[start:end], _write_cursor(end, of) if end < len(rows) else "", len(rows))


def _write_cursor(at: int, of: str) -> str:
    """Return the cursor of a place in a list."""
    return base64.urlsafe_b64encode(f"{at}:{digest('list', of)[:8]}".encode()).decode()


def _read_cursor(cursor: str, of: str) -> int:
    """Return the place that a cursor names."""
    try:
        at, _, named = base64.urlsafe_b64decode(cursor.encode()).decode().partition(":")
        if named == digest("list", of)[:8] and at.isdecimal():
            return int(at)
    except (binascii.Error, UnicodeDecodeError, ValueError):
        pass
    remedy = "Take `next` from an answer to the same question, or begin without a cursor"
    raise Refusal("this is no cursor of this list", status=422, where="query.cursor", remedy=remedy)
