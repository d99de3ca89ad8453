"""The options that several commands share, and how their values are read."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from selon.claims.claim import Polarity, Status

if TYPE_CHECKING:
    from selon.record.filters import Circle, ClaimFilter


class Form(StrEnum):
    """How a summary is printed."""

    TABLE = "table"
    JSON = "json"


class ListForm(StrEnum):
    """How a list of claims is printed."""

    TABLE = "table"
    JSONL = "jsonl"
    JSON = "json"
    CSV = "csv"


RecordOption = Annotated[
    str, typer.Option("--record", "-r", envvar="SELON_RECORD", help="The record: a file, or a postgresql:// address.")
]
Paths = Annotated[
    list[str], typer.Argument(metavar="PATH…", help="Text files or folders; - is standard input.", show_default=False)
]
Manifest = Annotated[
    Path | None,
    typer.Option(help="CSV with file, publisher, published, language, url. [default: manifest.csv beside the files]"),
]
Published = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="Day of publication, where nothing else says it."),
]
Publisher = Annotated[str, typer.Option(metavar="NAME", help="Who published, where no manifest says it.")]
Language = Annotated[str, typer.Option(metavar="CODE", help="Language (fr), where it is not to be found out.")]
Limit = Annotated[int | None, typer.Option(min=1, help="At most so many.")]
SummaryFormat = Annotated[Form, typer.Option("--format", help="How to print.")]
ListFormat = Annotated[ListForm, typer.Option("--format", help="How to print.")]

About = Annotated[str, typer.Option(metavar="ACTOR", help="An actor, by id (daech, syria/military) or in words.")]
Place = Annotated[str, typer.Option(metavar="PLACE", help="A place, by name or id.")]
Near = Annotated[str, typer.Option(metavar="LAT,LON,KM", help="Places within so many kilometres of a point.")]
Since = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="Not before: day of the event, or of publication if none."),
]
Until = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="Not after.")]
Types = Annotated[list[str] | None, typer.Option("--type", help="A type, such as air_strike; may be repeated.")]
Statuses = Annotated[list[Status] | None, typer.Option("--status", help="A status; may be repeated.")]
PolarityOption = Annotated[Polarity | None, typer.Option("--polarity", help="Affirmed or negated.")]
Outlet = Annotated[str, typer.Option(metavar="NAME", help="Who published.")]
SourceOption = Annotated[str, typer.Option("--source", metavar="NAME", help="Who is cited, by id or in words.")]
Words = Annotated[str, typer.Option("--text", metavar="WORDS", help="Words of the sentence, accents or not.")]
OfDocument = Annotated[str, typer.Option("--document", metavar="NAME", help="One document, by name or id.")]


def as_date(moment: datetime | None) -> date | None:
    """Return the day of a moment."""
    return moment.date() if moment else None


def build_filter(  # noqa: PLR0913 - one parameter an option
    *,
    about: str = "",
    place: str = "",
    near: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
    types: list[str] | None = None,
    statuses: list[Status] | None = None,
    polarity: Polarity | None = None,
    outlet: str = "",
    source: str = "",
    text: str = "",
    document: str = "",
) -> ClaimFilter:
    """Return the filter that the options ask for; a value that cannot be meant is an error of usage."""
    from selon.record.filters import ClaimFilter  # noqa: PLC0415 - the database is loaded when it is needed

    if since and until and since > until:
        message = f"{since:%Y-%m-%d} is after --until {until:%Y-%m-%d}."
        raise typer.BadParameter(message, param_hint="--since")
    return ClaimFilter(
        about=about,
        place=place,
        near=_read_circle(near) if near else None,
        since=as_date(since),
        until=as_date(until),
        types=_check_types(types or []),
        statuses=tuple(str(status) for status in statuses or ()),
        polarity=str(polarity or ""),
        outlet=outlet,
        source=source,
        text=text,
        document=document,
    )


def _read_circle(words: str) -> Circle:
    """Return the circle of "35.33,40.14,30"."""
    from selon.record.filters import Circle  # noqa: PLC0415

    try:
        lat, lon, km = (float(part) for part in words.split(","))
    except ValueError:
        message = f"{words!r} is not LAT,LON,KM, for instance 35.33,40.14,30."
        raise typer.BadParameter(message, param_hint="--near") from None
    if not (-90 <= lat <= 90 and -180 <= lon <= 180 and 0 < km < 20_000):  # noqa: PLR2004 - the globe
        message = f"{words!r} lies outside the globe: latitude to 90, longitude to 180, kilometres over 0."
        raise typer.BadParameter(message, param_hint="--near")
    return Circle(lat, lon, km)


def _check_types(types: list[str]) -> tuple[str, ...]:
    """Return the types, if all of them are known."""
    from selon.evaluation.gold import claim_types  # noqa: PLC0415

    known = claim_types()
    for name in types:
        if name not in known:
            message = f"there is no type {name!r}. Types: {', '.join(sorted(known))}."
            raise typer.BadParameter(message, param_hint="--type")
    return tuple(types)
