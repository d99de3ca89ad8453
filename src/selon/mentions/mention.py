"""What a text names: actors, places, times, quantities, each with its place in the text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selon.values import Count, Period, Position, TextSpan


class ActorClass(StrEnum):
    """What sort of actor a mention names: it decides what the actor can do in a claim."""

    STATE = "state"  # a country or its seat of power
    FORCE = "force"  # a state's army, police, air force, secret service
    ARMED = "armed"  # an armed group, or men under arms
    CIVILIANS = "civilians"
    ORGANISATION = "organisation"  # UN, NGOs, parties, observatories
    PERSON = "person"
    OUTLET = "outlet"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorMention:
    """A stretch of text that names an actor.

    `span` covers the name or the noun that names the actor ("Daech", "armée syrienne", "russe", "les terroristes"),
    `entity` is the id of GUIDELINES.md or of the codebook, None where the text does not say which actor is meant.
    `adjective` is true for "turque" in "offensive turque". `why` names the codebook entry or rule.
    """

    span: TextSpan
    entity: str | None
    kind: ActorClass
    adjective: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place of the gazetteer or of the supplement: stable id, name, position, ISO 3166 country code."""

    id: str
    name: str
    position: Position
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceMention:
    """A stretch of text that names a place.

    `span` covers the name itself ("Deir ez-Zor"); `place` is None where it stays unresolved, with its `candidates`
    kept. `position` is the place meant after "près de", "à 25 km au sud de": the place's own position, moved or
    widened.
    """

    span: TextSpan
    place: Place | None
    position: Position | None = None
    candidates: tuple[Place, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeMention:
    """A stretch of text that names a time, and the days that it means: a `period` of None for a time without a day."""

    span: TextSpan
    period: Period
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuantityMention:
    """A stretch of text that says how many.

    `span` covers number and noun ("une vingtaine de soldats"), `number` the number alone; `noun` is the lemma of what
    is counted ("soldat"; "" for a bare number such as "en a blessé 12"). `part` is true for "dont sept enfants".
    `kind` is the quantity kind of GUIDELINES.md where the noun alone decides it (vehicles, distance_km, duration_days,
    percent, fighters, civilians …); "other" where the event has to decide ("trois morts" is `killed` by its noun).
    """

    span: TextSpan
    number: TextSpan
    noun: str
    count: Count
    kind: str
    part: bool = False
    why: str = ""
