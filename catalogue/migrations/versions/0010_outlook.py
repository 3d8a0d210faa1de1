"""the chance of work per career and region"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

from catalogue.tables.base import UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "careeroutlook",
        sa.Column("career_id", AutoString(length=80), nullable=False),
        sa.Column("region", AutoString(length=80), nullable=False),
        sa.Column("outlook", AutoString(length=16), nullable=False),
        sa.Column("source", AutoString(), nullable=False),
        sa.Column("url", AutoString(), nullable=True),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("test", sa.Boolean(), nullable=False),
        sa.Column("actor", AutoString(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("career_id", "region", name=op.f("pk_careeroutlook")),
    )


def downgrade() -> None:
    op.drop_table("careeroutlook")
