"""Agreement: what the origins of one incident say of it side by side, where they differ, and who denies it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from selon.incidents.denials import find_denials
from selon.incidents.grades import find_grades
from selon.incidents.incident import Difference, Figure, Incident, IncidentClaim, OriginShare
from selon.incidents.kinds import Group
from selon.incidents.sourcing import carry_sources, title_end
from selon.incidents.tellings import SHORT_DAYS, find_days, find_spot
from selon.origins.camps import count_sides
from selon.origins.citation import settle_origins
from selon.origins.origin import OriginKind
from selon.values import TextSpan, digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from selon.documents.document import Document
    from selon.incidents.facts import ClaimFacts
    from selon.incidents.incident import Join
    from selon.incidents.tellings import Telling
    from selon.origins.origin import ClaimOrigin, Origin

_LEAST_VAGUE, _VAGUE = 20, 2  # a count from 20 on whose ends lie so many times apart
_NEWS_DAYS = 14  # days after an event within which a report of it is news


@dataclass(frozen=True, slots=True)
class Evidence:
    """What stands behind facts: documents by their id, origins by claim id."""

    documents: Mapping[str, Document]
    origins: Mapping[str, ClaimOrigin]


def build_incident(tellings: Sequence[Telling], evidence: Evidence, joins: Sequence[Join] = ()) -> Incident | None:
    """Return the incident that tellings tell together, None where all of them only plan it or think it possible."""
    facts = sorted(
        (c for t in tellings for c in t.claims), key=lambda c: (c.published or 0, c.document, c.trigger, c.id)
    )
    if not any(fact.real for fact in facts):
        return None
    main = _main_telling(tellings)
    days, first = find_days(facts), min(tellings, key=lambda telling: telling.anchor)
    settled = settle_origins([evidence.origins[fact.id] for fact in facts if fact.id in evidence.origins])
    by_claim = carry_sources(facts, {found.claim_id: found.origin for found in settled}, evidence.documents)
    claims = tuple(_claim(fact, evidence, by_claim) for fact in facts)
    denials = find_denials(facts, by_claim)
    titles = {id_: title_end(evidence.documents.get(id_)) for id_ in {fact.document_id for fact in facts}}
    shares = find_shares(facts, by_claim, {denial.claim for denial in denials}, titles)
    own = [fact for fact in facts if not _is_total(fact, days)]
    incident = Incident(
        id=find_id(first),
        type=main.type,
        types=tuple(sorted({fact.type for fact in facts})),
        standing=main.group is Group.STANDING,
        start=date.fromordinal(days[0]) if days else None,
        end=date.fromordinal(days[1]) if days else None,
        place=find_spot(facts),
        claims=claims,
        origins=shares,
        denials=denials,
        differences=find_differences(facts, by_claim),
        killed=find_figure(own, "killed"),
        wounded=find_figure(own, "wounded"),
        totals=tuple(fact.id for fact in facts if fact not in own and (fact.killed or fact.wounded)),
        joins=tuple(joins),
        sides=count_sides(by_claim.values()).by_side,
    )
    return replace(incident, grades=find_grades(incident))


def find_id(first: Telling) -> str:
    """Return the id of the incident that begins with this telling: no two tellings begin with one claim and town."""
    claim = first.claims[0]
    return digest("incident", claim.id, claim.part) if claim.part else digest("incident", claim.id)


def find_figure(facts: Iterable[ClaimFacts], kind: str) -> Figure | None:
    """Return the range of a toll over claims: the lowest and the highest told, never a sum.

    `high` stays open where the highest figure is only a lower bound ("au moins 40"). "Des dizaines" says nothing beside
    a number.
    """
    every = [toll for fact in facts if not fact.negated and (toll := getattr(fact, kind)) is not None]
    bounds = [toll for toll in every if not _is_vague(toll)] or every
    lows = [low if low is not None else high for low, high in bounds]
    known = [low for low in lows if low is not None]
    if not known:
        return None
    highs = [high if high is not None else low for low, high in bounds]
    top = max(high for high in highs if high is not None)
    is_open = all(high is None for low, high in bounds if (high if high is not None else low) == top)
    return Figure(low=min(known), high=None if is_open else top)


def _is_vague(toll: tuple[int | None, int | None]) -> bool:
    """Return whether a count only tells of what order the number is: "des dizaines de morts"."""
    low, high = toll
    return low is not None and high is not None and low >= _LEAST_VAGUE and high > _VAGUE * low


def find_shares(
    facts: Sequence[ClaimFacts],
    origins: Mapping[str, Origin],
    denying: set[str],
    titles: Mapping[str, int] | None = None,
) -> tuple[OriginShare, ...]:
    """Return what rests on each origin, in the order in which they first speak; `titles` says where titles end."""
    groups: dict[str, list[ClaimFacts]] = defaultdict(list)
    sourced = [fact for fact in facts if fact.id in origins]
    recalled = _find_recalling(sourced, origins, titles or {})
    for fact in [f for f in sourced if not _is_bare(f) and f.document not in recalled] or sourced:
        groups[origins[fact.id].key].append(fact)
    shares = []
    for key, own in groups.items():
        origin = min((origins[fact.id] for fact in own), key=lambda o: (not o.known, len(o.label), o.label))
        shares.append(
            OriginShare(
                key=key,
                source=origin.label or key,
                kind=str(origin.kind),
                side=origin.side,
                known=origin.known,
                documents=tuple(sorted({fact.document for fact in own})),
                claims=tuple(fact.id for fact in own),
                killed=find_figure(own, "killed"),
                wounded=find_figure(own, "wounded"),
                denies=any(fact.id in denying for fact in own),
            )
        )
    return tuple(shares)


def _find_recalling(facts: Sequence[ClaimFacts], origins: Mapping[str, Origin], titles: Mapping[str, int]) -> set[str]:
    """Return the documents that only mention the event in passing, long after it: that rests on nobody's word.

    They say nothing of it but its name, place and day, in their own voice, and not in their title.
    """
    by_document: dict[str, list[ClaimFacts]] = defaultdict(list)
    for fact in facts:
        by_document[fact.document].append(fact)
    days = find_days(facts)
    return {
        document
        for document, own in by_document.items()
        if days is not None
        and own[0].published is not None
        and own[0].published - days[1] > _NEWS_DAYS
        and min(fact.trigger for fact in own) >= titles.get(own[0].document_id, 0)
        and all(origins[fact.id].kind is OriginKind.PUBLISHER and _says_nothing_new(fact, facts) for fact in own)
    }


def _says_nothing_new(fact: ClaimFacts, facts: Sequence[ClaimFacts]) -> bool:
    """Return whether a claim gives no party, and no number of dead or wounded but one that was told before."""
    if fact.killed is None and fact.wounded is None:
        return _says_nothing(fact)
    before = [f for f in facts if f.document != fact.document and (f.published or 0) < (fact.published or 0)]
    return not fact.negated and all(
        getattr(fact, kind) is None or any(getattr(f, kind) == getattr(fact, kind) for f in before)
        for kind in ("killed", "wounded")
    )


def _says_nothing(fact: ClaimFacts) -> bool:
    """Return whether a claim gives no number and no party, and denies nothing."""
    told = (fact.killed, fact.wounded, fact.figures, fact.agents, fact.targets, fact.negated, fact.rejected_by)
    return not any(told)


def _is_bare(fact: ClaimFacts) -> bool:
    """Return whether a claim only mentions the dead or wounded, neither how many nor who: that rests on nobody."""
    return fact.type == "casualties" and _says_nothing(replace(fact, agents=frozenset()))


def find_differences(facts: Sequence[ClaimFacts], origins: Mapping[str, Origin]) -> tuple[Difference, ...]:
    """Return the fields on which origins say things that cannot both be so: who did it, to whom, how many."""
    differences = []
    for name, values_of in (("agent", _agents), ("target", _targets), ("killed", _killed), ("wounded", _wounded)):
        said: dict[str, set[str]] = defaultdict(set)
        for fact in facts:
            if fact.id in origins and not fact.negated:
                said[origins[fact.id].key] |= values_of(fact)
        told = {key: tuple(sorted(values)) for key, values in said.items() if values}
        values = list(told.values())
        if any(not set(one) & set(other) for at, one in enumerate(values) for other in values[at + 1 :]):
            differences.append(Difference(field=name, by_origin=MappingProxyType(dict(sorted(told.items())))))
    return tuple(differences)


def _agents(fact: ClaimFacts) -> set[str]:
    """Return who is said to have done it."""
    return set(fact.agents)


def _targets(fact: ClaimFacts) -> set[str]:
    """Return to whom it is said to have been done."""
    return set(fact.targets)


def _killed(fact: ClaimFacts) -> set[str]:
    """Return the number of dead in words."""
    return {_figure_words(fact.killed)} if fact.killed else set()


def _wounded(fact: ClaimFacts) -> set[str]:
    """Return the number of wounded in words."""
    return {_figure_words(fact.wounded)} if fact.wounded else set()


def _figure_words(bounds: tuple[int | None, int | None]) -> str:
    """Return bounds as they are shown.

    >>> _figure_words((3, 3)), _figure_words((40, None)), _figure_words((20, 99))
    ('3', '40+', '20-99')
    """
    low, high = bounds
    if low == high:
        return str(low)
    if high is None:
        return f"{low}+"
    return f"{'' if low is None else low}-{high}"


def _is_total(fact: ClaimFacts, days: tuple[int, int] | None) -> bool:
    """Return whether a claim counts over a period within which the event is one among others."""
    if fact.length is None or days is None:
        return False
    return fact.length > SHORT_DAYS and days[1] - days[0] < SHORT_DAYS


def _main_telling(tellings: Sequence[Telling]) -> Telling:
    """Return the telling that names the incident: of the type told in most documents, the fullest, the earliest."""
    counts: dict[str, int] = defaultdict(int)
    for telling in tellings:
        counts[telling.type] += 1
    return min(tellings, key=lambda t: (not t.real, -counts[t.type], -len(t.claims), t.anchor))


def _claim(fact: ClaimFacts, evidence: Evidence, origins: Mapping[str, Origin]) -> IncidentClaim:
    """Return a claim as it stands in the incident."""
    document = evidence.documents.get(fact.document_id)
    origin = origins.get(fact.id)
    return IncidentClaim(
        id=fact.id,
        document=fact.document,
        trigger=TextSpan(fact.trigger, fact.trigger_end),
        type=fact.type,
        outlet=document.publisher if document else "",
        published=document.published if document else None,
        origin=origin.key if origin else "",
        negated=fact.negated,
        status=fact.status,
        killed=Figure(low=fact.killed[0], high=fact.killed[1]) if fact.killed else None,
        wounded=Figure(low=fact.wounded[0], high=fact.wounded[1]) if fact.wounded else None,
        agents=tuple(sorted(fact.agents)),
        targets=tuple(sorted(fact.targets)),
    )
