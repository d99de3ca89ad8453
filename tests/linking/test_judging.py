"""Judging: what people say of pairs of claims holds, over others too, and the newest counts."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from piles import Report, piles

from selon.incidents.facts import ClaimFacts
from selon.incidents.finding import find_incidents
from selon.incidents.judging import Judgements, find_judged, keep_judged
from selon.incidents.tellings import Telling

NAMES = "abcdefg"
SAID = st.lists(
    st.tuples(st.booleans(), st.sampled_from(list(combinations(NAMES, 2)))).map(lambda s: (s[0], *s[1])), max_size=9
)


def numbered(said: list[tuple[bool, str, str]]) -> list[tuple[str, bool, str, str]]:
    """Return judgements with ids."""
    return [(str(n), *one) for n, one in enumerate(said)]


def facts(id_: str) -> ClaimFacts:
    """Return a claim with nothing but an id."""
    return ClaimFacts(id=id_, document=id_, trigger=0, trigger_end=1, type="clash")


@pytest.mark.parametrize(
    ("said", "overruled"),
    [
        ([(True, "a", "b"), (False, "a", "b")], ("0",)),
        ([(False, "a", "b"), (True, "a", "b")], ("0",)),
        ([(True, "a", "b"), (True, "b", "c"), (False, "a", "c")], ("0",)),
        ([(False, "a", "c"), (True, "a", "b"), (True, "b", "c")], ("0",)),
        ([(True, "a", "b"), (False, "b", "c"), (True, "c", "d")], ()),
    ],
)
def test_the_newest_counts(said: list[tuple[bool, str, str]], overruled: tuple[str, ...]) -> None:
    assert Judgements.settle(numbered(said)).overruled == overruled


def test_who_is_apart_is_apart_from_all_that_is_the_same() -> None:
    judged = Judgements.settle(numbered([(True, "a", "b"), (True, "c", "d"), (False, "a", "c")]))
    assert judged.parted("b", "d")


@given(said=SAID)
def test_what_is_followed_never_contradicts_itself(said: list[tuple[bool, str, str]]) -> None:
    judged = Judgements.settle(numbered(said))
    kept = [one for n, one in enumerate(said) if str(n) not in judged.overruled]
    assert all((judged.bond[one] == judged.bond[other]) == same for same, one, other in kept)
    assert not any(judged.bond[one] == judged.bond[other] for one, other in map(sorted, judged.apart))
    assert not said or str(len(said) - 1) not in judged.overruled


@given(said=SAID, cuts=st.lists(st.integers(0, 3), min_size=len(NAMES), max_size=len(NAMES)))
def test_tellings_are_taken_apart_until_all_of_it_can_hold(said: list[tuple[bool, str, str]], cuts: list[int]) -> None:
    """However the machine gathers claims: once all that is judged the same is joined, nothing judged apart is."""
    judged = Judgements.settle(numbered(said))
    told = [[facts(name) for name, cut in zip(NAMES, cuts, strict=True) if cut == n] for n in range(4)]
    tellings = keep_judged([Telling(claims) for claims in told if claims], judged)
    assert sorted(claim.id for telling in tellings for claim in telling.claims) == sorted(NAMES)
    bound = {claim.id: n for n, telling in enumerate(tellings) for claim in telling.claims}
    for same in find_judged(tellings, judged)[0]:
        one, other = (bound[tellings[n].claims[0].id] for n in same)
        bound = {name: one if n == other else n for name, n in bound.items()}
    assert not any(bound[one] == bound[other] for one, other in map(sorted, judged.apart))


@settings(
    max_examples=4,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(pile=piles(5), data=st.data())
def test_every_judgement_that_is_followed_holds(pile: list[Report], data: st.DataObject) -> None:
    readings = [report.reading() for report in pile]
    claims = sorted({claim.id for reading in readings for claim in reading.claims})
    pairs = st.lists(st.sampled_from(claims), min_size=2, max_size=2, unique=True)
    said: list[Any] = data.draw(st.lists(st.tuples(st.booleans(), pairs), max_size=6))
    judged = Judgements.settle([(str(n), same, *pair) for n, (same, pair) in enumerate(said)])
    found = find_incidents([(r.document, r.claims) for r in readings], judgements=judged)
    home: dict[str, set[str]] = {}
    for incident in found:
        for claim in incident.claims:
            home.setdefault(claim.id, set()).add(incident.id)
    for n, (same, (one, other)) in enumerate(said):
        if str(n) not in judged.overruled and one in home and other in home:
            assert bool(home[one] & home[other]) == same
    assert len({incident.id for incident in found}) == len(found)
