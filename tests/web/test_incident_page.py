"""The page of an incident: voices, the tree and its arithmetic, tolls on one axis, lineage, and judgements."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from web_client import sign_of

from selon.incidents.model import load_model
from selon.web.shown.incident import build_incident
from selon.web.shown.neighbours import find_neighbours
from selon.web.shown.tolls import LEFT, RIGHT, build_tolls
from selon.web.shown.tree import build_tree
from selon.web.words import read_words

FR, EN = read_words("fr").t, read_words("en").t


def origin(
    source: str, low: int | None = None, high: int | None = None, claims: tuple[str, ...] = (), **more: object
) -> dict:
    killed = None if low is None and high is None else {"low": low, "high": high}
    return {"source": source, "label": source.title(), "known": True, "denies": False, "claims": list(claims),
            "killed": killed, "wounded": None, **more}  # fmt: skip


@pytest.fixture
def richest(demo):
    """Return the incident of the demonstration corpus that the most documents tell and somebody denies."""
    return max(demo.links.incidents(), key=lambda row: (row["disputed"], row["documents"], row["id"]))


def test_tolls_stand_on_one_axis_and_are_never_added() -> None:
    row = {"killed": {"low": 5, "high": 19}, "origins": [origin("b", 12, 19), origin("a", 5, 5), origin("c")]}
    chart = build_tolls(row, "killed", EN)
    assert chart is not None
    assert [line.label for line in chart.lines] == ["A", "B"]
    assert chart.words == "5 to 19"
    assert chart.lines[0].exact
    assert chart.left == chart.lines[0].left < chart.lines[1].left < chart.lines[1].right == chart.right
    assert all(LEFT <= x <= RIGHT for x, _ in chart.ticks)


def test_an_open_toll_is_drawn_open() -> None:
    row = {"killed": {"low": 3, "high": None}, "origins": [origin("a", 3, None)]}
    chart = build_tolls(row, "killed", EN)
    assert chart is not None
    assert (chart.lines[0].open_above, chart.words) == (True, "at least 3")
    assert build_tolls({"killed": None, "origins": [origin("a")]}, "killed", EN) is None


def test_the_tree_has_as_many_sources_as_the_incident_counts(demo) -> None:
    for row in demo.links.incidents():
        claims = list(demo.links.claims_of(row["id"]))
        told = demo.links.origins_of([claim["id"] for claim in claims])
        reuses = list(demo.links.reuses(sorted({claim["document_id"] for claim in claims})))
        tree = build_tree(row, claims, told, reuses)
        sources = [node for node in tree.nodes if node.column == "source"]
        assert {node.key for node in sources} == {one["source"] for one in row["origins"] if one["claims"]}
        assert sum(node.known for node in sources) <= row["independent"] + len(row["denials"])
        counted = {claim for one in row["origins"] for claim in one["claims"]}
        outlets = {claim["publisher"] or claim["document"] for claim in claims if claim["id"] in counted}
        assert {node.whole_label for node in tree.nodes if node.column == "outlet"} == outlets
        assert len({(node.x, node.y) for node in tree.nodes}) == len(tree.nodes)


def test_reuse_without_credit_is_told_apart_from_a_citation(demo) -> None:
    hows = set()
    for row in demo.links.incidents():
        shown = build_incident(demo, row["id"], FR)
        hows |= {edge.how for edge in shown.tree.edges}
    assert {"own", "cited", "copied"} <= hows


def test_every_claim_stands_with_its_sentence_and_its_word(demo, richest) -> None:
    shown = build_incident(demo, richest["id"], FR)
    rows = {row["id"]: row for row in demo.links.claims_of(richest["id"])}
    assert {telling.id for telling in shown.tellings} == set(rows)
    for telling in shown.tellings:
        sentence = f"{telling.before}{telling.trigger}{telling.after}"
        assert sentence == " ".join(rows[telling.id]["sentence"].split())
        assert telling.trigger
        assert telling.chain[:1] in {(), (telling.outlet,)}, "the chain begins with who publishes"
        assert all(one != other for one, other in pairwise(telling.chain)), "and names nobody twice in a row"
    assert {len(telling.chain) for telling in shown.tellings} >= {1, 2}


def test_who_denies_it_stands_on_the_page(client, richest) -> None:
    page = client.get(f"/incidents/{richest['id']}", params={"lang": "en"}).text
    assert "Who denies it" in page
    assert page.count('class="voice') >= len(richest["origins"])
    assert "[incident." not in page
    assert "never a sum" in page.casefold()


def test_the_page_on_a_day_knows_what_was_published_by_then(client, demo) -> None:
    by_day = {
        row["id"]: sorted(c["published"] for c in demo.links.claims_of(row["id"])) for row in demo.links.incidents()
    }
    name, days = next((name, days) for name, days in by_day.items() if days[0] < days[-1])
    early = client.get(f"/incidents/{name}", params={"lang": "en", "as_of": days[0]})
    late = client.get(f"/incidents/{name}", params={"lang": "en"})
    assert early.status_code == 200
    assert early.text.count('class="telling') < late.text.count('class="telling')
    assert client.get(f"/incidents/{name}", params={"as_of": "1990-01-01"}).status_code in {404, 422}


def test_an_unknown_incident_is_not_found(client) -> None:
    assert client.get("/incidents/ffffffffffff").status_code == 404


def test_claims_are_set_apart_by_a_signed_judgement(client, demo, richest) -> None:
    claims = [claim["id"] for claim in richest["claims"]]
    given = {"csrf": sign_of(client, "/"), "claim": claims[:1]}
    answer = client.post(f"/incidents/{richest['id']}/apart", data=given)
    assert answer.status_code == 303
    _, apart = demo.judgements.pairs()
    assert {tuple(sorted((claims[0], other))) for other in claims[1:]} == set(apart)
    assert {judgement.who for judgement in demo.judgements.all()} == {"essai"}
    assert 'role="status"' in client.get(answer.headers["location"]).text


def test_setting_apart_needs_both_sides(client, richest) -> None:
    everything = [claim["id"] for claim in richest["claims"]]
    for chosen in (everything, ["none-of-these"]):
        given = {"csrf": sign_of(client, "/"), "claim": chosen}
        assert client.post(f"/incidents/{richest['id']}/apart", data=given).status_code == 422


def test_two_incidents_are_judged_one(client, demo, richest) -> None:
    other = next(row for row in demo.links.incidents() if row["id"] != richest["id"])
    given = {"csrf": sign_of(client, "/"), "other": other["id"]}
    assert client.post(f"/incidents/{richest['id']}/same", data=given).status_code == 303
    same, _ = demo.judgements.pairs()
    assert same == {tuple(sorted((richest["claims"][0]["id"], other["claims"][0]["id"])))}


def test_incidents_near_by_are_offered(client, demo) -> None:
    row = max(demo.links.incidents(), key=lambda row: len(find_neighbours(demo, row["id"], FR)))
    near = find_neighbours(demo, row["id"], FR)
    assert 0 < len(near) <= 8
    assert row["id"] not in {line.id for line in near}
    types = [line.type == row["type"] for line in near]
    assert types == sorted(types, reverse=True)
    page = client.get(f"/incidents/{row['id']}").text
    assert re.findall(r'name="near" value="(\w+)"', page) == [line.id for line in near]
    given = {"csrf": sign_of(client, "/"), "near": near[0].id, "other": ""}
    assert client.post(f"/incidents/{row['id']}/same", data=given).status_code == 303
    assert len(demo.judgements.pairs()[0]) == 1
    assert client.post(f"/incidents/{row['id']}/same", data={**given, "near": ""}).status_code == 422


def test_every_reason_has_words() -> None:
    comparisons = load_model().comparisons
    for words in (read_words("fr"), read_words("en")):
        assert [each.name for each in comparisons if not words.knows(f"incident.comparison.{each.name}")] == []
        labels = {level.label for each in comparisons for level in each.levels}
        assert [label for label in labels if not words.knows(f"incident.says.{label}")] == []


def test_a_reader_has_no_form_and_no_right_to_judge(guarded, demo, richest) -> None:
    from web_client import log_in

    log_in(guarded, "leo")
    page = guarded.get(f"/incidents/{richest['id']}").text
    assert not re.search(r'action="/incidents/\w+/(apart|same)"', page)
    given = {"csrf": sign_of(guarded, "/"), "claim": [richest["claims"][0]["id"]]}
    assert guarded.post(f"/incidents/{richest['id']}/apart", data=given).status_code == 403
    assert list(demo.judgements.all()) == []
