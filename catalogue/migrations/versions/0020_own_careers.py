"""what editors changed of careers: names, sector and codes"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "owncareer",
        sa.Column("career_id", AutoString(length=80), nullable=False),
        sa.Column("own", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("career_id", name=op.f("pk_owncareer")),
    )


def downgrade() -> None:
    op.drop_table("owncareer")
