"""Arguments: which noun phrases play which role in an event, from the frame around it and the entry that made it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from selon.claims.anaphora import PERSONAL, find_antecedent
from selon.claims.claim import Argument, Role
from selon.claims.features import argument_features, candidates_of
from selon.claims.syntax import conjuncts_of, phrase_of, preposition_of, sentence_tokens, span_of
from selon.mentions.mention import ActorClass
from selon.values import Precision

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from selon.claims.events import Event
    from selon.claims.frames import Filler
    from selon.claims.linear import LinearModel
    from selon.claims.scene import Scene

PLACE_ROLES = frozenset({Role.PLACE, Role.ORIGIN, Role.DESTINATION})
_SYMMETRIC = frozenset({"clash", "agreement", "negotiation"})
_LOCATED = frozenset({
    "clash", "air_strike", "shelling", "bombing", "civilian_attack", "casualties", "abduction", "arrest", "protest", "disrupted",
    "presence", "deployment", "aid", "siege", "capture", "negotiation",
})  # fmt: skip
_HARM = frozenset({"clash", "air_strike", "shelling", "bombing", "civilian_attack"})
_PLACE_OBJECTS = frozenset({"capture", "siege", "control", "presence", "deployment"})
_AT = frozenset({
    "à", "dans", "en", "sur", "près de", "non loin de", "loin de", "autour de", "aux alentours de", "aux environs de",
    "à proximité de", "devant", "au nord de", "au sud de", "à l'est de", "à l'ouest de", "à l’est de", "à l’ouest de",
    "chez", "sous", "via", "à travers", "le long de", "au large de", "au cœur de", "au centre de", "hors de", "derrière",
    "face à", "à l'intérieur de", "au-dessus de", "à côté de", "parmi", "entre", "jusque", "au sein de", "aux portes de", "en plein", "à bord de", "à l'entrée de", "au nord-est de", "vers", "depuis", "de", "bare", "où",
})  # fmt: skip
_LOCATIVE_FALLBACK = frozenset({"à", "dans", "en", "sur", "près de", "non loin de", "autour de", "au nord de", "au sud de", "devant", "depuis"})
# From how sure on the model drops what the rules found, gives it another role, adds what they missed (cross-validated).
DROP_AT, SWITCH_AT, ADD_AT = 0.9, 0.7, 0.4
_LIST_REACH = 14
_REACHABLE = frozenset({"actor", "people", "place", "building", "vehicle", "aircraft", "weapon", "armed", "civilians", "territory"})


def find_arguments(scene: Scene, event: Event, model: LinearModel | None = None) -> list[Argument]:
    """Return the arguments of an event: those that the rules find, or, with a model, those that it picks with the rules' advice."""
    advice = rule_roles(scene, event)
    found = _by_rule(scene, advice) if model is None else _by_model(scene, event, advice, model)
    found = _both_parties(event, found)
    if not any(a.role in PLACE_ROLES and a.place is not None for a in found):
        place = _place_in_what_is_hit(scene, event, found)
        found += [place] if place is not None else _places_in_sentence(scene, event, found)
    return _most_specific(found)


def _place_in_what_is_hit(scene: Scene, event: Event, found: Sequence[Argument]) -> Argument | None:
    """Return the place named inside what the event is done to: "un hôtel de X", "deux mosquées du centre de X"."""
    if event.type in _PLACE_OBJECTS:
        return None
    for argument in found:
        if argument.role not in {Role.TARGET, Role.THEME}:
            continue
        for token in sentence_tokens(scene.doc, argument.span)[1:]:
            mention = scene.place(token)
            if mention is not None and token.pos_ != "ADJ" and scene.actor(token) is None:
                return build_argument(scene, Role.PLACE, token, "place of the target")
    return None


def rule_roles(scene: Scene, event: Event) -> list[tuple[Filler, Role]]:
    """Return the fillers of the frame to which the rules give a role, in the order in which they were found."""
    roles = []
    for filler in event.frame.fillers:
        if _is_no_argument(scene, filler.token):
            continue
        role = role_of(scene, event, filler)
        if role is not None and not (role == Role.AGENT and not _can_act(scene, filler)):
            roles.append((filler, role))
    return roles


