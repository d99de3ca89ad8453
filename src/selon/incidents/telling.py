"""The telling: what one document tells of one event, with the days, place, parties and tolls that its claims give."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from selon.incidents.kinds import Group, group_of, rank_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from selon.incidents.facts import ClaimFacts, Spot

SHORT_DAYS = 10  # an event of up to so many days has a date; a longer time is a period, within which totals are counted
_HEADLINE = 160  # characters within which a claim stands in the title
_PLAIN_SHARE = 0.4


Anchor = tuple[int, str, int, str, str]


@dataclass(slots=True)
class Telling:
    """What one document tells of one event: its claims, and the days, place, parties and tolls they give."""

    claims: list[ClaimFacts] = field(default_factory=list)
    home: str = ""  # the country in which the document's places lie
    town: Spot | None = None  # the town of which the document tells most
    story: frozenset[str] = frozenset()  # the numbers and unlisted names of the document

    @property
    def document(self) -> str:
        """The document that tells it."""
        return self.claims[0].document

    @property
    def anchor(self) -> Anchor:
        """What orders tellings, whatever the order of ingest: day of publication, document, place in it, claim, town.

        No two tellings of a record have the same.
        """
        first = self.claims[0]
        return first.published or 0, first.document, first.trigger, first.id, first.part

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
        """The type told most; a plain one ("attaque", "morts") counts for less."""
        first = self.claims[0].type
        if all(claim.type == first for claim in self.claims):
            return first
        counts = Counter(claim.type for claim in self.claims)
        shares = {name: count * (_PLAIN_SHARE if rank_of(name) else 1) for name, count in counts.items()}
        return min(shares, key=lambda name: (-shares[name], rank_of(name), name))

    @property
    def real(self) -> bool:
        """Whether anything of it is told as having happened, or denied, and not only planned or thought possible."""
        return any(claim.real for claim in self.claims)

    @property
    def days(self) -> tuple[int, int] | None:
        """The days on which all dated claims agree, else those of the finest, None where no day is said."""
        return find_days(self.claims)

    @property
    def dated(self) -> bool:
        """Whether a day stands in the sentence of one of its claims, and was not taken over from another one."""
        return any(claim.dated for claim in self.claims)

    @property
    def leads(self) -> bool:
        """Whether it begins in the title or the first line."""
        return self.claims[0].trigger <= _HEADLINE

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
