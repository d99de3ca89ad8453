"""Recalls: an earlier event that a report dates by its own ("trois jours après l'attentat de Timba")."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from selon.codebook.entries import codebook_files, read_entries
from selon.values import TextSpan

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from selon.claims.claim import Claim
    from selon.incidents.facts import ClaimFacts

_REACH = 60  # characters behind "après" within which the earlier event is named
_NEWS_DAYS = 2  # a report tells of the days before it is published
_WEEK, _MONTH, _YEAR = 7, 30, 365
_SENTENCE = re.compile(r"[.!?…]\s|\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallWords:
    """Words of one sort with which a report counts from an earlier event to its own, and what they count."""

    sort: str
    words: tuple[str, ...]
    values: tuple[int, ...]
    example: str
    reason: str


@dataclass(frozen=True, slots=True)
class Recall:
    """How many days before the report's own event an earlier one lies, give or take some, and where that is said."""

    span: TextSpan
    days: int
    slack: int


def find_recalls(text: str) -> list[Recall]:
    """Return how long after earlier events a text puts its own, in the order of the text.

    >>> [(found.days, found.slack) for found in find_recalls("Deux semaines après la chute du fort, on négocie.")]
    [(14, 3)]
    """
    words = _load_words()
    found = []
    for match in _pattern().finditer(text):
        number, unit = match.group("number").lower(), match.group("unit").lower()
        length = words["unit"][unit.removesuffix("s") if unit not in words["unit"] else unit]
        count = int(number) if number.isdigit() else words["number"][number]
        exact = match.group("between") is not None and "pour" in match.group("between")
        found.append(Recall(TextSpan(*match.span()), count * length, 0 if exact else _slack(length)))
    return found


def date_recalled(
    facts: Sequence[ClaimFacts], claims: Mapping[str, Claim], recalls: Sequence[Recall], text: str
) -> dict[str, tuple[int, int]]:
    """Return the days of claims that a report dates by its own event, by claim id.

    Its own event is that of the sentence, where it has a day; else it is of the days before publication.
    """
    dated: dict[str, tuple[int, int]] = {}
    for recall in recalls:
        end = _SENTENCE.search(text, recall.span.end)
        behind = [
            fact
            for fact in facts
            if recall.span.end <= fact.trigger < min(recall.span.end + _REACH, end.start() if end else len(text))
        ]
        if not behind:
            continue
        earlier = min(behind, key=lambda fact: (fact.trigger, fact.id))
        own = _own_days([fact for fact in facts if fact.id != earlier.id], claims, recall, text)
        if own is None and earlier.published is not None:
            own = earlier.published - _NEWS_DAYS, earlier.published
        if own is not None:
            dated[earlier.id] = own[0] - recall.days - recall.slack, own[1] - recall.days + recall.slack
    return dated


def _own_days(
    facts: Sequence[ClaimFacts], claims: Mapping[str, Claim], recall: Recall, text: str
) -> tuple[int, int] | None:
    """Return the days of the report's own event: of a claim in the sentence that other words date."""
    begins = [match.end() for match in _SENTENCE.finditer(text, 0, recall.span.start)]
    first = begins[-1] if begins else 0
    ends = _SENTENCE.search(text, recall.span.end)
    last = ends.start() if ends else len(text)
    own = [
        fact
        for fact in facts
        if first <= fact.trigger < last and fact.start is not None and not _dated_by(claims.get(fact.id), recall)
    ]
    nearest = min(own, key=lambda fact: (abs(fact.trigger - recall.span.start), fact.id), default=None)
    if nearest is None or nearest.start is None or nearest.end is None:
        return None
    return (nearest.start, nearest.end) if nearest.end - nearest.start <= _WEEK else None


def _dated_by(claim: Claim | None, recall: Recall) -> bool:
    """Return whether a claim was dated by the words of the recall themselves."""
    time = claim.time.span if claim is not None and claim.time is not None else None
    return time is not None and time.start < recall.span.end and recall.span.start < time.end


def _slack(length: int) -> int:
    """Return by how many days a length told in such units may be wrong."""
    return {1: 0, _WEEK: 3, _MONTH: 10}.get(length, 30)


@cache
def _load_words() -> Mapping[str, Mapping[str, int]]:
    """Return the words of each sort with what they count."""
    entries = read_entries(codebook_files() / "fr" / "recalls.toml", RecallWords, lambda e: e.sort)
    return MappingProxyType(
        {e.sort: MappingProxyType(dict(zip(e.words, e.values or (0,) * len(e.words), strict=True))) for e in entries}
    )


@cache
def _pattern() -> re.Pattern[str]:
    """Return the pattern of a length of time before the words for "after"."""
    words = {sort: "|".join(map(re.escape, found)) for sort, found in _load_words().items()}
    return re.compile(
        rf"\b(?P<number>\d{{1,2}}|{words['number']})\s+(?P<unit>(?:{words['unit']})s?)\s+"
        rf"(?P<between>(?:{words['between']})\s+)?(?:{words['after']})\b",
        re.IGNORECASE,
    )
