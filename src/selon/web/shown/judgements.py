"""Judgements as they are shown: who said what of a claim and when, in readable words, and what the machine had read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from selon.web.shown.signs import shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from selon.record.judgement import Judgement

_TERMS = frozenset({"type", "status", "polarity"})


@dataclass(frozen=True, slots=True)
class ShownValue:
    """What stands in a field: words as they are, or the key of a term of the field."""

    words: str = ""
    term: str = ""


@dataclass(frozen=True, slots=True)
class ShownJudgement:
    """One thing that a reviewer said, and whether it still holds."""

    id: str
    kind: str
    field: str
    value: ShownValue
    note: str
    who: str
    day: str
    hour: str
    withdrawn_by: str
    withdrawn: str

    @property
    def holds(self) -> bool:
        """Whether it was not withdrawn."""
        return not self.withdrawn


@dataclass(frozen=True, slots=True)
class ShownCorrection:
    """A field that was corrected: what the machine read beside what each reviewer says, the latest last."""

    field: str
    machine: ShownValue
    now: ShownValue
    disagreement: bool
    voices: tuple[tuple[str, ShownValue], ...]


@dataclass(frozen=True, slots=True)
class ShownVerdict:
    """What reviewers say of a claim: accepted, rejected, corrected or nothing yet; whether they disagree, and where."""

    verdict: str = ""
    disagreement: bool = False
    voices: tuple[tuple[str, str], ...] = ()
    corrections: tuple[ShownCorrection, ...] = ()
    history: tuple[ShownJudgement, ...] = ()


def show_verdict(row: Mapping[str, Any], history: Iterable[Judgement] = ()) -> ShownVerdict:
    """Return what reviewers say of a claim as judged (see `selon.record.judgements.apply`), with its whole history."""
    judged = row.get("judged") or {}
    fields = judged.get("fields") or {}
    return ShownVerdict(
        verdict=judged.get("verdict", ""),
        disagreement=bool(judged.get("disagreement")),
        voices=tuple((voice["who"], voice["kind"]) for voice in fields.get("", {}).get("voices", ())),
        corrections=tuple(
            _correction(name, (row.get("machine") or {}).get(name), said) for name, said in fields.items() if name
        ),
        history=tuple(show_judgement(judgement) for judgement in history),
    )


def show_judgement(judgement: Judgement) -> ShownJudgement:
    """Return one judgement as it is shown."""
    return ShownJudgement(
        id=judgement.id,
        kind=str(judgement.kind),
        field=judgement.field,
        value=show_value(judgement.field, judgement.value),
        note=judgement.note,
        who=judgement.who,
        day=judgement.made[:10],
        hour=judgement.made[11:16],
        withdrawn_by=judgement.withdrawn_by,
        withdrawn=judgement.withdrawn[:10],
    )


def show_value(field: str, value: Any) -> ShownValue:  # noqa: ANN401 - any value of the contract
    """Return what stands in a field of the contract, in words.

    >>> show_value("status", "hearsay").term, show_value("trigger", {"start": 0, "end": 6, "text": "frappe"}).words
    ('terms.status.hearsay', 'frappe')
    """
    if field in _TERMS:
        return ShownValue(term=f"terms.{field}.{value}")
    if not value:
        return ShownValue()
    if field == "trigger":
        return ShownValue(shorten(value["text"]) if isinstance(value, dict) else "–".join(map(str, value)))
    if field == "time":
        return ShownValue(_days(value))
    if field == "attribution":
        return ShownValue(" ‹ ".join(shorten(item.get("text", "")) for item in value))
    if field.startswith("argument."):
        return ShownValue(" · ".join(_argument(item) for item in value))
    if field == "quantities":
        return ShownValue(" · ".join(f"{item['kind']} {show_bounds(item)}" for item in value))
    return ShownValue(str(value))


def _correction(field: str, machine: object, said: Mapping[str, Any]) -> ShownCorrection:
    """Return one corrected field."""
    voices = tuple((voice["who"], show_value(field, voice["value"])) for voice in said["voices"])
    return ShownCorrection(field, show_value(field, machine), voices[-1][1], bool(said["disagreement"]), voices)


def _argument(item: Mapping[str, Any]) -> str:
    """Return an argument in words: its own, and whom or where it was read as."""
    place = item.get("place") or {}
    read = [str(item.get("entity") or item.get("actor") or ""), _place(place) if place.get("lat") is not None else ""]
    words = shorten(str(item.get("text", "")))
    return f"{words} ({', '.join(filter(None, read))})" if any(read) else words


def _place(place: Mapping[str, Any]) -> str:
    """Return a place with its degrees."""
    return f"{place.get('name', '')} {float(place['lat']):.3f}, {float(place['lon']):.3f}".strip()


def _days(time: Mapping[str, Any]) -> str:
    """Return the days of a time, its words where it has none."""
    days: Sequence[str] = list(dict.fromkeys(filter(None, (time.get("start"), time.get("end")))))
    return " – ".join(days) or str(time.get("text", ""))


def show_bounds(item: Mapping[str, Any]) -> str:
    """Return a count with its bounds.

    >>> show_bounds({"low": 40, "high": None}), show_bounds({"low": 3, "high": 5})
    ('≥ 40', '3–5')
    """
    low, high = item.get("low"), item.get("high")
    if low == high:
        return "?" if low is None else str(low)
    if high is None:
        return f"≥ {low}"
    return f"≤ {high}" if low is None else f"{low}–{high}"
