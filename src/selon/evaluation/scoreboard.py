"""The scoreboard: how many of the claims coded by hand a reader finds, and how right what it says of them is."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from selon.evaluation.gold import read_found
from selon.evaluation.matching import covers_head, is_near, overlap, pair_up, same_family, same_interval, same_type

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from selon.evaluation.gold import FoundArgument, FoundClaim, GoldArgument, GoldClaim, GoldDocument

ROLES = ("agent", "target", "theme", "place", "origin", "destination", "instrument")
_PLACE_ROLES = frozenset({"place", "origin", "destination"})
_ACTOR_ROLES = frozenset({"agent", "target", "theme"})
_F1S = ("claims", "claims_lenient", "arguments", "entities", "quantities")
_ACCURACIES = ("attribution", "attribution_none", "polarity", "status", "place_25km", "time")
_CONTEXT = 40


@dataclass(frozen=True, slots=True)
class F1:
    """Precision, recall and their harmonic mean, over `n` gold answers."""

    p: float
    r: float
    f1: float
    n: int


@dataclass(frozen=True, slots=True)
class Accuracy:
    """The share of right answers among `n`."""

    acc: float
    n: int


@dataclass(frozen=True, slots=True)
class Mistake:
    """A claim that was missed, or found where there is none, with the text around it."""

    kind: str
    document: str
    type: str
    text: str


@dataclass(frozen=True, slots=True)
class Scoreboard:
    """All figures; `record` is the one to steer by: claims found, times how right what is said of them is."""

    f1s: Mapping[str, F1]
    accuracies: Mapping[str, Accuracy]
    roles: Mapping[str, F1]
    record: float
    documents: int
    mistakes: tuple[Mistake, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the figures as one object, ready for JSON."""
        out: dict[str, Any] = {name: _f1_row(figure) for name, figure in self.f1s.items()}
        out |= {name: {"acc": figure.acc, "n": figure.n} for name, figure in self.accuracies.items()}
        out["roles"] = {role: _f1_row(figure) for role, figure in self.roles.items()}
        out |= {"record": self.record, "documents": self.documents}
        if self.mistakes:
            out["errors"] = [f"{m.kind:<7} {m.document} {m.type:<12} …{m.text!r}" for m in self.mistakes]
        return out


def _f1_row(figure: F1) -> dict[str, Any]:
    """Return a figure as an object."""
    return {"p": figure.p, "r": figure.r, "f1": figure.f1, "n": figure.n}


@dataclass(slots=True)
class _Tally:
    """The counts behind one figure."""

    hit: int = 0
    gold: int = 0
    found: int = 0

    def add(self, other: _Tally) -> None:
        """Add the counts of another tally."""
        self.hit, self.gold, self.found = self.hit + other.hit, self.gold + other.gold, self.found + other.found

    def answer(self, *, right: bool) -> None:
        """Count one answer that is right or wrong."""
        self.gold += 1
        self.hit += right

    def f1(self) -> F1:
        """Return precision, recall and F1."""
        p = self.hit / self.found if self.found else 0.0
        r = self.hit / self.gold if self.gold else 0.0
        return F1(round(p, 3), round(r, 3), round(2 * p * r / (p + r), 3) if p + r else 0.0, self.gold)

    def accuracy(self) -> Accuracy:
        """Return the share of right answers."""
        return Accuracy(round(self.hit / self.gold, 3) if self.gold else 0.0, self.gold)


def _tallies(names: Iterable[str]) -> dict[str, _Tally]:
    """Return an empty tally for each name."""
    return {name: _Tally() for name in names}


@dataclass(slots=True)
class _Counts:
    """All tallies of a scoring."""

    f1s: dict[str, _Tally] = field(default_factory=lambda: _tallies(_F1S))
    accuracies: dict[str, _Tally] = field(default_factory=lambda: _tallies(_ACCURACIES))
    roles: dict[str, _Tally] = field(default_factory=lambda: _tallies(ROLES))


def score(gold: Sequence[GoldDocument], found: Mapping[str, Sequence[FoundClaim]], *, mistakes: int = 0) -> Scoreboard:
    """Return the scoreboard of the found claims, given by the name of their document, with up to so many mistakes."""
    counts = _Counts()
    shown: list[Mistake] = []
    for document in gold:
        claims = found.get(document.name, ())
        for name, same in (("claims", same_type), ("claims_lenient", same_family)):
            counts.f1s[name].add(_count_claims(document, claims, pair_up(document.claims, claims, same)))
        pairs = pair_up(document.claims, claims, same_family)
        if len(shown) < mistakes:
            shown += _find_mistakes(document, claims, pairs)
        for i, j in pairs:
            if not document.claims[i].optional:
                _count_content(counts, document.claims[i], claims[j], document.text)
    return _build_scoreboard(counts, len(gold), tuple(shown[:mistakes]))


def by_document(rows: Iterable[Mapping[str, Any]]) -> dict[str, list[FoundClaim]]:
    """Return the found claims of rows of the public contract, by the file name of their document."""
    found: defaultdict[str, list[FoundClaim]] = defaultdict(list)
    for row in rows:
        found[Path(row["document"]).name].append(read_found(row))
    return dict(found)


