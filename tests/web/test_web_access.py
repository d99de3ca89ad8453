"""Who may enter and what they may do: one user on loopback, accounts, roles, tokens, signs of pages, rates."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from web_client import PASSWORD, log_in, sign_of

from selon.cli.serve import check_reach
from selon.errors import SelonError
from selon.web.auth import sessions
from selon.web.auth.limiter import Limiter
from selon.web.auth.passwords import hash_password, is_password
from selon.web.headers import LARGEST_BODY, LONGEST_QUERY, _limited


def judgement(client, **headers: str):
    """Return the answer to a judgement on the first claim."""
    claim = client.get("/api/claims?limit=1", headers=headers).json()["rows"][0]["id"]
    return client.post("/api/judgements", json={"kind": "accept", "subject": claim}, headers=headers)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "desk.example", "::"])  # noqa: S104 - refused
def test_without_accounts_the_room_stays_on_this_machine(host) -> None:
    with pytest.raises(SelonError, match="this machine only"):
        check_reach(host, accounts=False, tiles="")
    check_reach(host, accounts=True, tiles="")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "[::1]"])
def test_loopback_needs_no_accounts(host) -> None:
    check_reach(host, accounts=False, tiles="")


@pytest.mark.parametrize(
    "tiles", ["ftp://x/{z}", "tiles.example", "javascript:alert(1)", "https://x;script-src *", "https://a b/"]
)
def test_what_is_no_address_of_tiles_is_refused(tiles) -> None:
    with pytest.raises(SelonError, match="no address of tiles"):
        check_reach("localhost", accounts=False, tiles=tiles)


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "evil.example:8000", ""])
def test_a_room_on_loopback_is_not_asked_under_another_name(client, host) -> None:
    answer = client.get("/help", headers={"host": host})
    assert answer.status_code == 400
    assert answer.json()["error"]["what"] == "this room is not known under that name"


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "127.0.0.1:1", "[::1]:8000"])
def test_a_room_on_loopback_is_asked_under_its_names(client, host) -> None:
    assert client.get("/help", headers={"host": host}).status_code == 200


def test_every_answer_has_the_headers_that_bind_the_browser(client) -> None:
    for path in ("/help", "/nowhere", "/api/claims", "/api/nowhere", "/static/leaflet/leaflet.css"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_one_user_judges_with_the_sign_of_a_page(client) -> None:
    assert judgement(client).status_code == 403
    assert judgement(client, **{"x-csrf-token": "0" * 76}).status_code == 403
    assert judgement(client, **{"x-csrf-token": "short"}).status_code == 403
    done = judgement(client, **{"x-csrf-token": sign_of(client, "/help")})
    assert done.status_code == 201
    assert done.json()["judgements"][0]["who"] == "essai"


def test_signs_differ_each_time_and_hold_for_their_session_only(client, guarded) -> None:
    assert sign_of(client, "/help") != sign_of(client, "/help")
    strange = sign_of(client, "/help")
    assert log_in(guarded, "rita") == 303
    assert judgement(guarded, **{"x-csrf-token": strange}).status_code == 403
    assert judgement(guarded, **{"x-csrf-token": sign_of(guarded, "/help")}).status_code == 201


def test_a_form_of_another_site_logs_nobody_in(guarded) -> None:
    assert guarded.post("/login", data={"name": "ana", "password": PASSWORD}).status_code == 403


def test_nobody_sees_anything_before_logging_in(guarded) -> None:
    answer = guarded.get("/documents?q=a&lang=en")
    assert (answer.status_code, answer.headers["location"]) == (303, "/login?next=%2Fdocuments%3Fq%3Da")
    for path in ("/api/claims", "/api/exports/claims", "/api/openapi.json"):
        answer = guarded.get(path)
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
        assert answer.json()["error"].keys() == {"what", "where", "remedy"}


def test_logging_in_and_out(guarded) -> None:
    assert log_in(guarded, "leo", back="/help?q=1") == 303
    assert guarded.get("/help").status_code == 200
    kept = guarded.cookies["selon_session"]
    out = guarded.post("/logout", data={"csrf": sign_of(guarded, "/help")})
    assert (out.status_code, out.headers["location"]) == (303, "/login")
    assert guarded.get("/api/claims").status_code == 401
    guarded.cookies.set("selon_session", kept)
    assert guarded.get("/api/claims").status_code == 401  # a cookie that was kept is no longer good


def test_who_logged_out_is_out_after_a_restart_too(guarded, demo, apps) -> None:
    log_in(guarded, "leo")
    kept = guarded.cookies["selon_session"]
    guarded.post("/logout", data={"csrf": sign_of(guarded, "/help")})
    guarded.app.state.ended = set()  # as in another server, or one that was started anew
    guarded.cookies.set("selon_session", kept)
    assert guarded.get("/api/claims").status_code == 401
    assert demo.accounts.tokens("leo") == []


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "origin": "http://127.0.0.1"},
    ],
)
def test_a_page_of_another_site_changes_nothing_even_with_a_sign(client, guarded, headers) -> None:
    sign = {"x-csrf-token": sign_of(client, "/help")}
    assert judgement(client, **sign, **headers).status_code == 403
    for here in ({"origin": "http://127.0.0.1"}, {"sec-fetch-site": "same-origin"}, {}):
        assert judgement(client, **sign, **here).status_code == 201
    given = {"csrf": sign_of(guarded), "name": "leo", "password": PASSWORD}  # a sign that anybody gets
    assert guarded.post("/login", data=given, headers=headers).status_code == 403


def test_the_cookie_of_a_session_is_out_of_reach_of_scripts(guarded) -> None:
    given = {"csrf": sign_of(guarded), "name": "leo", "password": PASSWORD}
    cookie = guarded.post("/login", data=given).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie


@pytest.mark.parametrize(
    ("name", "password"), [("leo", "faux"), ("personne", PASSWORD), ("LEO", PASSWORD), ("leo", "x" * 200)]
)
def test_a_wrong_name_or_password_says_the_same(guarded, name, password) -> None:
    given = {"csrf": sign_of(guarded), "name": name, "password": password}
    answer = guarded.post("/login?lang=en", data=given)
    assert answer.status_code == 403
    assert "Name or password is not right." in answer.text
    assert "selon_session" not in answer.cookies


def test_a_forged_cookie_is_nobody(guarded) -> None:
    guarded.cookies.set("selon_session", "eyJuYW1lIjoiYW5hIn0.aaaa.bbbb")
    assert guarded.get("/api/claims").status_code == 401


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_logging_in_leads_nowhere_else(guarded, back) -> None:
    given = {"csrf": sign_of(guarded), "name": "leo", "password": PASSWORD, "next": back}
    assert guarded.post("/login", data=given).headers["location"] == "/"


def test_too_many_attempts_have_to_wait(guarded) -> None:
    limiter = guarded.app.state.limiter
    for _ in range(8):
        limiter.try_("user leo")
    given = {"csrf": sign_of(guarded), "name": "Leo", "password": PASSWORD}
    answer = guarded.post("/login", data=given)
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0
    assert log_in(guarded, "rita") == 303  # somebody else is not kept out


def test_a_limiter_forgets() -> None:
    limiter = Limiter(often=1, during=0.0)
    limiter.try_("a")
    assert limiter.try_("a") == 0


def test_a_limiter_keeps_no_more_than_it_may() -> None:
    limiter = Limiter(often=1, most=10)
    for number in range(100):
        limiter.try_(f"user {number}")
    assert limiter.try_("user 99") > 0
    assert limiter.try_("user 0") == 0


def test_failures_are_counted_before_the_password_is_looked_at(guarded, monkeypatch) -> None:
    monkeypatch.setattr("selon.web.pages.account.is_password", lambda *_: False)
    given = {"csrf": sign_of(guarded), "name": "leo", "password": "faux"}
    assert [guarded.post("/login", data=given).status_code for _ in range(9)] == [403] * 8 + [429]
    other = {**given, "name": "rita"}
    assert guarded.post("/login", data=other).status_code == 429  # from the same address


@pytest.mark.parametrize(("name", "status"), [("leo", 403), ("rita", 201), ("ana", 201)])
def test_a_reader_judges_nothing(guarded, name, status) -> None:
    log_in(guarded, name)
    assert judgement(guarded, **{"x-csrf-token": sign_of(guarded, "/help")}).status_code == status


def test_a_judgement_is_signed_by_who_is_logged_in(guarded, demo) -> None:
    log_in(guarded, "rita")
    judgement(guarded, **{"x-csrf-token": sign_of(guarded, "/help")})
    assert [item.who for item in demo.judgements.all()] == ["rita"]


def test_a_token_stands_for_its_user_and_needs_no_sign(guarded, demo) -> None:
    token = sessions.new_token()
    demo.accounts.add_token(sessions.digest_of(token), "rita", "test")
    bearer = {"authorization": f"Bearer {token}"}
    assert judgement(guarded, **bearer).status_code == 201
    assert guarded.get("/api/claims", headers={"authorization": f"Bearer {token}x"}).status_code == 401
    assert guarded.get("/api/claims", headers={"authorization": "Basic YTpi"}).status_code == 401
    demo.accounts.revoke_token(sessions.digest_of(token))
    assert guarded.get("/api/claims", headers=bearer).status_code == 401


def test_a_token_is_made_on_the_page_and_shown_once(guarded, demo) -> None:
    log_in(guarded, "leo")
    page = guarded.post("/account/tokens", data={"csrf": sign_of(guarded, "/account"), "label": "<b>nuit</b>"}).text
    token = page.split('class="token">')[1].split("<")[0]
    assert guarded.get("/api/claims", headers={"authorization": f"Bearer {token}"}).status_code == 200
    assert token not in guarded.get("/account").text
    assert "&lt;b&gt;nuit" in page
    [kept] = demo.accounts.tokens("leo")
    assert token not in repr(kept)
    guarded.post("/account/tokens/revoke", data={"csrf": sign_of(guarded, "/account"), "digest": kept.digest})
    assert guarded.get("/api/claims", headers={"authorization": f"Bearer {token}"}).status_code == 401


def test_a_token_makes_no_tokens_and_no_passwords(guarded, demo) -> None:
    token = sessions.new_token()
    demo.accounts.add_token(sessions.digest_of(token), "rita", "test")
    bearer = {"authorization": f"Bearer {token}"}
    for path, given in (("tokens", {}), ("password", {"old": PASSWORD, "new": "un tout autre secret"})):
        assert guarded.post(f"/account/{path}", data=given, headers=bearer).status_code == 403
    assert len(demo.accounts.tokens("rita")) == 1


def test_nobody_revokes_the_token_of_another(guarded, demo) -> None:
    demo.accounts.add_token("d" * 64, "ana", "")
    log_in(guarded, "leo")
    guarded.post("/account/tokens/revoke", data={"csrf": sign_of(guarded, "/account"), "digest": "d" * 64})
    assert demo.accounts.token("d" * 64)


def test_a_new_password_ends_other_sessions(guarded) -> None:
    log_in(guarded, "leo")
    old = guarded.cookies["selon_session"]
    given = {"csrf": sign_of(guarded, "/account"), "old": PASSWORD, "new": "un tout autre secret"}
    assert guarded.post("/account/password", data=given).status_code == 303
    assert guarded.get("/api/claims").status_code == 200
    guarded.cookies.clear()
    guarded.cookies.set("selon_session", old)
    assert guarded.get("/api/claims").status_code == 401


@pytest.mark.parametrize("change", ["role", "remove"])
def test_a_session_ends_with_the_role_or_the_user(guarded, demo, change) -> None:
    log_in(guarded, "rita")
    if change == "role":
        demo.accounts.set_role("rita", "reader")
    else:
        demo.accounts.remove("rita")
    assert guarded.get("/api/claims").status_code == 401


@pytest.mark.parametrize("easy", ["", "court", "aaaaaaaaaaaaaa", "x" * 201])
def test_an_easy_password_is_refused(easy) -> None:
    with pytest.raises(SelonError, match="too easy"):
        hash_password(easy)


def test_a_password_is_kept_as_argon2(password_hash) -> None:
    assert password_hash.startswith("$argon2id$")
    assert is_password(password_hash, PASSWORD)
    assert not is_password("no hash", PASSWORD)
    assert not is_password(None, PASSWORD)


def test_what_is_too_large_is_refused(client) -> None:
    assert client.get(f"/api/claims?q={'a' * LONGEST_QUERY}").status_code == 414
    large = b"x" * (LARGEST_BODY + 1)
    sign = {"x-csrf-token": sign_of(client, "/help"), "content-type": "application/json"}
    assert client.post("/api/judgements", content=large, headers=sign).status_code == 413
    pieces = (large[at : at + 65536] for at in range(0, len(large), 65536))  # no length is told
    assert client.post("/api/judgements", content=pieces, headers=sign).status_code in {400, 413}
    assert client.post("/api/judgements", content=b"{", headers=sign).status_code == 422


def test_a_body_that_does_not_come_is_not_waited_for(monkeypatch) -> None:
    monkeypatch.setattr("selon.web.headers.PATIENCE", 0.01)
    pieces = iter([{"type": "http.request", "body": b"a", "more_body": True}])

    async def receive() -> object:
        return next(pieces, None) or await asyncio.sleep(60)

    async def read() -> list[object]:
        body = _limited(receive, 10)
        return [(await body())["type"], (await body())["type"]]

    with ThreadPoolExecutor(1) as aside:  # a browser of other tests may have a loop of its own in this thread
        assert aside.submit(lambda: asyncio.run(read())).result() == ["http.request", "http.disconnect"]
