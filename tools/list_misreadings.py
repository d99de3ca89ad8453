"""Write the list of triggers that are not read as their own examples say: tests/known_misreadings.txt.

A line may leave the list at any time. A new one is only taken with --allow-more, which is for those who add triggers
or accept a loss, and can say why.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[1]
FILE = HOUSE / "tests" / "known_misreadings.txt"
sys.path.insert(0, str(HOUSE / "tests"))

from misreadings import REASONS, Fault, find_fault, name_of, read_known  # noqa: E402 - beside the tests
from selon.codebook.codebook import Codebook  # noqa: E402
from selon.codebook.marked import read_marked  # noqa: E402
from selon.documents.document import Document  # noqa: E402
from selon.pipeline import Reader  # noqa: E402

HEAD = """\
# Triggers whose own example is misread today, one a line, in order: type:lemma.sense, a tab, the reason:
{reasons}
# Written by tools/list_misreadings.py. The list only shrinks: delete a line as soon as its example is read well.
"""


def main() -> int:
    """Write the list; return 1, and write nothing, where it would grow and --allow-more is not given."""
    known = read_known(FILE) if FILE.is_file() else {}
    faults = find_faults()
    if "--verbose" in sys.argv:
        print("\n".join(f"{name}\t{fault}" for name, fault in sorted(faults.items())))
    new = sorted(name for name in faults if known and name not in known)
    if new and "--allow-more" not in sys.argv:
        print("newly misread:", *(f"  {name}: {faults[name]}" for name in new), sep="\n")
        return 1
    rows = "".join(f"{name}\t{faults[name].reason}\n" for name in sorted(faults))
    reasons = "\n".join(f"#   {name}: {meaning}" for name, meaning in REASONS.items())
    FILE.write_text(HEAD.format(reasons=reasons) + rows, encoding="utf-8")
    print(f"{len(faults)} misread:", dict(Counter(fault.reason for fault in faults.values())))
    return 0


def find_faults() -> dict[str, Fault]:
    """Return what is wrong with the reading of each trigger's example, where something is."""
    triggers = Codebook.load().triggers
    sentences = {name_of(trigger): read_marked(trigger.example) for trigger in triggers}
    documents = [Document(name=name, text=sentence.text, language="fr") for name, sentence in sentences.items()]
    found = {reading.document.name: reading.claims for reading in Reader().read_many(documents)}
    faults = {name: find_fault(sentence, found[name]) for name, sentence in sentences.items()}
    return {name: fault for name, fault in faults.items() if fault is not None}


if __name__ == "__main__":
    sys.exit(main())
