"""Every trigger by its own example, read whole: the event is found, of its type, with the marked arguments.

What is misread today stands in `known_misreadings.txt` with its reason. The list only shrinks: an entry on it that is
read well fails here, until its line is deleted.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from misreadings import REASONS, find_fault, name_of, read_known
from selon.codebook.codebook import Codebook
from selon.codebook.marked import read_marked
from selon.documents.document import Document

if TYPE_CHECKING:
    from collections.abc import Mapping

    from selon.claims.claim import Claim
    from selon.codebook.triggers import Trigger
    from selon.pipeline import Reader

FILE = Path(__file__).parent / "known_misreadings.txt"
TRIGGERS = Codebook.load().triggers
KNOWN = read_known(FILE)


@pytest.fixture(scope="session")
def readings(reader: Reader) -> Mapping[str, tuple[Claim, ...]]:
    """Return the claims that the reader finds in each example, all read in one go."""
    documents = [
        Document(name=name_of(trigger), text=read_marked(trigger.example).text, language="fr") for trigger in TRIGGERS
    ]
    return {reading.document.name: reading.claims for reading in reader.read_many(documents)}


@pytest.mark.parametrize("trigger", TRIGGERS, ids=name_of)
def test_trigger_is_read_as_its_example_says(readings: Mapping[str, tuple[Claim, ...]], trigger: Trigger) -> None:
    name = name_of(trigger)
    fault = find_fault(read_marked(trigger.example), readings[name])
    if name not in KNOWN:
        assert fault is None, f"{fault}: {trigger.example}"
    else:
        assert fault is not None, f"{name} is read well now: delete its line in {FILE.name}"


def test_known_misreadings_are_in_order_and_name_entries() -> None:
    assert set(KNOWN) <= {name_of(trigger) for trigger in TRIGGERS}
    assert [two for one, two in pairwise(KNOWN) if two <= one] == []
    assert set(KNOWN.values()) <= set(REASONS)


def test_most_triggers_are_read_well() -> None:
    assert len(KNOWN) <= 0.21 * len(TRIGGERS)
