"""funding schemes with every version"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

from catalogue.tables.base import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fundingversion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", AutoString(length=63), nullable=False),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.Column("digest", AutoString(length=32), nullable=False),
        sa.Column("actor", AutoString(), nullable=False),
        sa.Column("reason", AutoString(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fundingversion")),
    )
    op.create_index(op.f("ix_fundingversion_scheme_id"), "fundingversion", ["scheme_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_fundingversion_scheme_id"), table_name="fundingversion")
    op.drop_table("fundingversion")
