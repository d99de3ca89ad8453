"""Linkage: tellings compared within blocks, scored by Splink over DuckDB, and gathered into groups of one event.

A `Linkage` grows: what is added is compared only with what lies in its blocks, and only the neighbourhoods that it
touches are gathered anew. The groups are those of all tellings together, in whatever order these came.
"""

# ruff: noqa: S608 - only names of our own tables are put into queries

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Self

import duckdb
import pyarrow as pa

from selon.incidents.clustering import Scored, find_neighbourhoods, gather
from selon.incidents.model import load_model
from selon.incidents.packed import BLOCK_SCHEMA, PackedRows
from selon.incidents.scoring import TELLING_SCHEMA, score_table
from selon.incidents.tables import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from types import TracebackType

    from selon.incidents.tellings import Anchor, Telling

Key = tuple[int, int]
_BLOCKED = """
    CREATE OR REPLACE TABLE blocked AS SELECT DISTINCT '0' AS match_key,
        least(h.number, s.number) AS join_key_l, greatest(h.number, s.number) AS join_key_r
    FROM ({old_home} h JOIN new_search s ON h.block = s.block) WHERE h.number <> s.number
    UNION SELECT DISTINCT '0', least(h.number, s.number), greatest(h.number, s.number)
    FROM (new_home h JOIN {old_search} s ON h.block = s.block) WHERE h.number <> s.number
"""


