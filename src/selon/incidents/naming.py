"""Naming: what each outlet calls an actor or an act, apart in quotes and in its own voice, with examples."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from selon.claims.contract import find_sentence
from selon.codebook.forms import Forms
from selon.codebook.loaded import load_loaded_pairs
from selon.codebook.outlets import fold_name
from selon.values import TextSpan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from selon.claims.claim import Claim
    from selon.documents.document import Document

_QUOTED = re.compile(r"«[^»]{0,2000}»|“[^”]{0,2000}”|\"[^\"\n]{0,1000}\"")
QUOTING = ("«", "“", '"')  # where there is none of these, nothing is quoted
_ARTICLE = re.compile(r"^(?:l['’]\s*|d['’]\s*|(?:le|la|les|un|une|des|du|de|ce|cet|cette|ces)\s+)+", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_EXAMPLES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What one outlet calls an actor: how often in its own voice, how often in somebody else's words, with examples."""

    actor: str
    outlet: str
    label: str
    own_voice: int
    quoted: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WordChoice:
    """How often one outlet chooses the loaded and the plain words of a pair, in its own voice and in quotes."""

    pair: str
    outlet: str
    loaded_own: int
    loaded_quoted: int
    plain_own: int
    plain_quoted: int
    examples: tuple[str, ...]


def find_quotes(text: str) -> tuple[TextSpan, ...]:
    """Return the stretches between quotation marks.

    >>> find_quotes("Il dit « oui ».")
    (TextSpan(start=7, end=14),)
    """
    return tuple(TextSpan(*match.span()) for match in _QUOTED.finditer(text))


def find_labels(readings: Iterable[tuple[Document, Sequence[Claim]]], actor: str = "") -> list[Label]:
    """Return what each outlet calls each actor (or one actor, with its forces), the commonest label first."""
    counts: dict[tuple[str, str, str], list[int]] = defaultdict(lambda: [0, 0])
    shown: dict[tuple[str, str, str], dict[str, str]] = defaultdict(dict)
    for document, claims in readings:
        quotes = find_quotes(document.text)
        for entity, span in sorted(find_mentions(claims), key=lambda mention: (mention[1], mention[0])):
            if actor and actor not in {entity, entity.split("/")[0]}:
                continue
            key = (entity, document.publisher, build_label(span.quote(document.text)))
            counts[key][any(quote.covers(span) for quote in quotes)] += 1
            if len(shown[key]) < _EXAMPLES:
                shown[key].setdefault(document.name, find_sentence(document.text, span).quote(document.text).strip())
    labels = [
        Label(
            actor=key[0], outlet=key[1], label=key[2], own_voice=own, quoted=quoted, examples=tuple(shown[key].values())
        )
        for key, (own, quoted) in counts.items()
    ]
    return sorted(labels, key=lambda row: (row.actor, row.outlet, -(row.own_voice + row.quoted), row.label))


def build_label(words: str) -> str:
    r"""Return the words that name an actor as a label: without its article, and in small letters.

    >>> build_label("L’armée\n régulière")
    'armée régulière'
    """
    return _ARTICLE.sub("", " ".join(words.split())).casefold()


def find_word_choices(documents: Iterable[Document]) -> list[WordChoice]:
    """Return how often each outlet chooses the loaded or the plain word of each pair of the codebook."""
    pairs = _Pairs()
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    shown: dict[tuple[str, str], list[str]] = defaultdict(list)
    for document in documents:
        quotes: tuple[TextSpan, ...] | None = None
        for match in _WORD.finditer(document.text):
            for name, loaded in pairs[match.group()]:
                span, key = TextSpan(*match.span()), (name, document.publisher)
                quotes = find_quotes(document.text) if quotes is None else quotes
                counts[key][2 * (not loaded) + any(quote.covers(span) for quote in quotes)] += 1
                if loaded and len(shown[key]) < _EXAMPLES:
                    shown[key].append(find_sentence(document.text, span).quote(document.text).strip())
    return [
        WordChoice(
            pair=name,
            outlet=outlet,
            loaded_own=told[0],
            loaded_quoted=told[1],
            plain_own=told[2],
            plain_quoted=told[3],
            examples=tuple(shown[name, outlet]),
        )
        for (name, outlet), told in sorted(counts.items())
    ]


class _Pairs(dict[str, tuple[tuple[str, bool], ...]]):
    """The pairs in which a word is, and whether it is a loaded one there; each word is looked up once."""

    def __init__(self) -> None:
        """Read the pairs of the codebook."""
        super().__init__()
        self._forms = Forms.load()
        self._shared: dict[str, list[tuple[str, bool]]] = defaultdict(list)
        for pair in load_loaded_pairs():
            for lemma in (*pair.loaded, *pair.plain):
                self._shared[fold_name(lemma)].append((pair.id, lemma in pair.loaded))

    def __missing__(self, word: str) -> tuple[tuple[str, bool], ...]:
        """Return the pairs of a word that was not looked up before."""
        lemmas = {fold_name(lemma) for lemma in self._forms.lemmas(word)} & self._shared.keys()
        found = self[word] = tuple(item for lemma in sorted(lemmas) for item in self._shared[lemma])
        return found


def find_mentions(claims: Iterable[Claim]) -> Iterator[tuple[str, TextSpan]]:
    """Yield the stretches that name actors in claims, each once."""
    named = {(a.entity, a.span) for claim in claims for a in claim.arguments if a.entity}
    cited = {(s.entity, s.span) for claim in claims for s in claim.attribution if s.entity}
    yield from named | cited
