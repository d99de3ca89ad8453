"""Words and sentences: names stay whole, sentences start where the page says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from marked_files import marked_lines
from selon.codebook.abbreviations import read_abbreviations
from selon.codebook.marked import read_marked
from selon.mentions.sentences import is_hard_wrapped
from selon.mentions.tokens import mark_sentence_starts, mend_tokenizer

if TYPE_CHECKING:
    from pathlib import Path

    from spacy.language import Language
    from spacy.tokens import Doc

SENTENCES = marked_lines("sentences")
STARTS = [line for line in SENTENCES if "](start)" in line or "](word)" not in line]


@pytest.fixture(scope="module")
def blank() -> Language:
    """Return the mended tokenizer alone."""
    nlp = spacy.blank("fr")
    mend_tokenizer(nlp)
    return nlp


def starts_of(doc: Doc) -> list[int]:
    """Return the offsets at which sentences start."""
    return [token.idx for token in mark_sentence_starts(doc) if token.is_sent_start]


@pytest.mark.parametrize("line", [line for line in SENTENCES if "](word)" in line])
def test_words_stay_whole(blank: Language, line: str) -> None:
    marked = read_marked(line.replace("⏎", "\n"))
    words = {(token.idx, token.text) for token in blank(marked.text)}
    missed = [answer.words for answer in marked.labelled("word") if (answer.span.start, answer.words) not in words]
    assert not missed, sorted(words)


@pytest.mark.parametrize("line", STARTS)
def test_sentences_start_where_marked(blank: Language, line: str) -> None:
    marked = read_marked(line.replace("⏎", "\n"))
    assert starts_of(blank(marked.text)) == [0, *(answer.span.start for answer in marked.labelled("start"))]


def test_the_parser_keeps_the_marked_starts(nlp_mended: Language) -> None:
    text = "Selon Al-Masdar News, le gén. Barkat a quitté al-Zahra. Près de 5. 000 hommes l'ont suivi.\nSeul Omar reste"
    expected = starts_of(nlp_mended.make_doc(text))
    assert [sentence.start_char for sentence in nlp_mended(text).sents] == expected
    assert len(expected) == 3


def test_a_byte_order_mark_is_no_part_of_the_first_word(blank: Language) -> None:
    assert [token.text for token in blank("\ufeffGao tient.")][:2] == ["\ufeff", "Gao"]


@pytest.mark.parametrize("figure", ["(8)", "8)"])
def test_figures_in_brackets_are_no_smileys(blank: Language, figure: str) -> None:
    assert "8" in [token.text for token in blank(f"Un bilan {figure} est donné.")]


def test_a_ruled_line_is_one_word(blank: Language) -> None:
    assert [token.text for token in blank("=" * 100_000)] == ["=" * 100_000]


def test_lines_of_equal_width_do_not_end_sentences(blank: Language) -> None:
    text = (
        "Le chef des rebelles de\nGao a quitté la ville\nde nuit, selon un témoin\nqui a fui vers le fleuve\n"
        "avec les siens. Le maire\nse tait."
    )
    assert is_hard_wrapped(text)
    assert starts_of(blank(text)) == [0, text.index("Le maire")]


@pytest.mark.parametrize(
    "entry", [entry for entry in read_abbreviations() if not entry.word], ids=lambda entry: entry.short
)
def test_each_abbreviation_is_one_word_in_its_example(blank: Language, entry) -> None:
    doc = blank(entry.example)
    assert entry.short in [token.text for token in doc]
    if not entry.ends:
        assert len(starts_of(doc)) == 1


@pytest.mark.parametrize(
    "entry", [entry for entry in read_abbreviations() if entry.word], ids=lambda entry: entry.short
)
def test_each_abbreviated_word_ends_no_sentence_in_its_example(blank: Language, entry) -> None:
    assert len(starts_of(blank(entry.example))) == 1


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from("aàÉlL'’.!?…«»\"()[] -–\n\r\t1250,;:/\ufeff"), max_size=60))
def test_any_text_is_cut_into_its_own_characters(blank: Language, text: str) -> None:
    doc = mark_sentence_starts(blank(text))
    assert "".join(token.text_with_ws for token in doc) == text
    assert not len(doc) or doc[0].is_sent_start
    assert all(not token.is_space or token.i == 0 or token.is_sent_start is False for token in doc)


def test_no_sentence_of_a_real_article_starts_in_small_letters(blank: Language, shared: Path) -> None:
    texts = sorted((shared / "seeds").glob("*.txt"))
    for path in texts:
        text = path.read_text(encoding="utf-8")
        doc = mark_sentence_starts(blank(text))
        lower = [token for token in doc if token.is_sent_start and token.text[0].islower() and "." not in token.text]
        assert not lower, (path.name, lower)
