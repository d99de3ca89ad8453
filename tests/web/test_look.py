"""The look holds: contrast of all that words are written in, colours in one file only, a map of known parts."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from selon.web.visit import HERE, STATIC

if TYPE_CHECKING:
    from pathlib import Path

TOKENS = (STATIC / "css/tokens.css").read_text(encoding="utf-8")
GROUNDS = ("paper", "card", "shade")
INKS = ("ink", "soft", "faint", "accent", "accent-strong", "refused", "kept")
FAMILIES = ("violence", "territory", "movement", "support", "custody", "politics", "protest")
ENOUGH, ENOUGH_FOR_SHAPES = 4.5, 3.0
BASEMAP = HERE / "basemap"


def read_themes() -> dict[str, dict[str, str]]:
    """Return the colours by name, by day and by night."""
    pairs = re.findall(r"--([a-z0-9-]+):\s*light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", TOKENS)
    return {
        "light": {name: light for name, light, _ in pairs},
        "dark": {name: dark for name, _, dark in pairs},
    }


THEMES = read_themes()


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, as WCAG defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("ink", INKS + tuple(f"{family}-ink" for family in FAMILIES))
def test_words_can_be_read(theme: str, ground: str, ink: str) -> None:
    colours = THEMES[theme]
    assert contrast(colours[ink], colours[ground]) >= ENOUGH


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_fields_and_main_buttons_can_be_seen(theme: str) -> None:
    colours = THEMES[theme]
    assert contrast(colours["field"], colours["card"]) >= ENOUGH_FOR_SHAPES
    assert contrast(colours["on-accent"], colours["accent"]) >= ENOUGH
    assert contrast(colours["map-ink"], colours["land"]) >= ENOUGH


def test_every_colour_has_its_day_and_its_night() -> None:
    bare = re.sub(r"/\*.*?\*/", "", TOKENS, flags=re.DOTALL)
    outside = re.sub(r"light-dark\((?:#[0-9a-f]{6}|rgb\([^)]*\)), (?:#[0-9a-f]{6}|rgb\([^)]*\))\)", "", bare)
    assert re.findall(r"#[0-9a-f]{3,8}\b|rgb", outside) == []


@pytest.mark.parametrize(
    "sheet", sorted({path.name for path in (STATIC / "css").glob("*.css")} - {"tokens.css", "print.css"})
)
def test_no_colour_stands_outside_the_tokens(sheet: str) -> None:
    text = (STATIC / "css" / sheet).read_text(encoding="utf-8")
    text = text.partition("@media print")[0]
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|\brgba?\([^)]*\)", text) == []


@pytest.mark.parametrize("template", sorted(str(p.relative_to(HERE)) for p in (HERE / "templates").rglob("*.html")))
def test_no_template_has_style_or_script_in_line(template: str) -> None:
    text = (HERE / template).read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=\"|javascript:", text)
    scripts = re.findall(r"<script\b[^>]*>", text)
    assert all("src=" in script or 'type="application/json"' in script for script in scripts)


@pytest.mark.parametrize("module", sorted(path.name for path in (STATIC / "js").glob("*.js")))
def test_no_script_runs_text_as_code_or_asks_elsewhere(module: str) -> None:
    text = (STATIC / "js" / module).read_text(encoding="utf-8")
    text = text.replace("http://www.w3.org/2000/svg", "")
    assert not re.search(
        r"\beval\(|new Function|innerHTML|outerHTML|insertAdjacentHTML|document\.write|https?://", text
    )


def read_shapes(path: Path) -> list[dict[str, object]]:
    """Return the shapes of a file of the basemap."""
    found: list[dict[str, object]] = json.loads(path.read_text(encoding="utf-8"))["objects"]["shapes"]["geometries"]
    return found


def test_the_map_names_countries_in_both_languages() -> None:
    names = {shape["properties"]["iso"]: shape["properties"] for shape in read_shapes(BASEMAP / "countries.json")}
    assert (names["SY"]["fr"], names["SY"]["en"]) == ("Syrie", "Syria")
    assert {"ML", "UA", "YE", "SD", "CD", "AF", "PS"} <= set(names)


@pytest.mark.parametrize(
    ("part", "code", "name"),
    [
        ("western-asia", "SY-RA", "Raqqa"),
        ("western-africa", "ML-7", "Gao"),
        ("eastern-europe", "UA-14", "Donetsk"),
    ],
)
def test_the_map_names_provinces_in_french(part: str, code: str, name: str) -> None:
    names = {
        shape["properties"]["iso"]: shape["properties"]["fr"]
        for shape in read_shapes(BASEMAP / f"provinces/{part}.json")
    }
    assert names[code].casefold() == name.casefold()


def test_the_map_knows_unsettled_borders() -> None:
    borders = [shape["properties"]["unsettled"] for shape in read_shapes(BASEMAP / "borders.json")]
    assert 20 < sum(borders) < len(borders) / 2


def test_every_part_of_the_list_is_there_and_all_is_small() -> None:
    index = json.loads((BASEMAP / "provinces.json").read_text(encoding="utf-8"))
    assert all((BASEMAP / f"provinces/{part['name']}.json").is_file() for part in index)
    assert sum(path.stat().st_size for path in BASEMAP.rglob("*.json")) < 2_700_000
