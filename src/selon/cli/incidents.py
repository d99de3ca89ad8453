"""Commands that ask what linking found: incidents, incident, origins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from selon.cli.incident_page import days, figure, place_name, print_incident, print_joins, print_judged
from selon.cli.options import (
    Form,
    Limit,
    ListForm,
    ListFormat,
    Place,
    RecordOption,
    Since,
    SummaryFormat,
    Types,
    Until,
    build_filter,
)
from selon.cli.output import build_table, console, plain, print_json, print_rows, say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from rich.table import Table

    from selon.record.links import IncidentFilter
    from selon.record.record import Record

_LISTED = 50

Disputed = Annotated[bool, typer.Option("--disputed", help="Only those that somebody denies.")]
Several = Annotated[bool, typer.Option("--several", help="Only those that more than one document tells.")]


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this file to the program."""
    app.command(
        epilog="Examples:\n\nselon incidents --since 2017-12-01 --disputed\n\n"
        "selon incidents --place Raqqa --type air_strike --several --format csv"
    )(incidents)
    app.command(epilog="Examples:\n\nselon incident 41c09b7e\n\nselon incident 41c09b7e --why")(incident)
    app.command(epilog="Examples:\n\nselon origins --record war.selon\n\nselon origins --limit 200 --format csv")(
        origins
    )


def incidents(  # noqa: PLR0913 - one parameter an option
    *,
    record: RecordOption = "war.selon",
    since: Since = None,
    until: Until = None,
    place: Place = "",
    types: Types = None,
    disputed: Disputed = False,
    several: Several = False,
    limit: Limit = None,
    form: ListFormat = ListForm.TABLE,
) -> None:
    """List incidents.

    One line an incident: what, when and where, by how many documents and outlets it is told, on how many independent
    origins, with how many dead as a range, and who denies it. All conditions given must hold.
    """
    asked = build_incident_filter(
        since=since, until=until, place=place, types=types, disputed=disputed, several=several
    )
    from selon.exports.flat_table import flatten_incident  # noqa: PLC0415 - loaded when it is needed
    from selon.record.record import Record  # noqa: PLC0415

    most = limit or (_LISTED if form is ListForm.TABLE else None)
    with Record.open(record) as store:
        tell_if_behind(store)
        rows = list(store.links.incidents(asked, limit=most))
        total = store.links.count_incidents(asked)
    if form is not ListForm.TABLE:
        print_rows([flatten_incident(row) for row in rows] if form is ListForm.CSV else rows, form)
    elif rows:
        console().print(_incidents_table(rows))
    if not rows:
        say("No incident is like that.")
    elif len(rows) < total:
        say(f"{len(rows)} of {total} incidents; see more with --limit.")


def build_incident_filter(  # noqa: PLR0913 - one parameter an option
    *,
    since: datetime | None,
    until: datetime | None,
    place: str,
    types: list[str] | None,
    disputed: bool,
    several: bool,
) -> IncidentFilter:
    """Return the filter that the options ask for; a value that cannot be meant is an error of usage."""
    from selon.record.links import IncidentFilter  # noqa: PLC0415 - the database is loaded when it is needed

    read = build_filter(since=since, until=until, place=place, types=types)
    return IncidentFilter(
        since=read.since, until=read.until, place=read.place, types=read.types, disputed=disputed, several=several
    )


def tell_if_behind(store: Record) -> None:
    """Tell on standard error where documents were read, or claims judged, since the record was linked."""
    if store.links.stamp() and store.links.is_behind():
        say("Documents were read since this record was linked, or claims judged; run `selon link` to take that in.")


