"""Clauses mended after the parser: whatever the parse, what comes out is a tree over the same words."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.lang.fr import French
from spacy.tokens import Doc

from selon.mentions.clauses.mending import mend_clauses
from selon.mentions.clauses.tree import Tree

VOCAB = French().vocab
PIECES = tuple(
    tuple(word.split("/") for word in piece.split())
    for piece in (
        "Les/DET rebelles/NOUN",
        ",/PUNCT dont/PRON deux/NUM chefs/NOUN ,/PUNCT",
        ",/PUNCT parmi/ADP lesquels/PRON deux/NUM chefs/NOUN ,/PUNCT",
        "ont/AUX attaqué/VERB",
        "ont/AUX massacré/DET",
        "sont/AUX morts/NOUN et/CCONJ dix/NUM",
        ",/PUNCT a/AUX indiqué/VERB un/DET témoin/NOUN ,/PUNCT",
        "à/ADP l'/DET arme/NOUN blanche/ADJ",
        "à/ADP la/DET fois/NOUN des/ADP ponts/NOUN",
        "29/NUM civils/ADJ",
        "et/CCONJ des/ADP maisons/NOUN détruites/VERB",
        ",/PUNCT selon/ADP un/DET témoin/NOUN ,/PUNCT",
        "que/SCONJ l'/DET armée/NOUN a/AUX repris/VERB",
        "mardi/NOUN 5/NUM mars/NOUN onze/NUM villages/NOUN",
        "a/AUX de/ADP son/DET côté/NOUN rapporté/VERB",
        "jusqu’/PROPN à/ADP la/DET frontière/NOUN",
        "a-t/AUX -il/PRON ajouté/VERB faisant/VERB",
        "un/DET soldat/NOUN fait/VERB prisonnier/NOUN par/ADP l'/DET ONU/PROPN",
        "le/DET tir/NOUN par/ADP Israël/PROPN d'/ADP un/DET missile/NOUN",
        "Boko/PROPN Haram/PRON ont/AUX «/PUNCT occupé/VERB »/PUNCT dix/NUM villages/NOUN",
        "qui/PRON contrôlent/ADJ la/DET ville/NOUN ,/PUNCT fuyant/VERB la/DET guerre/NOUN",
    )
)
LABELS = (
    *("nsubj", "nsubj:pass", "obj", "obl:mod", "nmod", "amod", "acl", "acl:relcl", "advcl", "xcomp", "conj", "case"),
    *("cc", "det", "nummod", "aux:tense", "aux:pass", "dep", "punct"),
)
FORMS = ("VerbForm=Fin", "Tense=Past|VerbForm=Part", "Tense=Past|VerbForm=Part|Gender=Fem", "Gender=Masc|Number=Sing")


@st.composite
def parses(draw: st.DrawFn) -> Doc:
    """Return clauses as French press prose puts them together, with a tree at random over them."""
    pieces = draw(st.lists(st.sampled_from(PIECES), min_size=2, max_size=5))
    words, tags = zip(*(word for piece in pieces for word in piece), strict=True)
    order = draw(st.permutations(range(len(words))))
    heads, deps = list(range(len(words))), ["ROOT"] * len(words)
    for place, at in enumerate(order[1:], 1):
        heads[at] = order[draw(st.integers(0, place - 1))]
        deps[at] = draw(st.sampled_from(LABELS))
    for at in range(len(words) - 1):  # an auxiliary of what stands behind it, with nothing below
        if tags[at] == "AUX" and at not in heads:
            heads[at], deps[at] = at + 1, "aux:tense"
    return Doc(
        VOCAB, words=words, heads=heads, deps=deps, pos=tags, morphs=[draw(st.sampled_from(FORMS)) for _ in words]
    )


@given(doc=parses())
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_mended_is_a_tree_over_the_same_words(doc: Doc) -> None:
    text = doc.text
    mended = mend_clauses(doc)
    assert mended.text == text
    for token in mended:
        climbed = token
        for _ in range(len(mended)):
            climbed = climbed.head
        assert climbed.head.i == climbed.i, "the heads go round in a circle"


def test_nothing_hangs_on_what_hangs_on_it() -> None:
    doc = Doc(VOCAB, words=["a", "b", "c"], heads=[0, 0, 1], deps=["ROOT", "obj", "nmod"])
    tree = Tree(doc, [0, 0, 1], ["ROOT", "obj", "nmod"])
    tree.hang(0, 2, "obj")
    assert (tree.heads, tree.deps) == ([0, 0, 1], ["ROOT", "obj", "nmod"])
    tree.hang(2, 0, "obj")
    assert (tree.heads, tree.deps) == ([0, 0, 0], ["ROOT", "obj", "obj"])


@pytest.mark.parametrize("aux", ["ont", "avaient"])
def test_a_relative_clause_upon_its_own_subject_becomes_the_clause(aux: str) -> None:
    words = ["Les", "rebelles", ",", "dont", "deux", "chefs", ",", aux, "fui"]
    heads = [1, 1, 1, 5, 5, 8, 1, 8, 1]
    deps = ["det", "ROOT", "punct", "nmod", "nummod", "nsubj", "punct", "aux:tense", "acl:relcl"]
    tags = ["DET", "NOUN", "PUNCT", "PRON", "NUM", "NOUN", "PUNCT", "AUX", "VERB"]
    doc = mend_clauses(Doc(VOCAB, words=words, heads=heads, deps=deps, pos=tags))
    assert (doc[8].dep_, doc[1].dep_, doc[1].head.text, doc[5].head.text) == ("ROOT", "nsubj", "fui", "rebelles")
