"""Log-in, log-out and the page of one's own account: password and API tokens."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query
from starlette.requests import Request  # noqa: TC002 - FastAPI looks at it
from starlette.responses import HTMLResponse, RedirectResponse, Response

from selon.record.accounts import Account  # noqa: TC001 - FastAPI looks at this module
from selon.web.auth.limiter import network_of
from selon.web.auth.passwords import LONGEST, hash_password, is_password
from selon.web.auth.sessions import digest_of, end_session, new_token, start_session
from selon.web.errors import Refusal
from selon.web.pages.preferences import local_path
from selon.web.visit import Visit, VisitOf  # noqa: TC001

router = APIRouter(include_in_schema=False)
Name = Annotated[str, Form(max_length=64)]
Password = Annotated[str, Form(max_length=LONGEST)]
Back = Annotated[str, Query(alias="next", max_length=8192)]


@router.get("/login")
def show_login(visit: VisitOf, back: Back = "/") -> Response:
    """Return the page to log in, or lead on who is there already."""
    if visit.user.name:
        return RedirectResponse(local_path(back), status_code=303)
    return _login_page(visit, back)


@router.post("/login")
def log_in(visit: VisitOf, name: Name, password: Password, back: Annotated[str, Form(alias="next")] = "/") -> Response:
    """Return to where somebody wanted to go, logged in; the page again where name or password is wrong."""
    if not visit.room.accounts:
        return RedirectResponse(local_path(back), status_code=303)
    limiter, keys = visit.request.app.state.limiter, _limited(visit.request, name)
    if wait := limiter.try_(*keys):
        return _login_page(visit, back, fault="login.wait", status=429, seconds=round(wait) + 1)
    account = visit.room.record.accounts.get(name)
    if not is_password(account.password if account else None, password) or account is None:
        return _login_page(visit, back, fault="login.wrong", status=403, name=name)
    limiter.clear(keys[0])
    limiter.take_back(keys[1])
    answer = RedirectResponse(local_path(back), status_code=303)
    start_session(answer, visit.room, account)
    return answer


@router.post("/logout")
def log_out(request: Request) -> Response:
    """Return to the page to log in, logged out."""
    answer = RedirectResponse("/login", status_code=303)
    end_session(request, answer)
    return answer


@router.get("/account")
def show_account(visit: VisitOf) -> HTMLResponse:
    """Return the page of one's own account."""
    return _account_page(visit)


@router.post("/account/password")
def change_password(visit: VisitOf, old: Password, new: Password) -> Response:
    """Return the page of the account with the new password set; every other session ends."""
    account = _own_account(visit)
    keys = _limited(visit.request, account.name)
    limiter = visit.request.app.state.limiter
    if wait := limiter.try_(*keys):
        retry = {"Retry-After": str(round(wait) + 1)}
        raise Refusal("too many attempts", status=429, where="old", remedy="Try again later", headers=retry)
    if not is_password(account.password, old):
        raise Refusal("the old password is not right", status=403, where="old", remedy="Try again")
    limiter.clear(keys[0])
    limiter.take_back(keys[1])
    visit.room.record.accounts.set_password(account.name, hash_password(new))
    answer = RedirectResponse("/account", status_code=303)
    start_session(answer, visit.room, _own_account(visit))
    return answer


@router.post("/account/tokens")
def make_token(visit: VisitOf, label: Annotated[str, Form(max_length=80)] = "") -> HTMLResponse:
    """Return the page of the account with a new API token, which is shown this once."""
    account, token = _own_account(visit), new_token()
    visit.room.record.accounts.add_token(digest_of(token), account.name, label)
    return _account_page(visit, token=token)


@router.post("/account/tokens/revoke")
def revoke_token(visit: VisitOf, digest: Annotated[str, Form(max_length=64)]) -> Response:
    """Return to the page of the account, a token of one's own revoked."""
    account = _own_account(visit)
    if digest in {token.digest for token in visit.room.record.accounts.tokens(account.name)}:
        visit.room.record.accounts.revoke_token(digest)
    return RedirectResponse("/account", status_code=303)


def _login_page(  # noqa: PLR0913 - what the page says
    visit: Visit, back: str, *, fault: str = "", status: int = 200, name: str = "", seconds: int = 0
) -> HTMLResponse:
    """Return the page to log in."""
    said = visit.t(fault, seconds) if fault else ""
    answer = visit.page("login.html", status=status, back=local_path(back), fault=said, name=name)
    if seconds:
        answer.headers["Retry-After"] = str(seconds)
    return answer


def _account_page(visit: Visit, *, token: str = "") -> HTMLResponse:
    """Return the page of one's own account; `token` is one just made."""
    accounts = visit.room.record.accounts
    mine = accounts.tokens(visit.user.name) if visit.room.accounts else []
    answer = visit.page("account.html", tokens=[t for t in mine if not t.revoked], token=token)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _own_account(visit: Visit) -> Account:
    """Return the account of who asks; raises a refusal where there is none."""
    account = visit.room.record.accounts.get(visit.user.name) if visit.room.accounts else None
    if account is None:
        raise Refusal("this room has no accounts", status=409, remedy="Serve it with --accounts")
    return account


def _limited(request: Request, name: str) -> tuple[str, str]:
    """Return the keys by which attempts are counted: the user, and the address."""
    address = request.client.host if request.client else ""
    return f"user {name.casefold()}", f"address {network_of(address)}"
