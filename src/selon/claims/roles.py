"""Roles: what a word in a slot of the frame is to the event, by the entry that made it and by its preposition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selon.claims.claim import Role
from selon.claims.remembered import once_a_scene, sentence_start
from selon.claims.syntax import phrase_of, preposition_of

if TYPE_CHECKING:
    from spacy.tokens import Token

    from selon.claims.events import Event
    from selon.claims.frames import Filler
    from selon.claims.scene import Scene

PLACE_ROLES = frozenset({Role.PLACE, Role.ORIGIN, Role.DESTINATION})
SYMMETRIC = frozenset({"clash", "agreement", "negotiation"})
PARTIES = SYMMETRIC | {"support", "shelling"}
_DEATHS = frozenset({"mort", "décès", "blessé", "victime"})
_HARM = frozenset({"clash", "air_strike", "shelling", "bombing", "civilian_attack"})
_MOVES = frozenset({"movement", "transfer", "displacement", "deployment"})
_PLACE_OBJECTS = frozenset({"capture", "siege", "control", "presence", "deployment"})
_AT = frozenset({
    "à", "dans", "en", "sur", "près de", "non loin de", "loin de", "autour de", "aux alentours de", "aux environs de",
    "à proximité de", "devant", "au nord de", "au sud de", "à l'est de", "à l'ouest de", "à l’est de", "à l’ouest de",
    "chez", "sous", "via", "à travers", "le long de", "au large de", "au cœur de", "au centre de", "hors de",
    "derrière", "face à", "à l'intérieur de", "au-dessus de", "à côté de", "parmi", "entre", "jusque", "au sein de",
    "aux portes de", "en plein", "à bord de", "à l'entrée de", "au nord-est de", "vers", "depuis", "de", "bare", "où",
})  # fmt: skip
_BY_MEANS = frozenset({
    "en", "à bord de", "à aide de", "à l'aide de", "à l’aide de", "au moyen de", "à coups de", "à volant de",
    "au volant de", "à commandes de", "aux commandes de",
})  # fmt: skip
_INSIDE = frozenset({"à", "dans", "devant", "près", "autour", "derrière", "vers", "depuis"})
_REACHABLE = frozenset(
    {"actor", "people", "place", "building", "vehicle", "aircraft", "weapon", "armed", "civilians", "territory"}
)


def role_of(  # noqa: C901, PLR0912 - one branch a slot, read from top to bottom
    scene: Scene, event: Event, filler: Filler
) -> Role | None:
    """Return the role that a filler plays, or None where its slot gives no argument."""
    entry, classes, slot = event.entry, scene.classes(filler.token), filler.slot
    is_place = names_place(scene, filler.token)
    own = dict(entry.oblique)
    if slot == "inner":
        return Role.INSTRUMENT
    if slot == "subject":
        if event.type == "casualties" and filler.how == "predicate":
            return Role.TARGET  # "cinq ouvriers sont morts", read as a noun
        if (
            filler.how == "predicate"
            and entry.pos == "noun"
            and event.type in _HARM
            and scene.place(filler.token) is None
        ):
            return None  # "le point de départ des violences a été l'attaque de"
        if filler.how == "predicate" and entry.of == "target" and preposition_of(event.head) in {"en", "sous"}:
            return Role.TARGET  # "deux suspects sont en garde à vue"
        if event.type in _HARM and entry.subject == "agent" and _strikes_by_itself(event, classes):
            return Role.INSTRUMENT
        party = event.type in {"agreement", "negotiation", "transfer"} and scene.place(filler.token) is None
        strikes = event.type in _HARM and entry.subject == "agent" and entry.pos == "verb" and not event.frame.passive
        party = party or (strikes and scene.place(filler.token) is not None)  # "New Delhi a riposté"
        return _role(entry.subject, event, is_place=is_place and "actor" not in classes and not party)
    if slot == "object":
        return _role(
            entry.object, event, is_place=_is_hit_place(scene, event, filler.token, classes, is_place=is_place)
        )
    if slot == "by":
        marchers = event.type == "protest" and scene.actor(event.head) is not None
        stands = marchers or event.type in {"control", "presence"}
        makes = "faire" in scene.lemmas(event.head.head) and event.head.dep_ == "obj"  # "X a fait de Y un protectorat"
        if entry.pos == "noun" and filler.how == "support verb" and stands and not makes:
            return None  # "le bastion a été repris par X", "les manifestants ont été dispersés par X"
        causes = scene.codebook.frame_verbs.get("reach", frozenset())
        if event.type == "casualties" and filler.how == "support verb" and not scene.lemmas(event.head.head) & causes:
            told = "" if entry.subject == "agent" else entry.subject
            return Role(told) if told else None  # "l'armée annonce la mort de", but "le policier a des blessures"
        if event.type in {*_HARM, "casualties"} and _is_bare_means(scene, filler.token, classes):
            return Role.INSTRUMENT  # "touché par une roquette", "tués par balles"
        if entry.pos in {"verb", "adjective"}:
            return _role(entry.subject, event, is_place=False)
        return Role.INSTRUMENT if classes & {"weapon"} and not classes & {"actor"} else Role.AGENT
    if slot == "possessor":
        return Role.AGENT if classes & {"actor", "people"} or filler.token.pos_ in {"PROPN", "PRON"} else None
    if slot == "où":
        return Role.PLACE if is_place else None
    if slot == "adjective":
        actor = scene.actor(filler.token)
        if actor is not None:
            return Role.AGENT
        return None
    if slot == "reached":
        if filler.how == "verb" and "place_or_state" in classes and event.type in _HARM:
            return Role.PLACE  # "la guerre a ravagé le Yémen"
        ground = filler.how == "undergone" or (filler.how == "verb" and "building" not in classes)
        if ground and "territory" in classes and is_place:
            return Role.PLACE  # "la ville est le théâtre de combats"
        if _is_hit_place(scene, event, filler.token, classes, is_place=is_place):
            return Role.PLACE
        counted = scene.quantity(filler.token)
        if counted is not None and counted.kind in {"killed", "wounded"}:
            return None  # "a fait douze morts": a figure, not somebody
        if filler.how == "verb" and scene.lemmas(filler.token) & _DEATHS:
            return None  # "a causé la mort de": the dead are told with it
        return Role.TARGET if classes & _REACHABLE or counted is not None else None
    at = slot in {"contre", "sur"} and own.get(slot, "target") == "target" and event.type in _HARM and is_place
    if at and "building" in classes and not _is_hit_place(scene, event, filler.token, classes, is_place=is_place):
        return Role.TARGET
    delivered = event.type == "aid" and slot == "à" and own.get("à") == "target" and is_place and "actor" not in classes
    owned = slot == "de" and entry.of == "agent" and "actor" in classes
    if slot == "de" and event.type in _HARM and "place_or_state" in classes and _goes_on_at_whom(filler.token):
        return Role.AGENT  # "les raids de Riyad sur le port"
    if slot in own and not delivered and not owned:
        role = _own_oblique(own[slot], event, classes, is_place=is_place)
        if role is not None or not own[slot]:
            return role
    if (
        slot in {"dative", "à"}
        and entry.dative
        and (classes & {"actor", "people"} or (entry.pos == "phrase" and not is_place))
    ):
        return Role(entry.dative)
    if slot == "de" and filler.how == "participle" and classes & {"event", "explosive"} and "actor" not in classes:
        return None  # "une explosion suivie de combats"
    if slot == "de" and entry.pos in {"noun", "phrase"}:
        return _role_of_complement(scene, event, filler, is_place=is_place)
    return _role_of_preposition(scene, event, filler, classes, is_place=is_place)


def _goes_on_at_whom(token: Token) -> bool:
    """Return whether whom a blow hit stands right behind a noun: "de Riyad | sur le port"."""
    behind = token.right_edge.i + 1
    return behind < len(token.doc) and token.doc[behind].lower_ in {"sur", "contre"}


def _is_means(classes: frozenset[str]) -> bool:
    """Return whether words name a weapon or machine that someone uses, not people: "des obus", "avec des drones"."""
    return bool(classes & {"weapon", "artillery", "explosive", "aircraft"}) and not classes & {
        "person",
        "civilians",
        "state",
    }


def _strikes_by_itself(event: Event, classes: frozenset[str]) -> bool:
    """Return whether a thing is the subject of a harm that somebody does with it: "un camion a foncé sur la foule"."""
    if classes & {"actor", "people", "aircraft"}:
        return False
    return _is_means(classes) or ("vehicle" in classes and event.type == "civilian_attack")


def _is_bare_means(scene: Scene, token: Token, classes: frozenset[str]) -> bool:
    """Return whether a thing and nobody's force is behind "par": "par des explosifs", not "par l'aviation russe"."""
    if not _is_means(classes) or classes & {"actor", "people"}:
        return False
    return all(scene.actor(t) is None for t in phrase_of(token))


