"""Grades: what is to be seen in the claims of an incident, each word with the claims that cause it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selon.incidents.incident import Grade, GradeWord
from selon.origins.camps import UNALIGNED, same_side

if TYPE_CHECKING:
    from selon.incidents.incident import Incident, OriginShare


def find_grades(incident: Incident) -> tuple[Grade, ...]:
    """Return the words that hold of an incident, each with its arithmetic and the claims that cause it."""
    words = (_breadth(incident), _across(incident), _admitted(incident), _contested(incident), _denied(incident))
    return tuple(grade for grade in words if grade is not None)


def _breadth(incident: Incident) -> Grade:
    """Return on how many origins the incident rests, those who deny it left out."""
    telling = [origin for origin in incident.origins if not origin.denies]
    known = [origin for origin in telling if origin.known]
    claims = tuple(claim for origin in telling for claim in origin.claims)
    documents = len({name for origin in telling for name in origin.documents})
    unknown = len(telling) - len(known)
    counted = f"{len(known)} known, {unknown} that nobody can tell, over {documents} documents"
    if len(known) > 1:
        return Grade(word=GradeWord.SEVERAL_ORIGINS, why=counted, claims=claims)
    word = GradeWord.CIRCULATED if documents > 1 and len(telling) == 1 else GradeWord.SINGLE_ORIGIN
    return Grade(word=word, why=counted, claims=claims)


def _across(incident: Incident) -> Grade | None:
    """Return that origins of two sides tell the event, where they do."""
    aligned = [o for o in incident.origins if not o.denies and o.known and o.side not in UNALIGNED]
    apart = [(a, b) for at, a in enumerate(aligned) for b in aligned[at + 1 :] if not same_side(a.side, b.side)]
    if not apart:
        return None
    sides = sorted({origin.side for pair in apart for origin in pair})
    claims = tuple(dict.fromkeys(claim for pair in apart for origin in pair for claim in origin.claims))
    return Grade(word=GradeWord.ACROSS_CAMPS, why=f"told from {len(sides)} sides: {', '.join(sides)}", claims=claims)


def _admitted(incident: Incident) -> Grade | None:
    """Return that a party whom others name as the doer tells the event of itself, where one does."""
    agents = {agent for claim in incident.claims if not claim.negated for agent in claim.agents}
    mine = {o.key: o for o in incident.origins if o.key in agents and not o.denies}
    by_others = {a for claim in incident.claims if not claim.negated for a in claim.agents if claim.origin != a}
    own = [
        c
        for c in incident.claims
        if c.origin in mine and c.origin in c.agents and c.origin in by_others and not c.negated
    ]
    if not own:
        return None
    names = sorted({mine[claim.origin].source for claim in own})
    why = f"{', '.join(names)} is named as the doer by others and says so too"
    return Grade(word=GradeWord.ADMITTED, why=why, claims=tuple(claim.id for claim in own))


def _contested(incident: Incident) -> Grade | None:
    """Return the fields on which origins differ, where they do."""
    if not incident.differences:
        return None
    fields = [d.field for d in incident.differences]
    keys = {key for difference in incident.differences for key in difference.by_origin}
    claims = tuple(claim for origin in incident.origins if origin.key in keys for claim in origin.claims)
    return Grade(word=GradeWord.CONTESTED, why=f"origins differ on {', '.join(fields)}", claims=claims)


def _denied(incident: Incident) -> Grade | None:
    """Return who denies the event, where somebody does."""
    if not incident.denials:
        return None
    names = sorted({denial.source for denial in incident.denials})
    why = f"{len(names)} deny it: {', '.join(names)}"
    bare = {denial.document for denial in incident.denials if not denial.claim}
    denied = [claim.id for claim in incident.claims if claim.document in bare and not claim.negated]
    told = [denial.claim for denial in incident.denials if denial.claim]
    return Grade(word=GradeWord.DENIED, why=why, claims=tuple(dict.fromkeys(told + denied)))


def deniers(incident: Incident) -> tuple[OriginShare, ...]:
    """Return the origins that deny the event."""
    return tuple(origin for origin in incident.origins if origin.denies)
