"""The exception tree: everything that Selon refuses to do.

SelonError
├── DocumentError     a file or text that cannot be read as a document
│   └── ManifestError a manifest that cannot be trusted
├── CodebookError     a codebook entry that cannot be used
├── ReaderError       a text that the reader cannot work on (model missing, language unknown)
├── RecordError       a store that cannot be opened or trusted
└── GoldError         a gold file that cannot be resolved against its text

Every message says what, where, and what to do.
"""

from __future__ import annotations


class SelonError(Exception):
    """Anything that this package refuses to do.

    Holds the fault, where it was found and the remedy apart, so that a face can lay them out.

    >>> str(SelonError("'nier' stands twice", where="fr/reporting.toml:41", remedy="Delete one of the two"))
    "fr/reporting.toml:41: 'nier' stands twice. Delete one of the two."
    """

    def __init__(self, fault: str, *, where: str = "", remedy: str = "") -> None:
        self.fault, self.where, self.remedy = fault, where, remedy
        place = f"{where}: " if where else ""
        advice = f" {remedy.rstrip('.')}." if remedy else ""
        super().__init__(f"{place}{fault.rstrip('.')}.{advice}")


class DocumentError(SelonError):
    """A file or text that cannot be read as a document."""


class ManifestError(DocumentError):
    """A manifest that cannot be trusted."""


class CodebookError(SelonError):
    """A codebook entry that cannot be used."""


class ReaderError(SelonError):
    """A text that the reader cannot work on."""


class RecordError(SelonError):
    """A store that cannot be opened or trusted."""


class GoldError(SelonError):
    """A gold file that cannot be resolved against its text."""
