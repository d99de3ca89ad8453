"""The pipeline: every need is met, every component comes from its entry point, documents come back in order."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

import pytest

from selon.documents.document import Document
from selon.pipeline import STAGES

if TYPE_CHECKING:
    from spacy.language import Language

    from selon.pipeline import Reader

TEXT = "Selon l'armée, dix soldats ont été tués mardi à Gao. Les rebelles démentent avoir attaqué la base."


def test_no_component_lacks_what_it_needs(reader: Reader) -> None:
    told = reader.nlp.analyze_pipes()
    assert [name for name in reader.nlp.pipe_names if name.startswith("selon_")] == list(STAGES)
    assert {name: needs for name, needs in told["problems"].items() if needs} == {}


def test_every_stage_after_the_first_declares_its_needs_and_all_what_they_give(reader: Reader) -> None:
    told = reader.nlp.analyze_pipes()["summary"]
    assert [stage for stage in STAGES if not told[stage]["assigns"]] == []
    assert [stage for stage in STAGES if not told[stage]["requires"]] == ["selon_sentences", "selon_dates"]


def test_a_component_too_early_is_told() -> None:
    import spacy

    nlp = spacy.blank("fr")
    nlp.add_pipe("selon_claims")
    nlp.add_pipe("selon_quantities")
    nlp.add_pipe("selon_dates")
    assert nlp.analyze_pipes()["problems"] == {
        "selon_claims": ["doc._.events", "doc._.attributions", "doc._.factualities"],
        "selon_quantities": ["doc._.times"],
        "selon_dates": [],
    }


def test_entry_points_are_the_stages() -> None:
    declared = entry_points(group="spacy_factories")
    assert {point.name for point in declared if point.name.startswith("selon_")} == set(STAGES)


@pytest.mark.parametrize("stage", STAGES)
def test_a_component_comes_from_its_entry_point(stage: str, nlp_mended: Language) -> None:
    (point,) = entry_points(group="spacy_factories", name=stage)
    component = point.load()(nlp_mended, stage)
    assert callable(component)


def test_a_pipeline_that_never_heard_of_selon_takes_every_component() -> None:
    program = f"import spacy; nlp = spacy.blank('fr'); [nlp.add_pipe(s) for s in {STAGES}]; print(*nlp.pipe_names)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == list(STAGES)


def test_any_pipeline_with_the_components_reads_a_bare_text(reader: Reader) -> None:
    doc = reader.nlp(TEXT)
    assert {claim.trigger.quote(TEXT) for claim in doc._.claims} >= {"tués", "attaqué"}


def test_documents_come_back_in_order_whatever_lies_between(reader: Reader) -> None:
    given = [
        Document(name="a.txt", text=TEXT, language="fr"),
        Document(name="b.txt", text="", language="fr"),
        Document(name="c.txt", text="Ten soldiers were killed.", language="en"),
        Document(name="d.txt", text=TEXT, language="fr"),
    ]
    readings = list(reader.read_many(given))
    assert [reading.document.name for reading in readings] == ["a.txt", "b.txt", "c.txt", "d.txt"]
    assert [str(reading.status) for reading in readings] == ["read", "empty", "unreadable language", "read"]
    assert [reading.claims == () for reading in readings] == [False, True, True, False]
    assert readings[2].note == "it is in en; only fr can be read"


def test_a_span_of_a_claim_quotes_its_document(reader: Reader) -> None:
    reading = reader.read(Document(name="a.txt", text=f"\n\n{TEXT}\n", language="fr"))
    for claim in reading.claims:
        for argument in claim.arguments:
            assert argument.span.quote(reading.document.text).strip()
    assert reading.claims[0].trigger.quote(reading.document.text) == "tués"
