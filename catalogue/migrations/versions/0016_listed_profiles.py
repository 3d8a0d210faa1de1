"""what courses say alike, kept once, and all their provinces: for counting facets; every course is listed anew

The index on a session's province goes: a province holds a twelfth of all, and SQLite took it for looking up one course.
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "listingprofile",
        sa.Column("key", AutoString(length=12), nullable=False),
        sa.Column("told", AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_listingprofile")),
    )
    with op.batch_alter_table("listing") as table:
        table.add_column(sa.Column("profile", AutoString(), nullable=False, server_default=""))
        table.add_column(sa.Column("provinces", AutoString(), nullable=False, server_default=""))
    op.drop_index("ix_coursesession_province", table_name="coursesession")
    op.execute("UPDATE outboxmark SET listed = 0")
    op.execute(
        "INSERT INTO outboxmark (course_id, seq, marked_at) SELECT id, 1, CURRENT_TIMESTAMP FROM course "
        "WHERE id NOT IN (SELECT course_id FROM outboxmark)"
    )


def downgrade() -> None:
    op.create_index("ix_coursesession_province", "coursesession", ["province"])
    with op.batch_alter_table("listing") as table:
        for name in ("provinces", "profile"):
            table.drop_column(name)
    op.drop_table("listingprofile")
