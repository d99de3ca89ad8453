"""One claim on one page: its words in context, its parts, its chain, and why it was read so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from selon.cli.output import build_table, chain, plain, told_as, tolls, when

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rich.console import Console
    from rich.text import Text

    from selon.claims.reading import ReaderStamp
    from selon.record.view import RecordedDocument

_AROUND = 240


def print_claim(screen: Console, row: Mapping[str, Any], home: RecordedDocument, stamp: ReaderStamp) -> None:
    """Print one claim of the record."""
    screen.print(f"{row['type']}  {told_as(row)}  {row['id']}", style="bold")
    place = ", ".join(part for part in (row.get("publisher"), row.get("published"), row["document"]) if part)
    screen.print(plain(place), style="dim")
    if home.document.url:
        screen.print(plain(home.document.url), style="dim", soft_wrap=True)
    screen.print()
    screen.print(_in_context(row, home.document.text))
    screen.print()
    table = build_table("part", "exact words", "read as", "why")
    for cells in _parts(row):
        table.add_row(*(plain(cell) for cell in cells))
    screen.print(table)
    screen.print(
        f"When: {plain(when(row))}   How many: {plain(tolls(row) or '–')}   On whose word: {plain(chain(row))}"
    )
    reasons = [*row["why"], *row["factuality_why"]]
    screen.print("Why it was read so:" if reasons else "No reason is kept.")
    for reason in reasons:
        screen.print(f"  • {plain(reason)}")
    screen.print(f"Read by selon {stamp.program}, {stamp.model}, codebook {stamp.codebook}.", style="dim")


def _in_context(row: Mapping[str, Any], text: str) -> Text:
    """Return the text around the claim, its trigger, arguments and sources set off."""
    from rich.text import Text  # noqa: PLC0415 - loaded when something is shown

    start, end = row["sentence_start"], row["sentence_start"] + len(row["sentence"])
    first, last = max(0, start - _AROUND), min(len(text), end + _AROUND)
    styles = [""] * (last - first)
    marks = [(source, "green") for source in row["attribution"]]
    marks += [(argument, "cyan") for argument in row["arguments"]]
    marks.append(({"start": row["trigger"][0], "end": row["trigger"][1]}, "bold reverse"))
    for mark, style in marks:
        for at in range(max(first, mark["start"]), min(last, mark["end"])):
            styles[at - first] = style
    shown = Text("… " if first else "")
    for at in range(first, last):
        inside = "" if start <= at < end else "dim"
        shown.append(_sign(text[at]), style=styles[at - first] or inside)
    return shown.append(" …" if last < len(text) else "")


def _sign(letter: str) -> str:
    """Return one sign of the text as it may be shown."""
    return " " if letter.isspace() else plain(letter)


def _parts(row: Mapping[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    """Yield the parts of a claim: what it is, its exact words, as what it was read, and why."""
    yield "trigger", row["words"], row["type"], ""
    for argument in row["arguments"]:
        yield argument["role"], argument["text"], _read_as(argument), argument.get("why", "")
    if row["time"]:
        yield "time", row["time"]["text"], when(row), ""
    for quantity in row["quantities"]:
        yield "quantity", quantity["text"], tolls({**row, "quantities": [quantity]}), ""
    for source in row["attribution"]:
        actor = source.get("actor") or source.get("entity")
        yield "source", source["text"], f"{source['kind']}{f', {actor}' if actor else ''}", source.get("why", "")


def _read_as(argument: Mapping[str, Any]) -> str:
    """Return the entity and the place that an argument was read as."""
    place = argument.get("place")
    where = ""
    if place and place.get("lat") is not None:
        where = f"{place['name']} {place['lat']:.2f}, {place['lon']:.2f} ({place.get('precision') or '?'})"
    return "; ".join(part for part in (argument.get("actor") or argument.get("entity") or "", where) if part)