def _is_no_argument(scene: Scene, token: Token) -> bool:
    """Return whether a word can be no argument: a time, a measure of time, an outlet that only tells."""
    if scene.place(token) is not None or (scene.actor(token) is not None and "outlet" not in scene.classes(token)):
        return False
    return scene.time(token) is not None or bool(scene.classes(token) & {"time_unit", "outlet"})


def _can_act(scene: Scene, filler: Filler) -> bool:
    """Return whether a filler can do something: an actor, people, a name, a vehicle; not an idea that shares its clause."""
    if filler.token.pos_ in {"PROPN", "PRON", "X"} or not filler.how.startswith(("shared", "participle", "support", "relative")):
        return True
    return bool(scene.classes(filler.token) & {"actor", "people", "vehicle", "aircraft", "weapon", "armed", "force", "event"})


def _by_rule(scene: Scene, advice: Sequence[tuple[Filler, Role]]) -> list[Argument]:
    """Return the arguments that the rules alone give."""
    found: list[Argument] = []
    for filler, role in advice:
        if filler.slot == "adjective":
            found += [a for a in _adjective_agents(scene, filler, role) if not any(_clash(a, b) for b in found)]
            continue
        for token in named_places(scene, filler.token) if role in PLACE_ROLES else [filler.token]:
            argument = build_argument(scene, role, token, f"{filler.slot} ({filler.how})")
            if argument is not None and not any(_clash(argument, a) for a in found):
                found.append(argument)
    return found


def _listed_behind(scene: Scene, token: Token) -> list[Token]:
    """Return the places that a counted noun announces: "deux villes tenues par le groupe, X et Y" means X and Y."""
    if not any(c.dep_ == "nummod" for c in token.lefts):
        return []
    end = min(token.sent.end, token.i + _LIST_REACH)
    found: list[Token] = []
    for at in range(token.i + 1, end):
        word = scene.doc[at]
        if scene.place(word) is not None and (found or scene.doc[at - 1].text in {",", ":", "("}):
            if not found or scene.place(word) is not scene.place(found[-1]):
                found.append(word)
        elif found and word.text not in {",", "et"} and word.pos_ != "DET":
            break
    return found


def _adjective_agents(scene: Scene, filler: Filler, role: Role) -> list[Argument]:
    """Return the actors that an adjective names, each with its own part of the word: "russo-américain" names two."""
    why = f"{filler.slot} ({filler.how})"
    return [Argument(role=role, span=m.span, entity=m.entity, why=why) for m in scene.actors_in(filler.token)]


def named_places(scene: Scene, token: Token) -> list[Token]:
    """Return the words that name the places meant: "X, dernier bastion" and "deux villes, X et Y" mean X, and X and Y."""
    if scene.place(token) is not None:
        return [token]
    if token.dep_ == "appos" and scene.place(token.head) is not None:
        return [token.head]
    inner = [t for t in phrase_of(token) if scene.place(t) is not None]
    if inner:
        extra = [t for t in conjuncts_of(inner[0]) if t.i != inner[0].i and scene.place(t) is not None]
        return [token, *extra]
    listed = _listed_behind(scene, token)
    if listed:
        return listed
    behind = [c for c in token.rights if c.dep_ in {"appos", "conj"} and scene.place(c) is not None]
    return [t for c in behind for t in conjuncts_of(c) if scene.place(t) is not None] or [token]


def candidate_features(scene: Scene, event: Event, advice: Sequence[tuple[Filler, Role]]) -> list[tuple[Token, list[str]]]:
    """Return each word that may be an argument with its features: the rules' fillers and every noun of the sentence."""
    told = {filler.token.i: (filler, role) for filler, role in advice}
    slots = {filler.token.i: filler for filler in event.frame.fillers}
    tokens = {t.i: t for t in candidates_of(scene, event)} | {f.token.i: f.token for f, _ in advice}
    rows = []
    for index in sorted(tokens):
        filler = slots.get(index)
        rule = str(told[index][1]) if index in told else "none"
        slot, how = (filler.slot, filler.how) if filler is not None else ("none", "none")
        spoken = scene.is_source(tokens[index])
        rows.append((tokens[index], argument_features(scene, event, tokens[index], rule=rule, slot=slot, how=how, spoken=spoken)))
    return rows


