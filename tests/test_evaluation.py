"""The scoreboard gives the figures of the public script, to the third decimal, on any claims whatever."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from selon.errors import GoldError
from selon.evaluation.gold import find_nearest, read_gold, resolve
from selon.evaluation.matching import covers_head, find_heads, load_measure, same_family, same_interval
from selon.evaluation.scoreboard import by_document, score

if TYPE_CHECKING:
    from collections.abc import Callable

    from selon.evaluation.gold import GoldClaim

TEXT = (
    "La ville de Kadir a été bombardée mardi par l'aviation de la Ligue, selon l'agence Vigie. "
    "Douze habitants ont été tués. La Garde a évacué Sorane vers Malda. La Garde nie."
)
GOLD: dict[str, Any] = {
    "document": "a.txt",
    "publisher": "Le Phare",
    "published": "2031-08-05",
    "language": "fr",
    "claims": [
        {
            "type": "air_strike",
            "trigger": "bombardée",
            "near": "a été bombardée mardi",
            "arguments": [
                {"role": "agent", "text": "l'aviation de la Ligue", "entity": "ligue/airforce"},
                {"role": "place", "text": "La ville de Kadir", "lat": 35.0, "lon": 40.0},
            ],
            "time": {"text": "mardi", "start": "2031-08-05"},
            "attribution": [{"text": "l'agence Vigie", "kind": "outlet"}],
        },
        {
            "type": "casualties",
            "trigger": "tués",
            "quantities": [{"kind": "killed", "low": 12, "high": 12, "text": "Douze habitants"}],
        },
        {
            "type": "movement",
            "trigger": "évacué",
            "arguments": [
                {"role": "agent", "text": "La Garde", "entity": "garde"},
                {"role": "origin", "text": "Sorane", "lat": 36.0, "lon": 41.0, "level": "province"},
                {"role": "destination", "text": "Malda"},
            ],
            "status": "hearsay",
            "optional": False,
        },
        {"type": "demand", "trigger": "nie", "optional": True},
    ],
}


def at(words: str) -> list[int]:
    start = TEXT.index(words)
    return [start, start + len(words)]


def argument(role: str, words: str, **more: object) -> dict[str, Any]:
    start, end = at(words)
    return {"role": role, "start": start, "end": end, "text": words, **more}


def right_claims() -> list[dict[str, Any]]:
    """Claims that say all that the gold says."""
    place, province = {"name": "Kadir", "lat": 35.1, "lon": 40.1}, {"name": "Sorane", "lat": 36.5, "lon": 41.0}
    start, end = at("Vigie")
    return [
        {
            "document": "a.txt",
            "type": "air_strike",
            "trigger": at("bombardée"),
            "arguments": [argument("agent", "aviation", entity="ligue"), argument("place", "Kadir", place=place)],
            "time": {"text": "mardi", "start": "2031-08-05", "end": "2031-08-05"},
            "attribution": [{"start": start, "end": end, "text": "Vigie", "kind": "outlet"}],
        },
        {
            "document": "dir/a.txt",
            "type": "casualties",
            "trigger": at("tués"),
            "quantities": [{"kind": "killed", "low": 12, "high": 12, "start": 0, "end": 1}],
        },
        {
            "document": "a.txt",
            "type": "movement",
            "trigger": at("évacué"),
            "arguments": [
                argument("agent", "La Garde", entity="garde/military"),
                argument("origin", "Sorane", place=province),
                argument("destination", "Malda", place={"name": "Malda"}),
            ],
            "status": "hearsay",
        },
    ]


@pytest.fixture
def gold_folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "a.gold.json").write_text(json.dumps(GOLD), encoding="utf-8")
    return tmp_path


def test_right_claims_get_full_marks(gold_folder: Path) -> None:
    board = score(read_gold(gold_folder, gold_folder), by_document(right_claims()), mistakes=9)
    assert board.record == 1.0
    assert board.mistakes == ()
    assert {figure.f1 for figure in board.f1s.values()} == {1.0}
    assert {figure.acc for figure in board.accuracies.values()} == {1.0}
    assert board.f1s["claims"].n == 3, "an optional claim is not asked for"


def test_no_claims_get_nothing(gold_folder: Path) -> None:
    board = score(read_gold(gold_folder, gold_folder), {}, mistakes=2)
    assert board.record == 0.0
    assert [(mistake.kind, mistake.type) for mistake in board.mistakes] == [
        ("missed", "air_strike"),
        ("missed", "casualties"),
    ]


def test_claim_on_an_optional_trigger_costs_nothing(gold_folder: Path) -> None:
    gold = read_gold(gold_folder, gold_folder)
    for kind in ("demand", "air_strike"):
        extra = {"document": "a.txt", "type": kind, "trigger": at("nie")}
        assert score(gold, by_document([*right_claims(), extra])).record == 1.0
    extra = {"document": "a.txt", "type": "demand", "trigger": at("ville")}
    board = score(gold, by_document([*right_claims(), extra]), mistakes=1)
    assert board.f1s["claims"].p == 0.75
    assert board.mistakes[0].kind == "extra"


@pytest.mark.parametrize(
    ("spoil", "figure"),
    [
        (lambda claims: claims[0]["arguments"][1]["place"].update(lat=36.0), "place_25km"),
        (lambda claims: claims[2]["arguments"][1]["place"].update(lat=37.0), "place_25km"),
        (lambda claims: claims[0]["time"].update(start="2031-08-06", end=None), "time"),
        (lambda claims: claims[0]["time"].update(start="2031-07-01"), "time"),
        (lambda claims: claims[0]["time"].update(start="hier"), "time"),
        (lambda claims: claims[0].update(polarity="negated"), "polarity"),
        (lambda claims: claims[2].pop("status"), "status"),
        (lambda claims: claims[0]["attribution"].append(claims[0]["attribution"][0]), "attribution"),
        (lambda claims: claims[1].update(attribution=[{"start": 0, "end": 2}]), "attribution_none"),
        (lambda claims: claims[1]["quantities"][0].update(high=None), "quantities"),
        (lambda claims: claims[0]["arguments"][0].update(entity="garde"), "entities"),
        (lambda claims: claims[0]["arguments"][0].update(role="target"), "arguments"),
    ],
)
def test_one_fault_lowers_one_figure(gold_folder: Path, spoil: Callable[[Any], object], figure: str) -> None:
    claims = right_claims()
    spoil(claims)
    row = score(read_gold(gold_folder, gold_folder), by_document(claims)).as_dict()
    assert row[figure].get("f1", row[figure].get("acc")) < 1.0
    others = {"place_25km", "time", "polarity", "status", "attribution", "attribution_none", "quantities"} - {figure}
    assert all(row[name].get("f1", row[name].get("acc")) == 1.0 for name in others)


def test_heads_are_the_noun_or_the_name_it_introduces() -> None:
    words = "les autres combattants de la Garde"
    assert [words[s:e] for s, e in find_heads((0, len(words)), words)] == ["combattants"]
    words = "la ville de Tell Amar"
    assert [words[s:e] for s, e in find_heads((0, len(words)), words)] == ["ville", "Tell", "Amar"]
    words = "Abou al Kadir, chef de Sorane"
    assert [words[s:e] for s, e in find_heads((0, len(words)), words)] == ["Abou", "al", "Kadir"]
    assert not covers_head((12, 14), (0, 14), "La Garde, vite")
    assert find_heads((0, 2), ", ") == [(0, 2)]


def test_families_cover_every_type_that_may_be_swapped() -> None:
    assert same_family("clash", "shelling")
    assert not same_family("clash", "capture")
    assert same_family("threat", "threat")
    from selon.evaluation.gold import claim_types

    assert set().union(*load_measure().families) <= claim_types()
    assert len(claim_types()) == 26


def test_interval_may_be_wider_but_not_vague() -> None:
    gold = ("2031-08-05", "2031-08-05")
    assert same_interval(gold, ("2031-08-01", "2031-08-07"))
    assert not same_interval(gold, ("2031-08-01", "2031-08-08"))
    assert not same_interval(gold, ("2031-08-06", ""))
    assert not same_interval(gold, ("", ""))


def test_nearest_whole_words() -> None:
    assert find_nearest("campement, camp, un camp", "camp", 0) == (11, 15)
    assert find_nearest("campement", "camp", 0) is None


FAULTS = {
    "type": ({"type": "party", "trigger": "tués"}, "unknown type"),
    "near": ({"type": "clash", "trigger": "tués", "near": "ont été tirés"}, "near must occur once, and occurs 0 times"),
    "twice": ({"type": "clash", "trigger": "La Garde"}, "occurs 2 times"),
    "outside": ({"type": "clash", "trigger": "tués", "near": "La ville de Kadir"}, "is not in near"),
    "status": ({"type": "clash", "trigger": "tués", "status": "sure"}, "unknown polarity or status"),
    "day": ({"type": "clash", "trigger": "tués", "time": {"start": "mardi"}}, "not an ISO date"),
    "role": ({"type": "clash", "trigger": "tués", "arguments": [{"role": "x", "text": "Kadir"}]}, "unknown role"),
    "words": ({"type": "clash", "trigger": "tués", "arguments": [{"role": "agent", "text": "Nul"}]}, "not found"),
    "pole": (
        {"type": "clash", "trigger": "tués", "arguments": [{"role": "place", "text": "Kadir", "lat": 99, "lon": 1}]},
        "lat and lon go together",
    ),
    "kind": ({"type": "clash", "trigger": "tués", "quantities": [{"kind": "x", "text": "Douze"}]}, "unknown kind"),
}


@pytest.mark.parametrize("kind", FAULTS)
def test_gold_that_does_not_resolve_is_refused(kind: str) -> None:
    claim, fault = FAULTS[kind]
    with pytest.raises(GoldError, match=fault):
        resolve({"document": "a.txt", "claims": [claim]}, TEXT)


def test_folder_without_gold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="there is no gold in it"):
        read_gold(tmp_path, tmp_path)


def test_gold_without_its_text_is_refused(gold_folder: Path) -> None:
    (gold_folder / "a.txt").unlink()
    with pytest.raises(GoldError, match=r"a\.gold\.json: FileNotFoundError"):
        read_gold(gold_folder, gold_folder)


# The public script


def gold_sets(shared: Path) -> list[tuple[Path, Path]]:
    texts = shared / "corpora" / "wikinews-fr" / "texts"
    sets = [(shared / "gold" / "seeds", shared / "seeds")]
    return sets + [(shared / "gold" / name, texts) for name in ("wikinews", "wikinews-more")]


def claims_by_chance(folder: Path, texts: Path, chance: random.Random) -> list[dict[str, Any]]:
    """Claims that resemble the gold here and there, and are wild elsewhere."""
    rows = []
    for document in read_gold(folder, texts):
        gold = json.loads(next(folder.glob(f"{Path(document.name).stem}*.gold.json")).read_text(encoding="utf-8"))
        for claim, raw in zip(document.claims, gold["claims"], strict=True):
            if chance.random() < 0.2:
                continue
            rows += [
                spoiled(claim, raw, document.text, chance) | {"document": document.name}
                for _ in range(chance.choice((1, 1, 2)))
            ]
    return rows


def spoiled(claim: GoldClaim, raw: dict[str, Any], text: str, chance: random.Random) -> dict[str, Any]:
    """One gold claim as a careless reader might give it."""

    def shaken(span: tuple[int, int]) -> tuple[int, int]:
        if chance.random() < 0.6:
            return span
        start = max(0, span[0] + chance.randint(-9, 9))
        return start, min(len(text), max(start, span[1] + chance.randint(-9, 9)))

    arguments = []
    for item in claim.arguments:
        start, end = shaken(item.span)
        role = (
            item.role if chance.random() < 0.8 else chance.choice(["agent", "target", "place", "origin", "instrument"])
        )
        row: dict[str, Any] = {"role": role, "start": start, "end": end}
        if chance.random() < 0.7:
            row["entity"] = chance.choice([item.entity, "daech", "syria/military", "", None])
        if item.position and chance.random() < 0.8:
            lat, lon = item.position
            row["place"] = {"lat": lat + chance.gauss(0, 0.3), "lon": lon + chance.gauss(0, 0.3)}
        elif chance.random() < 0.3:
            row["place"] = chance.choice([None, {}, {"name": "?"}, {"lat": None, "lon": None}])
        arguments += [row] * chance.choice((0, 1, 1, 1, 2))
    start, end = shaken(claim.trigger)
    time = raw.get("time")
    if time and chance.random() < 0.4:
        time = chance.choice(
            [None, {}, {"start": "2017-08-01", "end": None}, {"start": time.get("start"), "end": "2031-01-01"}]
        )
    return {
        "type": claim.type
        if chance.random() < 0.8
        else chance.choice(["clash", "shelling", "movement", "aid", "control"]),
        "trigger": [start, end],
        "arguments": arguments,
        "time": time,
        "quantities": [
            {"kind": kind, "low": low, "high": chance.choice([high, high, None])}
            for kind, low, high in claim.quantities
        ],
        "attribution": [dict(zip(("start", "end"), shaken(span), strict=True)) for span in claim.chain][
            : chance.choice((0, 1, 2, 3))
        ],
        "polarity": chance.choice(["affirmed", "affirmed", "negated"]),
        "status": chance.choice(["occurred", "hearsay", claim.status]),
    }


@pytest.mark.parametrize("seed", range(3))
def test_same_figures_as_the_public_script(shared: Path, tmp_path: Path, seed: int) -> None:
    folder, texts = gold_sets(shared)[seed]
    rows = claims_by_chance(folder, texts, random.Random(seed))  # noqa: S311 - chance, not secrets
    file = tmp_path / "claims.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    script = [sys.executable, str(shared / "gold" / "score.py"), "--gold", str(folder), "--texts", str(texts)]
    said = subprocess.run([*script, "--claims", str(file), "--json"], capture_output=True, text=True, check=True).stdout
    ours = score(read_gold(folder, texts), by_document(rows)).as_dict()
    assert ours == json.loads(said)
    assert 0.05 < ours["record"] < 0.95, "the claims prove nothing"


def test_all_public_gold_resolves(shared: Path) -> None:
    sizes = [len(read_gold(folder, texts)) for folder, texts in gold_sets(shared)]
    assert sizes == [5, 25, 45]
