"""Documents: bytes in, reports out, each with what is known of it and with its site furniture marked."""

from __future__ import annotations

from selon.documents.document import Document
from selon.documents.files import DocumentFault, find_files
from selon.documents.furniture import find_furniture
from selon.documents.language import identify_language
from selon.documents.loading import Given, build_document, load, read_document
from selon.documents.manifest import Manifest, ManifestRow, read_manifest

__all__ = [
    "Document",
    "DocumentFault",
    "Given",
    "Manifest",
    "ManifestRow",
    "build_document",
    "find_files",
    "find_furniture",
    "identify_language",
    "load",
    "read_document",
    "read_manifest",
]
