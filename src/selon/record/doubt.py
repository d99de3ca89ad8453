"""Doubt: how much of a claim's reading a reviewer should look at first, in points from 0 to 100.

Points say nothing about whether a claim is true. They are given for what the reader could not settle or had to take
from elsewhere, and the reasons go with them:

    place    15 no place at all · 15 words of a place that no list knows · 6 a province, region or country alone
    actors   10 an agent or target that no list knows (once each) · 6 nobody is said to have done it
    time     8 no day · 4 taken over from the sentence before · 4 a time that gives no day
    telling  20 thought possible · 12 hearsay · 12 intended · 6 negated
    chain    8 for each link after the first, up to 16 · 6 a source that is anonymous or not specified
    reading  10 a role that the parser did not give outright (a pronoun, something taken up, a verb above)
             15 on the advice of a learned model
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MOST = 100
_PLACE_ROLES = frozenset({"place", "origin", "destination"})
_WIDE = frozenset({"province", "region", "country"})
_TOLD = {"possible": 20, "hearsay": 12, "intended": 12}
_TAKEN = ("pronoun", "takes up", "verb above", "of the sentence", "antecedent", "displaced", "nested")
_VAGUE = frozenset({"anonymous", "unspecified"})


def find_doubt(row: Mapping[str, Any]) -> int:
    """Return the points of doubt of a claim, given as the JSON object of the contract.

    >>> find_doubt({"type": "clash", "status": "possible", "polarity": "affirmed", "time": None,
    ...             "arguments": [], "attribution": [], "why": []})
    49
    """
    return min(MOST, sum(points for points, _ in find_reasons(row)))


def find_reasons(row: Mapping[str, Any]) -> list[tuple[int, str]]:
    """Return the reasons to look at a claim, the heaviest first, each with its points and a word that names it."""
    found = [*_of_places(row), *_of_actors(row), *_of_time(row), *_of_telling(row), *_of_chain(row), *_of_reading(row)]
    return sorted(found, key=lambda reason: (-reason[0], reason[1]))


def _of_places(row: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
    """Yield what is open about where."""
    places = [argument for argument in row["arguments"] if argument["role"] in _PLACE_ROLES]
    known = [argument["place"] for argument in places if (argument.get("place") or {}).get("lat") is not None]
    if not places:
        yield 15, "no place"
    elif len(known) < len(places):
        yield 15, "unknown place"
    elif all(place.get("precision") in _WIDE for place in known):
        yield 6, "wide place"


def _of_actors(row: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
    """Yield what is open about who."""
    for role in ("agent", "target"):
        own = [argument for argument in row["arguments"] if argument["role"] == role]
        if any(not (a.get("actor") or a.get("entity") or a.get("place")) for a in own):
            yield 10, f"unknown {role}"
        elif role == "agent" and not own:
            yield 6, "no agent"


def _of_time(row: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
    """Yield what is open about when."""
    time = row.get("time")
    if not time:
        yield 8, "no time"
    elif not (time.get("start") or time.get("end")):
        yield 4, "no day"
    if any("time of the sentence before" in why for why in row.get("why") or ()):
        yield 4, "time of the sentence before"


def _of_telling(row: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
    """Yield how surely it is told."""
    if row["status"] in _TOLD:
        yield _TOLD[row["status"]], str(row["status"])
    if row["polarity"] == "negated":
        yield 6, "negated"


def _of_chain(row: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
    """Yield what is open about on whose word."""
    links = row["attribution"]
    if len(links) > 1:
        yield 8 * min(2, len(links) - 1), "long chain"
    if any(link["kind"] in _VAGUE for link in links):
        yield 6, "vague source"


def _of_reading(row: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
    """Yield what was read from afar, or on advice."""
    if any(sign in argument.get("why", "") for argument in row["arguments"] for sign in _TAKEN):
        yield 10, "role from afar"
    said = [*(row.get("why") or ()), *(a.get("why", "") for a in row["arguments"])]
    if any("learnt" in why for why in said):
        yield 15, "learned advice"
