"""Kinds: which types of claim may tell one event, and which are standing states."""

from __future__ import annotations

from enum import StrEnum
from functools import cache

STANDING = frozenset({"control", "presence", "support"})
_FORCE = frozenset(
    {
        "abduction",
        "air_strike",
        "bombing",
        "capture",
        "casualties",
        "civilian_attack",
        "clash",
        "disrupted",
        "shelling",
        "siege",
    }
)
_MOVES = frozenset({"arrest", "deployment", "displacement", "movement", "surrender", "transfer"})
# Types under which careful readers tell one event: the toll of an attack, a "bombardement" from the air or by guns.
_SAME_EVENT = (
    frozenset({"casualties", "air_strike"}),
    frozenset({"casualties", "shelling"}),
    frozenset({"casualties", "bombing"}),
    frozenset({"casualties", "civilian_attack"}),
    frozenset({"casualties", "clash"}),
    frozenset({"air_strike", "shelling"}),
    frozenset({"bombing", "civilian_attack"}),
    frozenset({"bombing", "clash"}),
    frozenset({"civilian_attack", "clash"}),
    frozenset({"shelling", "civilian_attack"}),
    frozenset({"air_strike", "civilian_attack"}),
    frozenset({"transfer", "movement"}),
    frozenset({"transfer", "displacement"}),
    frozenset({"movement", "displacement"}),
    frozenset({"movement", "deployment"}),
    frozenset({"arrest", "surrender"}),
    frozenset({"negotiation", "agreement"}),
    frozenset({"capture", "siege"}),
    frozenset({"clash", "capture"}),
)
_LOOSELY = (frozenset({"clash", "capture"}), frozenset({"capture", "siege"}))
_WITHIN = tuple(pair for pair in _SAME_EVENT if pair != {"clash", "capture"})
# Which type names an incident: the plainer a type, the later it comes.
_PLAIN = ("clash", "civilian_attack", "casualties")


class Group(StrEnum):
    """The wide groups within which claims are compared at all."""

    FORCE = "force"
    MOVES = "moves"
    DEALINGS = "dealings"
    STANDING = "standing"


def group_of(claim_type: str) -> Group:
    """Return the wide group of a type.

    >>> str(group_of("air_strike")), str(group_of("control"))
    ('force', 'standing')
    """
    if claim_type in STANDING:
        return Group.STANDING
    if claim_type in _FORCE:
        return Group.FORCE
    return Group.MOVES if claim_type in _MOVES else Group.DEALINGS


def same_event_types(one: str, other: str) -> bool:
    """Return whether one document may tell one event under both types.

    >>> same_event_types("casualties", "bombing"), same_event_types("air_strike", "bombing")
    (True, False)
    """
    return one == other or frozenset({one, other}) in _WITHIN


@cache
def related_types(claim_type: str) -> frozenset[str]:
    """Return the types under which other documents may tell the same event, itself among them."""
    return frozenset({claim_type}).union(*(pair for pair in _SAME_EVENT if claim_type in pair))


@cache
def akin_types(claim_type: str) -> frozenset[str]:
    """Return the types that are other words for the same event, itself left out: a battle is not yet a capture."""
    pairs = (pair for pair in _SAME_EVENT if claim_type in pair and pair not in _LOOSELY)
    return frozenset().union(*pairs) - {claim_type}


def rank_of(claim_type: str) -> int:
    """Return how plain a type is: an incident is named by the least plain one of those that tell it most."""
    return _PLAIN.index(claim_type) + 1 if claim_type in _PLAIN else 0
