"""Finding incidents: from readings to tellings, pairs, groups, and incidents with all that their sources say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from selon.incidents.agreement import Evidence, build_incident
from selon.incidents.clustering import join_tellings
from selon.incidents.facts import read_facts
from selon.incidents.incident import Join
from selon.incidents.linkage import find_pairs, score_given
from selon.incidents.model import load_model
from selon.incidents.tables import build_row
from selon.incidents.tellings import find_tellings
from selon.origins.book import OriginBook
from selon.origins.citation import resolve_origins

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from selon.claims.claim import Claim
    from selon.documents.document import Document
    from selon.incidents.incident import Incident
    from selon.incidents.linkage import Pair
    from selon.incidents.tellings import Telling
    from selon.origins.origin import ClaimOrigin


@dataclass(frozen=True, slots=True)
class Judgements:
    """What people have judged of pairs of claims, by claim id: the same event, or not the same. They come first."""

    same: frozenset[frozenset[str]] = frozenset()
    apart: frozenset[frozenset[str]] = frozenset()

    @classmethod
    def of(cls, same: Iterable[tuple[str, str]] = (), apart: Iterable[tuple[str, str]] = ()) -> Judgements:
        """Return the judgements of pairs of claim ids."""
        return cls(frozenset(map(frozenset, same)), frozenset(map(frozenset, apart)))


def find_incidents(
    readings: Iterable[tuple[Document, Sequence[Claim]]],
    *,
    judgements: Judgements | None = None,
    passages: Mapping[str, Collection[str]] | None = None,
    origins: Callable[[Sequence[Claim], Document], Iterable[ClaimOrigin]] | None = None,
    book: OriginBook | None = None,
) -> list[Incident]:
    """Return the incidents that the claims of documents tell, in the order of their earliest tellings.

    `passages` gives for a claim id the ids of passages that its sentence shares with other documents. `origins` resolves
    the claims of one document; by default their own chains do.
    """
    book = book or OriginBook.load()
    evidence = Evidence({}, {}, {}, book)
    tellings: list[Telling] = []
    for document, claims in sorted(readings, key=lambda reading: (reading[0].name, reading[0].id)):
        evidence.add(document, claims, origins(claims, document) if origins else resolve_origins(claims, document, book))
        tellings += find_tellings(fact for claim in claims for fact in read_facts(claim, document))
    tellings = apply_apart(tellings, judgements) if judgements else tellings
    tellings.sort(key=lambda telling: telling.anchor)
    groups, pairs = group_tellings(tellings, judgements, passages)
    found = (build_incident([tellings[n] for n in group], evidence, find_joins(group, tellings, pairs)) for group in groups)
    return sorted((i for i in found if i is not None), key=lambda incident: (str(incident.start or ""), incident.id))


def group_tellings(
    tellings: Sequence[Telling],
    judgements: Judgements | None = None,
    passages: Mapping[str, Collection[str]] | None = None,
) -> tuple[list[list[int]], dict[tuple[int, int], Pair]]:
    """Return the tellings in groups of one event, by number, and the scored pairs behind them."""
    shared = passages or {}
    rows = [
        build_row(n, telling, sorted({p for claim in telling.claims for p in shared.get(claim.id, ())}))
        for n, telling in enumerate(tellings)
    ]
    pairs = {(pair.one, pair.other): pair for pair in find_pairs(rows)}

    def score(missing: list[tuple[int, int]]) -> list[Pair]:
        wanted = sorted({n for pair in missing for n in pair})
        found = score_given([rows[n] for n in wanted], missing)
        pairs.update({(pair.one, pair.other): pair for pair in found})
        return found

    same, apart = _judged(tellings, judgements)
    groups = join_tellings(len(tellings), list(pairs.values()), score, same, apart, load_model().threshold)
    return groups, pairs


def apply_apart(tellings: Sequence[Telling], judgements: Judgements) -> list[Telling]:
    """Return the tellings with claims judged apart in one document taken from each other."""
    kept: list[Telling] = []
    for telling in tellings:
        parts: list[Telling] = []
        for claim in telling.claims:
            free = (p for p in parts if not any(frozenset((claim.id, c.id)) in judgements.apart for c in p.claims))
            part = next(free, None)
            if part is None:
                parts.append(type(telling)([claim], telling.home))
            else:
                part.claims.append(claim)
        kept += parts
    return kept


def _judged(
    tellings: Sequence[Telling], judgements: Judgements | None
) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """Return the judged pairs by the numbers of the tellings that hold the claims."""
    if judgements is None:
        return set(), set()
    home = {claim.id: n for n, telling in enumerate(tellings) for claim in telling.claims}
    found = []
    for judged in (judgements.same, judgements.apart):
        numbers = [sorted({home[claim] for claim in pair if claim in home}) for pair in judged]
        found.append({(ends[0], ends[1]) for ends in numbers if len(ends) > 1})
    return found[0], found[1]


def find_joins(group: Sequence[int], tellings: Sequence[Telling], pairs: Mapping[tuple[int, int], Pair]) -> list[Join]:
    """Return why the tellings of a group are taken for one event: what each comparison said of each pair, in bits."""
    model = load_model()
    names = [comparison.name for comparison in model.comparisons]
    inside = [pairs[a, b] for at, a in enumerate(group) for b in group[at + 1 :] if (a, b) in pairs]
    return [
        Join(
            one=tellings[pair.one].claims[0].id,
            other=tellings[pair.other].claims[0].id,
            weight=pair.weight,
            because=tuple((name, model.label(name, bits), bits) for name, bits in zip(names, pair.bits, strict=True)),
        )
        for pair in inside
    ]
