"""The page of an incident, and the judgements that join incidents or set their claims apart."""

from __future__ import annotations

from itertools import product
from typing import Annotated

from fastapi import APIRouter, Form, Path, Query
from starlette.responses import HTMLResponse, RedirectResponse

from selon.web.asking import AskedOf  # noqa: TC001 - FastAPI looks at it
from selon.web.errors import Refusal
from selon.web.shown.incident import build_incident
from selon.web.shown.neighbours import find_neighbours
from selon.web.visit import Visit, VisitOf  # noqa: TC001 - FastAPI looks at it

router = APIRouter(include_in_schema=False)
Id = Annotated[str, Path(min_length=1, max_length=64)]
_MOST_PAIRS = 2000
_SHORTEST_ID = 4


@router.get("/incidents/{name}")
def show_incident(
    name: Id, visit: VisitOf, asked: AskedOf, done: Annotated[str, Query(max_length=40)] = ""
) -> HTMLResponse:
    """Return the page of an incident, as it was known on a day where one is given."""
    shown = build_incident(visit.room.record, name, visit.t, asked.as_of)
    may = visit.user.may("reviewer") and not asked.as_of
    near = find_neighbours(visit.room.record, shown.id, visit.t) if may else ()
    return visit.page("incident.html", incident=shown, neighbours=near, may_judge=may, done=_said(visit, done))


@router.post("/incidents/{name}/apart")
def set_apart(name: Id, visit: VisitOf, claim: Annotated[list[str], Form(max_length=500)]) -> RedirectResponse:
    """Keep the judgement that some claims of an incident are not of one event with the others."""
    record = visit.room.record
    row = record.links.incident(name)
    inside = [part["id"] for part in row["claims"]]
    chosen = [one for one in inside if one in set(claim)]
    rest = [one for one in inside if one not in set(claim)]
    if not chosen or not rest:
        raise Refusal(visit.t("incident.apart_none"), status=422, where=name, remedy="")
    pairs = [" ".join(sorted(pair)) for pair in product(chosen, rest)][:_MOST_PAIRS]
    record.judgements.add_all("apart", pairs, who=visit.user.name)
    return RedirectResponse(f"/incidents/{row['id']}?done=apart-{len(pairs)}", status_code=303)


@router.post("/incidents/{name}/same")
def set_same(
    name: Id,
    visit: VisitOf,
    other: Annotated[str, Form(max_length=64)] = "",
    near: Annotated[str, Form(max_length=64)] = "",
) -> RedirectResponse:
    """Keep the judgement that two incidents are one: that of an id, or one of those near by."""
    record, wanted = visit.room.record, other.strip() or near
    if len(wanted) < _SHORTEST_ID:
        raise Refusal(visit.t("incident.merge_none"), status=422, where=name, remedy="")
    one, two = record.links.incident(name), record.links.incident(wanted)
    if one["id"] == two["id"]:
        raise Refusal(visit.t("incident.same"), status=422, where=name, remedy="")
    pair = " ".join(sorted((one["claims"][0]["id"], two["claims"][0]["id"])))
    record.judgements.add_all("same", [pair], who=visit.user.name)
    return RedirectResponse(f"/incidents/{one['id']}?done=same-1", status_code=303)


def _said(visit: Visit, done: str) -> str:
    """Return what was just done, in words."""
    kind, _, count = done.partition("-")
    if kind not in {"apart", "same"}:
        return ""
    return visit.t(f"incident.done.{kind}", n=count if count.isdecimal() else "1")