def _is_kind_of_means(scene: Scene, token: Token, classes: frozenset[str]) -> bool:
    """Return whether a bare noun behind "de" says with what a blow is dealt: "de drone", "d'artillerie"; nobody's."""
    own = scene.actor(token)
    bare = token.i > 0 and token.nbor(-1).lower_ in {"de", "d'", "d’"}
    return bare and bool(classes & {"aircraft", "artillery", "weapon"}) and (own is None or own.entity is None)


def _own_oblique(name: str, event: Event, classes: frozenset[str], *, is_place: bool) -> Role | None:
    """Return the role that the entry gives to a preposition: places only for places, instruments only for things."""
    if name in {"place", "origin", "destination"}:
        return Role(name) if is_place else None
    if name == "instrument" and classes & {"actor", "people"} and not classes & {"aircraft", "weapon"}:
        return None
    return _role(name, event, is_place=is_place and "actor" not in classes)


def _is_hit_place(scene: Scene, event: Event, token: Token, classes: frozenset[str], *, is_place: bool) -> bool:
    """Return whether what an event is done to is its place: a named place, or any ground that is taken or held."""
    if not is_place:
        return False
    if event.type in _PLACE_OBJECTS:
        return True
    if "actor" in classes:
        return False
    named = phrase_of(token)[:7]
    follows = token.doc[named[-1].i + 1 : named[-1].i + 2]
    bare = not any(t.pos_ == "PROPN" for t in (*named, *follows))
    if scene.place(token) is not None or (bare and "territory" in classes and scene.anaphor(token) is not None):
        return True
    return bool(classes & {"territory", "building"}) and any(
        scene.place(t) is not None or t.pos_ == "PROPN" for t in named if t.i != token.i
    )


