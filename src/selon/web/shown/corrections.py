"""The form of a correction: a claim's fields as a form shows them, and what a form that came back changes in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from selon.claims.claim import Polarity, Role, SourceKind, Status
from selon.record.judgement import QUANTITY_KINDS
from selon.values import Precision
from selon.web.errors import Refusal
from selon.web.shown.families import families
from selon.web.shown.place_names import find_place
from selon.web.shown.signs import shorten
from selon.web.shown.voices import find_actor

if TYPE_CHECKING:
    from collections.abc import Mapping

Row = dict[str, Any]

_CHOSEN = ("type", "status", "polarity")
_MOST_ITEMS = 60


@dataclass(frozen=True, slots=True)
class CorrectionForm:
    """What the form of a correction offers, and the claim's fields as they stand now."""

    types: tuple[str, ...]
    statuses: tuple[str, ...]
    polarities: tuple[str, ...]
    roles: tuple[str, ...]
    source_kinds: tuple[str, ...]
    quantity_kinds: tuple[str, ...]
    precisions: tuple[str, ...]
    arguments: tuple[Row, ...]
    sources: tuple[Row, ...]
    quantities: tuple[Row, ...]
    time: Row


def build_form(row: Mapping[str, Any]) -> CorrectionForm:
    """Return the form for a claim as judged, each list with one empty line for something new."""
    return CorrectionForm(
        types=tuple(sorted(families())),
        statuses=tuple(map(str, Status)),
        polarities=tuple(map(str, Polarity)),
        roles=tuple(map(str, Role)),
        source_kinds=tuple(map(str, SourceKind)),
        quantity_kinds=tuple(sorted(QUANTITY_KINDS)),
        precisions=tuple(map(str, Precision)),
        arguments=(*(_argument_line(item) for item in row["arguments"]), _argument_line({})),
        sources=(*(_line(item) for item in row["attribution"]), _line({})),
        quantities=(*(_line(item) for item in row["quantities"]), _line({})),
        time={name: (row.get("time") or {}).get(name) or "" for name in ("start", "end", "text")},
    )


