"""Clusters of reports of our own: one event told by many, one origin under many reports, denials, recalls, totals."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from selon.documents.document import Document
from selon.incidents.finding import find_incidents
from selon.incidents.incident import GradeWord

if TYPE_CHECKING:
    from selon.incidents.incident import Incident

CLUSTERS = sorted((Path(__file__).parent / "clusters").glob("*.txt"))


def read_reports(file: Path) -> list[Document]:
    """Return the reports of a cluster."""
    found = []
    for part in file.read_text(encoding="utf-8").split("\n=== ")[1:]:
        head, _, text = part.partition("\n")
        name, day, publisher = (cell.strip() for cell in head.split("|"))
        published = date.fromisoformat(day)
        found.append(Document(name=name, text=text.strip(), publisher=publisher, published=published, language="fr"))
    return found


@pytest.fixture(scope="module")
def found(reader) -> dict[str, list[Incident]]:
    """Return the incidents of each cluster, as read, those that last left out."""
    readings = {
        file.stem: [(reading.document, reading.claims) for reading in reader.read_many(read_reports(file))]
        for file in CLUSTERS
    }
    return {name: [i for i in find_incidents(told) if not i.standing] for name, told in readings.items()}


def largest(incidents: list[Incident], *types: str) -> Incident:
    """Return the incident that most reports tell, of one of the types where they are given."""
    return max((i for i in incidents if not types or i.type in types), key=lambda i: (len(i.documents), len(i.claims)))


def names(incident: Incident) -> set[str]:
    """Return the documents of an incident without their endings."""
    return {name.removesuffix(".txt") for name in incident.documents}


def sources(incident: Incident) -> set[str]:
    """Return the known origins of an incident."""
    return {origin.key for origin in incident.origins if origin.known}


def words(incident: Incident) -> set[GradeWord]:
    """Return the words of the grade."""
    return {grade.word for grade in incident.grades}


def test_four_outlets_on_one_bodys_word(found) -> None:
    (raid,) = found["raid"]
    assert names(raid) == {"r1", "r2", "r3", "r4"}
    assert (raid.unknown_origins, "osdh" in sources(raid)) == (0, True)
    assert (raid.killed.low, raid.killed.high) == (12, 15)


def test_a_dispatch_reprinted_with_credit_and_without_is_one_origin(found) -> None:
    ambush = largest(found["relay"], "clash")
    assert names(ambush) == {"a1", "a2", "a3", "a4"}
    assert sources(ambush) == {"niger"}
    assert GradeWord.CIRCULATED in words(ambush)


def test_contrary_tolls_stand_side_by_side_with_the_denial_of_the_accused(found) -> None:
    strike = largest(found["contrary"], "air_strike")
    assert names(strike) == {"c1", "c2", "c3"}
    assert {denial.document for denial in strike.denials} == {"c2.txt", "c3.txt"}
    assert {origin.killed.low for origin in strike.origins if origin.killed} == {29, 51}
    assert {"icrc", "yemen"} <= sources(strike)
    assert {GradeWord.DENIED, GradeWord.CONTESTED} <= words(strike)


def test_one_hospital_in_two_years_is_two_events_and_a_recall_is_no_origin(found) -> None:
    earlier, later = sorted(found["years"], key=lambda incident: incident.start)[:2]
    assert (earlier.start.year, later.start.year) == (2016, 2018)
    assert names(later) == {"y2", "y3"}
    assert earlier.independent == 1


def test_two_towns_on_one_day_are_two_events(found) -> None:
    by_toll = {incident.killed.high: incident for incident in found["two"] if incident.killed}
    assert by_toll.keys() == {5, 20}
    assert names(by_toll[20]) == {"t1", "t2", "t3"}
    assert {denial.source for denial in by_toll[20].denials} == {"russia"}
    assert (by_toll[5].disputed, names(by_toll[5])) == (False, {"t1", "t3"})


def test_the_toll_of_the_provinces_is_not_that_of_the_market(found) -> None:
    market = next(incident for incident in found["total"] if {"p1", "p2"} <= names(incident))
    assert (market.killed.low, market.killed.high) == (60, 61)
    assert "osdh" in sources(market)


def test_a_capture_is_claimed_and_denied(found) -> None:
    capture = largest(found["capture"], "capture")
    assert names(capture) == {"k1", "k2", "k3"}
    assert sources(capture) == {"m23", "drc"}
    assert {denial.source for denial in capture.denials} == {"drc"}
    assert words(capture) == {GradeWord.CIRCULATED, GradeWord.DENIED}


def test_who_claims_it_stands_beside_the_army_and_the_nameless_are_counted_apart(found) -> None:
    attack = next(incident for incident in found["attack"] if "g1" in names(incident))
    assert names(attack) == {"g1", "g2", "g3", "g4"}
    assert sources(attack) == {"niger", "daech"}
    assert attack.unknown_origins == 2
    assert {"g4"} in [names(incident) for incident in found["attack"]]
