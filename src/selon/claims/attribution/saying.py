"""One verb of saying where it stands: its sentence, its entry in the codebook, and who may be its subject."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from selon.claims.attribution.found import Found
from selon.claims.attribution.sources import SPEAKER_PRONOUNS
from selon.claims.claim import SourceKind

if TYPE_CHECKING:
    from selon.claims.attribution.found import Range, Scope
    from selon.claims.attribution.sources import Phrase
    from selon.claims.verb_groups import VerbGroup
    from selon.codebook.speech import ReportingWord

QUE = frozenset({"que", "qu'"})
OPENING_MARKS = frozenset({"«", '"', "“"})
CLOSING_MARKS = frozenset({"»", '"', "”"})
_TO_OUTLETS = frozenset({"à", "au", "aux", "sur", "avec", "dans", "auprès"})
_MEDIA = frozenset({"plateforme", "réseau", "réseaux", "messagerie", "compte", "page", "canal"})
_HEARER_REACH = 30


@dataclass(slots=True)
class Saying:
    """A verb of saying: `verb` is its token, `last` the last word of a phrase such as "faire état"."""

    scope: Scope
    unit: Range
    verb: int
    last: int
    entry: ReportingWord
    group: VerbGroup

    def report(self, links: list[Phrase], content: list[Range], how: str, shape: str, end: int) -> Found:
        """Return the attribution that the verb makes; `end` is the token after its own clause."""
        cue = (self.group.start, self.verb + 1)
        own = bool(links) and self.is_first_person(links[0])
        kept = [(start, stop) for start, stop in content if start < stop]
        unit = self.scope.words.unit_of[self.verb]
        why = f"{self.entry.lemma}{how}"
        return Found(cue, links, kept, why, self.entry.act, unit, shape, own=own, clause=(cue[0], end))

    def left_subject(self) -> int | None:
        """Return the head of the subject that the parser gives the verb on its left, or None."""
        words = self.scope.words
        kids = (k for k in words.kids[self.verb] if words.dep[k].startswith("nsubj"))
        return next((k for k in kids if k < self.group.start), None)

    def is_first_person(self, source: Phrase) -> bool:
        """Return whether the subject is "je", "nous" or "on": a speaker inside a quotation, or nobody."""
        return source.pronoun and self.scope.words.forms[source.head] in SPEAKER_PRONOUNS

    def accepts(self, source: Phrase) -> bool:
        """Return whether the subject is of the sort that the entry asks for; "je" and "on" always are."""
        if self.entry.subject == "" or self.is_first_person(source):
            return True
        if self.entry.subject == "document":
            return source.kind is SourceKind.DOCUMENT
        if self.entry.subject == "observer":
            return source.kind in {SourceKind.ANONYMOUS, SourceKind.WITNESS}
        return self.scope.sources.can_speak(source)

    def is_impersonal(self, source: Phrase) -> bool:
        """Return whether a subject is the "il" of "il faut dire", "il est à noter": nobody."""
        words = self.scope.words
        if not source.pronoun or words.forms[source.head] not in {"il", "-il", "-t-il", "ce", "c'"}:
            return False
        over = words.head[source.head]
        empty = words.dep[source.head] == "expl:subj" and over != self.verb
        return empty or words.verb_lemma(over) in {"falloir", "convenir"}

    def voice(self, limit: int) -> Phrase | None:
        """Return who lends his voice before a token: "par la voix de X"; None where nobody does."""
        forms = self.scope.words.forms
        for k in range(self.verb + 1, limit - 2):
            if forms[k : k + 2] == ["par", "la"] and forms[k + 2] in {"voix", "bouche"}:
                return self.scope.sources.read(k + 4, limit)
        return None

    def add_hearer(self, found: Found, hearer: Phrase | None, span: Range) -> None:
        """Put the outlet that was told ("à l'AFP", "sur Fox News") in front: the hearer read, or one nearby."""
        if hearer is not None and self._is_outlet(hearer):
            found.links.insert(0, hearer)
        words = self.scope.words
        for k in range(*span):
            if len(found.links) > 1:
                return
            if words.forms[k] not in _TO_OUTLETS or found.covers(k) or found.inner.start <= k < found.inner.end:
                continue
            if words.unit_of[k] != words.unit_of[self.verb] or abs(k - self.verb) > _HEARER_REACH:
                continue
            start = k + 2 if words.forms[k] == "auprès" else k + 1
            near = self.scope.sources.read(start, span[1], apposition=False)
            if near is not None and near.head != found.inner.head and self._is_outlet(near):
                found.links.insert(0, near)

    def _is_outlet(self, hearer: Phrase) -> bool:
        """Return whether a phrase names an outlet, not a medium in general ("à la presse", "sur sa chaîne")."""
        texts = self.scope.words.texts
        if self.scope.words.forms[hearer.head] in _MEDIA:
            return False
        named = any(texts[k][:1].isupper() for k in range(hearer.start, hearer.end))
        return named and hearer.kind is SourceKind.OUTLET
