"""what somebody does in a career, in editors' words"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "careertext",
        sa.Column("career_id", AutoString(length=80), nullable=False),
        sa.Column("nl", AutoString(), nullable=False),
        sa.Column("en", AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("career_id", name=op.f("pk_careertext")),
    )


def downgrade() -> None:
    op.drop_table("careertext")
