"""Accounts and tokens: who works with a record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from selon.errors import RecordError
from selon.record.accounts import AccountRole
from selon.record.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def record(target: str) -> Iterator[Record]:
    with Record.create(target) as made:
        yield made


def test_an_account_is_kept_changed_and_removed(record: Record) -> None:
    made = record.accounts.add("ana", "reviewer", "$argon2id$1")
    assert (made.role, record.accounts.get("ana")) == (AccountRole.REVIEWER, made)
    record.accounts.set_password("ana", "$argon2id$2")
    record.accounts.set_role("ana", "admin")
    changed = record.accounts.get("ana")
    assert changed is not None
    assert (changed.password, changed.role) == ("$argon2id$2", AccountRole.ADMIN)
    record.accounts.add("Ana", "reader", "x")
    assert [account.name for account in record.accounts.all()] in (["Ana", "ana"], ["ana", "Ana"])
    record.accounts.remove("ana")
    assert record.accounts.get("ana") is None


@pytest.mark.parametrize("name", ["", " ana", "a\nb", "x" * 65])
def test_no_name(record: Record, name: str) -> None:
    with pytest.raises(RecordError, match="no name for an account"):
        record.accounts.add(name, "reader", "x")


def test_faults_are_told(record: Record) -> None:
    record.accounts.add("ana", "reader", "x")
    with pytest.raises(RecordError, match="an account 'ana' already"):
        record.accounts.add("ana", "reader", "x")
    with pytest.raises(RecordError, match="no role 'king'"):
        record.accounts.add("bea", "king", "x")
    with pytest.raises(RecordError, match="no role"):
        record.accounts.set_role("ana", "king")
    for change in (
        lambda: record.accounts.set_password("bea", "x"),
        lambda: record.accounts.remove("bea"),
        lambda: record.accounts.add_token("d", "bea", "x"),
    ):
        with pytest.raises(RecordError, match="no account 'bea'"):
            change()


def test_tokens_hold_until_revoked_or_their_account_goes(record: Record) -> None:
    record.accounts.add("ana", "reader", "x")
    made = record.accounts.add_token("digest-1", "ana", "laptop")
    record.accounts.add_token("digest-2", "ana", "server")
    assert record.accounts.token("digest-1") == made
    record.accounts.revoke_token("digest-1")
    assert record.accounts.token("digest-1") is None
    assert [bool(token.revoked) for token in record.accounts.tokens("ana")] == [True, False]
    with pytest.raises(RecordError, match="no such token"):
        record.accounts.revoke_token("digest-1")
    record.accounts.remove("ana")
    assert record.accounts.token("digest-2") is None
