"""What Alembic runs: the steps, on the connection that `opening.migrate` hands over."""

from __future__ import annotations

from alembic import context

from data_access.identity_schema import metadata

# The caller owns the connection and its transaction, so that all steps are kept whole or not at all.
context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
