"""The document: one report as it was published, with what is known of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from selon.values import TextSpan, digest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One report: its text exactly as given, and who published it when.

    `published` is None where nobody says; relative dates then stay open. `language` is an ISO 639-1 code, or "" where
    it could not be told. `furniture` holds the stretches of site furniture (menus, comment forms, share buttons), in
    which nothing is claimed. `metadata` keeps further manifest columns as they are.
    """

    name: str
    text: str
    publisher: str = ""
    published: date | None = None
    language: str = ""
    url: str = ""
    furniture: tuple[TextSpan, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def id(self) -> str:
        """The digest of text and name: the same file read twice is the same document."""
        return digest("document", self.name, self.text)
