"""Fold words so that they are found however they are spelled: no accents, no capitals, no hyphens or apostrophes."""

from __future__ import annotations

import re
import unicodedata

from selon.codebook.letters import unaccented

_LETTERS = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ı": "i", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l"})
_APART = re.compile(r"[\W_]+")


def fold(words: str) -> str:
    """Return the words in the form in which they are compared.

    >>> fold("L’Armée  de Deir ez-Zor")
    'l armee de deir ez zor'
    """
    plain = unaccented(unicodedata.normalize("NFKC", words.translate(_LETTERS).casefold()))
    return _APART.sub(" ", plain).strip()
