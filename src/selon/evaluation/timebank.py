"""Dates measured against the French TimeBank: whether time expressions are found, and their values right."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from selon.errors import GoldError
from selon.mentions.dates.finding import find_timex
from selon.mentions.timex import TimexKind
from selon.values import TextSpan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from selon.mentions.timex import Timex

_POINTS = frozenset({TimexKind.DATE, TimexKind.TIME})


@dataclass(frozen=True, slots=True)
class GoldTimex:
    """A time expression as the annotators marked it."""

    span: TextSpan
    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class GoldText:
    """A text of the corpus, its day, and the time expressions marked in it."""

    name: str
    text: str
    created: date | None
    timexes: tuple[GoldTimex, ...]


def read_timeml(file: Path) -> GoldText:
    """Return the text of a TimeML file with its time expressions; raises GoldError for a file that is no TimeML."""
    try:
        root = ET.parse(file).getroot()  # noqa: S314 - a corpus on this machine
    except ET.ParseError as error:
        raise GoldError(str(error), where=file.name, remedy="Fetch the corpus anew") from error
    body, created = root.find("TEXT"), root.find("DCT/TIMEX3")
    if body is None:
        raise GoldError("it holds no TEXT", where=file.name, remedy="Give TimeML files")
    pieces: list[str] = []
    timexes = tuple(_walk(body, pieces, [0]))
    value = created.get("value", "") if created is not None else ""
    return GoldText(file.name, "".join(pieces), date.fromisoformat(value[:10]) if value else None, timexes)


def _walk(element: ET.Element, pieces: list[str], length: list[int]) -> Iterator[GoldTimex]:
    """Give the time expressions under an element, and gather its text."""
    start = length[0]
    _gather(element.text, pieces, length)
    for child in element:
        yield from _walk(child, pieces, length)
        _gather(child.tail, pieces, length)
    if element.tag == "TIMEX3" and length[0] > start:
        yield GoldTimex(TextSpan(start, length[0]), element.get("type", ""), element.get("value", ""))


def _gather(text: str | None, pieces: list[str], length: list[int]) -> None:
    """Add a piece of text and its length."""
    pieces.append(text or "")
    length[0] += len(text or "")


def score_timebank(folder: Path, *, kinds: Iterable[str] = _POINTS) -> dict[str, dict[str, float]]:
    """Return precision, recall and F1 of the expressions of the given kinds over the `.tml` files of a folder.

    `strict` wants the very extent, `relaxed` some shared character, `value` a relaxed match of right TimeML value.
    Raises GoldError where the folder holds no such file.
    """
    wanted = frozenset(kinds)
    files = sorted(folder.glob("*.tml"))
    if not files:
        raise GoldError("it holds no TimeML file", where=str(folder), remedy="Give the folder of the French TimeBank")
    counts = {"strict": 0, "relaxed": 0, "value": 0, "gold": 0, "found": 0}
    for gold in map(read_timeml, files):
        found = [timex for timex in find_timex(gold.text, gold.created) if timex.meaning.kind in wanted]
        marked = [timex for timex in gold.timexes if timex.kind in wanted]
        for name, number in _compare(marked, found).items():
            counts[name] += number
    return {name: _figures(counts[name], counts["gold"], counts["found"]) for name in ("strict", "relaxed", "value")}


def match_timexes(marked: list[GoldTimex], found: list[Timex]) -> list[tuple[GoldTimex, Timex]]:
    """Return each marked expression with the found one that overlaps it, the very same extent before any other."""
    free = list(found)
    pairs: list[tuple[GoldTimex, Timex]] = []
    for exact in (True, False):
        for gold in marked:
            if any(one is gold for one, _ in pairs):
                continue
            fits = (timex for timex in free if (timex.span == gold.span if exact else timex.span.overlaps(gold.span)))
            if timex := next(fits, None):
                free.remove(timex)
                pairs.append((gold, timex))
    return pairs


def same_value(gold: str, found: str) -> bool:
    """Return whether two TimeML values agree, the zone of an hour aside.

    >>> same_value("2002-02-08T20:30+1", "2002-02-08T20:30")
    True
    """
    return gold == found or ("T" in gold and gold.rpartition("+")[0] == found) or gold.rpartition("-")[0] == found != ""


def _compare(marked: list[GoldTimex], found: list[Timex]) -> dict[str, int]:
    """Return the counts of one text."""
    pairs = match_timexes(marked, found)
    return {
        "strict": sum(gold.span == timex.span for gold, timex in pairs),
        "relaxed": len(pairs),
        "value": sum(same_value(gold.value, timex.value) for gold, timex in pairs),
        "gold": len(marked),
        "found": len(found),
    }


def _figures(hits: int, gold: int, found: int) -> dict[str, float]:
    """Return precision, recall and F1, and how many there are to find."""
    precision, recall = hits / found if found else 0.0, hits / gold if gold else 0.0
    both = precision + recall
    f1 = 2 * precision * recall / both if both else 0.0
    return {"p": round(precision, 4), "r": round(recall, 4), "f1": round(f1, 4), "n": gold}
