"""The words of a document as the rules of speech see them: forms, lemmas, parse, sentences."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from spacy.attrs import DEP, HEAD, IDX, ORTH, POS, SENT_START, SPACY

from selon.claims.verb_forms import verb_lemma_of
from selon.claims.verb_groups import read_group, stands_as_verb
from selon.codebook.forms import plain_form
from selon.values import TextSpan

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from selon.claims.verb_groups import VerbGroup
    from selon.codebook.forms import Forms

_CLOSERS = frozenset(".!?…")
_APOSTROPHES = str.maketrans("’ʼ‘", "'''")
_LONGEST_UNIT = 400  # words
_UNSIGNED = (1 << 64) - 1


@dataclass(slots=True)
class Words:
    """One document's tokens in parallel lists, and its sentences as the rules of speech need them.

    `units` are sentences, put together again where the parser cut one that had not ended. `unit_of` gives the unit of
    each token.
    """

    doc: Doc
    text: str
    raw: str
    texts: list[str]
    starts: list[int]
    forms: list[str]
    lemmas: list[str]
    pos: list[str]
    dep: list[str]
    head: list[int]
    kids: list[list[int]]
    units: list[tuple[int, int]]
    unit_of: list[int]
    table: Forms
    _groups: dict[int, VerbGroup]
    _verbs: dict[int, bool]
    _verbless: dict[int, bool]

    def __len__(self) -> int:
        """Return the number of tokens."""
        return len(self.forms)

    def span(self, start: int, end: int) -> TextSpan:
        """Return the stretch of text of the tokens from start up to, not including, end."""
        return TextSpan(self.starts[start], self.starts[end - 1] + len(self.texts[end - 1]))

    def quote(self, start: int, end: int) -> str:
        """Return the text of the tokens from start up to, not including, end."""
        return self.raw[self.starts[start] : self.starts[end - 1] + len(self.texts[end - 1])]

    def is_verb(self, i: int) -> bool:
        """Return whether a token stands as a verb: so tagged, or so placed though the tagger missed it."""
        if self.pos[i] in {"VERB", "AUX"}:
            return True
        known = self._verbs.get(i)
        if known is None:
            known = self._verbs[i] = stands_as_verb(self, i)
        return known

    def verb_lemma(self, i: int) -> str:
        """Return the lemma of a token read as a verb, whatever the tagger took it for; "" where it can be none."""
        return verb_lemma_of(self.table, self.forms[i], tagged=self.pos[i] in {"VERB", "AUX"})

    def group(self, i: int) -> VerbGroup:
        """Return the verb group around the verb at i."""
        known = self._groups.get(i)
        if known is None:
            known = self._groups[i] = read_group(self, i)
        return known

    def subtree(self, i: int) -> tuple[int, int]:
        """Return the first token of the subtree of i and the one after its last."""
        low, high, todo = i, i, list(self.kids[i])
        while todo:
            at = todo.pop()
            low, high = min(low, at), max(high, at)
            todo += self.kids[at]
        return low, high + 1

    def ancestors(self, i: int) -> list[int]:
        """Return the governors of a token, the nearest first."""
        found: list[int] = []
        while self.head[i] != i and len(found) < 40:  # noqa: PLR2004 - no sentence is deeper
            i = self.head[i]
            found.append(i)
        return found


def read_words(doc: Doc, table: Forms) -> Words:
    """Return the words of a parsed document."""
    columns = doc.to_array([ORTH, IDX, POS, DEP, HEAD, SENT_START, SPACY]).astype("int64").T.tolist()
    strings = doc.vocab.strings
    names = {number: strings[number & _UNSIGNED] if number else "" for row in (0, 2, 3) for number in set(columns[row])}
    texts = [names[n] for n in columns[0]]
    starts = columns[1]
    forms = [_form(text) for text in texts]
    pos = [names[n] for n in columns[2]]
    dep = [names[n] for n in columns[3]]
    head = [i + step for i, step in enumerate(columns[4])]
    kids: list[list[int]] = [[] for _ in forms]
    for i, h in enumerate(head):
        if h != i:
            kids[h].append(i)
    opening = [i for i, mark in enumerate(columns[5]) if mark == 1 or i == 0]
    units = _find_units(opening, texts, forms)
    unit_of = [n for n, (start, end) in enumerate(units) for _ in range(start, end)]
    text = "".join(word + " " if spaced else word for word, spaced in zip(texts, columns[6], strict=True))
    lemmas = [table.lemma(word, p) for word, p in zip(texts, pos, strict=True)]
    return Words(
        doc,
        _fold_text(text),
        text,
        texts,
        starts,
        forms,
        lemmas,
        pos,
        dep,
        head,
        kids,
        units,
        unit_of,
        table,
        {},
        {},
        {},
    )


@lru_cache(maxsize=50_000)
def _form(text: str) -> str:
    """Return the plain form of a token, remembered."""
    return plain_form(text)


def _fold_text(text: str) -> str:
    """Return a text in lower case with plain apostrophes, letter for letter as long as it was."""
    low = text.translate(_APOSTROPHES).lower()
    return low if len(low) == len(text) else "".join(_fold(sign) for sign in text)


def _fold(sign: str) -> str:
    """Return one character in lower case with plain apostrophes, always one character."""
    if sign in "’ʼ‘":
        return "'"
    low = sign.lower()
    return low if len(low) == 1 else sign


def _find_units(opening: list[int], texts: list[str], forms: list[str]) -> list[tuple[int, int]]:
    """Return the sentences as token ranges, put together again where one was cut before its end."""
    units: list[tuple[int, int]] = []
    for start, end in pairwise([*opening, len(texts)]):
        if units and end - units[-1][0] <= _LONGEST_UNIT and _goes_on(texts, forms, units[-1], start):
            units[-1] = (units[-1][0], end)
        else:
            units.append((start, end))
    return units


def _goes_on(texts: list[str], forms: list[str], before: tuple[int, int], start: int) -> bool:
    """Return whether a sentence goes on from the one before: no stop, no new line between."""
    last = before[1] - 1
    while last > before[0] and texts[last].isspace():
        if "\n" in texts[last]:
            return False
        last -= 1
    if "\n" in texts[last] or "\n" in texts[start]:
        return False
    ended = forms[last][-1:] in _CLOSERS or (forms[last] in {"»", '"', "”"} and forms[last - 1][-1:] in _CLOSERS)
    opening = next((texts[k] for k in range(start, min(start + 3, len(texts))) if texts[k].strip()), "")
    return not ended or opening[:1] in {",", "»", ";", ")"}
