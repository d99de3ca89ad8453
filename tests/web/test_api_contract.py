"""Schemathesis over the whole API: no server error, no answer that is not declared, whatever is asked."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    allow_header_conformance,
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.testclient import TestClient
from web_client import sign_of

from fake_reader import FakeReader
from selon.record.record import Record
from selon.web.app import build_app
from selon.web.desk import Desk
from selon.web.room import LOOPBACK, Room

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def rejects_what_cannot_be_meant(ctx, response, case):
    """Look that what the description does not allow is refused; an empty field of a form is one not filled in."""
    asked = parse_qsl(urlsplit(response.request.url).query, keep_blank_values=True)
    return None if any(not value for _, value in asked) else negative_data_rejection(ctx, response, case)


# What is well-formed may still be refused (a cursor of another list, a claim that is not there): that is no fault.
CHECKS = [
    allow_header_conformance,
    content_type_conformance,
    rejects_what_cannot_be_meant,
    not_a_server_error,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
]


HOSTS = (*LOOPBACK, "testserver")
APP = build_app(Room(record=None, hosts=HOSTS))  # type: ignore[arg-type] # its description needs no record
CAREFUL = schemathesis.openapi.from_asgi("/api/openapi.json", APP)
# The lists share one set of parameters: every bound of each is tried on some of them, chance picks on the others.
QUICK = schemathesis.openapi.from_asgi("/api/openapi.json", APP)
QUICK.config.phases.coverage.enabled = False
BOUNDS = "/api/(claims|incidents|judgements|exports)"
USUAL = settings(
    max_examples=8, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
)  # the same examples each time: no test fails by chance


@pytest.fixture(scope="module", autouse=True)
def sign(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Put a record that may be written to into the app, and return the sign that lets changes pass."""
    with Record.open(shutil.copy(demo_file, tmp_path_factory.mktemp("contract") / "demo.selon")) as record:
        APP.state.room = room = Room(record=record, hosts=HOSTS, desk=Desk(FakeReader))
        yield sign_of(TestClient(APP), "/help")
        room.desk.finish(30)


@CAREFUL.include(path_regex=BOUNDS).parametrize()
@USUAL
def test_every_answer_is_declared(case: schemathesis.Case, sign: str) -> None:
    case.call_and_validate(headers={"x-csrf-token": sign}, checks=CHECKS)


@QUICK.exclude(path_regex=BOUNDS).parametrize()
@USUAL
def test_every_answer_of_other_lists_is_declared(case: schemathesis.Case, sign: str) -> None:
    case.call_and_validate(headers={"x-csrf-token": sign}, checks=CHECKS)
