"""Which language a text is written in; "" where that cannot be told."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_SAMPLE = 8_000
_FEWEST_LETTERS = 25
_SUREST = 0.75
_PRESS_LANGUAGES = (
    *(
        "am",
        "ar",
        "az",
        "bg",
        "bn",
        "bs",
        "ca",
        "cs",
        "da",
        "de",
        "el",
        "en",
        "es",
        "et",
        "eu",
        "fa",
        "fi",
        "fr",
        "gl",
        "he",
    ),
    *(
        "hi",
        "hr",
        "hu",
        "hy",
        "id",
        "it",
        "ja",
        "ka",
        "kk",
        "ko",
        "ku",
        "lt",
        "lv",
        "mk",
        "ms",
        "nl",
        "no",
        "pl",
        "ps",
        "pt",
    ),
    *("ro", "ru", "rw", "sk", "sl", "sq", "sr", "sv", "sw", "ta", "th", "tr", "uk", "ur", "vi", "zh"),
)
_LETTER = re.compile(r"[^\W\d_]")


def identify_language(text: str) -> str:
    """Return the ISO 639-1 code of the language of a text, or "" where it is too short or too mixed to tell.

    >>> identify_language("Le porte-parole de l'armée dément toute avancée des rebelles vers la capitale.")
    'fr'
    """
    sample = " ".join(text[:_SAMPLE].split())
    if len(_LETTER.findall(sample)) < _FEWEST_LETTERS:
        return ""
    language, surety = _identifier().classify(sample)
    return str(language) if surety >= _SUREST else ""


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    """Return the trained identifier, held to the languages in which the press of the world is mostly written."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - brings numpy, and half a second

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(_PRESS_LANGUAGES))
    return identifier
