"""the work queue, what a value stood on when an editor changed it, and decisions that belong together"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

from catalogue.tables.base import UtcDateTime, utcnow

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "queueitem",
        sa.Column("kind", AutoString(length=20), nullable=False),
        sa.Column("subject", AutoString(length=120), nullable=False),
        sa.Column("course_id", AutoString(length=16), nullable=False),
        sa.Column("evidence", AutoString(length=16), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "subject", name=op.f("pk_queueitem")),
    )
    op.create_index(op.f("ix_queueitem_course_id"), "queueitem", ["course_id"], unique=False)
    op.create_index("ix_queueitem_value", "queueitem", ["value", "since"], unique=False)
    op.create_index("ix_queueitem_kind_value", "queueitem", ["kind", "value", "since"], unique=False)
    op.create_table(
        "queuedecision",
        sa.Column("kind", AutoString(length=20), nullable=False),
        sa.Column("subject", AutoString(length=120), nullable=False),
        sa.Column("course_id", AutoString(length=16), nullable=True),
        sa.Column("evidence", AutoString(length=16), nullable=False),
        sa.Column("decision", AutoString(length=20), nullable=False),
        sa.Column("editor_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["editor_id"], ["editor.id"], name=op.f("fk_queuedecision_editor_id_editor")),
        sa.PrimaryKeyConstraint("kind", "subject", name=op.f("pk_queuedecision")),
    )
    op.create_index(op.f("ix_queuedecision_course_id"), "queuedecision", ["course_id"], unique=False)
    # Plain ALTERs: a batch would make the table anew on SQLite, without the triggers that keep it append-only.
    op.add_column("auditevent", sa.Column("batch", AutoString(length=32), nullable=True))
    op.create_index(op.f("ix_auditevent_batch"), "auditevent", ["batch"], unique=False)
    op.add_column("override", sa.Column("base", sa.JSON(), nullable=True))
    # Every course is followed once more: then its questions stand in the queue.
    op.execute(
        sa.text(
            "INSERT INTO outboxmark (course_id, seq, marked_at) SELECT id, 1, :now FROM course "
            "WHERE id NOT IN (SELECT course_id FROM outboxmark)"
        ).bindparams(sa.bindparam("now", utcnow(), UtcDateTime()))
    )


def downgrade() -> None:
    op.drop_column("override", "base")
    op.drop_index(op.f("ix_auditevent_batch"), table_name="auditevent")
    op.drop_column("auditevent", "batch")
    op.drop_table("queuedecision")
    op.drop_table("queueitem")
