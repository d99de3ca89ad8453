"""What is asked for: the one set of query parameters, the same on pages and API, and the addresses built from it."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, Literal
from urllib.parse import quote, urlencode

from fastapi import Query
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from selon.claims.claim import Polarity, Status  # noqa: TC001
from selon.codebook.entries import codebook_files, read_entries
from selon.codebook.triggers import ClaimType
from selon.incidents.incident import GradeWord  # noqa: TC001
from selon.record.filters import Circle, Filter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LONGEST_WORDS = 200
MOST_ROWS = 500
USUAL_ROWS = 50
_NUMBER = r"-?\d{1,3}(\.\d{1,9})?"
_BOX = rf"^{_NUMBER}(,{_NUMBER}){{3}}$"
_CIRCLE = rf"^{_NUMBER},{_NUMBER},\d{{1,5}}(\.\d{{1,9}})?$"
_ISO_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_HIGHEST, _WIDEST, _FARTHEST = 90, 180, 20_000


@lru_cache(maxsize=1)
def known_types() -> tuple[str, ...]:
    """Return the ids of the claim types, in the order of the codebook."""
    entries = read_entries(codebook_files().joinpath("types.toml"), ClaimType, lambda entry: entry.id)
    return tuple(entry.id for entry in entries)


def _check_type(name: str) -> str:
    """Return the name of a claim type; raises ValueError where there is none such."""
    if name not in known_types():
        raise ValueError(f"there is no type {name!r}; types are {', '.join(known_types())}")
    return name


def _read_day(given: object) -> object:
    """Return a day as it was given, None for empty words; raises ValueError for what is not written as a day."""
    if isinstance(given, str) and given and not _ISO_DAY.match(given):
        raise ValueError(f"{given[:40]!r} is no day such as 2017-12-19")
    return given or None


Words = Annotated[str, Field(max_length=LONGEST_WORDS, pattern=r"^[^\x00]*$")]
# A form sends the fields that nobody filled as empty words, which ask for nothing.
_DAY = {"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "maxLength": 0}]}
Day = Annotated[date | None, BeforeValidator(_read_day), WithJsonSchema(_DAY)]
TypeName = Annotated[str, AfterValidator(_check_type), WithJsonSchema({"type": "string", "enum": list(known_types())})]


class Asked(BaseModel):
    """What is asked for; what is left empty does not restrict."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    actor: Words = Field("", description="An actor, by id (daech, syria/military) or in words.")
    place: Words = Field("", description="A place, by name or id.")
    box: str = Field("", pattern=rf"{_BOX}|^$", description="west,south,east,north in degrees.")
    near: str = Field("", pattern=rf"{_CIRCLE}|^$", description="lat,lon,km: places within so many kilometres.")
    since: Day = Field(None, description="Not before: day of the event, or of publication if none.")
    until: Day = Field(None, description="Not after.")
    as_of: Day = Field(None, description="What was known on this day: documents published up to it.")
    outlet: Words = Field("", description="Who published.")
    source: Words = Field("", description="Who is cited, by id or in words.")
    origin: Words = Field("", description="On whose word it rests in the end, by the key of the origin.")
    camp: Words = Field("", description="The side on which the origin stands.")
    type: list[TypeName] = Field([], max_length=40, description="A type of claim; may be repeated.")
    status: list[Status] = Field([], max_length=8, description="How surely it is told; may be repeated.")
    polarity: Polarity | Literal[""] = Field("", description="Affirmed or negated.")
    grade: list[GradeWord] = Field([], max_length=8, description="A word of an incident's grade; may be repeated.")
    disputed: bool = Field(default=False, description="Only incidents that somebody denies.")
    several: bool = Field(default=False, description="Only incidents that more than one document tells.")
    document: Words = Field("", description="One document, by name or id.")
    q: Words = Field("", description="Words, accents and capitals or not.")
    cursor: str = Field("", max_length=3000, pattern=r"^[A-Za-z0-9_=-]*$", description="Where the last page ended.")
    limit: int = Field(USUAL_ROWS, ge=1, le=MOST_ROWS, description="At most so many rows.")

    @model_validator(mode="before")
    @classmethod
    def leave_out_empty(cls, given: object) -> object:
        """Return what was given without empty values: a form sends the fields that nobody filled."""
        if not isinstance(given, dict):
            return given
        return dict(_without_empty(given))

    @model_validator(mode="after")
    def check_order(self) -> Asked:
        """Return what is asked, if days and places can be meant; raises ValueError."""
        if self.since and self.until and self.since > self.until:
            raise ValueError(f"since={self.since} is after until={self.until}")
        self.bounds, self.circle  # noqa: B018 - both raise where they are off the globe
        return self

    @property
    def bounds(self) -> tuple[float, float, float, float] | None:
        """The box as west, south, east, north; raises ValueError off the globe."""
        if not self.box:
            return None
        west, south, east, north = (float(part) for part in self.box.split(","))
        if not (-_HIGHEST <= south <= north <= _HIGHEST and max(abs(west), abs(east)) <= _WIDEST):
            raise ValueError("the box is not on the globe: west,south,east,north, south before north")
        return west, south, east, north

    @property
    def circle(self) -> Circle | None:
        """The circle of `near`; raises ValueError off the globe."""
        if not self.near:
            return None
        lat, lon, km = (float(part) for part in self.near.split(","))
        if not (abs(lat) <= _HIGHEST and abs(lon) <= _WIDEST and 0 < km < _FARTHEST):
            raise ValueError("near is not on the globe: latitude to 90, longitude to 180, kilometres over 0")
        return Circle(lat, lon, km)

    @property
    def is_empty(self) -> bool:
        """Whether nothing restricts what is asked for."""
        return self.filter == Filter()

    @property
    def filter(self) -> Filter:
        """The filter of the record that this asks for."""
        return Filter(
            about=self.actor,
            place=self.place,
            box=self.bounds,
            near=self.circle,
            since=self.since,
            until=self.until,
            as_of=self.as_of,
            types=tuple(self.type),
            statuses=tuple(map(str, self.status)),
            polarity=str(self.polarity),
            grades=tuple(map(str, self.grade)),
            disputed=self.disputed,
            several=self.several,
            outlet=self.outlet,
            source=self.source,
            origin=self.origin,
            camp=self.camp,
            text=self.q,
            document=self.document,
        )


