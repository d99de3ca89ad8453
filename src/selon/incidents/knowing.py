"""Knowing: an incident as it was known on a day, from what was published up to it, built as linking builds them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from selon.incidents.agreement import Evidence, build_incident
from selon.incidents.facts import Spot, kilometres
from selon.incidents.reports import read_report
from selon.incidents.tellings import find_tellings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from selon.claims.claim import Claim
    from selon.documents.document import Document
    from selon.incidents.facts import ClaimFacts
    from selon.incidents.incident import Incident
    from selon.incidents.telling import Telling
    from selon.origins.origin import ClaimOrigin


def rebuild_incident(
    readings: Iterable[tuple[Document, Sequence[Claim]]],
    claims: frozenset[str],
    origins: Mapping[str, ClaimOrigin],
    place: tuple[float, float] | None = None,
) -> Incident | None:
    """Return the incident that these claims tell, from these documents alone; None where none of it is told as real.

    `readings` are the documents that count, each with all of its claims: how a document tells its events does not hang
    on what others say. `place` is where the whole incident lies: by it one town is taken of a claim that names several.
    """
    listed = list(readings)
    tellings = [
        telling
        for document, own in listed
        for telling in _keep(find_tellings(read_report(own, document)), claims, place)
    ]
    if not tellings:
        return None
    documents = {document.id: document for document, _ in listed}
    tellings.sort(key=lambda telling: telling.anchor)
    return build_incident(tellings, Evidence(documents=documents, origins=origins))


def _keep(tellings: Sequence[Telling], claims: frozenset[str], place: tuple[float, float] | None) -> list[Telling]:
    """Return the tellings with what they tell of the incident, those without any of it left out."""
    meant = _find_meant((fact for telling in tellings for fact in telling.claims if fact.id in claims), place)
    kept = [(telling, [f for f in telling.claims if meant.get(f.id) == f.part]) for telling in tellings]
    return [replace(telling, claims=own) for telling, own in kept if own]


def _find_meant(facts: Iterable[ClaimFacts], place: tuple[float, float] | None) -> dict[str, str]:
    """Return for each claim which of its towns is meant: the one nearest to the place, or the first."""
    nearest: dict[str, tuple[float, str]] = {}
    for fact in facts:
        far = _far(fact.spots[0], place) if fact.part and fact.spots and place else 0.0
        if fact.id not in nearest or far < nearest[fact.id][0]:
            nearest[fact.id] = (far, fact.part)
    return {id_: part for id_, (_, part) in nearest.items()}


def _far(spot: Spot, place: tuple[float, float]) -> float:
    """Return how many kilometres a town lies from the place."""
    return kilometres(spot, Spot(name="", lat=place[0], lon=place[1]))
