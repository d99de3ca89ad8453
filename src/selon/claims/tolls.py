"""Tolls: dead and wounded told side by side belong to one event, whichever of their verbs hangs on it."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from selon.claims.claim import Quantity
from selon.claims.remembered import once_a_scene, sentence_end, sentence_start
from selon.claims.syntax import is_past_participle, sentence_tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from spacy.tokens import Span, Token

    from selon.claims.assembly import Draft
    from selon.claims.scene import Scene
    from selon.mentions.mention import QuantityMention

_HARM = frozenset({"air_strike", "shelling", "bombing", "clash", "civilian_attack"})
_TOLL = frozenset({"killed", "wounded", "missing"})
_PEOPLE = frozenset({"other", "fighters", "civilians", "leaders"})
_HAVE = frozenset("a ont avait avaient aurait auraient ayant ai avoir eut eurent".split())
_LINK = re.compile(r"[^.;:!?]*?(?:\bet\b|,|\bainsi que\b|\bcontre\b|\()[^.;:!?]*")
_REACH = 10
_BEFORE = 3
_FAR = 90
_FEW = 4


class Figure(NamedTuple):
    """A number of victims with the kind that the words around it give it."""

    mention: QuantityMention
    kind: str


def join_figures(scene: Scene, sentence: Span, drafts: Sequence[Draft], give: Callable[[Draft, Draft], None]) -> None:
    """Make one event of dead and wounded told in one breath: the later toll, or any toll beside its cause, is given on.

    `give` hands what a toll says to its cause.
    """
    figures = read_figures(scene, sentence)
    for one, other in pairwise(figures):
        live = [draft for draft in drafts if not draft.merged]
        first, second = _owner(one, live), _owner(other, live)
        if first is None or second is None or first is second or one.kind == other.kind:
            continue
        others = len(scene.quantities_in(sentence)) - len(figures)
        if others > _FEW or not _are_linked(scene, one, other):
            continue
        if _is_bare_toll(second):
            give(second, first)
        elif _is_bare_toll(first):
            give(first, second)


def _is_bare_toll(draft: Draft) -> bool:
    """Return whether an event is no more than people killed or hurt, whatever the cause."""
    return draft.event.type == "casualties"


def spread_tolls(scene: Scene, sentence: Span, drafts: Sequence[Draft]) -> None:
    """Give each number of victims that no event has to the event of its neighbour, or to the one event of violence."""
    figures = read_figures(scene, sentence)
    live = [draft for draft in drafts if not draft.merged]
    for at, figure in enumerate(figures):
        if _owner(figure, live) is not None or _is_single(scene, figure):
            continue
        near = [figures[k] for k in (at - 1, at + 1) if 0 <= k < len(figures)]
        owners = [owner for one in near if _are_linked(scene, one, figure) and (owner := _owner(one, live)) is not None]
        if not owners:
            harmed = [d for d in live if d.event.type in _HARM]
            owners = harmed if len(harmed) == 1 else []
        if owners:
            owners[0].quantities.append(
                Quantity(kind=figure.kind, count=figure.mention.count, span=figure.mention.span)
            )
            owners[0].why.append("toll told beside another" if near else "toll of the sentence")


def _is_single(scene: Scene, figure: Figure) -> bool:
    """Return whether a figure is no more than an article: "un soldat"; "une autre" is counted beside others."""
    return figure.mention.why == "one" and "autre" not in figure.mention.span.quote(scene.text)


def read_figures(scene: Scene, sentence: Span) -> list[Figure]:
    """Return the numbers of victims in a sentence: "12 morts", "sept ont été tués et huit autres blessés"."""
    return [
        Figure(mention, kind)
        for mention in scene.quantities_in(sentence)
        if (kind := _kind_of(scene, mention)) and not _is_part(scene, mention)
    ]


def _is_part(scene: Scene, mention: QuantityMention) -> bool:
    """Return whether people are counted as a part of those before them: "dix-sept civils, dont sept enfants,"."""
    return scene.text[: mention.span.start].rstrip().endswith("dont")


def mend_kinds(scene: Scene, sentence: Span, drafts: Sequence[Draft]) -> None:
    """Give the people that an event counts the kind that their verb gives them, and drop what adds up to a total."""
    figures = {figure.mention.span: figure.kind for figure in read_figures(scene, sentence)}
    for draft in drafts:
        for quantity in list(draft.quantities):
            kind = figures.get(quantity.span)
            if kind and quantity.kind in _PEOPLE:
                draft.quantities[draft.quantities.index(quantity)] = replace(quantity, kind=kind)
        _read_brackets(scene, sentence, draft)
        _drop_addends(scene, draft)


def _read_brackets(scene: Scene, sentence: Span, draft: Draft) -> None:
    """Count the parts of a toll in brackets as the toll: "sept morts (deux civils et cinq assaillants)"."""
    text = scene.text
    toll = next((q for q in draft.quantities if q.kind in _TOLL and text[q.span.end :].lstrip().startswith("(")), None)
    if toll is None:
        return
    close = text.find(")", toll.span.end)
    for mention in scene.quantities_in(sentence):
        if mention.why == "one" or mention.kind not in _PEOPLE or not toll.span.end < mention.span.start < close:
            continue
        draft.quantities[:] = [q for q in draft.quantities if not q.span.overlaps(mention.span)]
        draft.quantities.append(Quantity(kind=toll.kind, count=mention.count, span=mention.span))


def _drop_addends(scene: Scene, draft: Draft) -> None:
    """Leave out the parts that add up to the total before them: "quatre tués, trois femmes et un homme"."""
    rows = sorted(draft.quantities, key=lambda q: q.span.start)
    for at, total in enumerate(rows):
        parts = rows[at + 1 :]
        whole = total.count.low
        known = [p.count.low for p in parts if p.count.low is not None and p.kind in {total.kind, *_PEOPLE}]
        between = scene.text[total.span.end : parts[0].span.start] if parts else "("
        if parts[1:] and len(known) == len(parts) and sum(known) == whole and "(" not in between:
            draft.quantities[:] = [q for q in draft.quantities if q not in parts]
            return


def _owner(figure: Figure, drafts: Sequence[Draft]) -> Draft | None:
    """Return the event that has the figure already."""
    return next((d for d in drafts if any(q.span.overlaps(figure.mention.span) for q in d.quantities)), None)


def _are_linked(scene: Scene, one: Figure, other: Figure) -> bool:
    """Return whether two figures are told in one breath: "12 tués et des dizaines d'autres blessés"."""
    first, last = sorted((one.mention.span, other.mention.span), key=lambda span: span.start)
    gap = scene.text[first.end : last.start]
    if one.kind == other.kind and _LINK.fullmatch(gap) is not None and _holds_clause(scene, first.end, last.start):
        return False  # "l'ONG, qui parlait de neuf morts, a porté son bilan à douze tués"
    return len(gap) <= _FAR and _LINK.fullmatch(gap) is not None


def _holds_clause(scene: Scene, start: int, end: int) -> bool:
    """Return whether a finite verb with an object of its own stands between two figures."""
    between = scene.doc.char_span(start, end, alignment_mode="contract")
    verbs = [t for t in between or () if t.pos_ == "VERB" and _toll_of(scene, t) == ""]
    return any(
        c.dep_ == "obj" and c.i > t.i and between is not None and c.i < between.end for t in verbs for c in t.children
    )


def _kind_of(scene: Scene, mention: QuantityMention) -> str:
    """Return what became of the people counted, by the noun itself or by the verb beside it; "" for anything else."""
    if mention.kind in _TOLL:
        return mention.kind
    tokens = sentence_tokens(scene.doc, mention.span)
    if mention.kind not in _PEOPLE or not tokens:
        return ""
    counted = mention.why in {"others", "bare"} or any(scene.classes(t) & {"people"} for t in tokens)
    if not counted:
        return ""
    return _kind_before(scene, tokens[0]) or _kind_behind(scene, tokens[-1])


def _kind_behind(scene: Scene, last: Token) -> str:
    """Return the kind that a passive or a participle behind the people gives: "40 hommes ont été tués"."""
    for token in scene.doc[last.i + 1 : min(sentence_end(last), last.i + 1 + _REACH)]:
        if token.text in {".", ";", ":"} or scene.quantity(token) is not None:
            return ""
        kind = _toll_of(scene, token)
        if kind:
            return kind if _undergoes(token) else ""
        if token.pos_ == "VERB" and not is_past_participle(token):
            return ""
    return ""


def _kind_before(scene: Scene, first: Token) -> str:
    """Return the kind that the verb before the people gives: "tuant 12", "en blesse 110"; an active one only."""
    for token in reversed(scene.doc[max(sentence_start(first), first.i - _BEFORE) : first.i]):
        kind = _toll_of(scene, token)
        if kind and not _undergoes(token) and token.lower_ not in {"mort", "morte", "morts", "mortes"}:
            return kind
        if token.pos_ in {"NOUN", "PROPN", "PUNCT"}:
            return ""
    return ""


def _undergoes(token: Token) -> bool:
    """Return whether a word of death or wounds is said of those before it: no active verb with "avoir" before it."""
    if not (is_past_participle(token) or token.pos_ in {"ADJ", "NOUN"}):
        return token.lower_.endswith(("és", "ées", "é", "ée")) and token.pos_ != "VERB"
    before = token.nbor(-1) if token.i > sentence_start(token) else token
    if token.dep_ == "conj" and before.lower_ == "et" and any(c.lower_ in _HAVE for c in token.head.lefts):
        return False  # "a tué dix soldats et blessé vingt autres"
    while before.pos_ == "ADV" and before.i > sentence_start(before):
        before = before.nbor(-1)
    return before.lower_ not in {*_HAVE, "en"}


@once_a_scene
def _toll_of(scene: Scene, token: Token) -> str:
    """Return what a word does to people: killed, wounded, missing; "" where it does none of it."""
    for lemma in sorted(scene.lemmas(token)):
        for entry in scene.codebook.by_first.get(lemma, ()):
            if entry.quantity in _TOLL and entry.pos in {"verb", "adjective"} and entry.lemma == lemma:
                return entry.quantity
    return ""
