"""The first version: settings, clearance, sessions with parts and records, what was said afterwards, mornings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """From nothing."""
    _person()
    op.create_table(
        "sessions",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("config", sa.JSON(), nullable=False),
        sa.Column("exercise", sa.String(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("engine", sa.String(), nullable=False),
        sa.Column("started_at", sa.String(32), nullable=False),
        sa.Column("registered_at", sa.String(32), nullable=False),
        sa.Column("clearance_held", sa.Boolean(), nullable=False),
        sa.Column("assessment", sa.JSON(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sessions"),
    )
    op.create_index("ix_sessions_started_at", "sessions", ["started_at"])
    _of_a_session()


def _person() -> None:
    op.create_table(
        "settings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_settings"),
    )
    op.create_table(
        "clearance_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("times", sa.JSON(), nullable=False),
        sa.Column("answered_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_clearance_answers"),
    )
    op.create_table(
        "mornings",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("day", name="pk_mornings"),
        sa.CheckConstraint("rating BETWEEN 0 AND 10", name="rating_scale"),
    )


def _of_a_session() -> None:
    op.create_table(
        "session_parts",
        sa.Column("session_id", sa.String(36), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("session_id", "n", name="pk_session_parts"),
        _belongs_to_session("session_parts"),
    )
    op.create_table(
        "session_records",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.String(36), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("client_digest", sa.String(64), nullable=False),
        sa.Column("client_record", sa.JSON(), nullable=False),
        sa.Column("own_record", sa.JSON(), nullable=True),
        sa.Column("client_engine", sa.String(), nullable=False),
        sa.Column("own_engine", sa.String(), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=True),
        sa.Column("differences", sa.JSON(), nullable=False),
        sa.Column("numbers", sa.JSON(), nullable=False),
        sa.Column("finished_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_session_records"),
        sa.UniqueConstraint("session_id", "parts", "client_digest", name="uq_session_records_client"),
        _belongs_to_session("session_records"),
    )
    op.create_index("ix_session_records_session_id", "session_records", ["session_id"])
    op.create_table(
        "session_afterwards",
        sa.Column("session_id", sa.String(36), nullable=False),
        sa.Column("pain", sa.Integer(), nullable=True),
        sa.Column("effort", sa.Integer(), nullable=True),
        sa.Column("stop_answers", sa.JSON(), nullable=True),
        sa.Column("answered_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("session_id", name="pk_session_afterwards"),
        sa.CheckConstraint("pain BETWEEN 0 AND 10", name="pain_scale"),
        sa.CheckConstraint("effort BETWEEN 0 AND 10", name="effort_scale"),
        _belongs_to_session("session_afterwards"),
    )


def _belongs_to_session(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=f"fk_{table}_session_id", ondelete="CASCADE")
