"""The grammar of numbers in the text: "plus de 7 800", "entre 3 et 5", "une vingtaine", "des centaines de milliers"."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from selon.values import Count

if TYPE_CHECKING:
    from collections.abc import Callable

    from selon.mentions.phrases import Hit

_THOUSAND = 1000
_MOST = 10**15


class NumberRule(NamedTuple):
    """A rule: its name, its pattern, and the bounds that it reads there (None: no number)."""

    name: str
    pattern: str
    build: Callable[[Hit], tuple[float, float, bool] | None]


def _scaled(hit: Hit, name: str, scale: str) -> float:
    """Return a named number times its scale: 3,5 millions."""
    value, factor = hit.value(name), hit.value(scale)
    number = float(value) if isinstance(value, int | float) else 0.0
    return number * (factor if isinstance(factor, int | float) else 1)


def _build_simple(hit: Hit) -> tuple[float, float, bool] | None:
    """Return the bounds of "12", "7 800", "3,5 millions"."""
    number = _scaled(hit, "n", "scale")
    if hit.word("scale") in {"milliard", "million"} and hit.word("n") in {"un", "une"}:
        return number, number, False
    return number, number, False


def _build_range(hit: Hit) -> tuple[float, float, bool] | None:
    """Return the bounds of "entre 3 et 5", "10 à 20 000", "50 à 100 millions"; None where they run backwards."""
    low, high = _scaled(hit, "a", "s"), _scaled(hit, "b", "t")
    if hit.has("t") and not hit.has("s") and low < _THOUSAND:
        low = low * (high / _scaled(hit, "b", "none"))
    elif low < _THOUSAND <= high and high % _THOUSAND == 0 and low < high / _THOUSAND:
        low *= _THOUSAND
    return (low, high, False) if low <= high else None


def _build_collective(hit: Hit) -> tuple[float, float, bool] | None:
    """Return the bounds of "une vingtaine", "deux douzaines", "un millier"."""
    number = _scaled(hit, "n", "coll")
    return number, number, True


def _build_many(hit: Hit) -> tuple[float, float, bool] | None:
    """Return the bounds of "des dizaines" (20 to 99), "des centaines de milliers" (200 000 to 999 999)."""
    ten = _scaled(hit, "many", "of")
    return 2 * ten, 10 * ten - 1, True


def _build_fraction(hit: Hit) -> tuple[float, float, bool] | None:
    """Return the bounds of "la moitié", in percent."""
    number = _scaled(hit, "fraction", "none")
    return number, number, False


_LEAD = "(part:DONT)? (first:BOUND)? (second:BOUND)? (some:INDEF)?"

NUMBER_RULES: tuple[NumberRule, ...] = (
    NumberRule("percent", f"{_LEAD} n:N scale:SCALE? percent:PERCENT", _build_simple),
    NumberRule("percent range", f"{_LEAD} (BETWEEN|DE)? a:N (ET|TO|OU) b:N percent:PERCENT", _build_range),
    NumberRule("number", f"{_LEAD} n:N scale:SCALE?", _build_simple),
    NumberRule("between", f"{_LEAD} BETWEEN a:N s:SCALE? ET b:N t:SCALE?", _build_range),
    NumberRule("range", f"{_LEAD} (from:DE)? a:N s:SCALE? (to:TO|OU|DASH) b:N t:SCALE?", _build_range),
    NumberRule("round number", f"{_LEAD} n:N coll:COLL|COLLS", _build_collective),
    NumberRule("untold tens", f"{_LEAD} OWN? many:COLLS (DE of:COLLS|SCALE)?", _build_many),
    NumberRule("untold millions", "(part:DONT)? INDEF many:SCALE", _build_many),
    NumberRule("fraction", "(part:DONT)? (first:BOUND)? fraction:FRACTION", _build_fraction),
    NumberRule("multiple", "FEW? n:DOUBLE", _build_simple),
)


def bound(name: str, low: float, high: float, words: list[str], *, approx: bool) -> Count | None:
    """Return the count that bounding words make of a number, None beyond all reason: "au moins", "jusqu'à"."""
    if high > _MOST or name == "":
        return None
    down, up = math.floor(low), math.ceil(high)
    rough = approx or "approx" in words or down != low or up != high
    return Count(None if "high" in words else down, None if "low" in words else up, approx=rough)
