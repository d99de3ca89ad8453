"""What a record holds as data frames of pandas: one row a claim, an incident, an origin, a movement and so on.

Days, places and ranges stand in columns of their own; what may be several stays a list. pandas is loaded when the first
frame is asked for.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from selon.incidents.movements import build_movement_row
from selon.incidents.naming import find_labels
from selon.incidents.narratives import find_narratives
from selon.record.filters import Filter
from selon.record.moves import find_moves

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pandas import DataFrame  # type: ignore[import-untyped]

    from selon.incidents.narratives import Narrative
    from selon.record.record import Record

Row = dict[str, Any]

_ROLES = ("agent", "target", "theme", "place", "origin", "destination", "instrument")
_POINT = ("lat", "lon", "precision")
_CLAIM = ("id", "document", "publisher", "published", "type", "polarity", "status", "words", "sentence")
_INCIDENT_WIDE = ("place", "killed", "wounded", "first_told")
_INCIDENT = (
    *("id", "type", "start", "end", "place", "lat", "lon", "precision", "country", "documents", "outlets"),
    *("independent", "unknown_origins", "disputed", "grade", "killed_low", "killed_high", "wounded_low"),
    *("wounded_high", "standing", "types", "origins", "denials", "differences", "totals", "sides", "claims"),
    *("first_told_document", "first_told_outlet", "first_told_published", "grades", "joins"),
)
_NARRATIVE = (
    *("agent", "type", "target", "place", "documents", "outlets", "origins", "hedged", "denied", "first", "first_on"),
    *("curve", "claims"),
)
_MOVEMENT = (
    *("claim", "document", "outlet", "type", "origin", "destination", "mover", "moved", "low", "high", "start", "end"),
    *("told_by", "negated", "status"),
)
_LABEL = ("outlet", "actor", "label", "own_voice", "quoted", "examples")
_ORIGIN = (
    *("key", "label", "kind", "known", "side", "claims", "documents", "publishers", "hedged", "denying", "denied"),
)


def build_claims(record: Record, asked: Filter | None, *, judged: bool) -> DataFrame:
    """Return claims, the words of each role in a column; `judged` as reviewers corrected them."""
    rows: Iterable[Mapping[str, Any]] = (claim.row for claim in record.view.claims(asked))
    columns = [*_CLAIM, *_ROLES, *_POINT, "start", "end", "killed_low", "killed_high", "chain", "actors", "quantities"]
    if judged:
        rows, columns = record.judgements.applied(rows), [*columns, "verdict", "machine"]
    return _frame((_flat_claim(row) for row in rows), columns, days=("published", "start", "end"))


def build_incidents(record: Record, asked: Filter | None) -> DataFrame:
    """Return incidents; RecordError where the record is not linked."""
    return _frame(
        (_flat_incident(row) for row in record.links.incidents(asked)),
        _INCIDENT,
        days=("start", "end", "first_told_published"),
    )


def build_origins(record: Record) -> DataFrame:
    """Return who is cited, the most cited first; RecordError where the record is not linked."""
    return _frame(record.links.cited(), _ORIGIN)


def build_movements(record: Record) -> DataFrame:
    """Return who goes or is taken from where to where; RecordError where the record is not linked."""
    return _frame(map(build_movement_row, find_moves(record, Filter())), _MOVEMENT, days=("start", "end"))


def build_narratives(record: Record, *, documents: int, places: bool) -> DataFrame:
    """Return who is told to do what to whom again and again; RecordError where the record is not linked."""
    origins = {found.claim_id: found for found in record.links.origins()}
    found = find_narratives(record.view.readings(), origins, least_documents=documents, with_places=places)
    return _frame(map(_narrative_row, found), _NARRATIVE, days=("first_on",))


def build_naming(record: Record, actor: str) -> DataFrame:
    """Return what each outlet calls each actor, in its own voice and in quotes."""
    return _frame((asdict(label) for label in find_labels(record.view.readings(), actor)), _LABEL)


def _flat_claim(row: Mapping[str, Any]) -> Row:
    """Return a claim with the words of each role, the first point and the toll in columns."""
    time = row["time"] or {}
    places = [a["place"] for a in row["arguments"] if (a.get("place") or {}).get("lat") is not None]
    killed: Mapping[str, Any] = next((quantity for quantity in row["quantities"] if quantity["kind"] == "killed"), {})
    actors = [*row["arguments"], *row["attribution"]]
    by_role = {role: [a["text"] for a in row["arguments"] if a["role"] == role] for role in _ROLES}
    return {
        **{name: row[name] for name in _CLAIM},
        **{role: "; ".join(words) for role, words in by_role.items()},
        **{name: (places[0] if places else {}).get(name) for name in _POINT},
        "start": time.get("start"),
        "end": time.get("end"),
        "killed_low": killed.get("low"),
        "killed_high": killed.get("high"),
        "chain": " > ".join(source["text"] for source in row["attribution"]),
        "actors": list(dict.fromkeys(a["actor"] for a in actors if a.get("actor"))),
        "quantities": row["quantities"],
        "verdict": (row.get("judged") or {}).get("verdict", ""),
        "machine": row.get("machine") or {},
    }


def _flat_incident(row: Mapping[str, Any]) -> Row:
    """Return an incident with its place and ranges in columns."""
    place = row["place"] or {}
    wide = {f"{name}_{key}": value for name in _INCIDENT_WIDE[1:] for key, value in (row[name] or {}).items()}
    kept = {name: value for name, value in row.items() if name not in _INCIDENT_WIDE}
    return {**kept, **wide, "place": place.get("name"), **{key: v for key, v in place.items() if key != "name"}}


def _narrative_row(narrative: Narrative) -> Row:
    """Return a narrative as a row."""
    row = {name: getattr(narrative, name) for name in _NARRATIVE}
    return row | {name: dict(row[name]) for name in ("outlets", "origins", "curve")}


def _frame(rows: Iterable[Mapping[str, Any]], columns: Sequence[str] = (), days: Sequence[str] = ()) -> DataFrame:
    """Return rows as a data frame with these columns, whole numbers and days as such, even where some are missing."""
    import pandas as pd  # noqa: PLC0415 - half a second that only a frame needs

    listed = list(rows)
    frame = pd.DataFrame(listed, columns=list(columns) or None)
    for name in days:
        frame[name] = pd.to_datetime(frame[name])
    for name in frame.columns:
        if name.endswith(("low", "high")):
            frame[name] = frame[name].astype("Int64")
    return frame
