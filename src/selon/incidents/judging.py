"""Judging: what people say of pairs of claims, settled where it contradicts itself, and kept in the tellings."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from itertools import product
from types import MappingProxyType
from typing import TYPE_CHECKING

from selon.incidents.clustering import find_neighbourhoods
from selon.incidents.facts import kilometres

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from selon.incidents.facts import ClaimFacts
    from selon.incidents.tellings import Telling

Pair = frozenset[str]
Key = tuple[int, int]
_ROUNDS = 3  # splitting tellings once is enough; a claim that names several towns may need it again


@dataclass(frozen=True, slots=True)
class Judgements:
    """What people have judged of pairs of claims, by claim id: the same event, or not the same. They come first.

    No two of them contradict each other: `apart` holds for all that is judged the same as its claims, too. `bond` gives
    for each judged claim the one that stands for all that are the same. `overruled` are the ids of the judgements
    that a newer one contradicts.
    """

    same: frozenset[Pair] = frozenset()
    apart: frozenset[Pair] = frozenset()
    bond: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    overruled: tuple[str, ...] = ()

    @classmethod
    def of(cls, same: Iterable[tuple[str, str]] = (), apart: Iterable[tuple[str, str]] = ()) -> Judgements:
        """Return the judgements of pairs of claim ids, all of one time: where they contradict, apart counts."""
        told = [("", True, *pair) for pair in sorted(same)] + [("", False, *pair) for pair in sorted(apart)]
        return cls.settle(told)

    @classmethod
    def settle(cls, told: Sequence[tuple[str, bool, str, str]]) -> Judgements:
        """Return what holds of judgements (id, whether the same, one claim, other claim), the earliest first.

        The newest is followed; an older one is left out where it contradicts what is followed already, directly or over
        others: who says that a is b and b is c says that a is c.

        >>> Judgements.settle([("1", True, "a", "b"), ("2", True, "b", "c"), ("3", False, "a", "c")]).overruled
        ('1',)
        """
        bonds, same, overruled = _Bonds(), set(), []
        for id_, is_same, one, other in reversed(told):
            if one == other or not (bonds.join(one, other) if is_same else bonds.part(one, other)):
                overruled.append(id_)
            elif is_same:
                same.add(frozenset((one, other)))
        return cls(frozenset(same), bonds.apart(), bonds.by_claim(), tuple(reversed(overruled)))

    def parted(self, one: str, other: str) -> bool:
        """Return whether two claims are judged apart."""
        return frozenset((one, other)) in self.apart


@dataclass(slots=True)
class _Bonds:
    """Claims bound together, and which of these groups are apart."""

    group: dict[str, set[str]] = field(default_factory=dict)
    barred: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # claims, by claim

    def join(self, one: str, other: str) -> bool:
        """Bind two claims and return True, or False where they are apart."""
        a, b = self._of(one), self._of(other)
        if a is b:
            return True
        if any(self.barred[claim] & b for claim in a):
            return False
        a |= b
        for claim in b:
            self.group[claim] = a
        return True

    def part(self, one: str, other: str) -> bool:
        """Keep two claims apart and return True, or False where they are bound."""
        if self._of(one) is self._of(other):
            return False
        self.barred[one].add(other)
        self.barred[other].add(one)
        return True

    def apart(self) -> frozenset[Pair]:
        """Return all pairs of claims that are apart, over what they are bound to."""
        told = [(one, other) for one, others in self.barred.items() for other in others]
        return frozenset(frozenset(pair) for one, other in told for pair in product(self._of(one), self._of(other)))

    def by_claim(self) -> Mapping[str, str]:
        """Return for each claim that is judged the first of those to which it is bound, itself among them."""
        return MappingProxyType({claim: min(group) for claim, group in self.group.items()})

    def _of(self, claim: str) -> set[str]:
        """Return the claims to which a claim is bound, itself among them."""
        return self.group.setdefault(claim, {claim})


def keep_judged(tellings: Sequence[Telling], judgements: Judgements) -> list[Telling]:
    """Return the tellings with what is judged apart in them taken from each other.

    Where tellings that are bound together would bring together claims judged apart, they are taken to pieces, so that
    each holds claims of one judgement only.
    """
    if not judgements.apart:
        return list(tellings)
    kept = [part for telling in tellings for part in _part(telling, judgements)]
    for _ in range(_ROUNDS):
        broken = _find_broken(kept, judgements)
        if not broken:
            break
        pieces = [_unbind(told, judgements) if n in broken else [told] for n, told in enumerate(kept)]
        kept = [part for parts in pieces for part in parts]
    return kept


def find_judged(tellings: Sequence[Telling], judgements: Judgements) -> tuple[set[Key], set[Key]]:
    """Return the pairs of tellings judged the same and apart, by number, the smaller first.

    A claim that names several towns stands in several tellings: it is the same as the other in the nearest of them.
    """
    home = _homes(tellings)
    same: set[Key] = set()
    for pair in judgements.same:
        one, other = sorted(pair)
        choices = list(product(home.get(one, ()), home.get(other, ())))
        if choices and all(a != b for a, b in choices):
            a, b = min(choices, key=lambda ends: (_far(tellings[ends[0]], tellings[ends[1]]), ends))
            same.add((min(a, b), max(a, b)))
    apart: set[Key] = set()
    for pair in judgements.apart:
        one, other = sorted(pair)
        apart |= {(min(a, b), max(a, b)) for a, b in product(home.get(one, ()), home.get(other, ())) if a != b}
    return same, apart


def _homes(tellings: Sequence[Telling]) -> dict[str, list[int]]:
    """Return for each claim the tellings that hold it."""
    home: dict[str, list[int]] = defaultdict(list)
    for n, telling in enumerate(tellings):
        for id_ in dict.fromkeys(claim.id for claim in telling.claims):
            home[id_].append(n)
    return home


def _far(one: Telling, other: Telling) -> float:
    """Return how many kilometres lie between two tellings, none where one has no place."""
    spots = one.spot, other.spot
    return kilometres(spots[0], spots[1]) if spots[0] and spots[1] else 0.0


def _part(telling: Telling, judgements: Judgements) -> list[Telling]:
    """Return a telling in parts that hold no claims judged apart."""
    parts: list[list[ClaimFacts]] = []
    for claim in telling.claims:
        free = (part for part in parts if not any(judgements.parted(claim.id, other.id) for other in part))
        part = next(free, None)
        if part is None:
            parts.append([claim])
        else:
            part.append(claim)
    return [telling] if len(parts) == 1 else [replace(telling, claims=part) for part in parts]


def _find_broken(tellings: Sequence[Telling], judgements: Judgements) -> set[int]:
    """Return the tellings that, all bound together, would bring together what is judged apart."""
    same, apart = find_judged(tellings, judgements)
    group_of = {n: g for g, part in enumerate(find_neighbourhoods(range(len(tellings)), same)) for n in part}
    broken = {group_of[one] for one, other in apart if group_of[one] == group_of[other]}
    return {n for n, group in group_of.items() if group in broken}


def _unbind(telling: Telling, judgements: Judgements) -> list[Telling]:
    """Return a telling in parts, one for each group of claims that are judged the same; the rest go with the first."""
    parts: dict[str, list[ClaimFacts]] = {}
    for claim in telling.claims:
        bond = judgements.bond.get(claim.id)
        if bond is None and parts:
            bond = next(iter(parts))
        parts.setdefault(bond or "", []).append(claim)
    loose = parts.pop("", [])
    if loose and parts:
        first = next(iter(parts))
        parts[first] = loose + parts[first]
    found = [replace(telling, claims=part) for part in (parts.values() or [loose])]
    return [part for telling in found for part in _part(telling, judgements)]
