"""Kinds of source: official, armed actor, outlet …, by the noun, the actor, the outlet or the shape of the name."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from selon.claims.claim import SourceKind
from selon.codebook.outlets import find_outlet
from selon.mentions.mention import ActorClass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from selon.claims.words import Words
    from selon.codebook.speech import SpeechCodebook
    from selon.mentions.mention import ActorMention

ARTICLES = frozenset(
    "le la l' les un une des de d' du ce cet cette ces son sa ses leur leurs plusieurs certains certaines quelques "
    "deux trois diverses divers autres aucun".split()
)
_DEFINITE = frozenset({"le", "la", "les", "l'"})
_CLASS_KINDS = {
    ActorClass.STATE: SourceKind.OFFICIAL,
    ActorClass.FORCE: SourceKind.OFFICIAL,
    ActorClass.ARMED: SourceKind.ARMED_ACTOR,
    ActorClass.CIVILIANS: SourceKind.WITNESS,
    ActorClass.ORGANISATION: SourceKind.ORGANISATION,
    ActorClass.PERSON: SourceKind.PERSON,
    ActorClass.OUTLET: SourceKind.OUTLET,
}
_LED = frozenset({"armed_actor", "organisation", "official", "outlet"})
_OFFICIAL = frozenset({"officiel", "officielle", "officiels", "officielles"})
_PERSON = re.compile(
    r"(?:iste|ienne|ien|logue|crate|(?<!mo)(?<!sec)(?<!fac)(?<!vec)teur|trice|(?:nqu|fic|nn|ép|ît|ov)ier|nçais|glais)$"
)
_ADDRESS = frozenset({"m.", "mm.", "mme", "mmes", "mlle", "mgr"})
_OUTLET_WORDS = 5


@dataclass(slots=True)
class KindReader:
    """Reads the kind and the entity of the noun phrases of one document that name sources."""

    words: Words
    codebook: SpeechCodebook
    actors: Sequence[ActorMention] = ()
    outlets: Mapping[str, str] = field(default_factory=dict)
    _actor_at: dict[int, ActorMention] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Lay the actor mentions out by token."""
        for mention in self.actors:
            span = self.words.doc.char_span(mention.span.start, mention.span.end, alignment_mode="expand")
            for token in span or ():
                self._actor_at.setdefault(token.i, mention)

    def kind_of(self, start: int, end: int, head: int) -> tuple[SourceKind, str | None]:
        """Return the kind of source that a phrase names, and its actor or outlet where one is known."""
        outlet = self._outlet_in(start, end)
        if self.words.forms[head] in _ADDRESS and (head not in self._actor_at or self._is_unknown(head)):
            return SourceKind.PERSON, None
        mention, inner = self._actor_at.get(head), self._actor_in(head + 1, end)
        known = mention or inner
        entity = known.entity if known is not None else outlet
        lemma = self.noun_lemma(head)
        kind = self.codebook.source_kinds.get(lemma)
        bare = "de" not in self.words.forms[start:end] and kind != "document"
        if outlet is not None and (bare or kind in {None, "outlet"}):
            return SourceKind.OUTLET, outlet
        if kind is not None and lemma in self.codebook.leaders:
            return self._kind_of_led(SourceKind(kind), head, end), entity
        if kind is not None and not (kind == "person" and mention is not None):
            return SourceKind(kind), entity
        if mention is not None:
            return _CLASS_KINDS[mention.kind], entity
        return self._kind_of_name(start, end, head), entity

    def _is_unknown(self, at: int) -> bool:
        """Return whether the actor at a token is only a name that looks like a body's."""
        mention = self._actor_at[at]
        return mention.kind is ActorClass.ORGANISATION and mention.entity is None

    def noun_lemma(self, at: int) -> str:
        """Return the lemma of a noun, found in the codebook of sources by its form where the lemmatiser errs."""
        lemma, form = self.words.lemmas[at], self.words.forms[at]
        kinds = self.codebook.source_kinds
        for candidate in (lemma, form, form.removesuffix("s"), form.removesuffix("x"), form.removesuffix("es")):
            if candidate in kinds:
                return candidate
        noun = self.words.table.lemma(form, "NOUN")
        return noun if noun in kinds else lemma

    def is_noun(self, at: int) -> bool:
        """Return whether the codebook knows a word as a noun for a source."""
        return self.words.lemmas[at] in self.codebook.source_kinds or self.words.forms[at] in self.codebook.source_kinds

    def names_speaker(self, start: int, end: int, head: int) -> bool:
        """Return whether a phrase names someone or something that can speak: a person, a body, a name, a document."""
        words = self.words
        if (
            words.forms[head] in _ADDRESS
            or head in self._actor_at
            or self.noun_lemma(head) in self.codebook.source_kinds
        ):
            return True
        if _PERSON.search(words.forms[head].removesuffix("s")) or _OFFICIAL & set(words.forms[start:end]):
            return True
        inside = head > words.units[words.unit_of[head]][0]
        return words.pos[head] == "PROPN" or (inside and words.texts[head][:1].isupper())

    def goes_on(self, at: int) -> bool:
        """Return whether a token goes on with the name of an actor begun before it: "Médecins | sans frontières"."""
        mention = self._actor_at.get(at)
        return mention is not None and self._actor_at.get(at - 1) is mention

    def _actor_in(self, start: int, end: int) -> ActorMention | None:
        """Return the first actor named in a range."""
        return next((self._actor_at[k] for k in range(start, end) if k in self._actor_at), None)

    def _kind_of_led(self, kind: SourceKind, head: int, end: int) -> SourceKind:
        """Return the kind of a leader or spokesman: that of those whom he leads or speaks for."""
        inner = self._actor_in(head + 1, end)
        if inner is not None and inner.kind in {ActorClass.ARMED, ActorClass.ORGANISATION}:
            return _CLASS_KINDS[inner.kind]
        for k in range(head + 1, end):
            lemma = self.noun_lemma(k)
            other = self.codebook.source_kinds.get(lemma, "")
            if other in _LED and lemma not in self.codebook.leaders and self.words.pos[k] in {"NOUN", "PROPN", "ADJ"}:
                return SourceKind(other)
        return kind

    def _kind_of_name(self, start: int, end: int, head: int) -> SourceKind:
        """Return the kind of a bare name: by the title beside it, else by its shape."""
        words, kinds = self.words, self.codebook.source_kinds
        titles = (k for k in range(start, end) if k != head and words.pos[k] in {"NOUN", "ADJ"})
        title = next((k for k in titles if self.noun_lemma(k) in kinds), None)
        if title is not None:
            kind = SourceKind(kinds[self.noun_lemma(title)])
            return self._kind_of_led(kind, title, end) if self.noun_lemma(title) in self.codebook.leaders else kind
        text = words.texts[head]
        if text.isupper() and len(text) > 1:
            return SourceKind.ORGANISATION
        if sum(words.texts[k][:1].isupper() for k in range(head, end)) > 1 and words.forms[start] not in ARTICLES:
            return SourceKind.PERSON
        return SourceKind.OFFICIAL if text[:1].isupper() else SourceKind.UNSPECIFIED

    def _outlet_in(self, start: int, end: int) -> str | None:
        """Return the id of the outlet that the phrase names from its head on, or None."""
        words, at = self.words, start
        while at < end and words.forms[at] in ARTICLES - _DEFINITE:
            at += 1
        for first in range(at, min(at + 4, end)):
            if first > at and words.forms[first - 1] in {"de", "d'", "du", "des"}:
                return None
            for last in range(min(end, first + _OUTLET_WORDS), first, -1):
                if (outlet := self._outlet(words.quote(first, last))) is not None:
                    return outlet
        return None

    def _outlet(self, text: str) -> str | None:
        """Return the id of the outlet of exactly this name, or None."""
        if text.islower():
            return None
        known = self.outlets.get(text.casefold())
        found = find_outlet(text) if known is None else None
        return found.id if found is not None else known
