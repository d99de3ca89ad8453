"""From paths to documents: every file that can be read, with what is known of it, and a fault for each that cannot."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from selon.documents.decoding import decode
from selon.documents.document import Document
from selon.documents.files import (
    MOST_BYTES,
    STANDARD_INPUT,
    DocumentFault,
    find_files,
    is_file,
    is_folder,
    read_stream,
    read_text,
    readable_name,
)
from selon.documents.furniture import find_furniture
from selon.documents.language import identify_language
from selon.documents.manifest import Manifest, ManifestRow, read_manifest
from selon.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

MANIFEST = "manifest.csv"
_DAY_IN_NAME = re.compile(r"(?<!\d)((?:18|19|20)\d{2})([-_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the caller says of all documents alike, where a manifest does not say better."""

    publisher: str = ""
    published: date | None = None
    language: str = ""
    most_bytes: int = MOST_BYTES


def load(  # noqa: PLR0913 - the one door: each is an option of the command line
    paths: Iterable[Path | str],
    manifest: Path | str | None = None,
    *,
    published: date | None = None,
    publisher: str = "",
    language: str = "",
    stdin: BinaryIO | None = None,
    most_bytes: int = MOST_BYTES,
) -> Iterator[Document | DocumentFault]:
    """Yield every document under the paths, in a fixed order, and a fault for everything that cannot be read.

    Without a manifest, the `manifest.csv` that stands in a folder given, or beside a file given, is used. What the
    manifest says of a file goes before the options, and the options before the file's name.
    """
    given = Given(publisher=publisher, published=published, language=language, most_bytes=most_bytes)
    chosen = list(paths)
    manifests = []
    for place in [Path(manifest)] if manifest is not None else _manifests_beside(chosen):
        try:
            manifests.append(read_manifest(place, most_bytes=most_bytes))
        except DocumentError as error:
            yield DocumentFault.from_error(readable_name(str(place)), error)
    for known in manifests:
        yield from (DocumentFault.from_error(readable_name(str(known.path)), problem) for problem in known.problems)
    found: dict[str, Path] = {}
    for item in find_files(chosen):
        if isinstance(item, DocumentFault):
            yield item
        else:
            row = _find_row(item, manifests, found)
            yield _load_one(item, row, given, stdin)
    for known in manifests:
        for problem in known.find_missing(found):
            yield DocumentFault.from_error(readable_name(str(known.path)), problem)


def read_document(path: Path | str, *, row: ManifestRow | None = None, given: Given | None = None) -> Document:
    """Return one file as a document; raises DocumentError where it cannot be read.

    >>> read_document("/nowhere/2017-02-24.txt")
    Traceback (most recent call last):
    selon.errors.DocumentError: /nowhere/2017-02-24.txt: the file does not exist. Check the path.
    """
    given = given or Given()
    path = Path(path)
    return build_document(path.name, read_text(path, most_bytes=given.most_bytes), row=row, given=given)


def build_document(name: str, text: str, *, row: ManifestRow | None = None, given: Given | None = None) -> Document:
    """Return a text as a document: dated by its row, the options or its name; language told, furniture marked."""
    given = given or Given()
    row = row or ManifestRow(file=name, line=0)
    return Document(
        name=readable_name(name),
        text=text,
        publisher=row.publisher or given.publisher,
        published=row.published or given.published or find_day(name),
        language=row.language or given.language or identify_language(text),
        url=row.url,
        furniture=find_furniture(text),
        metadata=MappingProxyType(dict(row.metadata)),
    )


def find_day(name: str) -> date | None:
    """Return the day that a file's name gives, or None.

    >>> find_day("2017_02_24-001.txt")
    datetime.date(2017, 2, 24)
    """
    for found in _DAY_IN_NAME.finditer(name):
        try:
            return date(int(found[1]), int(found[3]), int(found[4]))
        except ValueError:
            continue
    return None


def _manifests_beside(paths: Iterable[Path | str]) -> list[Path]:
    """Return the manifests that stand in the folders given or beside the files given."""
    given = [Path(path) for path in paths if str(path) != STANDARD_INPUT]
    folders = dict.fromkeys(path if is_folder(path) else path.parent for path in given)
    return [place for folder in folders if is_file(place := folder / MANIFEST)]


def _find_row(path: Path, manifests: list[Manifest], found: dict[str, Path]) -> ManifestRow | None:
    """Return what the manifests say of a file, and remember the folder in which its row finds it."""
    for manifest in manifests:
        if row := manifest.find_row(path):
            found[row.file] = path.parents[row.file.count("/")]
            return row
    return None


def _load_one(path: Path, row: ManifestRow | None, given: Given, stdin: BinaryIO | None) -> Document | DocumentFault:
    """Return one file, or standard input, as a document or as the fault that keeps it from being one."""
    name = readable_name(str(path))
    try:
        if name == STANDARD_INPUT:
            name = "standard input"
            data = read_stream(stdin or sys.stdin.buffer, name, most_bytes=given.most_bytes)
            return build_document("stdin", decode(data, name), given=given)
        return read_document(path, row=row, given=given)
    except DocumentError as error:
        return DocumentFault.from_error(name, error)
