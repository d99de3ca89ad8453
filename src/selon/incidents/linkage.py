"""Linkage: pairs of tellings within blocks, scored by Splink over DuckDB with the levels of the model."""

from __future__ import annotations

import logging
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa

from selon.incidents.model import FORBIDDEN, load_model
from selon.incidents.tables import COLUMNS, home_blocks, search_blocks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from duckdb import DuckDBPyConnection

_U = 2.0**-40  # Splink wants probabilities: m = u · 2^weight gives back the weight that the model says
_TYPES = pa.schema(
    [
        ("unique_id", pa.int64()),
        ("grp", pa.string()),
        ("kind", pa.string()),
        ("types", pa.list_(pa.string())),
        ("related", pa.list_(pa.string())),
        ("fine", pa.int8()),
        ("lat", pa.float64()),
        ("lon", pa.float64()),
        ("reach", pa.float64()),
        ("country", pa.string()),
        ("first", pa.int32()),
        ("last", pa.int32()),
        ("days", pa.int32()),
        ("published", pa.int32()),
        ("agents", pa.list_(pa.string())),
        ("targets", pa.list_(pa.string())),
        ("killed_low", pa.int32()),
        ("killed_high", pa.int32()),
        ("passages", pa.list_(pa.string())),
        ("counts", pa.bool_()),
        ("figures", pa.list_(pa.int64())),
        ("large", pa.list_(pa.int64())),
        ("names", pa.list_(pa.string())),
        ("site", pa.bool_()),
    ]
)
_BLOCKED = """
    SELECT DISTINCT '0' AS match_key, least(h.number, s.number) AS join_key_l, greatest(h.number, s.number) AS join_key_r
    FROM home h JOIN search s ON h.block = s.block WHERE h.number <> s.number {also}
"""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two tellings by number, the bits for their being of one event, and those of each comparison, in the order of the model."""

    one: int
    other: int
    weight: float
    bits: tuple[float, ...]


def find_pairs(rows: Sequence[Mapping[str, Any]], *, memory: str = "2GB") -> list[Pair]:
    """Return the scored pairs of all tellings that share a block, forbidden joins left out."""
    with duckdb.connect(config={"threads": 2, "memory_limit": memory}) as connection:
        register(connection, rows)
        connection.execute(f"CREATE TABLE blocked AS {_BLOCKED.format(also='')}")
        return score_pairs(connection)


def score_given(rows: Sequence[Mapping[str, Any]], pairs: Sequence[tuple[int, int]]) -> list[Pair]:
    """Return the scores of given pairs of tellings, each with its smaller number first."""
    if not pairs:
        return []
    with duckdb.connect(config={"threads": 2}) as connection:
        register(connection, rows)
        given = pa.table({"join_key_l": [a for a, _ in pairs], "join_key_r": [b for _, b in pairs]})  # noqa: F841 - named in the query
        connection.execute("CREATE TABLE blocked AS SELECT '0' AS match_key, * FROM given")
        return score_pairs(connection, least=-1000.0)


def register(connection: DuckDBPyConnection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Put tellings and the blocks in which they lie and look into tables of the connection."""
    columns = {name: [row[name] for row in rows] for name in COLUMNS}
    tellings = pa.table(columns, schema=_TYPES)  # noqa: F841 - DuckDB finds the tables by these names
    connection.execute("CREATE TABLE telling AS SELECT * FROM tellings")
    for name, blocks_of in (("home", home_blocks), ("search", search_blocks)):
        pairs = [(row["unique_id"], block) for row in rows for block in blocks_of(row)]
        blocks = pa.table({"number": [n for n, _ in pairs], "block": pa.array([b for _, b in pairs], pa.string())})  # noqa: F841
        connection.execute(f"CREATE TABLE {name} AS SELECT number, hash(block) AS block FROM blocks")


def score_pairs(connection: DuckDBPyConnection, least: float = FORBIDDEN) -> list[Pair]:
    """Return the pairs of the table `blocked`, in order, with the bits and the levels that Splink gives them."""
    model = load_model()
    columns = ", ".join(f"mw_{comparison.name}" for comparison in model.comparisons)
    with _quiet():
        table = _predict(connection, least)
        query = f"SELECT unique_id_l, unique_id_r, match_weight, {columns} FROM {table} ORDER BY 1, 2"  # noqa: S608 - our own names
        found = connection.execute(query).fetchall()
    return [Pair(a, b, round(weight, 3), tuple(round(bits, 2) for bits in bits)) for a, b, weight, *bits in found]


def _predict(connection: DuckDBPyConnection, least: float) -> str:
    """Return the name of the table in which Splink puts its predictions for the blocked pairs."""
    from splink import Linker  # noqa: PLC0415 - Splink takes a second to load
    from splink.backends.duckdb import DuckDBAPI  # noqa: PLC0415

    backend = DuckDBAPI(connection)
    linker = Linker(backend.register("telling"), _settings(), log_level=None, validate_settings=False)
    linker.table_management.register_blocked_pairs_for_predict(backend.register("blocked"))
    return str(linker.inference.predict(threshold_match_weight=least).physical_name)


def _settings() -> dict[str, Any]:
    """Return the model in the form that Splink reads."""
    model = load_model()
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "unique_id",
        "probability_two_random_records_match": 2.0**model.prior / (1 + 2.0**model.prior),
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": True,
        "blocking_rules_to_generate_predictions": ["l.unique_id = r.unique_id"],  # ours are registered
        "comparisons": [
            {
                "output_column_name": comparison.name,
                "comparison_levels": [
                    {
                        "sql_condition": level.sql,
                        "label_for_charts": level.label,
                        "m_probability": _U * 2.0**level.weight,
                        "u_probability": _U,
                    }
                    for level in comparison.levels
                ],
            }
            for comparison in model.comparisons
        ],
    }


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep Splink's advice on training from the user: the model is given, not trained."""
    logger = logging.getLogger("splink")
    before = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(before)
