"""Letters: what stays of a word when its accents are taken away."""

from __future__ import annotations

import unicodedata


def unaccented(word: str) -> str:
    """Return the word without accents and cedillas, every other sign as it is.

    >>> unaccented("Forêt-Noire"), unaccented("Çatalca")
    ('Foret-Noire', 'Catalca')
    """
    return "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))
