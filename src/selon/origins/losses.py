"""Losses: what a reprint leaves out of what it repeats — the hedge, the source, a link of the chain."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from selon.claims.claim import Status
from selon.mentions.names import split_pieces
from selon.values import TextSpan

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from selon.claims.claim import Claim
    from selon.origins.passages import Passage

HEDGE, SOURCE, LINK = "hedge", "source", "link"
_NOT_CONDITIONAL = frozenset({"vrai", "frais", "trait", "retrait", "extrait", "portrait", "attrait", "paraient"})
_LAST_WORD = re.compile(r"(\w+)\s+$")
_AUXILIARIES = frozenset({"aurait", "auraient", "serait", "seraient"})
_NEAR = 80  # characters around a claim within which a lost conditional is its own
_STEM = 4  # letters that the conditional and the plain form of one verb share at least


@dataclass(frozen=True, slots=True, order=True)
class Loss:
    """Something that the later document leaves out: what (hedge, source, link), and where.

    `words` are those of the earlier document, `became` those of the later one.
    """

    kind: str
    earlier: TextSpan
    later: TextSpan
    words: str
    became: str


def find_losses(
    passages: Sequence[Passage], texts: tuple[str, str], claims: tuple[Sequence[Claim], Sequence[Claim]] = ((), ())
) -> tuple[Loss, ...]:
    """Return what the later text loses in its passages: hedges by the words, the rest by the claims."""
    found = {loss for passage in passages for loss in _changed_hedges(passage, texts)}
    for one, other in align_claims(passages, *claims):
        found |= {loss for loss in _lost_of(one, other, texts) if loss.kind != HEDGE or not _is_told(loss, found)}
    return tuple(sorted(found))


def align_claims(
    passages: Sequence[Passage], earlier: Sequence[Claim], later: Sequence[Claim]
) -> list[tuple[Claim, Claim]]:
    """Return the pairs of claims whose triggers are the same words of a passage, of one type if possible."""
    pairs = []
    for one in earlier:
        meant = find_counterpart(passages, one.trigger)
        if meant is None:
            continue
        at = [other for other in later if other.trigger.overlaps(meant)]
        if at:
            pairs.append(
                (one, min(at, key=lambda other: (other.type != one.type, _apart(other.trigger, meant), other.type)))
            )
    return pairs


def _apart(one: TextSpan, other: TextSpan) -> int:
    """Return by how many characters two stretches differ."""
    return abs(one.start - other.start) + abs(one.end - other.end)


def find_counterpart(passages: Sequence[Passage], span: TextSpan, *, back: bool = False) -> TextSpan | None:
    """Return the stretch of the later text that repeats a stretch of the earlier one (`back`: the reverse), or None."""
    for passage in passages:
        for run in passage.runs:
            here, there = (run.later, run.earlier) if back else (run.earlier, run.later)
            if here.covers(span):
                start = there.start + round((span.start - here.start) * _stretch(here, there))
                return TextSpan(start, max(start + 1, start + span.end - span.start))
    return None


def _stretch(here: TextSpan, there: TextSpan) -> float:
    """Return how much longer a run is on the other side: other spaces, other apostrophes."""
    return (there.end - there.start) / max(here.end - here.start, 1)


def _changed_hedges(passage: Passage, texts: tuple[str, str]) -> Iterator[Loss]:
    """Yield the conditionals of the earlier text that are plain in the later one, between the runs or right before."""
    first = passage.runs[0]
    gaps = [(_words_before(texts[0], first.earlier.start), _words_before(texts[1], first.later.start))]
    for before, after in pairwise(passage.runs):
        gaps.append((TextSpan(before.earlier.end, after.earlier.start), TextSpan(before.later.end, after.later.start)))
    for gap in gaps:
        words, became = (_keys(span.quote(text)) for span, text in zip(gap, texts, strict=True))
        hedged = next((word for word in words if is_conditional(word)), None)
        if hedged is not None and not any(map(is_conditional, became)) and _is_plain(hedged, became):
            yield Loss(HEDGE, *gap, *(span.quote(text).strip(" ,") for span, text in zip(gap, texts, strict=True)))


def _words_before(text: str, start: int) -> TextSpan:
    """Return the last word before a place in the text, where nothing but spaces stands between."""
    found = _LAST_WORD.search(text, max(0, start - 40), start)
    return TextSpan(found.start(1), found.end(1)) if found else TextSpan(start, start)


def _keys(words: str) -> list[str]:
    """Return words folded."""
    return [piece.key for piece in split_pieces(words)]


def _is_plain(hedged: str, became: Sequence[str]) -> bool:
    """Return whether words hold the plain form of a conditional: another form of the verb, or an auxiliary less."""
    return hedged in _AUXILIARIES or any(word[:_STEM] == hedged[:_STEM] for word in became)


def _is_told(loss: Loss, found: set[Loss]) -> bool:
    """Return whether the words near a claim already tell that its hedge was lost."""
    return any(other.kind == HEDGE and abs(other.earlier.start - loss.earlier.start) <= _NEAR for other in found)


def is_conditional(word: str) -> bool:
    """Return whether a folded word has the form of a French conditional.

    >>> is_conditional("auraient"), is_conditional("figureraient"), is_conditional("retrait")
    (True, True, False)
    """
    return word.endswith(("rait", "raient")) and word not in _NOT_CONDITIONAL


def _lost_of(one: Claim, other: Claim, texts: tuple[str, str]) -> Iterator[Loss]:
    """Yield what a claim told again has lost: its hedge, its source, links of its chain."""
    if one.factuality.status == Status.HEARSAY and other.factuality.status == Status.OCCURRED:
        yield Loss(HEDGE, one.trigger, other.trigger, one.trigger.quote(texts[0]), other.trigger.quote(texts[1]))
    if one.attribution and not other.attribution:
        source = one.attribution[-1].span
        yield Loss(SOURCE, source, other.trigger, source.quote(texts[0]), "")
    elif len(one.attribution) > len(other.attribution):
        kept = {source.span.quote(texts[1]) for source in other.attribution}
        gone = next((s.span for s in one.attribution if s.span.quote(texts[0]) not in kept), one.attribution[0].span)
        yield Loss(LINK, gone, other.attribution[-1].span, gone.quote(texts[0]), "")
