"""The judgement: what a reviewer says of a claim's reading, or of two claims, and which shapes its value may have.

A judgement is added, and withdrawn by date; it is never changed or deleted. Its subject is the id of a claim, or for
`same` and `apart` the ids of two claims. A correction names a field of the contract and gives its new value in the
contract's shape: `type`, `trigger`, `polarity`, `status`, `time`, `quantities`, `attribution` (the whole chain, from
the outermost source in), and `argument.ROLE` (all arguments of one role; an empty list removes them).
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any

from selon.claims.claim import Polarity, Role, SourceKind, Status
from selon.codebook.entries import codebook_files, read_entries
from selon.codebook.triggers import ClaimType
from selon.errors import RecordError
from selon.values import Precision

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Row = dict[str, Any]

MOST_QUOTED = 2000
LONGEST_NOTE = 10_000
_LONGEST_NAME = 200
_LONGEST_ENTITY = 120
_LONGEST_COUNTRY = 60
_MOST_COUNTED = 10**12  # more than there are of anything that is counted here
_WIDEST_KM = 20_038.0  # half of the globe around
_REMEDY = "Look at the shapes in the manual, under judgements"


class JudgementKind(StrEnum):
    """What a reviewer says."""

    ACCEPT = "accept"  # the reading is right
    REJECT = "reject"  # this is no claim, or a wrong one: marked, not removed
    CORRECT = "correct"  # one field should read otherwise
    SAME = "same"  # two claims speak of one event
    APART = "apart"  # two claims speak of two events
    NOTE = "note"  # words for other reviewers


PAIRS = frozenset({JudgementKind.SAME, JudgementKind.APART})
VERDICTS = frozenset({JudgementKind.ACCEPT, JudgementKind.REJECT})
QUANTITY_KINDS = frozenset(
    (
        *("killed", "wounded", "captured", "surrendered", "missing", "fighters", "civilians", "displaced", "leaders"),
        *("vehicles", "aircraft", "drones", "weapons", "strikes", "positions", "houses", "tonnes", "distance_km"),
        *("area_km2", "duration_days", "percent", "population", "other"),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One thing that one reviewer said: of a claim, or of a pair of claims.

    `value` is what a correction puts in the place of `field`, or the words of a note. `document` is the id of the
    document in which the claim stood. `withdrawn` and `withdrawn_by` are "" while it holds.
    """

    id: str
    kind: JudgementKind
    subject: str
    field: str = ""
    value: Any = None
    who: str
    made: str
    note: str = ""
    document: str = ""
    withdrawn: str = ""
    withdrawn_by: str = ""

    @property
    def holds(self) -> bool:
        """Whether it was not withdrawn."""
        return not self.withdrawn

    @property
    def claims(self) -> tuple[str, ...]:
        """The ids of the claims that it speaks of."""
        return tuple(self.subject.split(" "))


def pair_of(one: str, other: str) -> str:
    """Return the subject of a judgement on two claims, the same in whatever order they are given.

    >>> pair_of("b2", "a1")
    'a1 b2'
    """
    return " ".join(sorted((one, other)))


def check_subject(kind: JudgementKind, subject: str) -> None:
    """Refuse a subject that is not one claim id, or two in order where the kind needs two."""
    ids = subject.split(" ")
    right = len(ids) == (2 if kind in PAIRS else 1) and all(ids) and ids == sorted(set(ids))
    if not right or len(subject) > 64:  # noqa: PLR2004 - the width of the column
        need = "two different claim ids in order, joined by a space" if kind in PAIRS else "the id of one claim"
        raise RecordError(f"a judgement `{kind}` needs {need}, not {subject!r}", remedy=_REMEDY)


def check_value(kind: JudgementKind, field: str, value: object, text: str | None) -> object:
    """Return the value as it is kept, every stretch with the words that it quotes.

    `text` is the document's; None checks the shapes alone, where the document is not there. Raises RecordError for what
    a claim of the contract cannot have, and for words that do not stand where they are said to.
    """
    if kind is JudgementKind.CORRECT:
        check = _checks().get(field)
        if check is None:
            raise RecordError(f"{field!r} cannot be corrected", where="field", remedy=f"One of {', '.join(_checks())}")
        return check(value, text)
    if field:
        raise RecordError(f"a judgement `{kind}` names no field, not {field!r}", remedy=_REMEDY)
    if kind is JudgementKind.NOTE:
        return _check_words(value)
    if value is not None:
        raise RecordError(f"a judgement `{kind}` has no value", remedy=_REMEDY)
    return None


