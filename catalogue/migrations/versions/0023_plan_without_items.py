"""a run's plan names no quoted item: nothing ever read it"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("runitem") as plan:
        plan.drop_column("raw_item_id")


def downgrade() -> None:
    with op.batch_alter_table("runitem") as plan:
        plan.add_column(sa.Column("raw_item_id", sa.Integer(), nullable=False, server_default="0"))
