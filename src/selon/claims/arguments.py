"""Arguments: which noun phrases play which role in an event, from the frame around it and the entry that made it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from selon.claims.claim import Argument, Role
from selon.claims.features import argument_features, candidates_of
from selon.claims.frames import Filler
from selon.claims.phrases import build_adjective_agents, build_argument
from selon.claims.place_lists import extend_lists
from selon.claims.placing import find_place_in_target, find_places_in_sentence, prefer_details, town_beside
from selon.claims.remembered import sentence_end
from selon.claims.roles import PARTIES, PLACE_ROLES, is_bare_apposition, role_of
from selon.claims.surroundings import drop_surroundings, keep_finest, own_before_shared
from selon.claims.syntax import phrase_of, preposition_of
from selon.claims.whereabouts import (
    goals_of,
    named_places,
    place_of_relative,
    place_ruled,
    places_behind_time,
)
from selon.values import Precision

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from selon.claims.events import Event
    from selon.claims.linear import LinearModel
    from selon.claims.scene import Scene

# From how sure on the model drops what the rules found, gives it another role, adds what they missed (cross-validated).
_HARM = frozenset({"clash", "air_strike", "shelling", "bombing", "civilian_attack", "casualties"})
_WEAPONS = frozenset({"weapon", "explosive", "artillery", "blade"})
_HELD_REACH = 7
DROP_AT, SWITCH_AT, ADD_AT = 0.9, 0.7, 0.4


def find_arguments(scene: Scene, event: Event, model: LinearModel | None = None) -> list[Argument]:
    """Return the arguments of an event: those of the rules, or those that a model picks with the rules' advice."""
    advice = rule_roles(scene, event)
    found = _by_rule(scene, advice) if model is None else _by_model(scene, event, advice, model)
    found = _both_parties(event, found)
    found += [*goals_of(scene, event, found), *places_behind_time(scene, event, found)]
    if not any(a.role in PLACE_ROLES and a.place is not None for a in found):
        place = find_place_in_target(scene, event, found) or place_ruled(scene, event)
        place = place or place_of_relative(scene, event)
        found += [place] if place is not None else find_places_in_sentence(scene, event, found)
    found = own_before_shared(found)
    found = extend_lists(scene, prefer_details(scene, event, found))
    found = town_beside(scene, drop_surroundings(scene, event, found))
    return list(dict.fromkeys(keep_finest(scene, found)))


def rule_roles(scene: Scene, event: Event) -> list[tuple[Filler, Role]]:
    """Return the fillers of the frame to which the rules give a role, in the order in which they were found."""
    roles = []
    for filler in event.frame.fillers:
        if _is_no_argument(scene, filler.token):
            continue
        role = role_of(scene, event, filler)
        if role is not None and not (
            role == Role.AGENT and not _can_act(scene, filler) and not _is_party(event, filler.token)
        ):
            roles.append((filler, role))
    roles += _owners_of_means(scene, event, roles)
    return [*roles, *_left_by_what_moves(scene, event, roles), *_means_of(scene, event, roles)]


def _owners_of_means(scene: Scene, event: Event, roles: Sequence[tuple[Filler, Role]]) -> list[tuple[Filler, Role]]:
    """Return whose the means of a blow are: "frappes de drones | ukrainiens"."""
    if event.entry.pos == "verb" or any(role == Role.AGENT for _, role in roles):
        return []
    means = [filler.token for filler, role in roles if role == Role.INSTRUMENT and filler.slot == "de"]
    named = (child for token in means for child in token.rights if child.dep_ == "amod")
    return [
        (Filler(child, "adjective", "of the means"), Role.AGENT) for child in named if scene.actor(child) is not None
    ]


def _means_of(scene: Scene, event: Event, roles: Sequence[tuple[Filler, Role]]) -> list[tuple[Filler, Role]]:
    """Return the weapons in the trigger's own words ("attentat à la bombe") and in its doer's hands ("armé de X")."""
    if event.type not in _HARM or any(role == Role.INSTRUMENT for _, role in roles):
        return []
    inner = [t for t in event.tokens[1:] if t.pos_ in {"NOUN", "PROPN"} and scene.classes(t) & _WEAPONS]
    if inner:
        return [(Filler(inner[0], "inner", "trigger"), Role.INSTRUMENT)]
    for filler, role in roles:
        held = _held_by(scene, filler.token) if role == Role.AGENT else None
        if held is not None:
            return [(Filler(held, "inner", "armed with"), Role.INSTRUMENT)]
    return []


def _held_by(scene: Scene, doer: Token) -> Token | None:
    """Return the weapon that the words right behind a doer put in his hands: "un homme armé d'un couteau"."""
    armed = scene.codebook.frame_verbs.get("armed_with", frozenset())
    near = doer.doc[doer.i + 1 : min(sentence_end(doer), doer.i + _HELD_REACH)]
    carrier = next((t for t in near if scene.lemmas(t) & armed), None)
    if carrier is None or any(t.pos_ == "VERB" and t.i != carrier.i and t.i < carrier.i for t in near):
        return None
    behind = doer.doc[carrier.i + 1 : min(sentence_end(doer), carrier.i + _HELD_REACH)]
    return next((t for t in behind if t.pos_ in {"NOUN", "PROPN"} and scene.classes(t) & _WEAPONS), None)


