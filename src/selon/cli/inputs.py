"""Documents from paths, for the commands that read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from selon.documents.document import Document
    from selon.errors import SelonError


def load_documents(
    paths: Sequence[str],
    *,
    manifest: Path | None = None,
    published: date | None = None,
    publisher: str = "",
    language: str = "",
) -> Iterator[Document | SelonError]:
    """Yield the documents of files, folders and standard input, and an error for each that cannot be read."""
    from selon.documents.document import Document  # noqa: PLC0415 - loaded when documents are wanted
    from selon.documents.loading import load  # noqa: PLC0415
    from selon.errors import DocumentError  # noqa: PLC0415

    for arrival in load(paths, manifest, published=published, publisher=publisher, language=language):
        if isinstance(arrival, Document):
            yield arrival
        else:
            fault = arrival.message.removeprefix(f"{arrival.name}: ")
            yield DocumentError(fault, where=arrival.name, remedy=arrival.remedy)
