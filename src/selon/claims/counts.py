"""Counts: which quantities of a sentence belong to which event, and of what kind they are."""

from __future__ import annotations

import re
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
_MEASURES = frozenset({
    "distance_km", "duration_days", "area_km2", "percent", "tonnes", "strikes", "positions", "vehicles", "weapons",
    "houses", "aircraft", "drones", "population",
})  # fmt: skip
_HARM = frozenset({"air_strike", "shelling", "bombing", "clash", "civilian_attack", "casualties"})
_PLACE_GAP = 60
_DWELL = re.compile(
    r"[\s,(]*(?:(?:grande |petite )?(?:ville|localité|village|commune|agglomération|cité)\s)?"
    r"(?:qui\s(?:compte|comptait|abrite|abritait)|où\s(?:vivent|vivaient)|de|d['’]|peuplée?\s(?:de|par)|comptant|abritant)?\s?"
)
_OFF = re.compile(r"(?:[\s,]*(?:dans|en)\s[^,.;]{3,40})?[\s,]*(?:située?\s)?(?:à\s)")
_PEOPLED = re.compile(r"\b[Pp]eupl(?:é|ée|és|ées)\s(?:de|par|d['’])\s?$")
_SHARED = ("shared", "participle above", "possessive", "pronoun", "resumes")


def find_counts(scene: Scene, event: Event, arguments: Sequence[Argument]) -> list[Quantity]:
    """Return the quantities of an event: those in its arguments, in its own words and in its complements."""
    found: list[Quantity] = []
    for mention in scene.quantities_in(event.tokens):
        if not _is_taken_up(scene, mention):
            _add(found, mention, _kind(scene, event, mention, None))
    for argument in arguments:
        for mention in _counts_of(scene, event, argument):
            _add(found, mention, _kind(scene, event, mention, argument), own=event.entry.pos == "verb")
    for filler in event.frame.fillers:
        told = scene.quantity(filler.token)
        if told is not None and told.kind in _OWN_KINDS | _MEASURES and "shared" not in filler.how:
            _add(found, told, _kind(scene, event, told, None))
    for mention in _tolls_of(scene, event):
        _add(found, mention, _kind(scene, event, mention, None))
    for mention in _about_places(scene, event, arguments):
        _add(found, mention, mention.kind)
    for mention in _peopled(scene, event, arguments):
        _add(found, mention, "population")
    return found


def _counts_of(scene: Scene, event: Event, argument: Argument) -> list[QuantityMention]:
    """Return the numbers in an argument that count for its event; not how many attackers of no kind there were."""
    if not _counts_in(event, argument):
        return []
    doers = argument.role == Role.AGENT and event.type in {*_HARM, "control"}
    return [
        mention
        for mention in scene.quantities_in(sentence_tokens(scene.doc, argument.span))
        if mention.span.start >= argument.span.start - 12 and not (doers and mention.kind == "other")
    ]


def _is_taken_up(scene: Scene, mention: QuantityMention) -> bool:
    """Return whether a number only takes up events told before: "ces deux attentats", "les trois raids"."""
    before = scene.text[max(0, mention.span.start - 6) : mention.span.start].lower().split()
    return bool(before) and before[-1] in {"ces", "les", "leurs", "ses", "des"} and mention.kind == "strikes"


def _about_places(scene: Scene, event: Event, arguments: Sequence[Argument]) -> list[QuantityMention]:
    """Return how many live in an event's place and how far off it lies: "X, 30 000 habitants", "à X, à 40 km de Y"."""
    places = [a for a in arguments if a.role in {Role.PLACE, Role.DESTINATION, Role.ORIGIN}]
    return [
        mention
        for mention in (scene.quantities_in(event.head.sent) if places else ())
        if any(_is_about(scene, event, mention, place) for place in places)
    ]