@cache
def claim_types() -> frozenset[str]:
    """Return the ids of the types that a claim may have."""
    return frozenset(
        entry.id for entry in read_entries(codebook_files().joinpath("types.toml"), ClaimType, lambda entry: entry.id)
    )


@cache
def _checks() -> dict[str, Callable[[Any, str | None], object]]:
    """Return what checks the value of each field that can be corrected."""
    checks: dict[str, Callable[[Any, str | None], object]] = {
        "type": lambda value, _text: _one_of("type", value, claim_types()),
        "polarity": lambda value, _text: _one_of("polarity", value, frozenset(map(str, Polarity))),
        "status": lambda value, _text: _one_of("status", value, frozenset(map(str, Status))),
        "trigger": lambda value, text: _check_stretch("trigger", value, text),
        "time": _check_time,
        "quantities": lambda value, text: [_check_quantity(item, text) for item in _list("quantities", value)],
        "attribution": lambda value, text: [_check_source(item, text) for item in _list("attribution", value)],
    }
    for role in Role:
        checks[f"argument.{role}"] = lambda value, text: [_check_argument(item, text) for item in _list("role", value)]
    return checks


def correctable() -> tuple[str, ...]:
    """Return the names of the fields that can be corrected."""
    return tuple(_checks())


def _one_of(name: str, value: object, known: frozenset[str]) -> str:
    """Return a word that has to be one of those known."""
    if not isinstance(value, str) or value not in known:
        raise _wrong(name, f"{value!r} is none of {', '.join(sorted(known))}")
    return value


def _check_words(value: object) -> str:
    """Return the words of a note."""
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_NOTE:
        raise _wrong("note", f"a note has words, up to {LONGEST_NOTE} signs of them")
    check_letters("note", value)
    return value


def check_letters(where: str, words: str) -> None:
    """Refuse a reviewer's words that no database and no file can hold: a NUL, or half a character."""
    if "\0" in words or any("\ud800" <= letter <= "\udfff" for letter in words):
        raise _wrong(where, f"{words[:60]!r} holds a sign that cannot be written")


def _check_name(where: str, value: object, longest: int) -> str:
    """Return a name in one line."""
    if not isinstance(value, str) or not value.strip() or len(value) > longest:
        raise _wrong(where, f"a {where} has a name of 1 to {longest} signs")
    check_letters(where, value)
    return value


def _list(name: str, value: object) -> list[Any]:
    """Return a list, which may be empty."""
    if not isinstance(value, list):
        raise _wrong(name, f"the whole list is given, empty to remove all, not {value!r}")
    return value


def _object(name: str, value: object) -> Mapping[str, Any]:
    """Return an object of JSON."""
    if not isinstance(value, dict):
        raise _wrong(name, f"{value!r} is no object")
    return value


def _check_stretch(name: str, value: object, text: str | None) -> Row:
    """Return a stretch of the document, with its words: they have to stand there."""
    row = {"start": value[0], "end": value[1]} if isinstance(value, list) and len(value) == 2 else value  # noqa: PLR2004
    given = _object(name, row)
    start, end, words = given.get("start"), given.get("end"), given.get("text")
    if type(start) is not int or type(end) is not int or not 0 <= start < end:
        raise _wrong(name, f"a stretch runs from start to end, 0 ≤ start < end, not {start!r}-{end!r}")
    if words is not None and (not isinstance(words, str) or len(words) != end - start):
        raise _wrong(name, f"the words {words!r} are not {end - start} signs long")
    if text is not None:
        if end > len(text):
            raise _wrong(name, f"the document ends at {len(text)}, before {end}")
        if words is not None and text[start:end] != words:
            raise _wrong(name, f"the document says {text[start:end][:60]!r} at {start}, not {words[:60]!r}")
        words = text[start:end]
    return {"start": start, "end": end, "text": words}


