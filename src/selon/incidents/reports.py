"""Reports: the claims of one document laid flat together, with what only the whole document tells of each."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from selon.incidents.facts import in_one_sentence, read_facts
from selon.incidents.kinds import Group, group_of
from selon.incidents.parts import with_wholes
from selon.incidents.recalls import date_recalled, find_recalls
from selon.origins.denying import denies, find_rejections

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selon.claims.claim import Claim
    from selon.documents.document import Document
    from selon.incidents.facts import ClaimFacts
    from selon.origins.denying import Rejection
    from selon.values import TextSpan

_LASTING_DAYS = 45  # a time longer than this is no date of a blow
_BLOWS = frozenset({"abduction", "air_strike", "arrest", "bombing", "casualties", "civilian_attack", "shelling"})


def read_report(claims: Sequence[Claim], document: Document) -> list[ClaimFacts]:
    """Return the facts of all claims of a document.

    A long time ("depuis deux ans") is of the claim that stands next to it; a blow told in the same breath is left
    undated, unless it is counted over that time. What a report recalls as so long before its own event has that day.
    """
    lent = _find_lent_times(claims, document.text)
    found = []
    for claim in claims:
        for fact in read_facts(claim, document):
            lasting = fact.length is not None and fact.length > _LASTING_DAYS
            settled = "time" in fact.settled
            borrowed = lasting and not settled and claim.time is not None and (claim.time.span, claim.type) in lent
            found.append(replace(fact, start=None, end=None, dated=False) if borrowed else fact)
    recalled = _date_recalled(found, claims, document.text)
    if not denies(document.text):
        return recalled
    return _reject(recalled, find_rejections(document.text, _find_actors(claims)))


def _date_recalled(facts: list[ClaimFacts], claims: Sequence[Claim], text: str) -> list[ClaimFacts]:
    """Return the facts with the days of what is recalled as so long before the report's own event."""
    recalls = find_recalls(text)
    if not recalls:
        return facts
    dated = date_recalled(facts, {claim.id: claim for claim in claims}, recalls, text)
    return [
        replace(f, start=dated[f.id][0], end=dated[f.id][1], dated=True)
        if f.id in dated and "time" not in f.settled
        else f
        for f in facts
    ]


def _find_actors(claims: Sequence[Claim]) -> list[tuple[TextSpan, str]]:
    """Return the actors that were read in a document, in the order of the text."""
    arguments = {(a.span, a.entity) for claim in claims for a in claim.arguments if a.entity}
    sources = {(s.span, s.entity) for claim in claims for s in claim.attribution if s.entity}
    return sorted(arguments | sources, key=lambda found: (found[0].start, found[0].end, found[1]))


def _reject(facts: list[ClaimFacts], rejections: Sequence[Rejection]) -> list[ClaimFacts]:
    """Return the facts with those who reject an accusation put to what is told of them, before it or else behind it.

    Who denies an event by name denies the first one behind his verb.
    """
    for rejection in rejections:
        if rejection.bare:
            ranked = [
                (_distance(fact, rejection.span), at)
                for at, fact in enumerate(facts)
                if _accused(fact, rejection.actor)
            ]
        else:
            ranked = [
                ((False, False, fact.trigger, at), at)
                for at, fact in enumerate(facts)
                if rejection.span.end <= fact.trigger < rejection.end
            ]
        if ranked:
            at = min(ranked)[1]
            actor = _accused(facts[at], rejection.actor) if rejection.bare else rejection.actor
            facts[at] = replace(facts[at], rejected_by=tuple(sorted({*facts[at].rejected_by, actor})))
    return facts


def _accused(fact: ClaimFacts, actor: str) -> str:
    """Return the actor where the claim lays an event to him or to nobody, "" otherwise; a nameless one is the doer.

    Nobody is accused of what lasts ("contrôle la ville"); a claim that denies his deed already is what he rejects.
    """
    if not fact.real or group_of(fact.type) is Group.STANDING:
        return ""
    if fact.negated:
        return actor if actor and actor in with_wholes(fact.agents) else ""
    if not actor:
        return next(iter(fact.agents)) if len(fact.agents) == 1 else ""
    return actor if not fact.agents or actor in with_wholes(fact.agents) else ""


def _distance(fact: ClaimFacts, span: TextSpan) -> tuple[bool, bool, int, int]:
    """Return how near a claim stands to a denial: one with a doer first, then one before it, then the nearest."""
    return not fact.agents, fact.trigger > span.start, abs(fact.trigger - span.start), fact.trigger


def _find_lent_times(claims: Sequence[Claim], text: str) -> frozenset[tuple[TextSpan, str]]:
    """Return the times with the types of blows that only stand in one sentence with them, and are not counted there."""
    timed = [(claim, claim.time.span) for claim in claims if claim.time is not None]
    nearest: dict[TextSpan, tuple[int, str]] = {}
    for claim, span in timed:
        far = (_gap(claim.trigger, span), claim.type)
        nearest[span] = min(far, nearest.get(span, far))
    return frozenset(
        (span, claim.type)
        for claim, span in timed
        if claim.type in _BLOWS
        and claim.type != nearest[span][1]
        and not claim.quantities
        and in_one_sentence(span, claim.trigger, text)
    )


def _gap(one: TextSpan, other: TextSpan) -> int:
    """Return how many characters lie between two spans."""
    return max(one.start - other.end, other.start - one.end, 0)
