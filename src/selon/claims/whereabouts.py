"""Whereabouts: which named places a word of place stands for, and where "où", a second verb or a time hides one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selon.claims.claim import Role
from selon.claims.phrases import build_argument
from selon.claims.place_lists import list_of
from selon.claims.remembered import sentence_end, sentence_start
from selon.claims.roles import names_place
from selon.claims.syntax import conjuncts_of, is_present_participle, phrase_of, preposition_of, sentence_tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from selon.claims.claim import Argument
    from selon.claims.events import Event
    from selon.claims.scene import Scene

_LIST_REACH = 14
_MAX_CLIMB = 5
_MOVES = frozenset({"movement", "transfer", "displacement"})
_FROM = frozenset({"de", "depuis"})
_TO = frozenset({"à", "dans", "vers", "en", "jusque", "chez", ""})
_CHAINED = frozenset({"xcomp", "ccomp", "advcl", "obj", "obl:mod", "obl:arg", "nsubj", "nsubj:pass", "conj", "nmod"})
_SUPERLATIVES = frozenset({
    "plus", "premier", "première", "deuxième", "troisième", "seconde", "second", "dernier", "dernière", "derniers",
    "principal", "principale", "principales", "principaux", "seul", "seule", "important", "importante", "grande",
    "deux", "trois", "quatre",
})  # fmt: skip


def place_of_relative(scene: Scene, event: Event) -> Argument | None:
    """Return the place in whose relative clause the event stands: "X, où l'armée se prépare à attaquer"."""
    at = event.head
    for _ in range(_MAX_CLIMB):
        where = next((c for c in at.children if c.lower_ == "où" and c.i < at.i), None)
        if where is not None and where.i > sentence_start(where):
            return _place_before(scene, where, at.head if at.dep_ in {"acl:relcl", "acl"} else where.nbor(-1))
        if at.dep_ not in _CHAINED or at.head.i == at.i:
            return None
        at = at.head
    return None


def _place_before(scene: Scene, where: Token, antecedent: Token) -> Argument | None:
    """Return the place that "où" takes up: its antecedent, or the place named right before it."""
    before = where.nbor(-1) if where.i > sentence_start(where) else where
    if before.lower_ in {"d'", "d’", "jusqu'", "jusqu’", "vers"}:
        return None
    while before.i > sentence_start(where) and (before.is_punct or before.is_space):
        before = before.nbor(-1)
    if antecedent.dep_ == "appos" and scene.place(antecedent.head) is not None:
        return build_argument(scene, Role.PLACE, antecedent.head, "où")
    named = scene.place(before) is not None and scene.place(antecedent) is None and preposition_of(before) != "de"
    for token in (before, antecedent) if named else (antecedent, before):
        if names_place(scene, token) and where.i - token.i <= _LIST_REACH:
            return build_argument(scene, Role.PLACE, token, "où")
    return None


def place_ruled(scene: Scene, event: Event) -> Argument | None:
    """Return the place of which control is told by a noun: "X, sous le contrôle de Y", "X est le fief de Y"."""
    if event.type not in {"control", "siege"} or event.entry.pos not in {"noun", "phrase"}:
        return None
    first = min(event.tokens, key=lambda t: t.i)
    at = event.head
    for _ in range(_MAX_CLIMB):
        if any(c.dep_ == "cop" for c in at.children):
            subject = next((c for c in at.children if c.dep_ == "nsubj" and c.i < at.i), None)
            if subject is not None and names_place(scene, subject):
                return build_argument(scene, Role.PLACE, subject, "what is ruled")
            break
        if at.head.i == at.i or at.dep_ not in {"nmod", "conj", "appos"}:
            break
        at = at.head
    if first.lower_ != "sous":
        return None
    before = first.i - 1
    while before > sentence_start(first) and scene.doc[before].pos_ in {"PUNCT", "ADV"}:
        before -= 1
    word = scene.doc[before]
    nouns = [t for t in (word, *word.ancestors) if t.i <= word.i and t.pos_ in {"NOUN", "PROPN"}]
    noun = next((t for t in nouns if "settled" in scene.classes(t) or "territory" in scene.classes(t)), word)
    if not names_place(scene, noun):
        return None
    return build_argument(scene, Role.PLACE, named_places(scene, noun)[-1], "what is ruled")


def goals_of(scene: Scene, event: Event, found: Sequence[Argument]) -> list[Argument]:
    """Return where those who move go by a second verb: "ont quitté X pour se réfugier à Y", "allant de X à Y"."""
    if event.type not in _MOVES or any(a.role == Role.DESTINATION for a in found):
        return []
    goals = scene.codebook.frame_verbs.get("goal", frozenset())
    near = [event.head, *(c for c in event.head.children if c.i > event.head.i)]
    for at in near:
        for verb in at.children:
            if verb.i < event.head.i or verb.dep_ not in {"advcl", "xcomp", "acl", "obl:mod", "obl:arg"}:
                continue
            aims = any(c.lower_ == "pour" for c in verb.lefts) or is_present_participle(verb)
            if aims and scene.lemmas(verb) & goals:
                built = [a for a in _ways_of(scene, verb) if all(not a.span.overlaps(b.span) for b in found)]
                if built:
                    return built
    return []


def _ways_of(scene: Scene, verb: Token) -> list[Argument]:
    """Return the places from which and to which a verb of going leads."""
    found = []
    for child in verb.rights:
        preposition = preposition_of(child).split(" ")[0]
        role = Role.ORIGIN if preposition in _FROM else Role.DESTINATION if preposition in _TO else None
        if role is None or child.dep_ not in {"obl:arg", "obl:mod", "obj", "nmod"} or not names_place(scene, child):
            continue
        argument = build_argument(scene, role, child, f"by {verb.text}")
        if argument is not None:
            found.append(argument)
    return found


def places_behind_time(scene: Scene, event: Event, found: Sequence[Argument]) -> list[Argument]:
    """Return the places that the parser hung on a time: "s'emparent le lendemain de la ville", "chassé lundi de X"."""
    own = dict(event.entry.oblique)
    built: list[Argument] = []
    for child in event.head.rights:
        if scene.time(child) is None:
            continue
        for token in child.subtree:
            base = preposition_of(token).split(" ")[0]
            name = own.get(base) or scene.codebook.role_of_preposition(event.type, base)
            if token.i <= child.i or token.dep_ != "nmod" or scene.time(token) is not None or not name:
                continue
            if name not in {"place", "origin", "destination"} or not names_place(scene, token):
                continue
            argument = build_argument(scene, Role(name), token, f"{base} (behind a time)")
            if argument is not None and all(not argument.span.overlaps(a.span) for a in (*found, *built)):
                built.append(argument)
    return built


def named_places(scene: Scene, token: Token) -> list[Token]:
    """Return the words that name the places meant: "deux villes, X et Y" means X and Y, "X, dernier bastion" X."""
    if scene.place(token) is not None:
        return [token]
    if token.dep_ == "appos" and scene.place(token.head) is not None:
        return [token.head]
    above = _apposed_to(scene, token)
    if above:
        return above
    listed = _listed_behind(scene, token)
    if listed[1:]:
        return listed
    inner = [t for t in phrase_of(token) if scene.place(t) is not None]
    if inner:
        extra = [t for t in conjuncts_of(inner[0]) if t.i != inner[0].i and scene.place(t) is not None]
        return [token, *extra]
    if listed:
        return listed
    behind = [c for c in token.rights if c.dep_ in {"appos", "conj"} and scene.place(c) is not None]
    return [t for c in behind for t in conjuncts_of(c) if scene.place(t) is not None] or [token]


def _apposed_to(scene: Scene, token: Token) -> list[Token]:
    """Return the places that a noun of place only says more of: "X, plus grande ville", "X, qui est la seule zone"."""
    if "territory" not in scene.classes(token) and token.lower_ not in _SUPERLATIVES:
        return []
    subject = next((c for c in token.children if c.dep_ == "nsubj" and c.lower_ == "qui"), None)
    if subject is not None and token.dep_ == "acl:relcl":
        return [token.head] if names_place(scene, token.head) else []
    first = token
    while first.i > sentence_start(token) and first.nbor(-1).pos_ in {"DET", "ADJ", "NUM", "ADV"}:
        first = first.nbor(-1)
    ranked = any(t.lower_ in _SUPERLATIVES for t in token.doc[first.i : token.i + 1])
    if not ranked or first.i - 2 < sentence_start(token) or preposition_of(token):
        return []
    comma, before = first.nbor(-1), first.nbor(-2)
    if comma.text not in {",", "("} and not (comma.text == "et" and token.lower_ in _SUPERLATIVES):
        return []
    if comma.text == "et":
        noun = next((a for a in token.ancestors if "territory" in scene.classes(a)), None)
        return _apposed_to(scene, noun) if noun is not None and noun.i < token.i else []
    mention = scene.place(before)
    if mention is None:
        return []
    rows = list_of(scene, mention, roads=True) or [mention]
    return [sentence_tokens(scene.doc, m.span)[0] for m in rows]


def _listed_behind(scene: Scene, token: Token) -> list[Token]:
    """Return the places that a counted noun announces: "deux villes tenues par le groupe, X et Y" means X and Y."""
    if not any(c.dep_ == "nummod" for c in token.lefts):
        return []
    end = min(sentence_end(token), token.i + 2 * _LIST_REACH)
    found: list[Token] = []
    for at in range(token.i + 1, end):
        word = scene.doc[at]
        opened = scene.doc[at - 1].text in {",", ":", "("} or scene.doc[at - 2].text == ":"
        if scene.place(word) is not None and (found or opened):
            if not found or scene.place(word) is not scene.place(found[-1]):
                found.append(word)
        elif found and word.text not in {",", "et"} and word.pos_ != "DET" and not word.is_space:
            break
    return found
