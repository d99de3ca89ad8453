"""Surroundings: of several places the finest is the event's; what only says where that one lies is left out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from selon.claims.claim import Role
from selon.claims.place_lists import listed_with
from selon.claims.placing import FINENESS, NESTING
from selon.claims.roles import PLACE_ROLES
from selon.claims.syntax import sentence_tokens
from selon.values import Precision

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selon.claims.claim import Argument
    from selon.claims.events import Event
    from selon.claims.scene import Scene

_BESIDE_OF = re.compile(
    r"\s?,?\s?(?:situées?\s)?(?:(?:au|à l['’]\s?|dans l['’]\s?|dans le )\s?"
    r"(?:(?:nord|sud)(?:[- ](?:est|ouest))?|est|ouest)|pas loin|non loin|près)"
    r"\s(?:de la |de l['’]|du |de |d['’])\s?"
)
_INSIDE_OF = re.compile(r"\s?,?\s?(?:en|dans|au)\s(?:l['’]|la |le )?")
_LEADS_IN = re.compile(r"[\s»\"(,]+(?:situé(?:e|s|es)?\s)?(?:dans|en)\s$")
DIVISIONS = frozenset({
    "commune", "province", "district", "département", "état", "territoire", "préfecture", "région", "comté", "canton",
    "gouvernorat", "oblast",
})  # fmt: skip
_EXACT = frozenset({Precision.SITE, Precision.LOCALITY})
_GOING = frozenset({"movement", "transfer", "displacement", "deployment"})
SIDES = frozenset({"nord", "sud", "est", "ouest", "nord-est", "nord-ouest", "sud-est", "sud-ouest"})
_CLOSE = 12


def drop_surroundings(scene: Scene, event: Event, found: Sequence[Argument]) -> list[Argument]:
    """Return the arguments without the places that only say where another of them lies: "quitter X en Irak"."""
    places = [a for a in found if a.role in PLACE_ROLES]
    around = {
        id(other)
        for one in places
        for other in places
        if one.span.end <= other.span.start and _surrounds(scene, event, one, other)
    }
    sides = [a for a in places if a.place is None and a.span.quote(scene.text).split("'")[-1].lower() in SIDES]
    if places[len(sides) :]:
        around |= {id(a) for a in sides if a.role == Role.PLACE}
    around |= {id(a) for a in places if _is_vague(scene, a, places) or _is_division(scene, a, places)}
    return [a for a in found if id(a) not in around]


def _is_vague(scene: Scene, argument: Argument, places: Sequence[Argument]) -> bool:
    """Return whether ground with no name stands beside a town named for the event: "à X, dans une zone reculée"."""
    if argument.role != Role.PLACE or argument.place is not None or not argument.why.startswith(("dans", "bare")):
        return False
    tokens = sentence_tokens(scene.doc, argument.span)
    if scene.text[: argument.span.start].endswith(" et dans "):
        return False  # "à X et dans le port"
    if any(t.pos_ == "PROPN" or "building" in scene.classes(t) or t.pos_ == "NUM" for t in tokens):
        return False
    ground = any("territory" in scene.classes(t) and "settled" not in scene.classes(t) for t in tokens)
    named = (a.place for a in places if a is not argument and a.role == Role.PLACE and a.place is not None)
    return ground and any(place.position.precision in _EXACT for place in named)


def _is_division(scene: Scene, argument: Argument, places: Sequence[Argument]) -> bool:
    """Return whether an unknown division only says where a place before it lies: "à X, dans la commune de Y"."""
    before = scene.text[: argument.span.start]
    lead = _LEADS_IN.search(before)
    words = {t.lower_ for t in sentence_tokens(scene.doc, argument.span)}
    if argument.place is not None or argument.role != Role.PLACE or lead is None or not words & DIVISIONS:
        return False
    return any(a is not argument and a.role == Role.PLACE and a.span.end == lead.start() for a in places)


def _surrounds(scene: Scene, event: Event, one: Argument, other: Argument) -> bool:
    """Return whether a place stands right behind another one and is no finer."""
    gap = scene.text[one.span.end : other.span.start]
    coarser = (
        one.place is not None
        and other.place is not None
        and FINENESS[other.place.position.precision.value] > FINENESS[one.place.position.precision.value]
    )
    beside = _BESIDE_OF.fullmatch(gap) is not None
    inside = _INSIDE_OF.fullmatch(gap) is not None or (event.type not in _GOING and NESTING.fullmatch(gap) is not None)
    return beside or (inside and coarser)


def keep_finest(scene: Scene, found: list[Argument]) -> list[Argument]:
    """Return the arguments with, of several places, only the finest ("à X, dans la province de Y" is X)."""
    places = [a for a in found if a.role == Role.PLACE and a.place is not None]
    if not places[1:]:
        return found
    finest = min(FINENESS[a.place.position.precision.value] for a in places if a.place is not None)
    coarse = [a for a in places if a.place is not None and FINENESS[a.place.position.precision.value] > max(finest, 2)]
    return [a for a in found if a not in coarse or _is_listed(scene, a, places)]


def _is_listed(scene: Scene, argument: Argument, places: Sequence[Argument]) -> bool:
    """Return whether a place stands in one list with another of the places: "en Israël et en Cisjordanie"."""
    tokens = sentence_tokens(scene.doc, argument.span)
    listed = [m for t in tokens if (own := scene.place(t)) is not None for m in listed_with(scene, own)]
    return any(a is not argument and a.span.overlaps(m.span) for a in places for m in listed)


def own_before_shared(found: Sequence[Argument]) -> list[Argument]:
    """Return the arguments without the verb's places where the noun has its own: "un raid sur X et un tir à Y"."""
    places = [a for a in found if a.role == Role.PLACE and a.place is not None]
    own = [a for a in places if any(f"({how})" in a.why for how in ("nmod", "nested"))]
    shared = [a for a in places if "(verb above)" in a.why or "(participle)" in a.why]
    beside = [
        a for a in shared if not any(a.span.start >= o.span.end and a.span.start - o.span.end < _CLOSE for o in own)
    ]
    return [a for a in found if not own or a not in beside]
