"""Accidents: dead and wounded of collisions, avalanches and floods, whom nobody killed; they make no claims."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selon.mentions.mention import ActorClass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selon.claims.assembly import Draft
    from selon.claims.scene import Scene

_CAUSES = frozenset({"subject", "by", "dans", "lors", "lors de", "à la suite de", "suite à", "par", "après", "pendant"})
_DOERS = frozenset({"subject", "by"})
_HARMED = frozenset({"casualties", "bombing", "displacement", "aid", "transfer", "movement", "support", "capture"})
_FOUGHT = frozenset({"air_strike", "shelling", "civilian_attack", "siege", "abduction", "clash"})
_OPENING = 3  # sentences: the title, the dateline, the lead


def drop_accidents(scene: Scene, drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts without those of accidents: whose own cause is one, and all harm in a report of an accident."""
    kept = [draft for draft in drafts if not _is_caused_by_accident(scene, draft)]
    if all(draft.event.type not in _HARMED for draft in kept) or not _reports_accident(scene, kept):
        return kept
    return [draft for draft in kept if draft.event.type not in _HARMED]


def _is_caused_by_accident(scene: Scene, draft: Draft) -> bool:
    """Return whether an accident is the cause: "tués dans une collision", "un camp frappé par la famine"."""
    slots = _CAUSES if draft.event.type == "casualties" else _DOERS
    if draft.event.type != "casualties" and draft.event.type not in _FOUGHT:
        return False
    return any(f.slot in slots and "accident" in scene.classes(f.token) for f in draft.event.frame.fillers)


def _reports_accident(scene: Scene, drafts: Sequence[Draft]) -> bool:
    """Return whether title and lead tell of an accident, and nobody armed or fighting is in the report."""
    armed = any(m.kind is ActorClass.ARMED for m in scene.mentions.actors)
    if armed or any(draft.event.type in _FOUGHT for draft in drafts):
        return False
    opening = list(scene.doc.sents)[:_OPENING]
    return any("accident" in scene.classes(token) for sentence in opening for token in sentence if token.is_alpha)
