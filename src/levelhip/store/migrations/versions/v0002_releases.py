"""Releases: whose keys are trusted, what they opened, whose device this is; and stops for pain."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_STOPS_SO_FAR = """
INSERT INTO pain_stops (session_id, told_at)
SELECT session_id, MIN(finished_at) FROM session_records
WHERE json_extract(numbers, '$.ended') = 'pain' GROUP BY session_id
"""


def upgrade() -> None:
    """New tables; the stops for pain there have been are taken over."""
    op.create_table(
        "pain_stops",
        sa.Column("session_id", sa.String(36), nullable=False),
        sa.Column("told_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("session_id", name="pk_pain_stops"),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name="fk_pain_stops_session_id", ondelete="CASCADE"),
    )
    op.execute(_STOPS_SO_FAR)
    op.create_table(
        "device",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("patient_code", sa.String(), nullable=True),
        sa.Column("latest", sa.String(32), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_device"),
    )
    _clinicians()


def _clinicians() -> None:
    op.create_table(
        "clinician_keys",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key_id", sa.String(64), nullable=False),
        sa.Column("card", sa.JSON(), nullable=False),
        sa.Column("challenge", sa.String(), nullable=False),
        sa.Column("asked_at", sa.String(32), nullable=False),
        sa.Column("wrong_tries", sa.Integer(), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=True),
        sa.Column("paired_at", sa.String(32), nullable=True),
        sa.Column("removed_at", sa.String(32), nullable=True),
        sa.Column("revocation", sa.JSON(), nullable=True),
        sa.Column("revoked_at", sa.String(32), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_clinician_keys"),
    )
    op.create_index("ix_clinician_keys_key_id", "clinician_keys", ["key_id"])
    op.create_table(
        "releases",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("pairing_id", sa.Integer(), nullable=False),
        sa.Column("letter", sa.JSON(), nullable=False),
        sa.Column("imported_at", sa.String(32), nullable=False),
        sa.Column("withdrawn_at", sa.String(32), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_releases"),
        sa.ForeignKeyConstraint(["pairing_id"], ["clinician_keys.id"], name="fk_releases_pairing_id"),
    )
    op.create_index("ix_releases_imported_at", "releases", ["imported_at"])