def _build_scoreboard(counts: _Counts, documents: int, mistakes: tuple[Mistake, ...]) -> Scoreboard:
    """Return the figures of the counts."""
    for tally in counts.roles.values():
        counts.f1s["arguments"].add(tally)
    f1s = {name: tally.f1() for name, tally in counts.f1s.items()}
    accuracies = {name: tally.accuracy() for name, tally in counts.accuracies.items()}
    content = [f1s[name].f1 for name in ("arguments", "entities", "quantities") if f1s[name].n]
    content += [figure.acc for figure in accuracies.values() if figure.n]
    record = round(f1s["claims_lenient"].f1 * sum(content) / len(content), 3) if content else 0.0
    roles = {role: tally.f1() for role, tally in counts.roles.items()}
    return Scoreboard(f1s, accuracies, roles, record, documents, mistakes)


def _count_claims(document: GoldDocument, found: Sequence[FoundClaim], pairs: Sequence[tuple[int, int]]) -> _Tally:
    """Return the counts of claims found; one found on an optional gold trigger costs nothing and earns nothing."""
    matched = {j for _, j in pairs}
    optional = [claim for claim in document.claims if claim.optional]
    optional_hits = sum(document.claims[i].optional for i, _ in pairs)
    free = sum(
        j not in matched and any(overlap(claim.trigger, wanted.trigger) for wanted in optional)
        for j, claim in enumerate(found)
    )
    wanted = len(document.claims) - len(optional)
    return _Tally(hit=len(pairs) - optional_hits, gold=wanted, found=len(found) - optional_hits - free)


def _find_mistakes(
    document: GoldDocument, found: Sequence[FoundClaim], pairs: Sequence[tuple[int, int]]
) -> list[Mistake]:
    """Return the claims missed, then those found where there is none."""
    hit, matched = {i for i, _ in pairs}, {j for _, j in pairs}
    missed = [claim for i, claim in enumerate(document.claims) if i not in hit and not claim.optional]
    extra = [claim for j, claim in enumerate(found) if j not in matched]
    return [
        Mistake(kind, document.name, claim.type, _around(document.text, claim.trigger))
        for kind, claims in (("missed", missed), ("extra", extra))
        for claim in claims
    ]


def _around(text: str, span: tuple[int, int]) -> str:
    """Return a stretch of text with what stands around it."""
    return text[max(0, span[0] - _CONTEXT) : span[1] + _CONTEXT]


def _count_content(counts: _Counts, gold: GoldClaim, found: FoundClaim, text: str) -> None:
    """Count how right a found claim is about the gold claim that it goes with."""
    _count_arguments(counts, gold, found, text)
    _count_quantities(counts.f1s["quantities"], gold, found)
    accuracies = counts.accuracies
    if gold.chain:
        right = len(found.chain) == len(gold.chain) and covers_head(found.chain[-1], gold.chain[-1], text)
        accuracies["attribution"].answer(right=right)
    else:
        accuracies["attribution_none"].answer(right=not found.chain)
    accuracies["polarity"].answer(right=found.polarity == gold.polarity)
    accuracies["status"].answer(right=found.status == gold.status)
    if gold.days:
        accuracies["time"].answer(right=same_interval(gold.days, found.days))


def _count_arguments(counts: _Counts, gold: GoldClaim, found: FoundClaim, text: str) -> None:
    """Count arguments by role, the positions of places, and the entities of actors."""
    for role, tally in counts.roles.items():
        tally.gold += sum(argument.role == role for argument in gold.arguments)
        tally.found += sum(argument.role == role for argument in found.arguments)
    entities = counts.f1s["entities"]
    entities.found += sum(bool(argument.entity) and argument.role in _ACTOR_ROLES for argument in found.arguments)
    left = list(found.arguments)
    for wanted in gold.arguments:
        match = _find_match(wanted, left, text)
        if match is not None:
            left.remove(match)
            counts.roles[wanted.role].hit += 1
        if wanted.role in _PLACE_ROLES and wanted.position:
            near = (
                match is not None
                and match.position is not None
                and is_near(wanted.position, match.position, wanted.level)
            )
            counts.accuracies["place_25km"].answer(right=near)
        if wanted.entity and wanted.role in _ACTOR_ROLES:
            entities.answer(right=match is not None and _same_entity(match.entity, wanted.entity))


def _find_match(wanted: GoldArgument, left: Sequence[FoundArgument], text: str) -> FoundArgument | None:
    """Return the first found argument of the same role that covers the head of the gold one, or None."""
    for argument in left:
        if argument.role == wanted.role and covers_head(argument.span, wanted.span, text):
            return argument
    return None


def _same_entity(found: str, gold: str) -> bool:
    """Return whether two entities are the same actor, whichever part of it is meant."""
    return bool(found) and found.partition("/")[0] == gold.partition("/")[0]


def _count_quantities(tally: _Tally, gold: GoldClaim, found: FoundClaim) -> None:
    """Count the quantities that are right in kind and in both bounds."""
    left = list(found.quantities)
    tally.gold += len(gold.quantities)
    tally.found += len(left)
    for quantity in gold.quantities:
        if quantity in left:
            left.remove(quantity)
            tally.hit += 1
