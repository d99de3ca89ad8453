"""The words of speech: who says it (reporting verbs, "selon", kinds of source) and how surely it is told (hedges)."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol, TypeVar

from selon.codebook.entries import codebook_files, read_entries
from selon.codebook.forms import Forms, plain_form
from selon.codebook.words import ClassedWord, words_by_class
from selon.errors import CodebookError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ACTS = frozenset(
    {"say", "announce", "confirm", "deny", "accuse", "claim", "denounce", "think", "promise", "quote", "warn"}
)
FRAMES = frozenset(
    {"que", "inf", "object", "de", "à", "count", "quote", "sur", "dative", "pour", "dans", "comme", "accusation",
     "selon", "par", "attribute"}
)  # fmt: skip
EFFECTS = frozenset(
    {
        "hearsay", "possible", "intended", "negated", "failed", "denied", "refused", "prevented", "cancels", "ends",
        "transparent", "presupposes", "carries",
    }
)  # fmt: skip
PLACES = frozenset({"according", "bare", "carried", "document", "opinion", "self", "inner", "outer", "trap"})
HEDGE_PLACES = frozenset({"before", "purpose", "report", "clause", "hypothesis", "beside", "attempt"})
REFLEXIVE = ("se ", "s'")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportingWord:
    """A verb, verb phrase or noun with which someone says something.

    `act` is what is done by saying it; `frames` say where the content stands: que (a clause), inf (an infinitive),
    object (a noun phrase), attribute (what the speaker says he is), count (a number after "de"), de, à, sur, pour, dans
    (after the preposition), quote (a quotation, a colon, or the sentence into which the verb is inserted). `subject`
    says who must be the subject: "" anyone, speaker, document or observer (an expert or a witness).
    """

    lemma: str
    pos: str
    act: str
    frames: tuple[str, ...]
    subject: str = ""
    example: str
    reason: str

    @property
    def reflexive(self) -> bool:
        """Whether the verb is reflexive: "se plaindre"."""
        return self.lemma.startswith(REFLEXIVE)

    @property
    def bare(self) -> str:
        """The lemma without its reflexive pronoun."""
        return self.lemma.removeprefix("se ").removeprefix("s'")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePhrase:
    """Words that introduce a source without a verb ("selon"), add a link ("cité par"), or only look like it (traps)."""

    phrase: str
    place: str
    example: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceNouns:
    """Nouns of one sort that name a source, and its kind; `leads`: they take the kind of those whom they lead."""

    kind: str
    nouns: tuple[str, ...]
    leads: bool = False
    example: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HedgeWord:
    """A word that says how surely what depends on it is told; `effect` is one of EFFECTS.

    `nouns` says whether a verb does so to an event noun too: any, none, or a preposition ("de") that must be there.
    """

    lemma: str
    pos: str
    effect: str
    nouns: str = "any"
    example: str
    reason: str

    @property
    def bare(self) -> str:
        """The lemma without its reflexive pronoun."""
        return self.lemma.removeprefix("se ").removeprefix("s'")


@dataclass(frozen=True, slots=True, kw_only=True)
class HedgePhrase:
    """A preposition, conjunction or fixed phrase that says how surely what follows is told.

    `place` says where it stands: before a verb or noun, purpose (before an infinitive), clause, hypothesis, beside,
    attempt.
    """

    phrase: str
    effect: str
    place: str = "before"
    example: str
    reason: str


@dataclass(frozen=True, slots=True)
class SpeechCodebook:
    """All words of speech, indexed for reading.

    >>> SpeechCodebook.load().source_kinds["porte-parole"]
    'official'
    """

    reporting: tuple[ReportingWord, ...] = field(repr=False)
    phrases: tuple[SourcePhrase, ...] = field(repr=False)
    nouns: tuple[SourceNouns, ...] = field(repr=False)
    hedge_words: tuple[HedgeWord, ...] = field(repr=False)
    hedge_phrases: tuple[HedgePhrase, ...] = field(repr=False)
    forms: Forms = field(repr=False)
    verbs: Mapping[str, tuple[ReportingWord, ...]] = field(repr=False)
    verb_phrases: Mapping[str, tuple[tuple[tuple[str, ...], ReportingWord], ...]] = field(repr=False)
    speech_nouns: Mapping[str, ReportingWord] = field(repr=False)
    openers: Mapping[str, tuple[SourcePhrase, ...]] = field(repr=False)
    traps: frozenset[str] = field(repr=False)
    source_kinds: Mapping[str, str] = field(repr=False)
    leaders: frozenset[str] = field(repr=False)
    hedges: Mapping[tuple[str, str], HedgeWord] = field(repr=False)
    hedge_openers: Mapping[str, tuple[HedgePhrase, ...]] = field(repr=False)
    reacting: frozenset[str] = field(repr=False)

    @classmethod
    def load(cls) -> SpeechCodebook:
        """Return the words of speech that the package carries; raises CodebookError for a file that cannot be used."""
        return _load()


@cache
def _load() -> SpeechCodebook:
    """Return the words of speech, read once."""
    root = codebook_files() / "fr"
    reporting = read_entries(root / "reporting.toml", ReportingWord, lambda e: (e.pos, e.lemma))
    phrases = read_entries(root / "source_phrases.toml", SourcePhrase, lambda e: (e.place, e.phrase))
    nouns = read_entries(root / "source_nouns.toml", SourceNouns, lambda e: (e.kind, e.nouns[0]))
    hedge_words = read_entries(root / "hedges.toml", HedgeWord, lambda e: (e.pos, e.lemma))
    hedge_phrases = read_entries(root / "hedge_phrases.toml", HedgePhrase, lambda e: e.phrase)
    _check((a for e in reporting for a in (e.act,)), ACTS, "reporting.toml")
    _check((f for e in reporting for f in e.frames), FRAMES, "reporting.toml")
    _check((e.place for e in phrases), PLACES, "source_phrases.toml")
    _check((e.effect for e in hedge_words), EFFECTS, "hedges.toml")
    _check((e.effect for e in hedge_phrases), EFFECTS, "hedge_phrases.toml")
    _check((e.place for e in hedge_phrases), HEDGE_PLACES, "hedge_phrases.toml")
    return SpeechCodebook(
        reporting=reporting,
        phrases=phrases,
        nouns=nouns,
        hedge_words=hedge_words,
        hedge_phrases=hedge_phrases,
        forms=Forms.load(),
        verbs=_grouped((plain_form(e.bare), e) for e in reporting if e.pos == "verb"),
        verb_phrases=_phrases_by_verb(e for e in reporting if e.pos == "phrase"),
        speech_nouns=MappingProxyType({plain_form(e.lemma): e for e in reporting if e.pos == "noun"}),
        openers=_by_first_word(e for e in phrases if e.place != "trap"),
        traps=frozenset(plain_form(e.phrase) for e in phrases if e.place == "trap"),
        source_kinds=MappingProxyType({plain_form(n): e.kind for e in nouns for n in e.nouns}),
        leaders=frozenset(plain_form(n) for e in nouns if e.leads for n in e.nouns),
        hedges=MappingProxyType({(e.pos, plain_form(e.bare)): e for e in hedge_words}),
        hedge_openers=_by_first_word(hedge_phrases),
        reacting=words_by_class(read_entries(root / "frames.toml", ClassedWord, lambda e: (e.class_, e.lemma)))[
            "react"
        ],
    )


def _check(words: Iterable[str], known: frozenset[str], where: str) -> None:
    """Refuse a word that is not one of the known ones."""
    if unknown := sorted(set(words) - known):
        raise CodebookError(
            f"unknown: {', '.join(unknown)}", where=where, remedy=f"Known are {', '.join(sorted(known))}"
        )


def _grouped(pairs: Iterable[tuple[str, ReportingWord]]) -> Mapping[str, tuple[ReportingWord, ...]]:
    """Return the words by key, several to a key ("vanter", "se vanter")."""
    found: dict[str, tuple[ReportingWord, ...]] = {}
    for key, word in pairs:
        found[key] = (*found.get(key, ()), word)
    return MappingProxyType(found)


def _phrases_by_verb(words: Iterable[ReportingWord]) -> Mapping[str, tuple[tuple[tuple[str, ...], ReportingWord], ...]]:
    """Return the verb phrases by the lemma of their verb, each with its further words."""
    found: dict[str, tuple[tuple[tuple[str, ...], ReportingWord], ...]] = {}
    for word in words:
        verb, *rest = plain_form(word.bare).split()
        found[verb] = (*found.get(verb, ()), (tuple(rest), word))
    return MappingProxyType(found)


class _Phrase(Protocol):
    """Anything with a phrase."""

    @property
    def phrase(self) -> str:
        """The words of the phrase."""


SomePhrase = TypeVar("SomePhrase", bound=_Phrase)


def _by_first_word(phrases: Iterable[SomePhrase]) -> Mapping[str, tuple[SomePhrase, ...]]:
    """Return the phrases by their first word, the longest first."""
    found: dict[str, list[SomePhrase]] = {}
    for phrase in phrases:
        first = plain_form(phrase.phrase).partition(" ")[0]
        first = first[: first.index("'") + 1] if "'" in first else first
        found.setdefault(first, []).append(phrase)
    return MappingProxyType({first: tuple(sorted(some, key=lambda p: -len(p.phrase))) for first, some in found.items()})
