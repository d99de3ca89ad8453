"""One claim as it is shown: what is said to have happened, its parts, its chain of sources, and why it was read so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from selon.web.shown.families import family_of
from selon.web.shown.judgements import ShownVerdict, show_verdict
from selon.web.shown.reasons import Reason, argument_reason, find_reasons, source_reason
from selon.web.shown.signs import shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from selon.record.judgement import Judgement

_PLACE_DIGITS = 3
_AROUND = 46  # signs of the sentence on either side of a trigger in a list


@dataclass(frozen=True, slots=True)
class ShownPlace:
    """A place to draw: where, how finely it is known, and in which role; `ends` of a stretch between two places."""

    name: str
    lat: float
    lon: float
    precision: str
    radius_km: float
    role: str
    ends: tuple[float, ...] = ()

    @property
    def position(self) -> str:
        """The place in degrees, latitude first."""
        return f"{self.lat:.{_PLACE_DIGITS}f}, {self.lon:.{_PLACE_DIGITS}f}"


@dataclass(frozen=True, slots=True)
class ShownArgument:
    """One argument: its role, exact words, whom or where they were read as, and why."""

    number: int
    role: str
    text: str
    start: int
    end: int
    actor: str
    place: ShownPlace | None
    reason: Reason


@dataclass(frozen=True, slots=True)
class ShownQuantity:
    """How many of what: the exact words, and the bounds they mean."""

    kind: str
    text: str
    bounds: Mapping[str, int | None]
    approx: bool


@dataclass(frozen=True, slots=True)
class ShownSource:
    """One link of the chain: who is given as the source, of what kind, by which words, and why."""

    text: str
    kind: str
    actor: str
    cue: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class ShownClaim:
    """One claim for the panel and for the review queue."""

    id: str
    type: str
    family: str
    polarity: str
    status: str
    words: str
    trigger: tuple[int, int]
    sentence: str
    sentence_start: int
    document_id: str
    document: str
    publisher: str
    published: str
    arguments: tuple[ShownArgument, ...]
    sources: tuple[ShownSource, ...]
    time: Mapping[str, Any]
    quantities: tuple[ShownQuantity, ...]
    reasons: tuple[Reason, ...]
    verdict: ShownVerdict

    @property
    def places(self) -> tuple[ShownPlace, ...]:
        """The places of the claim that have a position, each role's once."""
        return tuple(dict.fromkeys(argument.place for argument in self.arguments if argument.place is not None))

    @property
    def forms(self) -> str:
        """The classes that draw the claim: its family's colour, its status's line, struck where it is denied."""
        drawn = [f"family-{self.family}", f"status-{self.status}"]
        drawn += ["negated"] if self.negated else []
        return " ".join([*drawn, *(["rejected"] if self.verdict.verdict == "rejected" else [])])

    @property
    def around(self) -> tuple[str, str]:
        """Some words of the sentence on either side of the trigger."""
        start, end = (at - self.sentence_start for at in self.trigger)
        if not 0 <= start <= end <= len(self.sentence):
            return "", ""
        before, after = self.sentence[:start], self.sentence[end:]
        if len(before) > _AROUND:
            before = f"… {before[-_AROUND:].partition(' ')[2]}"
        return before, f"{after[:_AROUND].rpartition(' ')[0]} …" if len(after) > _AROUND else after

    @property
    def negated(self) -> bool:
        """Whether the claim says that it is not so."""
        return self.polarity == "negated"


def show_claim(row: Mapping[str, Any], text: str = "", history: Iterable[Judgement] = ()) -> ShownClaim:
    """Return a claim as judged as it is shown; the text of its document gives the words of the cues."""
    return ShownClaim(
        id=str(row["id"]),
        type=row["type"],
        family=family_of(row["type"]),
        polarity=row["polarity"],
        status=row["status"],
        words=shorten(row["words"]),
        trigger=(row["trigger"][0], row["trigger"][1]),
        sentence=row["sentence"],
        sentence_start=row["sentence_start"],
        document_id=row["document_id"],
        document=row["document"],
        publisher=row.get("publisher") or "",
        published=row.get("published") or "",
        arguments=tuple(_argument(number, item) for number, item in enumerate(row["arguments"])),
        sources=tuple(_source(item, text) for item in row["attribution"]),
        time=_time(row.get("time") or {}),
        quantities=tuple(_quantity(item) for item in row["quantities"]),
        reasons=find_reasons(row),
        verdict=show_verdict(row, history),
    )


def _argument(number: int, item: Mapping[str, Any]) -> ShownArgument:
    """Return one argument as it is shown."""
    return ShownArgument(
        number=number,
        role=item["role"],
        text=shorten(item["text"]),
        start=item["start"],
        end=item["end"],
        actor=shorten(item.get("actor") or item.get("entity") or ""),
        place=_place(item.get("place") or {}, item["role"]),
        reason=argument_reason(item.get("why", "")),
    )


def _place(place: Mapping[str, Any], role: str) -> ShownPlace | None:
    """Return a place as it is drawn, None where its position is not known."""
    if place.get("lat") is None or place.get("lon") is None:
        return None
    return ShownPlace(
        name=shorten(place.get("name") or ""),
        lat=float(place["lat"]),
        lon=float(place["lon"]),
        precision=place.get("precision") or "locality",
        radius_km=float(place.get("radius_km") or 0.0),
        role=role,
        ends=find_ends(place),
    )


def find_ends(place: Mapping[str, Any]) -> tuple[float, ...]:
    """Return the ends of a stretch "between A and B": the place that is named, and as far off on the other side."""
    named = place.get("named") or {}
    if place.get("precision") != "line" or named.get("lat") in {None, place["lat"]}:
        return ()
    far = (round(2 * place[axis] - named[axis], _PLACE_DIGITS) for axis in ("lat", "lon"))
    return (named["lat"], named["lon"], *far)


def _quantity(item: Mapping[str, Any]) -> ShownQuantity:
    """Return how many of what."""
    bounds = {name: item.get(name) for name in ("low", "high")}
    return ShownQuantity(item["kind"], shorten(item.get("text", "")), bounds, approx=bool(item.get("approx")))


def _time(time: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the words that date the event, and their days."""
    return {**time, "text": shorten(time.get("text") or "")} if time else {}


def _source(item: Mapping[str, Any], text: str) -> ShownSource:
    """Return one link of the chain as it is shown."""
    start, end = item.get("cue") or (0, 0)
    return ShownSource(
        text=shorten(item["text"]),
        kind=item["kind"],
        actor=shorten(item.get("actor") or item.get("entity") or ""),
        cue=shorten(text[start:end]),
        reason=source_reason(item.get("why", "")),
    )
