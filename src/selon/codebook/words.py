"""Small word lists of the codebook: verbs that change who does what (frames.toml), classes of things (things.toml)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassedWord:
    """A lemma that belongs to a class, with the reason and an example in which it is marked."""

    class_: str
    lemma: str
    pos: str
    reason: str
    example: str


def words_by_class(entries: tuple[ClassedWord, ...]) -> dict[str, frozenset[str]]:
    """Return the lemmas of each class."""
    classes: dict[str, set[str]] = {}
    for entry in entries:
        classes.setdefault(entry.class_, set()).add(entry.lemma)
    return {name: frozenset(lemmas) for name, lemmas in classes.items()}


def classes_by_word(entries: tuple[ClassedWord, ...]) -> dict[str, frozenset[str]]:
    """Return the classes of each lemma."""
    words: dict[str, set[str]] = {}
    for entry in entries:
        words.setdefault(entry.lemma, set()).add(entry.class_)
    return {lemma: frozenset(classes) for lemma, classes in words.items()}
