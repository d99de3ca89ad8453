"""Relays: the further link that "cité par X", "citant X", "le tenant de X" or "joint par X" adds to a chain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selon.claims.attribution.sources import before_date
from selon.claims.claim import SourceKind
from selon.claims.passages import match_phrase

if TYPE_CHECKING:
    from selon.claims.attribution.found import Found, Range, Scope
    from selon.claims.attribution.sources import Phrase

_DATED = 7  # a participle, a day in words, and "par"


def add_relays(scope: Scope, unit: Range, found: list[Found]) -> None:
    """Add to the attributions of one sentence the links that relays name."""
    if not any(one.links and not one.own for one in found):
        return
    at = unit[0]
    while at < unit[1]:
        match = _relay_at(scope, at)
        if match is None:
            at += 1
            continue
        place, after = match
        source = scope.sources.read(after, unit[1])
        owner = _owner(found, at)
        if source is not None and owner is not None and scope.sources.can_speak(source) and not source.pronoun:
            _insert(owner, source, place)
            owner.content = [part for part in _without(owner.content, (at, source.end)) if part[0] < part[1]]
            at = source.end
        else:
            at += 1


def _relay_at(scope: Scope, at: int) -> tuple[str, int] | None:
    """Return the place (inner, outer) of the relay that begins at a token, and the token after it."""
    words = scope.words
    match = match_phrase(words, at, scope.codebook.openers)
    if match is not None and getattr(match[0], "place", "") in {"inner", "outer"}:
        return getattr(match[0], "place", ""), match[1]
    form = words.forms[at]
    by = next((k for k in range(at + 1, min(at + _DATED, len(words))) if words.forms[k] == "par"), at + 1)
    by = by if before_date(words.forms, by) == at else at + 1  # "rapportée | ce 19 février par X"
    following, after = words.forms[by] if by < len(words) else "", by + 1
    for singular in dict.fromkeys((form, form.removesuffix("s"), form.removesuffix("s").removesuffix("e"))):
        for phrase in scope.codebook.openers.get(singular, ()):
            if phrase.place == "outer" and phrase.phrase.partition(" ")[2] == following:
                return phrase.place, after
    return None


def _owner(found: list[Found], at: int) -> Found | None:
    """Return the attribution to which a relay belongs: the one whose source stands nearest before it."""
    before = [one for one in found if one.links and not one.own and one.inner.start <= at]
    if not before:  # "dans un communiqué cité par X, l'armée affirme …"
        return min((one for one in found if one.links and not one.own), key=lambda one: one.cue, default=None)
    near = [one for one in before if at - one.inner.end <= 2 or not one.covers(at) or one.shape in {"que", "clause"}]  # noqa: PLR2004
    return max(near, key=lambda one: one.inner.end if one.inner.end <= at + 1 else -1, default=None)


def _insert(owner: Found, source: Phrase, place: str) -> None:
    """Add a link to a chain: outside or inside the link that is there."""
    if any(link.head == source.head for link in owner.links):
        return
    inner = owner.inner
    if inner.start < source.start < inner.end:
        cut = type(inner)(
            inner.start,
            max(inner.head + 1, _cut_before(inner, source)),
            inner.head,
            inner.kind,
            inner.entity,
            inner.pronoun,
        )
        owner.links[-1] = cut
    if place == "outer":
        owner.links.insert(0, source)
        if source.kind is SourceKind.UNSPECIFIED:
            owner.links[0] = type(source)(source.start, source.end, source.head, SourceKind.OUTLET, source.entity)
    else:
        owner.links.append(source)


def _cut_before(inner: Phrase, source: Phrase) -> int:
    """Return where a source phrase ends that had swallowed its relay."""
    return max(inner.start + 1, source.start - 2)


def _without(parts: list[Range], hole: Range) -> list[Range]:
    """Return the ranges without a hole."""
    cut: list[Range] = []
    for start, end in parts:
        if hole[1] <= start or hole[0] >= end:
            cut.append((start, end))
        else:
            cut += [(start, hole[0]), (hole[1], end)]
    return cut
