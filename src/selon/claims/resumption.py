"""Resumption: an event taken up again ("l'offensive", "cette frappe") of which nothing new is said keeps what was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selon.claims.claim import Role
from selon.claims.remembered import sentence_start

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selon.claims.assembly import Draft

_DEFINITE = frozenset({"le", "la", "l'", "l’", "les", "ce", "cet", "cette", "ces"})
_INHERITED = (Role.AGENT, Role.TARGET, Role.PLACE)
_HARM = frozenset({"air_strike", "shelling", "bombing", "clash", "civilian_attack", "casualties"})
_REACH_SENTENCES = 3


def resume_events(drafts: Sequence[Draft]) -> None:
    """Give each bare event that resumes an earlier one its agent, target and place.

    Where the sentence itself names a party or a place it tells what it means to tell, and nothing is added.
    """
    for at, draft in enumerate(drafts):
        if draft.arguments or draft.quantities or not is_resumed(draft):
            continue
        earlier = _resumed_by(draft, drafts[:at])
        if earlier is None:
            continue
        taken = [a for a in earlier.arguments if a.role in _INHERITED]
        if taken:
            draft.arguments.extend(taken)
            draft.why.append(f"resumes {earlier.event.entry.lemma}")


def is_resumed(draft: Draft) -> bool:
    """Return whether the event is named by a definite or demonstrative noun: "l'attaque", "cet assaut"."""
    head = draft.event.head
    if draft.event.entry.pos != "noun":
        return False
    before = [t for t in head.lefts if t.dep_ == "det"] or ([head.nbor(-1)] if head.i > sentence_start(head) else [])
    return any(t.lower_ in _DEFINITE for t in before)


def _resumed_by(draft: Draft, earlier: Sequence[Draft]) -> Draft | None:
    """Return the nearest earlier event that this one may resume: of its lemma, or of its type, a few sentences back."""
    sentence = sentence_start(draft.event.head)
    starts: list[int] = []
    for other in reversed(earlier):
        start = sentence_start(other.event.head)
        if start not in starts:
            starts.append(start)
        if len(starts) > _REACH_SENTENCES + (start == sentence):
            return None
        same_word = other.event.entry.lemma == draft.event.entry.lemma
        same_type = other.event.type == draft.event.type or {other.event.type, draft.event.type} <= _HARM
        if (same_word or same_type) and other.arguments:
            return other
    return None
