"""Bring a record's tables to the form that this version of the program works with."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from selon.errors import RecordError
from selon.record.connection import APPLICATION_ID, patiently, refusals, shown
from selon.record.tables import SCHEMA_HEAD

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Engine

_ADVISORY_LOCK = 0x53454C4E


def bring_up_to_date(engine: Engine, target: str, *, create: bool, patience: float) -> None:
    """Create the tables where there are none, migrate them where they are older.

    Raises RecordError for what is no record of ours, for a record of a newer version, and where `create` is false and
    there is nothing yet. All in one transaction: a record is never half-migrated.
    """
    with refusals(target):
        with engine.connect() as connection:
            found = _read_revision(connection, target)
        if found == SCHEMA_HEAD:
            return
        if found == "" and not create:
            raise _missing(target)
        if engine.dialect.name == "sqlite":
            patiently(lambda: _use_write_ahead_log(engine), patience=patience)
        patiently(lambda: _migrate(engine, target), patience=patience)


def _missing(target: str) -> RecordError:
    """Return the error for a record that is not there."""
    remedy = "Make one with `selon ingest PATHS --record FILE`, or name another with --record"
    return RecordError("there is no record yet", where=shown(target), remedy=remedy)


def _read_revision(connection: Connection, target: str) -> str:
    """Return the revision of the tables, "" for an empty store; RecordError for one that is not ours, or newer."""
    tables = set(inspect(connection).get_table_names())
    if "alembic_version" not in tables:
        if tables and connection.dialect.name == "sqlite":
            raise _foreign(target)
        return ""
    if (
        connection.dialect.name == "sqlite"
        and connection.exec_driver_sql("PRAGMA application_id").scalar() != APPLICATION_ID
    ):
        raise _foreign(target)
    found = str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")
    if found > SCHEMA_HEAD:
        remedy = f"Install a newer Selon (this is {version('selon')}), or name another record"
        fault = (
            f"the record was made by a newer version of Selon (its tables are at {found}, known up to {SCHEMA_HEAD})"
        )
        raise RecordError(fault, where=shown(target), remedy=remedy)
    return found


def _foreign(target: str) -> RecordError:
    """Return the error for a database of another program."""
    return RecordError("this is a database, but no record of Selon", where=shown(target), remedy="Name another file")


def _use_write_ahead_log(engine: Engine) -> None:
    """Let readers read while a writer writes."""
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        if driver is not None:
            driver.execute("PRAGMA journal_mode=WAL")


def _migrate(engine: Engine, target: str) -> None:
    """Run the steps that are missing, in one transaction."""
    from alembic import command  # noqa: PLC0415 - half a second that only a migration needs
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", "selon.record:migrations")
    with engine.connect().execution_options(selon_writes=True) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_ADVISORY_LOCK})"))
        if _read_revision(connection, target) == SCHEMA_HEAD:  # another process was quicker
            return
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
