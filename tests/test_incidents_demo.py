"""The demonstration corpus: every incident of its truth is found, with its documents, tolls, denials and origins."""

from __future__ import annotations

from collections import Counter

import pytest

from selon.demo.corpus import read_demo_documents, read_demo_outlets, read_demo_truth
from selon.incidents.finding import find_incidents
from selon.origins.book import OriginBook

TRUTH = {told["id"]: told for told in read_demo_truth()["incidents"]}
ASPECTS = ("documents", "killed", "wounded", "denials", "independent", "unknown")


@pytest.fixture(scope="session")
def demo_incidents(reader):
    """Return the incidents of the corpus, as read."""
    readings = [(reading.document, reading.claims) for reading in reader.read_many(read_demo_documents())]
    return find_incidents(readings, book=OriginBook.load(read_demo_outlets()))


def best_for(told, incidents):
    """Return the incident that stands for a true one: of its wide kind, by the documents that both have."""
    wanted = set(told["documents"])
    near = [i for i in incidents if not i.standing and _near(told, i)]
    return max(
        near,
        key=lambda i: (
            len(wanted & set(i.documents)) - len(set(i.documents) - wanted) / 2,
            i.type == told["type"],
            len(i.claims),
            i.id,
        ),
        default=None,
    )


def _near(told, incident) -> bool:
    """Return whether an incident lies on the days of a true one and, where both have a point, near its place."""
    if incident.start is None or str(incident.end) < told["start"] or str(incident.start) > told["end"]:
        return False
    spot = incident.place
    return spot is None or spot.lat is None or abs(spot.lat - told["place"]["lat"]) < 1.5


def said(told, aspect):
    """Return what the truth says of one aspect."""
    if aspect == "documents":
        return set(told["documents"])
    if aspect == "denials":
        return Counter(denial["document"] for denial in told["denials"])
    if aspect in {"killed", "wounded"}:
        return (told[aspect]["low"], told[aspect]["high"]) if told[aspect] else None
    return told[aspect]


def found(incident, aspect):
    """Return what the incident says of one aspect."""
    if aspect == "documents":
        return set(incident.documents)
    if aspect == "denials":
        return Counter(denial.document for denial in incident.denials)
    if aspect in {"killed", "wounded"}:
        figure = getattr(incident, aspect)
        return (figure.low, figure.high) if figure else None
    return incident.independent if aspect == "independent" else incident.unknown_origins


@pytest.mark.parametrize("aspect", ASPECTS)
@pytest.mark.parametrize("name", TRUTH)
def test_the_truth_of_the_demonstration_is_found(demo_incidents, name, aspect) -> None:
    incident = best_for(TRUTH[name], demo_incidents)
    assert incident is not None
    assert found(incident, aspect) == said(TRUTH[name], aspect)


def test_traps_stay_apart(demo_incidents) -> None:
    for trap in read_demo_truth()["traps"]:
        if "apart" in trap:
            one, other = (best_for(TRUTH[name], demo_incidents) for name in trap["apart"])
            assert one.id != other.id, trap
        else:
            assert not any(
                i.killed and i.killed.high == trap["killed"] and len(i.documents) > 1 for i in demo_incidents
            ), trap
