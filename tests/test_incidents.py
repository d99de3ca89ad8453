"""Incidents: what is joined, what stays apart, what is counted, who denies; whatever the order and whoever judges."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selon.claims.claim import (
    Argument,
    Claim,
    EventTime,
    Factuality,
    Polarity,
    Quantity,
    Role,
    Source,
    SourceKind,
)
from selon.documents.document import Document
from selon.incidents.export import build_incident_row
from selon.incidents.facts import ClaimFacts, Spot
from selon.incidents.finding import Judgements, find_incidents
from selon.incidents.incident import GradeWord
from selon.incidents.linkage import Linkage
from selon.incidents.synthetic import invent_documents
from selon.incidents.tellings import find_tellings
from selon.mentions.mention import Place
from selon.values import Count, Period, Position, Precision, TextSpan

TIMBA = Place(id="1", name="Timba", position=Position(13.0, -3.0), country="ML")
ORO = Place(id="2", name="Oro", position=Position(14.1, -3.2), country="ML")
PROVINCE = Place(id="3", name="Sourou", position=Position(13.2, -3.1, Precision.PROVINCE), country="ML")
MALI = Place(id="4", name="Mali", position=Position(17.0, -4.0, Precision.COUNTRY), country="ML")
DAY = date(2021, 3, 4)


def report(name: str, *parts: dict[str, Any], publisher: str = "Le Relais", published: date = date(2021, 3, 5)):
    """Return a document and its claims; each part gives what differs from a raid on Timba told in its own voice."""
    words = "un titre\n" + " ".join(f"phrase {n} raid tir mort source{n} ici." for n in range(len(parts)))
    document = Document(name=name, text=words, publisher=publisher, published=published, language="fr")
    return document, tuple(claim(document, n, **part) for n, part in enumerate(parts))


def claim(document: Document, at: int, **part: object) -> Claim:
    """Return one claim of a document."""
    base = 9 + at * 40
    span = TextSpan(base, base + 6)
    day = part.get("day", DAY)
    place = part.get("place", TIMBA)
    arguments = [Argument(role=Role.PLACE, span=span, place=place)] if place else []
    arguments += [Argument(role=Role.AGENT, span=span, entity=part["agent"])] if part.get("agent") else []
    arguments += [Argument(role=Role.TARGET, span=span, entity=part["target"])] if part.get("target") else []
    killed = part.get("killed")
    source = part.get("source")
    end = part.get("end", day)
    return Claim(
        document=document.id,
        type=part.get("type", "air_strike"),
        trigger=TextSpan(base, base + 6),
        arguments=tuple(arguments),
        time=EventTime(span=span, period=Period(day, end)) if day else None,
        quantities=(Quantity(kind="killed", count=Count(*killed), span=span),) if killed else (),
        attribution=(Source(span=span, kind=SourceKind.OFFICIAL, entity=source),) if source else (),
        factuality=Factuality(polarity=Polarity.NEGATED if part.get("negated") else Polarity.AFFIRMED),
    )


def groups(incidents) -> set[tuple[str, ...]]:
    """Return the documents of each incident."""
    return {incident.documents for incident in incidents}


def test_two_reports_of_one_raid_are_one_incident() -> None:
    found = find_incidents([report("a", {}), report("b", {"killed": (4, 4)}, publisher="Écho")])
    assert groups(found) == {("a", "b")}


def test_two_towns_on_one_day_stay_two() -> None:
    assert groups(find_incidents([report("a", {}), report("b", {"place": ORO})])) == {("a",), ("b",)}


def test_the_same_village_another_year_is_another_incident() -> None:
    other = report("b", {"day": date(2023, 3, 4)}, published=date(2023, 3, 5))
    assert groups(find_incidents([report("a", {}), other])) == {("a",), ("b",)}


def test_the_total_of_a_province_is_not_the_toll_of_the_town() -> None:
    total = report("b", {"place": PROVINCE, "killed": (90, 90), "day": date(2021, 3, 1), "end": date(2021, 3, 31)})
    found = find_incidents([report("a", {"killed": (8, 8)}), total])
    assert groups(found) == {("a",), ("b",)}


def test_the_day_s_larger_total_of_a_province_stays_apart() -> None:
    total = report("b", {"place": PROVINCE, "killed": (60, 60), "type": "casualties"})
    assert groups(find_incidents([report("a", {"killed": (8, 8)}), total])) == {("a",), ("b",)}


def test_neighbours_are_not_chained() -> None:
    """A vague report goes to one of two raids on two towns and does not join them."""
    vague = report("c", {"place": MALI, "killed": (8, 8), "target": "jnim"})
    one, two = (
        report("a", {"killed": (8, 8), "target": "jnim"}),
        report("b", {"place": ORO, "killed": (8, 8), "target": "jnim"}),
    )
    assert all(not {"a", "b"} <= set(documents) for documents in groups(find_incidents([one, two, vague])))


def test_the_toll_beside_the_attack_is_of_the_attack() -> None:
    found = find_incidents([report("a", {"type": "bombing"}, {"type": "casualties", "place": None, "killed": (5, 5)})])
    assert [(incident.type, incident.killed.low) for incident in found] == [("bombing", 5)]


def test_tolls_are_a_range_and_never_a_sum() -> None:
    found = find_incidents([report("a", {"killed": (8, 8)}), report("b", {"killed": (11, None)}, publisher="Écho")])
    assert [(i.killed.low, i.killed.high) for i in found] == [(8, None)]
    assert {origin.killed.low for origin in found[0].origins} == {8, 11}


def test_a_denial_stands_beside_what_it_denies() -> None:
    told = report("a", {"agent": "france", "target": "civilians"})
    denied = report(
        "b", {"agent": "france", "target": "civilians", "negated": True, "source": "france"}, publisher="Écho"
    )
    (incident,) = find_incidents([told, denied])
    assert incident.disputed
    assert [(d.source, d.document) for d in incident.denials] == [("france", "b")]
    assert GradeWord.DENIED in {grade.word for grade in incident.grades}


def test_that_none_of_one_s_own_was_hurt_is_no_denial() -> None:
    parts = (
        {"killed": (6, 6), "target": "jnim"},
        {"type": "casualties", "target": "mali", "negated": True, "source": "mali"},
    )
    found = find_incidents([report("a", *parts)])
    assert not any(incident.disputed for incident in found)


def test_relays_of_one_source_are_one_origin() -> None:
    reports = [report(name, {"source": "osdh"}, publisher=name) for name in ("A", "B", "C")]
    (incident,) = find_incidents(reports)
    assert (incident.independent, len(incident.outlets)) == (1, 3)
    assert incident.grades[0].word is GradeWord.CIRCULATED


def test_a_report_that_opens_on_a_source_goes_on_with_it() -> None:
    (incident,) = find_incidents([report("a", {"source": "osdh"}, {"type": "casualties"})])
    assert [origin.key for origin in incident.origins] == ["osdh"]


def test_a_report_that_opens_in_its_own_voice_is_an_origin() -> None:
    (incident,) = find_incidents([report("a", {}, {"source": "osdh"})])
    assert len(incident.origins) == 2


def test_every_grade_names_claims_of_its_incident() -> None:
    for incident in find_incidents(
        [report("a", {"source": "osdh"}), report("b", {"source": "russia", "negated": True})]
    ):
        known = {claim.id for claim in incident.claims}
        assert all(grade.claims and set(grade.claims) <= known for grade in incident.grades)


def test_standing_states_are_standing() -> None:
    (incident,) = find_incidents([report("a", {"type": "control", "agent": "jnim"})])
    assert incident.standing


def test_judged_the_same_is_the_same() -> None:
    one, two = report("a", {}), report("b", {"place": ORO})
    judged = Judgements.of(same=[(one[1][0].id, two[1][0].id)])
    assert groups(find_incidents([one, two], judgements=judged)) == {("a", "b")}


def test_judged_apart_stays_apart_whatever_comes() -> None:
    one, two, third = report("a", {}), report("b", {}), report("c", {})
    judged = Judgements.of(apart=[(one[1][0].id, two[1][0].id)])
    found = find_incidents([one, two, third], judgements=judged)
    assert all(not {"a", "b"} <= set(documents) for documents in groups(found))


def test_each_join_says_why() -> None:
    (incident,) = find_incidents([report("a", {}), report("b", {}, publisher="Écho")])
    (join,) = incident.joins
    told = {name: label for name, label, _ in join.because}
    assert (told["place"], told["time"]) == ("same place", "same day or two")
    assert join.weight == pytest.approx(sum(bits for _, _, bits in join.because) - 6.0)


def test_the_contract_has_its_fields() -> None:
    (incident,) = find_incidents([report("a", {"killed": (3, 3), "source": "osdh"})])
    row = build_incident_row(incident)
    assert row["killed"] == {"low": 3, "high": 3}
    assert row["claims"][0]["document"] == "a"
    assert (row["documents"], row["outlets"], row["independent"], row["unknown_origins"]) == (1, 1, 1, 0)
    assert row["place"]["lat"] == 13.0


def test_the_id_stays_when_a_later_report_comes() -> None:
    first = report("a", {})
    (alone,) = find_incidents([first])
    (both,) = find_incidents([report("b", {}, published=date(2021, 3, 7)), first])
    assert alone.id == both.id


@st.composite
def piles(draw):
    """Return some reports on few towns, days and tolls, so that many of them may be joined."""
    parts = st.fixed_dictionaries(
        {
            "place": st.sampled_from([TIMBA, ORO, PROVINCE, MALI, None]),
            "day": st.sampled_from([DAY, date(2021, 3, 5), date(2021, 3, 12), None]),
            "type": st.sampled_from(["air_strike", "clash", "casualties", "capture", "transfer"]),
            "killed": st.sampled_from([None, (3, 3), (8, None), (30, 30)]),
            "agent": st.sampled_from([None, "france", "jnim"]),
            "negated": st.booleans(),
            "source": st.sampled_from([None, "osdh", "russia"]),
        }
    )
    told = draw(st.lists(st.lists(parts, min_size=1, max_size=3), min_size=2, max_size=5))
    return [report(f"d{n}", *each, publisher=f"P{n % 3}") for n, each in enumerate(told)]


@settings(max_examples=5, deadline=None)
@given(pile=piles(), seed=st.randoms())
def test_order_does_not_matter(pile, seed) -> None:
    shuffled = list(pile)
    seed.shuffle(shuffled)
    assert [build_incident_row(i) for i in find_incidents(pile)] == [
        build_incident_row(i) for i in find_incidents(shuffled)
    ]


@settings(max_examples=5, deadline=None)
@given(pile=piles(), seed=st.randoms())
def test_a_judgement_always_holds(pile, seed) -> None:
    ids = [claim.id for _, claims in pile for claim in claims]
    one, other = seed.sample(ids, 2)
    home = {
        c.id: n
        for n, i in enumerate(find_incidents(pile, judgements=Judgements.of(apart=[(one, other)])))
        for c in i.claims
    }
    assert one not in home or home.get(other) != home[one]
    home = {
        c.id: n
        for n, i in enumerate(find_incidents(pile, judgements=Judgements.of(same=[(one, other)])))
        for c in i.claims
    }
    assert home.get(one) == home.get(other)


@settings(max_examples=5, deadline=None)
@given(pile=piles())
def test_tolls_lie_within_what_is_told(pile) -> None:
    for incident in find_incidents(pile):
        told = [c.killed for c in incident.claims if c.killed]
        if incident.killed:
            assert incident.killed.low >= min(figure.low for figure in told)
            assert incident.killed.high is None or incident.killed.high <= max(
                figure.high or figure.low for figure in told
            )


def test_adding_one_by_one_gives_what_adding_all_gives() -> None:
    documents = list(invent_documents(400, seed=3))
    tellings = [telling for document in documents for telling in find_tellings(document.claims)]
    with Linkage.open() as whole, Linkage.open() as grown:
        whole.add(tellings)
        half = len(tellings) - 12
        grown.add(tellings[:half])
        for telling in tellings[half:]:
            grown.add([telling])
        assert sorted(map(sorted, whole.groups.values())) == sorted(map(sorted, grown.groups.values()))


def test_adding_a_report_touches_only_its_neighbourhood() -> None:
    tellings = [t for document in invent_documents(300, seed=5) for t in find_tellings(document.claims)]
    with Linkage.open() as linkage:
        linkage.add(tellings)
        far = ClaimFacts(
            id="far", document="far", trigger=0, trigger_end=4, type="clash",
            published=700_000, start=700_000, end=700_000,
            spots=(Spot(name="Loin", country="ZZ", lat=70.0, lon=120.0, precision=Precision.LOCALITY),),
        )  # fmt: skip
        assert linkage.add(find_tellings([far])) == [len(tellings)]


def test_a_plan_alone_is_no_incident() -> None:
    document, (planned,) = report("a", {})
    plan = replace(planned, factuality=Factuality(status="intended"))
    assert find_incidents([(document, (plan,))]) == []
