"""Camps: on which side an outlet or a source stands, and how many voices each side has."""

from __future__ import annotations

import csv
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from selon.codebook.actors import Actor, load_actors
from selon.codebook.outlets import fold_name, load_outlets
from selon.errors import CodebookError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from selon.codebook.outlets import Outlet
    from selon.origins.origin import Origin

UNALIGNED = frozenset({"", "private", "independent", "unknown"})
_ARMED = frozenset({"armed", "force"})
_NEUTRAL_CAMPS = frozenset({"civil", "court", "humanitarian", "research", "rights"})


@dataclass(frozen=True, slots=True)
class Sides:
    """On which side outlets and actors stand, by id; what a user says comes first.

    `own` holds a user's sides by folded name, id or side: even a whole side can be renamed.
    """

    by_id: Mapping[str, str]
    own: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def side_of(self, key: str, *names: str) -> str:
        """Return the side of an outlet or actor by its id or one of its names, "" where nobody says.

        >>> load_sides().side_of("sana"), load_sides().side_of("russia/military")
        ('state:syria', 'state:russia')
        """
        for name in (key, key.split("/", maxsplit=1)[0], *names):
            if (own := self.own.get(fold_name(name))) is not None:
                return own
        side = self.by_id.get(key) or self.by_id.get(key.split("/", maxsplit=1)[0], "")
        return self.own.get(fold_name(side), side)

    def with_own(self, own: Mapping[str, str]) -> Sides:
        """Return these sides with a user's own, by name, before them."""
        return Sides(self.by_id, MappingProxyType({**self.own, **{fold_name(k): v for k, v in own.items()}}))


@dataclass(frozen=True, slots=True)
class SideCount:
    """How many origins speak from each side; `unaligned` counts those from none."""

    by_side: Mapping[str, int]
    unaligned: int

    @property
    def within(self) -> int:
        """How many origins the largest side has."""
        return max(self.by_side.values(), default=0)

    @property
    def across(self) -> int:
        """How many sides speak."""
        return len(self.by_side)


@cache
def load_sides(outlets: tuple[Outlet, ...] = ()) -> Sides:
    """Return the sides that the codebook knows, with those of further outlets."""
    book = load_actors()
    by_id = {actor.id: _side_of_actor(actor) for actor in book.actors}
    by_id |= {state.id: f"state:{state.id}" for state in book.states}
    by_id |= {outlet.id: outlet.side for outlet in (*load_outlets(), *outlets)}
    return Sides(MappingProxyType(by_id))


def read_sides(path: Path) -> dict[str, str]:
    """Return a user's own sides by name, from CSV (columns name, side) or TOML (name = "side").

    Raises CodebookError for a file that holds something else.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        table = _read_toml(text) if path.suffix == ".toml" else _read_csv(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, csv.Error) as error:
        raise CodebookError(f"the sides cannot be read: {error}", where=path.name, remedy="Write name,side") from error
    for name, side in table.items():
        if not isinstance(side, str) or not side or not name:
            fault = f"{name!r} has no side"
            raise CodebookError(fault, where=path.name, remedy="Write a side such as state:mali beside each name")
    return table


def count_sides(origins: Iterable[Origin]) -> SideCount:
    """Return how many different origins speak from each side; those of no side are counted apart.

    >>> count_sides([]).across
    0
    """
    sides = {origin.key: origin.side for origin in origins}
    aligned = Counter(side for side in sides.values() if side not in UNALIGNED)
    unaligned = sum(side in UNALIGNED for side in sides.values())
    return SideCount(MappingProxyType(dict(sorted(aligned.items()))), unaligned)


def same_side(one: str, other: str) -> bool:
    """Return whether two sides belong to one camp: an outlet of a state and the state, a group and its own radio.

    >>> same_side("state:syria", "party:syria"), same_side("private", "private")
    (True, False)
    """
    if one in UNALIGNED or other in UNALIGNED:
        return False
    return one.rsplit(":", maxsplit=1)[-1] == other.rsplit(":", maxsplit=1)[-1]


def _side_of_actor(actor: Actor) -> str:
    """Return the side of an actor: its own, that of its state where it is a state's body, none for the neutral."""
    if actor.camp in _NEUTRAL_CAMPS:
        return "independent"
    if actor.camp == "un":
        return f"un:{actor.id}"
    if actor.camp == "government" and actor.countries:
        return f"state:{actor.countries[0]}"
    if actor.kind in _ARMED:
        return f"armed:{actor.id}"
    return f"party:{actor.id}" if actor.camp else ""


def _read_csv(text: str) -> dict[str, Any]:
    """Return the rows of a table of names and sides."""
    rows = csv.DictReader(text.splitlines(), skipinitialspace=True)
    if not {"name", "side"} <= set(rows.fieldnames or ()):
        raise csv.Error("the first line has to be name,side")
    return {(row["name"] or "").strip(): (row["side"] or "").strip() for row in rows}


def _read_toml(text: str) -> dict[str, Any]:
    """Return the pairs of a TOML file, or of its table `sides`."""
    table = tomllib.loads(text)
    inner = table.get("sides", table)
    return dict(inner) if isinstance(inner, dict) else {}