def _by_model(scene: Scene, event: Event, advice: Sequence[tuple[Filler, Role]], model: LinearModel) -> list[Argument]:
    """Return the arguments that rules and model agree on: the model may drop what the rules found and add what they missed."""
    told = {filler.token.i: (filler, role) for filler, role in advice}
    ranked: list[tuple[float, Token, Role, str]] = []
    for token, features in candidate_features(scene, event, advice):
        odds = model.probabilities(features)
        label = max((name for name in odds if name != "none"), key=lambda name: odds[name])
        if token.i in told:
            filler, role = told[token.i]
            if odds["none"] > DROP_AT:
                continue
            if label == role or odds[label] < SWITCH_AT:
                ranked.append((odds[role] if role in odds else 0.5, token, role, f"{filler.slot} ({filler.how})"))
                continue
        elif odds[label] < ADD_AT:
            continue
        ranked.append((odds[label], token, Role(label), f"learnt {odds[label]:.2f}: {', '.join(model.reasons(features, label, 2))}"))
    ranked.sort(key=lambda item: -item[0])
    found: list[Argument] = []
    for _, token, role, why in ranked:
        for named in named_places(scene, token) if role in PLACE_ROLES else [token]:
            argument = build_argument(scene, role, named, why)
            if argument is not None and not any(_clash(argument, a) for a in found):
                found.append(argument)
    return sorted(found, key=lambda a: a.span.start)


def _clash(one: Argument, other: Argument) -> bool:
    """Return whether two arguments cannot stand side by side: overlapping, unless a named place lies in what is hit."""
    if not one.span.overlaps(other.span):
        return False
    return one.role == other.role or not ({one.role, other.role} & PLACE_ROLES)


def role_of(scene: Scene, event: Event, filler: Filler) -> Role | None:
    """Return the role that a filler plays, or None where its slot gives no argument."""
    entry, classes, slot = event.entry, scene.classes(filler.token), filler.slot
    is_place = _is_place(scene, filler.token)
    own = dict(entry.oblique)
    if slot == "subject":
        if event.type == "casualties" and filler.how == "predicate":
            return Role.TARGET  # "cinq ouvriers sont morts", read as a noun
        if event.type in _HARM and entry.subject == "agent" and _is_means(scene, classes):
            return Role.INSTRUMENT
        return _role(entry.subject, event, is_place=is_place and "actor" not in classes)
    if slot == "object":
        return _role(entry.object, event, is_place=_is_hit_place(scene, event, filler.token, classes, is_place=is_place))
    if slot == "by":
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
        if _is_hit_place(scene, event, filler.token, classes, is_place=is_place):
            return Role.PLACE
        counted = scene.quantity(filler.token)
        if counted is not None and counted.kind in {"killed", "wounded"}:
            return None  # "a fait douze morts": a figure, not somebody
        return Role.TARGET if classes & _REACHABLE or counted is not None else None
    if slot in {"contre", "sur"} and own.get(slot, "target") == "target" and event.type in _HARM and is_place:
        if not _is_hit_place(scene, event, filler.token, classes, is_place=is_place) and "building" in classes:
            return Role.TARGET
    if slot in own:
        role = _own_oblique(own[slot], event, classes, is_place=is_place)
        if role is not None or not own[slot]:
            return role
    if slot in {"dative", "à"} and entry.dative and classes & {"actor", "people"}:
        return Role(entry.dative)
    if slot == "de" and entry.pos in {"noun", "phrase"}:
        return _role_of_complement(scene, event, filler, is_place=is_place)
    return _role_of_preposition(scene, event, slot, classes, is_place=is_place)


def _is_means(scene: Scene, classes: frozenset[str]) -> bool:
    """Return whether words name a weapon or machine that someone uses, not people: "des obus", "avec des drones"."""
    return bool(classes & {"weapon", "artillery", "explosive", "aircraft"}) and not classes & {"person", "civilians", "armed", "state"}


