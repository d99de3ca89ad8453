"""Assembly: from events, arguments, counts, times, sources and factuality to claims."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING

from selon.claims.accidents import drop_accidents
from selon.claims.arguments import find_arguments
from selon.claims.claim import Claim, EventTime, Role
from selon.claims.counts import find_counts
from selon.claims.events import find_events
from selon.claims.gerunds import clause_above, stands_apart
from selon.claims.grounding import ground_places
from selon.claims.modes import settle_modes
from selon.claims.resumption import resume_events
from selon.claims.sayings import without_asides
from selon.claims.syntax import is_denied, is_present_participle, sentence_tokens
from selon.claims.timing import goes_on, is_addressed, is_background, is_repeated, set_times
from selon.claims.tolls import join_figures, mend_kinds, spread_tolls
from selon.values import TextSpan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from spacy.tokens import Doc, Span, Token

    from selon.claims.claim import Argument, Factuality, Quantity, Source
    from selon.claims.events import Event
    from selon.claims.linear import LinearModel
    from selon.claims.scene import Scene
    from selon.mentions.mention import TimeMention

_HARM = frozenset({"air_strike", "shelling", "bombing", "clash", "civilian_attack"})
_NEAR = 25
_MAX_CLIMB = 4
_WHEN = frozenset({"lorsque", "lorsqu'", "lorsqu’", "quand", "alors", "après"})
_CAUSING = frozenset({"dans", "lors", "par", "by", "au", "à", "suite", "subject", "pendant", "durant", "après"})
_ANYBODY = frozenset({"homme", "personne", "gen", "individu", "autre"})
_SPEAKERS = frozenset({"nous", "je", "j'", "j’", "on"})


@dataclass(slots=True)
class Draft:
    """A claim in the making."""

    event: Event
    arguments: list[Argument]
    quantities: list[Quantity]
    time: TimeMention | None = None
    merged: bool = False
    why: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Voices:
    """What attribution and factuality say of a stretch of text."""

    chain_for: Callable[[TextSpan], tuple[Source, ...]]
    factuality_of: Callable[[Event], Factuality]


@dataclass(frozen=True, slots=True)
class Models:
    """The learned parts of the reader: which words are arguments of an event; None reads by rules alone."""

    arguments: LinearModel | None = None


RULES_ALONE = Models()


def find_drafts(scene: Scene, furniture: Sequence[TextSpan], models: Models = RULES_ALONE) -> list[Draft]:
    """Return the drafts of a document's claims in text order; stretches of site furniture claim nothing."""
    found: list[Draft] = []
    last_time: TimeMention | None = None
    for sentence in scene.doc.sents:
        span = TextSpan(sentence.start_char, sentence.end_char)
        if any(stretch.overlaps(span) for stretch in furniture):
            last_time = None
            continue
        passing = None
        for draft in read_sentence(scene, sentence, models):
            if draft.time is not None:
                last_time, passing = goes_on(draft, last_time), draft.time if is_background(draft) else None
            elif (going := passing or last_time) is not None and not (
                is_repeated(draft) or is_addressed(scene, draft, going)
            ):
                draft.time = going
                draft.why.append("time of the sentence before")
            found.append(draft)
    found = drop_accidents(scene, found)
    settle_modes(scene, found)
    resume_events(found)
    ground_places(scene, found)
    return [draft for draft in found if not _is_bare(draft)]


def build_claims(drafts: Sequence[Draft], document: str, voices: Voices) -> list[Claim]:
    """Return the claims of a document in text order: its drafts, with who says them and how surely."""
    return [_finish(draft, document, voices) for draft in drafts]


def read_sentence(scene: Scene, sentence: Span, models: Models = RULES_ALONE) -> list[Draft]:
    """Return the drafts of a sentence: events with arguments, counts and times, tolls joined to their causes."""
    drafts = []
    for event in find_events(scene, sentence):
        arguments = without_asides(scene, event, find_arguments(scene, event, models.arguments))
        drafts.append(Draft(event, arguments, find_counts(scene, event, arguments)))
    if not drafts:
        return drafts
    _pass_on_agents(drafts)
    _join_tolls(drafts)
    join_figures(scene, sentence, drafts, _give)
    spread_tolls(scene, sentence, drafts)
    mend_kinds(scene, sentence, drafts)
    drafts = [draft for draft in drafts if not draft.merged]
    set_times(scene, sentence, drafts)
    return drafts