def _check_time(value: object, text: str | None) -> Row | None:
    """Return the days of the event, and the words that give them where a reviewer names them; None for no time."""
    if value is None:
        return None
    given = _object("time", value)
    days = {name: _check_day(given.get(name)) for name in ("start", "end")}
    if days["start"] and days["end"] and days["start"] > days["end"]:
        raise _wrong("time", f"it ends ({days['end']}) before it starts ({days['start']})")
    row: Row = dict(days)
    if given.get("span") is not None:
        stretch = _check_stretch("time", given["span"], text)
        row |= {"span": [stretch["start"], stretch["end"]], "text": stretch["text"]}
    return row


def _check_day(value: object) -> str | None:
    """Return a day as ISO 8601, or None."""
    if value is None:
        return None
    with suppress(ValueError, TypeError):
        if date.fromisoformat(value).isoformat() == value:  # type: ignore[arg-type] # TypeError: no text
            return str(value)
    raise _wrong("time", f"{value!r} is no day such as 2031-08-05")


def _check_quantity(value: object, text: str | None) -> Row:
    """Return how many of what."""
    given = _object("quantities", value)
    low, high = given.get("low"), given.get("high")
    for bound in (low, high):
        if bound is not None and (type(bound) is not int or not 0 <= bound <= _MOST_COUNTED):
            raise _wrong("quantities", f"{bound!r} is no count")
    if low is None and high is None:
        raise _wrong("quantities", "a quantity has a low or a high bound")
    if low is not None and high is not None and low > high:
        raise _wrong("quantities", f"a count runs low ≤ high, not {low}-{high}")
    kind = _one_of("quantities", given.get("kind"), QUANTITY_KINDS)
    row: Row = {"kind": kind, "low": low, "high": high, "approx": bool(given.get("approx"))}
    return row | _check_stretch("quantities", value, text)


def _check_source(value: object, text: str | None) -> Row:
    """Return one link of the chain."""
    given = _object("attribution", value)
    row = _check_stretch("attribution", value, text)
    row["kind"] = _one_of("attribution", given.get("kind"), frozenset(map(str, SourceKind)))
    return row | _check_entity("attribution", given)


def _check_argument(value: object, text: str | None) -> Row:
    """Return one argument, with the actor or place that a reviewer gives it."""
    given = _object("argument", value)
    row = _check_stretch("argument", value, text) | _check_entity("argument", given)
    if "place" in given:
        row["place"] = _check_place(given["place"])
    return row


def _check_entity(name: str, given: Mapping[str, Any]) -> Row:
    """Return the id of an actor under the contract's name, where one is given; None takes the machine's away."""
    if "entity" not in given and "actor" not in given:
        return {}
    entity = given.get("entity", given.get("actor"))
    if entity is None:
        return {"entity": None}
    if not isinstance(entity, str) or not entity.strip() or len(entity) > _LONGEST_ENTITY:
        raise _wrong(name, f"{entity!r} is no id of an actor, such as daech or syria/military")
    check_letters(name, entity)
    return {"entity": entity}


def _check_place(value: object) -> Row | None:
    """Return a place of the contract, or None."""
    if value is None:
        return None
    given = _object("place", value)
    lat, lon = (_check_degrees(given.get(name), most) for name, most in (("lat", 90), ("lon", 180)))
    precision = _one_of("place", given.get("precision", "locality"), frozenset(map(str, Precision)))
    row: Row = {"name": _check_name("place", given.get("name"), _LONGEST_NAME), "lat": lat, "lon": lon}
    row |= {"precision": precision, "radius_km": _check_radius(given.get("radius_km"))}
    id_, country = given.get("id") or None, given.get("country") or ""
    row["id"] = id_ and _check_name("place", id_, _LONGEST_NAME)
    row["country"] = country and _check_name("place", country, _LONGEST_COUNTRY)
    return row


def _check_degrees(value: object, most: int) -> float:
    """Return a latitude or longitude."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not -most <= value <= most:
        raise _wrong("place", f"{str(value)[:40]} lies nowhere on the globe")
    return value


def _check_radius(value: object) -> float:
    """Return how far around its point a place may be, in kilometres; 0 where nothing is said."""
    if value is None:
        return 0.0
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= _WIDEST_KM:
        raise _wrong("place", f"{str(value)[:40]} is no radius in kilometres")
    return float(value)


def _wrong(where: str, fault: str) -> RecordError:
    """Return the error for a value that a claim cannot have."""
    return RecordError(fault, where=where, remedy=_REMEDY)
