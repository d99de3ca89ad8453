"""The API gives what the record holds: the same filters, pages without gaps, one shape of errors, ETags, exports."""

from __future__ import annotations

import csv
import io
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import date

import pytest
from web_client import sign_of

from selon.record.filters import Filter
from test_cli import selon

LISTS = (
    *("documents", "claims", "incidents", "origins", "outlets", "narratives", "naming", "naming/words"),
    *("movements", "search?q=frappe*", "judgements"),
)


def walk(client, address: str, limit: int) -> list:
    """Return all rows of a list, page by page."""
    rows, cursor = [], ""
    while True:
        query = f"{'&' if '?' in address else '?'}limit={limit}&cursor={cursor}"
        page = client.get(f"/api/{address}{query}").json()
        rows += page["rows"]
        assert len(page["rows"]) <= limit
        if not page["next"]:
            assert len(rows) == page["total"]
            return rows
        cursor = page["next"]


@pytest.mark.parametrize("address", LISTS)
def test_pages_leave_nothing_out_and_repeat_nothing(client, address) -> None:
    some = walk(client, address, 7)
    assert some == walk(client, address, 500)
    assert some or address == "judgements"


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("", Filter()),
        ("actor=daech", Filter(about="daech")),
        ("place=hajine&type=air_strike&type=casualties", Filter(place="hajine", types=("air_strike", "casualties"))),
        ("since=2018-11-01&until=2018-12-31", Filter(since=date(2018, 11, 1), until=date(2018, 12, 31))),
        ("status=hearsay&polarity=affirmed", Filter(statuses=("hearsay",), polarity="affirmed")),
        ("box=35,30,45,38", Filter(box=(35.0, 30.0, 45.0, 38.0))),
        ("as_of=2018-11-20", Filter(as_of=date(2018, 11, 20))),
        ("disputed=1&several=1", Filter(disputed=True, several=True)),
        ("grade=denied", Filter(grades=("denied",))),
        ("camp=state&outlet=vestnik", Filter(camp="state", outlet="vestnik")),
        ("q=avion&document=01_hajine_barada.txt", Filter(text="avion", document="01_hajine_barada.txt")),
        ("actor=&since=&type=&q=", Filter()),
    ],
)
def test_filters_are_those_of_the_record(client, demo, query, asked) -> None:
    claims = walk(client, f"claims?{query}", 500)
    assert [row["id"] for row in claims] == [claim.id for claim in demo.view.claims(asked)]
    incidents = walk(client, f"incidents?{query}", 500)
    assert incidents == list(demo.links.incidents(asked))


@pytest.mark.parametrize("address", [*LISTS, "incidents/points", "exports/claims", "exports/incidents?format=geojson"])
def test_what_did_not_change_is_not_sent_again(client, address) -> None:
    first = client.get(f"/api/{address}")
    assert first.status_code == 200
    tag = {"if-none-match": first.headers["etag"]}
    again = client.get(f"/api/{address}", headers=tag)
    assert (again.status_code, again.content) == (304, b"")
    claim = client.get("/api/claims?limit=1").json()["rows"][0]["id"]
    sign = {"x-csrf-token": sign_of(client, "/help")}
    client.post("/api/judgements", json={"kind": "reject", "subject": claim}, headers=sign)
    assert client.get(f"/api/{address}", headers=tag).status_code == 200


