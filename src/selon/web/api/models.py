"""The shapes of what the API answers: the public contract of claims and incidents, and what stands beside it."""

from __future__ import annotations

from typing import Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from selon.claims.claim import Polarity, Role, SourceKind, Status  # noqa: TC001 - pydantic looks at them
from selon.record.judgement import JudgementKind  # noqa: TC001

Item = TypeVar("Item")


class Shape(BaseModel):
    """A shape beside whose fields others may stand."""

    model_config = ConfigDict(extra="allow")


class Page(BaseModel, Generic[Item]):
    """A page of a list: `next` is the cursor of the page after it, null on the last one."""

    rows: list[Item]
    next: str | None
    total: int


class Stretch(Shape):
    """A stretch of a document's text, by code points, and its words."""

    start: int
    end: int
    text: str


class PlaceShape(Shape):
    """A place, with how exactly it is known."""

    name: str
    lat: float | None = None
    lon: float | None = None
    precision: str


class ArgumentShape(Stretch):
    """Who or what plays a role."""

    role: Role
    entity: str | None = None
    place: PlaceShape | None = None


class SourceShape(Stretch):
    """One link of the chain of sources."""

    kind: SourceKind
    entity: str | None = None


class QuantityShape(Stretch):
    """How many of what."""

    kind: str
    low: int | None
    high: int | None
    approx: bool


class TimeShape(Shape):
    """When, in words and days."""

    text: str | None = None
    start: str | None
    end: str | None


class ClaimShape(Shape):
    """A claim of the contract, as judged; `machine` is the machine's reading of what was corrected."""

    id: str
    document: str
    document_id: str
    type: str
    trigger: list[int]
    arguments: list[ArgumentShape]
    time: TimeShape | None
    quantities: list[QuantityShape]
    attribution: list[SourceShape]
    polarity: Polarity
    status: Status
    sentence: str


class ReaderShape(BaseModel):
    """Which program, model and codebook read."""

    program: str
    model: str
    codebook: str


class OriginOfClaim(BaseModel):
    """On whose word a claim rests in the end, and by which steps."""

    key: str
    label: str
    kind: str
    side: str
    known: bool
    path: list[str]


class ClaimWhole(ClaimShape):
    """A claim with who read it, on whose word it rests, and the incidents it is in."""

    url: str
    reader: ReaderShape
    origin: OriginOfClaim | None
    incidents: list[str]


class Figure(BaseModel):
    """How many, as a range over what is told, never a sum."""

    low: int | None
    high: int | None


class ShareShape(Shape):
    """What rests on one origin."""

    source: str
    label: str
    kind: str
    side: str
    known: bool
    documents: list[str]
    claims: list[str]
    killed: Figure | None
    wounded: Figure | None
    denies: bool


class DenialShape(Shape):
    """Who denies it, and where."""

    source: str
    document: str


class IncidentShape(Shape):
    """An incident of the contract: the claims that speak of one event."""

    id: str
    type: str
    start: str | None
    end: str | None
    place: PlaceShape | None
    documents: int
    outlets: int
    origins: list[ShareShape]
    independent: int
    unknown_origins: int
    disputed: bool
    denials: list[DenialShape]
    grade: str
    killed: Figure | None
    wounded: Figure | None


class ReuseShape(Shape):
    """Two documents that share passages."""

    earlier: str
    later: str
    credited: bool


class IncidentWhole(IncidentShape):
    """An incident with its claims, and the passages that their documents share."""

    told: list[ClaimShape]
    reuse: list[ReuseShape]


class Point(Shape):
    """An incident as maps and timelines draw it."""

    id: str
    type: str
    lat: float | None
    lon: float | None
    start: str | None
    end: str | None


class JudgementShape(Shape):
    """A judgement: who said what of a claim's reading, when, and whether it still holds."""

    id: str
    kind: JudgementKind
    subject: str
    field: str
    value: Any
    note: str
    who: str
    made: str
    document: str
    withdrawn: str | None
    withdrawn_by: str | None


class JudgementGiven(BaseModel):
    """A judgement to add: on one subject, or the same on several; all are kept or none."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["accept", "reject", "correct", "same", "apart", "note"]
    subject: str = Field("", max_length=64, description="A claim id; for same and apart two, with a space between.")
    subjects: list[str] = Field([], max_length=500, description="Several subjects, instead of one.")
    field: str = Field("", max_length=40, description="For a correction: the field of the contract.")
    value: Any = Field(None, description="For a correction: the new value, in the contract's shape.")
    note: str = Field("", max_length=2000)


class JudgementsAdded(BaseModel):
    """The judgements that were kept."""

    judgements: list[JudgementShape]