def read_corrections(form: Mapping[str, str], row: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Return the fields that a form changes in a claim as judged, each with its new value in the contract's shape.

    Raises Refusal for what is no number where one is needed; what a claim cannot have is refused by the record.
    """
    found: list[tuple[str, Any]] = [(f, form[f]) for f in _CHOSEN if form.get(f, row[f]) != row[f]]
    if "trigger-start" in form:
        trigger = _span(form, "trigger")
        found += (
            [("trigger", trigger)] if trigger and [trigger["start"], trigger["end"]] != list(row["trigger"]) else []
        )
    if "time-start" in form:
        days = {name: form.get(f"time-{name}", "").strip() or None for name in ("start", "end")}
        if days != {name: (row.get("time") or {}).get(name) for name in days}:
            found.append(("time", days if any(days.values()) else None))
    return [*found, *_of_arguments(form, row), *_of_lists(form, row)]


def _of_arguments(form: Mapping[str, str], row: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Return the roles whose arguments a form changes, each with all its arguments."""
    given: dict[str, list[Row]] = {}
    for number in _numbers(form, "argument"):
        name = f"argument-{number}"
        role, span = form.get(f"{name}-role", ""), _span(form, name)
        if role and span and not form.get(f"{name}-remove"):
            now = row["arguments"][number] if number < len(row["arguments"]) else {}
            given.setdefault(role, []).append(span | _read_as(form, name, now))
    if not _numbers(form, "argument"):
        return []
    before: dict[str, list[Row]] = {}
    for item in row["arguments"]:
        before.setdefault(item["role"], []).append(_argument(item))
    roles = [role for role in map(str, Role) if given.get(role, []) != before.get(role, [])]
    return [(f"argument.{role}", given.get(role, [])) for role in roles]


def _of_lists(form: Mapping[str, str], row: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Return the chain of sources and the quantities where a form changes them."""
    found: list[tuple[str, Any]] = []
    if _numbers(form, "source"):
        chain = [_source(form, f"source-{number}", number, row) for number in _numbers(form, "source")]
        links = [link for link in chain if link]
        if links != [_known_source(item) for item in row["attribution"]]:
            found.append(("attribution", links))
    if _numbers(form, "quantity"):
        counts = [_quantity(form, f"quantity-{number}") for number in _numbers(form, "quantity")]
        told = [count for count in counts if count]
        if told != [_known_quantity(item) for item in row["quantities"]]:
            found.append(("quantities", told))
    return found


def _numbers(form: Mapping[str, str], name: str) -> list[int]:
    """Return the numbers of the lines that a form has of one list, in order."""
    return [number for number in range(_MOST_ITEMS) if f"{name}-{number}-start" in form]


def _span(form: Mapping[str, str], name: str) -> Row:
    """Return the stretch that a form gives, empty where it gives none."""
    start, end = (form.get(f"{name}-{edge}", "").strip() for edge in ("start", "end"))
    return {"start": _whole(start), "end": _whole(end)} if start or end else {}


def _read_as(form: Mapping[str, str], name: str, now: Mapping[str, Any]) -> Row:
    """Return the actor and place that a form gives an argument; a place that stays keeps all that is known of it."""
    read: Row = {"entity": find_actor(form.get(f"{name}-entity", "").strip()) or None}
    words, lat, lon = (form.get(f"{name}-{part}", "").strip() for part in ("place", "lat", "lon"))
    if words and not (lat or lon) and not now.get("place"):
        return read | {"place": _named_place(words)}
    if not (lat and lon):
        return read | {"place": None}
    precision = form.get(f"{name}-precision") or "locality"
    place = {"name": words or "?", "lat": _number(lat), "lon": _number(lon), "precision": precision}
    known = _place(now.get("place") or {})
    if known and all(known[key] == value for key, value in place.items()):
        return read | {"place": known}
    return read | {"place": place}


def _named_place(words: str) -> Row:
    """Return the best known place of a name; raises Refusal where the gazetteer has none."""
    if (found := find_place(words)) is None:
        remedy = "Write latitude and longitude too"
        raise Refusal(f"no place is known as {words[:80]!r}", status=422, where="form", remedy=remedy)
    spot = found.position
    row: Row = {"name": found.name, "lat": spot.lat, "lon": spot.lon, "precision": str(spot.precision)}
    more = {"radius_km": spot.radius_km, "id": found.id, "country": found.country}
    return row | {key: value for key, value in more.items() if value}


def _argument(item: Mapping[str, Any]) -> Row:
    """Return an argument of the contract as a correction gives it."""
    read = {"entity": item.get("actor") or item.get("entity"), "place": _place(item.get("place") or {})}
    return {"start": item["start"], "end": item["end"], **read}


def _place(place: Mapping[str, Any]) -> Row | None:
    """Return a place of the contract as a correction gives it, None where its position is not known."""
    if place.get("lat") is None or place.get("lon") is None:
        return None
    row: Row = {"name": place.get("name") or "?", "lat": float(place["lat"]), "lon": float(place["lon"])}
    row["precision"] = place.get("precision") or "locality"
    return row | {key: place[key] for key in ("radius_km", "id", "country") if place.get(key)}


def _source(form: Mapping[str, str], name: str, number: int, row: Mapping[str, Any]) -> Row:
    """Return one link of the chain, empty where the form leaves it out."""
    span = _span(form, name)
    if not span or form.get(f"{name}-remove"):
        return {}
    known = row["attribution"][number] if number < len(row["attribution"]) else {}
    actor = known.get("actor") or known.get("entity")
    same = (known.get("start"), known.get("end")) == (span["start"], span["end"])
    return {**span, "kind": form.get(f"{name}-kind") or "unspecified", **({"entity": actor} if same and actor else {})}


def _known_source(item: Mapping[str, Any]) -> Row:
    """Return a link of the contract as a correction gives it."""
    actor = item.get("actor") or item.get("entity")
    return {"start": item["start"], "end": item["end"], "kind": item["kind"], **({"entity": actor} if actor else {})}


def _quantity(form: Mapping[str, str], name: str) -> Row:
    """Return how many of what, empty where the form leaves it out."""
    span, low, high = _span(form, name), form.get(f"{name}-low", "").strip(), form.get(f"{name}-high", "").strip()
    if not span or form.get(f"{name}-remove"):
        return {}
    bounds = {"low": _whole(low) if low else None, "high": _whole(high) if high else None}
    return {"kind": form.get(f"{name}-kind", ""), **bounds, "approx": bool(form.get(f"{name}-approx")), **span}


def _known_quantity(item: Mapping[str, Any]) -> Row:
    """Return a quantity of the contract as a correction gives it."""
    names = ("kind", "low", "high", "approx", "start", "end")
    return {name: bool(item.get(name)) if name == "approx" else item.get(name) for name in names}


def _argument_line(item: Mapping[str, Any]) -> Row:
    """Return an argument as the form shows it."""
    place = item.get("place") or {}
    shown = {name: _shown(place.get(name)) for name in ("lat", "lon")}
    line = _line(item, "role") | {"entity": item.get("actor") or item.get("entity") or "", **shown}
    return line | {"place": place.get("name") or "", "precision": place.get("precision") or "locality"}


def _line(item: Mapping[str, Any], *names: str) -> Row:
    """Return an item of a list as the form shows it."""
    words = {"text": shorten(item.get("text") or "")}
    return words | {name: _shown(item.get(name)) for name in ("start", "end", "low", "high", "approx", "kind", *names)}


def _shown(value: object) -> str:
    """Return a value as the form shows it."""
    return "" if value is None or value is False else str(value)


def _whole(text: str) -> int:
    """Return a whole number that a form gives; raises Refusal."""
    try:
        return int(text)
    except ValueError:
        raise _no_number(text) from None


def _number(text: str) -> float:
    """Return a number that a form gives, with a point or a comma; raises Refusal."""
    try:
        return float(text.replace(",", "."))
    except ValueError:
        raise _no_number(text) from None


def _no_number(text: str) -> Refusal:
    """Return the refusal of what is no number."""
    return Refusal(f"{text[:40]!r} is no number", status=422, where="form", remedy="Write digits")
