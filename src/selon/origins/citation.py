"""Citation: from the chain of a claim to its origin; who is cited by whom; chains that go round in a circle."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from selon.claims.claim import Polarity, Role, SourceKind, Status
from selon.origins.book import OriginBook
from selon.origins.origin import ClaimOrigin, Origin, OriginKind
from selon.origins.resolving import COMMON, Link, Scene

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from selon.claims.claim import Claim, Source
    from selon.documents.document import Document

_PLACE_ROLES = frozenset({Role.PLACE, Role.ORIGIN, Role.DESTINATION})
_HEDGED = frozenset({Status.HEARSAY, Status.POSSIBLE})
_DEFINITE = re.compile(r"(?:les?\s|la\s|l['’])", re.IGNORECASE)
_TOLD_TO = re.compile(
    r"\s+(?:à|au|aux|sur|dans)\s+(?:(?:la|le|les|l['’])\s*)?(?:agence|chaîne|journal|quotidien|site|radio)?\s*$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cycle:
    """Outlets that cite each other round in a circle, with the documents and claims in which they do."""

    outlets: tuple[str, ...]
    documents: tuple[str, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """One origin as it is cited: how often, by which publishers, how often hedged, denying something, denied."""

    origin: Origin
    claims: int
    documents: int
    publishers: Mapping[str, int]
    hedged: int
    denying: int
    denied: int


def resolve_origin(claim: Claim, document: Document, book: OriginBook | None = None) -> ClaimOrigin:
    """Return the origin of one claim by its own chain alone; `resolve_origins` also knows who was cited before."""
    return resolve_origins([claim], document, book)[0]


def resolve_origins(
    claims: Sequence[Claim], document: Document, book: OriginBook | None = None
) -> tuple[ClaimOrigin, ...]:
    """Return the origin of each claim of one document, in the order of the claims.

    "Cette source", "l'organisation", "il" are those cited before; "le ministre" is one of the country told of.
    """
    book = book or OriginBook.load()
    scene = Scene(book, book.publisher(document.publisher), doers=_find_doers(claims))
    home = _country_of(claims, book)
    found: dict[tuple[Source, ...], ClaimOrigin] = {}
    for claim in sorted(claims, key=lambda claim: (_first_source(claim), claim.trigger)):
        if claim.attribution not in found:
            scene.country = home or _country_of([claim], book)
            found[claim.attribution] = _follow(claim, document, scene)
    settled = tuple(replace(found[claim.attribution], claim_id=claim.id) for claim in claims)
    return _name_fighters(settled, claims, book)


def settle_origins(origins: Sequence[ClaimOrigin]) -> tuple[ClaimOrigin, ...]:
    """Return the origins of claims about one event, with cited outlets followed to their own source.

    Where one document says only "selon l'agence Barada" and another tells that the agency cites inhabitants, both rest
    on these; so do the members of a circle. An outlet that is told to cite several sources stays the origin.
    """
    behind: dict[str, set[str]] = {}
    by_key = {found.origin.key: found.origin for found in origins}
    for found in origins:
        for outlet in found.keys[1:-1]:
            if found.origin.key != outlet and found.origin.kind is not OriginKind.OUTLET:
                behind.setdefault(outlet, set()).add(found.origin.key)
    return tuple(
        replace(found, origin=by_key[next(iter(behind[found.origin.key]))])
        if found.origin.kind is OriginKind.OUTLET and len(behind.get(found.origin.key, ())) == 1
        else found
        for found in origins
    )


def find_cycles(origins: Iterable[ClaimOrigin]) -> list[Cycle]:
    """Return the circles in which outlets cite each other, over claims about one event (or of one record).

    A circle within one chain (A prints that B says that A says) is found as well as one over several documents.
    """
    edges: dict[tuple[str, str], list[ClaimOrigin]] = {}
    for found in origins:
        chain = _outlet_chain(found)
        for one, other in pairwise(chain):
            if one != other:
                edges.setdefault((one, other), []).append(found)
    return [_cycle(group, edges) for group in _strong_groups(edges)]


def cited_by(
    claims: Iterable[Claim], origins: Iterable[ClaimOrigin], publishers: Mapping[str, str], denied: Collection[str] = ()
) -> list[Cited]:
    """Return who is cited and by whom, the most cited first; publishers in their own voice are left out.

    `publishers` gives the publisher of each document id, `denied` the ids of claims that somebody else denies.
    """
    by_id = {claim.id: claim for claim in claims}
    groups: dict[str, list[ClaimOrigin]] = {}
    for found in origins:
        if found.origin.kind is not OriginKind.PUBLISHER:
            groups.setdefault(found.origin.key, []).append(found)
    rows = [_cited(group, by_id, publishers, denied) for group in groups.values()]
    return sorted(rows, key=lambda row: (-row.claims, row.origin.key))


def _name_fighters(
    origins: tuple[ClaimOrigin, ...], claims: Sequence[Claim], book: OriginBook
) -> tuple[ClaimOrigin, ...]:
    """Return the origins with "les djihadistes" named, where the document cites or tells of only one armed group."""
    loose = {
        o.origin.key
        for o in origins
        if o.origin.key.startswith(f"{OriginKind.ARMED_ACTOR}:") and _DEFINITE.match(o.origin.label)
    }
    if not loose:
        return origins
    cited = {
        o.origin.key: o.origin for o in origins if o.origin.kind is OriginKind.ARMED_ACTOR and o.origin.key not in loose
    }
    entities = {argument.entity for claim in claims for argument in claim.arguments if argument.entity}
    told = {actor.key: actor for actor in map(book.actor, entities) if actor.kind is OriginKind.ARMED_ACTOR}
    groups = list((cited or told).values())
    if len(groups) != 1:
        return origins
    return tuple(
        replace(o, origin=groups[0], keys=(*o.keys[:-1], groups[0].key)) if o.origin.key in loose else o
        for o in origins
    )


def _cited(
    group: Sequence[ClaimOrigin], claims: Mapping[str, Claim], publishers: Mapping[str, str], denied: Collection[str]
) -> Cited:
    """Return one row of who is cited."""
    told = [claims[found.claim_id].factuality for found in group if found.claim_id in claims]
    documents = {found.document_id for found in group}
    counts = Counter(publishers.get(document, "") for document in documents)
    return Cited(
        origin=min((found.origin for found in group), key=plainness),
        claims=len(group),
        documents=len(documents),
        publishers=dict(sorted(counts.items(), key=lambda item: (-item[1], item[0]))),
        hedged=sum(fact.status in _HEDGED for fact in told),
        denying=sum(fact.polarity is Polarity.NEGATED for fact in told),
        denied=sum(found.claim_id in denied for found in group),
    )


def plainness(origin: Origin) -> tuple[int, str, bool, str, str]:
    """Return what orders origins of one key: the one with the shortest label stands for all."""
    return len(origin.label), origin.label, not origin.known, str(origin.kind), origin.side


def _follow(claim: Claim, document: Document, scene: Scene) -> ClaimOrigin:
    """Return where the chain of a claim leads."""
    steps = [scene.publisher]
    for link in _links(claim, document, scene.book):
        step = scene.resolve(link, next((s for s in reversed(steps) if _is_outlet(s)), None))
        steps.append(step)
    innermost = steps[-1]
    if len(steps) > len(["publisher", "outlet"]) and _is_impersonal(claim.attribution[-1], innermost):
        innermost = next((s for s in reversed(steps[1:-1]) if s.known), innermost)
    return ClaimOrigin(
        claim_id=claim.id,
        document_id=document.id,
        origin=innermost,
        path=tuple(step.label for step in steps),
        keys=tuple(step.key for step in steps),
    )


def _links(claim: Claim, document: Document, book: OriginBook) -> list[Link]:
    """Return the links of a chain, with an outlet to which a source spoke put before it: "a dit une source à l'AFP"."""
    links = []
    for source in claim.attribution:
        words = " ".join(source.span.quote(document.text).split())
        for start, outlet in book.outlets_in(words):
            before = words[:start]
            if start and (cut := _TOLD_TO.search(before)):
                links.append(Link(outlet.names[0], SourceKind.OUTLET, outlet.id, source.span.start))
                words = words[: cut.start()]
                break
        links.append(Link(words, source.kind, source.entity, source.span.start))
    return links


def _is_outlet(origin: Origin) -> bool:
    """Return whether an origin is an outlet."""
    return origin.kind in {OriginKind.OUTLET, OriginKind.PUBLISHER}


def _is_impersonal(source: Source, origin: Origin) -> bool:
    """Return whether a link is nobody at all ("certaines informations"), so that the link before it counts."""
    return source.kind == SourceKind.UNSPECIFIED and not origin.known


def _find_doers(claims: Iterable[Claim]) -> list[tuple[int, str]]:
    """Return the actors who are told to do something, each with where he is named, in the order of the text."""
    arguments = (argument for claim in claims for argument in claim.arguments if argument.role is Role.AGENT)
    return sorted({(a.span.start, a.entity) for a in arguments if a.entity and a.entity not in COMMON})


def _first_source(claim: Claim) -> int:
    """Return where the first source of a claim stands, or its trigger where it has none."""
    return claim.attribution[0].span.start if claim.attribution else claim.trigger.start


def _country_of(claims: Iterable[Claim], book: OriginBook) -> str:
    """Return the id of the state in which most of the claims' places lie, or ""."""
    isos = Counter(
        argument.place.country
        for claim in claims
        for argument in claim.arguments
        if argument.role in _PLACE_ROLES and argument.place is not None and argument.place.country in book.states
    )
    best = min(isos.items(), key=lambda item: (-item[1], item[0]), default=("", 0))[0]
    return book.states.get(best, "")


