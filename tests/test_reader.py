"""The whole reader by marked sentences: each is read as a document of its own, and every mark in it must be found.

A mark `trigger=type` demands a claim of that type there. An argument, a quantity, a time or a source belongs to the
nearest trigger. Facts about the whole: `status`, `polarity`, `published`, `none=true` (no claim at all), `claims` (how
many), `sources` (how many links of attribution). What is misread today stands in `known_misreadings_reader.txt` with
its reason. The list only shrinks: a sentence on it that is read well fails here, until its line is deleted.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from hashlib import blake2b
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from marked_files import marked_lines
from misreadings import REASONS, ROLES, Fault, read_known
from selon.codebook.marked import read_marked
from selon.documents.document import Document

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from selon.claims.claim import Argument, Claim
    from selon.codebook.marked import Answer, MarkedSentence
    from selon.pipeline import Reader

PHENOMENA = (
    "triggers", "arguments", "polarity", "quantities_in_claims", "times_in_claims", "who", "where", "tolls", "modes",
    "hung", "furniture_none",
)  # fmt: skip
FILE = Path(__file__).parent / "known_misreadings_reader.txt"
KNOWN = read_known(FILE)
CLASSES = {
    *REASONS, "spurious", "other-number", "other-entity", "quantity", "time", "source", "status", "polarity",
}  # fmt: skip


def name_of(phenomenon: str, line: str) -> str:
    """Return the id of a sentence: its file and a digest of its line."""
    return f"{phenomenon}:{blake2b(line.encode(), digest_size=4).hexdigest()}"


SENTENCES = {name_of(phenomenon, line): line for phenomenon in PHENOMENA for line in marked_lines(phenomenon)}


def nearest_trigger(sentence: MarkedSentence, answer: Answer) -> Answer:
    """Return the marked trigger that a mark belongs to."""

    def gap(trigger: Answer) -> int:
        return max(trigger.span.start - answer.span.end, answer.span.start - trigger.span.end)

    return min(sentence.labelled("trigger"), key=gap)


def claim_at(trigger: Answer, claims: Sequence[Claim]) -> Claim | Fault:
    """Return the claim of the marked type at the trigger, or what is there in its place."""
    here = [claim for claim in claims if claim.trigger.overlaps(trigger.span)]
    if not here:
        return Fault("not-found", f"{trigger.words!r}; found {[c.type for c in claims]}")
    same = [claim for claim in here if claim.type == trigger.value]
    return same[0] if same else Fault("other-type", f"{trigger.words!r} read as {[c.type for c in here]}")


def fault_of_argument(claim: Claim, answer: Answer) -> Fault | None:
    """Return what is wrong with a marked argument."""
    here: list[Argument] = [argument for argument in claim.arguments if argument.span.overlaps(answer.span)]
    same = [argument for argument in here if argument.role == answer.label]
    if not here:
        return Fault("role-missing", f"{answer.label} {answer.words!r}; has {[str(a.role) for a in claim.arguments]}")
    if not same:
        return Fault("other-role", f"{answer.label} {answer.words!r} read as {[str(a.role) for a in here]}")
    if answer.value and all(argument.entity != answer.value for argument in same):
        return Fault("other-entity", f"{answer.words!r} read as {[a.entity for a in same]}")
    return None


def fault_of_quantity(claim: Claim, answer: Answer) -> Fault | None:
    """Return what is wrong with a marked quantity, written kind:low, kind:low-high or kind:low-."""
    kind, _, bounds = answer.value.partition(":")
    low, dash, high = bounds.partition("-")
    wanted = (kind, int(low), int(high) if high else (None if dash else int(low)))
    found = [(q.kind, q.count.low, q.count.high) for q in claim.quantities if q.span.overlaps(answer.span)]
    return None if wanted in found else Fault("quantity", f"{answer.words!r} read as {found}")


def fault_of_time(claim: Claim, answer: Answer) -> Fault | None:
    """Return what is wrong with a marked time, written as a day or first/last."""
    first, _, last = answer.value.partition("/")
    wanted = (date.fromisoformat(first), date.fromisoformat(last or first))
    found = (claim.time.period.start, claim.time.period.end) if claim.time is not None else None
    return None if found == wanted else Fault("time", f"{answer.words!r} read as {found and tuple(map(str, found))}")


def fault_of_source(claim: Claim, answer: Answer) -> Fault | None:
    """Return what is wrong with a marked source."""
    found = [str(link.kind) for link in claim.attribution if link.span.overlaps(answer.span)]
    return None if answer.value in found else Fault("source", f"{answer.words!r} read as {found}")


CHECKS: Mapping[str, Callable[[Claim, Answer], Fault | None]] = {
    **dict.fromkeys(ROLES, fault_of_argument),
    "quantity": fault_of_quantity,
    "time": fault_of_time,
    "source": fault_of_source,
}


def fault_of_whole(sentence: MarkedSentence, claims: Sequence[Claim]) -> Fault | None:
    """Return what is wrong with the number of claims, or None."""
    if sentence.fact("none") == "true" and claims:
        return Fault("spurious", str([(c.type, c.why[0]) for c in claims]))
    wanted = sentence.fact("claims")
    return Fault("other-number", str([c.type for c in claims])) if wanted and int(wanted) != len(claims) else None


def fault_of_telling(sentence: MarkedSentence, claim: Claim) -> Fault | None:
    """Return what is wrong with how the claim is told: polarity, status, number of sources."""
    told = claim.factuality
    for name, found in (("polarity", str(told.polarity)), ("status", str(told.status))):
        if sentence.fact(name, found) != found:
            return Fault(name, f"read as {found}: {told.why}")
    if sentence.fact("timed") == "no" and claim.time is not None and claim.time.period.start is not None:
        return Fault("time", f"read as {claim.time.period}")
    wanted = sentence.fact("sources")
    return Fault("source", str(claim.attribution)) if wanted and int(wanted) != len(claim.attribution) else None


def find_fault(sentence: MarkedSentence, claims: Sequence[Claim]) -> Fault | None:
    """Return the first thing that is read otherwise than marked, None where all is as marked."""
    found: dict[int, Claim] = {}
    for trigger in sentence.labelled("trigger"):
        claim = claim_at(trigger, claims)
        if isinstance(claim, Fault):
            return claim
        found[trigger.span.start] = claim
    for answer in sentence.answers:
        if answer.label == "trigger":
            continue
        fault = CHECKS[answer.label](found[nearest_trigger(sentence, answer).span.start], answer)
        if fault is not None:
            return fault
    faults = (fault_of_telling(sentence, claim) for claim in found.values())
    return next((fault for fault in faults if fault is not None), fault_of_whole(sentence, claims))


def document_of(name: str, sentence: MarkedSentence) -> Document:
    """Return the sentence as a document of its own, published on the day that it tells."""
    published = sentence.fact("published")
    return Document(
        name=name, text=sentence.text, language="fr", published=date.fromisoformat(published) if published else None
    )


@pytest.fixture(scope="session")
def sentence_readings(reader: Reader) -> Mapping[str, tuple[Claim, ...]]:
    """Return the claims of every sentence, all read in one go."""
    documents = [document_of(name, read_marked(line)) for name, line in SENTENCES.items()]
    return {reading.document.name: reading.claims for reading in reader.read_many(documents)}


@pytest.mark.parametrize("name", SENTENCES)
def test_sentence_is_read_as_marked(sentence_readings: Mapping[str, tuple[Claim, ...]], name: str) -> None:
    fault = find_fault(read_marked(SENTENCES[name]), sentence_readings[name])
    if name not in KNOWN:
        assert fault is None, f"{fault}: {SENTENCES[name]}"
    else:
        assert fault is not None, f"{name} is read well now: delete its line in {FILE.name}"
        assert fault.reason == KNOWN[name], f"{name} is misread otherwise now: {fault}"


def test_known_misreadings_are_in_order_and_name_sentences() -> None:
    assert set(KNOWN) <= set(SENTENCES)
    assert [two for one, two in pairwise(KNOWN) if two <= one] == []
    assert set(KNOWN.values()) <= CLASSES


def test_each_phenomenon_has_its_sentences_and_most_are_read_well() -> None:
    count = Counter(name.partition(":")[0] for name in SENTENCES)
    assert sorted(count) == sorted(PHENOMENA)
    assert min(count.values()) >= 20
    assert len(KNOWN) <= 0.2 * len(SENTENCES)
