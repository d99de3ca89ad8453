"""Marks on a page: nothing of the text is lost, every mark covers its span, and hostile signs are named."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selon.values import TextSpan
from selon.web.shown.marks import Mark, Part, cut, find_extents, find_lanes, find_marks, find_parts, lay_out
from selon.web.shown.signs import find_pieces

ROW = {
    "id": "c1",
    "trigger": [9, 15],
    "arguments": [{"role": "agent", "start": 0, "end": 8}, {"role": "place", "start": 19, "end": 23}],
    "quantities": [{"kind": "killed", "start": 0, "end": 0}],
    "time": {"text": "hier", "span": [24, 28]},
    "attribution": [{"kind": "official", "start": 36, "end": 43, "cue": [30, 35]}],
}

TURNS = {"RLO", "LRO", "RLE", "LRE", "RLI", "LRI", "FSI"}
SIGNS = st.text(
    st.one_of(st.characters(), st.sampled_from("\n\r\t \u202e\u2066\u200b\u200d\x00\ud800\u0301é<&\"'")), max_size=80
)


@st.composite
def marked_texts(draw):
    text = draw(SIGNS)
    bound = st.integers(0, len(text))
    span = st.tuples(bound, bound).map(lambda pair: TextSpan(min(pair), max(pair)))
    if not text:
        return text, [], [], TextSpan(0, 0)
    real = span.filter(lambda found: found.end > found.start)
    mark = st.builds(
        Mark, real, st.sampled_from(Part), st.sampled_from(["a", "b", "c"]), st.sampled_from(["", "agent"])
    )
    return text, draw(st.lists(mark, max_size=8)), draw(st.lists(real, max_size=3)), draw(span)


@given(marked_texts())
def test_segments_together_are_the_text(case):
    text, marks, furniture, _ = case
    segments = cut(text, marks, furniture)
    assert "".join(segment.text for segment in segments) == text
    assert all(segment.text and segment.span.quote(text) == segment.text for segment in segments)


@given(marked_texts())
def test_a_mark_covers_its_span_and_no_more(case):
    text, marks, furniture, part = case
    segments = cut(text, marks, furniture, part)
    assert "".join(segment.text for segment in segments) == part.quote(text)
    for mark in marks:
        covered = [at for segment in segments if mark in segment.marks for at in range(*bounds(segment))]
        assert covered == [at for at in range(mark.span.start, mark.span.end) if part.start <= at < part.end]
    for segment in segments:
        for at in range(*bounds(segment)):
            assert segment.furniture == any(span.start <= at < span.end for span in furniture)


@given(marked_texts())
def test_paragraphs_together_are_the_text(case):
    text, marks, furniture, _ = case
    paragraphs = lay_out(cut(text, marks, furniture))
    assert "".join(segment.text for paragraph in paragraphs for segment in paragraph.segments) == text
    assert all(paragraph.span.quote(text).count("\n") <= 1 for paragraph in paragraphs)
    assert len(paragraphs) == text.count("\n") + (not text.endswith("\n") and text != "")


@given(SIGNS)
def test_pieces_together_are_the_text_and_pass_nothing_hostile_on(text):
    pieces = find_pieces(text)
    assert "".join(piece.text for piece in pieces) == text
    for piece in pieces:
        shown = piece.text.replace("\r\n", "") if not piece.sign else piece.sign
        shown.replace("\r", "").encode()  # what is shown can be written as UTF-8
        assert not [sign for sign in shown if unicodedata.category(sign) == "Cc" and sign not in "\n\t\r"]
        assert not {unicodedata.bidirectional(sign) for sign in shown} & TURNS


@given(SIGNS, st.integers(1, 30))
def test_parts_together_are_the_text_and_none_is_too_long(text, most):
    parts = find_parts(text, most)
    assert "".join(part.quote(text) for part in parts) == text
    assert all(part.end - part.start <= most for part in parts)
    assert all(part.end > part.start for part in parts) or text == ""


@given(marked_texts())
def test_claims_that_overlap_have_lanes_of_their_own(case):
    _, marks, _, _ = case
    lanes, extents = find_lanes(marks), find_extents(marks)
    assert lanes.keys() == extents.keys()
    for claim, extent in extents.items():
        for other, beside in extents.items():
            assert claim == other or not extent.overlaps(beside) or lanes[claim] != lanes[other]


def test_a_claim_is_marked_where_it_stands():
    marks = find_marks(ROW)
    assert [(mark.part, mark.span.start, mark.role) for mark in marks] == [
        (Part.TRIGGER, 9, ""), (Part.ARGUMENT, 0, "agent"), (Part.ARGUMENT, 19, "place"), (Part.TIME, 24, ""),
        (Part.SOURCE, 36, "official"), (Part.CUE, 30, ""),
    ]  # fmt: skip


def test_more_claims_than_lanes_share_the_outermost():
    marks = [Mark(TextSpan(at, 50), Part.TRIGGER, f"c{at}") for at in range(10)]
    assert max(find_lanes(marks).values()) == 5


def test_a_line_of_furniture_is_known():
    text = "Le pont est coupé.\nLire aussi : la crue\nFin."
    body, grey, end = lay_out(cut(text, (), [TextSpan(19, 39)]))
    assert (body.furniture, grey.furniture, end.furniture) == (False, True, False)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("a\u202eb", ["RLO"]), ("\x00", ["U+0000"]), ("a\u200bb", ["ZWSP"]), ("fin\r\n", []), ("a\rb", ["U+000D"]),
        ("می\u200cخواهم", []), ("d\u200cu", ["ZWNJ"]), ("e" + "\u0301" * 9, ["+5"]), ("\ud83d", ["½ U+D83D"]),
        ("l'État\ttient", []), ("\U000e0041", ["U+E0041"]),
    ],
)  # fmt: skip
def test_signs_are_named(text, named):
    assert [piece.sign for piece in find_pieces(text) if piece.sign] == named


def test_a_word_of_a_million_signs_is_cut_quickly():
    parts = find_parts("x" * 1_000_000, 40_000)
    assert len(parts) == 25


def bounds(segment):
    return segment.span.start, segment.span.end