def _own_oblique(name: str, event: Event, classes: frozenset[str], *, is_place: bool) -> Role | None:
    """Return the role that the entry gives to a preposition: places only for what is a place, instruments only for things."""
    if name in {"place", "origin", "destination"}:
        return Role(name) if is_place else None
    if name == "instrument" and classes & {"actor", "people"} and not classes & {"aircraft", "weapon"}:
        return None
    return _role(name, event, is_place=is_place and "actor" not in classes)


def _is_hit_place(scene: Scene, event: Event, token: Token, classes: frozenset[str], *, is_place: bool) -> bool:
    """Return whether what an event does something to is its place: a named place, or any ground that is taken or held."""
    if not is_place:
        return False
    if event.type in _PLACE_OBJECTS:
        return True
    if "actor" in classes:
        return False
    if scene.place(token) is not None:
        return True
    named = phrase_of(token)[:7]
    return bool(classes & {"territory", "building"}) and any(scene.place(t) is not None or t.pos_ == "PROPN" for t in named if t.i != token.i)


def _role(name: str, event: Event, *, is_place: bool) -> Role | None:
    """Return a role by name; a named place that something is done to is the place of it."""
    if not name:
        return None
    role = Role(name)
    if is_place and role in {Role.TARGET, Role.AGENT} and event.type not in {"support", "aid", "sanction", "demand", "threat"}:
        return Role.PLACE
    return role


def _role_of_complement(scene: Scene, event: Event, filler: Filler, *, is_place: bool) -> Role | None:
    """Return the role of "de X" after an event noun: a place says where (or from where), anyone else as the entry says."""
    classes = scene.classes(filler.token)
    if is_place and "actor" not in classes:
        default = scene.codebook.role_of_preposition(event.type, "de")
        if event.entry.of in {"place", "origin", "destination"}:
            return Role(event.entry.of)
        return Role(default) if default else Role.PLACE
    if not event.entry.of:
        return None
    if event.entry.of == "agent" and classes & {"building", "vehicle", "territory"} and not classes & {"actor", "people", "aircraft"}:
        return Role.TARGET  # "l'attaque du convoi": a convoy is attacked
    if classes & {"actor", "people", "weapon", "aircraft", "vehicle", "thing", "building", "territory"} or filler.token.pos_ == "PROPN":
        return Role(event.entry.of)
    return None


def _role_of_preposition(scene: Scene, event: Event, slot: str, classes: frozenset[str], *, is_place: bool) -> Role | None:
    """Return the role that a preposition gives by itself."""
    base = slot.split(" ")[0]
    actorish = bool(classes & {"actor", "people"})
    if base == "contre" or slot in {"à l'encontre de", "à l’encontre de", "envers"}:
        return Role.PLACE if is_place and not actorish and event.type not in {"demand", "sanction", "threat"} else Role.TARGET
    if base == "entre" and actorish and event.type in _SYMMETRIC:
        return Role.AGENT
    if base == "avec" and _is_means(scene, classes):
        return Role.INSTRUMENT
    if base in {"avec", "face"} and actorish:
        return Role.TARGET if event.type in {*_SYMMETRIC, "support"} else None
    if base in {"avec", "à", "par", "au"} and classes & {"weapon", "vehicle", "aircraft"} and not actorish and not is_place:
        return Role.INSTRUMENT
    if not is_place:
        if base in {"sur", "près"} and (actorish or classes & {"building", "vehicle"}) and event.type in {"clash", "air_strike", "shelling", "bombing", "civilian_attack"}:
            return Role.TARGET
        return None
    if base == "depuis" or slot == "en provenance de":
        return Role.ORIGIN
    if base == "vers" or slot in {"en direction de", "à destination de"}:
        return Role.DESTINATION
    default = scene.codebook.role_of_preposition(event.type, slot) or scene.codebook.role_of_preposition(event.type, base)
    if default:
        return Role(default)
    if base == "sur" and actorish and event.type in {"clash", "air_strike", "shelling", "bombing", "civilian_attack"}:
        return Role.TARGET
    if slot in _AT or base in {"à", "dans", "en", "sur", "près", "vers", "autour", "au", "aux"} or slot.endswith(" de"):
        return Role.PLACE
    return None