AskedOf = Annotated[Asked, Query()]
PARAMETERS = tuple(Asked.model_fields)
_KEPT = (*(name for name in PARAMETERS if name not in {"cursor", "limit", "document"}), "lang")


def _without_empty(given: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the values that are not empty."""
    for key, value in given.items():
        kept = [item for item in value if item != ""] if isinstance(value, list) else value
        if kept not in ("", []):
            yield key, kept


def build_address(path: str, params: Iterable[tuple[str, str]], /, **changes: object) -> str:
    """Return an address with these parameters, those of the filter only, and with the changes; None takes one out.

    >>> build_address("/", [("actor", "daech"), ("cursor", "x"), ("since", "")], until="2017-12-31", type=["battle"])
    '/?actor=daech&type=battle&until=2017-12-31'
    """
    kept = [(key, value) for key, value in params if key in _KEPT and key not in changes and value]
    added = [(key, item) for key, value in changes.items() for item in _as_list(value)]
    query = urlencode(sorted([*kept, *added], key=lambda pair: pair[0]), quote_via=quote, safe=",:/")
    return f"{path}?{query}" if query else path


def _as_list(value: object) -> list[str]:
    """Return the values of one parameter as an address writes them."""
    if value is None or value is False or value == "":
        return []
    if isinstance(value, (list, tuple, set, frozenset)):
        return [str(item) for item in value]
    return ["1" if value is True else str(value)]