@pytest.mark.parametrize(
    ("address", "status", "where"),
    [
        ("claims?since=hier", 422, "query.since"),
        ("claims?since=2018-02-01&until=2018-01-01", 422, "query"),
        ("claims?type=guerre", 422, "query.type.0"),
        ("claims?limit=501", 422, "query.limit"),
        ("claims?limit=0", 422, "query.limit"),
        ("claims?box=1,2,3", 422, "query.box"),
        ("claims?box=10,50,20,40", 422, "query"),
        ("claims?near=95,0,10", 422, "query"),
        ("claims?cursor=AAAA", 422, "cursor"),
        ("origins?cursor=AAAA", 422, "query.cursor"),
        ("claims?q=%00", 422, "query.q"),
        ("claims/0000000000", 404, ""),
        ("incidents/0000000000", 404, ""),
        ("documents/rien.txt", 404, ""),
        ("exports/guerres", 422, "path.noun"),
        ("nowhere", 404, "/api/nowhere"),
    ],
)
def test_errors_have_one_shape(client, address, status, where) -> None:
    answer = client.get(f"/api/{address}")
    assert answer.status_code == status, answer.text
    error = answer.json()["error"]
    assert error.keys() == {"what", "where", "remedy"}
    assert error["what"]
    assert error["where"] == where


def test_a_cursor_that_somebody_changed_is_refused(client) -> None:
    whole = urlsafe_b64decode(client.get("/api/origins?limit=1").json()["next"]).decode()
    for at in ("-3", "²", "9" * 2000, "1.5"):
        changed = urlsafe_b64encode(whole.replace("1:", f"{at}:", 1).encode()).decode()
        answer = client.get(f"/api/origins?cursor={changed}")
        assert answer.status_code == 422 or answer.json()["rows"] == []


def test_a_wrong_method_tells_the_right_ones(client) -> None:
    answer = client.delete("/api/judgements")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, POST")
    assert answer.json()["error"]["what"] == "method not allowed"


def test_a_record_that_nobody_linked_says_what_to_do(empty) -> None:
    answer = empty.get("/api/incidents")
    assert answer.status_code == 409
    assert "selon link" in answer.json()["error"]["remedy"]
    assert empty.get("/api/claims").json() == {"rows": [], "next": None, "total": 0}


def test_a_claim_is_shown_whole(client, demo) -> None:
    claim = next(iter(demo.view.claims(Filter(several=True))))
    row = client.get(f"/api/claims/{claim.id}").json()
    assert row["reader"]["program"]
    assert row["origin"]["key"] == demo.links.origins_of([claim.id])[claim.id].origin.key
    incident = client.get(f"/api/incidents/{row['incidents'][0]}").json()
    assert claim.id in {told["id"] for told in incident["told"]}


def test_a_document_is_its_text(client, demo) -> None:
    name = next(iter(demo.view.documents())).document.name
    row = client.get(f"/api/documents/{name}").json()
    assert row["text"] == demo.view.document(name).document.text


def test_an_incident_is_shown_as_it_was_known(client, demo) -> None:
    whole = next(iter(demo.links.incidents(Filter(several=True))))
    days = sorted({row["published"] for row in demo.links.claims_of(whole["id"])})
    early = client.get(f"/api/incidents/{whole['id']}?as_of={days[0]}").json()
    assert {told["published"] for told in early["told"]} == {days[0]}
    assert client.get(f"/api/incidents/{whole['id']}?as_of=1999-01-01").status_code in {404, 422}


def test_a_hit_shows_the_words_found(client) -> None:
    for row in client.get("/api/search?q=frappe*").json()["rows"]:
        found = {row["quote"][start:end].casefold() for start, end in row["spans"]}
        assert all(words.startswith("frapp") for words in found)


def test_a_judgement_is_kept_and_withdrawn(client, demo) -> None:
    sign = {"x-csrf-token": sign_of(client, "/help")}
    claim = next(iter(demo.view.claims())).id
    given = {"kind": "correct", "subject": claim, "field": "status", "value": "possible", "note": "au conditionnel"}
    [made] = client.post("/api/judgements", json=given, headers=sign).json()["judgements"]
    row = client.get(f"/api/claims/{claim}").json()
    assert (row["status"], row["judged"]["verdict"]) == ("possible", "corrected")
    assert row["machine"]["status"] != "possible"
    assert client.post(f"/api/judgements/{made['id']}/withdraw", headers=sign).json()["withdrawn_by"] == "essai"
    assert client.post(f"/api/judgements/{made['id']}/withdraw", headers=sign).status_code == 409
    assert client.get(f"/api/claims/{claim}").json()["status"] == row["machine"]["status"]
    assert [item["id"] for item in client.get(f"/api/claims/{claim}/history").json()["rows"]] == [made["id"]]


