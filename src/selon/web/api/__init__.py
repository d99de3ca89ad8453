"""The JSON API: one file a noun, each with a `router` under /api/NOUN."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

# One name a file of this folder.
NAMES = (
    "documents",
    "claims",
    "incidents",
    "origins",
    "outlets",
    "narratives",
    "naming",
    "movements",
    "search",
    "judgements",
    "exports",
    "ingest",
    "reference",
)
ROUTERS = tuple(import_module(f"{__name__}.{name}").router for name in NAMES if find_spec(f"{__name__}.{name}"))
