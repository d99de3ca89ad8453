"""Selon: from a pile of press reports to a sourced, dated, mapped, contestable record of claims.

This is the one public door. `read` turns a text into claims; `open_record` opens the store in which claims of many
documents lie; the nouns below are what both speak of.

    >>> import selon
    >>> reading = selon.read("Selon l'armée, dix soldats ont été tués.", published="2017-02-24")    # doctest: +SKIP
    >>> [claim.type for claim in reading.claims]                                                   # doctest: +SKIP
    ['casualties']

Importing this package loads neither spaCy nor a database; each is loaded when it is first needed.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

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
    from selon.claims.reading import ReaderStamp, Reading, ReadingStatus
    from selon.documents.document import Document
    from selon.errors import (
        CodebookError,
        DocumentError,
        GoldError,
        ManifestError,
        ReaderError,
        RecordError,
        SelonError,
    )
    from selon.ingest import Ingest, Outcome
    from selon.mentions.mention import Place
    from selon.pipeline import Reader
    from selon.record.filters import Circle, ClaimFilter, Filter, IncidentFilter
    from selon.record.record import Record
    from selon.record.view import RecordedClaim, RecordedDocument, View
    from selon.settings import Settings
    from selon.values import Count, Period, Position, Precision, TextSpan

_HOMES = {
    "selon.claims.claim": ("Argument Claim EventTime Factuality Polarity Quantity Role Source SourceKind Status"),
    "selon.claims.reading": "ReaderStamp Reading ReadingStatus",
    "selon.documents.document": "Document",
    "selon.errors": "CodebookError DocumentError GoldError ManifestError ReaderError RecordError SelonError",
    "selon.ingest": "Ingest Outcome",
    "selon.mentions.mention": "Place",
    "selon.pipeline": "Reader",
    "selon.record.filters": "Circle ClaimFilter Filter IncidentFilter",
    "selon.record.record": "Record",
    "selon.record.view": "RecordedClaim RecordedDocument View",
    "selon.settings": "Settings",
    "selon.values": "Count Period Position Precision TextSpan",
}

__all__ = [
    "Argument",
    "Circle",
    "Claim",
    "ClaimFilter",
    "CodebookError",
    "Count",
    "Document",
    "DocumentError",
    "EventTime",
    "Factuality",
    "Filter",
    "GoldError",
    "IncidentFilter",
    "Ingest",
    "ManifestError",
    "Outcome",
    "Period",
    "Place",
    "Polarity",
    "Position",
    "Precision",
    "Quantity",
    "Reader",
    "ReaderError",
    "ReaderStamp",
    "Reading",
    "ReadingStatus",
    "Record",
    "RecordError",
    "RecordedClaim",
    "RecordedDocument",
    "Role",
    "SelonError",
    "Settings",
    "Source",
    "SourceKind",
    "Status",
    "TextSpan",
    "View",
    "open_record",
    "read",
]


def __getattr__(name: str) -> object:
    """Return a noun of the public door, loaded now; AttributeError for anything else."""
    for module, names in _HOMES.items():
        if name in names.split():
            return getattr(import_module(module), name)
    message = f"module 'selon' has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    """Return the names of the public door."""
    return __all__


def read(  # noqa: PLR0913 - one parameter a fact about the text
    text: str,
    *,
    name: str = "text",
    publisher: str = "",
    published: date | str | None = None,
    language: str = "fr",
    reader: Reader | None = None,
) -> Reading:
    """Return what one text claims. Give a `reader` of your own to read many: it takes some seconds to open one.

    >>> selon.read("L'armée a repris Tadmour.").claims[0].type    # doctest: +SKIP
    'capture'
    """
    from datetime import date as day  # noqa: PLC0415 - what is heavy is loaded when it is needed

    from selon.documents.document import Document as Report  # noqa: PLC0415
    from selon.pipeline import Reader as FrenchReader  # noqa: PLC0415

    when = day.fromisoformat(published) if isinstance(published, str) else published
    document = Report(name=name, text=text, publisher=publisher, published=when, language=language)
    return (reader or FrenchReader()).read(document)


def open_record(target: str | Path, *, create: bool = False) -> Record:
    """Return the record in a file or at a PostgreSQL address; RecordError where there is none, unless `create`.

    >>> with selon.open_record("war.selon") as record:           # doctest: +SKIP
    ...     claims = list(record.view.claims(selon.ClaimFilter(about="daech")))
    """
    from selon.record.record import Record as Store  # noqa: PLC0415 - what is heavy is loaded when it is needed

    return Store.create(target) if create else Store.open(target)