def test_the_same_judgement_on_many_is_kept_whole_or_not_at_all(client, demo) -> None:
    sign = {"x-csrf-token": sign_of(client, "/help")}
    ids = [claim.id for claim in demo.view.claims(limit=5)]
    wrong = client.post("/api/judgements", json={"kind": "accept", "subjects": [*ids, "0" * 20]}, headers=sign)
    assert (wrong.status_code, demo.judgements.all()) == (404, [])
    right = client.post("/api/judgements", json={"kind": "accept", "subjects": ids}, headers=sign)
    assert (right.status_code, len(demo.judgements.all())) == (201, 5)


@pytest.mark.parametrize(
    "given",
    [
        {"kind": "delete", "subject": "a"},
        {"kind": "accept"},
        {"kind": "accept", "subject": "a", "subjects": ["b"]},
        {"kind": "accept", "subject": "a", "who": "somebody else"},
        {"kind": "correct", "field": "id", "value": "x"},
        {"kind": "correct", "field": "status", "value": "sure"},
        {"kind": "correct", "field": "trigger", "value": {"start": 0, "end": 10**9}},
    ],
)
def test_a_judgement_that_cannot_be_meant_is_refused(client, demo, given) -> None:
    sign = {"x-csrf-token": sign_of(client, "/help")}
    claim = next(iter(demo.view.claims())).id
    body = given if "subject" in given or given["kind"] == "accept" else {**given, "subject": claim}
    assert client.post("/api/judgements", json=body, headers=sign).status_code == 422
    assert demo.judgements.all() == []


@pytest.mark.parametrize("noun", ["claims", "incidents", "movements"])
def test_exports_are_files_of_all_that_is_asked_for(client, noun) -> None:
    total = client.get(f"/api/{noun}").json()["total"]
    lines = client.get(f"/api/exports/{noun}")
    assert f'filename="selon-{noun}.jsonl"' in lines.headers["content-disposition"]
    assert len([json.loads(line) for line in lines.text.splitlines()]) == total
    table = client.get(f"/api/exports/{noun}?format=csv")
    assert len(list(csv.DictReader(io.StringIO(table.text)))) == total
    places = client.get(f"/api/exports/{noun}?format=geojson").json()
    assert places["type"] == "FeatureCollection"
    assert len(places["features"]) == total if noun != "movements" else 0 < len(places["features"]) <= total
    few = client.get(f"/api/exports/{noun}?as_of=2018-11-20").text
    assert 0 < len(few.splitlines()) < total


@pytest.mark.parametrize(
    ("noun", "form"),
    [(noun, form) for noun in ("claims", "incidents", "movements") for form in ("jsonl", "csv")]
    + [("movements", "geojson")],
)
def test_exports_are_those_of_the_command_line(client, demo, noun, form) -> None:
    for kind, claim in zip(("accept", "reject"), demo.view.claims(limit=2), strict=True):
        demo.judgements.add(kind, claim.id, who="ana")
    judged = ("--judged",) if noun == "claims" else ()
    said = selon("export", noun, "--record", demo.target, "--format", form, *judged).out
    assert said == client.get(f"/api/exports/{noun}?format={form}").text


def test_a_map_of_claims_tells_what_is_rejected(client, demo) -> None:
    demo.judgements.add("reject", next(iter(demo.view.claims())).id, who="ana")
    places = client.get("/api/exports/claims?format=geojson").json()["features"]
    assert [place["properties"]["verdict"] for place in places].count("rejected") == 1


def test_the_description_is_there_without_a_network(client) -> None:
    described = client.get("/api/openapi.json").json()
    assert len(described["paths"]) > 15
    page = client.get("/api/docs").text
    assert all(path in page for path in described["paths"])
