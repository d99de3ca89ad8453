"""The matrix of naming: outlets by actor, with the commonest labels in each cell, as large as their share."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from selon.codebook.numbers import NumberWords
from selon.web.shown.spelling import spell

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from selon.incidents.naming import Label

_ABOUT = re.compile(r"^(?:(?:près|plus|moins) d[e’']\s*|environ |au moins |quelque )(?=\w)")
_DIGITS = re.compile(r"\d[\d\s.,]*\s(?=[^\W\d])")
_TOKEN = re.compile(r"[^\W_]+|-")
_IN_A_CELL = 3
_SHARES = (0.06, 0.15, 0.3, 0.5)  # from which on a label is set one size larger
_ONCE = 2


@dataclass(frozen=True, slots=True)
class Word:
    """A label in a cell: how often, which share of the cell, and the size (1 to 5) in which it is set."""

    label: str
    count: int
    percent: int
    size: int


@dataclass(frozen=True, slots=True)
class Cell:
    """What an outlet calls an actor: in its own voice, and in the words of others; `more` labels are left out."""

    actor: str
    own: tuple[Word, ...]
    quoted: tuple[Word, ...]
    more: int
    total: int


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One outlet."""

    outlet: str
    total: int
    cells: tuple[Cell, ...]


def join_labels(labels: Iterable[Label]) -> list[Label]:
    """Return the labels without the counts before them, those that are then the same joined."""
    joined: dict[tuple[str, str, str], Label] = {}
    for label in labels:
        name = without_count(label.label)
        key = (label.actor, label.outlet, name)
        before = joined.get(key)
        joined[key] = replace(
            label,
            label=name,
            own_voice=label.own_voice + (before.own_voice if before else 0),
            quoted=label.quoted + (before.quoted if before else 0),
        )
    return list(joined.values())


def without_count(label: str) -> str:
    """Return a label without the number before it: how many there were is not what they are called.

    >>> without_count("près de 3 000 habitants"), without_count("dix-neuf soldats"), without_count("5e division")
    ('habitants', 'soldats', '5e division')
    """
    rest = _ABOUT.sub("", label)
    if digits := _DIGITS.match(rest):
        return rest[digits.end() :]
    tokens = list(_TOKEN.finditer(rest))
    read = _number_words().read([token.group() for token in tokens], 0) if tokens else None
    return rest[tokens[read[1]].start() :] if read and read[1] < len(tokens) else label


@cache
def _number_words() -> NumberWords:
    """Return the number words of the codebook."""
    return NumberWords.load()


def build_matrix(labels: Iterable[Label], wanted: Sequence[str]) -> list[MatrixRow]:
    """Return the outlets that name one of these actors, those that do so most before the others."""
    inside: dict[str, dict[str, list[Label]]] = defaultdict(lambda: defaultdict(list))
    for label in labels:
        if label.actor in wanted:
            inside[label.outlet][label.actor].append(label)
    rows = []
    for outlet, by_actor in inside.items():
        cells = tuple(_cell(actor, by_actor.get(actor, [])) for actor in wanted)
        rows.append(MatrixRow(outlet, sum(cell.total for cell in cells), cells))
    return sorted(rows, key=lambda row: (-row.total, row.outlet))


def _cell(actor: str, labels: Sequence[Label]) -> Cell:
    """Return the commonest labels of a cell, own voice and quotes apart."""
    total = sum(label.own_voice + label.quoted for label in labels)
    spelled = [(spell(label.label, label.examples), label) for label in labels]
    own = _words([(words, label.own_voice) for words, label in spelled], total)
    quoted = _words([(words, label.quoted) for words, label in spelled], total)
    kinds = sum(label.own_voice > 0 for label in labels) + sum(label.quoted > 0 for label in labels)
    return Cell(actor, own, quoted, kinds - len(own) - len(quoted), total)


def _words(counts: Sequence[tuple[str, int]], total: int) -> tuple[Word, ...]:
    """Return the commonest labels, each as large as its share."""
    most = sorted(((label, count) for label, count in counts if count), key=lambda item: (-item[1], item[0]))
    return tuple(
        Word(label, count, round(100 * count / total), _size(count, total)) for label, count in most[:_IN_A_CELL]
    )


def _size(count: int, total: int) -> int:
    """Return the size in which a label is set, by its share; what stands once is never set large."""
    size = 1 + sum(count / total >= share for share in _SHARES)
    return min(size, _ONCE) if count == 1 else size
