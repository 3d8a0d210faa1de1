"""what the search in the database looks at; every course is marked, so that the next drain fills it"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TEXTS = ("source", "provider", "sector", "route", "kind", "language", "mode", "schedule", "career", "funding", "title",
         "text")  # fmt: skip
MAY_BE_UNKNOWN = ("sector", "route", "kind", "language")


def upgrade() -> None:
    op.create_table(
        "listing",
        sa.Column("course_id", AutoString(length=16), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("price", sa.Float(), nullable=True),
        sa.Column("next_start", sa.Integer(), nullable=False),
        sa.Column("placeless", sa.Boolean(), nullable=False),
        *(sa.Column(name, AutoString(), nullable=name in MAY_BE_UNKNOWN) for name in TEXTS),
        sa.PrimaryKeyConstraint("course_id", name=op.f("pk_listing")),
    )
    op.create_index("ix_listing_next_start", "listing", ["next_start", "course_id"])
    with op.batch_alter_table("outboxmark") as table:
        table.add_column(sa.Column("listed", sa.Integer(), nullable=False, server_default="0"))
    op.execute(
        "INSERT INTO outboxmark (course_id, seq, marked_at) SELECT id, 1, CURRENT_TIMESTAMP FROM course "
        "WHERE id NOT IN (SELECT course_id FROM outboxmark)"
    )


def downgrade() -> None:
    with op.batch_alter_table("outboxmark") as table:
        table.drop_column("listed")
    op.drop_table("listing")
