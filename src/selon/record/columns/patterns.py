"""Narratives by columns: who is told to do what to whom, over documents. The same as `find_narratives` finds."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from selon.record.columns.coded import Coded
from selon.record.columns.findings import Lazy, Pairs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from selon.record.columns.claims import Claims
    from selon.record.columns.coded import Numbers
    from selon.record.columns.table import Documents, Table

Row = dict[str, Any]

_LEAST = 2  # documents
_HEDGED = ("hearsay", "possible")


@dataclass(frozen=True, slots=True)
class Patterns:
    """Which claim tells which pattern, by pattern and claim.

    `names` are doer, type and to whom; `order` is where these stand among all names.
    """

    claim: Numbers
    pattern: NDArray[np.int64]
    names: tuple[tuple[str, str, str], ...]
    order: NDArray[np.int64]
    told_as: Numbers  # by document its name
    documents: Pairs  # by row of these the pattern and the name of the document


def build_patterns(claims: Claims, documents: Documents) -> Patterns:
    """Return the patterns of all claims: each doer with each party that it is done to, bodies as their state."""
    told = claims.arguments
    bases = Coded.build([value.split("/")[0] for value in told.entity.values])
    many = max(len(bases.values), 1)
    spread = np.append(bases.codes, -1)[told.entity.codes]
    agents = Pairs.build(*_named(told.claim, spread, told.role.among("agent")))
    targets = Pairs.build(*_named(told.claim, spread, told.role.among("target", "theme")))
    start = np.searchsorted(targets.group, agents.group, "left")
    size = np.searchsorted(targets.group, agents.group, "right") - start
    claim, agent = np.repeat(agents.group, size), np.repeat(agents.thing, size).astype(np.int64)
    within = np.arange(len(claim)) - np.repeat(np.cumsum(size) - size, size)
    target = targets.thing[np.repeat(start, size) + within]
    apart = agent != target
    claim, agent, target = claim[apart], agent[apart], target[apart]
    types = claims.type.codes[claim].astype(np.int64)
    keys, pattern = np.unique((agent * (len(claims.type.values) + 1) + types) * many + target, return_inverse=True)
    split = (
        (keys // many // (len(claims.type.values) + 1)).tolist(),
        (keys // many % (len(claims.type.values) + 1)).tolist(),
        (keys % many).tolist(),
    )
    names = tuple((bases.values[a], claims.type.values[y], bases.values[t]) for a, y, t in zip(*split, strict=True))
    told_as = Coded.build(documents.name).codes
    return _lay_down(claim.astype(np.int32), pattern, names, told_as, claims, np.arange(len(claims), dtype=np.int32))


def _lay_down(  # noqa: PLR0913, PLR0917 - what patterns are made of
    claim: Numbers,
    pattern: NDArray[np.int64],
    names: tuple[tuple[str, str, str], ...],
    told_as: Numbers,
    claims: Claims,
    places: Numbers,
) -> Patterns:
    """Return which claim tells which pattern; of one pattern the claims stand as their `places` say."""
    order = np.empty(len(names), np.int64)
    order[sorted(range(len(names)), key=names.__getitem__)] = np.arange(len(names))
    by_pattern = np.lexsort((places[claim], pattern))
    claim, pattern = claim[by_pattern], pattern[by_pattern]
    return Patterns(claim, pattern, names, order, told_as, Pairs.build(pattern, told_as[claims.document[claim]]))


def join_patterns(
    patterns: Patterns,
    claims: Claims,
    rows: Numbers,
    found: Sequence[tuple[int, tuple[str, str, str]]],
    places: Numbers,
) -> Patterns:
    """Return the patterns with those that are found in some claims instead of what is told of these rows."""
    names = {name: number for number, name in enumerate(patterns.names)}
    for _, name in found:
        names.setdefault(name, len(names))
    kept = ~np.isin(patterns.claim, rows)
    claim = np.append(patterns.claim[kept], np.array([row for row, _ in found], np.int32))
    pattern = np.append(patterns.pattern[kept], np.array([names[name] for _, name in found], np.int64))
    return _lay_down(claim, pattern, tuple(names), patterns.told_as, claims, places)


def _named(claim: Numbers, entity: NDArray[Any], role: NDArray[np.bool_]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return claims with the actors that play a role in them."""
    kept = role & (entity >= 0)
    return claim[kept], entity[kept]


def find_patterns(table: Table, rows: Numbers) -> Lazy:
    """Return the patterns that at least two documents tell in these claims, the most told first."""
    patterns = table.patterns
    asked = np.zeros(len(table.claims), np.bool_)
    asked[rows] = True
    kept = asked[patterns.claim]
    claim, pattern = patterns.claim[kept], patterns.pattern[kept]
    many = len(patterns.names)
    documents = patterns.documents.counts(patterns.documents.among(kept), many)
    claims = np.bincount(pattern, minlength=many)
    found = np.flatnonzero(documents >= _LEAST)
    found = found[np.lexsort((patterns.order[found], -claims[found], -documents[found]))]
    hedged, negated = table.claims.status.among(*_HEDGED), table.claims.polarity.among("negated")

    def make(place: int) -> Row:
        at = int(found[place])
        start, end = np.searchsorted(pattern, (at, at + 1))
        here = claim[start:end]
        counts = {"hedged": int(hedged[here].sum()), "denied": int(negated[here].sum())}
        return _row(table, patterns.names[at], here, counts)

    return Lazy(len(found), make)


def _row(table: Table, names: tuple[str, str, str], rows: Numbers, counts: dict[str, int]) -> Row:
    """Return a narrative as an object; its claims stand in the order of publication."""
    claims, listed = table.claims, table.documents
    documents = claims.document[rows]
    told = documents.tolist()
    days = listed.published[documents].astype(str).tolist()
    first = told[0]
    months = Counter(day[:7] for day in days if day != "NaT")
    origins = claims.key.take(rows).counted()
    origins.pop("", None)
    return {
        "agent": names[0],
        "type": names[1],
        "target": names[2],
        "place": "",
        "claims": [claims.id[row] for row in rows.tolist()],
        "documents": list(dict.fromkeys(listed.name[at] for at in told)),
        "outlets": listed.publisher.take(documents).counted(),
        "origins": origins,
        **counts,
        "first": listed.name[first],
        "first_on": days[0] if days[0] != "NaT" else None,
        "curve": dict(sorted(months.items())),
    }
