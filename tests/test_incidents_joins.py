"""What speaks for one event beyond the same town and day, and what looks like it and does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from selon.incidents.facts import ClaimFacts, Spot
from selon.incidents.linkage import Linkage
from selon.incidents.model import load_model
from selon.incidents.tellings import find_tellings
from selon.values import Precision

DAY = date(2021, 3, 4).toordinal()
TIMBA = Spot(name="Timba", country="ML", lat=13.0, lon=-3.0, precision=Precision.LOCALITY, id="1")
HAMLET = Spot(name="Sao", country="ML", lat=13.07, lon=-3.0, precision=Precision.LOCALITY, id="2")
MALI = Spot(name="Mali", country="ML", id="3")
NIGER = Spot(name="Niger", country="NE", id="4")
KENYA = Spot(name="Kenya", country="KE", id="5")


def fact(document: str, **given: object) -> ClaimFacts:
    """Return a claim of a document: a strike on Timba on the day, but for what is given."""
    plain = ClaimFacts(
        id=f"{document}-{given.get('trigger', 400)}", document=document, trigger=400, trigger_end=406,
        type="air_strike", published=DAY + 1, start=DAY, end=DAY, dated=True, spots=(TIMBA,), placed=True,
    )  # fmt: skip
    return replace(plain, **given)  # type: ignore[arg-type]


def groups(*claims: ClaimFacts) -> set[frozenset[str]]:
    """Return the claims that are joined, by id."""
    by_document: dict[str, list[ClaimFacts]] = {}
    for claim in claims:
        by_document.setdefault(claim.document, []).append(claim)
    tellings = [telling for own in by_document.values() for telling in find_tellings(own)]
    with Linkage.open() as linkage:
        linkage.add(tellings)
        return {frozenset(c.id for n in group for c in tellings[n].claims) for group in linkage.groups.values()}


def joined(one: ClaimFacts, other: ClaimFacts, *more: ClaimFacts) -> bool:
    """Return whether two claims are of one event."""
    return any({one.id, other.id} <= group for group in groups(one, other, *more))


def test_towns_are_taken_one_by_one() -> None:
    taken = {"type": "capture", "agents": frozenset({"jnim"})}
    assert not joined(fact("a", **taken), fact("b", spots=(HAMLET,), **taken))
    assert not joined(fact("a", **taken), fact("a", trigger=500, spots=(HAMLET,), **taken))


def test_the_same_hostages_across_a_border_are_the_same() -> None:
    freed = {"type": "aid", "figures": frozenset({5000}), "targets": frozenset({"civilians"})}
    one = fact("a", spots=(MALI,), **freed)
    assert joined(one, fact("b", spots=(NIGER,), **freed))
    assert not joined(one, fact("b", spots=(KENYA,), start=DAY - 1, end=DAY + 4, **freed | {"figures": frozenset()}))


def test_what_has_no_place_lies_in_the_town_of_its_report() -> None:
    lead = fact("b", trigger=20, type="arrest")
    placeless = fact("b", spots=(), placed=False, dated=False)
    assert joined(fact("a"), placeless, lead)


def test_an_undated_title_tells_of_the_days_before() -> None:
    title = fact("b", trigger=10, start=None, end=None, dated=False, type="shelling")
    assert joined(fact("a"), title)


@pytest.mark.parametrize(("days", "same"), [(2, True), (40, False)])
def test_a_day_taken_over_from_another_sentence_binds_less(days, same) -> None:
    carried = fact("b", start=DAY + days, end=DAY + days, dated=False, published=DAY + days + 1)
    assert joined(fact("a"), carried) is same
    assert not joined(fact("a"), replace(carried, start=DAY + 3, end=DAY + 3, dated=True))


def test_reports_with_the_same_numbers_tell_one_story() -> None:
    one = fact("a", spots=(MALI,), targets=frozenset({"jnim"}))
    other = fact("b", spots=(MALI,), start=DAY + 1, end=DAY + 1, targets=frozenset({"jnim"}))
    story = [fact(name, trigger=900, type="aid", spots=(), figures=frozenset({60, 340})) for name in "ab"]
    assert not joined(one, other)
    assert joined(one, replace(other, start=None, end=None, trigger=20, dated=False), *story)


def test_what_one_denies_is_not_what_another_did() -> None:
    denial = fact("a", negated=True, agents=frozenset({"mali"}))
    assert not joined(denial, fact("a", trigger=460, agents=frozenset({"nigeria"})))
    assert joined(denial, fact("a", trigger=460, agents=frozenset({"mali"})))
    assert joined(replace(denial, agents=frozenset({"barkhane"})), fact("a", trigger=460, agents=frozenset({"france"})))


def test_no_two_levels_of_a_comparison_weigh_the_same() -> None:
    """A join is explained by its bits: each tells which level it was."""
    for comparison in load_model().comparisons:
        weights = [level.weight for level in comparison.levels]
        assert len(set(weights)) == len(weights), comparison.name
