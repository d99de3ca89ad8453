"""Why a claim was read so, in words for readers: the rules and codebook entries behind a reading, never their codes.

A reason is the key of its words; what the words leave open is filled in, and `notes` say what else played a part. The
rules as the reader kept them are in the API.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from selon.codebook.entries import codebook_files, read_entries
from selon.codebook.triggers import Trigger
from selon.web.shown.reason_words import EFFECTS, FEATURES, FRAMES, HOWS, SLOTS, SOURCE_NOTES, TAILS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Note = tuple[str, "Mapping[str, str]"]

_TRIGGER = re.compile(r"trigger (?P<lemma>.+)/(?P<pos>\w+)\.(?P<sense>\d+)")
_OF_CLAIM = {
    "becomes_as": re.compile(r"becomes (?P<type>\w+) as (?P<word>.+)"),
    "becomes": re.compile(r"becomes (?P<type>\w+)"),
    "time_carried": re.compile(r"time of the sentence before"),
    "agent_carried": re.compile(r"agent of (?P<word>.+)"),
    "toll_beside": re.compile(r"toll told beside another"),
    "toll_of_sentence": re.compile(r"toll of the sentence"),
    "toll": re.compile(r"toll told by (?P<word>.+)"),
    "resumes": re.compile(r"resumes (?P<word>.+)"),
    "carried": re.compile(r"carried by (?P<word>.+)"),
}
_HEDGE = re.compile(r"(?P<word>.+?): (?P<effect>.+)")
_SLOT = re.compile(r"(?P<slot>[^(,]+?)(?: \((?P<how>[^)]*)\))?(?:, (?P<more>.*))?")
_LISTED = re.compile(r"listed with (?P<word>.+)")
_LEARNT = re.compile(r"learn(?:t|ed) (?P<odds>[01]\.\d+)(?:: (?P<features>.*?))?(?P<more>, [a-z].*)?")


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: the key of its words, what is filled in, the codebook's own example, the rule as it was kept."""

    key: str
    rule: str
    values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    example: str = ""
    notes: tuple[Note, ...] = ()


def find_reasons(row: Mapping[str, Any]) -> tuple[Reason, ...]:
    """Return why a claim was read so: what named the event, what was carried over, what made it sure or unsure."""
    of_claim = [_of_claim(rule) for rule in row.get("why") or ()]
    return (*of_claim, *(_of_hedge(rule) for rule in row.get("factuality_why") or ()))


def _of_claim(rule: str) -> Reason:
    """Return a reason for the claim as such.

    >>> _of_claim("becomes bombing as explosion").key
    'becomes_as'
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
    if found := _HEDGE.fullmatch(rule):
        return Reason(f"effect.{EFFECTS.get(found['effect'], 'other')}", rule, {"word": found["word"]})
    if carried := _OF_CLAIM["carried"].fullmatch(rule):
        return Reason("carried", rule, carried.groupdict())
    return Reason("other", rule)


def argument_reason(rule: str) -> Reason:
    """Return why an argument has its role.

    >>> argument_reason("contre (nmod), in or near Gao").notes
    (('note.town', {'word': 'Gao'}),)
    """
    if not rule:
        return Reason("none", "")
    if learnt := _LEARNT.fullmatch(rule):
        values = {"percent": str(round(100 * float(learnt["odds"])))}
        return Reason("slot.learnt", rule, values, notes=(*_features(learnt["features"]), *_tail(learnt["more"])))
    found = _SLOT.fullmatch(rule)
    if found is None:
        return Reason("other", rule)
    slot, notes = found["slot"].strip(), (*_how(found["how"]), *_tail(found["more"]))
    if listed := _LISTED.fullmatch(slot):
        return Reason("slot.listed", rule, listed.groupdict(), notes=notes)
    if slot in SLOTS:
        return Reason(f"slot.{SLOTS[slot]}", rule, notes=notes)
    return Reason("slot.preposition", rule, {"word": slot}, notes=notes)


def _how(how: str | None) -> Iterator[Note]:
    """Yield what else is to be said of the way in which a word hangs on the trigger."""
    for pattern, key in HOWS:
        if how and pattern.search(how):
            yield f"note.{key}", {}
            return


def _tail(more: str | None) -> Iterator[Note]:
    """Yield what was done to a place or a pronoun after it was found."""
    for part in re.split(r", (?=[a-z])", (more or "").strip(", ")):
        for pattern, key in TAILS:
            if found := pattern.fullmatch(part):
                yield f"note.{key}", found.groupdict()


def _features(features: str | None) -> Iterator[Note]:
    """Yield by what a learnt model went, each once."""
    told = (feature.partition("=")[0].strip() for feature in (features or "").split(","))
    for name in dict.fromkeys(FEATURES[name] for name in told if name in FEATURES):
        yield f"feature.{name}", {}


def source_reason(rule: str) -> Reason:
    """Return why someone is taken as a source.

    >>> source_reason("déclarer + que, goes on").notes, source_reason("selon").key
    ((('note.goes_on', {}),), 'source.word')
    """
    if not rule:
        return Reason("none", rule)
    head, *tail = rule.split(", ")
    word, _, frame = head.partition(" + ")
    notes: tuple[Note, ...] = tuple((f"note.{SOURCE_NOTES[part]}", {}) for part in tail if part in SOURCE_NOTES)
    if word in SOURCE_NOTES:
        return Reason(f"note.{SOURCE_NOTES[word]}", rule, notes=notes)
    known = [FRAMES[part] for part in (frame, *tail) if part in FRAMES]
    return Reason(f"source.{known[0] if known else 'word'}", rule, {"word": word}, notes=notes)


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
