"""Tellings: the claims of one document that speak of one event, gathered before documents are compared."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from selon.incidents.likeness import likeness
from selon.incidents.telling import SHORT_DAYS, Anchor, Telling, find_days, find_spot, find_toll

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from selon.incidents.facts import ClaimFacts, Spot

__all__ = ["SHORT_DAYS", "Anchor", "Telling", "find_days", "find_spot", "find_tellings", "find_toll"]

_COUNTRY_SHARE = 0.6
_TOWN_SHARE = 0.5


def find_tellings(claims: Iterable[ClaimFacts]) -> list[Telling]:
    """Return the tellings of one document, in the order of their first claims."""
    ordered = sorted(claims, key=lambda claim: (claim.trigger, claim.trigger_end, claim.type, claim.id))
    home, town, story = _home_of(ordered), _town_of(ordered), _story_of(ordered)
    tellings: list[Telling] = []
    for claim in ordered:
        scored = [(likeness(told, claim), told.claims[-1].trigger, -at) for at, told in enumerate(tellings)]
        best = max(scored, default=(0.0, 0, 0))
        if best[0] > 0:
            tellings[-best[2]].claims.append(claim)
        else:
            tellings.append(Telling([claim], home, town, story))
    return tellings


def _home_of(claims: Sequence[ClaimFacts]) -> str:
    """Return the country in which most of the document's places lie, "" where there is none such."""
    counts = Counter(spot.country for claim in claims for spot in claim.spots[:1] if spot.country)
    if not counts:
        return ""
    country, most = min(counts.items(), key=lambda item: (-item[1], item[0]))
    return country if most >= _COUNTRY_SHARE * sum(counts.values()) else ""


def _town_of(claims: Sequence[ClaimFacts]) -> Spot | None:
    """Return the town that most claims with a town name, None where there is none such."""
    spots = [claim.spots[0] for claim in claims if claim.spots and claim.spots[0].exact]
    counts = Counter(spot.id or spot.name for spot in spots)
    if not counts:
        return None
    name, most = min(counts.items(), key=lambda item: (-item[1], item[0]))
    return next(s for s in spots if (s.id or s.name) == name) if most >= _TOWN_SHARE * len(spots) else None


def _story_of(claims: Sequence[ClaimFacts]) -> frozenset[str]:
    """Return the numbers and the unlisted names in the claims of a document: what two reports of one story share."""
    names = frozenset().union(*(claim.names for claim in claims))
    return names | {str(figure) for claim in claims for figure in claim.figures}
