"""Gold claims, resolved against their texts, and found claims as a scorer reads them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from selon.claims.claim import Polarity, Role, SourceKind, Status
from selon.codebook.entries import codebook_files, read_entries
from selon.codebook.triggers import ClaimType
from selon.errors import GoldError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from selon.evaluation.matching import Bounds

QUANTITY_KINDS = frozenset(
    (
        *("killed", "wounded", "captured", "surrendered", "missing", "fighters", "civilians", "displaced", "leaders"),
        *("vehicles", "aircraft", "drones", "weapons", "strikes", "positions", "houses", "tonnes", "distance_km"),
        *("area_km2", "duration_days", "percent", "population", "other"),
    )
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class GoldArgument:
    """An argument as coded by hand; `position` is None where no single point is right, `level` says how wide it is."""

    role: str
    span: Bounds
    entity: str
    position: tuple[float, float] | None
    level: str


@dataclass(frozen=True, slots=True)
class GoldClaim:
    """A claim as coded by hand; an optional one may be found or not."""

    type: str
    trigger: Bounds
    optional: bool
    polarity: str
    status: str
    days: tuple[str, str] | None
    arguments: tuple[GoldArgument, ...]
    quantities: tuple[tuple[str, int | None, int | None], ...]
    chain: tuple[Bounds, ...]


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A document with the claims that were coded by hand in it."""

    name: str
    text: str
    publisher: str
    published: str
    language: str
    claims: tuple[GoldClaim, ...]


@dataclass(frozen=True, slots=True)
class FoundArgument:
    """An argument as a reader found it."""

    role: str
    span: Bounds
    entity: str
    position: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class FoundClaim:
    """A claim as a reader found it, of which only what is scored is kept; it is taken as it comes."""

    type: str
    trigger: Bounds
    polarity: str
    status: str
    days: tuple[str, str]
    arguments: tuple[FoundArgument, ...]
    quantities: tuple[tuple[str, int | None, int | None], ...]
    chain: tuple[Bounds, ...]


def read_found(row: Mapping[str, Any]) -> FoundClaim:
    """Return what is scored of a row of the public contract."""
    time = row.get("time") or {}
    return FoundClaim(
        type=row["type"],
        trigger=(row["trigger"][0], row["trigger"][1]),
        polarity=row.get("polarity", "affirmed"),
        status=row.get("status", "occurred"),
        days=(time.get("start") or "", time.get("end") or ""),
        arguments=tuple(_read_found_argument(item) for item in row.get("arguments", [])),
        quantities=tuple((item["kind"], item.get("low"), item.get("high")) for item in row.get("quantities", [])),
        chain=tuple((item["start"], item["end"]) for item in row.get("attribution", [])),
    )


def _read_found_argument(item: Mapping[str, Any]) -> FoundArgument:
    """Return an argument of a row."""
    place = item.get("place") or {}
    position = (place["lat"], place["lon"]) if place.get("lat") is not None else None
    return FoundArgument(item["role"], (item["start"], item["end"]), item.get("entity") or "", position)


def read_gold(folder: Path, texts: Path) -> list[GoldDocument]:
    """Return the gold documents of a folder, resolved against their texts.

    Raises GoldError with every fault found: pieces that do not stand in the text, or not once; unknown types and roles.
    """
    paths = sorted(folder.glob("*.gold.json"))
    if not paths:
        raise GoldError("there is no gold in it", where=str(folder), remedy="Name a folder with files *.gold.json")
    documents, faults = [], []
    for path in paths:
        try:
            documents.append(_read_document(path, texts))
        except GoldError as error:
            faults.append(error.fault)
    if faults:
        raise GoldError(
            "\n".join(faults), where=str(folder), remedy="Mend the gold files, or give the texts they were made on"
        )
    return documents


def _read_document(path: Path, texts: Path) -> GoldDocument:
    """Return one gold document."""
    try:
        gold = json.loads(path.read_text(encoding="utf-8"))
        text = (texts / gold["document"]).read_text(encoding="utf-8")
    except (OSError, ValueError, KeyError) as error:
        raise GoldError(f"{path.name}: {type(error).__name__}: {error}") from error
    claims = resolve(gold, text)
    publisher, published, language = (str(gold.get(key) or "") for key in ("publisher", "published", "language"))
    return GoldDocument(gold["document"], text, publisher, published, language, tuple(claims))


def resolve(gold: Mapping[str, Any], text: str) -> list[GoldClaim]:
    """Return the gold claims with every piece of text as a span; raises GoldError with every fault found."""
    types = claim_types()
    claims: list[GoldClaim] = []
    faults: list[str] = []
    for number, item in enumerate(gold["claims"], 1):
        resolver = _Resolver(item, text, f"{gold['document']} claim {number} ({item.get('type')})", types)
        claims += resolver.resolve()
        faults += resolver.faults
    if faults:
        raise GoldError("\n".join(faults), where=str(gold["document"]))
    return claims


