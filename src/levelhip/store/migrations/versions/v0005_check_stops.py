"""Stops for pain in a check, which is no session: when, and what was answered then."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One new table."""
    op.create_table(
        "check_stops",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.String(32), nullable=False),
        sa.Column("stop_answers", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_check_stops"),
    )
