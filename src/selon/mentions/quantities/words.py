"""The words of quantities: the vocabulary of the number grammar, and the nouns that tell what is counted."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from selon.codebook.numbers import NumberWords, read_groups
from selon.mentions.phrases import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_GRAMMAR = frozenset(
    "between bound coll colls de dont double en entre et fraction indef".split()
    + "others ou own percent post scale selon to".split()
)
_ALIASES = {"N": ("NUM", "FEW", "YEAR"), "PRE": ("BOUND", "INDEF")}
_FEMININES = (
    ("eur", "euse"),
    ("teur", "trice"),
    ("er", "ère"),
    ("ien", "ienne"),
    ("on", "onne"),
    ("f", "ve"),
    ("x", "se"),
)
_SAME = ("s", "x", "z")
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Noun:
    """What a noun counts: its lemma, its kind, the kind of its plural, and whether a single one is worth counting."""

    lemma: str
    kind: str
    plural: str
    one: bool

    def kind_of(self, *, many: bool) -> str:
        """Return the kind of one, or of many."""
        return self.plural if many and self.plural else self.kind


@lru_cache(maxsize=1)
def load_vocabulary() -> Vocabulary:
    """Return the French vocabulary of numbers; raises CodebookError for a file that cannot be used."""
    phrases = [
        (word, group.sort.upper(), value if value is not None else group.id)
        for group in read_groups("quantities.toml")
        if group.sort in _GRAMMAR
        for word, value in group.pairs()
    ]
    return Vocabulary(phrases, NumberWords.load(), _ALIASES)


@lru_cache(maxsize=32)
def word_values(sort: str, group: str = "") -> dict[str, str | float | None]:
    """Return the words of a class, or of one group of it, with their values."""
    groups = (one for one in read_groups("quantities.toml") if one.sort == sort and group in {"", one.id})
    return {word: value for one in groups for word, value in one.pairs()}


@lru_cache(maxsize=1)
def load_nouns() -> dict[str, tuple[tuple[tuple[str, ...], Noun], ...]]:
    """Return the nouns of the codebook in all their forms, by first word, the longest phrase first."""
    found: dict[str, dict[tuple[str, ...], Noun]] = {}
    for group in (one for one in read_groups("quantities.toml") if one.sort == "noun"):
        for lemma, kind in group.pairs():
            noun = Noun(lemma, str(kind), group.plural, group.one)
            for form in _forms(lemma, feminine=group.feminine):
                words = tuple(_words(form))
                found.setdefault(words[0], {}).setdefault(words, noun)
    return {first: tuple(sorted(forms.items(), key=lambda item: -len(item[0]))) for first, forms in found.items()}


@lru_cache(maxsize=20_000)
def noun_lemma(word: str) -> str:
    """Return the singular of a noun that the codebook does not hold."""
    import simplemma  # noqa: PLC0415 - its word list is read only when a word is unknown

    return simplemma.lemmatize(word, lang="fr").lower()


def _words(phrase: str) -> Sequence[str]:
    """Return the words of a phrase as the vocabulary of numbers reads them."""
    return load_vocabulary().read(phrase).words


def _forms(lemma: str, *, feminine: bool) -> Iterator[str]:
    """Give singular and plural of a noun or phrase, masculine and feminine; adjectives right after it agree."""
    head, *rest = lemma.split(" ")
    tails = [word for word in rest[:1] if _agrees(word)]
    after = rest[len(tails) :]
    for form in _both(head, feminine=feminine):
        yield " ".join([form, *rest])
    for form in _both(head, feminine=feminine):
        for tail in tails:
            for agreed in _both(tail, feminine=True):
                yield " ".join([form, agreed, *after])


def _agrees(word: str) -> bool:
    """Return whether the second word of a phrase is an adjective that agrees, not "de" and what follows it."""
    return word not in {"de", "à", "en", "du", "des", "sans"} and not word.startswith("d'")


def _both(word: str, *, feminine: bool) -> Iterator[str]:
    """Give the word and its plural, in both genders where it has two."""
    yield word
    yield _plural(word)
    if feminine and (other := _feminine(word)) != word:
        yield other
        yield _plural(other)


def _plural(word: str) -> str:
    """Return the plural of a noun: "cheval" gives "chevaux"."""
    if word.endswith(_SAME):
        return word
    if word.endswith("al") and word != "arsenal":
        return word[:-2] + "aux"
    return word + ("x" if word.endswith(("eau", "eu")) else "s")


def _feminine(word: str) -> str:
    """Return the feminine of a noun or participle: "infirmier" gives "infirmière"."""
    if word.endswith("e") or len(word) <= _SHORTEST:
        return word
    for ending, changed in _FEMININES:
        if word.endswith(ending):
            return word.removesuffix(ending) + changed
    return word + "e"
