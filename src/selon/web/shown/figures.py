"""Figures in words: ranges of tolls, and how many origins stand under something."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from selon.web.shown.days import Say


def say_range(bounds: Mapping[str, Any] | None, t: Say) -> str:
    """Return a range as it is read, "" where there is none: "5–19", "at least 3", "at most 9"."""
    if not bounds:
        return ""
    low, high = bounds["low"], bounds["high"]
    if low is None and high is None:
        return ""
    if high is None:
        return t("figures.at_least", number=t("figures.number", low))
    if low is None:
        return t("figures.at_most", number=t("figures.number", high))
    if low == high:
        return t("figures.number", high)
    return t("figures.between", low=t("figures.number", low), high=t("figures.number", high))


def say_toll(kind: str, bounds: Mapping[str, Any] | None, t: Say) -> str:
    """Return a toll with its unit, "" where none is told: "5–19 killed"."""
    words = say_range(bounds, t)
    if not bounds or not words:
        return ""
    most = bounds["low"] if bounds["high"] is None else bounds["high"]
    return t("figures.toll", range=words, unit=t(f"terms.unit.{kind}", most))


def say_origins(independent: int, unknown: int, t: Say) -> str:
    """Return how many origins there are: those known to be independent, and apart from them the unknown ones."""
    known = t("figures.independent", independent) if independent else ""
    others = t("figures.unknown", unknown) if unknown else ""
    return t("figures.and_also", one=known, other=others) if known and others else known or others


def say_reports(row: Mapping[str, Any], t: Say) -> str:
    """Return the sentence of an incident: reports, outlets, independent origins and who denies, unknown ones."""
    parts = [t("figures.reports", row["documents"]), t("figures.outlets", row["outlets"])]
    denying = sum(origin["known"] and origin["denies"] for origin in row.get("origins", ()))
    denied = t("figures.denying", denying) if denying else ""
    parts.append(t("figures.independent_long", row["independent"]) + denied)
    if row["unknown_origins"]:
        parts.append(t("figures.unknown_long", row["unknown_origins"]))
    return ", ".join(parts) + "."
