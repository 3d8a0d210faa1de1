"""what was searched for, counted by day"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "searchday",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("search", AutoString(length=16), nullable=False),
        sa.Column("portal", AutoString(length=63), nullable=False),
        sa.Column("words", AutoString(length=100), nullable=False),
        sa.Column("filters", sa.JSON(), nullable=False),
        sa.Column("region", AutoString(), nullable=True),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("searches", sa.Integer(), nullable=False),
        sa.Column("without_result", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "search", name=op.f("pk_searchday")),
    )
    op.create_table(
        "searchopening",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("search", AutoString(length=16), nullable=False),
        sa.Column("course_id", AutoString(length=16), nullable=False),
        sa.Column("openings", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "search", "course_id", name=op.f("pk_searchopening")),
    )


def downgrade() -> None:
    op.drop_table("searchopening")
    op.drop_table("searchday")
