"""Commands over the users of a record: accounts add, list, role, password, remove, token."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from selon.cli.options import Form, RecordOption, SummaryFormat
from selon.cli.output import build_table, console, plain, print_json, say
from selon.web.auth.user import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selon.record.accounts import Accounts

Name = Annotated[str, typer.Argument(metavar="NAME", help="The name of a user.")]
RoleOption = Annotated[
    Role, typer.Option("--role", help="reader looks, reviewer also judges and ingests, admin does all.")
]


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this file to the program."""
    group = typer.Typer(
        rich_markup_mode=None, help="Keep the users who may enter with `selon serve --accounts`.", no_args_is_help=True
    )
    group.command(
        epilog="Examples:\n\nselon accounts add ana --role reviewer --record war.selon\n\n"
        "pass show selon/ana | selon accounts add ana --role reviewer    (the password from standard input)"
    )(add)
    group.command("list", epilog="Example:\n\nselon accounts list --record war.selon")(show)
    group.command(epilog="Example:\n\nselon accounts role ana admin")(role)
    group.command(epilog="Example:\n\nselon accounts password ana")(password)
    group.command(epilog="Example:\n\nselon accounts remove ana")(remove)
    group.command(
        epilog='Examples:\n\nselon accounts token ana --label "nightly export"\n\nselon accounts token ana --revoke all'
    )(token)
    app.add_typer(group, name="accounts")


def add(name: Name, *, role: RoleOption = Role.READER, record: RecordOption = "war.selon") -> None:
    """Add a user.

    The password is asked for, or read from SELON_PASSWORD or standard input. Only its argon2 hash is kept.
    """
    from selon.web.auth.passwords import hash_password  # noqa: PLC0415 - loaded when it is needed

    with _accounts(record) as accounts:
        accounts.add(name, role, hash_password(_ask_password()))
    say(f"{name} may enter as {role}.")


def show(record: RecordOption = "war.selon", form: SummaryFormat = Form.TABLE) -> None:
    """List the users.

    With their roles and how many API tokens of theirs hold.
    """
    with _accounts(record) as accounts:
        rows = [
            {
                "name": account.name,
                "role": str(account.role),
                "made": account.made,
                "tokens": sum(not token.revoked for token in accounts.tokens(account.name)),
            }
            for account in accounts.all()
        ]
    if form is Form.JSON:
        print_json(rows)
        return
    table = build_table("name", "role", "made", "tokens")
    for row in rows:
        table.add_row(*(plain(str(cell)) for cell in row.values()))
    if rows:
        console().print(table)
    else:
        say("There is no user yet; add one with `selon accounts add`.")


def role(
    name: Name,
    role: Annotated[Role, typer.Argument(metavar="ROLE", help="reader, reviewer or admin.")],
    record: RecordOption = "war.selon",
) -> None:
    """Give a user another role.

    Whoever is logged in under that name has to log in again.
    """
    with _accounts(record) as accounts:
        accounts.set_role(name, role)
    say(f"{name} is {role} now.")


def password(name: Name, record: RecordOption = "war.selon") -> None:
    """Set the password of a user anew.

    All sessions of that user end.
    """
    from selon.web.auth.passwords import hash_password  # noqa: PLC0415 - loaded when it is needed

    with _accounts(record) as accounts:
        accounts.set_password(name, hash_password(_ask_password()))
    say(f"{name} has a new password.")


def remove(name: Name, record: RecordOption = "war.selon") -> None:
    """Remove a user.

    With all tokens; judgements stay, under the name that signed them.
    """
    with _accounts(record) as accounts:
        accounts.remove(name)
    say(f"{name} may no longer enter; what {name} judged stays.")


def token(
    name: Name,
    *,
    label: Annotated[str, typer.Option(metavar="WORDS", help="What the token is for.")] = "",
    revoke: Annotated[str, typer.Option(metavar="TOKEN", help="Revoke a token instead, or all of the user's.")] = "",
    record: RecordOption = "war.selon",
) -> None:
    """Make an API token for a user.

    It is printed this once; only its digest is kept. A program sends it as "Authorization: Bearer TOKEN".
    """
    from selon.web.auth.sessions import digest_of, new_token  # noqa: PLC0415 - loaded when it is needed

    with _accounts(record) as accounts:
        if revoke:
            held = [item.digest for item in accounts.tokens(name) if not item.revoked]
            for digest in held if revoke == "all" else [digest_of(revoke)]:
                accounts.revoke_token(digest)
            say(f"Tokens of {name} revoked.")
            return
        made = new_token()
        accounts.add_token(digest_of(made), name, label)
    typer.echo(made)


@contextmanager
def _accounts(record: str) -> Iterator[Accounts]:
    """Yield the accounts of a record."""
    from selon.record.record import Record  # noqa: PLC0415 - the database is loaded when it is needed

    with Record.open(record) as store:
        yield store.accounts


def _ask_password() -> str:
    """Return a password: from the environment, from standard input, or asked for twice where somebody types."""
    if given := os.environ.get("SELON_PASSWORD"):
        return given
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
