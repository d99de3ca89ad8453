"""The public contract: a claim as it leaves the program (one JSON object), and the way back.

The fields of the contract keep their names for ever; further fields stand beside them (`why`, `words`, `sentence`,
`publisher` …), and with these a row holds the whole claim, so that nothing is lost on the way out and back.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from selon.claims.claim import (
    Argument,
    Claim,
    EventTime,
    Factuality,
    Polarity,
    Quantity,
    Role,
    Source,
    SourceKind,
    Status,
)
from selon.codebook.actors import load_actors
from selon.mentions.mention import Place
from selon.values import Count, Period, Position, Precision, TextSpan

if TYPE_CHECKING:
    from collections.abc import Mapping

    from selon.documents.document import Document

Row = dict[str, Any]

_SENTENCE_END = re.compile(r"(?<=\w\w|.[»”)%])[.!?…]+(?:\s?[\"»”’)\]])*\s+(?=[«\"“(\[\dA-ZÀ-ÖØ-Þ])|\s*\n\s*")
_WINDOW = 600  # characters either side of a trigger in which its sentence is looked for


def find_sentence(text: str, span: TextSpan) -> TextSpan:
    """Return the sentence around a span, or the stretch of the text near it where no end is in sight.

    >>> find_sentence("Rien à signaler. La ville est tombée. Suite.", TextSpan(29, 35))
    TextSpan(start=17, end=37)
    """
    start = max(0, span.start - _WINDOW)
    before = [end.end() for end in _SENTENCE_END.finditer(text, start, span.start)]
    start = before[-1] if before else start
    after = _SENTENCE_END.search(text, span.end, min(len(text), span.end + _WINDOW))
    end = after.end() if after else min(len(text), span.end + _WINDOW)
    words = text[start:end]
    lead = len(words) - len(words.lstrip())
    return TextSpan(min(start + lead, span.start), max(start + len(words.rstrip()), span.end))


def build_row(claim: Claim, document: Document) -> Row:
    """Return the claim as the JSON object of the contract, quoting the document that it stands in."""
    text = document.text
    sentence = find_sentence(text, claim.trigger)
    return {
        "id": claim.id,
        "document": document.name,
        "type": claim.type,
        "trigger": [claim.trigger.start, claim.trigger.end],
        "arguments": [_argument_row(argument, text) for argument in claim.arguments],
        "time": _time_row(claim.time, text) if claim.time else None,
        "quantities": [_quantity_row(quantity, text) for quantity in claim.quantities],
        "attribution": [_source_row(source, text) for source in claim.attribution],
        "polarity": str(claim.factuality.polarity),
        "status": str(claim.factuality.status),
        "words": claim.trigger.quote(text),
        "sentence": sentence.quote(text),
        "sentence_start": sentence.start,
        "document_id": claim.document,
        "publisher": document.publisher,
        "published": _iso(document.published),
        "why": list(claim.why),
        "factuality_why": list(claim.factuality.why),
    }


def read_row(row: Mapping[str, Any]) -> Claim:
    """Return the claim that a row of the contract holds; KeyError, TypeError or ValueError where it holds none."""
    return Claim(
        document=str(row.get("document_id") or row["document"]),
        type=str(row["type"]),
        trigger=_span(row["trigger"]),
        arguments=tuple(_read_argument(item) for item in row.get("arguments") or ()),
        time=_read_time(row["time"]) if row.get("time") else None,
        quantities=tuple(_read_quantity(item) for item in row.get("quantities") or ()),
        attribution=tuple(_read_source(item) for item in row.get("attribution") or ()),
        factuality=Factuality(
            polarity=Polarity(row.get("polarity", "affirmed")),
            status=Status(row.get("status", "occurred")),
            why=tuple(row.get("factuality_why") or ()),
        ),
        why=tuple(row.get("why") or ()),
    )


def _iso(day: date | None) -> str | None:
    """Return a day as ISO 8601, or None."""
    return day.isoformat() if day else None


def _bounds(span: TextSpan, text: str) -> Row:
    """Return where a stretch stands, and its exact words."""
    return {"start": span.start, "end": span.end, "text": span.quote(text)}


def _argument_row(argument: Argument, text: str) -> Row:
    """Return one argument; what is not known is left out."""
    row: Row = {"role": str(argument.role), **_bounds(argument.span, text)}
    row |= _entity_fields(argument.entity)
    if argument.place is not None or argument.position is not None:
        row["place"] = _place_row(argument.place, argument.position, row["text"])
    if argument.why:
        row["why"] = argument.why
    return row


def _entity_fields(entity: str | None) -> Row:
    """Return who is named: `actor` is the codebook's id, `entity` the same where the public contract knows it."""
    if entity is None:
        return {}
    return {"actor": entity, **({"entity": entity} if entity.split("/")[0] in _public_ids() else {})}


