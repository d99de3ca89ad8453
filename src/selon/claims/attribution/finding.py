"""Attribution: who says it: cues, sources and contents of one document, and the chain over any stretch of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from selon.claims.attribution.carried import carry_on, resolve_pronouns
from selon.claims.attribution.found import Found, Range, Scope
from selon.claims.attribution.kinds import KindReader
from selon.claims.attribution.nouns import find_noun_cues
from selon.claims.attribution.phrases import find_phrase_cues
from selon.claims.attribution.relays import add_relays
from selon.claims.attribution.sources import Phrase, SourceReader
from selon.claims.attribution.verbs import find_verb_cues
from selon.claims.claim import Source, SourceKind
from selon.claims.words import Words, read_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spacy.tokens import Doc

    from selon.codebook.speech import SpeechCodebook
    from selon.mentions.mention import ActorMention
    from selon.values import TextSpan

_MAX_LINKS = 3
_ASIDE = frozenset({"initial", "backward", "inserted", "relative", "compared"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Who says it: the words that tell so, the chain from the outermost cited source in, and what is said.

    The chain is empty where nobody is named ("des tirs ont été signalés"). `own` marks a speaker who speaks of his own
    saying ("je dis", "nous confirmons"): no further link. `clause` is the stretch in which the saying itself stands,
    with its own time and hearer ("a accusé mardi", "selon l'annonce de ce mercredi").
    """

    cue: TextSpan
    chain: tuple[Source, ...]
    content: tuple[TextSpan, ...]
    act: str = "say"
    shape: str = ""
    own: bool = False
    why: str = ""
    clause: TextSpan | None = None

    @property
    def aside(self) -> bool:
        """Whether the saying is set beside what is told, which has nothing in it: ", selon X", ", a dit X"."""
        return self.shape in _ASIDE

    def covers(self, span: TextSpan) -> bool:
        """Return whether a stretch of text lies in the content."""
        return any(part.start <= span.start < part.end for part in self.content)

    @property
    def size(self) -> int:
        """How many characters the content holds: the wider one stands further out in a chain."""
        return sum(part.end - part.start for part in self.content)


def find_attributions(
    doc: Doc,
    codebook: SpeechCodebook,
    actors: Sequence[ActorMention] = (),
    outlets: Mapping[str, str] | None = None,
    words: Words | None = None,
) -> list[Attribution]:
    """Return the attributions of a parsed document, in text order.

    `outlets` maps further outlet names (case-folded) to ids; `words` saves reading the words anew.
    """
    read = words if words is not None else read_words(doc, codebook.forms)
    scope = Scope(read, codebook, SourceReader(KindReader(read, codebook, actors, outlets or {})))
    found: list[Found] = []
    for unit in read.units:
        here = find_phrase_cues(scope, unit) + find_noun_cues(scope, unit) + find_verb_cues(scope, unit)
        here.sort(key=lambda one: one.cue)
        add_relays(scope, unit, here)
        resolve_pronouns(scope, unit, here, found)
        found += here
        found += carry_on(scope, unit, here, found)
    return [_attribution(read, one) for one in found if one.content]


def chain_for(attributions: Sequence[Attribution], trigger: TextSpan) -> tuple[Source, ...]:
    """Return the chain of sources on whose word a stretch of text is told, from the outermost to the innermost."""
    over = sorted(
        (one for one in attributions if one.covers(trigger) and one.chain and not one.own),
        key=lambda one: (not _relays(one), -one.size),
    )
    named = [one for one in over if one.shape != "participle"]
    if named:
        over = named
    over = _without_denied(over)
    if any(one.act == "accuse" for one in over):
        over = [one for one in over if one.act != "denounce"]  # who denounces an accusation is not its source
    links: list[Source] = []
    for one in over:
        for source in one.chain:
            if not any(_same(source, known) for known in links):
                links.append(source)
    return tuple(links[-_MAX_LINKS:])


def _relays(one: Attribution) -> bool:
    """Return whether an outlet tells what others say: "Selon la mission, des obus sont tombés, | rapporte TASS"."""
    return one.shape != "preposition" and one.chain[0].kind is SourceKind.OUTLET


def _without_denied(over: list[Attribution]) -> list[Attribution]:
    """Return the attributions without those of a report that somebody denies: he is the source of the negated claim."""
    denials = [one for one in over if one.act == "deny"]
    inner = {"relative", "preposition", "noun"}
    return [
        one
        for one in over
        if one.act == "deny" or one.shape not in inner or not any(d.size > one.size for d in denials)
    ]


def _same(one: Source, other: Source) -> bool:
    """Return whether two links name one source: the same words, or the same known actor."""
    return one.span.overlaps(other.span) or (
        one.entity is not None and one.entity == other.entity and one.kind is other.kind
    )


def _attribution(words: Words, found: Found) -> Attribution:
    """Return an attribution as it leaves this stage."""
    cue = words.span(*found.cue)
    chain = tuple(_source(words, link, cue, found.how) for link in found.links)
    content = tuple(
        words.span(*_trimmed(words, part))
        for part in found.content
        if _trimmed(words, part)[0] < _trimmed(words, part)[1]
    )
    return Attribution(
        cue=cue,
        chain=chain,
        content=content,
        act=found.act,
        shape=found.shape,
        own=found.own,
        why=found.how,
        clause=words.span(*found.clause) if found.clause[0] < found.clause[1] else None,
    )


def _trimmed(words: Words, part: Range) -> Range:
    """Return a token range without punctuation and white space at its ends."""
    start, end = part
    while start < end and (
        not words.forms[start].strip() or words.pos[start] == "PUNCT" or words.forms[start] in {"«", "»", '"'}
    ):
        start += 1
    while end > start and (
        not words.forms[end - 1].strip() or words.pos[end - 1] == "PUNCT" or words.forms[end - 1] in {"«", "»", '"'}
    ):
        end -= 1
    return start, end


def _source(words: Words, phrase: Phrase, cue: TextSpan, how: str) -> Source:
    """Return one link of a chain."""
    return Source(span=words.span(phrase.start, phrase.end), kind=phrase.kind, cue=cue, entity=phrase.entity, why=how)
