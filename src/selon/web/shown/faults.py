"""Why a file could not be read, and what to do about it, in the language of the page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selon.web.shown.days import Say

# What the reader says of a file (documents/, pipeline.py), and the key of the words; any other fault is shown as it is.
_FAULTS = (
    (re.compile(r"the file is empty\b.*"), "empty"),
    (re.compile(r"the file holds no text\b.*"), "no_text"),
    (re.compile(r"the file holds control bytes\b.*|the file is not plain text\b.*"), "binary"),
    (re.compile(r"the file is a web page\b.*"), "page"),
    (re.compile(r"the file is (?P<what>.+), not plain text\b.*"), "format"),
    (re.compile(r"the file is larger than (?P<size>\S+) MB\b.*"), "large"),
    (re.compile(r"byte (?P<at>\d+) does not fit (?P<coding>\S+),.*"), "byte"),
    (re.compile(r"line (?P<line>\d+) holds bytes that are not UTF-8\b.*"), "line"),
    (re.compile(r"the coding of the file cannot be told\b.*"), "coding"),
    (re.compile(r"it is in (?P<language>[\w-]+); only (?P<known>.+) can be read"), "language"),
)


def say_fault(note: str, t: Say) -> str:
    """Return in words what is wrong with a file, as it was written down where there are no words for it.

    >>> say_fault("it is in en; only fr can be read", lambda key, n=None, **values: f"{key} {values}")
    "ingest.fault.language {'language': 'en', 'known': 'fr'}"
    """
    for pattern, key in _FAULTS:
        if found := pattern.fullmatch(note):
            values = found.groupdict()
            if key == "format":
                values["what"] = _say_format(values["what"], t)
            return t(f"ingest.fault.{key}", **values)
    return note


def _say_format(what: str, t: Say) -> str:
    """Return what a file is that is no plain text, in words."""
    words = t(f"ingest.format.{what.replace(' ', '_')}")
    return what if words.startswith("[") else words
