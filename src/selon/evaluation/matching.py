"""When a found answer counts as the gold one: triggers that overlap, heads of phrases, places in reach, intervals."""

from __future__ import annotations

import math
import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from selon.evaluation.gold import FoundClaim, GoldClaim

Bounds = tuple[int, int]

_WORD = re.compile(r"[\w\-.]+")
_NAME_PARTS = frozenset({"al", "el", "ez", "ben", "bin"})
_EARTH_KM = 12742  # the diameter
_KM_RIGHT = 25.0
_KM_LEVEL = {"country": 400.0, "region": 120.0, "province": 80.0, "governorate": 80.0}


@dataclass(frozen=True, slots=True)
class Measure:
    """The word lists and families of types that the measure goes by."""

    families: tuple[frozenset[str], ...]
    before_head: frozenset[str]
    containers: frozenset[str]


@cache
def load_measure() -> Measure:
    """Return the measure that the package carries."""
    table = tomllib.loads(files("selon.evaluation").joinpath("measure.toml").read_text(encoding="utf-8"))
    return Measure(
        families=tuple(frozenset(family) for family in table["families"]),
        before_head=frozenset(table["before_head"].split()),
        containers=frozenset(table["containers"].split()),
    )


def overlap(one: Bounds, other: Bounds) -> bool:
    """Return whether two stretches share a character.

    >>> overlap((0, 4), (3, 9)), overlap((0, 4), (4, 9))
    (True, False)
    """
    return one[0] < other[1] and other[0] < one[1]


def find_heads(span: Bounds, text: str) -> list[Bounds]:
    """Return the words of a gold span any of which a right answer must overlap: its head, or the name it introduces."""
    measure = load_measure()
    start = span[0]
    words = [(start + m.start(), start + m.end(), m.group()) for m in _WORD.finditer(text[start : span[1]])]
    content = [word for word in words if word[2].lower() not in measure.before_head and not word[2].isdigit()] or words
    if not content:
        return [span]
    first, rest = content[0], content[1:]
    heads = [first]
    if first[2].lower() in measure.containers:
        heads += [word for word in rest if word[2][:1].isupper() or "-" in word[2]]
    elif first[2][:1].isupper():
        heads += _rest_of_name(rest)
    return [(word[0], word[1]) for word in heads]


def _rest_of_name(words: Sequence[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Return the further words of a name that begins before them."""
    name = []
    for word in words:
        if not (word[2][:1].isupper() or word[2].lower() in _NAME_PARTS):
            break
        name.append(word)
    return name


def covers_head(span: Bounds, gold: Bounds, text: str) -> bool:
    """Return whether a found span touches a head of the gold one."""
    return any(overlap(span, head) for head in find_heads(gold, text))


def distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the great-circle distance of two positions (lat, lon).

    >>> round(distance_km((36.2, 37.16), (33.51, 36.29)))
    309
    """
    lat1, lat2 = math.radians(one[0]), math.radians(other[0])
    across = math.radians(other[1] - one[1])
    part = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(across / 2) ** 2
    return _EARTH_KM * math.asin(math.sqrt(min(1.0, part)))


def is_near(gold: tuple[float, float], found: tuple[float, float], level: str) -> bool:
    """Return whether a found position is within reach of the gold one; wide areas have a wide reach."""
    return distance_km(gold, found) <= _KM_LEVEL.get(level, _KM_RIGHT)


def same_type(one: str, other: str) -> bool:
    """Return whether two types are the same."""
    return one == other


def same_family(one: str, other: str) -> bool:
    """Return whether a careful coder may give one type for the other."""
    return one == other or any(one in family and other in family for family in load_measure().families)


def same_interval(gold: tuple[str, str], found: tuple[str, str]) -> bool:
    """Return whether the found days overlap the gold ones and are not over thrice (and three days more than) as long.

    >>> same_interval(("2017-08-01", ""), ("2017-08-01", "2017-08-04")), same_interval(("2017-08-01", ""), ("", ""))
    (True, False)
    """
    if not found[0]:
        return False
    try:
        first, last = date.fromisoformat(gold[0]), date.fromisoformat(gold[1] or gold[0])
        start, end = date.fromisoformat(found[0][:10]), date.fromisoformat((found[1] or found[0])[:10])
    except ValueError:
        return False
    return start <= last and first <= end and (end - start).days <= 3 * ((last - first).days + 1) + 3


def pair_up(
    gold: Sequence[GoldClaim], found: Sequence[FoundClaim], same: Callable[[str, str], bool]
) -> list[tuple[int, int]]:
    """Return which gold claim goes with which found one: by overlapping triggers, same type first, then the nearest."""
    pairs = sorted(
        (wanted.type != claim.type, abs(wanted.trigger[0] - claim.trigger[0]), i, j)
        for i, wanted in enumerate(gold)
        for j, claim in enumerate(found)
        if overlap(wanted.trigger, claim.trigger) and same(wanted.type, claim.type)
    )
    left, right, chosen = set[int](), set[int](), []
    for _, _, i, j in pairs:
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            chosen.append((i, j))
    return chosen
