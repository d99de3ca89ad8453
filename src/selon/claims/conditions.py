"""Conditions of codebook entries: `object:place | object:people` read against a frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from spacy.tokens import Token

    from selon.claims.frames import Filler, Frame

    Classify = Callable[[Token], frozenset[str]]

# What a condition calls a slot, and the slots of the frame that it means.
SLOTS: dict[str, tuple[str, ...]] = {
    "subject": ("subject",),
    "agent": ("subject", "by", "adjective"),
    "by": ("by",),
    "object": ("object",),
    "target": ("object", "contre", "reached", "dative", "sur"),
    "dative": ("dative", "à"),
    "of": ("de",),
    "instrument": ("avec", "à", "par", "by", "bare", "de", "adjective"),
}


def holds(condition: str, frame: Frame, classify: Classify, lemmas: frozenset[str]) -> bool:
    """Return whether a condition holds: `slot:class`, alternatives joined by `|`.

    `lemmas` are those of the trigger's own neighbours, for `any:"militaire"`.
    """
    return any(_one_holds(part.strip(), frame, classify, lemmas) for part in condition.split("|"))


def all_hold(conditions: Sequence[str], frame: Frame, classify: Classify, lemmas: frozenset[str]) -> bool:
    """Return whether every condition holds."""
    return all(holds(condition, frame, classify, lemmas) for condition in conditions)


def _one_holds(condition: str, frame: Frame, classify: Classify, lemmas: frozenset[str]) -> bool:
    """Return whether one `slot:class` holds."""
    slot, _, wanted = condition.partition(":")
    if slot == "verb":
        return frame.reflexive if wanted == "reflexive" else frame.passive
    fillers = fillers_of(slot, frame)
    if wanted == "none":
        return not fillers
    if wanted == "any":
        return bool(fillers)
    if wanted[:1] in "'\"":  # a lemma: the word itself, not a class of that name
        lemma = wanted.strip("'\"")
        return (slot == "any" and lemma in lemmas) or any(f'"{lemma}"' in classify(f.token) for f in fillers)
    if wanted == "place" and slot not in {"subject", "agent", "by"}:  # a capital is a place, unless it acts
        return any(classify(f.token) & {"place", "place_or_state"} for f in fillers)
    return any(wanted in classify(f.token) for f in fillers)


def fillers_of(slot: str, frame: Frame) -> list[Filler]:
    """Return the fillers that a condition's slot name means: "any" is all of them, a preposition its own."""
    if slot == "any":
        return frame.fillers
    if slot == "subject" and frame.passive:
        return frame.slot("subject", "by")  # "la ville est tenue par les rebelles"
    return frame.slot(*SLOTS.get(slot, (slot,)))
