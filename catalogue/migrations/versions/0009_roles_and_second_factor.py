"""roles, the second factor, and how often somebody tried to sign in"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

from catalogue.tables.base import UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None
ADDED = ("role", "portals", "renew", "totp", "totp_step", "recovery")


def upgrade() -> None:
    with op.batch_alter_table("editor") as table:
        table.add_column(sa.Column("role", sa.String(length=16), nullable=False, server_default="editor"))
        table.add_column(sa.Column("portals", sa.JSON(), nullable=True))
        table.add_column(sa.Column("renew", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("totp", AutoString(), nullable=True))
        table.add_column(sa.Column("totp_step", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("recovery", sa.JSON(), nullable=False, server_default="[]"))
    # Somebody must be able to make accounts: the first that was made.
    op.execute("UPDATE editor SET role = 'administrator' WHERE id = (SELECT min(id) FROM editor)")
    op.create_table(
        "attempt",
        sa.Column("key", AutoString(length=64), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_attempt")),
    )
    op.create_index(op.f("ix_attempt_since"), "attempt", ["since"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_attempt_since"), table_name="attempt")
    op.drop_table("attempt")
    with op.batch_alter_table("editor") as table:
        for name in ADDED:
            table.drop_column(name)
