"""The demonstration corpus that the package carries: its reports as documents, and the truth beside them."""

from __future__ import annotations

import csv
import json
from datetime import date
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from selon.codebook.outlets import Outlet, read_outlets
from selon.documents.document import Document

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

LAST_LINE = "Texte de fiction écrit pour la démonstration de Selon."
_KNOWN = ("file", "publisher", "published", "language", "url")


def demo_folder() -> Traversable:
    """Return the folder of the corpus."""
    return files("selon.demo")


def read_demo_documents() -> tuple[Document, ...]:
    """Return the reports as documents, in the order of the manifest."""
    folder = demo_folder() / "reports"
    manifest = (folder / "manifest.csv").read_text(encoding="utf-8").splitlines()
    return tuple(_document(row, folder) for row in csv.DictReader(manifest))


def read_demo_outlets() -> tuple[Outlet, ...]:
    """Return the invented outlets that publish the reports."""
    return read_outlets(demo_folder() / "outlets.toml")


def read_demo_truth() -> dict[str, Any]:
    """Return what a careful reader finds in the reports: incidents, origins, denials, movements, reprints, traps."""
    truth: dict[str, Any] = json.loads((demo_folder() / "truth.json").read_text(encoding="utf-8"))
    return truth


def _document(row: dict[str, str], folder: Traversable) -> Document:
    """Return one report with what its row in the manifest says of it."""
    return Document(
        name=row["file"],
        text=(folder / row["file"]).read_text(encoding="utf-8"),
        publisher=row["publisher"],
        published=date.fromisoformat(row["published"]),
        language=row["language"],
        url=row["url"],
        metadata=MappingProxyType({key: value for key, value in row.items() if key not in _KNOWN}),
    )
