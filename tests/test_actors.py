"""Who is named: every entry of the codebook by its own example, phenomena by marked sentences, and gold arguments."""

from __future__ import annotations

import json
import sys
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from marked_files import marked_lines
from selon.codebook.actors import ActorBook, load_actors, names_of, read_actors
from selon.codebook.agreement import inflect, plural_of
from selon.codebook.marked import MarkedSentence, read_marked
from selon.errors import CodebookError
from selon.mentions.mention import ActorClass, ActorMention
from selon.mentions.names import fold, fold_sound

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from spacy.language import Language

BOOK = load_actors()
_GOLD_SAMPLE = 12  # gold files, evenly drawn, so that the test stays quick


def _entry_examples() -> list[tuple[str, str]]:
    """Return the id and the example of every entry of the codebook."""
    named = [(f"{type(entry).__name__}:{entry.id}", entry.example) for entry in (*BOOK.states, *BOOK.actors)]
    return named + [(f"noun:{noun.lemma}", noun.example) for noun in BOOK.nouns]


def _covers_all(sentence: MarkedSentence, found: list[ActorMention]) -> None:
    """Check that each marked actor is found with its entity, and that nothing is where the sentence marks `place`."""
    spans = {mention.span: mention for mention in found}
    told = [(mention.span.quote(sentence.text), mention.entity) for mention in found]
    for answer in (*sentence.labelled("actor"), *sentence.labelled("adjective")):
        mention = spans.get(answer.span)
        assert mention is not None, f"{answer.words!r} is not among {told}"
        assert mention.entity == (None if answer.value == "none" else answer.value), told
        assert mention.adjective == (answer.label == "adjective"), told
    for answer in sentence.labelled("place"):
        assert not any(span.overlaps(answer.span) for span in spans), told


@pytest.fixture(scope="module")
def find(nlp_mended: Language) -> Callable[[str], list[ActorMention]]:
    """Return a function from a plain text to the actors in it; all examples are parsed at once."""
    from selon.mentions.actors.finding import find_actors

    texts = [
        read_marked(line).text for line in (*marked_lines("actors"), *(example for _, example in _entry_examples()))
    ]
    parsed = dict(zip(texts, nlp_mended.pipe(texts), strict=True))
    return lambda text: find_actors(parsed[text] if text in parsed else nlp_mended(text), BOOK)


@pytest.mark.parametrize("line", marked_lines("actors"))
def test_marked_sentence(find: Callable[[str], list[ActorMention]], line: str) -> None:
    sentence = read_marked(line, where="actors.txt")
    assert sentence.answers, "a sentence without marks tests nothing"
    _covers_all(sentence, find(sentence.text))


@pytest.mark.parametrize(("entry", "example"), _entry_examples(), ids=[entry for entry, _ in _entry_examples()])
def test_example_of_entry_holds(find: Callable[[str], list[ActorMention]], entry: str, example: str) -> None:
    sentence = read_marked(example, where=entry)
    assert sentence.labelled("actor") or sentence.labelled("adjective")
    _covers_all(sentence, find(sentence.text))


def test_codebook_is_broad() -> None:
    assert len(BOOK.states) >= 193
    assert len(BOOK.actors) >= 200
    assert {"daech", "fds", "hts", "jnim", "m23", "rsf", "houthis", "separatists_ua", "taliban"} <= BOOK.ids()


def test_every_listed_id_is_known() -> None:
    assert len(BOOK.listed_ids()) == 61
    assert {"civilians", "rebels", "osdh", "libya_lna", "krg"} <= BOOK.listed_ids() <= BOOK.ids()


def test_a_name_of_two_entries_is_refused(tmp_path: Path) -> None:
    (tmp_path / "actors").mkdir()
    (tmp_path / "fr").mkdir()
    (tmp_path / "fr" / "people.toml").write_text("", encoding="utf-8")
    entry = '[[entry]]\nid = "{}"\nkind = "armed"\nname = "Front"\nenglish = "x"\nexample = "x"\nreason = "x"\n'
    (tmp_path / "actors" / "a.toml").write_text(entry.format("a") + entry.format("b"), encoding="utf-8")
    with pytest.raises(CodebookError, match="'Front' names both 'a' and 'b'"):
        read_actors(tmp_path)


def test_names_are_unique() -> None:
    owners = [(name, entry.id) for entry in (*BOOK.states, *BOOK.actors) for name in set(names_of(entry))]
    assert len({name for name, _ in owners}) == len(owners)


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("turc", {"turc", "turcs", "turque", "turques"}),
        ("français", {"français", "française", "françaises"}),
        ("burkinabè", {"burkinabè", "burkinabès"}),
        ("libyen", {"libyen", "libyens", "libyenne", "libyennes"}),
        ("belge", {"belge", "belges"}),
        ("grec", {"grec", "grecs", "grecque", "grecques"}),
    ],
)
def test_adjective_forms(lemma: str, forms: set[str]) -> None:
    assert inflect(lemma) == forms


def test_plural_stops_at_the_preposition() -> None:
    assert plural_of("service de renseignement") == "services de renseignement"


def test_spellings_by_ear_meet() -> None:
    assert fold_sound(fold("Chabab")) == fold_sound(fold("Shabaab"))
    assert fold_sound(fold("Chabab")) != fold_sound(fold("Chabad"))


def test_nothing_is_found_twice(find: Callable[[str], list[ActorMention]]) -> None:
    found = find(
        "Les terroristes de Daech et l'armée russe, puis l'aviation russe et syrienne ont tiré sur les Kurdes."
    )
    spans = [mention.span for mention in found]
    assert not any(a.overlaps(b) for a, b in pairwise(spans))


def test_a_spokesman_is_a_person(find: Callable[[str], list[ActorMention]]) -> None:
    found = find("Le porte-parole du ministère russe de la Défense a parlé.")
    assert [(m.kind, m.entity) for m in found] == [(ActorClass.PERSON, "russia/government")]


def test_an_empty_text_names_nobody(find: Callable[[str], list[ActorMention]]) -> None:
    assert find("") == []


def _gold_arguments(shared: Path) -> list[tuple[str, list[tuple[tuple[int, int], str]]]]:
    """Return texts with the spans and ids of their gold actors."""
    sys.path.insert(0, str(shared / "gold"))
    try:
        from score import resolve
    finally:
        sys.path.pop(0)
    files = sorted((shared / "gold").glob("*/*.gold.json"))
    cases = []
    for file in files[:: max(1, len(files) // _GOLD_SAMPLE)]:
        gold = json.loads(file.read_text(encoding="utf-8"))
        folder = shared / "seeds" if file.parent.name == "seeds" else shared / "corpora" / "wikinews-fr" / "texts"
        text = (folder / gold["document"]).read_text(encoding="utf-8")
        arguments = [a for claim in resolve(gold, text) if not claim["optional"] for a in claim["arguments"]]
        cases.append((text, [(a["span"], a["entity"]) for a in arguments if a.get("entity")]))
    return cases


def test_gold_actors_are_found(shared: Path, find: Callable[[str], list[ActorMention]]) -> None:
    wanted = hits = 0
    for text, arguments in _gold_arguments(shared):
        found = find(text)
        for (start, end), entity in arguments:
            inside = {m.entity.split("/")[0] for m in found if m.entity and m.span.start < end and start < m.span.end}
            wanted += 1
            hits += entity.split("/")[0] in inside
    assert wanted > 50
    assert hits / wanted >= 0.85


def test_book_is_one_object() -> None:
    assert isinstance(load_actors(), ActorBook)
    assert load_actors() is load_actors()
