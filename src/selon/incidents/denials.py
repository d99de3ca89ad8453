"""Denials: who says that an event did not happen, or not by his hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selon.incidents.incident import Denial
from selon.origins.origin import OriginKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from selon.incidents.facts import ClaimFacts
    from selon.origins.origin import Origin


def find_denials(facts: Sequence[ClaimFacts], origins: Mapping[str, Origin]) -> tuple[Denial, ...]:
    """Return who denies the event, one a source and document.

    Whoever, in the words of a report, rejects the accusation or the event; and claims on somebody's word that it did
    not happen. That nobody of one's own was hurt denies nothing that others say; nobody denies what he tells himself.
    """
    told = [fact for fact in facts if not fact.negated and fact.real]
    found: dict[tuple[str, str], Denial] = {}
    for fact in facts:
        for actor in fact.rejected_by:
            own = fact.negated or (fact.id in origins and origins[fact.id].key == actor)
            denial = Denial(source=actor, document=fact.document, claim=fact.id if own else "")
            found.setdefault((actor, fact.document), denial)
    for fact in facts:
        origin = origins.get(fact.id)
        if not fact.negated or fact.rejected_by or origin is None or origin.kind is OriginKind.PUBLISHER:
            continue
        against = [t for t in told if t.id in origins and origins[t.id].key != origin.key and _speaks_against(fact, t)]
        if against:
            found.setdefault(
                (origin.key, fact.document), Denial(source=origin.key, document=fact.document, claim=fact.id)
            )
    return tuple(found.values())


def _speaks_against(denial: ClaimFacts, told: ClaimFacts) -> bool:
    """Return whether a claim that something did not happen speaks of what another claim tells."""
    if denial.targets and told.targets and not denial.targets & told.targets and denial.type == "casualties":
        return False
    return (
        denial.type != "casualties" or told.killed is not None or told.wounded is not None or told.type == "casualties"
    )
