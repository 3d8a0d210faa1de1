"""suspected duplicates, and what editors decided about them"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

from catalogue.tables.base import UtcDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "duplicatesuspect",
        sa.Column("owner_id", AutoString(length=16), nullable=False),
        sa.Column("other_id", AutoString(length=16), nullable=False),
        sa.Column("likeness", sa.Integer(), nullable=False),
        sa.Column("doubts", sa.JSON(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["course.id"], name=op.f("fk_duplicatesuspect_owner_id_course")),
        sa.ForeignKeyConstraint(["other_id"], ["course.id"], name=op.f("fk_duplicatesuspect_other_id_course")),
        sa.PrimaryKeyConstraint("owner_id", "other_id", name=op.f("pk_duplicatesuspect")),
    )
    op.create_index(op.f("ix_duplicatesuspect_other_id"), "duplicatesuspect", ["other_id"], unique=False)
    op.create_table(
        "duplicatedecision",
        sa.Column("first_id", AutoString(length=16), nullable=False),
        sa.Column("second_id", AutoString(length=16), nullable=False),
        sa.Column("same", sa.Boolean(), nullable=False),
        sa.Column("reason", AutoString(), nullable=False),
        sa.Column("editor_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["first_id"], ["course.id"], name=op.f("fk_duplicatedecision_first_id_course")),
        sa.ForeignKeyConstraint(["second_id"], ["course.id"], name=op.f("fk_duplicatedecision_second_id_course")),
        sa.ForeignKeyConstraint(["editor_id"], ["editor.id"], name=op.f("fk_duplicatedecision_editor_id_editor")),
        sa.PrimaryKeyConstraint("first_id", "second_id", name=op.f("pk_duplicatedecision")),
    )
    op.create_index(op.f("ix_duplicatedecision_second_id"), "duplicatedecision", ["second_id"], unique=False)


def downgrade() -> None:
    op.drop_table("duplicatedecision")
    op.drop_table("duplicatesuspect")
