"""Synthetic claims with known incidents: for measuring linking at sizes for which no annotated corpus exists."""

# ruff: noqa: PLR2004 - the shares of invented noise are the invention

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from selon.incidents.facts import ClaimFacts, Spot
from selon.incidents.kinds import related_types
from selon.values import Precision

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_TYPES = (
    "air_strike",
    "shelling",
    "bombing",
    "clash",
    "civilian_attack",
    "capture",
    "abduction",
    "arrest",
    "transfer",
    "movement",
)
_DEADLY = frozenset({"air_strike", "shelling", "bombing", "clash", "civilian_attack"})
_COUNTRIES = 40
_TOWNS = 120  # of each country
_ACTORS = 8  # of each country
_FIRST_DAY = 735_000
_CLAIMS_A_DAY = 120  # more claims fill more days: blocks do not grow with the record
_CLAIMS_A_TELLING = 2.1
_TELLINGS = (1, 1, 1, 2, 2, 3, 4, 6)


@dataclass(frozen=True, slots=True)
class SyntheticDocument:
    """The claims of one invented document, and the incident that each of them tells."""

    name: str
    claims: tuple[ClaimFacts, ...]
    truth: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Event:
    """One invented event."""

    number: int
    type: str
    day: int
    town: Spot
    agent: str
    target: str
    killed: int | None


def invent_documents(claims: int, seed: int = 0) -> Iterator[SyntheticDocument]:
    """Yield documents with about so many claims in all: some claims without place, day or doer, tolls that vary.

    >>> [document.name for document in invent_documents(4)][:1]
    ['s0000000.txt']
    """
    chance = Random(seed)  # noqa: S311 - no secret hangs on it
    towns = _invent_towns(chance)
    days = max(60, claims // _CLAIMS_A_DAY)
    made = number = 0
    while made < claims:
        event = _invent_event(number, chance, towns, days)
        number += 1
        for _ in range(chance.choice(_TELLINGS)):
            name = f"s{made:07d}.txt"
            document = _tell(name, event, chance)
            made += len(document.claims)
            yield document


def pairwise_f1(found: Iterable[Sequence[int]]) -> tuple[float, float, float]:
    """Return precision, recall and F1 over pairs of claims, given the true incident of each claim of each group.

    >>> pairwise_f1([[1, 1], [1, 2]])
    (0.5, 0.3333333333333333, 0.4)
    """
    whole: Counter[int] = Counter()
    joined = right = 0
    for group in found:
        counts = Counter(group)
        whole.update(counts)
        joined += _pairs(len(group))
        right += sum(_pairs(n) for n in counts.values())
    true = sum(_pairs(n) for n in whole.values())
    precision, recall = right / joined if joined else 1.0, right / true if true else 1.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _pairs(count: int) -> int:
    """Return how many pairs so many make."""
    return count * (count - 1) // 2


def _invent_towns(chance: Random) -> list[Spot]:
    """Return towns on a globe of square countries."""
    towns = []
    for country in range(_COUNTRIES):
        south, west = -40 + 10 * (country % 8), -150 + 20 * (country // 8)
        for n in range(_TOWNS):
            lat, lon = south + chance.random() * 9, west + chance.random() * 18
            code = f"C{country}"
            towns.append(
                Spot(
                    name=f"T{country}-{n}",
                    country=code,
                    lat=lat,
                    lon=lon,
                    precision=Precision.LOCALITY,
                    id=f"{country}-{n}",
                )
            )
    return towns


def _invent_event(number: int, chance: Random, towns: Sequence[Spot], days: int) -> _Event:
    """Return one event."""
    town = chance.choice(towns)
    kind = chance.choice(_TYPES)
    agent, target = chance.sample(range(_ACTORS), 2)
    killed = int(chance.expovariate(1 / 14)) if kind in _DEADLY and chance.random() < 0.7 else None
    return _Event(
        number,
        kind,
        _FIRST_DAY + chance.randrange(days),
        town,
        f"{town.country}-a{agent}",
        f"{town.country}-a{target}",
        killed,
    )


def _tell(name: str, event: _Event, chance: Random) -> SyntheticDocument:
    """Return a document that tells an event in one to four claims."""
    published = event.day + chance.choice((0, 1, 1, 1, 2, 2, 3))
    undated, placeless = chance.random() < 0.06, chance.random() < 0.06
    claims = []
    for at in range(min(4, 1 + int(chance.expovariate(1 / (_CLAIMS_A_TELLING - 1))))):
        first = at == 0
        kind = event.type if chance.random() < 0.85 else chance.choice(sorted(related_types(event.type)))
        claims.append(
            ClaimFacts(
                id=f"{name}-{at}",
                document=name,
                trigger=40 + at * 180,
                trigger_end=50 + at * 180,
                type=kind if first else "casualties" if event.type in _DEADLY and at == 1 else event.type,
                published=published,
                start=None if undated else event.day,
                end=None if undated else event.day,
                dated=first,
                spots=() if placeless or (not first and chance.random() < 0.5) else (event.town,),
                placed=first,
                agents=frozenset({event.agent}) if chance.random() < 0.8 else frozenset(),
                targets=frozenset({event.target}) if chance.random() < 0.7 else frozenset(),
                killed=_toll(event, chance) if event.killed is not None and chance.random() < 0.6 else None,
            )
        )
    return SyntheticDocument(name, tuple(claims), (event.number,) * len(claims))


def _toll(event: _Event, chance: Random) -> tuple[int, int | None]:
    """Return the dead of an event as somebody tells them."""
    told = event.killed or 0
    if chance.random() < 0.3:
        told = max(0, round(told * chance.uniform(0.8, 1.3)))
    return told, None if chance.random() < 0.1 else told