@dataclass(slots=True)
class Linkage:
    """Tellings with the groups that they form; `same` and `apart` are judged pairs of tellings, by number."""

    connection: duckdb.DuckDBPyConnection
    anchors: list[Anchor] = field(default_factory=list)
    part_of: dict[int, int] = field(default_factory=dict)  # the neighbourhood of each telling, by its first member
    group_of: dict[int, int] = field(default_factory=dict)
    groups: dict[int, tuple[int, ...]] = field(default_factory=dict)
    same: set[Key] = field(default_factory=set)
    apart: set[Key] = field(default_factory=set)

    @classmethod
    def open(cls, *, memory: str = "3GB", threads: int = 2) -> Self:
        """Return an empty linkage."""
        linkage = cls(duckdb.connect(config={"threads": threads, "memory_limit": memory}))
        linkage.connection.execute("SET preserve_insertion_order = false")
        for name, columns in (
            ("home", BLOCK_SCHEMA),
            ("search", BLOCK_SCHEMA),
            ("scored", _SCORED),
            ("telling", TELLING_SCHEMA),
        ):
            empty = columns.empty_table()  # noqa: F841 - DuckDB finds it by name
            linkage.connection.execute(f"CREATE TABLE {name} AS SELECT * FROM empty")
        return linkage

    def add(
        self,
        tellings: Sequence[Telling],
        passages: Mapping[str, Collection[str]] | None = None,
        judged: tuple[Collection[Key], Collection[Key]] = ((), ()),
        rows: PackedRows | None = None,
    ) -> list[int]:
        """Compare tellings with all in their blocks, gather anew what they touch, return the groups that changed.

        `rows` are those of the tellings, numbered on from those that are there, where they are built already.
        """
        first = len(self.anchors)
        self.anchors += [telling.anchor for telling in tellings]
        self.same |= set(judged[0])
        self.apart |= set(judged[1])
        self._put(PackedRows.build(tellings, first, passages) if rows is None else rows)
        links = self._score(first)
        return self._gather(range(first, len(self.anchors)), links)

    def links_between(self, old: PackedRows, new: PackedRows) -> list[Key]:
        """Return the pairs of rows that may be joined and of which one at least is new; the linkage has to be empty."""
        self._put(old)
        self._put(new)
        return self._score(len(old.texts))

    def _put(self, rows: PackedRows) -> None:
        """Put rows and their blocks into the tables, beside those that are there."""
        put = self.connection.execute
        for new_tellings in rows.tables():  # noqa: B007 - DuckDB finds it by name
            put(f"INSERT INTO telling SELECT {', '.join(COLUMNS)} FROM new_tellings")
        for name in ("home", "search"):
            blocks = rows.block_table(lying=name == "home")  # noqa: F841 - DuckDB finds it by name
            put(f"CREATE OR REPLACE TABLE new_{name} AS SELECT number, block FROM blocks")
            put(f"INSERT INTO {name} SELECT * FROM new_{name}")

    def _score(self, first: int) -> list[Key]:
        """Score the pairs of the new tellings, keep those not forbidden, and return those that may be joined."""
        begun = first == 0
        self.connection.execute(
            _BLOCKED.format(old_home="new_home" if begun else "home", old_search="new_search" if begun else "search")
        )
        found = score_table(self.connection, whole=begun)
        self.connection.execute(f"INSERT INTO scored SELECT one, other, weight FROM {found}")
        query = f"SELECT one, other FROM {found} WHERE weight >= {load_model().threshold}"
        return self.connection.execute(query).fetchall()

    def _gather(self, added: Iterable[int], links: Sequence[Key]) -> list[int]:
        """Gather the neighbourhoods of what was added anew, and return the numbers of their groups."""
        touched = self._touched(added, links)
        within = self._links_within(touched, links)
        parts = find_neighbourhoods(touched, chain(within, self.same))
        scored = self._scored_within(parts)
        missing = [key for part in parts for key in scored.missing(part)]
        scored.update(self.score_pairs(missing))
        for part in parts:
            self.part_of.update(dict.fromkeys(part, min(part)))
        same, apart = self._by_part(self.same), self._by_part(self.apart)
        changed: list[int] = []
        for part in parts:
            judged = same.get(min(part), ()), apart.get(min(part), ())
            groups = gather(part, scored, self.anchors, *judged, load_model().threshold)
            changed.extend(self._set_group(group) for group in groups)
        return changed

    def _by_part(self, judged: Iterable[Key]) -> dict[int, list[Key]]:
        """Return judged pairs by the neighbourhood in which both stand."""
        found: dict[int, list[Key]] = {}
        for one, other in judged:
            if (part := self.part_of.get(one)) is not None and part == self.part_of.get(other):
                found.setdefault(part, []).append((one, other))
        return found

    def _touched(self, added: Iterable[int], links: Sequence[Key]) -> list[int]:
        """Return the numbers whose neighbourhoods what was added touches, itself among them."""
        new = set(added)
        if len(new) == len(self.anchors):
            return sorted(new)
        edge = {n for key in chain(links, self.same) for n in key}
        todo, seen = list(new | edge), new | edge
        while todo:
            numbers = pa.table({"n": pa.array(todo, pa.int64())})  # noqa: F841 - DuckDB finds it by name
            query = (
                "SELECT other FROM scored JOIN numbers ON one = n WHERE weight >= $t"
                " UNION SELECT one FROM scored JOIN numbers ON other = n WHERE weight >= $t"
            )
            found = {row[0] for row in self.connection.execute(query, {"t": load_model().threshold}).fetchall()}
            todo = list(found - seen)
            seen |= found
        return sorted(seen)

    def _links_within(self, touched: Sequence[int], links: Sequence[Key]) -> Sequence[Key]:
        """Return the pairs of the touched tellings that may be joined."""
        if len(touched) == len(self.anchors):
            return links
        numbers = pa.table({"n": pa.array(touched, pa.int64())})  # noqa: F841 - DuckDB finds it by name
        query = "SELECT one, other FROM scored JOIN numbers ON one = n WHERE weight >= $t"
        return self.connection.execute(query, {"t": load_model().threshold}).fetchall()

    def _scored_within(self, parts: Sequence[Sequence[int]]) -> Scored:
        """Return the known weights within neighbourhoods of three and more; in one of two the pair is known to join."""
        label = {n: at for at, part in enumerate(parts) if len(part) > 2 for n in part}  # noqa: PLR2004
        if not label:
            return Scored({})
        labels = pa.table({"n": pa.array(label, pa.int64()), "part": pa.array(label.values(), pa.int64())})  # noqa: F841
        query = (
            "SELECT one, other, weight FROM scored JOIN labels a ON one = a.n JOIN labels b ON other = b.n"
            " WHERE a.part = b.part"
        )
        return Scored({(one, other): weight for one, other, weight in self.connection.execute(query).fetchall()})

    def score_pairs(self, pairs: Sequence[Key]) -> dict[Key, float]:
        """Return the bits of given pairs, the smaller number of each first."""
        if not pairs:
            return {}
        given = pa.table({"join_key_l": [a for a, _ in pairs], "join_key_r": [b for _, b in pairs]})  # noqa: F841
        self.connection.execute("CREATE OR REPLACE TABLE blocked AS SELECT DISTINCT '0' AS match_key, * FROM given")
        found = score_table(self.connection, whole=False, forbidden=True)
        return {
            (a, b): weight
            for a, b, weight in self.connection.execute(f"SELECT one, other, weight FROM {found}").fetchall()
        }

    def explain(self, pairs: Sequence[Key]) -> list[tuple[int, int, float, tuple[float, ...]]]:
        """Return for given pairs the bits, whole and by comparison, in the order of the model."""
        if not pairs:
            return []
        given = pa.table({"join_key_l": [a for a, _ in pairs], "join_key_r": [b for _, b in pairs]})  # noqa: F841
        self.connection.execute("CREATE OR REPLACE TABLE blocked AS SELECT DISTINCT '0' AS match_key, * FROM given")
        found = score_table(self.connection, whole=False, forbidden=True)
        rows = self.connection.execute(f"SELECT * FROM {found} ORDER BY one, other").fetchall()
        return [(a, b, weight, tuple(round(bit, 2) for bit in bits)) for a, b, weight, *bits in rows]

    def _set_group(self, members: Sequence[int]) -> int:
        """Put tellings into one group, numbered by its earliest, and return that number."""
        head = min(members, key=lambda n: self.anchors[n])
        for member in members:
            before = self.group_of.get(member)
            if before is not None and before != head:
                self.groups.pop(before, None)
            self.group_of[member] = head
        self.groups[head] = tuple(members)
        return head

    def close(self) -> None:
        """Let go of the tables."""
        self.connection.close()

    def __enter__(self) -> Self:
        """Return the linkage itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the linkage."""
        self.close()


_SCORED = pa.schema([("one", pa.int64()), ("other", pa.int64()), ("weight", pa.float64())])
