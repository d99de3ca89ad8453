"""Run migrations on the connection that the record hands over, all in the one transaction that is open on it."""

from __future__ import annotations

from alembic import context

from selon.record.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=False,
    render_as_batch=True,
)
context.run_migrations()
