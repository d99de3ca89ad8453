"""The words of the interface: one folder a language, one file a page, the same keys in every language.

`t("overview.title")` is `title` in `words/fr/overview.toml`; a table inside a file gives a further step of the key. A
value with `one` and `other` is a plural, chosen by the number given. `{n}` and other names in braces are filled in.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LANGUAGES = ("fr", "en")
FOLDER = Path(__file__).parent / "words"
_THIN = "\u202f"


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language, by key."""

    language: str
    by_key: Mapping[str, str]

    def t(self, key: str, n: float | None = None, /, **values: object) -> str:
        """Return the words of a key, in the plural that the number asks for; the key in brackets where it is unknown.

        >>> Words("fr", {"claims.count.one": "{n} énoncé", "claims.count.other": "{n} énoncés"}).t("claims.count", 1200)
        '1\u202f200 énoncés'
        """
        if n is not None:
            values["n"] = self.number(n)
            plural = f"{key}.{'one' if self._is_one(n) else 'other'}"
            key = plural if plural in self.by_key else key
        if key not in self.by_key:
            return f"[{key}]"
        text = self.by_key[key]
        return text.format(**values) if values else text

    def knows(self, key: str) -> bool:
        """Return whether there are words for a key."""
        return key in self.by_key

    def number(self, value: float) -> str:
        """Return a number as the language writes it."""
        text = f"{value:,}"
        if self.language == "fr":
            return text.replace(",", _THIN).replace(".", ",")
        return text

    def _is_one(self, n: float) -> bool:
        """Return whether a number takes the singular: in French also nought."""
        return abs(n) < 2 if self.language == "fr" else n == 1  # noqa: PLR2004 - the rule of the language


def read_words(language: str, folder: Path = FOLDER) -> Words:
    """Return the words of a language."""
    found: dict[str, str] = {}
    for file in sorted((folder / language).glob("*.toml")):
        with file.open("rb") as stream:
            found.update(_flat(tomllib.load(stream), file.stem))
    return Words(language, found)


def _flat(table: Mapping[str, Any], key: str) -> Iterator[tuple[str, str]]:
    """Yield the words of a table with their whole keys."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{key}.{name}")
        else:
            yield f"{key}.{name}", str(value)
