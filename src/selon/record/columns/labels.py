"""Labels by columns: what each outlet calls each actor. The same as `find_labels` finds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, overload

import numpy as np

from selon.claims.contract import find_sentence
from selon.incidents.naming import build_label
from selon.record.columns.coded import Coded
from selon.values import TextSpan

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from selon.record.columns.claims import Claims
    from selon.record.columns.coded import Mask, Numbers
    from selon.record.columns.table import Documents, Table

    Texts = Callable[[Sequence[int]], Mapping[int, str]]

Row = dict[str, Any]

_EXAMPLES = 3
_STRETCH = ("document", "start", "end", "quoted", "group")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentions:
    """The stretches in which claims name actors, as who acts or who is cited; `quoted` where they stand in quotes."""

    claim: Numbers
    start: Numbers
    end: Numbers
    words: Coded
    entity: Coded
    quoted: Mask


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """The stretches of documents that name actors, in the order of documents; `said` is by claim which it names.

    `group` is by stretch the actor, outlet and label, which are named in `names`; `by_group` orders them by it.
    `places` and `labels` are by group where its actor and outlet, and where its label, stand among all of these.
    """

    claim: Numbers
    said: NDArray[np.int64]
    document: Numbers
    start: Numbers
    end: Numbers
    quoted: Mask
    group: NDArray[np.int64]
    by_group: NDArray[np.int64]
    names: tuple[tuple[str, str, str], ...]
    places: NDArray[np.int64]
    labels: NDArray[np.int64]


def build_labels(told: Mentions, claims: Claims, listed: Documents) -> Labels:
    """Return the stretches that name actors, each once for a document."""
    document = claims.document[told.claim]
    ranks = np.empty(len(told.entity.values) + 1, np.int64)
    ranks[np.argsort(np.array([*told.entity.values, "\U0010ffff"], object))] = np.arange(len(ranks))
    place = np.stack([document, told.start, told.end, ranks[told.entity.codes]], axis=1).astype(np.int64)
    _, first, said = np.unique(place, axis=0, return_index=True, return_inverse=True)
    said = said.reshape(-1)
    labels = Coded.build([build_label(words) for words in told.words.values])
    keys = np.stack(
        [
            told.entity.codes[first],
            listed.publisher.codes[document[first]],
            labels.codes[told.words.codes[first]],
        ],
        axis=1,
    )
    groups, group = np.unique(keys, axis=0, return_inverse=True)
    names = tuple(
        (told.entity.values[entity], listed.publisher.values[outlet], labels.values[label])
        for entity, outlet, label in groups.tolist()
    )
    return _lay_down(
        names,
        claim=told.claim,
        said=said,
        document=document[first],
        start=told.start[first],
        end=told.end[first],
        quoted=told.quoted[first],
        group=group.reshape(-1),
    )


def _lay_down(names: tuple[tuple[str, str, str], ...], **columns: NDArray[Any]) -> Labels:
    """Return the stretches with what says how they are ordered."""
    by_group = np.lexsort((columns["end"], columns["start"], columns["document"], columns["group"]))
    places, labels = _places([name[:2] for name in names]), _places([name[2] for name in names])
    return Labels(**columns, by_group=by_group, names=names, places=places, labels=labels)


def join_labels(labels: Labels, found: Labels | None, documents: Numbers) -> Labels:
    """Return the labels with those that are found in some documents instead of what stands there."""
    here = ~np.isin(labels.document, documents)
    told, number = here[labels.said], np.cumsum(here) - 1
    kept = {name: getattr(labels, name)[here] for name in _STRETCH}
    said = {"claim": labels.claim[told], "said": number[labels.said[told]]}
    if found is None:
        return _lay_down(labels.names, **kept, **said)
    names = {name: at for at, name in enumerate(labels.names)}
    for name in found.names:
        names.setdefault(name, len(names))
    groups = np.array([names[name] for name in found.names], np.int64)[found.group]
    more = {name: getattr(found, name) for name in _STRETCH} | {"group": groups}
    more |= {"claim": found.claim, "said": found.said + int(here.sum())}
    columns = {name: np.append(column, more[name]) for name, column in (kept | said).items()}
    return _lay_down(tuple(names), **columns)


def _places(words: Sequence[Any]) -> NDArray[np.int64]:
    """Return by row where its words stand among all that there are, in their order."""
    at = {word: place for place, word in enumerate(sorted(set(words)))}
    return np.fromiter(map(at.__getitem__, words), np.int64, len(words))


@dataclass(frozen=True, slots=True)
class LabelRows(Sequence[Row]):
    """Labels as rows, by actor, outlet and how often; their examples are read when a page of them is looked at."""

    table: Table
    stretches: NDArray[np.int64]  # by label, those of one label in the order of documents
    groups: NDArray[np.int64]
    found: NDArray[np.int64]  # the group, how often in its own voice, how often in quotes
    texts: Texts

    @classmethod
    def find(cls, table: Table, rows: Numbers, actor: str, texts: Texts) -> LabelRows:
        """Return the labels in these claims; those of one actor only, where there is one of this id."""
        labels, asked = table.labels, np.zeros(len(table.claims), np.bool_)
        asked[rows] = True
        meant = np.zeros(len(labels.group), np.bool_)
        meant[labels.said[asked[labels.claim]]] = True
        here = labels.by_group[meant[labels.by_group]]
        many = len(labels.names)
        quoted = np.bincount(labels.group[meant & labels.quoted], minlength=many)
        told = np.bincount(labels.group[meant], minlength=many)
        found = _of_actor(labels, np.flatnonzero(told), actor)
        found = found[np.lexsort((labels.labels[found], -told[found], labels.places[found]))]
        counts = np.stack([found, told[found] - quoted[found], quoted[found]], axis=1)
        return cls(table, here, labels.group[here], counts, texts)

    def __len__(self) -> int:
        """Return how many labels there are."""
        return len(self.found)

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> list[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | list[Row]:
        """Return a row, or those of a slice, with their examples."""
        if isinstance(at, int):
            return self[at : at + 1 or None][0]
        chosen: list[list[int]] = self.found[at].tolist()
        places = {group: self._places(group) for group, _, _ in chosen}
        texts = self.texts(sorted({number for found in places.values() for number, _ in found}))
        return [
            self._row(group, own, quoted, [(texts.get(number, ""), span) for number, span in places[group]])
            for group, own, quoted in chosen
        ]

    def _places(self, group: int) -> list[tuple[int, TextSpan]]:
        """Return where a label stands first in each of the first documents: the number of that, and the stretch."""
        labels, listed = self.table.labels, self.table.documents
        seen: dict[str, tuple[int, TextSpan]] = {}
        start, end = np.searchsorted(self.groups, (group, group + 1))
        for stretch in self.stretches[start:end]:
            if len(seen) == _EXAMPLES:
                break
            at = int(stretch)
            document = int(labels.document[at])
            span = TextSpan(int(labels.start[at]), int(labels.end[at]))
            seen.setdefault(listed.name[document], (int(listed.number[document]), span))
        return list(seen.values())

    def _row(self, group: int, own: int, quoted: int, examples: list[tuple[str, TextSpan]]) -> Row:
        """Return a label as an object."""
        actor, outlet, label = self.table.labels.names[group]
        sentences = [find_sentence(text, span).quote(text).strip() for text, span in examples]
        counts = {"own_voice": own, "quoted": quoted}
        return {"actor": actor, "outlet": outlet, "label": label, **counts, "examples": sentences}


def _of_actor(labels: Labels, found: NDArray[np.int64], actor: str) -> NDArray[np.int64]:
    """Return those of the groups found that name an actor; all of them where none does, or nobody is asked for."""
    if not actor:
        return found
    named = [at for at in found.tolist() if actor in {labels.names[at][0], labels.names[at][0].split("/")[0]}]
    return np.array(named, np.int64) if named else found
