"""Forms of French adjectives and nouns: masculine and feminine, singular and plural, from the lemma."""

from __future__ import annotations

_FEMININES = (  # endings of the masculine and what the feminine makes of them: the first that fits is taken
    ("ec", "ecque"),
    ("turc", "turque"),
    ("if", "ive"),
    ("eux", "euse"),
    ("en", "enne"),
    ("on", "onne"),
    ("el", "elle"),
    ("er", "ère"),
    ("e", "e"),
)
_SMALL = frozenset({"de", "d", "du", "des", "à", "au", "aux", "en"})


def inflect(lemma: str, feminine: str = "") -> frozenset[str]:
    """Return all forms of an adjective or noun; words after "de" or "à" in a phrase stay as they are.

    >>> sorted(inflect("turc"))
    ['turc', 'turcs', 'turque', 'turques']
    >>> sorted(inflect("force de sécurité", "force de sécurité"))
    ['force de sécurité', 'forces de sécurité']
    """
    feminine = feminine or feminine_of(lemma)
    return frozenset({lemma, plural_of(lemma), feminine, plural_of(feminine)})


def feminine_of(lemma: str) -> str:
    """Return the feminine of a masculine adjective.

    >>> feminine_of("somalien"), feminine_of("afghan"), feminine_of("burkinabè")
    ('somalienne', 'afghane', 'burkinabè')
    """
    for ending, becomes in _FEMININES:
        if lemma.endswith(ending):
            return lemma[: -len(ending)] + becomes
    return lemma if lemma.endswith(("è", "é")) else lemma + "e"


def plural_of(lemma: str) -> str:
    """Return the plural of a word or of the head words of a phrase.

    >>> plural_of("général"), plural_of("garde nationale"), plural_of("avion de combat"), plural_of("chef d'état-major")
    ('généraux', 'gardes nationales', 'avions de combat', "chefs d'état-major")
    """
    words = lemma.split(" ")
    head = next((at for at, word in enumerate(words) if word.split("'")[0] in _SMALL), len(words))
    return " ".join([_plural_word(word) for word in words[:head]] + words[head:])


def _plural_word(word: str) -> str:
    """Return the plural of one word."""
    if word.endswith(("s", "x", "z")):
        return word
    if word.endswith("al"):
        return word[:-1] + "ux"
    if word.endswith("eau"):
        return word + "x"
    return word + "s"
