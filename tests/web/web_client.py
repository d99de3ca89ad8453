"""What tests of the reading room share: the sign of a page, and logging in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.testclient import TestClient

PASSWORD = "neuf mots pour entrer"  # noqa: S105 - of users that live for one test


def sign_of(client: TestClient, page: str = "/login") -> str:
    """Return the CSRF token that a page gives."""
    found = re.search(r'name="csrf" content="(\w+)"', client.get(page).text)
    assert found, page
    return found[1]


def log_in(client: TestClient, name: str, password: str = PASSWORD, back: str = "/help") -> int:
    """Log somebody in through the page, and return the status of the answer."""
    given = {"csrf": sign_of(client), "name": name, "password": password, "next": back}
    return client.post("/login", data=given).status_code
