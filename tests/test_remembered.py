"""What the rules remember of a parse: the same answers as asking anew, and no question that waits for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from selon.claims.frames import FrameWords
from selon.claims.remembered import once_a_parse, once_a_scene, sentence_end, sentence_start
from selon.claims.scene import Mentions, Scene
from selon.claims.verb_frames import verb_frame
from selon.codebook.codebook import Codebook
from selon.documents.document import Document

if TYPE_CHECKING:
    from spacy.tokens import Token

TEXT = "L'armée a bombardé le port de Tessalit. Les habitants ont fui vers le nord. Le calme est revenu mardi."
NO_WORDS = FrameWords(*(frozenset[str]() for _ in range(6)))
OTHER_WORDS = FrameWords(frozenset({"bombarder"}), *(frozenset[str]() for _ in range(5)))


def lemmas_of(token: Token) -> frozenset[str]:
    return frozenset({token.lower_})


def test_sentence_bounds_are_those_of_the_parse(nlp_mended):
    doc = nlp_mended(TEXT)
    assert len(list(doc.sents)) > 1
    assert [(sentence_start(t), sentence_end(t)) for t in doc] == [(t.sent.start, t.sent.end) for t in doc]


def test_a_question_is_asked_once_of_each_word_and_anew_of_another_document(nlp_mended):
    asked = []

    @once_a_parse
    def shout(token: Token) -> str:
        asked.append(token.i)
        return token.text.upper()

    first, second = nlp_mended(TEXT), nlp_mended(TEXT)
    assert [shout(first[0]), shout(first[0]), shout(first[1]), shout(second[0])] == ["L'", "L'", "ARMÉE", "L'"]
    assert asked == [0, 1, 0]


def test_what_hangs_on_mentions_is_kept_by_the_scene(nlp_mended):
    asked = []

    @once_a_scene
    def quantity_of(scene: Scene, token: Token) -> object:
        asked.append(token.i)
        return scene.quantity(token)

    doc, codebook = nlp_mended(TEXT), Codebook.load()
    one, other = Scene(doc, codebook, Mentions()), Scene(doc, codebook, Mentions())
    assert [quantity_of(scene, doc[1]) for scene in (one, one, other)] == [None] * 3
    assert asked == [1, 1]


def test_a_frame_that_a_rule_mends_does_not_change_for_the_next(nlp_mended):
    verb = next(t for t in nlp_mended(TEXT) if t.text == "bombardé")
    first = verb_frame(verb, NO_WORDS, lemmas_of)
    told = [(f.token.text, f.slot) for f in first.fillers]
    assert ("armée", "subject") in told
    first.fillers.clear()
    assert [(f.token.text, f.slot) for f in verb_frame(verb, NO_WORDS, lemmas_of).fillers] == told


def test_another_codebook_builds_its_own_frames(nlp_mended):
    asked = []

    def lemmas_told(token: Token) -> frozenset[str]:
        asked.append(token.text)
        return lemmas_of(token)

    child = next(t for t in nlp_mended("Ils ont décidé de fuir.") if t.text == "fuir")
    verb_frame(child, NO_WORDS, lemmas_told)
    before = len(asked)
    verb_frame(child, NO_WORDS, lemmas_told)
    assert len(asked) == before
    verb_frame(child, OTHER_WORDS, lemmas_told)
    assert len(asked) > before


@pytest.mark.parametrize(
    "text", ["Les raids de ces derniers ont visé la ville.", "Les bombardements de ces derniers ont tué dix civils."]
)
def test_a_noun_whose_complement_may_take_it_up_is_classed(reader, text):
    claims = reader.read(Document(name="a.txt", text=text, language="fr")).claims
    assert claims  # a word that asked for its own class while it was being classed never came back