def _is_place(scene: Scene, token: Token) -> bool:
    """Return whether the noun phrase names a place, itself or through a noun such as "ville" or "base"."""
    mention = scene.place(token)
    if mention is not None:
        return True
    if scene.time(token) is not None or token.lower_ == "place":
        return False
    classes = scene.classes(token)
    if "direction" in classes and not any(scene.place(t) is not None for t in phrase_of(token)):
        return False
    if classes & {"territory"}:
        return not _is_bare_apposition(token) and not _holds_only_actor(scene, token)
    if classes & {"actor", "people", "weapon", "vehicle", "event", "agreement", "aircraft"}:
        return False
    if classes & {"building"} or (token.pos_ == "PROPN" and token.text[:1].isupper() and token.i > token.sent.start):
        return scene.time(token) is None
    return any(scene.place(t) is not None and (scene.actor(t) is None or t.pos_ != "ADJ") for t in phrase_of(token))


def _holds_only_actor(scene: Scene, token: Token) -> bool:
    """Return whether the ground is somebody's and nowhere named: "les positions de l'armée" are the army's, not a place."""
    inner = [t for t in phrase_of(token) if t.i != token.i]
    named = any(scene.place(t) is not None or scene.anaphor(t) is not None for t in phrase_of(token))
    return not named and any(scene.classes(t) & {"armed", "force", "state"} for t in inner if t.pos_ != "ADJ")


def _is_bare_apposition(token: Token) -> bool:
    """Return whether a noun only says more of a name before it: "X, dernier bastion du groupe"."""
    first = phrase_of(token)[0]
    undetermined = not any(c.dep_ in {"det", "nummod"} or c.dep_ == "case" for c in token.lefts)
    return undetermined and first.i > token.sent.start and first.nbor(-1).text == ","


def build_argument(scene: Scene, role: Role, token: Token, why: str) -> Argument | None:
    """Return the argument that a word heads: its noun phrase, the actor and the place named in it; None for a bare pronoun."""
    if token.pos_ == "PRON" and token.lower_ in PERSONAL:
        antecedent = find_antecedent(scene, token)
        if antecedent is None:
            return None
        token, why = antecedent, f"{why}, pronoun"
    elif token.lower_ in {"l'", "l’", "le", "la", "les", "se", "s'", "s’"}:
        return None
    elif token.pos_ == "PRON" and token.lower_ in {"y", "en", "où", "dont", "qui", "que", "se", "s'", "s’", "on", "le", "la", "les", "l'", "l’", "cela", "ce", "ça", "c'"}:
        return None
    if token.dep_ == "appos" and token.head.pos_ == "PROPN" and role not in PLACE_ROLES and scene.actor(token) is None:
        token = token.head  # "X, jeune homme de 23 ans": the name is the argument
    tokens = _without_times(scene, token, phrase_of(token))
    span = span_of(tokens)
    if not span.end > span.start:
        return None
    entity = entity_in(scene, token, tokens)
    argument = Argument(role=role, span=span, entity=entity, why=why)
    return _with_place(scene, argument, token, tokens) if role in PLACE_ROLES else argument


def _without_times(scene: Scene, head: Token, tokens: Sequence[Token]) -> list[Token]:
    """Return a noun phrase cut before a time or a line break behind its head: "Goma lundi" is Goma."""
    kept = []
    for token in tokens:
        if token.i > head.i and (token.is_space or (scene.time(token) is not None and scene.place(token) is None)):
            break
        kept.append(token)
    return kept


def entity_in(scene: Scene, head: Token, tokens: Sequence[Token]) -> str | None:
    """Return the actor that a noun phrase names: at its head, else the first inside it ("des dizaines de combattants de X")."""
    mention = scene.actor(head)
    if mention is not None and (mention.entity is not None or mention.why.startswith("proxy")):
        return mention.entity
    for token in tokens:
        inner = scene.actor(token)
        if inner is not None and inner.entity is not None and inner.kind not in {ActorClass.OUTLET}:
            return inner.entity
    return None


