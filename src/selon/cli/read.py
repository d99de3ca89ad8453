"""The command that reads without a record: read."""

from __future__ import annotations

import os
from itertools import chain
from typing import TYPE_CHECKING, Any

import typer

from selon.cli.inputs import load_documents
from selon.cli.options import Language, ListForm, ListFormat, Manifest, Paths, Published, Publisher, as_date
from selon.cli.output import print_claims, say, show_error
from selon.errors import SelonError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from selon.documents.document import Document


def add_commands(app: typer.Typer) -> None:
    """Add the commands of this file to the program."""
    app.command(
        epilog="Examples:\n\nselon read reports/*.txt > claims.jsonl\n\n"
        "selon read dispatch.txt --published 2017-02-24 --format table\n\n"
        "cat dispatch.txt | selon read - --publisher AFP"
    )(read)


def read(  # noqa: PLR0913 - one parameter an option
    paths: Paths,
    *,
    manifest: Manifest = None,
    published: Published = None,
    publisher: Publisher = "",
    language: Language = "",
    form: ListFormat = ListForm.JSONL,
) -> None:
    """Read documents and print their claims.

    No record is needed. What a manifest.csv beside the files says of them is used. Exit status 1 where nothing could be
    read.
    """
    arrivals = load_documents(
        paths, manifest=manifest, published=as_date(published), publisher=publisher, language=language
    )
    run = _Run()
    print_claims(run.rows(arrivals), form)
    if not run.read:
        raise typer.Exit(1)


class _Run:
    """One run of the reader over documents; it counts those that were read."""

    def __init__(self) -> None:
        """Begin with none read."""
        self.read = 0

    def rows(self, arrivals: Iterable[Document | SelonError]) -> Iterator[dict[str, Any]]:
        """Yield the claims of the documents, and tell on standard error of those that cannot be read."""
        from selon.claims.contract import build_row  # noqa: PLC0415 - loaded when it is needed
        from selon.ingest import read_on  # noqa: PLC0415
        from selon.pipeline import Reader  # noqa: PLC0415
        from selon.settings import Settings  # noqa: PLC0415

        documents = self._documents(arrivals)
        first = next(documents, None)
        if first is None:
            return
        reader = Reader(Settings.from_environment(os.environ))
        for reading in read_on(reader, chain([first], documents)):
            if isinstance(reading, SelonError):
                show_error(reading)
            elif str(reading.status) != "read":
                say(f"{reading.document.name}: {reading.note or reading.status}")
            else:
                self.read += 1
                yield from (build_row(claim, reading.document) for claim in reading.claims)

    def _documents(self, arrivals: Iterable[Document | SelonError]) -> Iterator[Document]:
        """Yield the documents, and tell of what cannot be one."""
        from selon.documents.document import Document  # noqa: PLC0415

        for arrival in arrivals:
            if isinstance(arrival, Document):
                yield arrival
            else:
                show_error(arrival)
