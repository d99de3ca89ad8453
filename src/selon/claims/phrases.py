"""Argument phrases: from a word to the noun phrase that it heads, with the actor and the place that it names."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from selon.claims.anaphora import PERSONAL, find_antecedent, is_latter
from selon.claims.claim import Argument, Role
from selon.claims.roles import PLACE_ROLES
from selon.claims.syntax import phrase_of, span_of
from selon.codebook.actors import rulers
from selon.mentions.mention import ActorClass
from selon.values import TextSpan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from selon.claims.frames import Filler
    from selon.claims.scene import Scene

_LOOSE = " ,;:«“\n"


def build_argument(scene: Scene, role: Role, token: Token, why: str) -> Argument | None:
    """Return the argument that a word heads: its noun phrase, with actor and place in it; None for a bare pronoun."""
    if (token.pos_ == "PRON" and token.lower_ in PERSONAL) or is_latter(token):
        antecedent = find_antecedent(scene, token)
        if antecedent is None:
            return None
        token, why = antecedent, f"{why}, pronoun"
    elif token.lower_ in {"l'", "l’", "le", "la", "les", "se", "s'", "s’"} or (
        token.pos_ == "PRON"
        and token.lower_
        in {
            "y",
            "en",
            "où",
            "dont",
            "qui",
            "que",
            "se",
            "s'",
            "s’",
            "on",
            "le",
            "la",
            "les",
            "l'",
            "l’",
            "cela",
            "ce",
            "ça",
            "c'",
        }
    ):
        return None
    if token.dep_ == "appos" and token.head.pos_ == "PROPN" and role not in PLACE_ROLES and scene.actor(token) is None:
        token = token.head  # "X, jeune homme de 23 ans": the name is the argument
    tokens = _without_times(scene, token, phrase_of(token))
    span = _trimmed(scene, _with_mention(scene, token, span_of(tokens)))
    if not span.end > span.start:
        return None
    entity = entity_in(scene, token, tokens)
    if entity is None and role is Role.AGENT and token.pos_ == "PROPN":
        entity = rulers().get(token.text)  # "Kigali a envoyé des troupes"
    argument = Argument(role=role, span=span, entity=entity, why=why)
    return _with_place(scene, argument, token, tokens) if role in PLACE_ROLES else argument


def _trimmed(scene: Scene, span: TextSpan) -> TextSpan:
    """Return a span without what only parts it from the words behind: a comma, an opening quotation mark."""
    words = span.quote(scene.text)
    return TextSpan(span.start, span.start + len(words.rstrip(_LOOSE)))


def _with_mention(scene: Scene, head: Token, span: TextSpan) -> TextSpan:
    """Return a span with the whole number before it and the whole name behind: "vingt et | un civils"."""
    counted = scene.quantity(head)
    if counted is not None and span.overlaps(counted.number) and counted.number.start < span.start:
        span = TextSpan(counted.number.start, span.end)
    mention = scene.actor(head)
    if mention is None or not span.overlaps(mention.span):
        return span
    return TextSpan(span.start, max(span.end, mention.span.end))


def _without_times(scene: Scene, head: Token, tokens: Sequence[Token]) -> list[Token]:
    """Return a noun phrase cut before a time or a line break behind its head: "Goma lundi" is Goma."""
    kept = []
    for token in tokens:
        if token.i > head.i and (token.is_space or (scene.time(token) is not None and scene.place(token) is None)):
            break
        kept.append(token)
    return kept


def entity_in(scene: Scene, head: Token, tokens: Sequence[Token]) -> str | None:
    """Return the actor that a noun phrase names: at its head, else the first inside it ("dix combattants de X")."""
    mention = scene.actor(head)
    if mention is not None and (mention.entity is not None or mention.why.startswith("proxy")):
        return mention.entity
    for token in tokens:
        inner = scene.actor(token)
        if inner is not None and inner.entity is not None and inner.kind != ActorClass.OUTLET:
            return inner.entity
    return None


def _with_place(scene: Scene, argument: Argument, head: Token, tokens: Sequence[Token]) -> Argument:
    """Return the argument with the place that its words name, the name nearest to the head first."""
    for token in sorted(tokens, key=lambda t: abs(t.i - head.i)):
        mention = scene.place(token)
        if mention is not None:
            span = argument.span
            whole = TextSpan(min(span.start, mention.span.start), max(span.end, mention.span.end))
            return replace(argument, span=whole, place=mention.place, position=mention.position)
    for token in scene.doc[head.i + 1 : min(head.right_edge.i + 1, head.i + 12)]:
        mention = scene.place(token)
        if (
            mention is not None
            and mention.place is not None
            and not any(a.dep_ == "acl:relcl" and a.i > head.i for a in token.ancestors)
        ):
            return replace(
                argument, place=mention.place, position=mention.position, why=f"{argument.why}, placed by {token.text}"
            )
    for token in tokens:
        taken_up = scene.anaphor(token)
        if taken_up is not None:
            why = f"{argument.why}, takes up {taken_up.place.name if taken_up.place else '?'}"
            return replace(argument, place=taken_up.place, position=taken_up.position, why=why)
    return argument


def build_adjective_agents(scene: Scene, filler: Filler, role: Role) -> list[Argument]:
    """Return the actors that an adjective names, each with its own part of the word: "russo-américain" names two."""
    why = f"{filler.slot} ({filler.how})"
    return [Argument(role=role, span=m.span, entity=m.entity, why=why) for m in scene.actors_in(filler.token)]
