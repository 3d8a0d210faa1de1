"""what the index followed and when, for portals that keep a copy"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

from catalogue.tables.base import UtcDateTime, utcnow

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "coursechange",
        sa.Column("course_id", AutoString(length=16), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("reach", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("course_id", name=op.f("pk_coursechange")),
    )
    op.create_index(op.f("ix_coursechange_at"), "coursechange", ["at", "course_id"], unique=False)
    # What stands in the index already is followed once more, so that it has a row here.
    op.execute(
        sa.text(
            "INSERT INTO outboxmark (course_id, seq, marked_at) SELECT id, 1, :now FROM course "
            "WHERE id NOT IN (SELECT course_id FROM outboxmark)"
        ).bindparams(sa.bindparam("now", utcnow(), UtcDateTime()))
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_coursechange_at"), table_name="coursechange")
    op.drop_table("coursechange")
