"""A reader without a language model, for tests of what lies around the reader.

It makes a claim of every word "bombardement" and of every "évacué": agent is the word before, place the capitalised
word after. It can be told to be slow, to fail on a word, or to be of another version.
"""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

from selon.claims.claim import Argument, Claim, EventTime, Quantity, Role, Source, SourceKind
from selon.claims.reading import ReaderStamp, Reading, ReadingStatus
from selon.mentions.mention import Place
from selon.values import Count, Period, Position, TextSpan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from selon.documents.document import Document

_EVENT = re.compile(
    r"(?P<agent>\w+) (?P<trigger>bombardement|évacué) (?:de )?(?P<place>[A-Z]\w+)(?: : (?P<killed>\d+) morts)?"
)
_SOURCE = re.compile(r"[Ss]elon (?P<source>[A-Z]\w+)")


class FakeReader:
    """Reads with two regular expressions."""

    def __init__(self, *, program: str = "1", seconds: float = 0.0, fails_on: str = "") -> None:
        self.stamp = ReaderStamp(program=program, model="none", codebook="none")
        self._seconds, self._fails_on = seconds, fails_on
        self.asked: list[str] = []

    def read(self, document: Document) -> Reading:
        """Return the reading of one document."""
        self.asked.append(document.name)
        time.sleep(self._seconds)
        if self._fails_on and self._fails_on in document.text:
            message = f"cannot stand {self._fails_on!r}"
            raise ValueError(message)
        if not document.text.strip():
            return Reading(document=document, status=ReadingStatus.EMPTY, note="there is no text in it")
        if document.language not in {"fr", ""}:
            return Reading(document=document, status=ReadingStatus.UNREADABLE, note=f"it is in {document.language}")
        return Reading(document=document, claims=tuple(find_claims(document)))

    def read_many(self, documents: Iterable[Document]) -> Iterator[Reading]:
        """Yield the readings of documents, in their order."""
        for document in documents:
            yield self.read(document)


def find_claims(document: Document) -> Iterator[Claim]:
    source = _SOURCE.search(document.text)
    chain = (
        (Source(span=TextSpan(*source.span("source")), kind=SourceKind.ORGANISATION, cue=TextSpan(*source.span())),)
        if source
        else ()
    )
    for match in _EVENT.finditer(document.text):
        span = TextSpan(*match.span("place"))
        place = Place(
            id=f"x:{match['place']}", name=match["place"], position=Position(len(match["place"]), 40.5), country="SY"
        )
        quantities = ()
        if match["killed"]:
            number = int(match["killed"])
            quantities = (Quantity(kind="killed", count=Count(number, number), span=TextSpan(*match.span("killed"))),)
        time_said = None
        if document.published:
            time_said = EventTime(
                span=TextSpan(*match.span("trigger")), period=Period(document.published, document.published)
            )
        yield Claim(
            document=document.id,
            type="shelling" if match["trigger"] == "bombardement" else "movement",
            trigger=TextSpan(*match.span("trigger")),
            arguments=(
                Argument(
                    role=Role.AGENT,
                    span=TextSpan(*match.span("agent")),
                    entity=match["agent"].lower(),
                    why="word before",
                ),
                Argument(role=Role.PLACE, span=span, place=place),
            ),
            time=time_said,
            quantities=quantities,
            attribution=chain,
            why=("fake rule",),
        )
