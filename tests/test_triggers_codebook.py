"""The triggers and the forms: every entry is well made, its example holds its word, and the forms are fresh."""

from __future__ import annotations

import importlib.util
import json
import re
from typing import TYPE_CHECKING

import pytest

from selon.claims.claim import Polarity, Role, Status
from selon.codebook.codebook import Codebook, phrase_words
from selon.codebook.entries import codebook_files, read_entries
from selon.codebook.forms import Form, Forms
from selon.codebook.marked import read_marked
from selon.codebook.triggers import Trigger
from selon.errors import CodebookError

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

CODEBOOK = Codebook.load()
FOLDER = codebook_files() / "fr" / "triggers"
FILES = sorted(file.name for file in FOLDER.iterdir() if file.name.endswith(".toml"))
ROLES = {str(role) for role in Role} | {""}
CASUALTY_KINDS = {
    "",
    "killed",
    "wounded",
    "captured",
    "surrendered",
    "missing",
    "displaced",
    "aircraft",
    "fighters",
    "other",
}
SLOTS = {
    *("subject", "agent", "by", "object", "target", "dative", "of", "instrument", "any", "verb"),
    *(
        "à",
        "dans",
        "en",
        "sur",
        "contre",
        "entre",
        "avec",
        "de",
        "depuis",
        "vers",
        "par",
        "pour",
        "près",
        "autour",
        "jusque",
        "sous",
        "derrière",
    ),
    *("comme", "possessor", "chez"),
}
CLASSES = {
    *(
        "place",
        "actor",
        "armed",
        "force",
        "state",
        "civilians",
        "people",
        "person",
        "thing",
        "none",
        "any",
        "name",
        "pronoun",
        "reflexive",
        "passive",
    ),
    *(name for entry in CODEBOOK.things.values() for name in entry),
}
FAMILIES = [
    {"clash", "air_strike", "shelling", "bombing", "civilian_attack", "casualties"},
    {"movement", "transfer", "displacement", "deployment", "presence"},
    {"capture", "siege", "control"},
    {"support", "aid", "agreement", "negotiation", "demand"},
    {"arrest", "surrender", "abduction"},
    {"disrupted", "air_strike", "shelling", "bombing"},
]


def name_of(trigger: Trigger) -> str:
    """Return the id of an entry in the list of tests."""
    return f"{trigger.type}:{trigger.lemma}.{trigger.sense}"


each_trigger = pytest.mark.parametrize("trigger", CODEBOOK.triggers, ids=name_of)


@pytest.mark.parametrize("file", FILES)
def test_a_file_holds_one_type_and_is_in_order(file: str) -> None:
    entries = read_entries(FOLDER / file, Trigger, lambda e: (e.lemma, e.sense))
    assert {entry.type for entry in entries} == {file.removesuffix(".toml")}
    assert file.removesuffix(".toml") in CODEBOOK.types


def test_every_type_has_triggers_and_no_sense_stands_twice() -> None:
    keys = [(trigger.lemma, trigger.sense) for trigger in CODEBOOK.triggers]
    assert sorted(keys) == sorted(set(keys))
    assert {trigger.type for trigger in CODEBOOK.triggers} == set(CODEBOOK.types)


@each_trigger
def test_an_entry_uses_known_names(trigger: Trigger) -> None:
    assert trigger.pos in {"verb", "noun", "adjective", "phrase"}
    assert {
        trigger.subject,
        trigger.object,
        trigger.dative,
        trigger.of,
        *(role for _, role in trigger.oblique),
    } <= ROLES
    assert {type_ for _, type_ in trigger.becomes} <= set(CODEBOOK.types)
    assert trigger.quantity in CASUALTY_KINDS
    assert trigger.status in {"", *map(str, Status)}
    assert trigger.polarity in {"", *map(str, Polarity)}
    for condition in (*trigger.needs, *trigger.blocks, *(condition for condition, _ in trigger.becomes)):
        for part in condition.split("|"):
            slot, _, wanted = part.partition(":")
            assert slot in SLOTS, part
            quoted = re.fullmatch(r'"([^"]+)"', wanted)
            assert wanted in CLASSES or quoted, part
            assert not quoted or quoted[1] not in CLASSES, (
                f"{part}: a lemma that is also the name of a class would mean the class"
            )


@each_trigger
def test_an_example_marks_its_own_word(trigger: Trigger) -> None:
    sentence = read_marked(trigger.example, where=name_of(trigger))
    (mark,) = sentence.labelled("trigger")
    assert mark.value == trigger.type
    assert {answer.label for answer in sentence.answers} <= {*map(str, Role), "trigger", "quantity"}
    said = [word for word in re.findall(r"[\w-]+", mark.words.replace("’", "'")) if word]
    wanted = [word for word in phrase_words(trigger) if word != "N"]
    for word in wanted:
        heads = [
            one for one in said if word in CODEBOOK.lemmas(one) or one.lower() == word or {word, one} == {"à", "aux"}
        ]
        assert heads, f"{word} is not in {mark.words}"
    assert trigger.reason.strip()


def test_an_ambiguous_word_tries_its_senses_in_order() -> None:
    """A sense without conditions ends the list: any sense after it could never be taken."""
    last = {(t.lemma, t.pos): t.sense for t in sorted(CODEBOOK.triggers, key=lambda t: t.sense)}
    open_ended = [t for t in CODEBOOK.triggers if not t.needs and not t.blocks]
    assert [name_of(t) for t in open_ended if t.sense < last[t.lemma, t.pos]] == []