def _incidents_table(rows: Sequence[dict[str, Any]]) -> Table:
    """Return incidents as a table."""
    columns = ("reports in outlets", "origins", "killed", "wounded", "grade", "denied by")
    table = build_table("id", "when", "what", "where", *columns)
    table.columns[0].no_wrap = True
    table.columns[1].min_width = 10
    table.columns[8].min_width = 22
    for row in rows:
        unknown = f" + {row['unknown_origins']} unknown" if row["unknown_origins"] else ""
        labels = {origin["source"]: origin["label"] for origin in row["origins"]}
        deniers = dict.fromkeys(labels.get(denial["source"]) or denial["source"] for denial in row["denials"])
        cells = (
            days(row),
            row["type"],
            place_name(row),
            f"{row['documents']} in {row['outlets']}",
            f"{row['independent']}{unknown}",
            figure(row["killed"]),
            figure(row["wounded"]),
            row["grade"],
            ", ".join(deniers),
        )
        table.add_row(row["id"][:8], *(plain(cell) for cell in cells))
    return table


def incident(
    incident: Annotated[str, typer.Argument(metavar="INCIDENT", help="The id of an incident, or its beginning.")],
    *,
    record: RecordOption = "war.selon",
    why: Annotated[bool, typer.Option("--why", help="Show what spoke for and against each join.")] = False,
    form: SummaryFormat = Form.TABLE,
) -> None:
    """Show one incident side by side.

    Who says what, on whose word; tolls as ranges for each origin, never a sum; who denies it; where the origins differ;
    which document repeats which; and the grade with its arithmetic.
    """
    from selon.linking.judge import find_overruled  # noqa: PLC0415 - loaded when it is needed
    from selon.record.judged import build_judgement_row  # noqa: PLC0415
    from selon.record.record import Record  # noqa: PLC0415 - the database is loaded when it is needed

    with Record.open(record) as store:
        tell_if_behind(store)
        row = store.links.incident(incident)
        claims = list(store.links.claims_of(row["id"]))
        told = store.links.origins_of([claim["id"] for claim in claims])
        names = {claim["document_id"]: claim["document"] for claim in claims}
        reuses = list(store.links.reuses(list(names)))
        judged = store.judgements.among([claim["id"] for claim in claims])
        overruled = find_overruled(store) if judged else frozenset()
    if form is Form.JSON:
        said = [{**build_judgement_row(judgement), "followed": judgement.id not in overruled} for judgement in judged]
        print_json({**row, "told": claims, "reuse": reuses, "judgements": said})
        return
    print_incident(console(), row, claims, told, reuses)
    if why:
        print_joins(console(), row)
        print_judged(console(), row, judged, overruled)


def origins(
    *,
    record: RecordOption = "war.selon",
    limit: Limit = None,
    form: ListFormat = ListForm.TABLE,
) -> None:
    """List who is cited.

    Each origin with its side, by which outlets it is cited, how often hedged, how often it denies something, and how
    often what rests on it is denied by others. Circles of outlets that cite each other stand below.
    """
    from selon.origins.citation import find_cycles  # noqa: PLC0415 - loaded when it is needed
    from selon.record.record import Record  # noqa: PLC0415

    with Record.open(record) as store:
        tell_if_behind(store)
        rows = list(store.links.cited())
        cycles = find_cycles(store.links.origins()) if form is ListForm.TABLE else []
    shown = rows[: limit or (_LISTED if form is ListForm.TABLE else None)]
    if form is not ListForm.TABLE:
        print_rows(shown, form)
        return
    if shown:
        console().print(_origins_table(shown))
    for cycle in cycles:
        console().print(f"In a circle: {plain(' → '.join((*cycle.outlets, cycle.outlets[0])))}")
    if len(shown) < len(rows):
        say(f"{len(shown)} of {len(rows)} origins; see more with --limit.")


def _origins_table(rows: Sequence[dict[str, Any]]) -> Table:
    """Return who is cited as a table."""
    table = build_table("cited", "kind", "side", "claims", "documents", "by", "hedged", "denying", "denied")
    for row in rows:
        by = ", ".join(f"{name or '?'} {number}" for name, number in row["publishers"].items())
        kind = row["kind"] if row["known"] else f"{row['kind']}, not known"
        counts = (row["hedged"], row["denying"], row["denied"])
        cells = (row["label"] or row["key"], kind, row["side"], str(row["claims"]), str(row["documents"]), by)
        table.add_row(*(plain(cell) for cell in cells), *(str(number or "·") for number in counts))
    return table
