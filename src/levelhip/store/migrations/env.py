"""Alembic runs this: the migrations go over the connection, and inside the transaction, of whoever asked."""

from __future__ import annotations

from alembic import context

from levelhip.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
context.run_migrations()
