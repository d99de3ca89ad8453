"""Organisations of any kind: marked sentences, one test each, and the measure of named entities."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from selon.codebook.marked import read_marked
from selon.codebook.organisations import load_organisation_words
from selon.errors import GoldError
from selon.evaluation.entities import read_brat, read_entity_texts, score_entities
from selon.values import TextSpan

if TYPE_CHECKING:
    from spacy.language import Language

FILE = Path(__file__).parent / "examples" / "fr" / "organisations.txt"
LINES = [line for line in FILE.read_text(encoding="utf-8").splitlines() if line.strip() and not line.startswith("#")]


@pytest.mark.parametrize("line", LINES)
def test_marked_sentence(nlp_mended: Language, line: str) -> None:
    from selon.mentions.organisations import find_organisations

    sentence = read_marked(line, where=FILE.name)
    found = [one.span.quote(sentence.text) for one in find_organisations(nlp_mended(sentence.text))]
    assert found == [answer.words for answer in sentence.labelled("organisation")]


def test_every_sort_has_words() -> None:
    assert [sort for sort, words in load_organisation_words().items() if not words] == []


def test_exact_stretches_count(tmp_path: Path) -> None:
    (tmp_path / "a.ann").write_text(
        "T1\tOrganization 0 3\tONU\nT2\tLocation 6 10\tMali\nT3\tDate 1 2\tN\n", encoding="utf-8"
    )
    (tmp_path / "a.txt").write_text("ONU ; Mali", encoding="utf-8")
    texts = read_entity_texts(tmp_path, tmp_path)
    assert texts[0].marks == {"organisation": {TextSpan(0, 3)}, "place": {TextSpan(6, 10)}}
    found = [{"organisation": {TextSpan(0, 3), TextSpan(4, 5)}, "place": {TextSpan(6, 9)}}]
    figures = score_entities(texts, found)
    assert (figures["organisation"]["p"], figures["organisation"]["r"]) == (0.5, 1.0)
    assert figures["place"]["f1"] == 0.0


def test_a_folder_without_annotations_or_texts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"no file \*\.ann"):
        read_entity_texts(tmp_path, tmp_path)
    (tmp_path / "a.ann").write_text("", encoding="utf-8")
    with pytest.raises(GoldError, match="cannot be read"):
        read_entity_texts(tmp_path, tmp_path)
    assert read_brat("nothing\n") == {"organisation": set(), "place": set()}
