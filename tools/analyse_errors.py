"""Count what goes wrong on gold claims, by phenomenon and cause: python tools/analyse_errors.py [--texts] [SET…].

Every set of gold claims in ../shared is read by rules alone. With --texts each mistake is shown in its sentence;
without, only counts are printed, as a table in Markdown for docs/explanation/errors.md.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

HOUSE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(HOUSE / "tests"))

from quality import TEXTS  # noqa: E402 - beside the tests
from selon.claims.contract import build_row  # noqa: E402
from selon.cli.evaluate import documents_of  # noqa: E402
from selon.codebook.codebook import Codebook  # noqa: E402
from selon.evaluation.gold import read_found, read_gold  # noqa: E402
from selon.evaluation.matching import covers_head, is_near, overlap, pair_up, same_family, same_interval  # noqa: E402
from selon.pipeline import Reader  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Doc

    from selon.evaluation.gold import FoundClaim, GoldArgument, GoldClaim, GoldDocument

SHARED = HOUSE.parent / "shared"
PLACES = frozenset({"place", "origin", "destination"})
_TAGS = {
    "verb": {"VERB", "AUX"},
    "phrase": {"VERB", "AUX", "NOUN"},
    "noun": {"NOUN", "PROPN"},
    "adjective": {"ADJ", "VERB"},
}


@dataclass(slots=True)
class Analysis:
    """The counts of mistakes by phenomenon and cause, and how many answers each phenomenon has."""

    causes: dict[str, Counter[str]] = field(default_factory=dict)
    totals: Counter[str] = field(default_factory=Counter)
    shown: list[str] = field(default_factory=list)

    def ask(self, phenomenon: str) -> None:
        """Count one answer that there is to give."""
        self.totals[phenomenon] += 1

    def tell(self, phenomenon: str, cause: str, where: str = "") -> None:
        """Count one mistake."""
        self.causes.setdefault(phenomenon, Counter())[cause] += 1
        self.shown.append(f"{phenomenon} | {cause} | {where}")


class Analyst:
    """Compares the claims found in one parsed document with the gold."""

    def __init__(self, gold: GoldDocument, doc: Doc, codebook: Codebook, analysis: Analysis) -> None:
        self.gold, self.doc, self.codebook, self.analysis = gold, doc, codebook, analysis
        self.found = [read_found(build_row(claim, doc._.document)) for claim in doc._.claims]

    def compare(self) -> None:
        """Count every mistake of the document."""
        pairs = pair_up(self.gold.claims, self.found, same_family)
        for i, claim in enumerate(self.gold.claims):
            if claim.optional:
                continue
            self.analysis.ask("event missed")
            match = next((j for k, j in pairs if k == i), None)
            if match is None:
                self.analysis.tell("event missed", self._why_missed(claim), self._around(claim.trigger))
            else:
                self._compare_content(claim, self.found[match])
        matched = {j for _, j in pairs}
        for j, claim in enumerate(self.found):
            self.analysis.ask("event made up")
            if j not in matched and not any(overlap(claim.trigger, g.trigger) for g in self.gold.claims if g.optional):
                self.analysis.tell(
                    "event made up", self._why_extra(claim), f"{claim.type} {self._around(claim.trigger)}"
                )

    def _around(self, span: tuple[int, int]) -> str:
        """Return the words around a stretch."""
        return repr(self.gold.text[max(0, span[0] - 50) : span[1] + 50])

    def _why_missed(self, claim: GoldClaim) -> str:
        """Return why an event was not found."""
        if any(overlap(claim.trigger, found.trigger) for found in self.found):
            return "read as an event of another sort"
        tokens = [t for t in self.doc if overlap((t.idx, t.idx + len(t)), claim.trigger)]
        entries = [
            (token, entry) for token in tokens for lemma in self.codebook.lemmas(token.text)
            for entry in self.codebook.by_first.get(lemma, ())
            if same_family(entry.type, claim.type) or any(same_family(to, claim.type) for _, to in entry.becomes)
        ]  # fmt: skip
        if not entries:
            return "word not in the codebook, or not with this meaning"
        if not any(token.pos_ in _TAGS[entry.pos] for token, entry in entries):
            return "part of speech misread"
        if all(" " in entry.lemma for _, entry in entries):
            return "word known only in a phrase that does not stand here"
        if all(entry.needs or entry.blocks or entry.weak for _, entry in entries):
            return "condition of the entry not met (its actor or place not seen)"
        return "event seen, then dropped"

    def _why_extra(self, claim: FoundClaim) -> str:
        """Return what a claim is that the gold has not."""
        if any(overlap(claim.trigger, gold.trigger) for gold in self.gold.claims):
            return "an event of another sort in the gold"
        token = next(t for t in self.doc if t.idx + len(t) > claim.trigger[0])
        near = [
            g
            for g in self.gold.claims
            if same_family(g.type, claim.type) and self._same_sentence(g.trigger, claim.trigger)
        ]
        kind = "a noun" if token.pos_ in {"NOUN", "PROPN"} else "a verb or adjective"
        return f"{kind} that " + (
            "tells again an event coded on another word of the sentence" if near else "the coders took for no event"
        )

    def _same_sentence(self, one: tuple[int, int], other: tuple[int, int]) -> bool:
        """Return whether two stretches begin in one sentence."""
        return any(
            s.start_char <= one[0] < s.end_char and s.start_char <= other[0] < s.end_char for s in self.doc.sents
        )

    def _compare_content(self, gold: GoldClaim, found: FoundClaim) -> None:
        """Count the mistakes in what is said of an event."""
        self._compare_arguments(gold, found)
        self._compare_quantities(gold, found)
        self._compare_chain(gold, found)
        for what, wanted, given in (("polarity", gold.polarity, found.polarity), ("status", gold.status, found.status)):
            self.analysis.ask(what)
            if wanted != given:
                self.analysis.tell(what, f"{wanted} read as {given}", self._around(gold.trigger))
        if gold.days:
            self.analysis.ask("time")
            if not same_interval(gold.days, found.days):
                cause = "other days" if found.days[0] else "no time given"
                self.analysis.tell("time", cause, f"{gold.days} {found.days} {self._around(gold.trigger)}")

    def _compare_arguments(self, gold: GoldClaim, found: FoundClaim) -> None:
        """Count the arguments missed, in another role, or made up; and places and actors resolved wrongly."""
        left = list(found.arguments)
        for wanted in gold.arguments:
            phenomenon = f"argument: {wanted.role}"
            self.analysis.ask(phenomenon)
            covering = [a for a in found.arguments if covers_head(a.span, wanted.span, self.gold.text)]
            match = next((a for a in covering if a.role == wanted.role and a in left), None)
            if match is not None:
                left.remove(match)
            elif covering:
                self.analysis.tell(phenomenon, f"read as {covering[0].role}", self._around(gold.trigger))
            elif self._same_sentence(wanted.span, gold.trigger):
                self.analysis.tell(phenomenon, "not reached, in the sentence of its event", self._around(gold.trigger))
            else:
                self.analysis.tell(phenomenon, "not reached, in another sentence", self._around(gold.trigger))
            self._compare_position(wanted, match.position if match is not None else None, reached=match is not None)
        for extra in left:
            self.analysis.tell(
                f"argument: {extra.role}", "made up, or in another role in the gold", self._around(extra.span)
            )

    def _compare_position(self, wanted: GoldArgument, position: tuple[float, float] | None, *, reached: bool) -> None:
        """Count a place that was not resolved, or resolved to somewhere else."""
        if wanted.role not in PLACES or not wanted.position:
            return
        self.analysis.ask("position of a place")
        if not reached:
            self.analysis.tell("position of a place", "the argument itself was missed", self._around(wanted.span))
        elif position is None:
            self.analysis.tell("position of a place", "left unresolved", self._around(wanted.span))
        elif not is_near(wanted.position, position, wanted.level):
            self.analysis.tell("position of a place", "resolved to another spot", self._around(wanted.span))

    def _compare_quantities(self, gold: GoldClaim, found: FoundClaim) -> None:
        """Count the quantities that are missed or wrong."""
        left = list(found.quantities)
        for wanted in gold.quantities:
            self.analysis.ask("quantity")
            if wanted in left:
                left.remove(wanted)
                continue
            same_bounds = next((q for q in left if q[1:] == wanted[1:]), None)
            same_kind = next((q for q in left if q[0] == wanted[0]), None)
            near = same_bounds or same_kind
            if near is not None:
                left.remove(near)
            cause = "of another kind" if same_bounds else "other bounds" if same_kind else "not found"
            self.analysis.tell("quantity", cause, f"{wanted} {near} {self._around(gold.trigger)}")
        for extra in left:
            self.analysis.tell("quantity", "made up, or of another event", f"{extra} {self._around(gold.trigger)}")

    def _compare_chain(self, gold: GoldClaim, found: FoundClaim) -> None:
        """Count the chains of sources that are missed, wrong or made up."""
        phenomenon = "source" if gold.chain else "no source"
        self.analysis.ask(phenomenon)
        around = self._around(gold.trigger)
        if not gold.chain and found.chain:
            self.analysis.tell(phenomenon, "a source given all the same", around)
        elif gold.chain and not found.chain:
            self.analysis.tell(phenomenon, "no source found", around)
        elif gold.chain and not covers_head(found.chain[-1], gold.chain[-1], self.gold.text):
            self.analysis.tell(phenomenon, "another source", around)
        elif gold.chain and len(found.chain) != len(gold.chain):
            cause = "a link too many" if len(found.chain) > len(gold.chain) else "a link too few"
            self.analysis.tell(phenomenon, cause, around)


def read_docs(reader: Reader, gold: Sequence[GoldDocument], texts: Path) -> Iterator[tuple[GoldDocument, Doc]]:
    """Yield the gold documents with their texts as the pipeline leaves them."""
    for one, document in zip(gold, documents_of(gold, texts), strict=True):
        doc = reader.nlp.make_doc(document.text)
        doc._.document = document
        yield one, reader.nlp(doc)


def print_table(analyses: dict[str, Analysis]) -> None:
    """Print the counts as a table in Markdown: a row a cause, a column a set."""
    names = list(analyses)
    print("| phenomenon | cause | " + " | ".join(names) + " |\n| --- | --- |" + " --- |" * len(names))
    for phenomenon in sorted({name for one in analyses.values() for name in (*one.totals, *one.causes)}):
        totals = [one.totals[phenomenon] for one in analyses.values()]
        print(f"| **{phenomenon}** | of so many | " + " | ".join(map(str, totals)) + " |")
        causes: Counter[str] = sum((one.causes.get(phenomenon, Counter()) for one in analyses.values()), Counter())
        for cause, _ in causes.most_common():
            told = [str(one.causes.get(phenomenon, Counter())[cause]) for one in analyses.values()]
            print(f"| | {cause} | " + " | ".join(told) + " |")


def main() -> int:
    """Read the sets and print what goes wrong."""
    reader, codebook = Reader(), Codebook.load()
    asked = [name for name in sys.argv[1:] if not name.startswith("-")] or list(TEXTS)
    analyses = {name: Analysis() for name in asked}
    for name, analysis in analyses.items():
        texts = SHARED / TEXTS[name]
        for gold, doc in read_docs(reader, read_gold(SHARED / "gold" / name, texts), texts):
            Analyst(gold, doc, codebook, analysis).compare()
        if "--texts" in sys.argv:
            print(*analysis.shown, sep="\n")
    print_table(analyses)
    return 0


if __name__ == "__main__":
    sys.exit(main())