def _left_by_what_moves(scene: Scene, event: Event, roles: Sequence[tuple[Filler, Role]]) -> list[tuple[Filler, Role]]:
    """Return the places that the parser hung on those moved: "expulser les rebelles de la ville"."""
    name = dict(event.entry.oblique).get("de") or scene.codebook.role_of_preposition(event.type, "de")
    if name not in {"origin", "place"} or any(str(role) == name for _, role in roles):
        return []
    found = []
    for filler, role in roles:
        if role not in {Role.AGENT, Role.TARGET, Role.THEME} or filler.token.i < event.head.i:
            continue
        own = scene.actor(filler.token)
        for child in _complements_below(filler.token):
            place = next((scene.place(t) for t in phrase_of(child) if scene.place(t) is not None), None)
            if child.dep_ not in {"nmod", "obl:mod", "obl:arg"} or preposition_of(child) != "de":
                continue
            if place is None and _is_ground_cleared(scene, event, child):
                found.append((Filler(child, "de", "left by what moves"), Role(name)))
            if place is None or place.place is None:
                continue
            whole = place.place.position.precision == Precision.COUNTRY or scene.actor(child) is not None
            if not whole or (own is not None and own.entity is not None and own.span.end < child.idx):
                found.append((Filler(child, "de", "left by what moves"), Role(name)))
    return found


def _is_ground_cleared(scene: Scene, event: Event, token: Token) -> bool:
    """Return whether a word is the ground from which a verb that says so drives someone: "déloger X de la colline"."""
    return "de" in dict(event.entry.oblique) and "territory" in scene.classes(token) and scene.actor(token) is None


def _complements_below(noun: Token) -> list[Token]:
    """Return what stands behind a noun and behind the noun in it: "les familles de ses hommes de X"."""
    return [c for n in (noun, *(c for c in noun.rights if c.dep_ == "nmod")) for c in n.rights]


def _is_no_argument(scene: Scene, token: Token) -> bool:
    """Return whether a word can be no argument: a time, a measure of time, an outlet that only tells."""
    if token.dep_ == "conj" and token.pos_ == "NOUN" and "event" in scene.classes(token) and scene.actor(token) is None:
        return True  # "une attaque contre le camp, puis des tirs"
    if "territory" in scene.classes(token) and scene.place(token) is None and is_bare_apposition(scene, token):
        return True  # "à Lahore, deuxième ville du pays"
    if scene.place(token) is not None or (scene.actor(token) is not None and "outlet" not in scene.classes(token)):
        return False
    return scene.time(token) is not None or bool(scene.classes(token) & {"time_unit", "outlet"})


def _can_act(scene: Scene, filler: Filler) -> bool:
    """Return whether a filler can act: an actor, people, a name, a vehicle; not an idea that shares its clause."""
    if filler.token.pos_ in {"PROPN", "PRON", "X"} or not filler.how.startswith(
        ("shared", "participle", "support", "relative")
    ):
        return True
    return bool(
        scene.classes(filler.token) & {"actor", "people", "vehicle", "aircraft", "weapon", "armed", "force", "event"}
    )


def _by_rule(scene: Scene, advice: Sequence[tuple[Filler, Role]]) -> list[Argument]:
    """Return the arguments that the rules alone give."""
    found: list[Argument] = []
    for filler, role in advice:
        if filler.slot == "adjective":
            found += [a for a in build_adjective_agents(scene, filler, role) if not any(_clash(a, b) for b in found)]
            continue
        for token in named_places(scene, filler.token) if role in PLACE_ROLES else [filler.token]:
            argument = build_argument(scene, role, token, f"{filler.slot} ({filler.how})")
            if argument is not None and not any(_clash(argument, a) for a in found):
                found.append(argument)
    return found


def candidate_features(
    scene: Scene, event: Event, advice: Sequence[tuple[Filler, Role]]
) -> list[tuple[Token, list[str]]]:
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
        rows.append(
            (
                tokens[index],
                argument_features(scene, event, tokens[index], rule=rule, slot=slot, how=how, spoken=spoken),
            )
        )
    return rows


def _by_model(scene: Scene, event: Event, advice: Sequence[tuple[Filler, Role]], model: LinearModel) -> list[Argument]:
    """Return the arguments that rules and model agree on: it may drop what they found and add what they missed."""
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
                ranked.append((odds.get(role, 0.5), token, role, f"{filler.slot} ({filler.how})"))
                continue
        elif odds[label] < ADD_AT:
            continue
        ranked.append(
            (
                odds[label],
                token,
                Role(label),
                f"learnt {odds[label]:.2f}: {', '.join(model.reasons(features, label, 2))}",
            )
        )
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
    held = Role.INSTRUMENT in {one.role, other.role} and one.span != other.span  # "un homme armé d'un couteau"
    return one.role == other.role or not (held or {one.role, other.role} & PLACE_ROLES)


def _both_parties(event: Event, found: list[Argument]) -> list[Argument]:
    """Return the arguments with the second agent as target where an event has two sides ("combats entre A et B")."""
    if event.type not in PARTIES or any(a.role == Role.TARGET for a in found):
        return found
    between = [a for a in found if a.role == Role.AGENT and a.why.startswith("entre")]
    if not between[1:]:
        return found
    last = between[-1]
    return [replace(a, role=Role.TARGET) if a is last else a for a in found]


def _is_party(event: Event, token: Token) -> bool:
    """Return whether a plural noun is a party to a deal, whatever it names: "les deux camps ont conclu une trêve"."""
    return event.type in {"agreement", "negotiation"} and "Plur" in token.morph.get("Number", [])
