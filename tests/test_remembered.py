"""What the rules remember of a parse: the same answers as asking anew, and no question that waits for itself."""

from __future__ import annotations

import pytest

from selon.claims.frames import FrameWords
from selon.claims.remembered import once_a_parse, once_a_scene, sentence_end, sentence_start
from selon.claims.verb_frames import verb_frame
from selon.documents.document import Document

TEXT = "L'armée a bombardé le port de Tessalit. Les habitants ont fui vers le nord. Le calme est revenu mardi."
NO_WORDS = FrameWords(*(frozenset[str]() for _ in range(6)))
ONLY_BOMB = FrameWords(frozenset({"bombarder"}), *(frozenset[str]() for _ in range(5)))


def lemmas_of(token):
    return frozenset({token.lower_})


def test_sentence_bounds_are_those_of_the_parse(nlp_mended):
    doc = nlp_mended(TEXT)
    assert len(list(doc.sents)) > 1
    assert [(sentence_start(t), sentence_end(t)) for t in doc] == [(t.sent.start, t.sent.end) for t in doc]


def test_a_question_is_asked_once_of_each_word_and_anew_of_another_document(nlp_mended):
    asked = []

    @once_a_parse
    def shout(token):
        asked.append(token.i)
        return token.text.upper()

    first, second = nlp_mended(TEXT), nlp_mended(TEXT)
    assert [shout(first[0]), shout(first[0]), shout(first[1]), shout(second[0])] == ["L'", "L'", "ARMÉE", "L'"]
    assert asked == [0, 1, 0]


def test_what_hangs_on_mentions_is_kept_by_the_scene(nlp_mended):
    class Scene:
        def __init__(self, mark):
            self.mark, self.kept = mark, {}

    @once_a_scene
    def mark_of(scene, token):
        return f"{scene.mark} {token.i}"

    word = nlp_mended(TEXT)[1]
    assert [mark_of(Scene("a"), word), mark_of(Scene("b"), word)] == ["a 1", "b 1"]


def test_a_frame_that_a_rule_mends_does_not_change_for_the_next(nlp_mended):
    verb = next(t for t in nlp_mended(TEXT) if t.text == "bombardé")
    first = verb_frame(verb, NO_WORDS, lemmas_of)
    told = [(f.token.text, f.slot) for f in first.fillers]
    assert ("armée", "subject") in told
    first.fillers.clear()
    assert [(f.token.text, f.slot) for f in verb_frame(verb, NO_WORDS, lemmas_of).fillers] == told


def test_another_codebook_builds_its_own_frames(nlp_mended):
    verb = next(t for t in nlp_mended(TEXT) if t.text == "bombardé")
    asked = []

    def lemmas_told(token):
        asked.append(token.text)
        return lemmas_of(token)

    child = next(t for t in nlp_mended("Ils ont décidé de fuir.") if t.text == "fuir")
    verb_frame(child, NO_WORDS, lemmas_told)
    before = len(asked)
    verb_frame(child, NO_WORDS, lemmas_told)
    assert len(asked) == before
    verb_frame(child, ONLY_BOMB, lemmas_told)
    assert len(asked) > before
    assert verb_frame(verb, ONLY_BOMB, lemmas_told).fillers


@pytest.mark.parametrize(
    "text", ["Les raids de ces derniers ont visé la ville.", "Les bombardements de ces derniers ont tué dix civils."]
)
def test_a_noun_whose_complement_may_take_it_up_is_classed(reader, text):
    claims = reader.read(Document(name="a.txt", text=text, language="fr")).claims
    assert claims  # a word that asked for its own class while it was being classed never came back
