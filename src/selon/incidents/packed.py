"""Packed: tellings as rows of text with their blocks, in so little room that those of a large record fit in memory."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from hashlib import blake2b
from io import BytesIO
from json import JSONEncoder
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from pyarrow import json as arrow_json

from selon.incidents.scoring import TELLING_SCHEMA
from selon.incidents.tables import build_row, home_blocks, search_blocks

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from selon.incidents.tellings import Telling

Block = tuple[int, bool, int]  # what stands for it, whether a telling lies there or looks for others, which telling

_LARGEST = 2**63 - 1  # what a database can hold
_TOGETHER = 20_000  # rows that are unpacked together
BLOCK_SCHEMA = pa.schema([("number", pa.int64()), ("block", pa.int64())])


@dataclass(slots=True)
class PackedRows:
    """Rows by which tellings are compared, as JSON, and the blocks of all of them.

    Of each block: whether the row lies there (1) or looks there for others (0), and the row's number.
    """

    texts: list[str] = field(default_factory=list)
    blocks: array[int] = field(default_factory=lambda: array("q"))
    lying: array[int] = field(default_factory=lambda: array("b"))
    owners: array[int] = field(default_factory=lambda: array("q"))

    @classmethod
    def build(
        cls, tellings: Iterable[Telling], first: int = 0, passages: Mapping[str, Collection[str]] | None = None
    ) -> PackedRows:
        """Return the rows of tellings, with the passages that their claims share elsewhere."""
        shared = passages or {}
        return cls.of(
            (
                build_row(n, told, sorted({p for claim in told.claims for p in shared.get(claim.id, ())}))
                for n, told in enumerate(tellings, first)
            )
        )

    @classmethod
    def of(cls, rows: Iterable[Mapping[str, Any]]) -> PackedRows:
        """Return rows packed."""
        found, encode = cls(), JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
        for row in rows:
            found.texts.append(encode(row))
            for lies, blocks in ((1, set(home_blocks(row))), (0, set(search_blocks(row)))):
                found.blocks.extend(map(hash_block, blocks))
                found.lying.extend([lies] * len(blocks))
                found.owners.extend([row["unique_id"]] * len(blocks))
        return found

    def tables(self) -> Iterator[pa.Table]:
        """Yield the rows as tables, some thousands in each."""
        options = arrow_json.ParseOptions(explicit_schema=TELLING_SCHEMA, unexpected_field_behavior="error")
        for at in range(0, len(self.texts), _TOGETHER):
            text = "\n".join(self.texts[at : at + _TOGETHER]).encode("utf-8", "surrogatepass")
            whole = arrow_json.ReadOptions(block_size=len(text) + 1, use_threads=False)
            yield arrow_json.read_json(BytesIO(text), read_options=whole, parse_options=options)

    def block_table(self, *, lying: bool) -> pa.Table:
        """Return the blocks in which the rows lie, or those in which they look for others, with the rows' numbers."""
        blocks, chosen, owners = self.columns()
        mask = chosen == lying
        return pa.table({"number": owners[mask], "block": blocks[mask]}, schema=BLOCK_SCHEMA)

    def columns(self) -> tuple[NDArray[np.int64], NDArray[np.bool_], NDArray[np.int64]]:
        """Return the blocks, whether a row lies there, and the number of the row."""
        found = np.asarray(self.blocks, np.int64), np.asarray(self.lying, np.int8).astype(bool)
        return *found, np.asarray(self.owners, np.int64)


def find_blocks(row: Mapping[str, Any], number: int) -> Iterator[Block]:
    """Yield the blocks of a telling as they are kept: in which it lies, and in which it looks for others."""
    for lies, blocks in ((True, home_blocks(row)), (False, search_blocks(row))):
        for block in set(blocks):
            yield hash_block(block), lies, number


def hash_block(block: str) -> int:
    """Return what stands for a block where it is kept."""
    return int.from_bytes(blake2b(block.encode(), digest_size=8).digest()) & _LARGEST
