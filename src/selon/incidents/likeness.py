"""Likeness: how well a claim continues what its document has told of an event so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selon.incidents.facts import kilometres
from selon.incidents.kinds import Group, group_of, same_event_types
from selon.incidents.parts import with_wholes
from selon.incidents.telling import SHORT_DAYS, find_toll
from selon.values import Precision

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selon.incidents.facts import ClaimFacts, Spot
    from selon.incidents.telling import Telling

SAME_KM = 12.0
_SAME_TAKEN_KM = 3.0  # towns are taken one by one
_SAME_PLACE = 1.5
_DONE_BY_ONE = frozenset({"capture", "siege"})  # who takes a town is who took it
_GENERAL = "clash"  # "pris pour cible", "visé", "attaqué" say nothing of the weapon
_BLOWS = frozenset({"clash", "air_strike", "shelling", "bombing", "civilian_attack", "casualties"})
_HEADLINE = 160  # characters within which the title stands
_OUTCOMES = frozenset({"casualties", "civilian_attack"})
_CLAUSE = 90  # characters within which an outcome stands in one clause with its cause
_AREA_KM = 120.0
_AROUND_KM = 60.0  # within which a title names a better known town
_BREATH = 150  # characters within which an outcome stands beside its cause
_ENOUGH = 1.95  # the same day or the same place and the same type, and nothing against it
_LEAD = 900  # characters within which the title's event is told
_NEIGHBOUR = 700  # characters within which a claim without place or time takes up the telling before it
_MONTH_DAYS = 31
_PAST_DAYS = 45  # an event dated longer than this before publication is recalled, and goes on with nothing undated


def likeness(telling: Telling, claim: ClaimFacts) -> float:
    """Return how well a claim continues a telling of its document; 0 or less where it does not."""
    first = telling.claims[0]
    if group_of(first.type) != group_of(claim.type) or not _may_be_told_so(telling, claim):
        return 0.0
    time, place = _time_likeness(telling, claim), _place_likeness(telling, claim)
    if time < 0 and (_same_though_carried(telling, claim, place) or _of_that_month(telling, claim, place)):
        time = 0.0
    if place < 0 and _same_breath(telling, claim):
        place = 0.3
    if time < 0 or place < 0 or _sides_turned(telling, claim):
        return 0.0
    if group_of(claim.type) is Group.STANDING and not (place and telling.agents & claim.agents):
        return 0.0
    proof = (
        time
        + place
        + (0.7 if claim.type in telling.types else 0.2)
        + _toll_likeness(telling, claim)
        + _outcome_likeness(telling, claim)
    )
    return proof if proof >= _ENOUGH or _continues(telling, claim) else 0.0


def _same_though_carried(telling: Telling, claim: ClaimFacts, place: float) -> bool:
    """Return whether a claim speaks of a telling's very place and kind on a day that is only carried over to it."""
    if claim.dated or place < _SAME_PLACE or claim.type not in telling.types:
        return False
    killed = telling.toll("killed")
    return claim.killed is None or killed is None or killed == find_toll([claim], "killed")


def _of_that_month(telling: Telling, claim: ClaimFacts, place: float) -> bool:
    """Return whether a claim gives the day of what a telling of the very place and kind only gives the month of."""
    days = telling.days
    if days is None or claim.start is None or claim.end is None or place < _SAME_PLACE or claim.killed:
        return False
    within = days[0] <= claim.start and claim.end <= days[1] < days[0] + _MONTH_DAYS
    return within and claim.type in telling.types


def _may_be_told_so(telling: Telling, claim: ClaimFacts) -> bool:
    """Return whether one event may be told under the types of both; what is denied is denied in the broadest words."""
    if all(same_event_types(told, claim.type) for told in telling.types):
        return True
    if group_of(claim.type) is Group.FORCE and _is_headline(telling) and claim.trigger <= _LEAD:
        return _GENERAL in {claim.type, telling.type} and {claim.type, *telling.types} <= _BLOWS
    denies = claim.negated != all(other.negated for other in telling.claims)
    if not denies or (claim.agents and telling.agents and not with_wholes(claim.agents) & with_wholes(telling.agents)):
        return bool(denies and claim.targets & telling.targets)
    by_one = claim.targets & telling.targets or claim.agents & telling.agents
    return bool(by_one) or (_GENERAL in {claim.type, *telling.types} and {claim.type, *telling.types} <= _BLOWS)


def _is_headline(telling: Telling) -> bool:
    """Return whether a telling is no more than the title, which says in general words what the lead tells."""
    return telling.leads and telling.days is None and telling.claims[-1].trigger <= _HEADLINE


