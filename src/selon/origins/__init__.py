"""Origins: from claims to on whose word they rest, who cites whom, and who copies whom."""

from selon.origins.book import OriginBook
from selon.origins.camps import SideCount, Sides, count_sides, load_sides, read_sides, same_side
from selon.origins.citation import Cited, Cycle, cited_by, find_cycles, resolve_origin, resolve_origins, settle_origins
from selon.origins.origin import (
    ClaimOrigin,
    Independence,
    Origin,
    OriginCount,
    OriginKind,
    compare_origins,
    count_origins,
)
from selon.origins.passages import Passage, Run, find_passages
from selon.origins.reuse import Order, Reuse, ReuseIndex, find_reuse
from selon.origins.sharing import share_origin

__all__ = [
    "Cited",
    "ClaimOrigin",
    "Cycle",
    "Independence",
    "Order",
    "Origin",
    "OriginBook",
    "OriginCount",
    "OriginKind",
    "Passage",
    "Reuse",
    "ReuseIndex",
    "Run",
    "SideCount",
    "Sides",
    "cited_by",
    "compare_origins",
    "count_origins",
    "count_sides",
    "find_cycles",
    "find_passages",
    "find_reuse",
    "load_sides",
    "read_sides",
    "resolve_origin",
    "resolve_origins",
    "same_side",
    "settle_origins",
    "share_origin",
]
