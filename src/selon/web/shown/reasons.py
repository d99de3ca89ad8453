"""Why a claim was read so, in words for readers: the rules and codebook entries behind a reading, each with its key."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from selon.codebook.entries import codebook_files, read_entries
from selon.codebook.triggers import Trigger

if TYPE_CHECKING:
    from collections.abc import Mapping

_TRIGGER = re.compile(r"trigger (?P<lemma>.+)/(?P<pos>\w+)\.(?P<sense>\d+)")
_OF_CLAIM = {
    "becomes": re.compile(r"becomes (?P<type>\w+)"),
    "time_carried": re.compile(r"time of the sentence before"),
    "agent_carried": re.compile(r"agent of (?P<word>.+)"),
    "toll": re.compile(r"toll told by (?P<word>.+)"),
    "resumes": re.compile(r"resumes (?P<word>.+)"),
    "carried": re.compile(r"carried by (?P<word>.+)"),
}
_HEDGE = re.compile(r"(?P<word>.+?): (?P<effect>.+)")
_SLOT = re.compile(r"(?P<slot>[^(,]+?)(?: \((?P<how>[^)]*)\))?(?P<more>,.*)?")
_LEARNT = re.compile(r"learn(?:t|ed)\b")
_SOURCE = re.compile(r"(?P<word>.+?)(?:, (?P<how>[a-z ]+)| \+ (?P<frame>.+))?")
_SLOTS = {
    "subject": "subject", "object": "object", "dative": "dative", "by": "by", "possessor": "possessor",
    "adjective": "adjective", "place of the sentence": "place_of_sentence", "reached": "reached",
}  # fmt: skip
_EFFECTS = {
    "intended": "intended", "possible": "possible", "hearsay": "hearsay", "negated": "negated", "negation": "negated",
    "denied": "denied", "refused": "refused", "failed": "failed", "ends": "ends", "prevented": "prevented",
    "cancels": "cancels", "conditional of the press": "press_conditional", "attempt that failed": "failed",
    "conditional of consequence": "consequence", "hypothesis": "hypothesis", "future": "future",
}  # fmt: skip
_FRAMES = {
    "inserted": "inserted", "passive": "passive", "compared": "compared", "que": "que", "infinitive": "infinitive",
    "preposition": "preposition", "object": "object", "quote": "quote", "relative": "relative",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: the key of its words, what is filled in, the codebook's own example, and the rule as it was kept."""

    key: str
    rule: str
    values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    example: str = ""


def find_reasons(row: Mapping[str, Any]) -> tuple[Reason, ...]:
    """Return why a claim was read so: what named the event, what was carried over, what made it sure or unsure."""
    of_claim = [_of_claim(rule) for rule in row.get("why") or ()]
    return (*of_claim, *(_of_hedge(rule) for rule in row.get("factuality_why") or ()))


def _of_claim(rule: str) -> Reason:
    """Return a reason for the claim as such.

    >>> _of_claim("resumes offensive").key
    'resumes'
    """
    if found := _TRIGGER.fullmatch(rule):
        entry = _triggers().get((found["lemma"], found["pos"], int(found["sense"])))
        values = {"lemma": found["lemma"], "pos": found["pos"]}
        return Reason("trigger", rule, values, plain_example(entry.example) if entry else "")
    for key, pattern in _OF_CLAIM.items():
        if found := pattern.fullmatch(rule):
            return Reason(key, rule, found.groupdict())
    return _of_hedge(rule)


def _of_hedge(rule: str) -> Reason:
    """Return a reason for how surely the claim is told.

    >>> reason = _of_hedge("auraient: conditional of the press")
    >>> reason.key, reason.values["word"]
    ('effect.press_conditional', 'auraient')
    """
    found = _HEDGE.fullmatch(rule)
    if found and found["effect"] in _EFFECTS:
        return Reason(f"effect.{_EFFECTS[found['effect']]}", rule, {"word": found["word"]})
    if carried := _OF_CLAIM["carried"].fullmatch(rule):
        return Reason("carried", rule, carried.groupdict())
    return Reason("other", rule, {"rule": rule})


def argument_reason(rule: str) -> Reason:
    """Return why an argument has its role.

    >>> argument_reason("contre (nmod)").values["word"]
    'contre'
    """
    if not rule:
        return Reason("none", "")
    if _LEARNT.match(rule):
        return Reason("slot.learnt", rule)
    found = _SLOT.fullmatch(rule)
    slot = found["slot"].strip() if found else rule
    if slot in _SLOTS:
        return Reason(f"slot.{_SLOTS[slot]}", rule)
    return Reason("slot.preposition", rule, {"word": slot})


def source_reason(rule: str) -> Reason:
    """Return why someone is taken as a source.

    >>> source_reason("déclarer + que").key, source_reason("selon").key
    ('source.que', 'source.word')
    """
    found = _SOURCE.fullmatch(rule)
    if not rule or not found:
        return Reason("none", rule)
    frame = _FRAMES.get(found["how"] or found["frame"] or "", "word")
    return Reason(f"source.{frame}", rule, {"word": found["word"]})


def plain_example(marked: str) -> str:
    """Return a marked sentence of the codebook without its marks.

    >>> plain_example("Une [frappe](trigger=air_strike) a visé [Saada](place). || status=occurred")
    'Une frappe a visé Saada.'
    """
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", marked.split("||", maxsplit=1)[0]).strip()


@cache
def _triggers() -> Mapping[tuple[str, str, int], Trigger]:
    """Return the triggers of the codebook by lemma, part of speech and sense."""
    files = [file for file in (codebook_files() / "fr" / "triggers").iterdir() if file.name.endswith(".toml")]
    entries = [entry for file in files for entry in read_entries(file, Trigger, lambda e: (e.lemma, e.sense))]
    return {(entry.lemma, entry.pos, entry.sense): entry for entry in entries}
