"""Accounts of whoever works with the record: names, roles, digests of passwords and of API tokens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update

from selon.errors import RecordError
from selon.record import tables
from selon.record.connection import patiently, refusals, shown
from selon.record.writer import now

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Executable, Select
    from sqlalchemy.engine import Engine

_LONGEST_NAME = 64
_SESSION = "\u2063session"  # no label that somebody types
_NO_ACCOUNT = "Look for it with `selon accounts list`"


class AccountRole(StrEnum):
    """What somebody may do: look, judge, or also keep accounts and bring documents in."""

    READER = "reader"
    REVIEWER = "reviewer"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody who works with the record; `password` is the hash that whoever checks passwords made."""

    name: str
    role: AccountRole
    password: str
    made: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A key by which a program works in somebody's name; `digest` is all that is kept of it."""

    digest: str
    account: str
    label: str
    made: str
    revoked: str = ""


class Accounts:
    """The accounts of a record, and their tokens."""

    def __init__(self, engine: Engine, target: str, *, patience: float) -> None:
        """Keep accounts in the store of this engine."""
        self._engine, self._target, self._patience = engine, target, patience

    def add(self, name: str, role: str, password: str) -> Account:
        """Keep a new account and return it; raises RecordError for a name that is taken or none, and unknown roles."""
        if self.get(name) is not None:
            raise RecordError(f"there is an account {name!r} already", where=shown(self._target), remedy="Name another")
        account = Account(name=_read_name(name), role=_read_role(role), password=password, made=now())
        self._write(
            insert(tables.account).values(
                name=account.name, role=str(account.role), password=account.password, made=account.made
            )
        )
        return account

    def get(self, name: str) -> Account | None:
        """Return the account of this name, None where there is none."""
        for row in self._rows(select(tables.account).where(tables.account.c.name == name)):
            return _account(row)
        return None

    def all(self) -> list[Account]:
        """Return all accounts, by name."""
        return [_account(row) for row in self._rows(select(tables.account).order_by(tables.account.c.name))]

    def set_password(self, name: str, password: str) -> None:
        """Keep another hash of a password; raises RecordError where there is no such account."""
        self._change(name, password=password)

    def set_role(self, name: str, role: str) -> None:
        """Give an account another role; raises RecordError where there is no such account or role."""
        self._change(name, role=str(_read_role(role)))

    def remove(self, name: str) -> None:
        """Remove an account and its tokens; what it judged stays, under its name. RecordError where there is none."""
        token = tables.token
        self._write(delete(token).where(token.c.account == name))
        if not self._write(delete(tables.account).where(tables.account.c.name == name)):
            raise self._missing(name)

    def add_token(self, digest: str, account: str, label: str) -> Token:
        """Keep the digest of a new token of an account and return it; RecordError where there is no such account."""
        if self.get(account) is None:
            raise self._missing(account)
        token = Token(digest=digest, account=account, label=label, made=now())
        values = {"digest": token.digest, "account": token.account, "label": token.label, "made": token.made}
        self._write(insert(tables.token).values(values))
        return token

    def token(self, digest: str) -> Token | None:
        """Return the token with this digest if it was not revoked, else None."""
        token = tables.token
        for row in self._rows(select(token).where(token.c.digest == digest, token.c.revoked.is_(None))):
            return _token(row)
        return None

    def tokens(self, account: str) -> list[Token]:
        """Return the tokens of an account, revoked ones too, the earliest first."""
        token = tables.token
        mine = (token.c.account == account, token.c.label != _SESSION)
        query = select(token).where(*mine).order_by(token.c.made, token.c.digest)
        return [_token(row) for row in self._rows(query)]

    def revoke_token(self, digest: str) -> None:
        """Revoke a token; raises RecordError where there is none that holds."""
        token = tables.token
        change = update(token).where(token.c.digest == digest, token.c.revoked.is_(None)).values(revoked=now())
        if not self._write(change):
            raise RecordError("there is no such token, or it is revoked", where=shown(self._target), remedy=_NO_ACCOUNT)

    def end_session(self, digest: str, account: str) -> None:
        """Keep for a day that the session with this digest was ended: it stands among the tokens, as a revoked one."""
        token, moment = tables.token, now()
        old = (datetime.now(UTC) - timedelta(days=1)).isoformat()
        self._write(delete(token).where(token.c.label == _SESSION, token.c.made < old))
        values = {"digest": digest, "account": account, "label": _SESSION, "made": moment, "revoked": moment}
        self._write(insert(token).values(values))

    def has_ended(self, digest: str) -> bool:
        """Return whether the session with this digest was ended."""
        token = tables.token
        return bool(self._rows(select(token.c.digest).where(token.c.digest == digest)))

    def _change(self, name: str, **values: str) -> None:
        """Change an account; RecordError where there is none."""
        if not self._write(update(tables.account).where(tables.account.c.name == name).values(values)):
            raise self._missing(name)

    def _missing(self, name: str) -> RecordError:
        """Return the error for an account that is not there."""
        return RecordError(f"there is no account {name!r}", where=shown(self._target), remedy=_NO_ACCOUNT)

    def _write(self, statement: Executable) -> int:
        """Run a statement that writes, and return how many rows it touched."""

        def write() -> int:
            with self._engine.connect().execution_options(selon_writes=True) as connection, connection.begin():
                return int(connection.execute(statement).rowcount)

        with refusals(self._target):
            return patiently(write, patience=self._patience)

    def _rows(self, query: Select[Any]) -> Sequence[Mapping[str, Any]]:
        """Return the rows of a query."""
        with refusals(self._target), self._engine.connect() as connection:
            return [dict(row) for row in connection.execute(query).mappings()]


def _read_name(name: str) -> str:
    """Return a name that an account may have."""
    if not name or len(name) > _LONGEST_NAME or not name.isprintable() or name != name.strip():
        remedy = f"Give one of 1 to {_LONGEST_NAME} signs, without spaces around it"
        raise RecordError(f"{name!r} is no name for an account", where="name", remedy=remedy)
    return name


def _read_role(role: str) -> AccountRole:
    """Return the role of this name."""
    try:
        return AccountRole(role)
    except ValueError:
        raise RecordError(
            f"there is no role {role!r}", where="role", remedy=f"One of {', '.join(AccountRole)}"
        ) from None


def _account(row: Mapping[str, Any]) -> Account:
    """Return the account of a row."""
    return Account(name=row["name"], role=AccountRole(row["role"]), password=row["password"], made=row["made"])


def _token(row: Mapping[str, Any]) -> Token:
    """Return the token of a row."""
    return Token(
        digest=row["digest"],
        account=row["account"],
        label=row["label"],
        made=row["made"],
        revoked=row["revoked"] or "",
    )
