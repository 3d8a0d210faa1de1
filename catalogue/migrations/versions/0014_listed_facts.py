"""when, for whom and with what work, for the search in the database; every course is marked to be listed anew"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("listing") as table:
        table.add_column(sa.Column("target_groups", AutoString(), nullable=False, server_default=""))
        table.add_column(sa.Column("workplace", AutoString(), nullable=True))
        table.add_column(sa.Column("job_guarantee", AutoString(), nullable=True))
    op.execute("UPDATE outboxmark SET listed = 0")
    op.execute(
        "INSERT INTO outboxmark (course_id, seq, marked_at) SELECT id, 1, CURRENT_TIMESTAMP FROM course "
        "WHERE id NOT IN (SELECT course_id FROM outboxmark)"
    )


def downgrade() -> None:
    with op.batch_alter_table("listing") as table:
        for name in ("job_guarantee", "workplace", "target_groups"):
            table.drop_column(name)