def _is_about(scene: Scene, event: Event, mention: QuantityMention, place: Argument) -> bool:
    """Return whether a number tells the people of a place, its distance, or the part of it that is held."""
    if mention.kind == "percent":
        behind = place.span.start <= mention.span.end + 8
        return event.type == "control" and behind and mention.span.start <= place.span.end
    if mention.kind == "population" and place.span.covers(mention.span):
        return True
    if not place.span.end <= mention.span.start <= place.span.end + _PLACE_GAP:
        return False
    gap = scene.text[place.span.end : mention.span.start]
    pattern = {"population": _DWELL, "distance_km": _OFF}.get(mention.kind)
    return pattern is not None and pattern.fullmatch(gap) is not None


def _peopled(scene: Scene, event: Event, arguments: Sequence[Argument]) -> list[QuantityMention]:
    """Return the number of those who people the event's place: "peuplée de 300 000 personnes, la ville a été prise"."""
    if all(a.role != Role.PLACE for a in arguments):
        return []
    text = scene.text
    return [
        mention
        for mention in scene.quantities_in(event.head.sent)
        if _PEOPLED.search(text[max(0, mention.span.start - 24) : mention.span.start]) is not None
    ]


def _counts_in(event: Event, argument: Argument) -> bool:
    """Return whether the numbers in an argument are the event's own, not those of a subject borrowed elsewhere."""
    if argument.role in {Role.PLACE, Role.ORIGIN, Role.DESTINATION}:
        return event.type in {"capture", "siege"}
    return not any(word in argument.why for word in _SHARED)


def _add(found: list[Quantity], mention: QuantityMention, kind: str, *, own: bool = False) -> None:
    """Add a quantity once: a single one only as a victim, a bare part ("dont neuf grièvement") only with a verb."""
    if mention.part and not mention.noun and not own:
        return
    if mention.why == "one" and kind not in {"killed", "wounded", "missing"}:
        return
    if any(q.span.overlaps(mention.span) for q in found):
        return
    found.append(Quantity(kind=kind, count=mention.count, span=mention.span))


def _kind(scene: Scene, event: Event, mention: QuantityMention, argument: Argument | None) -> str:
    """Return the kind of a quantity: by its noun where that decides, else by what the event does to whom."""
    if event.type == "aid" and mention.kind == "captured":
        return "civilians"  # hostages set free
    whole = _whole_of(scene, mention)
    if whole is not None and whole.kind not in _OF_PEOPLE:
        return whole.kind  # "78 drones, dont 42 ont été abattus"
    if mention.kind not in _OF_PEOPLE:
        return mention.kind
    if argument is not None and argument.why.startswith("reached"):
        return kind_of_carrier(scene, event) or mention.kind
    by_event = event.entry.quantity or scene.codebook.types[event.type].quantity
    mover = argument is not None and argument.role == Role.AGENT and event.type in {"surrender", "displacement"}
    if by_event and (argument is None or argument.role in _VICTIM_ROLES or mover):
        return by_event
    return mention.kind


def _whole_of(scene: Scene, mention: QuantityMention) -> QuantityMention | None:
    """Return the quantity of which a bare number names a share, or None."""
    tokens = sentence_tokens(scene.doc, mention.number) if mention.part and not mention.noun else ()
    whole = next((found for token in tokens if (found := scene.whole_of(token)) is not None), None)
    return scene.quantity(whole) if whole is not None else None


def kind_of_carrier(scene: Scene, event: Event) -> str:
    """Return what the verb that carries an event noun does to those it counts: "l'attaque a tué douze personnes"."""
    verb = event.head.head
    for lemma in sorted(scene.lemmas(verb)):
        for entry in scene.codebook.by_first.get(lemma, ()):
            if entry.pos == "verb" and entry.quantity:
                return entry.quantity
    return ""


def _tolls_of(scene: Scene, event: Event) -> list[QuantityMention]:
    """Return tolls told of the event by the verb of which it is the subject: "l'attaque a fait douze morts"."""
    head: Token = event.head
    if event.type not in _HARM or head.dep_ not in {"nsubj", "nsubj:pass"} or head.head.pos_ not in {"VERB", "AUX"}:
        return []
    below = [t for t in head.head.subtree if t.i > head.head.i]
    return [m for m in scene.quantities_in(below) if m.kind in {"killed", "wounded", "missing"}]
