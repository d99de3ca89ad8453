"""The pages: one file a page, each with a `router`. A page builds what it shows in `shown/` and renders a template."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

# One name a file of this folder, in the order of the header.
NAMES = (
    "overview",
    "incident",
    "document",
    "review",
    "origins",
    "outlets",
    "narratives",
    "naming",
    "movements",
    "search",
    "ingest",
    "help",
    "account",
    "preferences",
)
ROUTERS = tuple(import_module(f"{__name__}.{name}").router for name in NAMES if find_spec(f"{__name__}.{name}"))