def claim_types() -> frozenset[str]:
    """Return the ids of the claim types."""
    entries = read_entries(codebook_files().joinpath("types.toml"), ClaimType, lambda entry: entry.id)
    return frozenset(entry.id for entry in entries)


def find_nearest(text: str, piece: str, anchor: int) -> Bounds | None:
    """Return the occurrence of the piece, as whole words, that is nearest to an offset, or None.

    >>> find_nearest("Le camp, près du camp", "camp", 20)
    (17, 21)
    """
    starts = [match.start() for match in re.finditer(rf"(?<!\w){re.escape(piece)}(?!\w)", text)]
    if not starts:
        return None
    start = min(starts, key=lambda at: min(abs(at - anchor), abs(at + len(piece) - anchor)))
    return start, start + len(piece)


class _Resolver:
    """Resolves one gold claim, and collects what is wrong with it."""

    def __init__(self, item: Mapping[str, Any], text: str, where: str, types: frozenset[str]) -> None:
        """Look at one claim of a gold file."""
        self.item, self.text, self.where, self.types = item, text, where, types
        self.faults: list[str] = []

    def resolve(self) -> Iterator[GoldClaim]:
        """Yield the claim, unless its trigger cannot be found."""
        trigger = self._find_trigger()
        if trigger is None:
            return
        item, time = self.item, self.item.get("time") or {}
        self._check(item.get("type") in self.types, "unknown type")
        polarity, status = item.get("polarity", "affirmed"), item.get("status", "occurred")
        self._check(polarity in set(Polarity) and status in set(Status), "unknown polarity or status")
        days = (time.get("start") or "", time.get("end") or "")
        for day in days:
            self._check(not day or _DAY.fullmatch(day) is not None, f"not an ISO date: {day!r}")
        arguments = [self._argument(part, span) for part, span in self._parts("arguments", trigger, "role", set(Role))]
        quantities = list(self._parts("quantities", trigger, "kind", QUANTITY_KINDS))
        yield GoldClaim(
            type=item["type"],
            trigger=trigger,
            optional=bool(item.get("optional")),
            polarity=polarity,
            status=status,
            days=days if days[0] else None,
            arguments=tuple(arguments),
            quantities=tuple((part["kind"], part.get("low"), part.get("high")) for part, _ in quantities),
            chain=tuple(span for _, span in self._parts("attribution", trigger, "kind", set(SourceKind))),
        )

    def _check(self, right: bool, fault: str) -> None:  # noqa: FBT001 - a check has one condition
        """Keep the fault where the condition does not hold."""
        if not right:
            self.faults.append(f"{self.where}: {fault}")

    def _find_trigger(self) -> Bounds | None:
        """Return where the trigger stands, by the piece around it that occurs once."""
        words = self.item["trigger"]
        near = self.item.get("near") or words
        times = self.text.count(near)
        at = near.find(words)
        self._check(times == 1, f"near must occur once, and occurs {times} times: {near!r}")
        self._check(at >= 0, f"trigger {words!r} is not in near {near!r}")
        if times != 1 or at < 0:
            return None
        start = self.text.find(near) + at
        return start, start + len(words)

    def _parts(
        self, group: str, trigger: Bounds, key: str, known: Iterable[str]
    ) -> Iterator[tuple[Mapping[str, Any], Bounds]]:
        """Yield the arguments, quantities or sources with where they stand."""
        for part in self.item.get(group) or []:
            span = find_nearest(self.text, part["text"], self._anchor(part, trigger))
            self._check(part.get(key) in known, f"unknown {key} of {group}: {part.get(key)!r}")
            if span is None:
                self._check(right=False, fault=f"not found, in {group}: {part['text']!r}")
            else:
                yield part, span

    def _anchor(self, part: Mapping[str, Any], trigger: Bounds) -> int:
        """Return the offset near which a piece is looked for: the trigger, or its own `near`."""
        near = part.get("near")
        if not near:
            return trigger[0]
        self._check(self.text.count(near) == 1, f"near must occur once: {near!r}")
        return self.text.find(near) + max(0, int(near.find(part["text"])))

    def _argument(self, part: Mapping[str, Any], span: Bounds) -> GoldArgument:
        """Return one argument."""
        paired = ("lat" in part) == ("lon" in part) and -90 <= part.get("lat", 0) <= 90  # noqa: PLR2004 - the poles
        self._check(paired, f"lat and lon go together: {part['text']!r}")
        position = (part["lat"], part["lon"]) if "lat" in part and "lon" in part else None
        return GoldArgument(part.get("role", ""), span, part.get("entity") or "", position, part.get("level") or "")
