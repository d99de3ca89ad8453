"""Who may enter: names of the room, users and roles, cookies, signs of pages and tokens, as the program runs."""

from __future__ import annotations

import http.client
import subprocess
import sys
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from visiting import POLICY, sharing
from web_client import PASSWORD

from selon.web.words import read_words

if TYPE_CHECKING:
    from visiting import Visitor

WORDS = read_words("fr")


def change(visitor: Visitor, path: str, **headers: str) -> int:
    """Return the status of a change that a script of the page asks for."""
    visitor.page.wait_for_load_state()
    status: int = visitor.page.evaluate(
        "([path, headers]) => fetch(path, { method: 'POST', headers, body: '{}' }).then((answer) => answer.status)",
        [path, {"Content-Type": "application/json", **headers}],
    )
    visitor.faults = [fault for fault in visitor.faults if f"status of {status}" not in fault]
    return status


def request(address: str, method: str, path: str, **headers: str) -> tuple[int, dict[str, str], str]:
    """Return status, headers and body of an answer to a client that is no browser."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)
    try:
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        body = answer.read().decode()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body
    finally:
        connection.close()


def test_a_reviewer_enters_works_and_leaves(guarded_room, visit) -> None:
    visitor = visit(guarded_room)
    visitor.enter("rita", PASSWORD, "/review")
    page = visitor.page
    assert urlsplit(page.url).path == "/review"
    cookies = {cookie["name"]: cookie for cookie in visitor.context.cookies()}
    session = cookies["selon_session"]
    assert (session["httpOnly"], session["sameSite"], session["path"]) == (True, "Lax", "/")
    assert "rita" not in page.evaluate("document.cookie")
    sign = page.get_attribute("meta[name=csrf]", "content") or ""
    assert change(visitor, "/api/judgements") == 403
    assert change(visitor, "/api/judgements", **{"X-CSRF-Token": "0" * len(sign)}) == 403
    assert change(visitor, "/api/judgements", **{"X-CSRF-Token": sign}) == 422
    visitor.go("a")
    assert WORDS.t("review.saved.accept") in visitor.read()
    visitor.inspect()
    with page.expect_navigation():
        page.click("form[action='/logout'] button")
    assert urlsplit(visitor.open("/").url).path == "/login"
    visitor.context.add_cookies([session])  # kept by somebody, and no longer good
    assert urlsplit(visitor.open("/").url).path == "/login"
    visitor.inspect()


def test_a_reader_reads_and_changes_nothing(guarded_room, visit) -> None:
    visitor = visit(guarded_room)
    visitor.enter("leo", PASSWORD, "/review")
    page = visitor.page
    assert page.locator(".verbs").count() == 0
    assert WORDS.t("review.read_only") in visitor.read()
    sign = page.get_attribute("meta[name=csrf]", "content") or ""
    for path in ("/api/judgements", "/review/judge", "/review/bulk?kind=accept", "/ingest", "/api/ingest"):
        assert change(visitor, path, **{"X-CSRF-Token": sign}) == 403, path
    visitor.open("/ingest")
    assert page.locator("main input[type=file]").count() == 0


def test_a_token_lets_a_program_in(guarded_room, visit) -> None:
    visitor = visit(guarded_room)
    visitor.enter("ana", PASSWORD, "/account")
    page = visitor.page
    page.fill("#label", "essai")
    with page.expect_navigation():
        page.click("form[action='/account/tokens'] button")
    token = page.inner_text("code.token")
    visitor.inspect()
    assert request(guarded_room, "GET", "/api/claims")[0] == 401
    assert request(guarded_room, "GET", "/api/claims", Authorization="Bearer selon_none")[0] == 401
    assert request(guarded_room, "GET", "/api/claims", Authorization=f"Bearer {token}")[0] == 200
    visitor.open("/account")
    with page.expect_navigation():
        page.click("form[action='/account/tokens/revoke'] button")
    assert request(guarded_room, "GET", "/api/claims", Authorization=f"Bearer {token}")[0] == 401


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", ""])
def test_a_stranger_name_is_refused(host, reading_room) -> None:
    status, headers, body = request(reading_room, "GET", "/", Host=host)
    assert status == 400
    assert headers["content-security-policy"] == POLICY
    assert "Abala" not in body


def test_the_room_listens_nowhere_else_without_users(demo_file) -> None:
    command = [sys.executable, "-m", "selon", "serve", "--record", str(demo_file), "--host", "0.0.0.0"]  # noqa: S104
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1
    assert "this machine only" in done.stderr


def test_a_wrong_password_locks_for_a_while(guarded_file, visit) -> None:
    with sharing(guarded_file, accounts=True) as address:
        visitor = visit(address)
        visitor.enter("leo", "un mauvais secret", "/")
        assert WORDS.t("login.wrong") in visitor.read()
        visitor.faults = [fault for fault in visitor.faults if "status of 403" not in fault]
        visitor.inspect()
        page = visitor.page
        for _ in range(7):
            page.fill("#password", "encore un mauvais")
            with page.expect_navigation():
                page.keyboard.press("Enter")
        page.fill("#name", "leo")
        page.fill("#password", PASSWORD)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert visitor.answers["/login"].status == 429
        assert int(visitor.answers["/login"].headers["retry-after"]) > 0
        visitor.faults = [fault for fault in visitor.faults if "status of 4" not in fault]
        page.goto("about:blank")
