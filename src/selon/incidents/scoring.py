"""Scoring: Splink over DuckDB weighs the pairs of the table `blocked` by the levels of the model."""

# ruff: noqa: S608 - only names of our own tables are put into queries

from __future__ import annotations

import logging
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from selon.incidents.model import FORBIDDEN, load_model

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duckdb import DuckDBPyConnection

_U = 2.0**-40  # Splink wants probabilities: m = u · 2^weight gives back the weight that the model says
_LEAST = -1000.0
_WORDS = pa.list_(pa.string())
TELLING_SCHEMA = pa.schema(
    [
        ("unique_id", pa.int64()),
        ("document", pa.string()),
        ("grp", pa.string()),
        ("kind", pa.string()),
        ("types", _WORDS),
        ("related", _WORDS),
        ("akin", _WORDS),
        ("fine", pa.int8()),
        ("lat", pa.float64()),
        ("lon", pa.float64()),
        ("reach", pa.float64()),
        ("country", pa.string()),
        ("first", pa.int32()),
        ("last", pa.int32()),
        ("days", pa.int32()),
        ("published", pa.int32()),
        ("agents", _WORDS),
        ("targets", _WORDS),
        ("killed_low", pa.int32()),
        ("killed_high", pa.int32()),
        ("passages", _WORDS),
        ("counts", pa.bool_()),
        ("figures", pa.list_(pa.int64())),
        ("large", pa.list_(pa.int64())),
        ("names", _WORDS),
        ("site", pa.bool_()),
        ("denied", pa.bool_()),
        ("dated", pa.bool_()),
        ("bordering", _WORDS),
        ("town_lat", pa.float64()),
        ("town_lon", pa.float64()),
        ("leads", pa.bool_()),
        ("story", _WORDS),
        ("refuted", pa.list_(pa.int64())),
        ("told", pa.list_(pa.int64())),
    ]
)


def score_table(connection: DuckDBPyConnection, *, whole: bool, forbidden: bool = False) -> str:
    """Return the name of the table with the bits of the pairs of `blocked`: one, other, weight, and each comparison's.

    Forbidden pairs are left out unless asked for. Unless the `whole` table of tellings is compared, only those named in
    `blocked` are looked at.
    """
    columns = ", ".join(f"mw_{comparison.name}" for comparison in load_model().comparisons)
    least = _LEAST if forbidden else FORBIDDEN
    if not connection.execute("SELECT 1 FROM blocked LIMIT 1").fetchall():
        fields = ", ".join(f"0.0 AS mw_{comparison.name}" for comparison in load_model().comparisons)
        connection.execute(
            f"CREATE OR REPLACE TABLE found AS SELECT 0 AS one, 0 AS other, 0.0 AS weight, {fields} WHERE false"
        )
        return "found"
    with _quiet():
        predicted = _predict(connection, least, whole=whole)
    connection.execute(
        f"CREATE OR REPLACE TABLE found AS SELECT unique_id_l AS one, unique_id_r AS other,"
        f" round(match_weight, 3) AS weight, {columns} FROM {predicted}"
    )
    connection.execute(f"DROP TABLE {predicted}")
    return "found"


def _predict(connection: DuckDBPyConnection, least: float, *, whole: bool) -> str:
    """Return the name of the table in which Splink puts its predictions for the blocked pairs."""
    from splink import Linker  # noqa: PLC0415 - Splink takes a second to load
    from splink.backends.duckdb import DuckDBAPI  # noqa: PLC0415

    name = "telling" if whole else "part"
    if not whole:
        named = "SELECT join_key_l FROM blocked UNION SELECT join_key_r FROM blocked"
        connection.execute(f"CREATE OR REPLACE TABLE part AS SELECT * FROM telling WHERE unique_id IN ({named})")
    backend = DuckDBAPI(connection)
    linker = Linker(backend.register(name), _settings(), log_level=None, validate_settings=False)
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
