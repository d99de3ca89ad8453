"""Grounding: a place that bears no name ("un restaurant", "la colline") lies where the sentence or the text is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from selon.claims.roles import PLACE_ROLES
from selon.claims.surroundings import DIVISIONS
from selon.claims.syntax import sentence_tokens
from selon.values import Precision

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selon.claims.assembly import Draft
    from selon.claims.claim import Argument
    from selon.claims.scene import Scene
    from selon.mentions.mention import Place, PlaceMention

_POINT = frozenset({Precision.SITE, Precision.LOCALITY, Precision.NEAR})
_GROUND_KM = 15.0
_REACH = 1500
_OF_TOWN = frozenset({"quartier", "rue", "avenue", "boulevard", "faubourg", "arrondissement", "carrefour", "marché"})
_SETTLED = frozenset({"village", "hameau", "localité", "ville"})
_AFTER = 60


def ground_places(scene: Scene, drafts: Sequence[Draft]) -> None:
    """Give each unnamed site or ground the position of the town in which the text is, known no finer than near it."""
    last: tuple[int, Place] | None = None
    for draft in drafts:
        for argument in list(draft.arguments):
            if argument.role not in PLACE_ROLES:
                continue
            if _is_point(argument.place):
                last = (argument.span.start, argument.place) if argument.place is not None else last
                continue
            if argument.place is None and argument.position is None and _is_ground(scene, argument):
                town = _town_of_sentence(scene, draft, argument)
                if town is None and not _is_placed(draft):
                    town = _town_before(scene, argument, last)
                if town is not None:
                    draft.arguments[draft.arguments.index(argument)] = _grounded(argument, town)


def _is_point(place: Place | None) -> bool:
    """Return whether a place is a town or site, not a country or province."""
    return place is not None and place.position.precision in _POINT


def _is_placed(draft: Draft) -> bool:
    """Return whether the event has a named place of its own, finer than a country: "un camp, dans la province de X"."""
    places = (a.place for a in draft.arguments if a.role in PLACE_ROLES and a.place is not None)
    return any(place.position.precision is not Precision.COUNTRY for place in places)


def _is_ground(scene: Scene, argument: Argument) -> bool:
    """Return whether the words are a building, a quarter or a piece of ground whose own name says nothing."""
    tokens = sentence_tokens(scene.doc, argument.span)
    classes = frozenset().union(*(scene.classes(t) for t in tokens))
    inner = [m for t in tokens if (m := scene.place(t)) is not None]
    if any(m.place is not None for m in inner):
        return False
    if inner:
        return "building" in classes or any(t.lower_ in _OF_TOWN for t in tokens)
    name = any(t.pos_ == "PROPN" for t in tokens)
    named = name and tokens[0].lower_ in {"le", "la", "l'", "l’"} and "actor" not in classes  # "le Bataclan"
    if name and "building" not in classes and any(t.lower_ in DIVISIONS | _SETTLED for t in tokens):
        return False  # "la commune de X" lies where no one knows
    return named or bool(classes & {"building", "territory"})


def _town_of_sentence(scene: Scene, draft: Draft, argument: Argument) -> Place | None:
    """Return the town named nearest to the words in their sentence; one right behind them comes first."""
    sentence = draft.event.head.sent
    best: tuple[int, Place] | None = None
    for mention in scene.mentions.places:
        if not (sentence.start_char <= mention.span.start < sentence.end_char) or not _is_point(mention.place):
            continue
        if mention.place is None or _acts(scene, mention):
            continue
        after = mention.span.start - argument.span.end
        gap = after if 0 <= after <= _AFTER else abs(after) + _AFTER
        if best is None or gap < best[0]:
            best = (gap, mention.place)
    return best[1] if best is not None else None


def _town_before(scene: Scene, argument: Argument, last: tuple[int, Place] | None) -> Place | None:
    """Return the town of the last event before, or the last town of the text."""
    if last is not None and argument.span.start - last[0] <= _REACH:
        return last[1]
    named = (m for m in reversed(scene.mentions.places) if m.span.end <= argument.span.start and _is_point(m.place))
    return next((m.place for m in named if not _acts(scene, m)), None)


def _acts(scene: Scene, mention: PlaceMention) -> bool:
    """Return whether a place stands for those who rule there: "le régime de Damas"."""
    tokens = sentence_tokens(scene.doc, mention.span)
    return bool(tokens) and scene.actor(tokens[0]) is not None


def _grounded(argument: Argument, town: Place) -> Argument:
    """Return the argument placed near a town."""
    position = replace(town.position, precision=Precision.NEAR, radius_km=max(town.position.radius_km, _GROUND_KM))
    return replace(argument, place=town, position=position, why=f"{argument.why}, in or near {town.name}")
