"""Piles of reports of our own: few towns, days, sources and sentences, so that many of them touch each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from selon.claims.claim import Argument, Claim, EventTime, Factuality, Polarity, Quantity, Role, Source, SourceKind
from selon.claims.reading import ReaderStamp, Reading
from selon.documents.document import Document
from selon.mentions.mention import Place
from selon.values import Count, Period, Position, Precision, TextSpan

if TYPE_CHECKING:
    from selon.record.record import Record

STAMP = ReaderStamp(program="1", model="none", codebook="none")
TOWNS = {
    "Timba": Place(id="1", name="Timba", position=Position(13.0, -3.0), country="ML"),
    "Oro": Place(id="2", name="Oro", position=Position(14.1, -3.2), country="ML"),
    "Sourou": Place(id="3", name="Sourou", position=Position(13.2, -3.1, Precision.PROVINCE), country="ML"),
    "Mali": Place(id="4", name="Mali", position=Position(17.0, -4.0, Precision.COUNTRY), country="ML"),
}
PUBLISHERS = ("Le Relais", "Écho du Fleuve", "AFP", "La Rive")
SOURCES = ("osdh", "russia", "AFP", "une source locale")
SENTENCES = (
    "Des avions ont frappé le marché de la ville peu après la prière du soir selon des habitants joints au téléphone.",
    "Les blessés ont été conduits dans le seul dispensaire encore ouvert du cercle, à une heure de piste du village.",
    "La population avait fui une première fois au début de la saison des pluies, quand le pont avait été coupé.",
)
DAYS = (date(2021, 3, 4), date(2021, 3, 5), date(2021, 3, 12), date(2022, 3, 4))


@dataclass(frozen=True)
class Told:
    """What one claim of a pile says."""

    town: tuple[str, ...]
    day: date | None
    type: str
    killed: tuple[int, int | None] | None
    agent: str | None
    negated: bool
    source: str | None


@dataclass(frozen=True)
class Report:
    """One report of a pile."""

    name: str
    publisher: str
    published: date | None
    copied: tuple[int, ...]
    told: tuple[Told, ...]

    def reading(self, **facts: Any) -> Reading:  # noqa: ANN401
        """Return the report as it is read, with other facts about it where they are given."""
        lines = [SENTENCES[n] for n in self.copied]
        lines += [
            f"Phrase {n} de {self.name} : raid tir mort {told.source or 'rien'} ici." for n, told in self.numbered
        ]
        text = f"Un titre de {self.name}\n" + " ".join(lines)
        known = {"publisher": self.publisher, "published": self.published, **facts}
        document = Document(name=self.name, text=text, language="fr", **known)
        return Reading(document=document, claims=tuple(self._claims(document)))

    @property
    def numbered(self) -> list[tuple[int, Told]]:
        """The claims with their numbers."""
        return list(enumerate(self.told))

    def _claims(self, document: Document) -> list[Claim]:
        """Return the claims; the first stand in the copied sentences, as long as there are such."""
        return [_claim(document, self._place(document.text, n), told) for n, told in self.numbered]

    def _place(self, text: str, n: int) -> tuple[TextSpan, TextSpan]:
        """Return where the trigger and the source of a claim stand."""
        if n < len(self.copied):
            at = text.index(SENTENCES[self.copied[n]])
            return TextSpan(at + 4, at + 10), TextSpan(at, at + 3)
        at = text.index(f"Phrase {n} ")
        trigger, source = text.index("raid", at), text.index("mort ", at) + 5
        return TextSpan(trigger, trigger + 4), TextSpan(source, text.index(" ici", source))


def _claim(document: Document, spans: tuple[TextSpan, TextSpan], told: Told) -> Claim:
    """Return one claim of a document."""
    span, words = spans
    arguments = [Argument(role=Role.PLACE, span=span, place=TOWNS[town]) for town in told.town]
    arguments += [Argument(role=Role.AGENT, span=span, entity=told.agent)] if told.agent else []
    entity = told.source if told.source in {"osdh", "russia"} else None
    kind = SourceKind.OUTLET if told.source == "AFP" else SourceKind.ORGANISATION if entity else SourceKind.ANONYMOUS
    return Claim(
        document=document.id,
        type=told.type,
        trigger=span,
        arguments=tuple(arguments),
        time=EventTime(span=span, period=Period(told.day, told.day)) if told.day else None,
        quantities=(Quantity(kind="killed", count=Count(*told.killed), span=span),) if told.killed else (),
        attribution=(Source(span=words, kind=kind, entity=entity),) if told.source else (),
        factuality=Factuality(polarity=Polarity.NEGATED if told.negated else Polarity.AFFIRMED),
    )


_TOLD = st.builds(
    Told,
    town=st.sampled_from([("Timba",), ("Oro",), ("Sourou",), ("Mali",), (), ("Timba", "Oro")]),
    day=st.sampled_from([*DAYS[:3], None]),
    type=st.sampled_from(["air_strike", "clash", "casualties", "capture"]),
    killed=st.sampled_from([None, (3, 3), (8, None), (30, 30)]),
    agent=st.sampled_from([None, "france", "jnim"]),
    negated=st.booleans(),
    source=st.sampled_from([None, *SOURCES]),
)


@st.composite
def piles(draw: st.DrawFn, most: int = 7) -> list[Report]:
    """Return some reports."""
    count = draw(st.integers(2, most))
    return [
        Report(
            name=f"d{n}",
            publisher=draw(st.sampled_from(PUBLISHERS)),
            published=draw(st.sampled_from([*DAYS, None])),
            copied=tuple(draw(st.lists(st.integers(0, len(SENTENCES) - 1), max_size=2, unique=True))),
            told=tuple(draw(st.lists(_TOLD, min_size=1, max_size=3))),
        )
        for n in range(count)
    ]


def write(record: Record, reading: Reading, stamp: ReaderStamp = STAMP) -> None:
    """Write a reading to a record."""
    record.writer(stamp).add(reading, again=True)
