"""Sharing: a document that repeats a passage rests on what the passage rested on where it stood first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from selon.origins.losses import align_claims
from selon.origins.origin import ClaimOrigin, Origin, OriginKind
from selon.origins.reuse import Order

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from selon.claims.claim import Claim
    from selon.origins.reuse import Reuse

_OWN = frozenset({OriginKind.PUBLISHER, OriginKind.OUTLET})


@dataclass(frozen=True, slots=True)
class _Tie:
    """A claim and the one that it repeats, with the reuse that ties them."""

    later: str
    earlier: str
    reuse: Reuse


def share_origin(
    origins: Sequence[ClaimOrigin], reuses: Iterable[Reuse], claims: Iterable[Claim] = ()
) -> tuple[ClaimOrigin, ...]:
    """Return the origins with those of repeated passages shared: a copy rests on what its model rests on.

    A copy that names a known source of its own keeps it. A copy that left the source out, names nobody, or cites only
    the outlet that it copies takes the origin of the claim that it repeats, through as many copies as there are.
    `claims` are needed for reuses only that were found without claims.
    """
    by_claim = {found.claim_id: found for found in origins}
    ties = _ties(list(reuses), list(claims), by_claim)
    return tuple(_settle(found, by_claim, ties) for found in origins)


def _ties(reuses: Sequence[Reuse], claims: Sequence[Claim], by_claim: Mapping[str, ClaimOrigin]) -> dict[str, _Tie]:
    """Return for each claim in a repeated passage the one that it repeats: of several models the first published."""
    by_document: dict[str, list[Claim]] = {}
    for claim in claims:
        by_document.setdefault(claim.document, []).append(claim)
    ties: dict[str, _Tie] = {}
    for reuse in sorted(reuses, key=lambda r: (r.order == Order.UNDETERMINED, -r.containment, r.earlier, r.later)):
        for one, other in reuse.aligned or _align(reuse, by_document):
            if one not in by_claim or other not in by_claim:
                continue
            model, copy = (one, other) if _leads(by_claim[one], by_claim[other], reuse) else (other, one)
            if not _leads_round(copy, model, ties):
                ties.setdefault(copy, _Tie(copy, model, reuse))
    return ties


def _align(reuse: Reuse, claims: Mapping[str, Sequence[Claim]]) -> list[tuple[str, str]]:
    """Return the ids of the claims that stand in the same words of two documents."""
    pairs = align_claims(reuse.passages, claims.get(reuse.earlier, ()), claims.get(reuse.later, ()))
    return [(one.id, other.id) for one, other in pairs]


def _leads(one: ClaimOrigin, other: ClaimOrigin, reuse: Reuse) -> bool:
    """Return whether the first claim is the model: where the order is known, or where not only the other cites."""
    if reuse.order != Order.UNDETERMINED:
        return True
    return not (one.origin.kind in _OWN and other.origin.kind not in _OWN)


def _leads_round(copy: str, model: str, ties: Mapping[str, _Tie]) -> bool:
    """Return whether the model is itself, over other ties, a copy of the copy."""
    at: str | None = model
    while at is not None:
        if at == copy:
            return True
        at = ties[at].earlier if at in ties else None
    return False


def _settle(found: ClaimOrigin, by_claim: Mapping[str, ClaimOrigin], ties: Mapping[str, _Tie]) -> ClaimOrigin:
    """Return a claim's origin, followed back through the claims that it repeats."""
    origin, taken = found.origin, found.taken_from
    at = found.claim_id
    while at in ties:
        tie = ties[at]
        model = by_claim[tie.earlier]
        if origin.known and origin.kind not in _OWN:
            break
        origin, taken, at = _nearer(origin, model.origin), tie.reuse.earlier, tie.earlier
        taken = model.document_id
    return replace(found, origin=origin, taken_from=taken) if taken != found.taken_from else found


def _nearer(own: Origin, model: Origin) -> Origin:
    """Return the origin of a copy: its model's, unless that speaks in its own voice and the copy cites another."""
    if own.kind is OriginKind.OUTLET and model.kind is OriginKind.PUBLISHER and own.key != model.key:
        return own
    return model
