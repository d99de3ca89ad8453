"""Clustering: from scored pairs to incidents, without chaining neighbours together."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from selon.incidents.linkage import Pair

Key = tuple[int, int]
_LARGEST = 400  # tellings in a neighbourhood within which every pair is compared
_UNSEEN = -8.0  # bits of a pair of a larger neighbourhood that shares no block
_LENIENCE = 2.5  # bits by which the pairs across may on the average miss: most of them say less than the strongest


def join_tellings(
    count: int,
    pairs: Sequence[Pair],
    score: Callable[[list[Key]], Iterable[Pair]],
    same: Collection[Key] = (),
    apart: Collection[Key] = (),
    threshold: float = 0.0,
) -> list[list[int]]:
    """Return the numbers 0 … count - 1 in groups of one event each.

    Groups are merged from the strongest pair down, and only where every pair across speaks for it on the whole and none
    forbids it: that two neighbours are each near a third does not join them. Judged pairs come first.
    """
    known = {(pair.one, pair.other): pair.weight for pair in pairs}
    neighbourhoods = find_neighbourhoods(count, [k for k, w in known.items() if w >= threshold] + list(same))
    missing = [
        (one, other)
        for members in neighbourhoods
        if 2 < len(members) <= _LARGEST  # noqa: PLR2004 - two are one pair, and that is known
        for at, one in enumerate(members)
        for other in members[at + 1 :]
        if (one, other) not in known
    ]
    known |= {(pair.one, pair.other): pair.weight for pair in score(missing)} if missing else {}
    groups: list[list[int]] = []
    for members in neighbourhoods:
        groups += [members] if len(members) == 1 else _split(members, known, set(same), set(apart), threshold)
    return sorted(groups)


def find_neighbourhoods(count: int, links: Iterable[Key]) -> list[list[int]]:
    """Return the connected parts of a graph over 0 … count - 1, each in order.

    >>> find_neighbourhoods(4, [(0, 2)])
    [[0, 2], [1], [3]]
    """
    parent = list(range(count))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for one, other in links:
        a, b = sorted((root(one), root(other)))
        parent[b] = a
    parts: dict[int, list[int]] = {}
    for node in range(count):
        parts.setdefault(root(node), []).append(node)
    return list(parts.values())


def _split(
    members: Sequence[int], known: Mapping[Key, float], same: set[Key], apart: set[Key], threshold: float
) -> list[list[int]]:
    """Return the groups of one neighbourhood."""
    inside = set(members)
    groups = {member: [member] for member in members}
    home = {member: member for member in members}
    barred = {frozenset(pair) for pair in apart if pair[0] in inside}
    for one, other in sorted(pair for pair in same if pair[0] in inside):
        _merge(groups, home, home[one], home[other])
    edges = [(w, k) for k in _pairs(members) if (w := known.get(k, _UNSEEN)) >= threshold]
    for _, (one, other) in sorted(edges, key=lambda edge: (-edge[0], edge[1])):
        a, b = home[one], home[other]
        if a != b and _may_join(groups[a], groups[b], known, barred, threshold):
            _merge(groups, home, a, b)
    return [sorted(group) for group in groups.values()]


def _pairs(members: Sequence[int]) -> Iterable[Key]:
    """Yield every pair of members, the smaller number first."""
    return ((one, other) for at, one in enumerate(members) for other in members[at + 1 :])


def _may_join(
    one: Sequence[int], other: Sequence[int], known: Mapping[Key, float], barred: set[frozenset[int]], threshold: float
) -> bool:
    """Return whether two groups may be one: no pair across forbids it, and on the average they speak for it."""
    weights = []
    for a in one:
        for b in other:
            weight = known.get((min(a, b), max(a, b)), _UNSEEN)
            if weight <= -20.0 or frozenset((a, b)) in barred:  # noqa: PLR2004 - see FORBIDDEN
                return False
            weights.append(weight)
    return sum(weights) / len(weights) >= threshold - _LENIENCE


def _merge(groups: dict[int, list[int]], home: dict[int, int], one: int, other: int) -> None:
    """Put two groups together under the first's number."""
    if one == other:
        return
    moved = groups.pop(other)
    groups[one].extend(moved)
    for member in moved:
        home[member] = one
