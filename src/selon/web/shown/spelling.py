"""Capitals: labels are compared in small letters, and shown as the texts write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def spell(label: str, examples: Iterable[str]) -> str:
    """Return a label as its examples write it, as it is where none of them holds it.

    >>> spell("chefs de daech", ["Washington aurait emmené des chefs de Daech."])
    'chefs de Daech'
    """
    for sentence in examples:
        at = sentence.casefold().find(label)
        written = sentence[at : at + len(label)] if at >= 0 else ""
        if written.casefold() == label:
            return written[0].lower() + written[1:] if at == 0 and not written.isupper() else written
    return label
