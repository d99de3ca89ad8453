"""Clustering: from scored pairs to groups of one event, without chaining neighbours together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from selon.incidents.tellings import Anchor

Key = tuple[int, int]
_LARGEST = 300  # tellings in a neighbourhood within which every pair is compared
_UNSEEN = -8.0  # bits of a pair of a larger neighbourhood that shares no block
_FORBIDDEN = -20.0
_LENIENCE = 2.5  # bits by which the pairs across may on the average miss: most of them say less than the strongest


@dataclass(slots=True)
class Scored:
    """The bits of pairs of tellings, by their numbers, the smaller first."""

    weights: dict[Key, float]

    def weight(self, one: int, other: int) -> float:
        """Return the bits of a pair."""
        return self.weights.get((one, other) if one < other else (other, one), _UNSEEN)

    def update(self, more: Mapping[Key, float]) -> None:
        """Take in further pairs."""
        self.weights.update(more)

    def missing(self, part: Sequence[int]) -> Iterator[Key]:
        """Yield the pairs of a neighbourhood that have not been compared; none where it is too large for all."""
        if 2 < len(part) <= _LARGEST:  # noqa: PLR2004 - two are one pair, and that is known
            ordered = sorted(part)
            yield from (
                k for at, a in enumerate(ordered) for b in ordered[at + 1 :] if (k := (a, b)) not in self.weights
            )


def find_neighbourhoods(nodes: Sequence[int], links: Iterable[Key]) -> list[list[int]]:
    """Return the connected parts of a graph over nodes, each in order; links that leave the nodes are left out.

    >>> find_neighbourhoods([0, 1, 2, 3], [(0, 2)])
    [[0, 2], [1], [3]]
    """
    parent = {node: node for node in nodes}

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for one, other in links:
        if one in parent and other in parent:
            a, b = root(one), root(other)
            if a != b:
                parent[max(a, b)] = min(a, b)
    parts: dict[int, list[int]] = {}
    for node in nodes:
        parts.setdefault(root(node), []).append(node)
    return list(parts.values())


def gather(  # noqa: PLR0913, PLR0917 - what is known of the pairs, and what people judged of them
    part: Sequence[int],
    scored: Scored,
    anchors: Sequence[Anchor],
    same: Collection[Key],
    apart: Collection[Key],
    threshold: float,
) -> list[list[int]]:
    """Return the groups of one neighbourhood.

    Groups are merged from the strongest pair down, and only where no pair across forbids it and on the average the
    pairs across do not speak against it: that two neighbours are each near a third does not join them. Judged pairs
    come first.
    Ties are broken by the tellings' anchors, so that the order of ingest does not matter.
    """
    inside = set(part)
    barred = {frozenset(key) for key in apart if key[0] in inside and key[1] in inside}
    judged = [key for key in same if key[0] in inside and key[1] in inside]
    if len(part) == 1 or (len(part) == 2 and not barred):  # noqa: PLR2004 - a pair that may be joined
        return [list(part)]
    ranked = sorted(part, key=lambda n: anchors[n])
    groups = {n: [n] for n in ranked}
    home = {n: n for n in ranked}
    for one, other in sorted(judged, key=lambda key: (anchors[key[0]], anchors[key[1]])):
        _merge(groups, home, home[one], home[other])
    edges = [(-w, at, a, b) for at, (a, b) in enumerate(_pairs(ranked)) if (w := scored.weight(a, b)) >= threshold]
    for _, _, one, other in sorted(edges):
        a, b = home[one], home[other]
        if a != b and _may_join(groups[a], groups[b], scored, anchors, barred, threshold):
            _merge(groups, home, a, b)
    return list(groups.values())


def _pairs(members: Sequence[int]) -> Iterator[Key]:
    """Yield every pair of members in their order."""
    return ((one, other) for at, one in enumerate(members) for other in members[at + 1 :])


def _may_join(  # noqa: PLR0913, PLR0917 - two groups, and what is known of the pairs across
    one: Sequence[int],
    other: Sequence[int],
    scored: Scored,
    anchors: Sequence[Anchor],
    barred: set[frozenset[int]],
    threshold: float,
) -> bool:
    """Return whether two groups may be one: no pair across forbids it, and on the average they do not speak against it.

    Of two documents the pair that speaks most counts: what each tells besides says nothing.
    """
    best: dict[tuple[str, str], float] = {}
    for a in one:
        for b in other:
            weight = scored.weight(a, b)
            if weight <= _FORBIDDEN or frozenset((a, b)) in barred:
                return False
            key = anchors[a][1], anchors[b][1]
            best[key] = max(best.get(key, weight), weight)
    return sum(best.values()) / len(best) >= threshold - _LENIENCE


def _merge(groups: dict[int, list[int]], home: dict[int, int], one: int, other: int) -> None:
    """Put two groups together under the first's number."""
    if one == other:
        return
    moved = groups.pop(other)
    groups[one].extend(moved)
    for member in moved:
        home[member] = one
