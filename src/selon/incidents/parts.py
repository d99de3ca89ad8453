"""Parts: actors that act for another, so that a deed of the part is laid to the whole."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def load_wholes() -> Mapping[str, str]:
    """Return for actors that act for another the other, by id.

    >>> load_wholes()["barkhane"]
    'france'
    """
    table = tomllib.loads((files("selon.incidents") / "parts.toml").read_text(encoding="utf-8"))
    return MappingProxyType({entry["id"]: entry["whole"] for entry in table["entry"]})


def with_wholes(actors: frozenset[str]) -> frozenset[str]:
    """Return actors with those for whom they act.

    >>> sorted(with_wholes(frozenset({"barkhane"})))
    ['barkhane', 'france']
    """
    wholes = load_wholes()
    return actors | {wholes[actor] for actor in actors if actor in wholes}