@cache
def _public_ids() -> frozenset[str]:
    """Return the actor ids of the public contract."""
    return load_actors().listed_ids()


def _place_row(place: Place | None, position: Position | None, words: str) -> Row:
    """Return a place by the position that is meant; `named` is the place's own one where another is meant."""
    meant = position or (place.position if place else None)
    row: Row = {"name": place.name if place else words, **(_position_row(meant) if meant else {})}
    row |= {"id": place.id if place else None, "country": place.country if place else ""}
    if place is not None and position is not None:
        row["named"] = _position_row(place.position)
    return row


def _position_row(position: Position) -> Row:
    """Return a position with how finely it is known."""
    return {
        "lat": position.lat,
        "lon": position.lon,
        "precision": str(position.precision),
        "radius_km": position.radius_km,
    }


def _time_row(time: EventTime, text: str) -> Row:
    """Return the words that date the event, and their days."""
    row: Row = {"text": time.span.quote(text), "start": _iso(time.period.start), "end": _iso(time.period.end)}
    return row | {"span": [time.span.start, time.span.end]}


def _quantity_row(quantity: Quantity, text: str) -> Row:
    """Return how many of what."""
    count = quantity.count
    row: Row = {"kind": quantity.kind, "low": count.low, "high": count.high, "approx": count.approx}
    return row | _bounds(quantity.span, text)


def _source_row(source: Source, text: str) -> Row:
    """Return one link of an attribution chain."""
    row: Row = {**_bounds(source.span, text), "kind": str(source.kind)}
    row |= _entity_fields(source.entity)
    if source.cue is not None:
        row["cue"] = [source.cue.start, source.cue.end]
    if source.why:
        row["why"] = source.why
    return row


def _span(bounds: Any) -> TextSpan:  # noqa: ANN401 - whatever stands in the JSON
    """Return a pair of offsets as a span."""
    start, end = bounds
    return TextSpan(int(start), int(end))


def _read_argument(row: Mapping[str, Any]) -> Argument:
    """Return one argument of a row."""
    place, position = _read_place(row["place"]) if row.get("place") else (None, None)
    return Argument(
        role=Role(row["role"]),
        span=TextSpan(row["start"], row["end"]),
        entity=row.get("actor", row.get("entity")),
        place=place,
        position=position,
        why=row.get("why", ""),
    )


def _read_place(row: Mapping[str, Any]) -> tuple[Place | None, Position | None]:
    """Return the place that is named, and the position that is meant where it is another."""
    meant = _read_position(row) if row.get("lat") is not None else None
    if row.get("id") is None:
        return None, meant
    named = _read_position(row["named"]) if row.get("named") else meant
    if named is None:
        return None, None
    place = Place(id=row["id"], name=row["name"], position=named, country=row.get("country", ""))
    return place, meant if row.get("named") else None


def _read_position(row: Mapping[str, Any]) -> Position:
    """Return a position of a row."""
    precision = Precision(row.get("precision") or Precision.LOCALITY)
    return Position(row["lat"], row["lon"], precision, row.get("radius_km", 0.0))


def _read_time(row: Mapping[str, Any]) -> EventTime:
    """Return the event time of a row."""
    start, end = (date.fromisoformat(row[key]) if row.get(key) else None for key in ("start", "end"))
    return EventTime(span=_span(row.get("span") or (0, 0)), period=Period(start, end))


def _read_quantity(row: Mapping[str, Any]) -> Quantity:
    """Return one quantity of a row."""
    count = Count(row.get("low"), row.get("high"), approx=bool(row.get("approx")))
    return Quantity(kind=row["kind"], count=count, span=TextSpan(row["start"], row["end"]))


def _read_source(row: Mapping[str, Any]) -> Source:
    """Return one link of the chain of a row."""
    return Source(
        span=TextSpan(row["start"], row["end"]),
        kind=SourceKind(row["kind"]),
        cue=_span(row["cue"]) if row.get("cue") else None,
        entity=row.get("actor", row.get("entity")),
        why=row.get("why", ""),
    )