def _outlet_chain(found: ClaimOrigin) -> list[str]:
    """Return the publisher and the outlets of a path; a source that is no outlet ends it."""
    chain = [found.keys[0]] if found.keys else []
    last = (
        found.origin.kind in {OriginKind.OUTLET, OriginKind.PUBLISHER}
        and found.keys
        and found.origin.key == found.keys[-1]
    )
    return [*chain, *found.keys[1 : len(found.keys) if last else -1]] if len(found.keys) > 1 else chain


def _strong_groups(edges: Collection[tuple[str, str]]) -> list[tuple[str, ...]]:
    """Return the groups of two and more outlets in which each leads to each other, in the order of their names."""
    reach: dict[str, set[str]] = {}
    for one, other in edges:
        reach.setdefault(one, set()).add(other)
    closed = {one: _reached(one, reach) for one in reach}
    groups = {tuple(sorted({one} | {o for o in closed[one] if one in closed.get(o, ())})) for one in closed}
    return sorted(group for group in groups if len(group) > 1)


def _reached(start: str, reach: Mapping[str, set[str]]) -> set[str]:
    """Return every outlet to which citations lead from one."""
    seen: set[str] = set()
    todo = [start]
    while todo:
        for other in reach.get(todo.pop(), ()):
            if other not in seen:
                seen.add(other)
                todo.append(other)
    return seen


def _cycle(group: tuple[str, ...], edges: Mapping[tuple[str, str], Sequence[ClaimOrigin]]) -> Cycle:
    """Return a circle with the documents and claims whose citations make it."""
    members = set(group)
    found = [claim for (one, other), claims in edges.items() if one in members and other in members for claim in claims]
    return Cycle(
        outlets=group,
        documents=tuple(sorted({claim.document_id for claim in found})),
        claims=tuple(sorted({claim.claim_id for claim in found})),
    )
