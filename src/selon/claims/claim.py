"""The claim: one statement that something happened, is happening, will happen or did not, and on whose word."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from selon.values import digest

if TYPE_CHECKING:
    from selon.mentions.mention import Place
    from selon.values import Count, Period, Position, TextSpan


class Role(StrEnum):
    """What an argument is to the event."""

    AGENT = "agent"
    TARGET = "target"
    THEME = "theme"
    PLACE = "place"
    ORIGIN = "origin"
    DESTINATION = "destination"
    INSTRUMENT = "instrument"


class Polarity(StrEnum):
    """Whether the claim says that it is so or that it is not."""

    AFFIRMED = "affirmed"
    NEGATED = "negated"


class Status(StrEnum):
    """How surely the claim is told."""

    OCCURRED = "occurred"
    HEARSAY = "hearsay"
    POSSIBLE = "possible"
    INTENDED = "intended"


class SourceKind(StrEnum):
    """What sort of source a link of an attribution chain is."""

    OUTLET = "outlet"
    OFFICIAL = "official"
    ORGANISATION = "organisation"
    ARMED_ACTOR = "armed_actor"
    PERSON = "person"
    WITNESS = "witness"
    ANONYMOUS = "anonymous"
    DOCUMENT = "document"
    UNSPECIFIED = "unspecified"


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """Who or what plays a role in the event, in the document's own words."""

    role: Role
    span: TextSpan
    entity: str | None = None
    place: Place | None = None
    position: Position | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """How many of what, in one claim."""

    kind: str
    count: Count
    span: TextSpan


@dataclass(frozen=True, slots=True, kw_only=True)
class EventTime:
    """When the event is said to have happened: the words, and the days they mean."""

    span: TextSpan
    period: Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One link of an attribution chain: who is given as the source, and what told so (the cue)."""

    span: TextSpan
    kind: SourceKind
    cue: TextSpan | None = None
    entity: str | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Factuality:
    """How a claim is told: polarity and status, and the rules and words that decided."""

    polarity: Polarity = Polarity.AFFIRMED
    status: Status = Status.OCCURRED
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One statement of one document: the row that Selon exists for.

    `attribution` runs from the outermost cited source to the innermost, the publisher left out. `why` names the rules
    and codebook entries that made the claim, in the order in which they spoke.
    """

    document: str
    type: str
    trigger: TextSpan
    arguments: tuple[Argument, ...] = ()
    time: EventTime | None = None
    quantities: tuple[Quantity, ...] = ()
    attribution: tuple[Source, ...] = ()
    factuality: Factuality = Factuality()
    why: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The digest of document, trigger and type: the same words read the same way give the same claim."""
        return digest("claim", self.document, str(self.trigger.start), str(self.trigger.end), self.type)

    @property
    def corrected(self) -> frozenset[str]:
        """The fields that reviewers gave, none in what a machine read."""
        return frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedClaim(Claim):
    """A claim as reviewers corrected it: `reading` is the id of what the machine read, and stays the claim's own.

    `settled` names the corrected fields: what stands there is nobody's to infer.
    """

    reading: str
    settled: frozenset[str] = frozenset()

    @property
    def id(self) -> str:
        """The id of the machine's reading, whatever was corrected in it."""
        return self.reading

    @property
    def corrected(self) -> frozenset[str]:
        """The fields that reviewers gave."""
        return self.settled
