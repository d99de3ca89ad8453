"""Commands over all claims of a record: narratives, naming."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from selon.cli.incidents import tell_if_behind
from selon.cli.options import Limit, ListForm, ListFormat, Outlet, RecordOption
from selon.cli.output import build_table, console, plain, print_rows, say

if TYPE_CHECKING:
    from collections.abc import Sequence

_LISTED = 50
_EXAMPLE = 160


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this file to the program."""
    app.command(epilog="Examples:\n\nselon narratives --record war.selon\n\nselon narratives --places --format jsonl")(
        narratives
    )
    app.command(epilog="Examples:\n\nselon naming --actor daech\n\nselon naming --words --outlet sputnik")(naming)


def narratives(
    *,
    record: RecordOption = "war.selon",
    documents: Annotated[int, typer.Option(min=1, help="Told or denied by at least so many documents.")] = 2,
    places: Annotated[bool, typer.Option("--places", help="Keep apart what is told of different places.")] = False,
    limit: Limit = None,
    form: ListFormat = ListForm.TABLE,
) -> None:
    """List what comes back: who does what to whom.

    Each pattern with the outlets that tell it, the origins under it, how often it is hedged and denied, who told it
    first, and its claims by month. It needs a linked record.
    """
    from selon.incidents.narratives import find_narratives  # noqa: PLC0415 - loaded when it is needed
    from selon.linking import read_readings  # noqa: PLC0415
    from selon.record.record import Record  # noqa: PLC0415

    with Record.open(record) as store:
        tell_if_behind(store)
        origins = {found.claim_id: found for found in store.links.origins()}
        readings = read_readings(store)
    found = find_narratives(readings, origins, least_documents=documents, with_places=places)
    rows = [_narrative_row(narrative) for narrative in found]
    shown = rows[: limit or (_LISTED if form is ListForm.TABLE else None)]
    if form is not ListForm.TABLE:
        print_rows(shown, form)
        return
    table = build_table(
        "who", "does", "to whom", "where", "documents", "outlets", "origins", "hedged", "denied", "first", "by month"
    )
    for row in shown:
        cells = [row[name] for name in ("agent", "type", "target", "place")]
        cells += [len(row["documents"]), *(_counted(row[name]) for name in ("outlets", "origins"))]
        cells += [row["hedged"] or "·", row["denied"] or "·", row["first_on"] or "?", _counted(row["curve"])]
        table.add_row(*(plain(str(cell)) for cell in cells))
    _print_or_say(table, len(shown), len(rows), "narratives")


def naming(  # noqa: PLR0913 - one parameter an option
    *,
    record: RecordOption = "war.selon",
    actor: Annotated[str, typer.Option(metavar="ACTOR", help="An actor by id (daech), with its forces.")] = "",
    words: Annotated[bool, typer.Option("--words", help="Loaded and plain words for acts, instead of actors.")] = False,
    outlet: Outlet = "",
    limit: Limit = None,
    form: ListFormat = ListForm.TABLE,
) -> None:
    """List how each outlet names an actor.

    Labels counted apart in the outlet's own voice and in quotes, which are somebody else's words, with examples. With
    --words the same for pairs of a loaded and a plain word.
    """
    from selon.linking import read_readings  # noqa: PLC0415 - loaded when it is needed
    from selon.record.folding import fold  # noqa: PLC0415
    from selon.record.record import Record  # noqa: PLC0415

    if words and actor:
        message = "--words counts words for acts, whoever does them."
        raise typer.BadParameter(message, param_hint="--actor")
    with Record.open(record) as store:
        readings = [item for item in read_readings(store) if fold(outlet) in fold(item[0].publisher)]
    rows = _word_rows(readings) if words else _label_rows(readings, actor)
    shown = rows[: limit or (_LISTED if form is ListForm.TABLE else None)]
    if form is not ListForm.TABLE:
        print_rows(shown, form)
        return
    names = [name for name in (shown[0] if shown else {}) if name != "examples"]
    table = build_table(*(name.replace("_", " ") for name in names), "for instance")
    for row in shown:
        example = row["examples"][0] if row["examples"] else ""
        cut = example if len(example) <= _EXAMPLE else f"{example[:_EXAMPLE]}…"
        table.add_row(*(plain(str(row[name])) for name in names), plain(cut))
    _print_or_say(table, len(shown), len(rows), "rows")


def _label_rows(readings: Sequence[Any], actor: str) -> list[dict[str, Any]]:
    """Return what each outlet calls each actor."""
    from dataclasses import asdict  # noqa: PLC0415

    from selon.incidents.naming import find_labels  # noqa: PLC0415

    return [asdict(label) for label in find_labels(readings, actor)]


def _word_rows(readings: Sequence[Any]) -> list[dict[str, Any]]:
    """Return which words each outlet chooses."""
    from dataclasses import asdict  # noqa: PLC0415

    from selon.incidents.naming import find_word_choices  # noqa: PLC0415

    return [asdict(choice) for choice in find_word_choices(document for document, _ in readings)]


def _narrative_row(narrative: Any) -> dict[str, Any]:  # noqa: ANN401 - its type is loaded with the incidents
    """Return a narrative as a row."""
    return {
        **{name: getattr(narrative, name) for name in ("agent", "type", "target", "place")},
        "claims": list(narrative.claims),
        "documents": list(narrative.documents),
        **{name: dict(getattr(narrative, name)) for name in ("outlets", "origins")},
        "hedged": narrative.hedged,
        "denied": narrative.denied,
        "first": narrative.first,
        "first_on": narrative.first_on.isoformat() if narrative.first_on else None,
        "curve": dict(narrative.curve),
    }


def _counted(counts: dict[str, int]) -> str:
    """Return counts in words."""
    return ", ".join(f"{name or '?'} {number}" for name, number in counts.items())


def _print_or_say(table: Any, shown: int, total: int, noun: str) -> None:  # noqa: ANN401 - Rich is loaded when shown
    """Print a table, and say what is left out."""
    if shown:
        console().print(table)
    else:
        say(f"There are no such {noun}.")
    if shown < total:
        say(f"{shown} of {total} {noun}; see more with --limit.")