def _pass_on_agents(drafts: list[Draft]) -> None:
    """Put the agents of an event where the event itself acts: "l'offensive de X vise à reprendre Y" is X's doing."""
    for draft in drafts:
        for argument in [a for a in draft.arguments if a.role == Role.AGENT]:
            named = (d for d in drafts if argument.span.covers(d.event.span) and d.event.entry.pos == "noun")
            other = next((d for d in named if d is not draft), None)
            if other is None:
                continue
            draft.arguments.remove(argument)
            have = {a.span for a in draft.arguments}
            draft.arguments += [a for a in other.arguments if a.role == Role.AGENT and a.span not in have]
            draft.why.append(f"agent of {other.event.entry.lemma}")


def _is_bare(draft: Draft) -> bool:
    """Return whether nothing at all is said of the event: no argument, no figure, not that it hurt nobody."""
    return not draft.arguments and not draft.quantities and not _hurt_nobody(draft.event.head)


def _hurt_nobody(head: Token) -> bool:
    """Return whether it is told that there were no victims: "l'attaque n'a pas fait de blessés"."""
    if head.dep_ == "nsubj":
        return any(child.dep_ == "obj" and is_denied(child) for child in head.head.rights)
    return head.dep_ == "obj" and is_denied(head) and head.head.pos_ == "VERB"


def _join_tolls(drafts: list[Draft]) -> None:
    """Give dead and wounded to the event that caused them: "tués dans une embuscade", "l'attaque a tué"."""
    for toll in drafts:
        if not _is_toll(toll) or (toll.event.entry.pos == "noun" and is_denied(toll.event.head)):
            continue
        cause = _cause_of(toll, drafts) or _first_toll(toll, drafts)
        if cause is not None and not _are_its_doers(toll, cause):
            _give(toll, cause)


def _are_its_doers(toll: Draft, cause: Draft) -> bool:
    """Return whether the dead are those who did it: "dix rebelles tués lorsque les rebelles ont attaqué"."""
    dead = [a for a in toll.arguments if a.role == Role.TARGET]
    doers = [a for a in cause.arguments if a.role == Role.AGENT]
    if {a.entity for a in dead if a.entity} & {a.entity for a in doers if a.entity}:
        return True
    doc = toll.event.head.doc
    return bool((_names(doc, dead) & _names(doc, doers)) - _ANYBODY)


def _names(doc: Doc, arguments: Iterable[Argument]) -> set[str]:
    """Return the nouns and adjectives of arguments, without the mark of the plural."""
    tokens = (token for argument in arguments for token in sentence_tokens(doc, argument.span))
    return {token.lower_.removesuffix("s") for token in tokens if token.pos_ in {"NOUN", "ADJ"}}


def _is_toll(draft: Draft) -> bool:
    """Return whether a draft tells of victims: casualties, or a verb that kills or wounds."""
    return draft.event.type == "casualties" or draft.event.entry.quantity in {"killed", "wounded"}


def _give(toll: Draft, cause: Draft) -> None:
    """Hand what a toll says to its cause, which then stands for both."""
    for quantity in toll.quantities:
        clash = next((q for q in cause.quantities if q.span.overlaps(quantity.span)), None)
        if clash is not None and clash.kind != quantity.kind:
            cause.quantities[cause.quantities.index(clash)] = quantity
        elif clash is None:
            cause.quantities.append(quantity)
    room = [argument for argument in toll.arguments if _has_room(cause, argument)]
    for argument in room:
        taken = [cause.event.span, *(a.span for a in cause.arguments)]
        if not any(argument.span.overlaps(span) for span in taken):
            cause.arguments.append(argument)
    toll.merged = True
    cause.why.append(f"toll told by {toll.event.entry.lemma}")


def _first_toll(toll: Draft, drafts: Sequence[Draft]) -> Draft | None:
    """Return the toll with which this one is coordinated: "douze tués et six blessés" is one claim."""
    above = toll.event.head.head
    for other in drafts:
        if other is toll:
            return None
        if other.merged or not _is_toll(other) or not toll.quantities or not other.quantities:
            continue
        near = {t.i for t in other.event.tokens} | {f.token.i for f in other.event.frame.fillers}
        if toll.event.head.dep_ == "conj" and above.i in near:
            return other
    return None


def _has_room(cause: Draft, argument: Argument) -> bool:
    """Return whether an event may take an argument of its toll: only for a role that nobody plays yet."""
    return all(a.role != argument.role for a in cause.arguments)


