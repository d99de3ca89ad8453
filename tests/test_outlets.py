"""The outlet codebook: every entry is read, sits on a known side, and is found by its own example."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from selon.codebook.marked import read_marked
from selon.codebook.outlets import Outlet, find_outlet, fold_name, load_outlets, outlet_index, read_outlets
from selon.errors import CodebookError

if TYPE_CHECKING:
    from pathlib import Path

ENTRY = """
[[entry]]
id = "{id}"
names = [{names}]
country = "FR"
kind = "{kind}"
owner = "nobody"
side = "{side}"
source = "its imprint"
example = "Le pont tient, écrit [{first}](outlet={id})."
reason = "made for a test"
"""


def write_entries(folder: Path, *entries: str) -> Path:
    """Write an outlets file into the folder and return it."""
    file = folder / "outlets.toml"
    file.write_text("".join(entries), encoding="utf-8")
    return file


def entry(id_: str, *names: str, kind: str = "website", side: str = "private") -> str:
    """Return one entry as TOML."""
    quoted = ", ".join(f'"{name}"' for name in names)
    return ENTRY.format(id=id_, names=quoted, first=names[0], kind=kind, side=side)


@pytest.mark.parametrize("outlet", load_outlets(), ids=lambda outlet: outlet.id)
def test_the_example_of_an_outlet_finds_it(outlet: Outlet) -> None:
    """Each entry's own sentence marks one outlet: this one."""
    (answer,) = read_marked(outlet.example, where=outlet.id).answers
    found = find_outlet(answer.words)
    assert (answer.label, answer.value, found) == ("outlet", outlet.id, outlet)


def test_the_codebook_knows_the_outlets_of_many_wars() -> None:
    """At least 180 outlets of 60 countries, and no two of them share a sentence."""
    outlets = load_outlets()
    assert len(outlets) >= 180
    assert len({outlet.country for outlet in outlets}) >= 60
    assert len({outlet.example for outlet in outlets}) == len(outlets)


@pytest.mark.parametrize(
    ("words", "id_"),
    [
        ("Agence France-Presse", "afp"),
        ("L’Orient-Le Jour", "lorient_le_jour"),
        ("agence Anatolie", "anadolu"),
        ("Radio France internationale", "rfi"),
        ("le Monde", "le_monde"),
        ("LE MONDE", "le_monde"),
        ("Asharq alAwsat", "asharq_al_awsat"),
        ("Itar-Tass", "tass"),
        ("Al Jazira", "al_jazeera"),
        ("Press tv", "press_tv"),
        ("le monde", None),
        ("le point", None),
        ("site", None),
        ("ap", None),
        ("Libération conditionnelle", None),
    ],
)
def test_spellings_and_capitals(words: str, id_: str | None) -> None:
    """Hyphens, apostrophes and accents do not matter; the capitals that tell a name from a word do."""
    found = find_outlet(words)
    assert (found.id if found else None) == id_


@pytest.mark.parametrize(
    ("words", "needed"),
    [("Libération", True), ("Reuters", False), ("Anatolie", True), ("agence Anatolie", False), ("Fars", True)],
)
def test_common_words_need_a_cue(words: str, needed: bool) -> None:  # noqa: FBT001 - a case of the table
    """A name that is also a common word, a region or a person says so."""
    found = find_outlet(words)
    assert found is not None
    assert found.cue_needed(words) is needed


def test_the_index_cannot_be_changed() -> None:
    """The index is handed out read-only."""
    with pytest.raises(TypeError):
        outlet_index()["afp"] = outlet_index()["reuters"]  # type: ignore[index]
    assert fold_name("É. D’Or-Noir") == "e d or noir"


@pytest.mark.parametrize(
    ("entries", "fault"),
    [
        ((entry("aaa", "Le Pli"), entry("bbb", "le pli")), "is a name of 'aaa' and of 'bbb'"),
        ((entry("bbb", "Le Pli"), entry("aaa", "La Page")), "stands after"),
        ((entry("aaa", "Le Pli"), entry("aaa", "La Page")), "stands twice"),
        ((entry("aaa", "Le Pli", kind="blog"),), "has the kind 'blog'"),
        ((entry("aaa", "Le Pli", side="russia"),), "has the side 'russia'"),
        ((entry("aaa", "Le Pli") + 'cued_names = ["La Page"]\n',), "names that it lacks: La Page"),
    ],
)
def test_disorder_is_refused(tmp_path: Path, entries: tuple[str, ...], fault: str) -> None:
    """A file with a shared name, disorder, a doubled id, an unknown kind or side says what is wrong and where."""
    with pytest.raises(CodebookError, match=r"outlets\.toml") as refusal:
        read_outlets(write_entries(tmp_path, *entries))
    assert fault in str(refusal.value)
