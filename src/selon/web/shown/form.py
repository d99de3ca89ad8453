"""The one form of filters: what it offers, what is chosen, and how each choice is taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from selon.claims.claim import Polarity, Status
from selon.incidents.incident import GradeWord
from selon.record.folding import fold
from selon.web.shown.days import say_day
from selon.web.shown.families import FAMILIES, families
from selon.web.shown.voices import say_actor, say_side

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from selon.web.asking import Asked
    from selon.web.shown.days import Say

_WORDS = ("q", "place", "actor", "outlet", "source", "origin", "camp", "document")
_DAYS = ("since", "until", "as_of")
_AREAS = ("box", "near")
_SWITCHES = ("disputed", "several")


class Address(Protocol):
    """The address of a page with some parameters changed."""

    def __call__(self, path: str = "", /, **changes: object) -> str:
        """Return the address."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One box to tick."""

    name: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is set: what it is called, what it is set to, and the address without it."""

    name: str
    words: str
    without: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What the form offers, with what is chosen."""

    values: Mapping[str, str]
    camps: tuple[tuple[str, str], ...]
    types: tuple[tuple[str, tuple[Choice, ...]], ...]
    statuses: tuple[Choice, ...]
    grades: tuple[Choice, ...]
    polarities: tuple[Choice, ...]
    disputed: bool
    several: bool
    chips: tuple[Chip, ...]

    @property
    def set(self) -> bool:
        """Whether anything is restricted."""
        return bool(self.chips)

    def chosen(self, choices: tuple[Choice, ...]) -> int:
        """Return how many of these are ticked."""
        return sum(choice.chosen for choice in choices)


def build_form(asked: Asked, t: Say, address: Address, camps: Iterable[str] = ()) -> Form:
    """Return the form with what is asked for, and the sides of the record to choose from."""
    offered = {*camps, asked.camp} - {"", None}
    by_family: dict[str, list[Choice]] = {family: [] for family in FAMILIES}
    for name, family in families().items():
        by_family.setdefault(family, []).append(Choice(name, name in asked.type))
    return Form(
        values={name: str(getattr(asked, name) or "") for name in (*_WORDS, *_DAYS, *_AREAS)},
        camps=tuple(sorted(((camp, say_side(camp, t)) for camp in offered), key=lambda named: fold(named[1]))),
        types=tuple((family, tuple(choices)) for family, choices in by_family.items() if choices),
        statuses=tuple(Choice(str(status), status in asked.status) for status in Status),
        grades=tuple(Choice(str(grade), grade in asked.grade) for grade in GradeWord),
        polarities=tuple(Choice(str(polarity), polarity == asked.polarity) for polarity in Polarity),
        disputed=asked.disputed,
        several=asked.several,
        chips=tuple(_chips(asked, t, address)),
    )


def _chips(asked: Asked, t: Say, address: Address) -> Iterator[Chip]:
    """Yield what is set, as chips that take it back."""
    fresh: dict[str, Any] = {"cursor": None}
    for name in (*_WORDS, *_AREAS):
        if value := getattr(asked, name):
            yield Chip(t(f"filters.{name}"), _say(name, value, t), address(**fresh, **{name: None}))
    for name in _DAYS:
        if day := getattr(asked, name):
            yield Chip(t(f"filters.{name}"), say_day(day, t), address(**fresh, **{name: None}))
    for name, table in (("type", "type"), ("status", "status"), ("grade", "grade")):
        chosen = [str(value) for value in getattr(asked, name)]
        for value in chosen:
            rest = [other for other in chosen if other != value]
            yield Chip(t(f"filters.{name}"), t(f"terms.{table}.{value}"), address(**fresh, **{name: rest}))
    if asked.polarity:
        yield Chip(t("filters.polarity"), t(f"terms.polarity.{asked.polarity}"), address(**fresh, polarity=None))
    for name in _SWITCHES:
        if getattr(asked, name):
            yield Chip(t("filters.only"), t(f"filters.{name}"), address(**fresh, **{name: None}))


def _say(name: str, value: object, t: Say) -> str:
    """Return what a filter is set to, in words."""
    if name == "box":
        return t("filters.drawn")
    if name == "near":
        lat, lon, km = (f"{float(part):g}" for part in str(value).split(","))
        return t("filters.near_words", km=km, lat=lat, lon=lon)
    if name in {"actor", "origin"}:
        return say_actor(str(value).removeprefix("publisher:"), t)
    return say_side(str(value), t) if name == "camp" else str(value)
