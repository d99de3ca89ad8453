"""Attribution: marked sentences, one test each; each reporting word, phrase and noun of source by its own example."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from marked_files import marked_lines
from selon.claims.attribution.finding import Attribution, chain_for, find_attributions
from selon.claims.claim import SourceKind
from selon.codebook.marked import Answer, MarkedSentence, read_marked
from selon.codebook.speech import SpeechCodebook
from selon.values import TextSpan

if TYPE_CHECKING:
    from spacy.language import Language

CODEBOOK = SpeechCodebook.load()


def ends_of(text: str, answer: Answer) -> list[TextSpan]:
    """Return the first and the last word of a marked stretch."""
    words = answer.words.split()
    return [
        TextSpan(answer.span.start, answer.span.start + len(words[0])),
        TextSpan(answer.span.end - len(words[-1]), answer.span.end),
    ]


def check(nlp: Language, marked: MarkedSentence) -> None:
    """Read the sentence; compare the chain over both ends of every marked content, and its absence elsewhere."""
    found = find_attributions(nlp(marked.text), CODEBOOK)
    sources = sorted(marked.labelled("source"), key=lambda a: a.value)
    for content in marked.labelled("content"):
        for end in ends_of(marked.text, content):
            chain = chain_for(found, end)
            quoted = [link.span.quote(marked.text) for link in chain]
            if carried := marked.fact("carried"):
                assert chain, f"nobody is found to go on saying it: {quoted}"
                assert carried in quoted[-1], quoted
            elif sources:
                assert len(chain) == len(sources), (end.quote(marked.text), quoted)
                for link, source in zip(chain, sources, strict=True):
                    assert link.span.overlaps(source.span), (source.words, quoted)
            else:
                assert chain, "nobody is found to say it"
    for free in marked.labelled("free"):
        chain = chain_for(found, ends_of(marked.text, free)[0])
        assert not chain, [link.span.quote(marked.text) for link in chain]
    for cue in marked.labelled("cue"):
        assert any(one.cue.overlaps(cue.span) for one in found), (
            cue.words,
            [one.cue.quote(marked.text) for one in found],
        )


@pytest.mark.parametrize("line", marked_lines("attribution"))
def test_sentence_is_attributed_so(nlp_mended: Language, line: str) -> None:
    check(nlp_mended, read_marked(line))


@pytest.mark.parametrize("entry", CODEBOOK.reporting, ids=lambda e: f"{e.pos} {e.lemma}")
def test_reporting_word_by_its_example(nlp_mended: Language, entry) -> None:
    check(nlp_mended, read_marked(entry.example))


@pytest.mark.parametrize("entry", CODEBOOK.phrases, ids=lambda e: f"{e.place} {e.phrase}")
def test_source_phrase_by_its_example(nlp_mended: Language, entry) -> None:
    marked = read_marked(entry.example)
    if entry.place == "trap":
        assert find_attributions(nlp_mended(marked.text), CODEBOOK) == []
    else:
        check_innermost(nlp_mended, marked)


def check_innermost(nlp: Language, marked: MarkedSentence) -> None:
    """Compare only that the marked source is a link of the chain over the content."""
    found = find_attributions(nlp(marked.text), CODEBOOK)
    (content,) = marked.labelled("content")
    for end in ends_of(marked.text, content):
        chain = chain_for(found, end)
        for source in marked.labelled("source"):
            assert any(link.span.overlaps(source.span) for link in chain), [
                link.span.quote(marked.text) for link in chain
            ]
        assert chain


@pytest.mark.parametrize("entry", CODEBOOK.nouns, ids=lambda e: f"{e.kind} {e.nouns[0]}")
def test_source_nouns_by_their_example(nlp_mended: Language, entry) -> None:
    marked = read_marked(entry.example)
    found = find_attributions(nlp_mended(marked.text), CODEBOOK)
    (source,) = marked.labelled("source")
    chain = chain_for(found, marked.labelled("content")[0].span)
    assert [link.kind for link in chain] == [SourceKind(entry.kind)]
    assert chain[0].span == source.span


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Selon le chef des rebelles, le pont est pris.", SourceKind.ARMED_ACTOR),
        ("Selon le porte-parole de l'ONG, le camp est vide.", SourceKind.ORGANISATION),
        ("Selon le porte-parole du gouvernement, le camp est vide.", SourceKind.OFFICIAL),
        ("Selon l'AFP, le camp est vide.", SourceKind.OUTLET),
        ("Selon la chaîne Al Jazeera, le camp est vide.", SourceKind.OUTLET),
        ("Selon Amadou Keïta, le camp est vide.", SourceKind.PERSON),
        ("Selon une source sécuritaire, le camp est vide.", SourceKind.ANONYMOUS),
    ],
)
def test_kind_of_source(nlp_mended: Language, text: str, kind: SourceKind) -> None:
    (one,) = find_attributions(nlp_mended(text), CODEBOOK)
    assert one.chain[-1].kind is kind


def test_spans_quote_their_text(nlp_mended: Language) -> None:
    text = "« Le pont est pris », a déclaré à l'AFP un officier."
    (one,) = find_attributions(nlp_mended(text), CODEBOOK)
    assert one.cue.quote(text) == "a déclaré"
    assert [link.span.quote(text) for link in one.chain] == ["l'AFP", "un officier"]
    assert [part.quote(text) for part in one.content] == ["Le pont est pris"]


def test_outlets_can_be_added(nlp_mended: Language) -> None:
    text = "Un officier a confié à Zorglub Matin que le pont est pris."
    found: list[Attribution] = find_attributions(nlp_mended(text), CODEBOOK, outlets={"zorglub matin": "zorglub"})
    assert [link.entity for link in found[0].chain] == ["zorglub", None]
