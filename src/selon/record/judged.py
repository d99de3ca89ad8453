"""Apply judgements to a claim: what reviewers say in its fields, and the machine's reading beside it."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from selon.claims.claim import Role
from selon.errors import RecordError
from selon.record.judgement import VERDICTS, Judgement, JudgementKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

Row = dict[str, Any]

_ROLES = tuple(map(str, Role))


def apply(row: Mapping[str, Any], judgements: Iterable[Judgement]) -> Row:
    """Return the claim as judged; without judgements that hold, the claim as it is.

    Corrected fields say what the latest judgement says. Three fields are added: `machine` holds what the machine read,
    for the fields that were corrected; `judgements` lists what holds, the latest last; `judged` sums it up: `verdict`
    (accepted, rejected, corrected or ""), `disagreement`, and for each field what each reviewer says.
    """
    held = sorted((j for j in judgements if j.holds), key=lambda judgement: (judgement.made, judgement.id))
    if not held:
        return dict(row)
    said = _by_field(held)
    judged, machine = dict(row), {}
    for field, voices in said.items():
        if field:
            machine[field] = _read(row, field)
            _put(judged, row, field, voices[-1].value)
    judged["machine"] = machine
    judged["judged"] = {
        "verdict": _verdict(said),
        "disagreement": any(_differ(voices) for voices in said.values()),
        "fields": {field: _field_row(voices) for field, voices in said.items()},
    }
    judged["judgements"] = [build_judgement_row(judgement) for judgement in held]
    return judged


def build_judgement_row(judgement: Judgement) -> Row:
    """Return a judgement as one JSON object."""
    return {
        "id": judgement.id,
        "kind": str(judgement.kind),
        "subject": judgement.subject,
        "field": judgement.field,
        "value": judgement.value,
        "note": judgement.note,
        "who": judgement.who,
        "made": judgement.made,
        "document": judgement.document,
        "withdrawn": judgement.withdrawn or None,
        "withdrawn_by": judgement.withdrawn_by or None,
    }


def read_judgement_rows(text: str, where: str) -> list[Judgement]:
    """Return the judgements of JSON Lines; raises RecordError that names the line which holds none."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            found.append(_read_row(json.loads(line)))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            remedy = "Give a file that `selon export judgements` wrote"
            raise RecordError(f"this is no judgement ({error})", where=f"{where}:{number}", remedy=remedy) from error
    return found


def _read_row(row: Mapping[str, Any]) -> Judgement:
    """Return the judgement of one JSON object."""
    words = {name: row.get(name) or "" for name in ("field", "note", "document", "withdrawn", "withdrawn_by")}
    required = {name: row[name] for name in ("id", "subject", "who", "made")}
    for name, word in {**words, **required}.items():
        if not isinstance(word, str):
            raise TypeError(f"{name} is no text")
    return Judgement(kind=JudgementKind(row["kind"]), value=row.get("value"), **required, **words)


def disagree(judgements: Iterable[Judgement]) -> bool:
    """Return whether two reviewers say different things of one field, or of the whole claim."""
    held = sorted((j for j in judgements if j.holds), key=lambda judgement: (judgement.made, judgement.id))
    return any(_differ(voices) for voices in _by_field(held).values())


def find_followed(judgements: Iterable[Judgement]) -> Iterator[Judgement]:
    """Yield those of the judgements on one claim that are followed: a rejection, and the latest word on each field."""
    held = sorted((j for j in judgements if j.holds), key=lambda judgement: (judgement.made, judgement.id))
    for field, voices in _by_field(held).items():
        if field or voices[-1].kind is JudgementKind.REJECT:
            yield voices[-1]


def _by_field(held: Sequence[Judgement]) -> dict[str, list[Judgement]]:
    """Return the latest word of each reviewer on each field ("" is the whole claim), the latest of all last."""
    latest: dict[str, dict[str, Judgement]] = defaultdict(dict)
    for judgement in held:
        if judgement.kind in VERDICTS or judgement.kind is JudgementKind.CORRECT:
            voices = latest[judgement.field]
            voices.pop(judgement.who, None)
            voices[judgement.who] = judgement
    return {field: list(voices.values()) for field, voices in latest.items()}


def _differ(voices: Sequence[Judgement]) -> bool:
    """Return whether the voices on one field do not all say the same."""
    return any((v.kind, v.value) != (voices[0].kind, voices[0].value) for v in voices[1:])


def _verdict(said: Mapping[str, Sequence[Judgement]]) -> str:
    """Return what the claim counts as, by its latest judgement."""
    whole = said.get("")
    if whole:
        return "accepted" if whole[-1].kind is JudgementKind.ACCEPT else "rejected"
    return "corrected" if said else ""


def _field_row(voices: Sequence[Judgement]) -> Row:
    """Return what each reviewer says of a field, the latest last, and whether they disagree."""
    return {
        "disagreement": _differ(voices),
        "voices": [
            {"id": v.id, "who": v.who, "made": v.made, "kind": str(v.kind), "value": v.value, "note": v.note}
            for v in voices
        ],
    }


def _read(row: Mapping[str, Any], field: str) -> object:
    """Return what the machine read in a field."""
    if field.startswith("argument."):
        role = field.removeprefix("argument.")
        return [argument for argument in row["arguments"] if argument["role"] == role]
    return row[field]


def _put(judged: Row, row: Mapping[str, Any], field: str, value: Any) -> None:  # noqa: ANN401 - any value of the contract
    """Put a corrected value in its place."""
    if field.startswith("argument."):
        judged["arguments"] = _arguments(judged["arguments"], row, field.removeprefix("argument."), value)
    elif field == "trigger":
        judged["trigger"], judged["words"] = [value["start"], value["end"]], value["text"]
    elif field == "time":
        judged["time"] = _time(row, value)
    elif field == "attribution":
        judged["attribution"] = [_with_known(item, row["attribution"]) for item in value]
    else:
        judged[field] = value


def _arguments(now: Sequence[Row], row: Mapping[str, Any], role: str, value: Sequence[Row]) -> list[Row]:
    """Return the arguments with those of one role replaced, in the order of the roles."""
    read = [argument for argument in row["arguments"] if argument["role"] == role]
    mine = [{"role": role, **_with_known(item, read)} for item in value]
    others = [argument for argument in now if argument["role"] != role]
    return sorted([*others, *mine], key=lambda argument: (_ROLES.index(argument["role"]), argument["start"]))


def _with_known(item: Mapping[str, Any], read: Sequence[Mapping[str, Any]]) -> Row:
    """Return an item with what the machine knew of the same stretch, for what the reviewer does not say."""
    same = next((r for r in read if (r["start"], r["end"]) == (item["start"], item["end"])), {})
    kept = {name: same[name] for name in ("entity", "actor", "place", "cue") if name in same}
    if "entity" in item:
        kept.pop("entity", None)
        kept.pop("actor", None)
    told = {**kept, **item}
    if told.get("entity") is not None and "actor" not in told:
        told["actor"] = told["entity"]
    return {name: value for name, value in told.items() if not (name in {"entity", "place"} and value is None)}


def _time(row: Mapping[str, Any], value: Mapping[str, Any] | None) -> Row | None:
    """Return the time with the days of the reviewer, over the words of the machine where no others are given."""
    if value is None:
        return None
    words = row["time"] or {"text": "", "span": None}
    return {**words, **value}
