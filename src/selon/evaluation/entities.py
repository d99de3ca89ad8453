"""Named organisations and places measured against BRAT annotations: exact spans, with the stock model's beside."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from selon.documents.document import Document
from selon.errors import GoldError
from selon.mentions.organisations import find_organisations
from selon.values import TextSpan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from spacy.language import Language
    from spacy.tokens import Doc

KINDS = ("organisation", "place")
_KIND_OF = {"Organization": "organisation", "Location": "place", "ORG": "organisation", "LOC": "place"}
_STAGES = frozenset(
    {"tok2vec", "morphologizer", "parser", "selon_sentences", "selon_clauses", "selon_actors", "selon_places"}
)
_MARK = re.compile(r"T\d+\t(?P<kind>\w+) (?P<start>\d+) (?P<end>\d+)\t")
_BATCH = 32

Marks = dict[str, set[TextSpan]]


@dataclass(frozen=True, slots=True)
class EntityText:
    """A text with the organisations and places that people marked in it."""

    name: str
    text: str
    marks: Marks


def read_entity_texts(folder: Path, texts: Path, *, sample: int = 0) -> list[EntityText]:
    """Return the texts whose marks lie in a folder as `.ann` files, all or so many of them, evenly drawn.

    Raises GoldError where there are none, or where a text is missing.
    """
    files = sorted(folder.glob("*.ann"))
    if not files:
        raise GoldError("there is no file *.ann in it", where=str(folder), remedy="Name a folder of BRAT annotations")
    step = max(1, len(files) // sample) if sample else 1
    return [_read_one(file, texts) for file in files[::step][: sample or None]]


def _read_one(file: Path, texts: Path) -> EntityText:
    """Return one text with its marks."""
    path = texts / f"{file.stem}.txt"
    try:
        return EntityText(path.name, path.read_text(encoding="utf-8"), read_brat(file.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError) as error:
        remedy = "Give the folder of the texts with --texts"
        raise GoldError(f"the text cannot be read ({error})", where=path.name, remedy=remedy) from error


def read_brat(annotations: str) -> Marks:
    r"""Return the stretches of organisations and places that a BRAT file marks.

    >>> read_brat("T1\tOrganization 0 3\tONU\nT2\tDate 10 14\t2017\n")
    {'organisation': {TextSpan(start=0, end=3)}, 'place': set()}
    """
    marks: Marks = {kind: set() for kind in KINDS}
    for match in map(_MARK.match, annotations.splitlines()):
        if match is not None and match["kind"] in _KIND_OF:
            marks[_KIND_OF[match["kind"]]].add(TextSpan(int(match["start"]), int(match["end"])))
    return marks


def find_entities(nlp: Language, texts: Sequence[EntityText]) -> Iterator[Marks]:
    """Yield what the reader's pipeline names in each text; what comes after names is left out, to be quick."""
    with nlp.select_pipes(disable=[name for name in nlp.pipe_names if name not in _STAGES]):
        for doc in nlp.pipe((_doc_of(nlp, text) for text in texts), batch_size=_BATCH):
            organisations = {found.span for found in find_organisations(doc, doc._.actors)}
            yield {"organisation": organisations, "place": {place.span for place in doc._.places}}


def _doc_of(nlp: Language, text: EntityText) -> Doc:
    """Return the tokenised text, with its document on it."""
    doc = nlp.make_doc(text.text)
    doc._.document = Document(name=text.name, text=text.text, language="fr")
    return doc


def find_stock_entities(model: str, texts: Sequence[EntityText]) -> Iterator[Marks]:
    """Yield what the stock model of that name, with nothing of ours, names in each text."""
    import spacy  # noqa: PLC0415 - loaded when it is needed

    nlp = spacy.load(model, exclude=["morphologizer", "parser", "lemmatizer", "attribute_ruler"])
    for doc in nlp.pipe((text.text for text in texts), batch_size=_BATCH):
        marks: Marks = {kind: set() for kind in KINDS}
        for entity in doc.ents:
            if entity.label_ in _KIND_OF:
                marks[_KIND_OF[entity.label_]].add(TextSpan(entity.start_char, entity.end_char))
        yield marks


def score_entities(texts: Iterable[EntityText], found: Iterable[Marks]) -> Mapping[str, dict[str, float]]:
    """Return precision, recall and F1 of each kind over exact spans, and how many there are to find."""
    counts = {kind: [0, 0, 0] for kind in KINDS}
    for text, marks in zip(texts, found, strict=True):
        for kind, count in counts.items():
            count[0] += len(text.marks[kind] & marks[kind])
            count[1] += len(text.marks[kind])
            count[2] += len(marks[kind])
    return {kind: _figures(*count) for kind, count in counts.items()}


def _figures(hits: int, gold: int, found: int) -> dict[str, float]:
    """Return the figures of the counts."""
    p, r = hits / found if found else 0.0, hits / gold if gold else 0.0
    return {"p": round(p, 4), "r": round(r, 4), "f1": round(2 * p * r / (p + r), 4) if p + r else 0.0, "n": gold}
