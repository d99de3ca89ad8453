"""Commands by which people say which claims speak of one event: judge same, apart, withdraw."""

from __future__ import annotations

from getpass import getuser
from pathlib import Path  # noqa: TC003, RUF100 - Typer looks at it now
from typing import TYPE_CHECKING, Annotated

import typer

from selon.cli import judge_claim
from selon.cli.options import RecordOption  # noqa: TC001 - Typer looks at it now
from selon.cli.output import console, plain, say

if TYPE_CHECKING:
    from selon.record.judgement import Judgement
    from selon.record.record import Record

Named = Annotated[
    list[str], typer.Argument(metavar="CLAIM_OR_INCIDENT…", help="Ids of claims or incidents, or their beginnings.")
]
Who = Annotated[str, typer.Option("--who", envvar="SELON_WHO", help="Who judges. [default: the name of the user]")]
Note = Annotated[str, typer.Option("--note", help="Why, in your words.")]
Sides = Annotated[Path | None, typer.Option(help="Your own sides, as for `selon link`.")]
Outlets = Annotated[Path | None, typer.Option(help="Further outlets, as for `selon link`.")]


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this file to the program."""
    group = typer.Typer(
        rich_markup_mode=None,
        no_args_is_help=True,
        help="Say what is read right, and which claims speak of one event.",
    )
    judge_claim.add_commands(group)
    group.command(
        epilog="Examples:\n\nselon judge same 41c09b7e 9d03a1c2    (two incidents are one)\n\n"
        'selon judge same 3f9a41c2 41c09b7e --note "same market, other spelling"'
    )(same)
    group.command(
        epilog="Examples:\n\nselon judge apart 3f9a41c2 77aa01b3 41c09b7e    (two claims leave an incident)\n\n"
        "selon judge apart 3f9a41c2 9d03a1c2"
    )(apart)
    group.command(epilog="Example:\n\nselon judge withdraw 5f0c2e1b")(withdraw)
    app.add_typer(group, name="judge")


def same(  # noqa: PLR0913 - one parameter an option
    named: Named,
    *,
    record: RecordOption = "war.selon",
    who: Who = "",
    note: Note = "",
    sides: Sides = None,
    outlets: Outlets = None,
) -> None:
    """Judge claims or incidents to be one event.

    The first is judged with each of the others; an incident stands for its first claim. What the judgement touches is
    linked anew.
    """
    _judge(record, "same", named, who, note, sides, outlets)


def apart(  # noqa: PLR0913 - one parameter an option
    named: Named,
    *,
    record: RecordOption = "war.selon",
    who: Who = "",
    note: Note = "",
    sides: Sides = None,
    outlets: Outlets = None,
) -> None:
    """Judge claims or incidents not to be one event.

    All but the last are parted from the last. Where that is the incident in which they stand, they are parted from all
    its other claims: so an incident is split. What the judgement touches is linked anew.
    """
    _judge(record, "apart", named, who, note, sides, outlets)


def withdraw(
    judgement: Annotated[str, typer.Argument(metavar="JUDGEMENT", help="The id of a judgement.")],
    *,
    record: RecordOption = "war.selon",
    who: Who = "",
    sides: Sides = None,
    outlets: Outlets = None,
) -> None:
    """Withdraw a judgement.

    It stays, with who withdrew it, and is not followed any more. What it touched is linked anew.
    """
    from selon.record.record import Record  # noqa: PLC0415 - the database is loaded when it is needed

    with Record.open(record) as store:
        found = [j.id for j in store.judgements.all(held=True) if j.id.startswith(judgement)]
        gone = store.judgements.withdraw(found[0] if len(found) == 1 else judgement, who or getuser())
        console().print(f"Withdrawn: {plain(_words(gone))}")
        _relink(store, sides, outlets)


def _judge(  # noqa: PLR0913, PLR0917 - one parameter an option
    record: str, kind: str, named: list[str], who: str, note: str, sides: Path | None, outlets: Path | None
) -> None:
    """Keep a judgement, tell what it overrules, and link anew what it touches."""
    from selon.linking.judge import find_overruled, judge  # noqa: PLC0415 - loaded when it is needed
    from selon.record.record import Record  # noqa: PLC0415

    with Record.open(record) as store:
        before = find_overruled(store)
        for judgement in judge(store, kind, named, who=who or getuser(), note=note):
            console().print(plain(_words(judgement)))
        for id_ in sorted(find_overruled(store) - before):
            earlier = _words(store.judgements.get(id_))
            say(f"This contradicts an earlier judgement, which is kept but not followed: {earlier}")
        _relink(store, sides, outlets)


def _relink(store: Record, sides: Path | None, outlets: Path | None) -> None:
    """Link anew what a judgement touches, where the record is linked with these sides and outlets."""
    from selon.codebook.outlets import read_outlets  # noqa: PLC0415 - loaded when it is needed
    from selon.linking import link_record  # noqa: PLC0415
    from selon.origins.camps import read_sides  # noqa: PLC0415

    if store.links.stamp() is None:
        say("The record is not linked yet; `selon link` will follow this.")
        return
    further = read_outlets(outlets) if outlets else ()
    link_record(store, outlets=further, sides=read_sides(sides) if sides else None, onward=True)
    if store.links.is_behind():
        say("The record was linked with other sides, outlets or weights; run `selon link` with yours to follow this.")


def _words(judgement: Judgement) -> str:
    """Return a judgement in words."""
    one, *others = judgement.claims
    if not others:
        field = f" {judgement.field}" if judgement.field else ""
        return f"{judgement.id[:8]}  {judgement.kind}{field} of {one[:8]}, says {judgement.who}"
    other = others[0]
    told = "are the same event" if judgement.kind == "same" else "are not one event"
    return f"{judgement.id[:8]}  {one[:8]} and {other[:8]} {told}, says {judgement.who}"