def _cause_of(toll: Draft, drafts: Iterable[Draft]) -> Draft | None:
    """Return the event that a toll hangs on: subject, complement with dans, lors de, par, or the clause above it."""
    around = _words_around(toll.event, drafts)
    for other in drafts:
        if other is toll or other.event.type not in _HARM or other.merged or _is_toll(other):
            continue
        if any(token.i in around for token in other.event.tokens):
            return other
    return _only_cause(toll, drafts)


def _words_around(toll: Event, drafts: Iterable[Draft]) -> set[int]:
    """Return the indexes of the words on which a toll may hang."""
    head = toll.head
    around = {f.token.i for f in toll.frame.fillers if f.slot.split(" ")[0] in _CAUSING}
    around |= {c.i for c in head.children if c.dep_ == "advcl" and _opens_with_when(c)}
    if head.dep_ in {"advcl", "acl", "xcomp"}:
        around |= {head.head.i, *(t.i for t in head.head.children if t.dep_ == "nsubj")}
    if head.dep_ == "acl:relcl":
        around |= {head.head.i, *(t.i for t in islice(head.head.ancestors, _MAX_CLIMB) if _is_noun_of(t, head))}
    carrier = head.head if head.pos_ in {"NOUN", "ADJ"} and is_present_participle(head.head) else head
    above = clause_above(carrier) if stands_apart(carrier) else None
    if above is not None:
        around |= {above.i, *(t.i for t in above.children if t.dep_ in {"nsubj", "obj"})}
    if head.dep_ == "conj":
        first = (d.event.frame.fillers for d in drafts if head.head in d.event.tokens)
        around |= {f.token.i for fillers in first for f in fillers if f.slot in _CAUSING}
    return around


def _is_noun_of(token: Token, clause: Token) -> bool:
    """Return whether a noun before a relative clause may be what it tells of: "l'attentat de l'hôtel, qui a tué"."""
    return token.pos_ in {"NOUN", "PROPN"} and token.i < clause.i


def _opens_with_when(clause: Token) -> bool:
    """Return whether a clause is one of time: "lorsque", "quand", "après"."""
    return any(token.lower_ in _WHEN for token in clause.subtree if token.i < clause.i)


def _only_cause(toll: Draft, drafts: Iterable[Draft]) -> Draft | None:
    """Return the one other event of violence in a toll's sentence, where there is just one and the toll a figure."""
    others = [d for d in drafts if d is not toll and d.event.type in _HARM and not d.merged and not _is_toll(d)]
    near = [d for d in others if d.event.entry.pos == "noun" and abs(d.event.head.i - toll.event.head.i) <= _NEAR]
    return near[0] if len(others) == 1 and near and toll.quantities else None


def _finish(draft: Draft, document: str, voices: Voices) -> Claim:
    """Return the claim of a draft, with who says it and how surely."""
    event = draft.event
    factuality = voices.factuality_of(event)
    if event.entry.status or event.entry.polarity:
        factuality = _with_own(factuality, event)
    chain = voices.chain_for(event.span)
    time = EventTime(span=draft.time.span, period=draft.time.period) if draft.time is not None else None
    return Claim(
        document=document,
        type=event.type,
        trigger=event.span,
        arguments=tuple(_spoken_for(argument, chain, event) for argument in draft.arguments),
        time=time,
        quantities=tuple(draft.quantities),
        attribution=chain,
        factuality=factuality,
        why=(*event.why, *draft.why),
    )


def _spoken_for(argument: Argument, chain: Sequence[Source], event: Event) -> Argument:
    """Return the argument with the speaker in the place of "nous", "je", "on" in reported speech."""
    short = argument.span.end - argument.span.start <= len("nous")
    if not chain or not short or argument.span.quote(event.head.doc.text).lower() not in _SPEAKERS:
        return argument
    source = chain[-1]
    return replace(argument, span=source.span, entity=source.entity, why=f"{argument.why}, the speaker")


def _with_own(factuality: Factuality, event: Event) -> Factuality:
    """Return the factuality with what the trigger itself carries ("déjouer" negates, "projet" intends)."""
    polarity = type(factuality.polarity)(event.entry.polarity) if event.entry.polarity else factuality.polarity
    status = type(factuality.status)(event.entry.status) if event.entry.status else factuality.status
    return replace(
        factuality, polarity=polarity, status=status, why=(*factuality.why, f"carried by {event.entry.lemma}")
    )