def _with_place(scene: Scene, argument: Argument, head: Token, tokens: Sequence[Token]) -> Argument:
    """Return the argument with the place that its words name, the name nearest to the head first."""
    for token in sorted(tokens, key=lambda t: abs(t.i - head.i)):
        mention = scene.place(token)
        if mention is not None:
            return replace(argument, place=mention.place, position=mention.position)
    for token in scene.doc[head.i + 1 : min(head.right_edge.i + 1, head.i + 12)]:
        mention = scene.place(token)
        if mention is not None and mention.place is not None and not any(a.dep_ == "acl:relcl" and a.i > head.i for a in token.ancestors):
            return replace(argument, place=mention.place, position=mention.position, why=f"{argument.why}, placed by {token.text}")
    for token in tokens:
        taken_up = scene.anaphor(token)
        if taken_up is not None:
            why = f"{argument.why}, takes up {taken_up.place.name if taken_up.place else '?'}"
            return replace(argument, place=taken_up.place, position=taken_up.position, why=why)
    return argument


def _both_parties(event: Event, found: list[Argument]) -> list[Argument]:
    """Return the arguments with the second of two agents as target where the event has two sides ("combats entre A et B")."""
    if event.type not in _SYMMETRIC or any(a.role == Role.TARGET for a in found):
        return found
    between = [a for a in found if a.role == Role.AGENT and a.why.startswith("entre")]
    if len(between) < 2:
        return found
    last = between[-1]
    return [replace(a, role=Role.TARGET) if a is last else a for a in found]


def _places_in_sentence(scene: Scene, event: Event, found: Sequence[Argument]) -> list[Argument]:
    """Return the places that the sentence gives the event: its nearest locative phrase that plays no other role, with its like."""
    if event.type not in _LOCATED:
        return []
    sentence = event.head.sent
    best: tuple[int, Token] | None = None
    for token in sentence:
        mention = scene.place(token)
        if mention is None or mention.span.start != token.idx or any(a.span.start <= token.idx < a.span.end for a in found):
            continue
        if not _in_reach(token, event.head):
            continue
        container = _container_of(scene, token)
        preposition = preposition_of(container) or preposition_of(container.head)
        if preposition.split(" ")[0] not in {"à", "dans", "en", "sur", "près", "non", "autour", "au", "devant", "aux"}:
            continue
        coarse = 40 if mention.place is not None and mention.place.position.precision == Precision.COUNTRY else 0
        distance = coarse + abs(token.i - event.head.i) + (0 if token.i < event.head.i and token.i - sentence.start < 4 else 3)
        if best is None or distance < best[0]:
            best = (distance, container)
    if best is None:
        return []
    like = [best[1], *(t for t in conjuncts_of(best[1]) if t.i != best[1].i and scene.place(t) is not None)]
    built = [build_argument(scene, Role.PLACE, token, "place of the sentence") for token in like]
    return [argument for argument in built if argument is not None]


def _container_of(scene: Scene, token: Token) -> Token:
    """Return the noun that a place name says more of: "la mosquée de X", "un quartier de X"; the name itself where none."""
    at = token
    while preposition_of(at) == "de" and at.head.i < at.i and scene.classes(at.head) & {"building", "territory", "direction"}:
        at = at.head
    return at


def _in_reach(token: Token, head: Token) -> bool:
    """Return whether a word's clause is the event's or stands above it: what a relative clause elsewhere says is out of reach."""
    clause = next((t for t in token.ancestors if t.pos_ in {"VERB", "AUX"}), None)
    if clause is None or clause.i == head.i or clause in head.ancestors:
        return True
    return clause.dep_ == "acl" and clause.head.i == head.i  # "une embuscade tendue par X près de Y"


_FINENESS = {"site": 0, "locality": 1, "near": 2, "line": 2, "province": 3, "region": 4, "country": 5}


def _most_specific(found: list[Argument]) -> list[Argument]:
    """Return the arguments with, of several places, only the finest ("à X, dans la province de Y" is X)."""
    places = [a for a in found if a.role == Role.PLACE and a.place is not None]
    if len(places) < 2:
        return found
    finest = min(_FINENESS[a.place.position.precision.value] for a in places if a.place is not None)
    coarse = [a for a in places if a.place is not None and _FINENESS[a.place.position.precision.value] > max(finest, 2)]
    return [a for a in found if a not in coarse]
