"""The reader under hostile text: it never raises, every span quotes its text, a second reading gives the same ids."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from time import process_time
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from selon.claims.pieces import MOST_SIGNS, cut_document
from selon.claims.reading import ReadingStatus
from selon.documents.document import Document
from selon.values import TextSpan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selon.claims.reading import Reading

SENTENCE = "Selon un porte-parole, l'armée malienne a repris Gao mardi et tué 12 combattants près de Ménaka."
NASTY = {
    "one word": "a" * 300_000,
    "capitals": "KIDAL" * 20_000,
    "brackets": "(" * 200_000,
    "pairs of brackets": "()" * 20_000,
    "full stops and commas": ".," * 20_000,
    "quotation marks": "«»\"'’" * 6_000,
    "mixed marks": "([{<>}])!?;:.," * 2_000,
    "slashes": "a/b/" * 10_000,
    "an endless address": "http://exemple.org/?" + "c/d?e=f&" * 10_000,
    "a row of digits": "1" * 20_000,
    "a number with endless decimals": "1" * 400 + "," + "5" * 400 + " morts",
    "numbers": "12 000 345 " * 1_000,
    "emoji": "😀🔥👍🏽🇲🇱" * 3_000,
    "marks of direction": f"\u202e{SENTENCE}\u202c\u200f" * 10,
    "null": f"\0{SENTENCE}\0\0" * 10 + "\0" * 10_000,
    "halves of characters": f"\ud800{SENTENCE}\udfff" * 10,
    "Windows line ends": f"{SENTENCE}\r\n" * 20,
    "old line ends": f"{SENTENCE}\r" * 20,
    "white space": "\u00a0\u2003\u3000\t" * 5_000 + "x",
    "marks without letters": "e\u0301" * 5_000 + "\u0301" * 5_000,
    "no spaces": "中文字。" * 5_000,
    "open quotes": "« " * 3_000,
    "a long sentence": "l'armée avance et " * 1_000,
    "a long list": "Gao, " * 3_000,
    "one verb": "tué " * 2_000,
    "dates": "mardi 3 mai 2019 " * 500,
    "impossible dates": "le 31 février 0000, le 99/99/9999, il y a 999999999999 jours, dans 100000000000 ans. ",
    "elisions": "l'" * 5_000,
    "tags": "<br/>" * 5_000,
}


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY.keys())
def test_the_reader_survives(reader, text):
    check(reader.read(document_of(text)))


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(
    parts=st.lists(
        st.one_of(
            st.text(max_size=30),
            st.text(st.characters(categories=["P", "S", "Z", "Cf", "Cc", "Cs"]), max_size=20),
            st.sampled_from(SENTENCE.split()),
            st.sampled_from(
                [SENTENCE, "«", "»", "-t-il", "n'", "\n\n", "mardi", "3 mai", "20 000", "deux cents", "à", "selon"]
            ),
        ),
        max_size=25,
    )
)
def test_the_reader_survives_whatever_comes(reader, parts):
    one = document_of(" ".join(parts))
    reading = reader.read(one)
    check(reading)
    assert [claim.id for claim in reader.read(one).claims] == [claim.id for claim in reading.claims]


def test_reading_alone_and_among_others_gives_the_same(reader):
    texts = [SENTENCE, "", "()" * 500, f"{SENTENCE}\r\n" * 5, "Le pont a sauté.", "\ud800"]
    documents = [document_of(text) for text in texts]
    together = [reading.claims for reading in reader.read_many(documents)]
    assert together == [reader.read(one).claims for one in documents]
    assert together[0]


def test_a_text_longer_than_the_parser_takes_is_read_in_pieces(reader):
    filler = "x" * 100 + "\n"
    text = f"{SENTENCE}\n\n" + filler * 10_500 + f"\n{SENTENCE}"
    assert len(text) > reader.nlp.max_length
    reading = reader.read(document_of(text))
    check(reading)
    last = text.rindex(SENTENCE)
    first = [claim for claim in reading.claims if claim.trigger.end <= len(SENTENCE)]
    again = [claim for claim in reading.claims if claim.trigger.start >= last]
    assert first
    assert [claim.trigger.start for claim in first] == [claim.trigger.start - last for claim in again]


def test_the_time_of_reading_grows_as_the_text_does(reader):
    def took(times: int) -> float:
        one = document_of(f"{SENTENCE} ()().,().,\n" * times)
        began = process_time()
        reader.read(one)
        return process_time() - began

    took(10)
    short, long = min(took(30) for _ in range(2)), took(300)
    assert long < 40 * short


def test_pieces_are_the_text_again():
    text = f"{SENTENCE}\n" * 2_000
    furniture = (TextSpan(0, 10), TextSpan(MOST_SIGNS - 200, MOST_SIGNS + 200))
    pieces = cut_document(Document(name="a", text=text, language="fr", furniture=furniture))
    assert "".join(piece.document.text for piece in pieces) == text
    for piece in pieces:
        assert len(piece.document.text) <= MOST_SIGNS
        assert text[piece.start :].startswith(piece.document.text)
    quoted = [one.quote(piece.document.text) for piece in pieces for one in piece.document.furniture]
    assert "".join(quoted) == "".join(one.quote(text) for one in furniture)


def document_of(text: str) -> Document:
    """Return a French document of a text."""
    return Document(name="hostile.txt", text=text, language="fr", published=date(2019, 5, 3))


def check(reading: Reading) -> None:
    """Assert that each span of a reading lies in its text and quotes words of it."""
    text = reading.document.text
    assert reading.status == (ReadingStatus.READ if text.strip() else ReadingStatus.EMPTY)
    for claim in reading.claims:
        assert claim.document == reading.document.id
        for span in spans_of(claim):
            assert span.end <= len(text)
            assert span.quote(text).strip()


def spans_of(value: object) -> Iterator[TextSpan]:
    """Yield every span in a value, however deep it lies."""
    if isinstance(value, TextSpan):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from spans_of(part)
    elif is_dataclass(value):
        for field in fields(value):
            yield from spans_of(getattr(value, field.name))
