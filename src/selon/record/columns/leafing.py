"""Leaf through rows that are known by their places in a list: the same pages as `paging.walk` takes from the store."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

import numpy as np

from selon.record.rows import NO_DAY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selon.record.columns.coded import Numbers
    from selon.record.paging import Place


def rows_behind(rows: Numbers, positions: Sequence[str], place: Place, most: int) -> list[int]:
    """Return up to `most` of the rows behind a place in a list that is ordered by its positions."""
    if not place.latest:
        start = np.searchsorted(rows, bisect_right(positions, place.behind))
        return [int(row) for row in rows[start : start + most]]
    found: list[int] = []
    if place.behind < NO_DAY:
        end = int(np.searchsorted(rows, bisect_left(positions, place.behind or NO_DAY)))
        found = [int(row) for row in rows[max(0, end - most) : end][::-1]]
    if len(found) < most:
        start = np.searchsorted(rows, bisect_right(positions, max(place.behind, NO_DAY)))
        found += [int(row) for row in rows[start : start + most - len(found)]]
    return found
