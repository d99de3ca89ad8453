"""Judge: which pairs of claims somebody means who judges claims or whole incidents, and what that overrules."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

from selon.errors import RecordError
from selon.incidents.judging import Judgements

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selon.record.judgement import Judgement
    from selon.record.record import Record

Row = dict[str, Any]


def judge(record: Record, kind: str, named: Sequence[str], *, who: str, note: str = "") -> list[Judgement]:
    """Keep what somebody judges of claims and incidents, given by their ids or the beginnings of these.

    `same`: the first and each of the others are one event; of an incident its first claim is judged. `apart`: all but
    the last are not one event with the last; where that is the incident in which they stand, with none of its other
    claims. Raises RecordError for what names nothing, or nothing single.
    """
    pairs = _pairs_same(record, named) if kind == "same" else _pairs_apart(record, named)
    if not pairs:
        remedy = "Name two claims, two incidents, or claims and the incident in which they stand"
        raise RecordError("that names no two claims", where=" ".join(named), remedy=remedy)
    return record.judgements.add_all(kind, [" ".join(pair) for pair in pairs], who=who, note=note)


def find_overruled(record: Record) -> frozenset[str]:
    """Return the ids of the judgements that newer ones contradict: they are kept, and not followed."""
    return frozenset(Judgements.settle(record.linking.judged()).overruled)


def _pairs_same(record: Record, named: Sequence[str]) -> list[tuple[str, str]]:
    """Return the pairs of claims that are meant to be the same."""
    claims = list(dict.fromkeys(_first_claim(_look_up(record, name)) for name in named))
    return [_in_order(claims[0], other) for other in claims[1:]]


def _pairs_apart(record: Record, named: Sequence[str]) -> list[tuple[str, str]]:
    """Return the pairs of claims that are meant to be apart."""
    *given, last = [_look_up(record, name) for name in named]
    claims = dict.fromkeys(map(_first_claim, given))
    inside = [claim["id"] for claim in last.get("claims", ())]
    rest = dict.fromkeys(inside) if set(claims) & set(inside) else {_first_claim(last): None}
    return sorted({_in_order(one, other) for one, other in product(claims, rest) if other not in claims})


def _in_order(one: str, other: str) -> tuple[str, str]:
    """Return a pair in the order in which it is kept."""
    return (one, other) if one <= other else (other, one)


def _first_claim(row: Row) -> str:
    """Return the id of a claim, or of the first claim of an incident."""
    return str(row["claims"][0]["id"] if "claims" in row else row["id"])


def _incident(record: Record, name: str) -> Row:
    """Return the incident whose id begins so."""
    return record.links.incident(name)


def _claim(record: Record, name: str) -> Row:
    """Return the claim whose id begins so."""
    return dict(record.view.claim(name).row)


def _look_up(record: Record, name: str) -> Row:
    """Return the incident or the claim whose id begins so."""
    found: list[Row] = []
    faults: list[RecordError] = []
    for look in (_incident, _claim):
        try:
            found.append(look(record, name))
        except RecordError as error:
            faults.append(error)
    if len(found) == 1:
        return found[0]
    if found:
        fault = f"{name!r} is the beginning of a claim's id and of an incident's"
        raise RecordError(fault, where=record.target, remedy="Give more of the id")
    several = next((fault for fault in faults if "fits several" in fault.fault), None)
    remedy = "Look for it with `selon incidents` or `selon claims`; four signs of an id are enough"
    raise several or RecordError(f"there is no claim or incident {name!r}", where=record.target, remedy=remedy)
