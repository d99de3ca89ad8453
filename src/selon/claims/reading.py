"""The reading: what one reader made of one document, and the stamp of who read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from selon.values import digest

if TYPE_CHECKING:
    from selon.claims.claim import Claim
    from selon.documents.document import Document


class ReadingStatus(StrEnum):
    """What came of a reading."""

    READ = "read"
    UNREADABLE = "unreadable language"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderStamp:
    """Which reader read: the versions of the program and of the model, and the digest of the codebook."""

    program: str
    model: str
    codebook: str

    @property
    def digest(self) -> str:
        """The digest of the three: two readings with the same stamp are the same reading."""
        return digest("stamp", self.program, self.model, self.codebook)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One document with the claims found in it; `note` says why where it could not be read."""

    document: Document
    claims: tuple[Claim, ...] = ()
    status: ReadingStatus = ReadingStatus.READ
    note: str = ""