def _role(name: str, event: Event, *, is_place: bool) -> Role | None:
    """Return a role by name; a named place that something is done to is the place of it."""
    if not name:
        return None
    role = Role(name)
    if (
        is_place
        and role in {Role.TARGET, Role.AGENT}
        and event.type not in {"support", "aid", "sanction", "demand", "threat"}
    ):
        return Role.PLACE
    return role


def _role_of_complement(scene: Scene, event: Event, filler: Filler, *, is_place: bool) -> Role | None:
    """Return the role of "de X" after an event noun: a place says where or from where, else as the entry says."""
    classes = scene.classes(filler.token)
    if (
        event.entry.of == "target"
        and "building" in classes
        and event.type in {*_HARM, "disrupted"}
        and scene.place(filler.token) is None
    ):
        return Role.TARGET  # "le dynamitage d'un pont"
    if is_place and "actor" not in classes:
        default = scene.codebook.role_of_preposition(event.type, "de")
        if event.entry.of in {"place", "origin", "destination"}:
            return Role(event.entry.of)
        return Role(default) if default else Role.PLACE
    unhurt = event.type == "casualties" and "thing" in classes and not classes & {"actor", "people"}
    if not event.entry.of or unhurt:  # "extraire des blessés des décombres"
        return None
    if event.entry.of == "theme" and event.type in {"threat", "demand"} and classes & {"actor", "armed"}:
        return Role.AGENT  # "les menaces de Moscou"
    bare = _is_bare_means(scene, filler.token, classes) or _is_kind_of_means(scene, filler.token, classes)
    if event.entry.of == "agent" and event.type in _HARM and bare:
        return Role.INSTRUMENT  # "une frappe de drone", "des tirs de roquettes"
    if event.entry.of == "agent" and _is_qualifier(filler.token, classes):
        return None  # "une attaque d'envergure"
    if event.entry.of == "agent" and _is_attacked(event, filler, classes):
        return Role.TARGET
    if (
        classes & {"actor", "people", "weapon", "aircraft", "vehicle", "thing", "building", "territory"}
        or filler.token.pos_ == "PROPN"
    ):
        return Role(event.entry.of)
    return None


