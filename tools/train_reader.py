"""Train the small linear models of the reader on annotated claims, or measure them by cross-validation over documents.

    python tools/train_reader.py --gold DIR --texts DIR [--gold DIR --texts DIR …] -o weights.json
    python tools/train_reader.py --gold DIR --texts DIR … --cross-validate 5

Seeded and deterministic. No text is stored: a weights file holds features, labels and numbers.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from selon.claims.linear import LinearModel

if TYPE_CHECKING:
    from collections.abc import Sequence

SEED = 20
DIGITS = 3


def fit(rows: Sequence[tuple[list[str], str, float]], *, strength: float, least: int = 2) -> LinearModel:
    """Return the model fitted to (features, label, weight) rows; features seen fewer than `least` times are left out."""
    counts: dict[str, int] = {}
    for features, _, _ in rows:
        for feature in set(features):
            counts[feature] = counts.get(feature, 0) + 1
    names = sorted(f for f, n in counts.items() if n >= least)
    index = {f: at for at, f in enumerate(names)}
    labels = sorted({label for _, label, _ in rows})
    indptr, indices = [0], []
    for features, _, _ in rows:
        indices += sorted({index[f] for f in features if f in index})
        indptr.append(len(indices))
    matrix = csr_matrix((np.ones(len(indices)), indices, indptr), shape=(len(rows), len(names)))
    learner = LogisticRegression(C=strength, max_iter=400, random_state=SEED)
    learner.fit(matrix, [label for _, label, _ in rows], sample_weight=[weight for _, _, weight in rows])
    coefficients, bias = learner.coef_, learner.intercept_
    if len(labels) == 2:  # the learner keeps one row for two labels
        coefficients, bias = np.vstack([-coefficients[0] / 2, coefficients[0] / 2]), np.array([-bias[0] / 2, bias[0] / 2])
    weights = {"": tuple(round(float(b), DIGITS) for b in bias)}
    for at, name in enumerate(names):
        row = tuple(round(float(c), DIGITS) for c in coefficients[:, at])
        if any(abs(value) >= 0.02 for value in row):
            weights[name] = row
    return LinearModel(tuple(labels), weights)


def argument_rows(scene: Any, claims: Sequence[dict[str, Any]], score: Any) -> list[tuple[list[str], str, float]]:
    """Return the training rows of the argument model: each word that may be an argument of a gold event, with its gold role."""
    from selon.claims.arguments import candidate_features, rule_roles
    from selon.claims.events import find_events

    rows = []
    text = scene.doc.text
    for sentence in scene.doc.sents:
        for event in find_events(scene, sentence):
            gold = _matching(event, claims, score)
            if gold is None:
                continue
            heads = [(a["role"], head) for a in gold["arguments"] for head in score.heads_of(a["span"], text)]
            for token, features in candidate_features(scene, event, rule_roles(scene, event)):
                own = (token.idx, token.idx + len(token))
                label = next((role for role, head in heads if score.overlap(own, head)), "none")
                rows.append((features, label, 1.0))
    return rows


def event_rows(scene: Any, furniture: Sequence[Any], claims: Sequence[dict[str, Any]], score: Any) -> list[tuple[list[str], str, float]]:
    """Return the training rows of the event model: each event that the codebook finds, and whether the gold has it."""
    from selon.claims.assembly import find_drafts

    rows = []
    for draft in find_drafts(scene, furniture):
        gold = _matching(draft.event, claims, score)
        if gold is None:
            rows.append((draft.features(scene), "drop", 1.0))
        elif not gold["optional"]:
            rows.append((draft.features(scene), "keep", 1.0))
    return rows


def _matching(event: Any, claims: Sequence[dict[str, Any]], score: Any) -> dict[str, Any] | None:
    """Return the gold claim whose trigger the event's overlaps, of its type family, or None."""
    span = (event.span.start, event.span.end)
    found = [c for c in claims if score.overlap(span, c["trigger"]) and score.family(c["type"], event.type)]
    return min(found, key=lambda c: (c["type"] != event.type, c["optional"]), default=None)
