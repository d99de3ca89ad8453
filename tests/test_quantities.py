"""Quantities: every marked sentence gives its bounds, kind and part; what is no count gives none; spans quote."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from marked_files import marked_lines
from selon.codebook.marked import Answer, read_marked
from selon.codebook.numbers import NumberWords, WordGroup, read_groups
from selon.errors import CodebookError
from selon.mentions.quantities.finding import find_quantities
from selon.mentions.quantities.words import load_nouns

if TYPE_CHECKING:
    from spacy.language import Language

    from selon.mentions.mention import QuantityMention

SENTENCES = marked_lines("quantities")
KINDS = frozenset(
    """killed wounded captured surrendered missing fighters civilians displaced leaders vehicles aircraft drones weapons
    strikes positions houses tonnes distance_km area_km2 duration_days percent population other""".split()
)
GROUPS = read_groups("quantities.toml")
BLANK = spacy.blank("fr")


def show(mention: QuantityMention) -> str:
    """Return a mention as the marks write it."""
    low, high = mention.count.low, mention.count.high
    marks = ["~"] * mention.count.approx + ["part"] * mention.part
    bounds = [mention.kind, "-" if low is None else str(low), "-" if high is None else str(high)]
    return ":".join([*bounds, *marks])


def check(answers: list[Answer], mentions: list[QuantityMention], text: str) -> None:
    """Compare marked quantities with those found, in order."""
    found = [(one.span.quote(text), show(one)) for one in mentions]
    assert [value for _, value in found] == [answer.value for answer in answers], found
    for answer, one in zip(answers, mentions, strict=True):
        assert answer.span.overlaps(one.span)
        assert one.span.covers(one.number)


@pytest.mark.parametrize("line", SENTENCES)
def test_marked_quantities_are_found(line: str, nlp_plain: Language) -> None:
    sentence = read_marked(line)
    check(sentence.labelled("quantity"), find_quantities(nlp_plain(sentence.text)), sentence.text)


@pytest.mark.parametrize(
    ("text", "span", "number", "noun"),
    [
        ("Le tir a fait 29 morts au moins.", "29 morts au moins", "29", "mort"),
        ("Plus de 400 rebelles ont fui.", "Plus de 400 rebelles", "Plus de 400", "rebelle"),
        ("Une vingtaine de soldates ont fui.", "Une vingtaine de soldates", "Une vingtaine", "soldat"),
        ("Les deux chevaux sont morts.", "deux chevaux", "deux", "cheval"),
        ("Le raid en a blessé 12.", "12", "12", ""),
    ],
)
def test_span_runs_over_number_and_noun(text: str, span: str, number: str, noun: str, nlp_plain: Language) -> None:
    (mention,) = find_quantities(nlp_plain(text))
    assert (mention.span.quote(text), mention.number.quote(text), mention.noun) == (span, number, noun)


def test_number_in_a_time_counts_nothing(nlp_plain: Language) -> None:
    doc = nlp_plain("Depuis trois mois, la ville est assiégée.")
    assert find_quantities(doc) == []
    assert [one.kind for one in find_quantities(doc, times=())] == ["duration_days"]


@given(text=st.text(max_size=160))
def test_spans_quote_whatever_the_text(text: str) -> None:
    doc = BLANK(text)
    for one in find_quantities(doc):
        assert doc.text[one.span.start : one.span.end] == one.span.quote(doc.text) != ""


@given(
    words=st.lists(
        st.sampled_from([word for one in GROUPS for word in one.words] + ["7 800", "3", "12", ",", "."]), max_size=12
    )
)
def test_words_of_number_in_any_order_give_sane_counts(words: list[str]) -> None:
    doc = BLANK(" ".join(words))
    for one in find_quantities(doc):
        assert one.kind in KINDS
        assert one.count.low is not None or one.count.high is not None
        assert one.span.covers(one.number)


@given(number=st.integers(2, 999_999))
def test_grouped_figures_and_bare_ones_mean_the_same(number: int) -> None:
    for written in (str(number), f"{number:,}".replace(",", "\u202f"), f"{number:,}".replace(",", " ")):
        (mention,) = find_quantities(BLANK(f"L'assaut a coûté la vie à {written} soldats."), times=())
        assert (mention.count.low, mention.count.high, mention.kind) == (number, number, "fighters")


def test_kinds_are_those_of_the_guidelines() -> None:
    assert {str(kind) for group in GROUPS if group.sort == "noun" for _, kind in group.pairs()} <= KINDS
    assert {group.plural for group in GROUPS if group.plural} <= KINDS


def test_nouns_have_plural_and_feminine() -> None:
    nouns = load_nouns()
    for form, lemma in (
        ("blessées", "blessé"),
        ("infirmière", "infirmier"),
        ("généraux", "général"),
        ("bateaux", "bateau"),
    ):
        assert nouns[form][-1][1].lemma == lemma


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: f"{group.sort}-{group.id}")
def test_example_of_each_group_is_read_as_marked(group: WordGroup, nlp_plain: Language) -> None:
    sentence = read_marked(group.example)
    found = {show(one).removesuffix(":~").replace(":~:", ":") for one in find_quantities(nlp_plain(sentence.text))}
    assert found == {answer.value for answer in sentence.labelled("quantity")}


def test_values_must_go_with_words() -> None:
    group = WordGroup(sort="number", id="odd", words=("un", "deux", "trois"), values=(1, 2), example="", reason="")
    with pytest.raises(CodebookError, match="3 words and 2 values"):
        list(group.pairs())


_UNITS = "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize".split()
_TENS = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante", 80: "quatre-vingt"}


def spell(number: int) -> str:
    """Return a number below a million in French words, spelled independently of the reader."""
    if number >= 1000:
        head = "mille" if number < 2000 else f"{spell(number // 1000)} mille"
        return f"{head} {spell(number % 1000)}" if number % 1000 else head
    if number >= 100:
        head = "cent" if number < 200 else f"{_UNITS[number // 100]} cent"
        return f"{head} {spell(number % 100)}" if number % 100 else head
    if number <= 16:
        return _UNITS[number]
    if number < 20:
        return f"dix-{_UNITS[number - 10]}"
    base = max(ten for ten in _TENS if ten <= number)
    rest = number - base
    joint = " et " if rest in (1, 11) and base != 80 else "-"
    return f"{_TENS[base]}{joint}{spell(rest)}" if rest else _TENS[base]


@given(number=st.integers(2, 999_999))
def test_numbers_in_words_are_read_back(number: int) -> None:
    words = spell(number).replace("-", " - ").split()
    assert NumberWords.load().read(words, 0) == (number, len(words))
