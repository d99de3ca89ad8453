"""Train the small linear model of the reader on annotated claims, or measure it by cross-validation over documents.

    python tools/train_reader.py --set GOLD TEXTS [--set GOLD TEXTS …] -o src/selon/codebook/fr/weights.json
    python tools/train_reader.py --set GOLD TEXTS … --cross-validate 5

Seeded and deterministic. No text is stored: a weights file holds features, labels and numbers.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from selon.claims.arguments import candidate_features, rule_roles
from selon.claims.assembly import Models, Voices, build_claims, find_drafts
from selon.claims.attribution.finding import chain_for
from selon.claims.contract import build_row
from selon.claims.events import find_events
from selon.claims.factuality.finding import read_factuality
from selon.claims.linear import LinearModel
from selon.codebook.speech import SpeechCodebook
from selon.documents.document import Document
from selon.documents.furniture import find_furniture
from selon.evaluation.gold import GoldDocument, read_found, read_gold
from selon.evaluation.matching import find_heads, overlap, same_family
from selon.evaluation.scoreboard import score
from selon.pipeline import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Doc

    from selon.claims.claim import Factuality
    from selon.claims.events import Event
    from selon.claims.scene import Scene
    from selon.evaluation.gold import GoldClaim
    from selon.evaluation.scoreboard import Scoreboard

    Row = tuple[list[str], str]

SEED = 20
STRENGTH = 0.2
DIGITS = 3
LEAST_WEIGHT = 0.02


def fit(rows: Sequence[Row], *, strength: float = STRENGTH, least: int = 2) -> LinearModel:
    """Return the model fitted to (features, label) rows; features seen fewer than `least` times are left out."""
    counts: dict[str, int] = {}
    for features, _ in rows:
        for feature in set(features):
            counts[feature] = counts.get(feature, 0) + 1
    names = sorted(f for f, n in counts.items() if n >= least)
    index = {f: at for at, f in enumerate(names)}
    labels = sorted({label for _, label in rows})
    indptr, indices = [0], []
    for features, _ in rows:
        indices += sorted({index[f] for f in features if f in index})
        indptr.append(len(indices))
    matrix = csr_matrix((np.ones(len(indices)), indices, indptr), shape=(len(rows), len(names)))
    learner = LogisticRegression(C=strength, max_iter=400, random_state=SEED)
    learner.fit(matrix, [label for _, label in rows])
    coefficients, bias = learner.coef_, learner.intercept_
    weights = {"": tuple(round(float(b), DIGITS) for b in bias)}
    for at, name in enumerate(names):
        row = tuple(round(float(c), DIGITS) for c in coefficients[:, at])
        if any(abs(value) >= LEAST_WEIGHT for value in row):
            weights[name] = row
    return LinearModel(tuple(labels), weights)


def read_parsed(reader: Reader, folder: Path, texts: Path) -> Iterator[tuple[GoldDocument, Doc]]:
    """Yield the gold documents of a folder with their texts as the pipeline leaves them."""
    for gold in read_gold(folder, texts):
        published = date.fromisoformat(gold.published) if gold.published else None
        document = Document(
            name=gold.name, text=gold.text, publisher=gold.publisher, published=published, language="fr",
            furniture=tuple(find_furniture(gold.text)),
        )  # fmt: skip
        doc = reader.nlp.make_doc(document.text)
        doc._.document = document
        yield gold, reader.nlp(doc)


def argument_rows(scene: Scene, gold: GoldDocument) -> list[Row]:
    """Return the training rows of a document: each word that may be an argument of a gold event, with its gold role."""
    rows = []
    for sentence in scene.doc.sents:
        for event in find_events(scene, sentence):
            claim = _matching(event, gold.claims)
            if claim is None:
                continue
            heads = [(a.role, head) for a in claim.arguments for head in find_heads(a.span, gold.text)]
            for token, features in candidate_features(scene, event, rule_roles(scene, event)):
                own = (token.idx, token.idx + len(token))
                rows.append((features, next((role for role, head in heads if overlap(own, head)), "none")))
    return rows


def _matching(event: Event, claims: Sequence[GoldClaim]) -> GoldClaim | None:
    """Return the gold claim whose trigger the event's overlaps, of its type family, or None."""
    span = (event.span.start, event.span.end)
    found = [c for c in claims if overlap(span, c.trigger) and same_family(c.type, event.type)]
    return min(found, key=lambda c: (c.type != event.type, c.optional), default=None)


def read_with(doc: Doc, models: Models) -> list[dict[str, object]]:
    """Return the rows of the claims that the reader makes of a parsed text with these models."""
    document, speech = doc._.document, SpeechCodebook.load()

    def factuality_of(event: Event) -> Factuality:
        return read_factuality(doc, event.tokens[0].i, event.tokens[-1].i, speech, doc._.words)

    drafts = find_drafts(doc._.scene, document.furniture, models)
    voices = Voices(lambda span: chain_for(doc._.attributions, span), factuality_of)
    return [build_row(claim, document) for claim in build_claims(drafts, document.id, voices)]


def cross_validate(sets: Sequence[list[tuple[GoldDocument, Doc]]], folds: int) -> list[tuple[Scoreboard, Scoreboard]]:
    """Return for each set the scores by rules alone and with models that never saw the document that they read."""
    everything = [pair for one in sets for pair in one]
    order = list(range(len(everything)))
    random.Random(SEED).shuffle(order)  # noqa: S311 - folds, not secrets
    fold_of = {index: at % folds for at, index in enumerate(order)}
    rows = [argument_rows(doc._.scene, gold) for gold, doc in everything]
    models = [
        fit([row for at, some in enumerate(rows) if fold_of[at] != fold for row in some]) for fold in range(folds)
    ]
    results, at = [], 0
    for one in sets:
        plain, learnt = {}, {}
        for gold, doc in one:
            plain[gold.name] = [read_found(row) for row in read_with(doc, Models())]
            learnt[gold.name] = [read_found(row) for row in read_with(doc, Models(arguments=models[fold_of[at]]))]
            at += 1
        golds = [gold for gold, _ in one]
        results.append((score(golds, plain), score(golds, learnt)))
    return results


def main() -> int:
    """Run the command; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--set", nargs=2, action="append", required=True, type=Path, metavar=("GOLD", "TEXTS"), dest="sets"
    )
    parser.add_argument("--cross-validate", type=int, default=0, metavar="FOLDS")
    parser.add_argument("-o", "--output", type=Path)
    args = parser.parse_args()
    reader = Reader()
    sets = [list(read_parsed(reader, gold, texts)) for gold, texts in args.sets]
    if args.cross_validate:
        for (gold, _), (plain, learnt) in zip(args.sets, cross_validate(sets, args.cross_validate), strict=True):
            sys.stdout.write(f"{gold}: record by rules {plain.record:.3f}, learnt {learnt.record:.3f}\n")
            told = {"rules": plain.as_dict(), "learnt": learnt.as_dict()}
            sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    if args.output:
        model = fit([row for one in sets for gold, doc in one for row in argument_rows(doc._.scene, gold)])
        content = {"models": {"arguments": {"labels": model.labels, "weights": model.weights}}}
        args.output.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
