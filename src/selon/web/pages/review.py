"""The review queue: claims one at a time under a reviewer's hand; every change is a form, with or without a script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request  # noqa: TC002 - FastAPI looks at it
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from selon.errors import RecordError
from selon.web.asking import AskedOf  # noqa: TC001
from selon.web.errors import Refusal
from selon.web.shown import review
from selon.web.shown.corrections import read_corrections
from selon.web.shown.voices import list_actors
from selon.web.visit import VisitOf  # noqa: TC001

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selon.web.asking import Asked
    from selon.web.visit import Visit

router = APIRouter(include_in_schema=False)

_ON_A_PAGE = 40
_MOST_UNDONE = 60

State = Literal["", "disagreement", "orphans"]
Order = Literal["uncertainty", "date"]
Saved = Literal["", "accept", "reject", "correct", "note", "bulk", "undone"]
Id = Annotated[str, Query(max_length=64, pattern=r"^[0-9a-f]*$")]
Ids = Annotated[str, Query(max_length=4000, pattern=r"^[0-9a-f,]*$")]


async def read_form(request: Request) -> dict[str, str]:
    """Return the fields of the form that was sent."""
    return {key: value for key, value in (await request.form()).items() if isinstance(value, str)}


FormOf = Annotated[dict[str, str], Depends(read_form)]


@router.get("/review")
def show_review(  # noqa: PLR0913, PLR0917 - one parameter a part of the address
    visit: VisitOf,
    asked: AskedOf,
    claim: Id = "",
    order: Order = "uncertainty",
    state: State = "",
    done: Ids = "",
    saved: Saved = "",
    n: Annotated[int, Query(ge=0, le=10**9)] = 0,
) -> HTMLResponse:
    """Return the queue and the claim at hand."""
    return _page(visit, asked, claim=claim, order=order, state=state, done=done, saved=saved, n=n)


@router.get("/review/actors")
def list_known_actors(visit: VisitOf) -> JSONResponse:
    """Return the actors that a correction may name, by id and name."""
    return JSONResponse(list_actors(visit.t), headers={"Cache-Control": "private, no-cache"})


@router.post("/review/judge")
def judge(visit: VisitOf, form: FormOf, order: Order = "uncertainty", state: State = "") -> RedirectResponse:
    """Keep a verdict or a note, and go on to the next claim."""
    claim, kind = form.get("claim", ""), form.get("kind", "")
    if kind not in {"accept", "reject", "note"}:
        raise Refusal("this form is not known", status=422, where="kind", remedy="Load the page anew")
    value = form.get("value") if kind == "note" else None
    added = visit.room.record.judgements.add(kind, claim, who=visit.user.name, value=value)
    following = claim if kind == "note" else form.get("next", "")
    return _go(visit, claim=following, order=order, state=state, done=added.id, saved=kind)


@router.post("/review/correct")
def correct(visit: VisitOf, asked: AskedOf, form: FormOf, order: Order = "uncertainty", state: State = "") -> Response:
    """Keep what a form changes in a claim, each field as a judgement of its own; tell what cannot be meant."""
    record, claim = visit.room.record, form.get("claim", "")
    row = next(iter(record.judgements.applied([record.view.claim(claim).row])))
    added: list[str] = []
    try:
        for field, value in read_corrections(form, row):
            added.append(record.judgements.add("correct", claim, who=visit.user.name, field=field, value=value).id)
    except (Refusal, RecordError) as error:
        fault = f"{error.fault}. {error.remedy}."
        return _page(visit, asked, claim=claim, order=order, state=state, done=",".join(added), fault=fault)
    return _go(visit, claim=claim, order=order, state=state, done=",".join(added), saved="correct" if added else "")


@router.post("/review/undo")
def undo(visit: VisitOf, form: FormOf, order: Order = "uncertainty", state: State = "") -> RedirectResponse:
    """Withdraw what was just said, or what the reviewer said last, of many at once too; go back to its claim."""
    judgements, claim = visit.room.record.judgements, form.get("claim", "")
    given = [id_ for id_ in form.get("done", "").split(",") if id_][:_MOST_UNDONE]
    undone = given or [judgement.id for judgement in judgements.latest_of(visit.user.name)]
    judgements.withdraw_all(undone, visit.user.name)
    if undone:
        claim = judgements.get(undone[-1]).claims[0]
    return _go(visit, claim=claim, order=order, state=state, saved="undone" if undone else "")


@router.get("/review/bulk")
def ask_bulk(visit: VisitOf, asked: AskedOf, kind: Literal["accept", "reject"]) -> HTMLResponse:
    """Return the question whether all that the filter asks for shall be judged so, with how many that is."""
    ids = _unsaid(visit, asked)
    return visit.page("bulk.html", kind=kind, count=len(ids), form=visit.form(asked))


@router.post("/review/bulk")
def judge_bulk(visit: VisitOf, asked: AskedOf, form: FormOf) -> Response:
    """Judge all that the filter asks for, if it is as many as was agreed to."""
    kind = form.get("kind", "")
    ids = _unsaid(visit, asked)
    if kind not in {"accept", "reject"} or str(len(ids)) != form.get("count", ""):
        remedy = "Look at the number again and confirm it"
        raise Refusal("the filter now asks for another number of claims", status=409, where="count", remedy=remedy)
    visit.room.record.judgements.add_all(kind, ids, who=visit.user.name)
    return _go(visit, saved="bulk", n=len(ids))


def _unsaid(visit: Visit, asked: Asked) -> list[str]:
    """Return the claims that a judgement of all would judge; raises Refusal where they are too many."""
    ids = review.find_unsaid(visit.room.record, asked.filter, visit.user.name)
    if len(ids) > review.MOST_AT_ONCE:
        fault = f"the filter asks for more than {review.MOST_AT_ONCE} claims"
        raise Refusal(fault, status=422, where="filter", remedy="Ask for fewer, by day, outlet or type")
    return ids


def _go(visit: Visit, **changes: object) -> RedirectResponse:
    """Return the way back to the queue, under the same filter."""
    return RedirectResponse(visit.address("/review", **changes), status_code=303)


def _page(  # noqa: PLR0913 - what the page shows
    visit: Visit, asked: Asked, *, claim: str, order: str, state: str, done: str = "", saved: str = "", n: int = 0,
    fault: str = "",
) -> HTMLResponse:  # fmt: skip
    """Return the queue around a claim."""
    record = visit.room.record
    orphans: Sequence[object] = review.show_orphans(record) if state == "orphans" else ()
    queue = review.read_queue(
        record, asked.filter, claim, order=order, state=state, cursor=asked.cursor, limit=_ON_A_PAGE
    )
    return visit.page(
        "review.html",
        status=422 if fault else 200,
        queue=queue,
        reviewed=review.read_reviewed(record, queue.chosen) if queue.chosen and state != "orphans" else None,
        orphans=orphans,
        form=visit.form(asked),
        kept={"order": order, "state": state, "cursor": asked.cursor},
        done=done,
        saved=saved,
        behind=bool(saved) and record.links.stamp() is not None and record.links.is_behind(),
        changed=n,
        fault=fault,
        may=visit.user.may("reviewer"),
    )
