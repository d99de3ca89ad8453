"""The shapes of documents, and of what is found over all claims: origins, outlets, narratives, labels, movements."""

from __future__ import annotations

from pydantic import BaseModel


class DocumentShape(BaseModel):
    """A document, without its text."""

    id: str
    name: str
    publisher: str
    published: str | None
    language: str
    url: str
    characters: int
    claims: int
    status: str
    note: str


class DocumentWhole(DocumentShape):
    """A document with its text as published, and the stretches of it that are furniture."""

    text: str
    furniture: list[list[int]]


class CitedShape(BaseModel):
    """Who is cited, by whom and how often."""

    key: str
    label: str
    kind: str
    known: bool
    side: str
    claims: int
    documents: int
    publishers: dict[str, int]
    hedged: int
    denying: int
    denied: int


class OutletShape(BaseModel):
    """Who publishes: how much, when, on how many origins, and whose passages it shares."""

    outlet: str
    side: str
    documents: int
    claims: int
    hedged: int
    unsourced: int
    origins: int
    first: str | None
    last: str | None


class NarrativeShape(BaseModel):
    """A pattern that comes back over documents."""

    agent: str
    type: str
    target: str
    place: str
    claims: list[str]
    documents: list[str]
    outlets: dict[str, int]
    origins: dict[str, int]
    hedged: int
    denied: int
    first: str
    first_on: str | None
    curve: dict[str, int]


class LabelShape(BaseModel):
    """What one outlet calls an actor, in its own voice and in quotes."""

    actor: str
    outlet: str
    label: str
    own_voice: int
    quoted: int
    examples: list[str]


class WordShape(BaseModel):
    """How often one outlet chooses the loaded and the plain word of a pair."""

    pair: str
    outlet: str
    loaded_own: int
    loaded_quoted: int
    plain_own: int
    plain_quoted: int
    examples: list[str]


class MovementShape(BaseModel):
    """One movement as one claim tells it; the points are null where an end is not on the map."""

    claim: str
    document: str
    outlet: str
    type: str
    origin: str | None
    destination: str | None
    mover: str
    moved: str
    low: int | None
    high: int | None
    start: str | None
    end: str | None
    told_by: str
    negated: bool
    status: str
    from_point: list[float] | None
    to_point: list[float] | None


class HitShape(BaseModel):
    """A document that a search found."""

    id: str
    name: str
    publisher: str
    published: str | None
    quote: str
    quote_start: int
    spans: list[list[int]]
