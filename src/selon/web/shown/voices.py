"""Who speaks and who acts, in words: the names of actors, of their forces, and of the sides on which voices stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selon.origins.book import OriginBook

if TYPE_CHECKING:
    from selon.web.shown.days import Say

_NAMED_SIDES = frozenset({"state", "armed", "party", "un"})
_PLAIN_SIDES = frozenset({"private", "independent", "unknown"})
_FORCES = frozenset({"airforce", "government", "intelligence", "military", "police"})
_CROWDS = frozenset({"civilians"})


def say_actor(actor: str, t: Say) -> str:
    """Return an actor as it is read: its name, with the force of a state that is meant."""
    base, _, force = actor.partition("/")
    name = t(f"voices.crowd.{base}") if base in _CROWDS else OriginBook.load().actor_names.get(base, base)
    if not force:
        return name
    return t("voices.of", name=name, force=t(f"voices.force.{force}") if force in _FORCES else force)


def say_side(side: str, t: Say) -> str:
    """Return the side of a voice as it is read, "" where nobody says on which it stands."""
    kind, _, who = side.partition(":")
    if kind in _NAMED_SIDES and who:
        return t(f"voices.side.{kind}", name=OriginBook.load().actor_names.get(who, who))
    return t(f"voices.side.{side}") if side in _PLAIN_SIDES else side
