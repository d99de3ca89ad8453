"""Trees: the heads, labels and small closed classes of words with which a parse is mended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from spacy.attrs import DEP, HEAD

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

AVOIR = frozenset("a ont avait avaient aurait auraient aura auront eut eurent ait aient".split())
ETRE = frozenset("est sont était étaient serait seraient sera seront fut furent soit soient".split())
STOPS = frozenset({".", ";", ":", "!", "?", "«", "»", "“", "”"})
REACH = 28


@dataclass(frozen=True, slots=True)
class Tree:
    """The heads and labels of a document, to be mended before they are written back."""

    doc: Doc
    heads: list[int]
    deps: list[str]

    def hang(self, at: int, head: int, dep: str) -> None:
        """Hang a token on another under a label; where that would close a circle it stays as it is."""
        if at == head or not self.stands_under(head, at):
            self.heads[at], self.deps[at] = head, dep

    def stands_under(self, at: int, head: int) -> bool:
        """Return whether a token hangs on another, however far below."""
        while self.heads[at] not in {at, head}:
            at = self.heads[at]
        return self.heads[at] == head

    def write(self) -> Doc:
        """Return the document with these heads and labels."""
        strings = self.doc.vocab.strings
        array = self.doc.to_array([HEAD, DEP])
        for at, (head, dep) in enumerate(zip(self.heads, self.deps, strict=True)):
            array[at] = ((head - at) % 2**64, strings.add(dep))
        return self.doc.from_array([HEAD, DEP], array)  # type: ignore[arg-type]


def is_participle(token: Token) -> bool:
    """Return whether a token is a past participle."""
    past = "Part" in token.morph.get("VerbForm", []) and "Pres" not in token.morph.get("Tense", [])
    return past and token.pos_ in {"VERB", "ADJ", "AUX"}


def is_finite(token: Token) -> bool:
    """Return whether a token is a finite verb or auxiliary."""
    return "Fin" in token.morph.get("VerbForm", [])
