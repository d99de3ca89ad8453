"""The words that the map's scripts say: taken from the interface's words, so that the scripts hold none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from selon.web.asking import known_types
from selon.web.shown.points import PRECISIONS

if TYPE_CHECKING:
    from selon.web.shown.days import Say

_WORDS = (
    *("map", "loading", "failed", "zoom_in", "zoom_out", "box", "box_hint", "incidents", "open", "no_place"),
    *("denied", "killed", "arc", "arc_origins", "arc_hearsay", "standing"),
    *("earlier", "later"),
)
_COUNTS = ("independent", "unknown", "reports")


def build_map_words(t: Say, tiles: str = "") -> dict[str, Any]:
    """Return the words of map and timeline, with the address of the tiles where there is one."""
    return {
        "words": {name: t(f"map.{name}") for name in _WORDS},
        "counts": {name: [t(f"figures.{name}.{form}") for form in ("one", "other")] for name in _COUNTS},
        "types": {name: t(f"terms.type.{name}") for name in known_types()},
        "precisions": {name: t(f"terms.precision.{name}") for name in PRECISIONS if name},
        "months": [t(f"days.month.{number}") for number in range(1, 13)],
        "tiles": tiles,
    }