def _is_attacked(event: Event, filler: Filler, classes: frozenset[str]) -> bool:
    """Return whether "de X" is whom an event hits: "l'attaque du convoi", "l'attaque de soldats par des rebelles"."""
    done = (f for f in event.frame.slot("by") if f.how in {"nmod", "nested"} and f.token.i > filler.token.i)
    near = {filler.token.i, filler.token.head.i, filler.token.head.head.i}
    if event.type in _HARM and any(f.token.head.i in near for f in done):
        return True
    return bool(classes & {"building", "vehicle", "territory"}) and not classes & {"actor", "people", "aircraft"}


def _is_qualifier(token: Token, classes: frozenset[str]) -> bool:
    """Return whether a bare noun behind "de" only says what kind of event it is: "d'envergure", "d'usure"."""
    if token.pos_ != "NOUN" or classes & {"actor", "people", "weapon", "aircraft", "vehicle", "armed"}:
        return False
    return not any(c.dep_ in {"det", "nummod"} for c in token.lefts) and "Plur" not in token.morph.get("Number", [])


def _role_of_preposition(
    scene: Scene, event: Event, filler: Filler, classes: frozenset[str], *, is_place: bool
) -> Role | None:
    """Return the role that a preposition gives by itself."""
    slot = filler.slot
    base = slot.split(" ", maxsplit=1)[0]
    actorish = bool(classes & {"actor", "people"})
    if base == "contre" and event.type == "aid" and not (is_place or actorish):
        return None  # "relâchés contre une rançon"
    if base == "contre" or slot in {"à l'encontre de", "à l’encontre de", "envers"}:
        return (
            Role.PLACE
            if is_place and not actorish and event.type not in {"demand", "sanction", "threat"}
            else Role.TARGET
        )
    opposed = filler.how == "opposed" and filler.token.pos_ == "PROPN"  # "des combats opposent Erevan à Bakou"
    if base == "entre" and (actorish or opposed) and event.type in PARTIES:
        return Role.AGENT
    if base == "à" and actorish and not is_place and event.type in {"demand", "threat", "surrender"}:
        return Role.TARGET  # "les sommations à l'assaillant", "remettre leurs armes à l'armée"
    if base == "avec" and _is_means(classes):
        return Role.INSTRUMENT
    if base in {"avec", "face"} and actorish and "thing" not in classes:  # not "avec l'appui d'habitants"
        return Role.TARGET if event.type in {*SYMMETRIC, "support"} else None
    means = base in {"avec", "à", "par", "au"} or slot in _BY_MEANS
    if (
        means
        and classes & {"weapon", "explosive", "artillery", "vehicle", "aircraft"}
        and not actorish
        and not is_place
    ):
        return Role.INSTRUMENT
    if base == "vers" and "direction" in classes and event.type in _MOVES:
        return Role.DESTINATION  # "vers le nord"
    if is_place:
        return _role_of_whereabouts(scene, event, filler, actorish=actorish)
    near = base in {"sur", "près"} and (actorish or bool(classes & {"building", "vehicle"}))
    return Role.TARGET if near and event.type in _HARM else None


def _role_of_whereabouts(scene: Scene, event: Event, filler: Filler, *, actorish: bool) -> Role | None:
    """Return the role that a preposition gives to a place: where from, where to, or where."""
    slot = filler.slot
    base = slot.split(" ", maxsplit=1)[0]
    if slot == "en" and _is_state_of_things(scene, filler.token):
        return None  # "un hôpital encore en activité de la ville"
    left = event.frame.slot("object") if event.entry.object == "origin" else []
    if base == "dans" and any(f.token.i < filler.token.i for f in left):
        return Role.ORIGIN  # "fuir leurs foyers dans la province"
    if base == "depuis" or slot == "en provenance de":
        return Role.ORIGIN
    if base == "vers" or slot in {"en direction de", "à destination de"}:
        return Role.DESTINATION
    if base == "jusque" and (event.type in _MOVES or event.type == "protest"):
        return Role.DESTINATION
    role_of_preposition = scene.codebook.role_of_preposition
    default = role_of_preposition(event.type, slot) or role_of_preposition(event.type, base)
    if default:
        return Role(default)
    if base == "sur" and actorish and event.type in _HARM:
        return Role.TARGET
    if slot in _AT or base in {"à", "dans", "en", "sur", "près", "vers", "autour", "au", "aux"} or slot.endswith(" de"):
        return Role.PLACE
    return None


