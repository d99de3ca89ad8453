"""What is wrong with the reading of an example, in a few classes, and the list of those known today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from selon.claims.claim import Role

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from selon.claims.claim import Claim
    from selon.codebook.marked import MarkedSentence
    from selon.codebook.triggers import Trigger

REASONS = {
    "not-found": "no event at the trigger",
    "other-type": "an event there, but of another type",
    "role-missing": "a marked argument is no argument of the event",
    "other-role": "a marked argument has another role",
}
ROLES = frozenset(map(str, Role))


@dataclass(frozen=True, slots=True)
class Fault:
    """One misreading: its class, and what was read in place of what."""

    reason: str
    detail: str

    def __str__(self) -> str:
        """Return the fault as one line."""
        return f"{self.reason} ({self.detail})"


def name_of(trigger: Trigger) -> str:
    """Return the id of an entry: its type, lemma and sense."""
    return f"{trigger.type}:{trigger.lemma}.{trigger.sense}"


def read_known(file: Path) -> Mapping[str, str]:
    """Return the known misreadings of a file: by the id of the entry, the reason."""
    lines = [
        line for line in file.read_text(encoding="utf-8").splitlines() if line.strip() and not line.startswith("#")
    ]
    return {name.strip(): reason.strip() for name, _, reason in (line.partition("\t") for line in lines)}


def find_fault(sentence: MarkedSentence, claims: Sequence[Claim]) -> Fault | None:
    """Return the first thing that is wrong: event, type, then each marked argument; None where all is as marked."""
    (mark,) = sentence.labelled("trigger")
    here = [claim for claim in claims if claim.trigger.overlaps(mark.span)]
    if not here:
        return Fault("not-found", f"{mark.words!r}; found {[c.type for c in claims]}")
    same = next((claim for claim in here if claim.type == mark.value), None)
    if same is None:
        return Fault("other-type", f"{mark.value} read as {[claim.type for claim in here]}")
    return _find_wrong_role(sentence, same)


def _find_wrong_role(sentence: MarkedSentence, claim: Claim) -> Fault | None:
    """Return the first marked argument that the claim has not, or has in another role."""
    for answer in sentence.answers:
        if answer.label not in ROLES:
            continue
        roles = [str(argument.role) for argument in claim.arguments if argument.span.overlaps(answer.span)]
        if not roles:
            return Fault("role-missing", f"{answer.label} {answer.words!r}")
        if answer.label not in roles:
            return Fault("other-role", f"{answer.label} {answer.words!r} read as {roles}")
    return None
