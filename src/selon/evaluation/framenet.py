"""Score attribution on French FrameNet (Sequoia part): whether what is said is found, and who says it.

The corpus is tokenised with spaces; it is read as text again ("l' armée" becomes "l'armée"), its offsets carried along.
Only recall and spans can be measured: not every cue is annotated.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from selon.claims.attribution.finding import Attribution, find_attributions
from selon.values import TextSpan

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from spacy.tokens import Doc

    from selon.codebook.speech import SpeechCodebook

GROUPS = {
    "FR_Statement-manner-noise": "statement",
    "FR_Attributed_information": "attributed",
    "Telling": "telling",
    "FR_Telling": "telling",
}
CONTENT_ROLES = frozenset({"Message", "Proposition", "Topic"})
SOURCE_ROLES = frozenset({"Speaker", "Source", "Medium", "Informational_content"})
OVERLAP = 0.3


@dataclass(frozen=True, slots=True)
class Annotation:
    """One annotated cue: its group, its sentence as text, and the spans of cue, contents and sources."""

    group: str
    text: str
    cue: TextSpan
    contents: tuple[TextSpan, ...]
    sources: tuple[TextSpan, ...]


def score_framenet(file: Path, parse: Callable[[str], Doc], codebook: SpeechCodebook) -> dict[str, dict[str, float]]:
    """Return by group how many annotations there are and the share whose content, source, and both were found.

    Content counts as found where one attribution overlaps it by 0.3 (intersection over union, in characters), source
    where one of that attribution's links overlaps it.
    """
    counts: dict[str, Counter[str]] = {group: Counter() for group in dict.fromkeys(GROUPS.values())}
    for line in file.read_text(encoding="utf-8").splitlines():
        one = read_annotation(json.loads(line))
        if one is None:
            continue
        found = find_attributions(parse(one.text), codebook)
        _count(counts[one.group], one, found)
    return {group: _shares(count) for group, count in counts.items()}


def read_annotation(record: dict[str, Any]) -> Annotation | None:
    """Return one record as an annotation over plain text, or None for a frame that is not scored."""
    group = GROUPS.get(record["frame"])
    if group is None or not record["target"]:
        return None
    text, places = detokenise(record["text"])

    def span(role: dict[str, Any]) -> TextSpan:
        return TextSpan(places[role["start"]], places[max(role["end"] - 1, role["start"])] + 1)

    contents = tuple(
        span(role)
        for role in record["roles"]
        if role["role"] in CONTENT_ROLES and role["end"] - role["start"] > len("qu'")
    )
    sources = tuple(span(role) for role in record["roles"] if role["role"] in SOURCE_ROLES)
    return Annotation(group, text, span(record["target"][0]), contents, sources)


def detokenise(text: str) -> tuple[str, list[int]]:
    """Return tokenised text as it would be printed, and for each old offset the new one.

    >>> detokenise("Il dit qu' il part , lui .")[0]
    "Il dit qu'il part, lui."
    """
    kept: list[str] = []
    places: list[int] = []
    for at, sign in enumerate(text):
        places.append(len(kept))
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        glued = sign == " " and (
            before in {"'", "’", "("} or (after in {",", ".", ")"} and text[at + 2 : at + 3] in {" ", ""})
        )
        if not glued:
            kept.append(sign)
    places.append(len(kept))
    return "".join(kept), places


def _count(count: Counter[str], one: Annotation, found: list[Attribution]) -> None:
    """Count one annotation and what was found of it."""
    if not one.contents:
        return
    count["n"] += 1
    best = max(found, key=lambda a: _overlap(a.content, one.contents), default=None)
    told = best is not None and _overlap(best.content, one.contents) >= OVERLAP
    count["content"] += told
    if one.sources:
        count["with source"] += 1
        named = (
            told
            and best is not None
            and any(link.span.overlaps(source) for link in best.chain for source in one.sources)
        )
        count["both"] += named


def _overlap(one: tuple[TextSpan, ...], other: tuple[TextSpan, ...]) -> float:
    """Return the intersection over union of two sets of stretches, in characters."""
    first = {at for span in one for at in range(span.start, span.end)}
    second = {at for span in other for at in range(span.start, span.end)}
    return len(first & second) / len(first | second) if first | second else 0.0


def _shares(count: Counter[str]) -> dict[str, float]:
    """Return the counts as shares, rounded."""
    return {
        "annotations": count["n"],
        "content": round(count["content"] / count["n"], 3) if count["n"] else 0.0,
        "content_and_source": round(count["both"] / count["with source"], 3) if count["with source"] else 0.0,
    }