def _is_state_of_things(scene: Scene, token: Token) -> bool:
    """Return whether a bare common noun behind "en" says in what state something is, and no place."""
    named = scene.place(token) is not None or bool(scene.classes(token) & {"territory", "building", "direction"})
    return (
        token.pos_ == "NOUN"
        and not named
        and token.nbor(-1).lower_ == "en"
        and any(preposition_of(child) == "de" for child in token.rights)
    )


@once_a_scene
def names_place(scene: Scene, token: Token) -> bool:
    """Return whether the noun phrase names a place, itself or through a noun such as "ville" or "base"."""
    mention = scene.place(token)
    if mention is not None:
        return True
    if scene.time(token) is not None or token.lower_ == "place" or token.text == "état":
        return False
    classes = scene.classes(token)
    inside = preposition_of(token).split(" ")[0] in _INSIDE
    if inside and "building" in classes and "vehicle" not in classes:
        return scene.time(token) is None
    if "direction" in classes and not any(scene.place(t) is not None for t in phrase_of(token)):
        return is_side(token)
    if classes & {"territory"}:
        return not is_bare_apposition(scene, token) and not _holds_only_actor(scene, token)
    if classes & {"actor", "people", "weapon", "vehicle", "event", "agreement", "aircraft"}:
        return False
    if classes & {"building"} or _may_be_unknown_place(token):
        return scene.time(token) is None
    if "measure" in classes and any(names_place(scene, c) for c in token.rights if preposition_of(c) == "de"):
        return True
    return any(scene.place(t) is not None and (scene.actor(t) is None or t.pos_ != "ADJ") for t in phrase_of(token))


def is_side(token: Token) -> bool:
    """Return whether a compass direction is a part of the land that is spoken of: "dans le nord", "à l'est du pays"."""
    before = token.nbor(-1).lower_ if token.i > sentence_start(token) else ""
    return before in {"le", "l'", "l’", "au"} and preposition_of(token).split(" ")[0] in _INSIDE


def _may_be_unknown_place(token: Token) -> bool:
    """Return whether a name that no one knows stands where a place would: not the person in "la mort de Jean Untel"."""
    if token.pos_ != "PROPN" or not token.text[:1].isupper() or token.i == sentence_start(token):
        return False
    first = token.head if token.dep_ == "conj" else token
    if preposition_of(first) not in {"de", "contre", "par", "avec"}:
        return True
    return not any(c.dep_ in {"flat:name", "det"} for c in token.children)


def _holds_only_actor(scene: Scene, token: Token) -> bool:
    """Return whether the ground is somebody's and nowhere named: "les positions de l'armée" are no place."""
    inner = [t for t in phrase_of(token) if t.i != token.i]
    named = any(scene.place(t) is not None or scene.anaphor(t) is not None for t in phrase_of(token))
    if "settled" in scene.classes(token):
        return False  # "la capitale du groupe" is a town, whoever holds it
    return not named and any(scene.classes(t) & {"armed", "force", "state"} for t in inner if t.pos_ != "ADJ")


def is_bare_apposition(scene: Scene, token: Token) -> bool:
    """Return whether a noun only says more of a name before it: "X, dernier bastion du groupe"."""
    first = phrase_of(token)[0]
    undetermined = not any(c.dep_ in {"det", "nummod"} or c.dep_ == "case" for c in token.lefts)
    if not undetermined or first.i - 1 <= sentence_start(token) or first.nbor(-1).text != ",":
        return False
    return scene.place(first.nbor(-2)) is None  # behind a named place the words stand for that place
