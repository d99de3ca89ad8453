"""Sourcing: on whose word the claims of one event rest, what a report goes on to tell read with how it began."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from selon.origins.origin import OriginKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from selon.documents.document import Document
    from selon.incidents.facts import ClaimFacts
    from selon.origins.origin import Origin

_LONGEST_TITLE = 250


def carry_sources(
    facts: Sequence[ClaimFacts], origins: Mapping[str, Origin], documents: Mapping[str, Document]
) -> dict[str, Origin]:
    """Return the origins with what a report goes on to tell resting on the source with which it began.

    A report that opens on somebody's word tells the rest of the event on that word, its title included, but for a
    figure other than the sources'; a report that opens in its own voice stays an origin of its own. What somebody is
    told to deny rests on him. What a reviewer said of a claim's source stays.
    """
    carried = dict(origins)
    by_key = {origin.key: origin for origin in origins.values()}
    for fact in facts:
        if fact.negated and fact.rejected_by and fact.id in origins and not _is_settled(fact):
            carried[fact.id] = by_key.get(fact.rejected_by[0], origins[fact.id])
    by_report: dict[str, list[ClaimFacts]] = defaultdict(list)
    for fact in facts:
        if fact.id in origins:
            by_report[fact.document_id or fact.document].append(fact)
    for own in by_report.values():
        _carry_lead(own, carried, title_end(documents.get(own[0].document_id)))
    return carried


def _carry_lead(own: Sequence[ClaimFacts], carried: dict[str, Origin], title: int) -> None:
    """Put what a report tells in its own voice to the source with which it began, its title always."""
    body = [fact for fact in own if fact.trigger >= title] or own
    lead = carried[body[0].id]
    voices = {carried[fact.id].key for fact in own if _in_own_voice(carried[fact.id])}
    if _in_own_voice(lead) and len(voices) == 1:
        return
    if lead.known:
        for fact in own:
            if fact.trigger < title and not carried[fact.id].known and not _is_settled(fact):
                carried[fact.id] = lead  # "selon une ONG" in the title: the report says which
    given = [fact for fact in own if not _in_own_voice(carried[fact.id])]
    for fact in own:
        if _is_settled(fact) or not _in_own_voice(carried[fact.id]):
            continue
        if fact.trigger < title or not _counts_otherwise(fact, given):
            carried[fact.id] = lead


def _is_settled(fact: ClaimFacts) -> bool:
    """Return whether a reviewer said on whose word a claim rests."""
    return "attribution" in fact.settled


def _in_own_voice(origin: Origin) -> bool:
    """Return whether an outlet speaks for itself."""
    return origin.kind is OriginKind.PUBLISHER


def _counts_otherwise(fact: ClaimFacts, given: Iterable[ClaimFacts]) -> bool:
    """Return whether a claim gives another number of dead or wounded than each source of its report."""
    for kind in ("killed", "wounded"):
        others = {toll for f in given if (toll := getattr(f, kind)) is not None}
        if others and getattr(fact, kind) is not None and getattr(fact, kind) not in others:
            return True
    return False


def title_end(document: Document | None) -> int:
    """Return where the title of a document ends: its first line, if that is short."""
    if document is None:
        return 0
    end = document.text.find("\n")
    return end if 0 < end <= _LONGEST_TITLE else 0
