"""Naming as it is shown: a matrix of outlets by actor with the commonest labels, and the loaded words for acts."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from selon.codebook.loaded import load_loaded_pairs
from selon.incidents.naming import find_labels, find_word_choices
from selon.record.filters import Filter
from selon.record.folding import fold
from selon.web.shown.days import say_day
from selon.web.shown.lists import read_filtered
from selon.web.shown.naming_matrix import MatrixRow, build_matrix, join_labels
from selon.web.shown.quoting import address_at
from selon.web.shown.voices import say_actor

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from selon.documents.document import Document
    from selon.incidents.naming import Label, WordChoice
    from selon.record.record import Record
    from selon.web.shown.days import Say

_COLUMNS = 4
_MOST_ROWS = 40
_CHOICES = 80
_EXAMPLES = 3
_LABELS_READ = 8


@dataclass(frozen=True, slots=True)
class ActorChoice:
    """An actor that can be chosen, and how often it is named."""

    id: str
    name: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence in which a label stands: what comes before it, the label, what comes after."""

    claim: str
    outlet: str
    day: str
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class PairCount:
    """How one outlet chooses between loaded and plain words, with the stretches of a bar of a hundred."""

    outlet: str
    loaded_own: int
    loaded_quoted: int
    plain_own: int
    plain_quoted: int
    stretches: tuple[tuple[str, float, float, int], ...]
    examples: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PairTable:
    """A pair of words for one act: those that take a side, those that do not, and who chooses which."""

    id: str
    loaded: tuple[str, ...]
    plain: tuple[str, ...]
    counts: tuple[PairCount, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownNaming:
    """The page of naming."""

    actor: str
    actor_name: str
    choices: tuple[ActorChoice, ...]
    columns: tuple[tuple[str, str], ...]
    rows: tuple[MatrixRow, ...]
    more_rows: int
    examples: tuple[tuple[str, tuple[Example, ...]], ...]
    pairs: tuple[PairTable, ...]
    unknown: str


@dataclass(frozen=True, slots=True)
class FoundNaming:
    """All labels, and the word choices with the addresses of their examples."""

    labels: Sequence[Label]
    pairs: Sequence[tuple[WordChoice, tuple[tuple[str, str], ...]]]


def find_naming(record: Record, asked: Filter) -> FoundNaming:
    """Return the labels and word choices in the documents asked for."""
    readings = read_filtered(record, asked)
    documents = [document for document, _ in readings]
    by_outlet: dict[str, list[Document]] = defaultdict(list)
    for document in documents:
        by_outlet[document.publisher].append(document)
    choices = [(choice, _find_examples(choice, by_outlet[choice.outlet])) for choice in find_word_choices(documents)]
    return FoundNaming(find_labels(readings), choices)


def _find_examples(choice: WordChoice, documents: Iterable[Document]) -> tuple[tuple[str, str], ...]:
    """Return the example sentences of a word choice with their addresses."""
    found: dict[str, str] = {}
    for document in documents:
        if len(found) == len(choice.examples):
            break
        for sentence in choice.examples:
            at = -1 if sentence in found else document.text.find(sentence)
            if at >= 0:
                found[sentence] = address_at(document.id, document.text, at)
    return tuple(found.items())


def build_naming(found: FoundNaming, record: Record, asked: Filter, t: Say) -> ShownNaming:
    """Return the matrix of an actor, or of those most named, and the pairs of words; `about` is the actor."""
    labels = join_labels(found.labels)
    counts: Counter[str] = Counter()
    for label in labels:
        counts[label.actor] += label.own_voice + label.quoted
    bases: Counter[str] = Counter()
    for actor, count in counts.items():
        bases[actor.split("/")[0]] += count
    actor = _choose(asked.about, bases, t)
    wanted = [id_ for id_, _ in counts.most_common() if not actor or id_.split("/")[0] == actor][:_COLUMNS]
    if asked.about and not actor:
        wanted = []
    rows = build_matrix(labels, wanted)
    return ShownNaming(
        actor=actor,
        actor_name=say_actor(actor, t) if actor else "",
        choices=tuple(_choices(bases, actor, t)),
        columns=tuple((id_, say_actor(id_, t)) for id_ in wanted),
        rows=tuple(rows[:_MOST_ROWS]),
        more_rows=len(rows[_MOST_ROWS:]),
        examples=_examples(record, asked, actor, labels, t) if actor else (),
        pairs=tuple(_pairs(found.pairs)),
        unknown=asked.about if asked.about and not actor else "",
    )


def _choose(words: str, bases: Mapping[str, int], t: Say) -> str:
    """Return the actor that is meant by an id or by words, "" where none is."""
    if not words:
        return ""
    base = words.split("/", maxsplit=1)[0]
    if base in bases:
        return base
    fits = [actor for actor in bases if fold(words) in fold(say_actor(actor, t))]
    return max(fits, key=lambda actor: bases[actor], default="")


def _choices(bases: Counter[str], actor: str, t: Say) -> Iterable[ActorChoice]:
    """Yield the actors that can be chosen, by name."""
    offered = [(say_actor(id_, t), id_, count) for id_, count in bases.most_common(_CHOICES)]
    for name, id_, count in sorted(offered, key=lambda choice: (fold(choice[0]), choice[1])):
        yield ActorChoice(id_, name, count, id_ == actor)


def _examples(
    record: Record, asked: Filter, actor: str, labels: Iterable[Label], t: Say
) -> tuple[tuple[str, tuple[Example, ...]], ...]:
    """Return sentences for the commonest labels of an actor, over all outlets."""
    counts: Counter[str] = Counter()
    for label in labels:
        if label.actor.split("/")[0] == actor:
            counts[label.label] += label.own_voice + label.quoted
    shown: dict[str, list[Example]] = {label: [] for label, _ in counts.most_common(_LABELS_READ)}
    for claim in record.view.claims(Filter(about=actor, as_of=asked.as_of, outlet=asked.outlet)):
        row = claim.row
        for part in (*row["arguments"], *row["attribution"]):
            if (part.get("entity") or "").split("/")[0] != actor:
                continue
            words = " ".join(str(part["text"]).split()).casefold()
            ends = {label: (f" {label}", f"’{label}", f"'{label}") for label in shown}
            fitting = next((label for label in shown if words == label or words.endswith(ends[label])), "")
            before = shown.get(fitting)
            if before is not None and len(before) < _EXAMPLES and all(e.outlet != row["publisher"] for e in before):
                before.append(_example(row, part, t))
    return tuple((label, tuple(examples)) for label, examples in shown.items() if examples)


def _example(row: Mapping[str, object], part: Mapping[str, object], t: Say) -> Example:
    """Return the sentence of a claim around the words of one of its parts."""
    sentence, first = str(row["sentence"]), int(str(row["sentence_start"]))
    start, end = int(str(part["start"])) - first, int(str(part["end"])) - first
    inside = 0 <= start < end <= len(sentence)
    return Example(
        claim=str(row["id"]),
        outlet=str(row["publisher"]),
        day=say_day(str(row["published"] or ""), t),
        before=sentence[:start] if inside else sentence,
        words=sentence[start:end] if inside else "",
        after=sentence[end:] if inside else "",
    )


def _pairs(found: Sequence[tuple[WordChoice, tuple[tuple[str, str], ...]]]) -> Iterable[PairTable]:
    """Yield the pairs of words with what each outlet chooses, where anybody chooses the loaded one."""
    by_pair: dict[str, list[PairCount]] = defaultdict(list)
    for choice, examples in found:
        by_pair[choice.pair].append(_pair_count(choice, examples))
    for pair in load_loaded_pairs():
        counts = sorted(by_pair[pair.id], key=lambda c: (-(c.loaded_own + c.loaded_quoted), c.outlet))
        if any(count.loaded_own + count.loaded_quoted for count in counts):
            yield PairTable(pair.id, pair.loaded, pair.plain, tuple(counts[:_MOST_ROWS]))


def _pair_count(choice: WordChoice, examples: tuple[tuple[str, str], ...]) -> PairCount:
    """Return what one outlet chooses, with the stretches of its bar."""
    counts = {name: getattr(choice, name) for name in ("loaded_own", "loaded_quoted", "plain_own", "plain_quoted")}
    total, x, stretches = max(sum(counts.values()), 1), 0.0, []
    for name, count in counts.items():
        width = 100 * count / total
        if count:
            stretches.append((name.replace("_", "-"), round(x, 2), round(width, 2), count))
        x += width
    return PairCount(outlet=choice.outlet, **counts, stretches=tuple(stretches), examples=examples)
