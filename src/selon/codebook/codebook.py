"""The codebook: all that the reader knows of words, loaded once, checked, and stamped with the digest of its files."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from selon.codebook.entries import codebook_files, read_entries
from selon.codebook.forms import Forms
from selon.codebook.triggers import ClaimType, Trigger
from selon.codebook.words import ClassedWord, classes_by_word, words_by_class
from selon.values import digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from importlib.resources.abc import Traversable

_SKIPPED_IN_PHRASES = frozenset({"le", "la", "les", "l'", "un", "une", "des", "de", "du", "d'"})


@dataclass(frozen=True, slots=True)
class Codebook:
    """What the reader knows: claim types, triggers, frame verbs, classes of things and the forms of them all.

    >>> Codebook.load().types["capture"].family
    'territory'
    """

    types: Mapping[str, ClaimType]
    triggers: tuple[Trigger, ...]
    frame_verbs: Mapping[str, frozenset[str]]
    things: Mapping[str, frozenset[str]]
    forms: Forms
    by_first: Mapping[str, tuple[Trigger, ...]] = field(repr=False)
    triggers_of: Callable[[str], tuple[Trigger, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Remember which triggers a form may begin: it is asked of every word of every text."""
        object.__setattr__(self, "triggers_of", lru_cache(maxsize=50_000)(self._find_triggers))

    @classmethod
    def load(cls) -> Codebook:
        """Return the codebook that the package carries; raises CodebookError for a file that cannot be used."""
        root = codebook_files()
        types = read_entries(root / "types.toml", ClaimType, lambda e: e.id)
        triggers: list[Trigger] = []
        for file in sorted((root / "fr" / "triggers").iterdir(), key=lambda f: f.name):
            if file.name.endswith(".toml"):
                triggers += read_entries(file, Trigger, lambda e: (e.lemma, e.sense))
        frames = read_entries(root / "fr" / "frames.toml", ClassedWord, lambda e: (e.class_, e.lemma))
        things = read_entries(root / "fr" / "things.toml", ClassedWord, lambda e: (e.class_, e.lemma))
        by_first: dict[str, list[Trigger]] = {}
        for trigger in triggers:
            by_first.setdefault(phrase_words(trigger)[0], []).append(trigger)
        return cls(
            types={entry.id: entry for entry in types},
            triggers=tuple(triggers),
            frame_verbs=words_by_class(frames),
            things=classes_by_word(things),
            forms=Forms.load(),
            by_first={word: tuple(sorted(found, key=lambda e: e.sense)) for word, found in by_first.items()},
        )

    def lemmas(self, word: str) -> frozenset[str]:
        """Return the lemmas that a form may have; the form itself where it is unknown."""
        return self.forms.lemmas(word)

    def _find_triggers(self, word: str) -> tuple[Trigger, ...]:
        """Return the triggers that a form may begin, by its lemmas or as it stands."""
        lemmas = self.lemmas(word) | {word.lower()}
        return tuple(entry for lemma in sorted(lemmas) for entry in self.by_first.get(lemma, ()))

    def thing_classes(self, lemma: str) -> frozenset[str]:
        """Return the classes of things to which a lemma belongs: weapon, aircraft, territory."""
        return self.things.get(lemma, frozenset())

    def role_of_preposition(self, type_: str, preposition: str) -> str | None:
        """Return the role that a type gives to a preposition by default, or None."""
        return dict(self.types[type_].oblique).get(preposition)


def phrase_words(trigger: Trigger) -> tuple[str, ...]:
    """Return the words of a trigger that must stand in the text: articles and "de" are optional, "se" is a condition.

    >>> phrase_words(Trigger(lemma="prendre la fuite", pos="phrase", type="movement", example="", reason=""))
    ('prendre', 'fuite')
    """
    return _phrase_words(trigger.lemma)


@lru_cache(maxsize=10_000)
def _phrase_words(lemma: str) -> tuple[str, ...]:
    """Return the words of a phrase that must stand in the text."""
    plain = lemma.replace("’", "'").replace("d'", "d' ").replace("l'", "l' ")
    words = tuple(word for word in plain.split() if word not in _SKIPPED_IN_PHRASES and word not in {"se", "s'"})
    return words or (lemma,)


def is_reflexive_lemma(trigger: Trigger) -> bool:
    """Return whether the trigger's lemma is reflexive: "se rendre", "s'emparer"."""
    return trigger.lemma.startswith(("se ", "s'", "s’"))


def codebook_digest() -> str:
    """Return the digest of every file of the codebook: another word, another digest."""
    files = data_files(codebook_files())
    return digest(*(part for path, file in files for part in (path, file.read_text(encoding="utf-8"))))


def data_files(folder: Traversable, prefix: str = "") -> Iterator[tuple[str, Traversable]]:
    """Yield the data files below a folder of the codebook with their paths, sorted."""
    for item in sorted(folder.iterdir(), key=lambda f: f.name):
        if item.is_dir():
            yield from data_files(item, f"{prefix}{item.name}/")
        elif item.name.endswith((".toml", ".csv", ".tsv", ".json")):
            yield f"{prefix}{item.name}", item
