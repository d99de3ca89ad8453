"""Counts: which quantities of a sentence belong to which event, and of what kind they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selon.claims.claim import Quantity, Role
from selon.claims.syntax import sentence_tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from selon.claims.claim import Argument
    from selon.claims.events import Event
    from selon.claims.scene import Scene
    from selon.mentions.mention import QuantityMention

# Kinds that an event overrules: ten soldiers killed are ten killed, not ten fighters.
_OF_PEOPLE = frozenset({"other", "fighters", "civilians", "leaders", "population"})
_VICTIM_ROLES = frozenset({Role.TARGET, Role.THEME})
_OWN_KINDS = frozenset({"killed", "wounded", "missing", "captured", "surrendered", "displaced"})
_HARM = frozenset({"air_strike", "shelling", "bombing", "clash", "civilian_attack", "casualties"})


def find_counts(scene: Scene, event: Event, arguments: Sequence[Argument]) -> list[Quantity]:
    """Return the quantities of an event: those in its arguments, in its own words and in its complements."""
    found: list[Quantity] = []
    for mention in scene.quantities_in(event.tokens):
        _add(found, mention, _kind(event, mention, None))
    for argument in arguments:
        for mention in scene.quantities_in(sentence_tokens(scene.doc, argument.span)):
            if mention.span.start >= argument.span.start - 12:
                _add(found, mention, _kind(event, mention, argument.role))
    for filler in event.frame.fillers:
        mention = scene.quantity(filler.token)
        if mention is not None and mention.kind in _OWN_KINDS | {"distance_km", "duration_days", "area_km2", "percent", "tonnes", "strikes", "positions", "vehicles", "weapons", "houses"}:
            _add(found, mention, _kind(event, mention, None))
    if event.type in _HARM:
        for mention in _tolls_of(scene, event):
            _add(found, mention, _kind(event, mention, None))
    return found


def _add(found: list[Quantity], mention: QuantityMention, kind: str) -> None:
    """Add a quantity once; parts of a total are left with their total."""
    if mention.part or any(q.span == mention.span for q in found):
        return
    found.append(Quantity(kind=kind, count=mention.count, span=mention.span))


def _kind(event: Event, mention: QuantityMention, role: Role | None) -> str:
    """Return the kind of a quantity: by its noun where that decides, else by what the event does to whom."""
    if mention.kind in _OF_PEOPLE and event.entry.quantity and (role is None or role in _VICTIM_ROLES):
        return event.entry.quantity
    return mention.kind


def _tolls_of(scene: Scene, event: Event) -> list[QuantityMention]:
    """Return tolls told of the event by the verb that it is the subject of: "l'attaque a fait douze morts et six blessés"."""
    head: Token = event.head
    if head.dep_ not in {"nsubj", "nsubj:pass"} or head.head.pos_ not in {"VERB", "AUX"}:
        return []
    below = [t for t in head.head.subtree if t.i > head.head.i]
    return [m for m in scene.quantities_in(below) if m.kind in {"killed", "wounded", "missing"}]
