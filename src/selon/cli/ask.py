"""Commands that ask a record: claims, show, documents, search."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from selon.cli.claim_page import print_claim
from selon.cli.options import (
    About,
    Form,
    Limit,
    ListForm,
    ListFormat,
    Near,
    OfDocument,
    Outlet,
    Place,
    PolarityOption,
    RecordOption,
    Since,
    SourceOption,
    Statuses,
    SummaryFormat,
    Types,
    Until,
    Words,
    build_filter,
)
from selon.cli.output import build_table, console, plain, print_claims, print_json, print_rows, say

_LISTED = 50


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this file to the program."""
    app.command(
        epilog='Examples:\n\nselon claims --about daech --place "Deir ez-Zor" --since 2017-08-01\n\n'
        "selon claims --type air_strike --status hearsay --outlet sputnik --format csv\n\n"
        "selon claims --source osdh --near 35.33,40.14,30"
    )(claims)
    app.command(epilog="Examples:\n\nselon show 3f9a41c2\n\nselon show 3f9a41c2 --format json")(show)
    app.command(epilog='Examples:\n\nselon documents\n\nselon documents --status "unreadable language"')(documents)
    app.command(epilog="Examples:\n\nselon search evacuation aeroport\n\nselon search '\"cessez-le-feu\" frapp*'")(
        search
    )


def claims(  # noqa: PLR0913 - one parameter an option
    *,
    record: RecordOption = "war.selon",
    about: About = "",
    place: Place = "",
    near: Near = "",
    since: Since = None,
    until: Until = None,
    types: Types = None,
    statuses: Statuses = None,
    polarity: PolarityOption = None,
    outlet: Outlet = "",
    source: SourceOption = "",
    text: Words = "",
    document: OfDocument = "",
    limit: Limit = None,
    form: ListFormat = ListForm.TABLE,
) -> None:
    """List claims.

    One line a claim: who says that who did what to whom, where and when. All conditions given must hold.
    """
    asked = build_filter(
        about=about, place=place, near=near, since=since, until=until, types=types, statuses=statuses,
        polarity=polarity, outlet=outlet, source=source, text=text, document=document,
    )  # fmt: skip
    from selon.record.record import Record  # noqa: PLC0415 - the database is loaded when it is needed

    with Record.open(record) as store:
        total = store.view.count_claims(asked)
        most = limit or (_LISTED if form is ListForm.TABLE else None)
        shown = print_claims((claim.row for claim in store.view.claims(asked, limit=most)), form)
    if not total:
        say("No claim is like that.")
    elif shown < total:
        say(f"{shown} of {total} claims; see more with --limit.")


def show(
    claim: Annotated[str, typer.Argument(metavar="CLAIM", help="The id of a claim, or its beginning.")],
    record: RecordOption = "war.selon",
    form: SummaryFormat = Form.TABLE,
) -> None:
    """Show one claim, and why it was read so.

    Its exact words stand in their context, with its arguments and its chain of sources.
    """
    from selon.record.record import Record  # noqa: PLC0415 - the database is loaded when it is needed

    with Record.open(record) as store:
        found = store.view.claim(claim)
        home = store.view.document(found.row["document_id"])
        stamp = store.view.stamp(found.stamp)
    if form is Form.JSON:
        reader = {"program": stamp.program, "model": stamp.model, "codebook": stamp.codebook}
        print_json({**found.row, "url": home.document.url, "reader": reader})
        return
    print_claim(console(), found.row, home, stamp)


def documents(
    record: RecordOption = "war.selon",
    outlet: Outlet = "",
    status: Annotated[str, typer.Option(help="read, empty or unreadable language.")] = "",
    limit: Limit = None,
    form: ListFormat = ListForm.TABLE,
) -> None:
    """List the documents of a record.

    With who published them when, how many claims they make, and why where they could not be read.
    """
    from selon.record.record import Record  # noqa: PLC0415 - the database is loaded when it is needed

    with Record.open(record) as store:
        rows = [item.row for item in store.view.documents(status=status, outlet=outlet, limit=limit)]
    if form is not ListForm.TABLE:
        print_rows(rows, form)
        return
    table = build_table("id", "published", "outlet", "document", "claims", "language", "status")
    for row in rows:
        cells = (
            row["published"] or "?",
            row["publisher"] or "?",
            row["name"],
            str(row["claims"]),
            row["language"] or "?",
        )
        table.add_row(row["id"][:8], *(plain(cell) for cell in cells), plain(row["note"] or row["status"]))
    if rows:
        console().print(table)
    else:
        say("No document is like that.")


def search(
    words: Annotated[list[str], typer.Argument(metavar="WORDS…", help="Words that the documents hold, all of them.")],
    record: RecordOption = "war.selon",
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 20,
    form: SummaryFormat = Form.TABLE,
) -> None:
    """Search the texts of documents.

    Accents and capitals do not matter; "several words" are a phrase, frapp* is a beginning.
    """
    from selon.record.record import Record  # noqa: PLC0415 - the database is loaded when it is needed

    with Record.open(record) as store:
        hits = list(store.view.search(" ".join(words), limit=limit))
    if form is Form.JSON:
        print_json([_hit_row(hit) for hit in hits])
        return
    screen = console()
    for hit in hits:
        screen.print(
            f"{hit.id[:8]}  {plain(hit.published or '?')}  {plain(hit.publisher)}  {plain(hit.name)}", style="bold"
        )
        screen.print(_highlighted(hit))
    if not hits:
        say("No document holds these words.")


def _hit_row(hit: Any) -> dict[str, Any]:  # noqa: ANN401 - its type is loaded with the record
    """Return a hit as an object."""
    return {
        "id": hit.id,
        "name": hit.name,
        "publisher": hit.publisher,
        "published": hit.published,
        "quote": hit.quote,
        "spans": [[span.start, span.end] for span in hit.spans],
    }


def _highlighted(hit: Any) -> Any:  # noqa: ANN401 - its type is loaded with the record
    """Return the excerpt of a hit with the words found in bold."""
    from rich.text import Text  # noqa: PLC0415

    line, at = Text("  "), hit.excerpt.start
    for span in hit.spans:
        if at <= span.start and span.end <= hit.excerpt.end:
            line.append(plain(hit.quote[at - hit.excerpt.start : span.start - hit.excerpt.start]))
            line.append(
                plain(hit.quote[span.start - hit.excerpt.start : span.end - hit.excerpt.start]), style="bold yellow"
            )
            at = span.end
    line.append(plain(hit.quote[at - hit.excerpt.start :]))
    return line