def _continues(telling: Telling, claim: ClaimFacts) -> bool:
    """Return whether a claim goes on with what stands just before it, or with the headline."""
    if telling.days is None and claim.trigger <= _LEAD and telling.leads:
        return True
    if claim.trigger - telling.claims[-1].trigger > _NEIGHBOUR or _opens_another(telling, claim):
        return False
    if claim.start is None and telling.days is not None and not claim.negated:
        return False  # left without a day where one could be carried over: again and again, or at another time
    parties = claim.agents | claim.targets
    if claim.negated and not all(other.negated for other in telling.claims):
        return True  # what somebody denies is what was told just before
    return (
        claim.type in telling.types or claim.type == "casualties" or bool(parties & (telling.agents | telling.targets))
    )


def _opens_another(telling: Telling, claim: ClaimFacts) -> bool:
    """Return whether a claim has what begins another event: a day and a town, a town that is taken, a day long past."""
    finely = claim.placed and claim.spots[0].exact
    if claim.dated and telling.days is None and claim.end is not None and claim.published is not None:
        return finely or claim.published - claim.end > _PAST_DAYS
    taken = claim.type in _DONE_BY_ONE and not (telling.spot is not None and telling.spot.exact)
    return finely and (claim.dated or taken)


def _same_breath(telling: Telling, claim: ClaimFacts) -> bool:
    """Return whether an outcome stands right behind its cause: the wider area named with it is no other place."""
    last, spot = telling.claims[-1], telling.spot
    if claim.type not in _OUTCOMES or last.type in _OUTCOMES or spot is None or not claim.spots:
        return False
    near = claim.trigger - last.trigger <= _CLAUSE and claim.spots[0].country == spot.country
    return near and kilometres(spot, claim.spots[0]) <= _AREA_KM


def _outcome_likeness(telling: Telling, claim: ClaimFacts) -> float:
    """Return 0.8 for the dead and wounded told in one breath with what killed them."""
    near = claim.trigger - telling.claims[-1].trigger <= _BREATH
    return 0.8 if near and (claim.type in _OUTCOMES) != (telling.claims[-1].type in _OUTCOMES) else 0.0


def _toll_likeness(telling: Telling, claim: ClaimFacts) -> float:
    """Return 0.8 for the same number of dead."""
    return 0.8 if claim.killed is not None and any(claim.killed == other.killed for other in telling.claims) else 0.0


def _time_likeness(telling: Telling, claim: ClaimFacts) -> float:
    """Return 1 for the same days, 0.3 where one says none, -1 where they differ."""
    days = telling.days
    if days is None or claim.start is None or claim.end is None:
        return 0.3
    if claim.start > days[1] or claim.end < days[0]:
        return -1.0
    short = (days[1] - days[0] < SHORT_DAYS, claim.end - claim.start < SHORT_DAYS)
    if short[0] != short[1]:
        return -1.0 if claim.killed or telling.toll("killed") else 0.2
    return 1.0 if claim.dated else 0.7


def _place_likeness(telling: Telling, claim: ClaimFacts) -> float:
    """Return 1.5 for the same place, 0.3 where one gives none or a wider one, -1 where any two places differ.

    A title that says near which better known town it was ("près d'Idleb") bounds the place less than the lead does.
    """
    best = 0.3
    if _is_headline(telling) and claim.trigger <= _LEAD and _is_beside(telling.spot, claim.spots[:1]):
        return best
    for other in telling.claims:
        for mine in other.spots[:1]:
            for spot in claim.spots[:1]:
                one = _spot_likeness(mine, spot, _SAME_TAKEN_KM if claim.type in _DONE_BY_ONE else SAME_KM)
                if one < 0:
                    return -1.0
                best = max(best, one)
    return best


def _is_beside(near: Spot | None, spots: Sequence[Spot]) -> bool:
    """Return whether a place that is only said to be near a town lies around another one."""
    beside = near is not None and near.precision is Precision.NEAR
    return beside and any(spot.lat is not None and kilometres(near, spot) <= _AROUND_KM for spot in spots if near)


def _spot_likeness(mine: Spot, spot: Spot, same_km: float) -> float:
    """Return how well two places go together: 1.5 one town, 1.2 one area, 0.3 one within another, -1 neither."""
    if mine.lat is None or spot.lat is None:
        return 0.3 if not (mine.country and spot.country) or mine.country == spot.country else -1.0
    near = kilometres(mine, spot) <= same_km + mine.reach_km + spot.reach_km
    if mine.exact and spot.exact:
        return _SAME_PLACE if near else -1.0
    if mine.id and mine.id == spot.id:
        return 1.2
    return 0.3 if near else -1.0


def _sides_turned(telling: Telling, claim: ClaimFacts) -> bool:
    """Return whether the claim tells of other hands: whoever acts there suffers here, or another acts on another."""
    if not telling.agents or not claim.agents or with_wholes(telling.agents) & with_wholes(claim.agents):
        return False
    if group_of(claim.type) is not Group.FORCE or claim.type in _DONE_BY_ONE:
        return not telling.targets & claim.targets
    if any(claim.negated != other.negated for other in telling.claims):
        return True  # who denies that he did it denies nothing that another did
    if claim.negated:
        return False
    return claim.agents <= telling.targets or (
        not (telling.targets & claim.targets) and bool(telling.targets and claim.targets)
    )
