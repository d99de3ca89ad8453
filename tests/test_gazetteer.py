"""The gazetteer: look-ups by name and by ear, its files, dumps that a user adds."""

from __future__ import annotations

import sqlite3
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selon.mentions.gazetteer import GazetteerError, open_gazetteer
from selon.mentions.gazetteer_files import base_path, compile_dump, find_cache
from selon.mentions.transliteration import fold_place_name, likeness, sound_key

DUMP = (
    "900001\tKafr Test\tKafr Test\tKafr Essai,كفر\t35.5\t36.5\tP\tPPL\tSY\t\t12\t\t\t\t1200\t\t400\tAsia/Damascus"
    "\t2020-01-01\n"
    "900002\tBase Dix\tBase Dix\t\t35.6\t36.6\tS\tAIRB\tSY\t\t12\t\t\t\t0\t\t400\tAsia/Damascus\t2020-01-01\n"
)


@pytest.fixture(scope="session")
def gazetteer():
    return open_gazetteer()


@pytest.mark.parametrize(
    "spellings",
    [
        "Deir ez-Zor|Deir Ezzor|Dayr az Zawr|Deir al-Zour",
        "Abou Kamal|Albukamal|Al-Bukamal|Boukamal",
        "al-Sukhna|Soukhna|As Sukhnah",
        "Kyiv|Kiev",
        "Kharkiv|Kharkov",
        "Qamichli|Kameshli|Al Qāmishlī",
        "Djarablous|Jarablus|Jarābulus",
        "Raqqa|Racca|Ar Raqqah",
        "Souwaida|Soueida|As Suwayda'",
        "Hawija|Hawidja|Al Ḩawījah",
        "Hodeïda|Al Ḩudaydah|Hodeidah",
        "Taëz|Ta'izz",
        "Jisr al-Choughour|Jisr ash Shughūr",
        "Lachkar Gah|Lashkargah",
        "Kondouz|Kunduz",
        "El-Fasher|Al Fāshir|El-Facher",
    ],
)
def test_spellings_of_one_name_share_their_key(spellings):
    assert len({sound_key(name) for name in spellings.split("|")}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("Homs", "Hama"), ("Gao", "Goma"), ("Mossoul", "Manbij"), ("Alep", "Afrin")]
)
def test_different_names_have_different_keys(one, other):
    assert sound_key(one) != sound_key(other)


@given(st.text(max_size=30))
def test_keys_are_plain_letters_whatever_the_name(name):
    assert sound_key(name) == "" or (sound_key(name).isascii() and sound_key(name).isalpha())
    assert fold_place_name(fold_place_name(name)) == fold_place_name(name) or not name.isascii()


@given(st.text("abikmoprstu", min_size=1, max_size=12), st.text("abikmoprstu", min_size=1, max_size=12))
def test_likeness_is_fair_and_bounded(one, other):
    assert likeness(one, other) == likeness(other, one)
    assert 0.0 <= likeness(one, other) <= 1.0
    assert (likeness(one, other) == 1.0) == (one == other)


@pytest.mark.parametrize(
    ("name", "country", "lat", "lon"),
    [
        ("Gao", "ML", 16.27, -0.04),
        ("Alep", "SY", 36.2, 37.16),
        ("saint-etienne-du-rouvray", "FR", 49.38, 1.1),
        ("N'Djamena", "TD", 12.11, 15.05),
        ("États-Unis", "US", 39.8, -98.6),
        ("Etats-Unis", "US", 39.8, -98.6),
        ("Syria", "SY", 35.0, 38.5),
        ("Hmeimim", "SY", 35.4, 35.95),
        ("mer Noire", "", 43.3, 34.0),
        ("Seine-Saint-Denis", "FR", 48.92, 2.48),
        ("Баку", "AZ", 40.38, 49.89),
    ],
)
def test_names_are_found_letter_by_letter(gazetteer, name, country, lat, lon):
    entry = gazetteer.named(name)[0]
    assert entry.place.country == country
    assert abs(entry.place.position.lat - lat) < 0.2
    assert abs(entry.place.position.lon - lon) < 0.2


@pytest.mark.parametrize(
    ("name", "country"), [("Khan Cheikhoun", "SY"), ("Lachkar Gah", "AF"), ("Al-Houdaïda", "YE"), ("Deir Ezor", "SY")]
)
def test_names_are_found_by_ear(gazetteer, name, country):
    assert gazetteer.sounding(name)[0].place.country == country


def test_an_unknown_name_is_not_found(gazetteer):
    assert gazetteer.named("Zbarovitchaville") == ()


def test_every_country_has_its_french_name(gazetteer):
    for name in ("Syrie", "Centrafrique", "Tchéquie", "Viêt Nam", "Émirats arabes unis", "Soudan du Sud"):
        assert gazetteer.named(name)[0].kind == "country"


def test_the_capital_of_a_country(gazetteer):
    assert gazetteer.capital_of("ML").place.name == "Bamako"
    assert gazetteer.capital_of("XX") is None


def test_the_cache_folder_is_the_one_given_then_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("SELON_CACHE", str(tmp_path / "one"))
    assert find_cache(tmp_path) == tmp_path
    assert find_cache() == tmp_path / "one"
    monkeypatch.delenv("SELON_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert find_cache() == tmp_path / "selon"


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    wall = tmp_path / "file"
    wall.write_text("not a folder")
    with pytest.raises(GazetteerError, match=r"cannot write.*SELON_CACHE"):
        open_gazetteer(wall)


def test_a_file_that_is_no_gazetteer_is_told(tmp_path):
    base_path(tmp_path).write_bytes(b"no database at all, but some bytes")
    with pytest.raises(GazetteerError, match="Delete the file"):
        open_gazetteer(tmp_path)


def test_a_dump_adds_its_places_and_is_kept(gazetteer, tmp_path, monkeypatch):
    dump = tmp_path / "SY.txt"
    dump.write_text(DUMP, encoding="utf-8")
    folder = tmp_path / "cache"
    folder.mkdir()
    base_path(folder).write_bytes(base_path(find_cache()).read_bytes())
    grown = open_gazetteer(folder).add_dump(dump)
    assert [entry.place.id for entry in grown.named("Kafr Essai")] == ["geonames:900001"]
    assert grown.named("Base Dix")[0].kind == "site"
    assert open_gazetteer(folder).named("Kafr Test")
    assert not gazetteer.named("Kafr Test")


def test_a_dump_that_is_none_is_told(tmp_path):
    dump = tmp_path / "SY.txt"
    dump.write_text("a\tb\tc\n", encoding="utf-8")
    with pytest.raises(GazetteerError, match="3 columns"):
        compile_dump(dump, tmp_path)
    assert list(tmp_path.glob("*.sqlite")) == []
    with pytest.raises(GazetteerError, match="nowhere"):
        compile_dump(tmp_path / "nowhere.txt", tmp_path)


def test_two_processes_may_compile_at_once(tmp_path):
    dump = tmp_path / "SY.txt"
    dump.write_text(DUMP, encoding="utf-8")
    code = (
        "import sys; from pathlib import Path; from selon.mentions.gazetteer_files import compile_dump;"
        "compile_dump(Path(sys.argv[1]), Path(sys.argv[2]))"
    )
    command = [sys.executable, "-c", code, str(dump), str(tmp_path)]
    both = [subprocess.Popen(command) for _ in range(2)]
    assert [process.wait(timeout=60) for process in both] == [0, 0]
    (file,) = tmp_path.glob("*.sqlite")
    assert sqlite3.connect(file).execute("SELECT count(*) FROM place").fetchone() == (2,)
