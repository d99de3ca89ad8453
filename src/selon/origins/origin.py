"""The origin of a claim: on whose word it rests in the end, and whether two claims rest on the same one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class OriginKind(StrEnum):
    """What sort of voice an origin is."""

    OUTLET = "outlet"
    OFFICIAL = "official"
    ORGANISATION = "organisation"
    ARMED_ACTOR = "armed_actor"
    PERSON = "person"
    WITNESS = "witness"
    DOCUMENT = "document"
    PUBLISHER = "publisher"
    UNKNOWN = "unknown"


class Independence(StrEnum):
    """What is known of two origins: that they are two, that they are one, or neither."""

    INDEPENDENT = "independent"
    SHARED = "shared"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """On whose word a claim rests.

    `key` is what makes two origins one: the id of an actor or outlet, or the folded name of an unlisted source; for an
    unknown one its description and outlet. `known` is false where nobody can say whether two such origins are one.
    `side` is the camp it belongs to, as in the codebook of outlets ("state:russia", "armed:daech", "private"), "" where
    nobody says.
    """

    key: str
    label: str
    kind: OriginKind
    known: bool = True
    side: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimOrigin:
    """The origin of one claim, and the path that leads there.

    `path` runs from the publisher over the cited outlets to the source, as labels; `keys` are the same links as ids.
    `taken_from` is the document whose passage the claim repeats, "" where it repeats none.
    """

    claim_id: str
    document_id: str
    origin: Origin
    path: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    taken_from: str = ""


@dataclass(frozen=True, slots=True)
class OriginCount:
    """How many origins stand under something: those known to differ, and apart from them those that nobody can tell."""

    independent: int
    unknown: int


def compare_origins(one: Origin, other: Origin) -> Independence:
    """Return whether two origins are independent of each other, the same, or not to be told.

    >>> osdh = Origin(key="osdh", label="l'OSDH", kind=OriginKind.ORGANISATION)
    >>> witness = Origin(key="?habitant@afp", label="un habitant", kind=OriginKind.UNKNOWN, known=False)
    >>> str(compare_origins(osdh, osdh)), str(compare_origins(osdh, witness))
    ('shared', 'unknown')
    """
    if one.key == other.key:
        return Independence.SHARED
    return Independence.INDEPENDENT if one.known and other.known else Independence.UNKNOWN


def count_origins(origins: Iterable[Origin]) -> OriginCount:
    """Return how many different origins are known, and how many different unknown ones stand beside them.

    >>> osdh = Origin(key="osdh", label="l'OSDH", kind=OriginKind.ORGANISATION)
    >>> count_origins([osdh, osdh])
    OriginCount(independent=1, unknown=0)
    """
    known: dict[str, bool] = {}
    for origin in origins:
        known[origin.key] = known.get(origin.key, False) or origin.known
    return OriginCount(independent=sum(known.values()), unknown=sum(not value for value in known.values()))
