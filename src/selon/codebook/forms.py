"""Forms: from a word as it stands in the text to the lemmas of the codebook, without a lemmatiser in the pipeline.

The table `fr/forms.tsv` is compiled from the codebook by `tools/compile_forms.py`; its first line carries the digest of
the lemmas that it was compiled from, so that a test finds a stale table.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from selon.codebook.entries import codebook_files
from selon.codebook.letters import unaccented
from selon.errors import CodebookError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from importlib.resources.abc import Traversable

_ELISION = re.compile(r"^(?:l|d|s|n|m|t|j|c|qu|jusqu|lorsqu|puisqu|quoiqu)'(?=\w)")
_PLAIN = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "œ": "oe", "æ": "ae", "\u00ad": None, "‑": "-"})
_REFORM = str.maketrans("îû", "iu")  # the spelling of 1990: connaitre, couter
_INITIALS = {"a": "àâ", "c": "ç", "e": "éèê", "i": "î", "o": "ô", "u": "û"}

# Which kinds of lemma a part of speech of the parser may stand for, the likeliest first.
_READINGS = {
    "VERB": ("verb", "adjective", "noun"),
    "AUX": ("verb",),
    "NOUN": ("noun", "adjective", "verb"),
    "PROPN": ("noun",),
    "ADJ": ("adjective", "verb", "noun"),
    "ADV": ("adverb",),
}


@dataclass(frozen=True, slots=True)
class Form:
    """One reading of a form: its lemma, the lemma's part of speech, its features (`Ind.Pres.3p|Subj.Pres.3p`)."""

    lemma: str
    pos: str
    features: str

    def has(self, feature: str) -> bool:
        """Return whether one of the readings carries the feature or begins with it (`Part.Past`)."""
        return any(one == feature or one.startswith(feature + ".") for one in self.features.split("|"))


class Forms:
    """The forms of every lemma of the codebook, and a lemma for every other word.

    >>> Forms.load().lemma("encerclèrent", "VERB")
    'encercler'
    """

    def __init__(self, table: Mapping[str, str], *, digest: str = "") -> None:
        self.digest = digest
        self._table = table
        self._unaccented: dict[str, str] | None = None
        self.analyses = lru_cache(maxsize=50_000)(self._find_analyses)
        self.lemma = lru_cache(maxsize=50_000)(self._find_lemma)
        self.lemmas = lru_cache(maxsize=50_000)(self._find_lemmas)

    @classmethod
    def load(cls, file: Traversable | None = None) -> Forms:
        """Return the forms that the package carries, or those of the file; raises CodebookError for a damaged table."""
        source = file if file is not None else codebook_files() / "fr" / "forms.tsv"
        head, *rows = source.read_text(encoding="utf-8").splitlines()
        if not head.startswith("# lemmas "):
            remedy = "Compile the table anew: python tools/compile_forms.py"
            raise CodebookError("the first line names no digest of lemmas", where=source.name, remedy=remedy)
        return cls(_read_rows(rows, source.name), digest=head.removeprefix("# lemmas ").strip())

    def __len__(self) -> int:
        """Return how many different forms are known."""
        return len(self._table)

    def _find_analyses(self, word: str) -> tuple[Form, ...]:
        """Return every reading of the word, in any case, elided or with bare capitals; () where it is unknown."""
        plain = plain_form(word)
        if word.isupper() and len(word) > 2 and plain == unaccented(plain):  # noqa: PLR2004 - a headline, not an initial
            return self._find_unaccented(_ELISION.sub("", plain))
        for variant in _variants(plain):
            if found := self._table.get(variant):
                return _read_forms(found)
        return ()

    def _find_unaccented(self, plain: str) -> tuple[Form, ...]:
        """Return the readings of the forms that are the same without any accent."""
        if self._unaccented is None:
            gathered: dict[str, str] = {}
            for form, readings in self._table.items():
                key = unaccented(form)
                gathered[key] = f"{gathered[key]}\n{readings}" if key in gathered else readings
            self._unaccented = gathered
        return _read_forms(self._unaccented.get(plain, ""))

    def _find_lemma(self, word: str, pos: str = "") -> str:
        """Return the likeliest lemma: the codebook's for the part of speech, else simplemma's, in lower case."""
        readings = self.analyses(word)
        if not pos and readings:
            return readings[0].lemma
        for kind in _READINGS.get(pos, ()):
            for reading in readings:
                if reading.pos == kind:
                    return reading.lemma
        return _general_lemma(plain_form(word))

    def _find_lemmas(self, word: str) -> frozenset[str]:
        """Return the lemmas that a form may have, of whatever part of speech; the form itself where it is unknown."""
        readings = self.analyses(word)
        if readings:
            return frozenset(reading.lemma for reading in readings)
        return frozenset({self.lemma(word, "NOUN"), word.lower()})


def plain_form(word: str) -> str:
    """Return the word in lower case, composed, with plain apostrophes and hyphens, without ligatures or soft hyphens.

    >>> plain_form("L’Œuvre")
    "l'oeuvre"
    """
    return unicodedata.normalize("NFC", word).lower().translate(_PLAIN)


def _read_rows(rows: Iterable[str], where: str) -> dict[str, str]:
    """Return the readings by form, still as text, for few are ever asked for; raises CodebookError for a bad row."""
    table: dict[str, str] = {}
    for row in rows:
        form, _, reading = row.partition("\t")
        if reading.count("\t") != 2:  # noqa: PLR2004 - lemma, part of speech, features
            remedy = "Compile the table anew: python tools/compile_forms.py"
            raise CodebookError(f"cannot read the row {row!r}", where=where, remedy=remedy)
        table[form] = f"{table[form]}\n{reading}" if form in table else reading
    return table


def _read_forms(readings: str) -> tuple[Form, ...]:
    """Return the readings of one form."""
    return tuple(Form(*reading.split("\t")) for reading in readings.splitlines())


def _variants(plain: str) -> Iterable[str]:
    """Give the spellings under which a word may stand in the table, the word itself first."""
    yield plain
    bare = _ELISION.sub("", plain)
    if bare != plain:
        yield bare
    if (reformed := bare.translate(_REFORM)) != bare:
        yield reformed
    for accented in _INITIALS.get(bare[:1], ""):
        yield accented + bare[1:]


def _general_lemma(plain: str) -> str:
    """Return simplemma's lemma for a word that the codebook does not know."""
    import simplemma  # noqa: PLC0415 - its word list is read only when a word is unknown

    return simplemma.lemmatize(_ELISION.sub("", plain), lang="fr").lower()
