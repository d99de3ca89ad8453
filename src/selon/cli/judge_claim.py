"""Commands by which reviewers judge what was read: judge accept, reject, correct, note, undo, history."""

from __future__ import annotations

import json
from getpass import getuser
from typing import TYPE_CHECKING, Annotated, Any

import typer

from selon.cli.options import Form, ListForm, ListFormat, RecordOption, SummaryFormat
from selon.cli.output import build_table, console, plain, print_json, print_rows, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from selon.record.judgement import Judgement
    from selon.record.record import Record

_CUT = 60

Claims = Annotated[list[str], typer.Argument(metavar="CLAIM…", help="Ids of claims, or their beginnings.")]
Claim = Annotated[str, typer.Argument(metavar="CLAIM", help="The id of a claim, or its beginning.")]
Who = Annotated[str, typer.Option("--who", envvar="SELON_WHO", help="Who judges. [default: the name of the user]")]
Note = Annotated[str, typer.Option("--note", help="Why, in your words.")]


def add_commands(group: typer.Typer) -> None:
    """Add the commands of this file to those of `selon judge`."""
    group.command(
        epilog="Examples:\n\nselon judge accept 3f9a41c2\n\n"
        "selon claims --place Raqqa --format jsonl | jq -r .id | xargs selon judge accept"
    )(accept)
    group.command(epilog='Example:\n\nselon judge reject 3f9a41c2 77aa01b3 --note "a film, no battle"')(reject)
    group.command(
        epilog="Examples:\n\nselon judge correct 3f9a41c2 status hearsay\n\n"
        "selon judge correct 3f9a41c2 time "
        '\'{"start": "2031-08-04", "end": "2031-08-05"}\'\n\n'
        "selon judge correct 3f9a41c2 argument.victim '[]'    (nobody)"
    )(correct)
    group.command(epilog='Example:\n\nselon judge note 3f9a41c2 "ask the author which market"')(note)
    group.command(epilog="Example:\n\nselon judge undo --who ana")(undo)
    group.command(epilog="Example:\n\nselon judge history 3f9a41c2 --format json")(history)


def accept(
    claims: Claims,
    *,
    record: RecordOption = "war.selon",
    who: Who = "",
    note: Note = "",
    form: SummaryFormat = Form.TABLE,
) -> None:
    """Say that claims are read right.

    All of them, or none where one is not there.
    """
    _judge(record, "accept", claims, form, who=who, note=note)


def reject(
    claims: Claims,
    *,
    record: RecordOption = "war.selon",
    who: Who = "",
    note: Note = "",
    form: SummaryFormat = Form.TABLE,
) -> None:
    """Say that these are no claims, or wrong ones.

    They are marked and stay; at the next `selon link` they take no part in incidents. All of them, or none where one is
    not there.
    """
    _judge(record, "reject", claims, form, who=who, note=note)


def correct(  # noqa: PLR0913 - one parameter an option
    claim: Claim,
    field: Annotated[str, typer.Argument(metavar="FIELD", help="type, status, polarity, time, argument.place, …")],
    value: Annotated[str, typer.Argument(metavar="VALUE", help="A word, or JSON in the shape of the contract.")],
    *,
    record: RecordOption = "war.selon",
    who: Who = "",
    note: Note = "",
    form: SummaryFormat = Form.TABLE,
) -> None:
    """Say what a field of a claim should read.

    What the machine read stays beside it. For a list, such as argument.ROLE, the whole list is given.
    """
    _judge(record, "correct", [claim], form, who=who, note=note, field=field, value=_read_value(value))


def note(
    claim: Claim,
    words: Annotated[str, typer.Argument(metavar="WORDS", help="What to say.")],
    *,
    record: RecordOption = "war.selon",
    who: Who = "",
    form: SummaryFormat = Form.TABLE,
) -> None:
    """Leave words for other reviewers.

    They stand with the claim, and change nothing.
    """
    _judge(record, "note", [claim], form, who=who, value=words)


def undo(*, record: RecordOption = "war.selon", who: Who = "", form: SummaryFormat = Form.TABLE) -> None:
    """Withdraw what you said last.

    Of many claims at once where it was said of them at once. It stays in the record, and is not followed any more.
    """
    from selon.record.record import Record  # noqa: PLC0415 - the database is loaded when it is needed

    signed = who or getuser()
    with Record.open(record) as store:
        last = store.judgements.latest_of(signed)
        gone = store.judgements.withdraw_all([judgement.id for judgement in last], signed)
        _tell(store, gone, form)
    if not gone:
        say(f"Nothing that {signed} said holds any more.")


def history(claim: Claim, *, record: RecordOption = "war.selon", form: ListFormat = ListForm.TABLE) -> None:
    """List all that was said of a claim.

    Withdrawn judgements too, the earliest first.
    """
    from selon.record.judged import build_judgement_row  # noqa: PLC0415 - loaded when they are needed
    from selon.record.record import Record  # noqa: PLC0415

    with Record.open(record) as store:
        found = store.judgements.history(store.view.claim(claim).id)
    if form is not ListForm.TABLE:
        print_rows([build_judgement_row(judgement) for judgement in found], form)
        return
    _print_table(found)
    if not found:
        say("Nobody judged this claim yet.")


def _judge(record: str, kind: str, claims: Sequence[str], form: Form, *, who: str, **said: Any) -> None:  # noqa: ANN401
    """Keep a judgement on each claim, and print what was kept."""
    from selon.record.record import Record  # noqa: PLC0415 - the database is loaded when it is needed

    with Record.open(record) as store:
        ids = [store.view.claim(claim).id for claim in claims]
        _tell(store, store.judgements.add_all(kind, ids, who=who or getuser(), **said), form)


def _tell(store: Record, judgements: Sequence[Judgement], form: Form) -> None:
    """Print judgements, and say what is still to be done for them to be followed."""
    from selon.record.judged import build_judgement_row  # noqa: PLC0415 - loaded when it is needed

    if form is Form.JSON:
        print_json([build_judgement_row(judgement) for judgement in judgements])
    else:
        _print_table(judgements)
    if judgements and store.links.stamp() is not None and store.links.is_behind():
        say("Incidents follow this at the next `selon link`.")


def _print_table(judgements: Iterable[Judgement]) -> None:
    """Print judgements as a table, one a line."""
    table = build_table("id", "made", "who", "says", "of", "field", "reads", "note", "outcome")
    for one in judgements:
        value = "" if one.value is None else json.dumps(one.value, ensure_ascii=False)
        cut = value if len(value) <= _CUT else f"{value[:_CUT]}…"
        outcome = "holds" if one.holds else f"withdrawn by {one.withdrawn_by}"
        cells = (one.id[:8], one.made[:16], one.who, str(one.kind), one.subject[:8], one.field, cut, one.note, outcome)
        table.add_row(*map(plain, cells))
    if table.row_count:
        console().print(table)


def _read_value(given: str) -> object:
    """Return a value as JSON, or as the words that it is."""
    try:
        value: object = json.loads(given)
    except (ValueError, RecursionError):
        return given
    return value if isinstance(value, (dict, list)) or value is None else given
