"""Marked sentences: a sentence with its answers written in it, the form of every example and of every language test.

`[Le ministère](source) [affirme](cue) que [deux soldats](quantity=killed:2) sont morts.` gives the plain sentence and
three answers. After ` || ` may stand facts about the whole: `|| published=2019-03-27 status=hearsay`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from selon.errors import CodebookError
from selon.values import TextSpan

_MARK = re.compile(r"\[(?P<words>[^\[\]]+)\]\((?P<label>[a-z_]+)(?:=(?P<value>[^()\s]+))?\)")
_LEFT_OVER = re.compile(r"\[[^\]]*\]\(|\]\(|\[[^\]]*$")


@dataclass(frozen=True, slots=True)
class Answer:
    """One marked stretch of a sentence: its label, its value ("" where none is given), its span and words."""

    label: str
    value: str
    span: TextSpan
    words: str


@dataclass(frozen=True, slots=True)
class MarkedSentence:
    """A sentence, the answers marked in it, and the facts about the whole."""

    text: str
    answers: tuple[Answer, ...]
    facts: tuple[tuple[str, str], ...] = ()

    def labelled(self, label: str) -> list[Answer]:
        """Return the answers that carry the label, in text order."""
        return [answer for answer in self.answers if answer.label == label]

    def fact(self, name: str, default: str = "") -> str:
        """Return the fact about the whole sentence, or the default."""
        return dict(self.facts).get(name, default)


def read_marked(line: str, *, where: str = "") -> MarkedSentence:
    """Return the sentence and its answers; raises CodebookError for marks that cannot be read whole.

    >>> read_marked("[Le maire](source) nie. || polarity=negated").labelled("source")[0].words
    'Le maire'
    """
    body, _, tail = line.strip().partition(" || ")
    facts = []
    for item in tail.split():
        name, equals, value = item.partition("=")
        if not equals or not name or not value:
            fault = f"{item!r} after ' || ' is no fact"
            raise CodebookError(fault, where=where, remedy="Write name=value, for instance status=hearsay")
        facts.append((name, value))
    pieces: list[str] = []
    answers: list[Answer] = []
    at = length = 0
    for mark in _MARK.finditer(body):
        before = body[at : mark.start()]
        pieces.append(before)
        length += len(before)
        words = mark["words"]
        answers.append(Answer(mark["label"], mark["value"] or "", TextSpan(length, length + len(words)), words))
        pieces.append(words)
        length += len(words)
        at = mark.end()
    pieces.append(body[at:])
    text = "".join(pieces)
    if _LEFT_OVER.search(text):
        fault = f"cannot read the marks of: {line.strip()}"
        raise CodebookError(fault, where=where, remedy="Write each mark as [words](label) or [words](label=value)")
    return MarkedSentence(text, tuple(answers), tuple(facts))
