"""Triggers: the verbs, nouns, adjectives and phrases that name an event, and the roles that their syntax gives."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """One word or phrase that names an event of one type.

    `lemma` is a lemma ("évacuer", "frappe") or a phrase of lemmas ("prendre la fuite", "passer sous le contrôle de");
    in a phrase the first verb is inflected, articles and "de" are optional, and up to three adverbs may stand between.
    `pos` is verb, noun, adjective or phrase. `sense` numbers the readings of one lemma: the first whose `needs` hold
    and whose `blocks` do not is taken.

    Roles: `subject` (active subject, "par" of a passive), `object` (direct object, subject of a passive), `dative`
    ("à" and an actor), `of` ("de" after a noun), and `oblique` for other prepositions, over the defaults of the type
    (`codebook/types.toml`). "" means that the slot gives no argument.

    `needs` and `blocks` are conditions `slot:class`, where slot is subject, object, of, dative, any, or a preposition,
    and class is place, actor, armed, force, civilians, person (of no known
    side), people (any human noun), weapon, aircraft, vehicle, agreement,
    thing, none (slot empty), reflexive (slot `verb`), or a lemma in quotes. Every line of `needs` must hold; within a
    line `|` means or. `becomes` retypes the event: pairs of condition and type, the first that holds.
    `general` words name a blow and not how it was struck: what the report tells elsewhere settles their type.
    """

    lemma: str
    pos: str
    type: str
    sense: int = 1
    subject: str = "agent"
    object: str = "target"
    dative: str = ""
    of: str = ""
    oblique: tuple[tuple[str, str], ...] = ()
    needs: tuple[str, ...] = ()
    blocks: tuple[str, ...] = ()
    becomes: tuple[tuple[str, str], ...] = ()
    status: str = ""
    polarity: str = ""
    quantity: str = ""
    weak: bool = False
    general: bool = False
    example: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimType:
    """One of the 26 claim types, with its counterparts in ACLED and PLOVER.

    `oblique` gives the default roles of prepositions, `quantity` the kind that people counted in it get.
    """

    id: str
    family: str
    acled: str
    plover: str
    meaning: str
    example: str
    quantity: str = ""
    oblique: tuple[tuple[str, str], ...] = ()
