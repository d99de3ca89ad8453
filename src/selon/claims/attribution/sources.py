"""Sources: the noun phrase that names who says it, read from left to right, with its apposition and its partner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from selon.claims.attribution.kinds import ARTICLES
from selon.claims.claim import SourceKind
from selon.claims.passages import match_phrase
from selon.mentions.dates.names import MONTHS, WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selon.claims.attribution.kinds import KindReader

PRONOUNS = frozenset(
    "il elle ils elles -il -elle -ils -elles -t-il -t-elle -t-ils -t-elles eux lui celui-ci celle-ci ceux-ci".split()
)
SPEAKER_PRONOUNS = frozenset({"je", "j'", "nous", "on", "-je", "-nous", "-on", "-t-on", "vous", "tu"})
DATE_WORDS = frozenset({*WEEKDAYS, *MONTHS, "hier", "ce", "le", "matin", "soir", "dernier", "1er"})
_JOINTS = frozenset({"de", "d'", "du", "des", "à", "au", "aux", "en", "pour", "chez", "près"})
_STOPS = frozenset(
    "qui que qu' dont où lequel laquelle lesquels lesquelles selon mais ou car ni alors tandis lundi mardi mercredi "
    "jeudi vendredi samedi dimanche hier aujourd'hui ce dans après lors via sous citant ayant étant comme".split()
)
_NAMES = frozenset({"PROPN", "NOUN", "ADJ", "NUM", "X", "DET", "SYM"})
_NO_PHRASE = frozenset({"PUNCT", "VERB", "AUX", "SPACE", "SCONJ", "CCONJ"})
_OF, _SOURCES = frozenset({"de", "d'", "des"}), frozenset({"source", "sources"})
_LEFT = frozenset({"det", "amod", "nummod", "nmod", "flat:name", "advmod"})
_NO_APPOSITION = frozenset({"les", "des", "plusieurs", "certains", "ces"})
_MARKS = frozenset({"«", '"', "“", "toute"})
_LOOSE_ENDS = frozenset({"et", ",", "(", "«"})
_LONGEST = 22
_MAX_APPOSITION = 12


def before_date(forms: Sequence[str], at: int) -> int:
    """Return the token before another, over a date between them: "diffusé | lundi 3 mai par"."""
    at -= 1
    while at > 0 and (forms[at] in DATE_WORDS or forms[at].isdigit()):
        at -= 1
    return at


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

    kinds: KindReader

    def read(self, start: int, limit: int, *, apposition: bool = True) -> Phrase | None:
        """Return the noun phrase that begins at a token, or None where none does."""
        forms, at = self.kinds.words.forms, start
        while at < limit and (forms[at] in _MARKS or (at == start and forms[at] in {"des", "du", "de", "d'"})):
            at += 1
        if at >= limit:
            return None
        if forms[at] in PRONOUNS:
            return Phrase(start, at + 1, at, SourceKind.PERSON, pronoun=True)
        end, head = self._scan(at, min(limit, start + _LONGEST))
        if head is None:
            return None
        return self.named(start, self._with_apposition(end, limit) if apposition else end, head)

    def named(self, start: int, end: int, head: int) -> Phrase:
        """Return the phrase with its kind and entity."""
        kind, entity = self.kinds.kind_of(start, end, head)
        return Phrase(start, end, head, kind, entity)

    def around(self, head: int, limit: int) -> Phrase | None:
        """Return the noun phrase around a head that the parser gave as a subject or agent."""
        words = self.kinds.words
        if words.forms[head] in PRONOUNS or words.forms[head] in SPEAKER_PRONOUNS:
            return Phrase(head, head + 1, head, SourceKind.PERSON, pronoun=True)
        low = words.units[words.unit_of[head]][0]
        kids = (k for k in words.kids[head] if k < head and words.dep[k] in _LEFT and words.pos[k] != "ADV")
        start = max(low, min([head, *(k for k in kids if words.forms[k] not in _STOPS)]))
        while start > low and words.forms[start - 1] in ARTICLES and words.pos[start - 1] == "DET":
            start -= 1
        phrase = self.read(start, limit)
        if phrase is None or phrase.end <= head:
            return self.named(start, head + 1, head)
        return phrase

    def noun_lemma(self, at: int) -> str:
        """Return the lemma of a noun as the codebook of sources has it."""
        return self.kinds.noun_lemma(at)

    def can_speak(self, phrase: Phrase) -> bool:
        """Return whether a phrase names someone or something that can speak."""
        known = phrase.pronoun or phrase.kind is SourceKind.OUTLET
        return known or self.kinds.names_speaker(phrase.start, phrase.end, phrase.head)

    def _scan(self, at: int, limit: int) -> tuple[int, int | None]:
        """Return where the noun phrase that begins at a token ends, and its head."""
        head, end = self._find_head(at, limit)
        if head is None:
            return end, None
        words, end = self.kinds.words, max(end, head + 1)
        while end < limit and self._continues(end, limit, at):
            end += 1
        while end - 1 > head and words.forms[end - 1] in _JOINTS | ARTICLES | _LOOSE_ENDS:
            end -= 1
        return end, head

    def _find_head(self, at: int, limit: int) -> tuple[int | None, int]:
        """Return the head of the noun phrase that begins at a token, and the token after it."""
        words, end = self.kinds.words, at
        while end < limit:
            form, pos = words.forms[end], words.pos[end]
            if (form in _STOPS - {"ce", "où"}) or (pos in _NO_PHRASE and not self._is_name(end)):
                break
            if form not in ARTICLES and (pos in {"NOUN", "PROPN", "X"} or self.kinds.is_noun(end)):
                return end, end + 1
            end += 1
        last = end - 1
        lone = end > at and words.pos[last] in {"ADJ", "NUM", "PRON"} and words.forms[last] not in _STOPS
        return (last, limit if end == limit else end) if lone else (None, end)

    def _continues(self, at: int, limit: int, start: int) -> bool:
        """Return whether a token after the head still belongs to the noun phrase."""
        words = self.kinds.words
        form, pos = words.forms[at], words.pos[at]
        if self.kinds.goes_on(at) or self._is_dated(at, limit, start):
            return True
        if form in _STOPS or (form in _OF and words.forms[at + 1 : at + 2] and words.forms[at + 1] in _SOURCES):
            return False  # "a appris l'AFP | de source policière"
        if form in {"«", '"'}:
            return at + 1 < limit and words.texts[at + 1][:1].isupper()
        if form in _JOINTS | {"l'", "-", "»"} or self._is_attached(at, start):
            return True
        if form in {"par", "avec"}:
            return self._is_attached(before_date(words.forms, at), start)
        if form == "et":
            return self._opens_partner(at + 1, limit)
        if pos == "DET":
            return words.forms[at - 1] in _JOINTS | ARTICLES | {"et", "par", "avec"}
        if pos in _NAMES or self._is_name(at):
            return True
        return pos == "ADV" and at + 1 < limit and words.pos[at + 1] == "ADJ"

    def _is_dated(self, at: int, limit: int, start: int) -> bool:
        """Return whether a token lies in a date between a participle and "par": "un communiqué diffusé | lundi par"."""
        forms, end = self.kinds.words.forms, at
        while end < limit and (forms[end] in DATE_WORDS or forms[end].isdigit()):
            end += 1
        dated = at < end < limit and forms[end] == "par"
        return dated and self._is_attached(before_date(forms, at), start)

    def _is_attached(self, at: int, start: int) -> bool:
        """Return whether a participle hangs on the phrase ("soutenus par"), and opens no relay ("cité par")."""
        words, openers = self.kinds.words, self.kinds.codebook.openers
        if words.dep[at] not in {"acl", "amod"} or not start <= words.head[at] < at or words.pos[at] == "AUX":
            return False
        group = words.group(at)
        form = words.forms[at]
        bare = (form, form.removesuffix("s"), form.removesuffix("s").removesuffix("e"))
        relay = any(one.place == "outer" for key in bare for one in openers.get(key, ()))
        opens = match_phrase(words, at, openers) is not None
        return not (relay or opens or group.finite or group.infinitive or group.present_participle)

    def _opens_partner(self, at: int, limit: int) -> bool:
        """Return whether "et" joins a second source ("la Russie et l'Iran"), not a second clause."""
        words, k = self.kinds.words, at
        while k < limit and words.pos[k] in {"DET", "NUM", "ADJ"}:
            k += 1
        if k >= limit or words.pos[k] not in {"NOUN", "PROPN", "X"}:
            return False
        verb = words.head[k]
        if not words.dep[k].startswith("nsubj") or verb < k or words.pos[verb] not in {"VERB", "AUX"}:
            return True
        shared = not any(words.dep[x].startswith("nsubj") and x < at for x in words.kids[verb])
        return verb < limit and shared and words.dep[verb] != "conj"

    def _with_apposition(self, end: int, limit: int) -> int:
        """Return the end of the phrase with what stands beside the name: ", directeur de l'observatoire", "(OSDH)"."""
        words = self.kinds.words
        if end < limit and words.forms[end] == "(":
            end = next((k + 1 for k in range(end + 1, min(limit, end + 8)) if words.forms[k] == ")"), end)
        at = end + 1
        if at >= limit or words.forms[end] != "," or words.forms[at] in _NO_APPOSITION:
            return end
        noun = next(
            (k for k in range(at, min(limit, at + 4)) if words.pos[k] not in {"DET", "ADJ"}), min(at + 3, limit)
        )
        if noun >= limit:
            return end
        titled = words.lemmas[noun] in self.kinds.codebook.source_kinds
        titled = titled and words.pos[noun] in {"NOUN", "PROPN", "ADJ"}
        if not titled and not (words.texts[at][:1].isupper() and words.pos[at] == "PROPN"):
            return end
        stop, head = self._scan(at, min(limit, at + _MAX_APPOSITION))
        closed = stop >= limit or words.pos[stop] in {"PUNCT", "SPACE"}
        if closed and stop + 1 < limit and words.forms[stop] in _MARKS and words.pos[stop + 1] in {"VERB", "AUX"}:
            return end  # "selon un communiqué, l'armée « a frappé … »"
        return stop if head is not None and closed else end

    def _is_name(self, at: int) -> bool:
        """Return whether a token is a capitalised word inside a phrase, whatever the tagger took it for."""
        text = self.kinds.words.texts[at]
        return text[:1].isupper() or ("-" in text and text[-1:].isalpha() and not text.islower())
