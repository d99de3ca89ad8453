"""The commands of the reading room: users are kept from the command line, and the room opens and refuses to."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import time
import urllib.request
from typing import TYPE_CHECKING

import pytest

from selon.record.record import Record
from selon.web.auth.passwords import is_password
from selon.web.auth.sessions import digest_of
from test_cli import selon

if TYPE_CHECKING:
    from pathlib import Path

SECRET = {"SELON_PASSWORD": "neuf mots pour entrer"}


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """Return the file of a record that holds nothing."""
    with Record.create(tmp_path / "war.selon"):
        return tmp_path / "war.selon"


def test_users_are_kept(record) -> None:
    selon("accounts", "add", "ana", "--role", "reviewer", "--record", record, environment=SECRET)
    token = selon("accounts", "token", "ana", "--label", "nuit", "--record", record).out.strip()
    listed = json.loads(selon("accounts", "list", "--format", "json", "--record", record).out)
    assert [(row["name"], row["role"], row["tokens"]) for row in listed] == [("ana", "reviewer", 1)]
    with Record.open(record) as store:
        assert is_password(store.accounts.get("ana").password, SECRET["SELON_PASSWORD"])
        assert store.accounts.token(digest_of(token)).account == "ana"
    assert token.encode() not in record.read_bytes()


def test_a_user_is_changed_and_removed(record) -> None:
    selon("accounts", "add", "ana", "--record", record, stdin="neuf mots pour entrer\n")
    selon("accounts", "role", "ana", "admin", "--record", record)
    selon("accounts", "password", "ana", "--record", record, stdin="un tout autre secret\n")
    selon("accounts", "token", "ana", "--record", record)
    selon("accounts", "token", "ana", "--revoke", "all", "--record", record)
    with Record.open(record) as store:
        ana = store.accounts.get("ana")
        assert (ana.role, is_password(ana.password, "un tout autre secret")) == ("admin", True)
        assert all(token.revoked for token in store.accounts.tokens("ana"))
    selon("accounts", "remove", "ana", "--record", record)
    assert "no user yet" in selon("accounts", "list", "--record", record).err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("accounts", "add", "ana"), "too easy"),
        (("accounts", "role", "zoe", "admin"), "no account 'zoe'"),
        (("accounts", "token", "zoe"), "no account 'zoe'"),
        (
            ("serve", "--host", "0.0.0.0"),  # noqa: S104 - refused
            "this machine only",
        ),
        (("serve", "--accounts"), "no user yet"),
        (("serve", "--tiles", "ftp://x"), "no address of tiles"),
        (("serve", "--user", "a\nb"), "no name of a reviewer"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(record, words, said) -> None:
    done = selon(*words, "--record", record, code=1, stdin="court\n")
    assert said in done.err
    assert len(done.err.strip().splitlines()) == 1


def test_a_port_that_is_taken_is_told(record) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = selon("serve", "--port", taken.getsockname()[1], "--record", record, code=1)
    assert "cannot listen there" in done.err


def test_the_room_opens_and_closes(record) -> None:
    command = [sys.executable, "-m", "selon", "serve", "--record", record, "--port", "0", "--language", "en"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        said = server.stderr.readline()
        address = re.search(r"at (http://127\.0\.0\.1:\d+)/", said)
        page = read_patiently(f"{address[1] if address else said}/help")
        server.terminate()
        _, rest = server.communicate(timeout=20)
    assert re.search(r'<html lang="en"', page)
    assert "Traceback" not in rest


def read_patiently(address: str) -> str:
    """Return a page of a server that may still be starting."""
    until = time.monotonic() + 40
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - our own server
                return answer.read().decode()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
