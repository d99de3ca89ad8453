"""What the floors are measured on and how: used by the test that holds them and by the tool that raises them."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from selon.claims.contract import build_row
from selon.cli.evaluate import documents_of
from selon.codebook.speech import SpeechCodebook
from selon.evaluation.entities import find_entities, read_entity_texts, score_entities
from selon.evaluation.framenet import score_framenet
from selon.evaluation.gold import read_gold
from selon.evaluation.scoreboard import by_document, score
from selon.evaluation.timebank import score_timebank

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from selon.pipeline import Reader

TEXTS = {
    "seeds": "seeds",
    "wikinews": "corpora/wikinews-fr/texts",
    "wikinews-more": "corpora/wikinews-fr/texts",
}
GROUPS = (*TEXTS, "timebank", "framenet", "entities")
SAMPLE = 190  # texts with named entities: enough to be steady, few enough to be quick
MARGIN = 0.005  # a floor lies so far under what was measured
NOISE = 0.002  # and a figure may be so far under its floor: other processors round otherwise


def measure(group: str, reader: Reader, shared: Path) -> dict[str, float]:
    """Return the figures of one group, by name; `reader` has to read by rules alone."""
    corpora = shared / "corpora"
    if group == "timebank":
        return {name: row["f1"] for name, row in score_timebank(corpora / "fr-timebank").items()}
    if group == "framenet":
        shares = score_framenet(
            corpora / "framenet-sequoia" / "attribution_dev.jsonl", reader.nlp, SpeechCodebook.load()
        )
        return {
            f"{name}.{what}": row[what] for name, row in shares.items() for what in ("content", "content_and_source")
        }
    if group == "entities":
        folder = corpora / "wikinews-fr"
        texts = read_entity_texts(folder / "entities", folder / "texts", sample=SAMPLE)
        return {kind: row["f1"] for kind, row in score_entities(texts, find_entities(reader.nlp, texts)).items()}
    return _measure_claims(reader, shared / "gold" / group, shared / TEXTS[group])


def _measure_claims(reader: Reader, gold: Path, texts: Path) -> dict[str, float]:
    """Return the figures of the scoreboard of one set."""
    documents = read_gold(gold, texts)
    rows: Iterable[dict[str, Any]] = (
        build_row(claim, reading.document)
        for reading in reader.read_many(documents_of(documents, texts))
        for claim in reading.claims
    )
    board = score(documents, by_document(rows))
    figures = {name: figure.f1 for name, figure in board.f1s.items()}
    return figures | {name: figure.acc for name, figure in board.accuracies.items()} | {"record": board.record}


def digest_of(group: str, shared: Path) -> str:
    """Return the digest of the gold files of a group: a floor holds for these files and no others."""
    corpora = shared / "corpora"
    folders = {
        "timebank": (corpora / "fr-timebank", "*.tml"),
        "framenet": (corpora / "framenet-sequoia", "*.jsonl"),
        "entities": (corpora / "wikinews-fr" / "entities", "*.ann"),
    }
    folder, pattern = folders.get(group, (shared / "gold" / group, "*.gold.json"))
    whole = hashlib.sha256()
    for file in sorted(folder.glob(pattern)):
        whole.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return whole.hexdigest()


def read_floors(text: str) -> dict[str, dict[str, Any]]:
    """Return the floors by group: the digest of the gold, and the figures."""
    floors: dict[str, dict[str, Any]] = json.loads(text)
    return floors


def find_sunken(measured: dict[str, float], floors: dict[str, float]) -> dict[str, tuple[float, float]]:
    """Return the figures under their floors by more than noise, each with its floor."""
    return {
        name: (measured.get(name, 0.0), floor)
        for name, floor in floors.items()
        if measured.get(name, 0.0) < floor - NOISE
    }


def find_lowered(new: dict[str, dict[str, Any]], old: dict[str, dict[str, Any]]) -> list[str]:
    """Return the floors of the old file that the new one has lower, or not at all."""
    return [
        f"{group}.{name}: {floor} became {new.get(group, {}).get('floors', {}).get(name)}"
        for group, one in old.items()
        for name, floor in one["floors"].items()
        if new.get(group, {}).get("floors", {}).get(name, -1.0) < floor and not new.get(group, {}).get("lowered", "")
    ]
