"""The linkage model: what speaks for and against two tellings being of one event, in bits, read from `model.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_KM = (
    "111.2 * sqrt(pow(lat_l - lat_r, 2) + "
    "pow((((lon_l - lon_r) + 540) % 360 - 180) * cos(radians((lat_l + lat_r) / 2)), 2))"
)
_TOWN_KM = _KM.replace("lat_", "town_lat_").replace("lon_", "town_lon_")
_GAP = "greatest(first_l - last_r, first_r - last_l)"
_RECENT = (
    "(first_l IS NULL AND first_r IS NULL AND abs(published_l - published_r) <= 3)"
    " OR (first_l IS NULL AND first_r <= published_l AND last_r >= published_l - 4)"
    " OR (first_r IS NULL AND first_l <= published_r AND last_l >= published_r - 4)"
)
_NEWS = (
    "(first_l IS NULL AND leads_l AND first_r IS NULL AND leads_r AND abs(published_l - published_r) <= 3)"
    " OR (first_l IS NULL AND leads_l AND first_r <= published_l AND last_r >= published_l - 4)"
    " OR (first_r IS NULL AND leads_r AND first_l <= published_r AND last_l >= published_r - 4)"
)
_AFTER = (
    "CASE WHEN first_l IS NULL AND published_l >= last_r THEN published_l - last_r "
    "WHEN first_r IS NULL AND published_r >= last_l THEN published_r - last_l END"
)
_SAME_TOLL = (
    "(fine_l = 3 AND fine_r = 3 AND greatest(days_l, days_r) <= 45"
    " AND coalesce(killed_low_l <= killed_high_r AND killed_low_r <= killed_high_l, false))"
)
_TOTAL = (
    f"((counts_l AND days_l > 10 AND days_r <= 10) OR (counts_r AND days_r > 10 AND days_l <= 10)) AND NOT {_SAME_TOLL}"
)
FORBIDDEN = -20.0  # bits below which a level forbids the join, whatever else speaks for it


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a comparison: what holds of the two tellings, and what that weighs in bits."""

    label: str
    sql: str
    weight: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two tellings are compared in, its levels from the first that is tried to the last, and why it counts."""

    name: str
    levels: tuple[Level, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class LinkageModel:
    """All comparisons, the bits that two tellings of a block start with, and the bits from which they may be joined."""

    comparisons: tuple[Comparison, ...]
    prior: float
    threshold: float

    def label(self, comparison: str, bits: float) -> str:
        """Return what a comparison that weighs so many bits says: no two levels of one weigh the same."""
        levels = next(c.levels for c in self.comparisons if c.name == comparison)
        return min(levels, key=lambda level: abs(level.weight - bits)).label


@cache
def find_label(comparison: str, bits: float) -> str:
    """Return what a comparison of the package's model says that weighs so many bits, looked up once.

    >>> find_label("place", -1.0)
    'no place said'
    """
    return load_model().label(comparison, bits)


@cache
def load_model() -> LinkageModel:
    """Return the model of the package.

    >>> load_model().label("place", -1.0)
    'no place said'
    """
    table = tomllib.loads((files("selon.incidents") / "model.toml").read_text(encoding="utf-8"))
    comparisons = tuple(
        Comparison(
            entry["name"],
            tuple(Level(level["label"], _fill(level["sql"]), float(level["weight"])) for level in entry["levels"]),
            entry["reason"],
        )
        for entry in table["comparison"]
    )
    return LinkageModel(comparisons, float(table["prior"]), float(table["threshold"]))


def _fill(sql: str) -> str:
    """Return the condition with its distances written out."""
    return (
        sql.replace("{km}", f"({_KM})")
        .replace("{town_km}", f"({_TOWN_KM})")
        .replace("{gap}", f"({_GAP})")
        .replace("{news}", f"({_NEWS})")
        .replace("{recent}", f"({_RECENT})")
        .replace("{after}", f"({_AFTER})")
        .replace("{total}", f"({_TOTAL})")
    )
