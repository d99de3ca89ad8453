"""Linear models: weights by feature and label, learnt by `tools/train_reader.py`, read from a file, able to explain.

A model is a table of numbers, not code: the score of a label is the sum of the weights of the features that are there.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from operator import add
from typing import TYPE_CHECKING

from selon.errors import CodebookError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from importlib.resources.abc import Traversable


@dataclass(frozen=True, slots=True)
class LinearModel:
    """A multinomial logistic model over named features.

    `weights` gives for each feature the weight of each label, in the order of `labels`; "" is the bias.
    """

    labels: tuple[str, ...]
    weights: Mapping[str, tuple[float, ...]]

    def probabilities(self, features: Iterable[str]) -> dict[str, float]:
        """Return the probability of each label given the features that are present.

        >>> LinearModel(("no", "yes"), {"": (0.0, 0.0), "x": (-1.0, 1.0)}).probabilities(["x"])["yes"] > 0.8
        True
        """
        totals = list(self.weights.get("", (0.0,) * len(self.labels)))
        for feature in features:
            row = self.weights.get(feature)
            if row is not None:
                totals = list(map(add, totals, row))
        top = max(totals)
        powers = [math.exp(total - top) for total in totals]
        whole = sum(powers)
        return {label: power / whole for label, power in zip(self.labels, powers, strict=True)}

    def reasons(self, features: Iterable[str], label: str, most: int = 3) -> list[str]:
        """Return the features that spoke most for a label, the strongest first."""
        at = self.labels.index(label)
        told = sorted(((self.weights[f][at], f) for f in features if f in self.weights), reverse=True)
        return [feature for weight, feature in told[:most] if weight > 0]


def read_models(file: Traversable) -> dict[str, LinearModel]:
    """Return the models of a weights file by name; raises CodebookError where it cannot be read."""
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        return {
            name: LinearModel(tuple(model["labels"]), {f: tuple(row) for f, row in model["weights"].items()})
            for name, model in data["models"].items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        remedy = "Train it anew: python tools/train_reader.py"
        raise CodebookError(f"the weights cannot be read ({error})", where=file.name, remedy=remedy) from error
