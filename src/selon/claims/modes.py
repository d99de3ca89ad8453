"""Modes: how a blow was struck that is named by a general word ("l'attaque", "cet attentat") is told elsewhere."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from selon.claims.conditions import fillers_of
from selon.claims.remembered import sentence_start
from selon.claims.resumption import is_resumed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selon.claims.assembly import Draft
    from selon.claims.scene import Scene

_MODES = frozenset({"air_strike", "shelling", "bombing", "civilian_attack"})
_FIGHTING = frozenset({"clash"})
_TERROR = frozenset({"bombing"})  # "attentat" means a bomb where nothing else is told
_FORCES = frozenset({"force", "armed"})
_AHEAD = 3  # sentences in which a blow that is only named is told


def settle_modes(scene: Scene, drafts: Sequence[Draft]) -> None:
    """Give each blow that a general word names the type of the blow that it takes up or announces."""
    for at, draft in enumerate(drafts):
        if not _is_open(draft):
            continue
        before = drafts[:at]
        resumes = is_resumed(draft) and any(_is_blow(other) for other in before)
        told = (
            _told_above(draft, drafts)
            or _taken_up(scene, draft, before)
            or _announced(draft, drafts[at + 1 :], resumes=resumes)
            or _all_told(draft, drafts)
        )
        if told is None or not _may_become(scene, draft, told.event.type):
            continue
        type_ = told.event.type
        why = (*draft.event.why, f"becomes {type_} as {told.event.entry.lemma}")
        draft.event = replace(draft.event, type=type_, why=why)


def _is_blow(draft: Draft) -> bool:
    """Return whether the draft tells or names a blow."""
    return draft.event.entry.general or draft.event.type in _MODES


def _is_open(draft: Draft) -> bool:
    """Return whether a general word names the blow, and its own sentence tells at most whom it hit."""
    entry, type_ = draft.event.entry, draft.event.type
    return entry.general and type_ in {entry.type, "civilian_attack"}


def _is_told(draft: Draft) -> bool:
    """Return whether it is known how the blow was struck: by its word, its sentence, or one settled before."""
    return draft.event.type in _MODES and (not draft.event.entry.general or draft.event.type != draft.event.entry.type)


def _is_fighting(draft: Draft) -> bool:
    """Return whether another story is told: "l'offensive", "les combats"."""
    return draft.event.type in _FIGHTING and not draft.event.entry.general


def _told_above(draft: Draft, drafts: Sequence[Draft]) -> Draft | None:
    """Return the blow on whose word the draft hangs: "les avions ont visé le camp par deux attaques"."""
    above = draft.event.head.head
    if draft.event.entry.pos != "noun":
        return None
    return next((d for d in drafts if d is not draft and _is_told(d) and above in d.event.tokens), None)


def _taken_up(scene: Scene, draft: Draft, earlier: Sequence[Draft]) -> Draft | None:
    """Return the nearest blow told before, where the draft resumes it and no fighting was told in between."""
    if not is_resumed(draft):
        return None
    for other in reversed(earlier):
        if _is_fighting(other) and other.event.entry.pos == "noun":
            return None
        if other.event.entry.general and not _is_told(other) and _strikes_forces(scene, other):
            return None
        if _is_told(other):
            return other if _may_be_one(draft, other) else None
    return None


def _announced(draft: Draft, later: Sequence[Draft], *, resumes: bool) -> Draft | None:
    """Return the next blow told within a few sentences with events, where no fighting comes before it."""
    if resumes:
        return None
    starts = {sentence_start(draft.event.head)}
    for other in later:
        starts.add(sentence_start(other.event.head))
        if len(starts) > _AHEAD or _is_fighting(other):
            return None
        if _is_told(other):
            return other if _may_be_one(draft, other) else None
    return None


def _all_told(draft: Draft, drafts: Sequence[Draft]) -> Draft | None:
    """Return a blow told anywhere, where the draft is one of terror and the whole report tells of one mode alone."""
    told = [other for other in drafts if _is_told(other)]
    alone = draft.event.entry.type in _TERROR and len({other.event.type for other in told}) == 1
    return told[0] if alone else None


def _may_become(scene: Scene, draft: Draft, type_: str) -> bool:
    """Return whether the type fits the word and whom it hit: no army's raid is an "attentat", no soldier a civilian."""
    if type_ == draft.event.type or (draft.event.entry.type == "bombing" and type_ != "civilian_attack"):
        return False
    return type_ != "civilian_attack" or not _strikes_forces(scene, draft)


def _may_be_one(draft: Draft, other: Draft) -> bool:
    """Return whether the times of two drafts, where both tell one, allow one event."""
    if draft.time is None or other.time is None:
        return True
    one, two = draft.time.period, other.time.period
    if one.start is None or one.end is None or two.start is None or two.end is None:
        return True
    return one.start <= two.end and two.start <= one.end


def _strikes_forces(scene: Scene, draft: Draft) -> bool:
    """Return whether the attack is aimed at soldiers, police or fighters."""
    return any(scene.classes(f.token) & _FORCES for f in fillers_of("target", draft.event.frame))
