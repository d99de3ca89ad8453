"""The walk outward from a trigger: what was seen on the way, and the verdict that it adds up to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from selon.claims.claim import Factuality, Polarity, Status

if TYPE_CHECKING:
    from selon.claims.words import Words
    from selon.codebook.speech import SpeechCodebook

STATUSES = {"hearsay": Status.HEARSAY, "possible": Status.POSSIBLE, "intended": Status.INTENDED}
FLIPS = frozenset({"negated", "failed", "denied", "refused", "prevented", "cancels", "ends"})
REACHES = ("full", "status", "mood", "none")


@dataclass(slots=True)
class Walk:
    """One walk: the words, the codebook, and what has been seen so far.

    An odd number of negations negates. `statuses` stand from the inside out; `weak` speaks where none does. `reach`
    says what may still reach the trigger: full, status (no more negation), mood (only a conditional), none.
    """

    words: Words
    codebook: SpeechCodebook
    negated: bool = False
    weak: Status = Status.OCCURRED
    statuses: list[Status] = field(default_factory=list)
    why: list[str] = field(default_factory=list)
    reach: str = "full"

    def flip(self, why: str) -> None:
        """Turn the polarity round."""
        self.negated = not self.negated
        self.why.append(why)

    def tell(self, status: Status, why: str) -> None:
        """Note a status."""
        self.statuses.append(status)
        self.why.append(why)

    def apply(self, effect: str, word: str) -> None:
        """Let one effect of the codebook speak."""
        if effect in STATUSES:
            self.tell(STATUSES[effect], f"{word}: {effect}")
        elif effect in FLIPS:
            self.flip(f"{word}: {effect}")

    def unsay(self) -> None:
        """Take back the status noted last."""
        self.statuses.pop()
        self.why.pop()

    def narrow(self, reach: str) -> None:
        """Let no more reach the trigger than a step lets through."""
        self.reach = max(self.reach, reach, key=REACHES.index)

    def effect_of(self, verb: int) -> str:
        """Return the effect of a verb of the codebook, "" for any other."""
        entry = self.codebook.hedges.get(("verb", self.words.verb_lemma(verb)))
        return entry.effect if entry is not None else ""

    def factuality(self) -> Factuality:
        """Return the verdict: the innermost status, but what is intended or possible stays so under a hedge."""
        firm = next((s for s in self.statuses if s is not Status.HEARSAY), None)
        status = firm or (Status.HEARSAY if self.statuses else self.weak)
        polarity = Polarity.NEGATED if self.negated else Polarity.AFFIRMED
        return Factuality(polarity=polarity, status=status, why=tuple(self.why))
