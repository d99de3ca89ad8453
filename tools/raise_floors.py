"""Measure the reader and raise the floors of tests/floors.json to what it reaches, less a small margin.

    python tools/raise_floors.py                               raise what can be raised, keep the rest
    python tools/raise_floors.py seeds wikinews                only these groups
    python tools/raise_floors.py --lower "REASON" [GROUP…]     take the figures as they are, and keep the reason

A figure far under its floor is told, and the exit code is 1; its floor stays. The scores in the README and in
docs/explanation/scores.md are written too.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path
from typing import Any

HOUSE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(HOUSE / "tests"))

from quality import GROUPS, MARGIN, TEXTS, digest_of, find_sunken, measure, read_floors  # noqa: E402 - beside the tests
from selon.pipeline import Reader  # noqa: E402

FILE = HOUSE / "tests" / "floors.json"
PAGES = (HOUSE / "README.md", HOUSE / "docs" / "explanation" / "scores.md")
SHARED = HOUSE.parent / "shared"
ROWS = {
    "claims found (type of a family)": "claims_lenient",
    "claims found (very type)": "claims",
    "arguments": "arguments",
    "actors identified": "entities",
    "quantities": "quantities",
    "sources, where there is one": "attribution",
    "no source, where there is none": "attribution_none",
    "affirmed or negated": "polarity",
    "how surely told": "status",
    "place within 25 km": "place_25km",
    "time": "time",
    "**record**": "record",
}
SETS = {"seeds": "5 war reports", "wikinews": "25 war reports", "wikinews-more": "45 police and war reports"}


def main() -> int:
    """Measure, write the floors and the table, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("groups", nargs="*", help=f"any of {', '.join(GROUPS)}")
    parser.add_argument("--lower", metavar="REASON", default="", help="take figures that sank, and keep the reason")
    asked = parser.parse_args()
    if unknown := set(asked.groups) - set(GROUPS):
        parser.error(f"there is no group {', '.join(sorted(unknown))}; there are {', '.join(GROUPS)}")
    floors = read_floors(FILE.read_text(encoding="utf-8")) if FILE.is_file() else {}
    reader = Reader()
    measured, sank = {}, False
    for group in asked.groups or GROUPS:
        measured[group] = measure(group, reader, SHARED)
        print(group, measured[group])
        sunken = find_sunken(measured[group], floors.get(group, {}).get("floors", {}))
        sank |= bool(sunken) and not asked.lower
        for name, (figure, floor) in sunken.items():
            print(f"  {name} sank to {figure:.3f}, under {floor:.3f}")
        floors[group] = raised(group, measured[group], floors.get(group, {}), asked.lower)
    ordered = {group: floors[group] for group in GROUPS if group in floors}
    FILE.write_text(json.dumps(ordered, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    if set(TEXTS) <= set(measured):
        write_table(measured)
    return int(sank)


def raised(group: str, figures: dict[str, float], old: dict[str, Any], reason: str) -> dict[str, Any]:
    """Return the floors of a group: the higher of old and new, or the new ones where a reason is given."""
    digest = digest_of(group, SHARED)
    kept = {} if reason or old.get("gold") != digest else old["floors"]
    floors = {name: max(kept.get(name, 0.0), round(max(0.0, figure - MARGIN), 3)) for name, figure in figures.items()}
    return {"gold": digest, "floors": floors} | ({"lowered": reason} if reason else {})


def write_table(measured: dict[str, dict[str, float]]) -> None:
    """Write the scores of the three sets of claims into the pages that show them, between their marks."""
    lines = ["| " + " | ".join(["read by rules alone", *SETS.values()]) + " |", "| --- |" + " --- |" * len(SETS)]
    lines += [
        f"| {label} | " + " | ".join(f"{measured[one][name]:.2f}" for one in SETS) + " |"
        for label, name in ROWS.items()
    ]
    table = "<!-- scores -->\n" + "\n".join(lines) + "\n<!-- /scores -->"
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        page.write_text(re.sub(r"<!-- scores -->.*?<!-- /scores -->", table, text, flags=re.DOTALL), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