def find_types(trigger: str, near: str) -> set[str]:
    """Return the types of all entries whose words stand in the piece and touch the trigger, conditions apart."""
    tokens = re.findall(r"[\w-]+", re.sub(r"['’]", " ", near))
    wanted = {word.lower() for word in re.findall(r"[\w-]+", re.sub(r"['’]", " ", trigger))}
    lemmas = [CODEBOOK.lemmas(token) | {token.lower()} for token in tokens]
    found: set[str] = set()
    for start, readings in enumerate(lemmas):
        for entry in (entry for lemma in readings for entry in CODEBOOK.by_first.get(lemma, ())):
            places, at = [], start
            for word in phrase_words(entry):
                at = next((n for n in range(at, len(tokens)) if word in lemmas[n] or word == "N"), len(tokens))
                places.append(at)
                at += 1
            if places[-1] < len(tokens) and any(tokens[place].lower() in wanted for place in places):
                found |= {entry.type, *(type_ for _, type_ in entry.becomes)}
    return found


def test_the_lexicon_covers_the_words_of_the_gold(shared: Path) -> None:
    claims = [
        c
        for file in sorted((shared / "gold").glob("*/*.gold.json"))
        for c in json.loads(file.read_text("utf-8"))["claims"]
    ]
    needed = [claim for claim in claims if not claim.get("optional")]
    covered = 0
    for claim in needed:
        types = find_types(claim["trigger"], claim.get("near") or claim["trigger"])
        covered += any(type_ == claim["type"] or any({type_, claim["type"]} <= f for f in FAMILIES) for type_ in types)
    assert covered >= 0.97 * len(needed), f"{covered} of {len(needed)}"


@pytest.fixture(scope="module")
def compiler() -> ModuleType:
    """Return the tool that compiles the forms; verbecc is imported only when it conjugates."""
    path = codebook_files().parents[2] / "tools" / "compile_forms.py"  # type: ignore[attr-defined]
    if not path.is_file():
        pytest.skip("the tools lie beside the source, not in the installed package")
    spec = importlib.util.spec_from_file_location("compile_forms", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_forms_are_compiled_from_these_lemmas(compiler: ModuleType) -> None:
    lemmas = compiler.read_lemmas(compiler.CODEBOOK)
    assert CODEBOOK.forms.digest == compiler.lemma_digest(lemmas), "stale: run python tools/compile_forms.py"


@pytest.mark.parametrize(
    ("word", "lemma", "feature"),
    [
        ("encerclèrent", "encercler", "Ind.Past.3p"),
        ("assiégera", "assiéger", "Ind.Fut.3s"),
        ("assiègera", "assiéger", "Ind.Fut.3s"),
        ("reprises", "reprendre", "Part.Past.fp"),
        ("kidnappés", "kidnapper", "Part.Past.mp"),
        ("exfiltrant", "exfiltrer", "Part.Pres"),
        ("tiendraient", "tenir", "Cond.Pres.3p"),
        ("aériennes", "aérien", "fp"),
        ("attentats-suicides", "attentat-suicide", "p"),
        ("cessez-le-feu", "cessez-le-feu", "p"),
        ("Evacué", "évacuer", "Part.Past.ms"),
        ("ÉVACUÉES", "évacuer", "Part.Past.fp"),
        ("EVACUES", "évacuer", "Part.Past.mp"),
        ("l’offensive", "offensive", "s"),
        ("qu'attaquèrent", "attaquer", "Ind.Past.3p"),
    ],
)
def test_a_form_is_read(word: str, lemma: str, feature: str) -> None:
    assert any(form.lemma == lemma and form.has(feature) for form in CODEBOOK.forms.analyses(word))


@pytest.mark.parametrize(
    ("word", "pos", "lemma"),
    [
        ("prise", "VERB", "prendre"),
        ("prise", "NOUN", "prise"),
        ("assiégées", "ADJ", "assiéger"),
        ("blessés", "NOUN", "blessé"),
        ("blessés", "VERB", "blesser"),
        ("montagnes", "NOUN", "montagne"),
        ("chantaient", "VERB", "chanter"),
    ],
)
def test_a_lemma_follows_the_part_of_speech(word: str, pos: str, lemma: str) -> None:
    assert CODEBOOK.forms.lemma(word, pos) == lemma


def test_an_unknown_word_has_no_reading_and_only_headlines_lose_their_accents() -> None:
    assert CODEBOOK.forms.analyses("xyzzy") == ()
    assert not any(form.lemma == "évacuer" for form in CODEBOOK.forms.analyses("xevacues"))
    assert Form("tuer", "verb", "Part.Past.ms|Inf").has("Part.Past")
    assert not Form("tuer", "verb", "Part.Past.ms").has("Part.Pres")


def test_a_damaged_table_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "forms.tsv"
    file.write_text("tua\ttuer\tverb\tInd.Past.3s\n", encoding="utf-8")
    with pytest.raises(CodebookError, match="digest"):
        Forms.load(file)
    file.write_text("# lemmas 0\ntua\ttuer\n", encoding="utf-8")
    with pytest.raises(CodebookError, match="cannot read the row"):
        Forms.load(file)
