"""Lists of places: "à X, Y et Z" names three, and each plays the role of the first."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from selon.claims.phrases import build_argument
from selon.claims.roles import PLACE_ROLES
from selon.claims.syntax import sentence_tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selon.claims.claim import Argument
    from selon.claims.scene import Scene
    from selon.mentions.mention import PlaceMention

_INTO = r"(?:(?P<in>à|au|aux|en|dans|sur|de|du|des|d['’]|vers|près de|contre)\s?)?"
_NOUN = (
    r"(?:(?:ville|localité|village|quartier|province|région|district|gouvernorat|oblast|camp|port)s?\s"
    r"(?:de\s|d['’]\s?|du\s)?)?"
)
_WHEN = r"(?:\s(?:le|en)\s(?:\d{1,2}(?:er)?\s)?[a-zéû]+(?:\s\d{4})?)?"
_AND = r"(?P<and>et|ou(?: encore)?|ainsi que(?: de)?|comme)?"
_LINK = re.compile(rf"{_WHEN}\s?(?P<comma>,)?\s?{_AND}\s?{_INTO}(?:l['’]\s?|la\s|le\s|les\s)?{_NOUN}", re.IGNORECASE)
_CLOSED = re.compile(
    r"\s?,?\s?(?:et|ou|ainsi que)\s(?:à\s|dans\s|de\s|d['’]\s?)?(?:d['’]\s?autres|plusieurs|ailleurs)", re.IGNORECASE
)


def extend_lists(scene: Scene, found: Sequence[Argument]) -> list[Argument]:
    """Return the arguments with the places that stand in one list with a place among them: "à X, Y et Z"."""
    extended = list(found)
    for argument in found:
        if argument.role not in PLACE_ROLES or argument.place is None:
            continue
        own = next((m for t in sentence_tokens(scene.doc, argument.span) if (m := scene.place(t)) is not None), None)
        if own is None:
            continue
        for mention in listed_with(scene, own):
            bare = next((a for a in extended if a.span.overlaps(mention.span) and a.why.startswith("bare")), None)
            if bare is not None and bare.role in PLACE_ROLES and mention.span.start > own.span.start:
                extended[extended.index(bare)] = replace(bare, role=argument.role)
            if any(a.span.overlaps(mention.span) for a in extended):
                continue
            token = sentence_tokens(scene.doc, mention.span)[0]
            new = build_argument(scene, argument.role, token, f"listed with {own.span.quote(scene.text)}")
            if new is not None and not any(a.span.overlaps(new.span) for a in extended):
                extended.append(new)
    return extended


def listed_with(scene: Scene, mention: PlaceMention) -> list[PlaceMention]:
    """Return the places of the sentence in one list with a place, the place itself left out."""
    rows = list_of(scene, mention)
    return [m for m in rows if m is not mention]


def list_of(scene: Scene, mention: PlaceMention, *, roads: bool = False) -> list[PlaceMention]:
    """Return the list in which a place stands: places joined by commas and, at least once, by "et" or "ou"."""
    sentence = sentence_tokens(scene.doc, mention.span)[0].sent
    row = [m for m in scene.mentions.places if sentence.start_char <= m.span.start < sentence.end_char]
    if mention not in row:
        return []
    at = row.index(mention)
    text = scene.text
    first, last = at, at
    while first > 0 and _is_linked(text, row[first - 1], row[first]):
        first -= 1
    while last + 1 < len(row) and _is_linked(text, row[last], row[last + 1]):
        last += 1
    closed = _CLOSED.match(text, row[last].span.end) is not None  # "X, Y et d'autres villes"
    while not closed and first < last and not any(_has_and(text, row[k], row[k + 1]) for k in range(first, last)):
        return []
    while not closed and last > first and not _has_and(text, row[last - 1], row[last]):
        last -= 1
    between = not roads and text[: row[first].span.start].rstrip().lower().endswith("entre")
    if last < at or between:
        return []
    return row[first : last + 1]


def _is_linked(text: str, one: PlaceMention, other: PlaceMention) -> bool:
    """Return whether nothing but a link of a list stands between two places, with like prepositions."""
    link = _LINK.fullmatch(text[one.span.end : other.span.start])
    if link is None or not (link["comma"] or link["and"]):
        return False
    lead = text[max(0, one.span.start - 30) : one.span.start]
    return (link["in"] or "").lower() != "vers" or "vers" in lead.lower()


def _has_and(text: str, one: PlaceMention, other: PlaceMention) -> bool:
    """Return whether two neighbours of a list are joined by "et", "ou" or the like."""
    link = _LINK.fullmatch(text[one.span.end : other.span.start])
    return link is not None and bool(link["and"])
