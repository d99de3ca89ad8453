"""Tellings: the claims of one document that speak of one event, gathered before documents are compared."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from selon.incidents.facts import kilometres
from selon.incidents.kinds import Group, group_of, rank_of, same_event_types

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from selon.incidents.facts import ClaimFacts, Spot

SHORT_DAYS = 10  # an event of up to so many days has a date; a longer time is a period, within which totals are counted
SAME_KM = 12.0
_DONE_BY_ONE = frozenset({"capture", "siege"})  # who takes a town is who took it
_OUTCOMES = frozenset({"casualties", "civilian_attack"})
_CLAUSE = 90  # characters within which an outcome stands in one clause with its cause
_AREA_KM = 120.0
_BREATH = 150  # characters within which an outcome stands beside its cause
_ENOUGH = 1.95  # the same day or the same place and the same type, and nothing against it
_HEADLINE = 160  # characters within which a claim stands in the title
_LEAD = 900  # characters within which the title's event is told
_NEIGHBOUR = 700  # characters within which a claim without place or time takes up the telling before it
_COUNTRY_SHARE = 0.6


@dataclass(slots=True)
class Telling:
    """What one document tells of one event: its claims, and the days, place, parties and tolls they give."""

    claims: list[ClaimFacts] = field(default_factory=list)
    home: str = ""  # the country in which the document's places lie

    @property
    def document(self) -> str:
        """The document that tells it."""
        return self.claims[0].document

    @property
    def anchor(self) -> tuple[int, str, int, str]:
        """What orders tellings, whatever the order of ingest: day of publication, document, place in it, claim."""
        first = self.claims[0]
        return first.published or 0, first.document, first.trigger, first.id

    @property
    def group(self) -> Group:
        """The wide group of its types."""
        return group_of(self.claims[0].type)

    @property
    def types(self) -> frozenset[str]:
        """Every type under which it is told."""
        return frozenset(claim.type for claim in self.claims)

    @property
    def type(self) -> str:
        """The type told most, the less plain one first."""
        counts = Counter(claim.type for claim in self.claims)
        return min(counts, key=lambda name: (rank_of(name) > 0, -counts[name], rank_of(name), name))

    @property
    def real(self) -> bool:
        """Whether anything of it is told as having happened, or denied, and not only planned or thought possible."""
        return any(claim.real for claim in self.claims)

    @property
    def days(self) -> tuple[int, int] | None:
        """The days on which all dated claims agree, else those of the finest, None where no day is said."""
        return find_days(self.claims)

    @property
    def spot(self) -> Spot | None:
        """The finest place, the one named most."""
        return find_spot(self.claims)

    @property
    def agents(self) -> frozenset[str]:
        """Who does it."""
        return frozenset().union(*(claim.agents for claim in self.claims))

    @property
    def targets(self) -> frozenset[str]:
        """To whom it is done."""
        return frozenset().union(*(claim.targets for claim in self.claims))

    def toll(self, kind: str) -> tuple[int, int] | None:
        """Return the lowest and highest count of the killed or wounded told in it."""
        return find_toll(self.claims, kind)


def find_days(claims: Sequence[ClaimFacts]) -> tuple[int, int] | None:
    """Return the days on which most of the claims agree, read as narrowly as they allow."""
    spans = [(c.start, c.end, c.dated) for c in claims if c.start is not None and c.end is not None]
    if not spans:
        return None
    own = [span for span in spans if span[2]] or spans
    start, end, _ = min(own, key=lambda span: (span[1] - span[0], span[0]))
    for other_start, other_end, _ in sorted(own, key=lambda span: (span[1] - span[0], span[0])):
        if other_start <= end and start <= other_end:
            start, end = max(start, other_start), min(end, other_end)
    return start, end


def find_spot(claims: Sequence[ClaimFacts]) -> Spot | None:
    """Return the place that most claims give, the finest where some give wider ones."""
    spots = [(spot, claim.placed) for claim in claims for spot in claim.spots[:1]]
    if not spots:
        return None
    counts = Counter((spot.id or spot.name) for spot, _ in spots)
    return min(
        spots, key=lambda s: (not s[0].exact, s[0].lat is None, not s[1], -counts[s[0].id or s[0].name], s[0].reach_km)
    )[0]


def find_toll(claims: Iterable[ClaimFacts], kind: str) -> tuple[int, int] | None:
    """Return the lowest and the highest figure of a kind over the claims, denied ones too, None where there is none."""
    bounds = [toll for claim in claims if (toll := getattr(claim, kind)) is not None]
    low = [b[0] if b[0] is not None else b[1] for b in bounds]
    high = [b[1] if b[1] is not None else b[0] for b in bounds]
    figures = [value for value in (*low, *high) if value is not None]
    return (min(figures), max(figures)) if figures else None


def find_tellings(claims: Iterable[ClaimFacts]) -> list[Telling]:
    """Return the tellings of one document, in the order of their first claims."""
    ordered = sorted(claims, key=lambda claim: (claim.trigger, claim.trigger_end, claim.type, claim.id))
    home = _home_of(ordered)
    tellings: list[Telling] = []
    for claim in ordered:
        scored = [(likeness(telling, claim), -at) for at, telling in enumerate(tellings)]
        best = max(scored, default=(0.0, 0))
        if best[0] > 0:
            tellings[-best[1]].claims.append(claim)
        else:
            tellings.append(Telling([claim], home))
    return tellings


def likeness(telling: Telling, claim: ClaimFacts) -> float:
    """Return how well a claim continues a telling of its document; 0 or less where it does not."""
    first = telling.claims[0]
    if group_of(first.type) != group_of(claim.type) or not _may_be_told_so(telling, claim):
        return 0.0
    time, place = _time_likeness(telling, claim), _place_likeness(telling, claim)
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


def _may_be_told_so(telling: Telling, claim: ClaimFacts) -> bool:
    """Return whether one event may be told under the types of both; what is denied is denied in the broadest words."""
    if claim.negated != all(other.negated for other in telling.claims):
        return True
    return all(same_event_types(told, claim.type) for told in telling.types)


def _continues(telling: Telling, claim: ClaimFacts) -> bool:
    """Return whether a claim goes on with what stands just before it, or with the headline."""
    finely = claim.placed and claim.spots[0].exact
    if claim.trigger - telling.claims[-1].trigger <= _NEIGHBOUR and not (claim.dated and finely):
        parties = claim.agents | claim.targets
        return (
            claim.type in telling.types
            or claim.type == "casualties"
            or bool(parties & (telling.agents | telling.targets))
        )
    headline = telling.claims[0].trigger <= _HEADLINE and telling.days is None
    return headline and claim.trigger <= _LEAD


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
    """Return 1.5 for the same place, 0.3 where one gives none or a wider one, -1 where any two places differ."""
    best = 0.3
    for other in telling.claims:
        for mine in other.spots[:1]:
            for spot in claim.spots[:1]:
                one = _spot_likeness(mine, spot)
                if one < 0:
                    return -1.0
                best = max(best, one)
    return best


def _spot_likeness(mine: Spot, spot: Spot) -> float:
    """Return how well two places go together: 1.5 one town, 1.2 one area, 0.3 one within another, -1 neither."""
    if mine.lat is None or spot.lat is None:
        return 0.3 if not (mine.country and spot.country) or mine.country == spot.country else -1.0
    near = kilometres(mine, spot) <= SAME_KM + mine.reach_km + spot.reach_km
    if mine.exact and spot.exact:
        return 1.5 if near else -1.0
    if mine.id and mine.id == spot.id:
        return 1.2
    return 0.3 if near else -1.0


def _sides_turned(telling: Telling, claim: ClaimFacts) -> bool:
    """Return whether the claim tells of other hands: whoever acts there suffers here, or another acts on another."""
    if not telling.agents or not claim.agents or telling.agents & claim.agents:
        return False
    if group_of(claim.type) is not Group.FORCE or claim.type in _DONE_BY_ONE:
        return not telling.targets & claim.targets
    if claim.negated or any(other.negated for other in telling.claims):
        return False
    return claim.agents <= telling.targets or (
        not (telling.targets & claim.targets) and bool(telling.targets and claim.targets)
    )


def _home_of(claims: Sequence[ClaimFacts]) -> str:
    """Return the country in which most of the document's places lie, "" where there is none such."""
    counts = Counter(spot.country for claim in claims for spot in claim.spots[:1] if spot.country)
    if not counts:
        return ""
    country, most = min(counts.items(), key=lambda item: (-item[1], item[0]))
    return country if most >= _COUNTRY_SHARE * sum(counts.values()) else ""
