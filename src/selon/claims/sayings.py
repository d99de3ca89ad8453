"""Sayings: what belongs to the telling of an event ("a accusé mardi", ", selon X à Y") and not to the event itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

_BLANKS = 3
_CLAUSE_ENDS = re.compile(r"[\s»”\"]*(?:[.,;:!?…)–—]|$)")

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from selon.claims.claim import Argument
    from selon.claims.events import Event
    from selon.claims.scene import Scene
    from selon.mentions.mention import TimeMention
    from selon.values import TextSpan


def without_asides(scene: Scene, event: Event, arguments: Sequence[Argument]) -> list[Argument]:
    """Return the arguments without those that lie in a saying set beside the event: "…, a dit à la BBC un habitant".

    Whom a pronoun stands for may be named there.
    """
    beside = _apart_from(scene.mentions.asides, event)
    return [a for a in arguments if "pronoun" in a.why or not any(stretch.covers(a.span) for stretch in beside)]


def without_sayings(
    scene: Scene, event: Event, times: Sequence[tuple[TimeMention, Token]]
) -> list[tuple[TimeMention, Token]]:
    """Return the times without those of the statement: "a accusé mardi X d'avoir …", "selon l'annonce faite ce lundi".

    A time right behind the source with which a clause ends dates the statement too: "…, selon le ministère mardi."
    """
    beside = _apart_from(scene.mentions.sayings, event)
    return [
        (time, token)
        for time, token in times
        if not any(stretch.covers(time.span) or _closes(scene, stretch, time) for stretch in beside)
    ]


def _closes(scene: Scene, saying: TextSpan, time: TimeMention) -> bool:
    """Return whether a time stands right behind a saying and ends the clause."""
    if not saying.end <= time.span.start <= saying.end + _BLANKS:
        return False
    behind = scene.text[saying.end : time.span.start].strip(" \xa0")
    return not behind and _CLAUSE_ENDS.match(scene.text, time.span.end) is not None


def _apart_from(stretches: Sequence[TextSpan], event: Event) -> list[TextSpan]:
    """Return the stretches that do not hold the event itself."""
    return [stretch for stretch in stretches if not stretch.overlaps(event.span)]
