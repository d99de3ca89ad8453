"""Remembered: what the rules ask of the same word again and again is worked out once and kept with its document.

This is the one place of the reader's caches. What follows from the parse alone is kept on the parsed document, what
follows from its mentions too is kept in the scene; both go when the document goes. Only answers that nobody changes may
be kept: words, numbers, tuples, frozen sets; of a frame a copy is handed out.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Doc, Token

    from selon.claims.frames import Frame, FrameWords
    from selon.claims.scene import Scene

    LemmaOf = Callable[[Token], frozenset[str]]
    FrameOf = Callable[[Token, FrameWords, LemmaOf], Frame]

T = TypeVar("T")

_STARTS, _ENDS = "selon.sentence_starts", "selon.sentence_ends"


def once_a_parse(ask: Callable[[Token], T]) -> Callable[[Token], T]:
    """Return a question about a word of which the answer is kept on its document: it must hang on the parse alone."""
    name = f"selon.{ask.__module__}.{ask.__qualname__}"

    @wraps(ask)
    def answer(token: Token) -> T:
        kept: dict[int, T] | None = token.doc.user_data.get(name)
        if kept is None:
            kept = token.doc.user_data[name] = {}
        at = token.i
        if at not in kept:
            kept[at] = ask(token)
        return kept[at]

    return answer


def once_a_scene(ask: Callable[[Scene, Token], T]) -> Callable[[Scene, Token], T]:
    """Return a question about a word of which the answer is kept in the scene: it may hang on the mentions too."""
    name = f"{ask.__module__}.{ask.__qualname__}"

    @wraps(ask)
    def answer(scene: Scene, token: Token) -> T:
        kept: dict[int, T] = scene.kept.setdefault(name, {})
        at = token.i
        if at not in kept:
            kept[at] = ask(scene, token)
        return kept[at]

    return answer


def once_a_frame(build: FrameOf) -> FrameOf:
    """Return a builder that builds the frame of a word once; whoever asks gets a copy, which the rules may mend."""
    name = f"selon.{build.__module__}.{build.__qualname__}"

    @wraps(build)
    def frame_of(token: Token, words: FrameWords, lemma_of: LemmaOf) -> Frame:
        known: tuple[FrameWords, dict[int, Frame]] | None = token.doc.user_data.get(name)
        if known is None or known[0] != words:  # a parse may be read by another codebook
            known = token.doc.user_data[name] = (words, {})
        kept, at = known[1], token.i
        if at not in kept:
            kept[at] = build(token, words, lemma_of)
        return kept[at].copy()

    return frame_of


def sentence_start(token: Token) -> int:
    """Return the index of the first word of a token's sentence; `token.sent` walks there anew at every call."""
    starts: list[int] | None = token.doc.user_data.get(_STARTS)
    return (starts or _find_bounds(token.doc, _STARTS))[token.i]


def sentence_end(token: Token) -> int:
    """Return the index right behind the last word of a token's sentence."""
    ends: list[int] | None = token.doc.user_data.get(_ENDS)
    return (ends or _find_bounds(token.doc, _ENDS))[token.i]


def _find_bounds(doc: Doc, wanted: str) -> list[int]:
    """Return one bound of the sentence of each word, and keep both."""
    bounds = [(sentence.start, sentence.end) for sentence in doc.sents]
    doc.user_data[_STARTS] = [start for start, end in bounds for _ in range(start, end)]
    doc.user_data[_ENDS] = [end for start, end in bounds for _ in range(start, end)]
    found: list[int] = doc.user_data[wanted]
    return found
