"""Factuality: marked sentences, one test each; every hedge by its own example; the conditional by its form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from marked_files import marked_lines
from selon.claims.claim import Polarity, Status
from selon.claims.factuality.finding import read_factuality
from selon.claims.verb_forms import is_conditional, is_future
from selon.codebook.marked import MarkedSentence, read_marked
from selon.codebook.speech import SpeechCodebook

if TYPE_CHECKING:
    from spacy.language import Language

CODEBOOK = SpeechCodebook.load()


def check(nlp: Language, marked: MarkedSentence) -> None:
    """Read the marked trigger and compare what is told of it."""
    doc = nlp(marked.text)
    (trigger,) = marked.labelled("trigger")
    span = doc.char_span(trigger.span.start, trigger.span.end, alignment_mode="expand")
    read = read_factuality(doc, span.start, span.end - 1, CODEBOOK)
    wanted = (Polarity(marked.fact("polarity", "affirmed")), Status(marked.fact("status", "occurred")))
    if not marked.fact("status") and marked.fact("polarity") == "negated":
        wanted = (wanted[0], read.status)  # where the sentence is about polarity alone, the status is left open
    assert (read.polarity, read.status) == wanted, read.why


@pytest.mark.parametrize("line", marked_lines("factuality"))
def test_sentence_is_told_so(nlp_mended: Language, line: str) -> None:
    check(nlp_mended, read_marked(line))


@pytest.mark.parametrize("entry", CODEBOOK.hedge_words, ids=lambda e: f"{e.pos} {e.lemma}")
def test_hedge_word_by_its_example(nlp_mended: Language, entry) -> None:
    check(nlp_mended, read_marked(entry.example))


@pytest.mark.parametrize("entry", CODEBOOK.hedge_phrases, ids=lambda e: e.phrase)
def test_hedge_phrase_by_its_example(nlp_mended: Language, entry) -> None:
    check(nlp_mended, read_marked(entry.example))


@pytest.mark.parametrize(
    "form", ["coûterait", "souhaiterait", "céderaient", "serions", "tiendrait", "prendraient", "auraient"]
)
def test_conditional_is_known_by_its_form(form: str) -> None:
    assert is_conditional(CODEBOOK.forms, form)


@pytest.mark.parametrize("form", ["figurait", "soupirait", "adoraient", "entouraient", "retirait", "était", "avaient"])
def test_imperfect_is_no_conditional(form: str) -> None:
    assert not is_conditional(CODEBOOK.forms, form)


@pytest.mark.parametrize(
    ("form", "future"), [("quitteront", True), ("sera", True), ("tira", False), ("entrons", False)]
)
def test_future_is_known_by_its_form(form: str, future: bool) -> None:  # noqa: FBT001
    assert is_future(CODEBOOK.forms, form) is future


def test_why_names_the_word_that_decided(nlp_mended: Language) -> None:
    doc = nlp_mended("Les rebelles auraient pris le pont.")
    assert read_factuality(doc, 3, 3, CODEBOOK).why == ("auraient: conditional of the press",)
