"""Sources: the noun phrase that names who says it, its kind, and whom a pronoun stands for."""

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

PRONOUNS = frozenset(
    ("il elle ils elles -il -elle -ils -elles -t-il -t-elle -t-ils -t-elles eux lui celui-ci celle-ci ceux-ci").split()
)
SPEAKER_PRONOUNS = frozenset({"je", "j'", "nous", "on", "-je", "-nous", "-on", "-t-on", "vous", "tu"})
_JOINTS = frozenset({"de", "d'", "du", "des", "à", "au", "aux", "en", "pour", "chez", "près"})
_STOPS = frozenset(
    (
        "qui que qu' dont où lequel laquelle lesquels lesquelles selon mais ou car ni alors tandis lundi "
        "mardi mercredi jeudi vendredi samedi dimanche hier aujourd'hui ce dans après lors via sous citant "
        "ayant étant comme"
    ).split()
)
_NAMES = frozenset({"PROPN", "NOUN", "ADJ", "NUM", "X", "DET", "SYM"})
_PARTICIPLES = frozenset(
    (
        "soutenus soutenues soutenu basé basée basés dirigé dirigée dirigés proche proches chargé chargée "
        "chargés présent présents opposés alliés affiliés affilié cités fournis fournies appuyés nommé unies "
        "unis menée autoproclamé soutenue concernés concernées retraité déployés"
    ).split()
)
_ARTICLES = frozenset(
    (
        "le la l' les un une des de d' du ce cet cette ces son sa ses leur leurs plusieurs certains certaines "
        "quelques deux trois diverses divers autres aucun"
    ).split()
)
_CLASS_KINDS = {
    ActorClass.STATE: SourceKind.OFFICIAL,
    ActorClass.FORCE: SourceKind.OFFICIAL,
    ActorClass.ARMED: SourceKind.ARMED_ACTOR,
    ActorClass.CIVILIANS: SourceKind.WITNESS,
    ActorClass.ORGANISATION: SourceKind.ORGANISATION,
    ActorClass.PERSON: SourceKind.PERSON,
    ActorClass.OUTLET: SourceKind.OUTLET,
}
_LEADERS = frozenset(
    (
        "chef cheffe porte-parole dirigeant responsable commandant numéro directeur directrice membre "
        "président représentant général colonel secrétaire leader combattant émir coordinateur conseiller "
        "communiqué bureau un l'un des représentante présidente fondateur propos déclaration"
    ).split()
)
_PERSON = re.compile(
    r"(?:iste|ienne|ien|logue|crate|(?<!mo)(?<!sec)(?<!fac)(?<!vec)teur|trice|(?:nqu|fic|nn|ép|ît|ov)ier|nçais|glais)$"
)
_LONGEST = 22
_MAX_APPOSITION = 12


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase that names a source: token range, head, kind, and the actor or outlet that it names."""

    start: int
    end: int
    head: int
    kind: SourceKind
    entity: str | None = None
    pronoun: bool = False


@dataclass(slots=True)
class SourceReader:
    """Reads the noun phrases of one document that name sources."""

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

    def read(self, start: int, limit: int, *, apposition: bool = True) -> Phrase | None:
        """Return the noun phrase that begins at a token, or None where none does."""
        words = self.words
        at = start
        while at < limit and (
            (words.forms[at] in {"des", "du", "de", "d'"} and at == start)
            or words.forms[at] in {"«", '"', "“", "toute"}
        ):
            at += 1
        if at >= limit:
            return None
        if words.forms[at] in PRONOUNS:
            return Phrase(start, at + 1, at, SourceKind.PERSON, pronoun=True)
        end, head = self._scan(at, min(limit, start + _LONGEST))
        if head is None:
            return None
        if apposition:
            end = self._with_apposition(end, limit)
        return self.named(start, end, head)

    def named(self, start: int, end: int, head: int) -> Phrase:
        """Return the phrase with its kind and entity."""
        kind, entity = self.kind_of(start, end, head)
        return Phrase(start, end, head, kind, entity)

    def around(self, head: int, limit: int) -> Phrase | None:
        """Return the noun phrase around a head that the parser gave as a subject or agent."""
        words = self.words
        if words.forms[head] in PRONOUNS or words.forms[head] in SPEAKER_PRONOUNS:
            return Phrase(head, head + 1, head, SourceKind.PERSON, pronoun=True)
        low = words.units[words.unit_of[head]][0]
        left = [
            k
            for k in words.kids[head]
            if k < head
            and words.forms[k] not in _STOPS
            and words.dep[k] in {"det", "amod", "nummod", "nmod", "flat:name", "advmod"}
            and words.pos[k] != "ADV"
        ]
        start = max(low, min([head, *left]))
        while start > low and words.forms[start - 1] in _ARTICLES and words.pos[start - 1] == "DET":
            start -= 1
        phrase = self.read(start, limit)
        if phrase is None or phrase.end <= head:
            return self.named(start, head + 1, head)
        return phrase

    def _scan(self, at: int, limit: int) -> tuple[int, int | None]:
        """Return where the noun phrase that begins at a token ends, and its head."""
        words = self.words
        head: int | None = None
        end = at
        while end < limit:
            form, pos = words.forms[end], words.pos[end]
            if head is None:
                if (form in _STOPS and form not in {"ce", "où"}) or (
                    pos in {"PUNCT", "VERB", "AUX", "SPACE", "SCONJ", "CCONJ"} and not self._is_name(end)
                ):
                    break
                if (pos in {"NOUN", "PROPN", "X"} or self._is_noun(end)) and form not in _ARTICLES:
                    head = end
            elif not self._continues(end, limit):
                break
            end += 1
        if (
            head is None
            and end > at
            and words.pos[end - 1] in {"ADJ", "NUM", "PRON"}
            and words.forms[end - 1] not in _STOPS
        ):
            head = end - 1
        while (
            head is not None
            and end - 1 > head
            and (
                words.forms[end - 1] in _JOINTS
                or words.forms[end - 1] in _ARTICLES
                or words.forms[end - 1] in {"et", ",", "(", "«"}
            )
        ):
            end -= 1
        return end, head

    def _continues(self, at: int, limit: int) -> bool:
        """Return whether a token after the head still belongs to the noun phrase."""
        words = self.words
        form, pos = words.forms[at], words.pos[at]
        if form in _STOPS:
            return False
        if form in _JOINTS or form in {"l'", "-", "«", "»", '"'} or form in _PARTICIPLES:
            return form not in {"«", '"'} or (at + 1 < limit and words.texts[at + 1][:1].isupper())
        if form in {"par", "avec"}:
            return words.forms[at - 1] in _PARTICIPLES
        if form == "et":
            return self._opens_partner(at + 1, limit)
        if pos in _NAMES or self._is_name(at):
            return (
                not (
                    pos == "DET"
                    and words.forms[at - 1] not in _JOINTS
                    and words.forms[at - 1] not in {"et", "par", "avec", *_ARTICLES}
                )
                or form == "l'"
            )
        return pos == "ADV" and at + 1 < limit and words.pos[at + 1] == "ADJ"

    def _opens_partner(self, at: int, limit: int) -> bool:
        """Return whether "et" joins a second source ("la Russie et l'Iran"), not a second clause."""
        words = self.words
        k = at
        while k < limit and words.pos[k] in {"DET", "NUM", "ADJ"}:
            k += 1
        if k >= limit or words.pos[k] not in {"NOUN", "PROPN", "X"}:
            return False
        if (
            words.dep[k] in {"nsubj", "nsubj:pass"}
            and words.head[k] > k
            and words.pos[words.head[k]] in {"VERB", "AUX"}
        ):
            verb = words.head[k]
            return (
                verb < limit
                and not any(words.dep[x] in {"nsubj", "nsubj:pass"} and x < at for x in words.kids[verb])
                and words.dep[verb] != "conj"
            )
        return True

    def _with_apposition(self, end: int, limit: int) -> int:
        """Return the end of the phrase with what stands beside the name: ", directeur de l'observatoire", "(OSDH)"."""
        words = self.words
        if end < limit and words.forms[end] == "(":
            close = next((k for k in range(end + 1, min(limit, end + 8)) if words.forms[k] == ")"), None)
            if close is not None:
                end = close + 1
        if end + 1 >= limit or words.forms[end] != ",":
            return end
        at = end + 1
        noun = at
        while noun < limit and words.pos[noun] in {"DET", "ADJ"} and noun < at + 3:
            noun += 1
        if noun >= limit:
            return end
        titled = words.lemmas[noun] in self.codebook.source_kinds and words.pos[noun] in {"NOUN", "PROPN", "ADJ"}
        named = words.texts[at][:1].isupper() and words.pos[at] == "PROPN"
        if (not titled and not named) or words.forms[at] in {"les", "des", "plusieurs", "certains", "ces"}:
            return end
        stop, head = self._scan(at, min(limit, at + _MAX_APPOSITION))
        closed = stop >= limit or words.pos[stop] in {"PUNCT", "SPACE"}
        return stop if head is not None and closed else end

    def _is_name(self, at: int) -> bool:
        """Return whether a token is a capitalised word inside a phrase, whatever the tagger took it for."""
        text = self.words.texts[at]
        return text[:1].isupper() or ("-" in text and text[-1:].isalpha() and any(c.isupper() for c in text))

    def _is_noun(self, at: int) -> bool:
        """Return whether the codebook knows the word as a noun for a source."""
        return self.words.lemmas[at] in self.codebook.source_kinds or self.words.forms[at] in self.codebook.source_kinds

    def kind_of(self, start: int, end: int, head: int) -> tuple[SourceKind, str | None]:
        """Return the kind of source that a phrase names, and its actor or outlet where one is known."""
        entity, outlet = self._entity(start, end, head)
        lemma = self.noun_lemma(head)
        kind = self.codebook.source_kinds.get(lemma)
        if outlet is not None and (
            kind in {None, "outlet"} or (self.words.forms[start:end].count("de") == 0 and kind != "document")
        ):
            return SourceKind.OUTLET, outlet
        mention = self._actor_at.get(head)
        inner = next((self._actor_at[k] for k in range(head + 1, end) if k in self._actor_at), None)
        if kind is not None and lemma in _LEADERS:
            return self._kind_of_led(SourceKind(kind), start, end, head, inner), entity
        if kind is not None and not (kind == "person" and mention is not None):
            return SourceKind(kind), entity
        if mention is not None:
            return _CLASS_KINDS[mention.kind], entity
        return self._kind_of_name(start, end, head), entity

    def noun_lemma(self, at: int) -> str:
        """Return the lemma of a noun, found in the codebook of sources by its form where the lemmatiser errs."""
        words, kinds = self.words, self.codebook.source_kinds
        lemma, form = words.lemmas[at], words.forms[at]
        for candidate in (
            lemma,
            form,
            form.removesuffix("s"),
            form.removesuffix("x"),
            words.table.lemma(form, "NOUN"),
            form.removesuffix("es"),
        ):
            if candidate in kinds:
                return candidate
        return lemma

    def _kind_of_led(self, kind: SourceKind, start: int, end: int, head: int, inner: ActorMention | None) -> SourceKind:
        """Return the kind of a leader or spokesman: that of those whom he leads or speaks for."""
        if inner is not None and inner.kind in {ActorClass.ARMED, ActorClass.ORGANISATION}:
            return _CLASS_KINDS[inner.kind]
        for k in range(head + 1, end):
            other = (
                self.codebook.source_kinds.get(self.noun_lemma(k))
                if self.words.pos[k] in {"NOUN", "PROPN", "ADJ"}
                else None
            )
            if other in {"armed_actor", "organisation", "official", "outlet"} and self.noun_lemma(k) not in _LEADERS:
                return SourceKind(other)
        return kind

    def _kind_of_name(self, start: int, end: int, head: int) -> SourceKind:
        """Return the kind of a bare name: by the title beside it, else an organisation for capitals, a person for two names."""
        words = self.words
        for k in range(start, end):
            if (
                k != head
                and words.pos[k] in {"NOUN", "ADJ"}
                and (kind := self.codebook.source_kinds.get(self.noun_lemma(k)))
            ):
                if self.noun_lemma(k) in _LEADERS:
                    return self._kind_of_led(SourceKind(kind), start, end, k, None)
                return SourceKind(kind)
        text = words.texts[head]
        if text.isupper() and len(text) > 1:
            return SourceKind.ORGANISATION
        names = [k for k in range(head, end) if words.texts[k][:1].isupper()]
        if len(names) > 1 and words.forms[start] not in _ARTICLES:
            return SourceKind.PERSON
        return SourceKind.OFFICIAL if text[:1].isupper() else SourceKind.UNSPECIFIED

    def _entity(self, start: int, end: int, head: int) -> tuple[str | None, str | None]:
        """Return the entity of the phrase, and its outlet where it names one."""
        outlet = self.outlet_in(start, end)
        mention = self._actor_at.get(head) or next(
            (self._actor_at[k] for k in range(head, end) if k in self._actor_at), None
        )
        return (mention.entity if mention is not None else outlet), outlet

    def outlet_in(self, start: int, end: int) -> str | None:
        """Return the id of the outlet that the phrase names from its head on, or None."""
        words = self.words
        at = start
        while at < end and words.forms[at] in _ARTICLES and words.forms[at] not in {"le", "la", "les", "l'"}:
            at += 1
        for first in (at, at + 1, at + 2, at + 3):
            if first >= end or (first > at and words.forms[first - 1] in {"de", "d'", "du", "des"}):
                break
            for last in range(min(end, first + 5), first, -1):
                text = words.quote(first, last)
                if not any(c.isupper() for c in text):
                    continue
                if (found := self.outlets.get(text.casefold())) is not None:
                    return found
                if (outlet := find_outlet(text)) is not None:
                    return outlet.id
        return None

    def can_speak(self, phrase: Phrase) -> bool:
        """Return whether a phrase names someone or something that can speak: a person, a body, a name, a document."""
        head = phrase.head
        words = self.words
        if phrase.pronoun or phrase.entity is not None or head in self._actor_at:
            return True
        if any(
            words.forms[k] in {"officiel", "officielle", "officiels", "officielles"}
            for k in range(phrase.start, phrase.end)
        ):
            return True
        if self.noun_lemma(head) in self.codebook.source_kinds or _PERSON.search(words.forms[head].removesuffix("s")):
            return True
        return words.pos[head] == "PROPN" or (
            words.texts[head][:1].isupper() and head > words.units[words.unit_of[head]][0]
        )
