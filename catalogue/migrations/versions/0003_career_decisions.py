"""what editors decided about the careers of courses"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

from catalogue.tables.base import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "careerdecision",
        sa.Column("course_id", AutoString(length=16), nullable=False),
        sa.Column("career_id", AutoString(length=80), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("reason", AutoString(), nullable=False),
        sa.Column("editor_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_careerdecision_course_id_course")),
        sa.ForeignKeyConstraint(["editor_id"], ["editor.id"], name=op.f("fk_careerdecision_editor_id_editor")),
        sa.PrimaryKeyConstraint("course_id", "career_id", name=op.f("pk_careerdecision")),
    )


def downgrade() -> None:
    op.drop_table("careerdecision")
