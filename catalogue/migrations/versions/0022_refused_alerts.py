"""alerts whose mail is refused for good"""

import sqlalchemy as sa
from alembic import op

from catalogue.tables.base import UtcDateTime

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("alert") as alert:
        alert.add_column(sa.Column("refusals", sa.Integer(), nullable=False, server_default="0"))
        alert.add_column(sa.Column("refusal", sa.Integer(), nullable=True))
        alert.add_column(sa.Column("stopped_at", UtcDateTime(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("alert") as alert:
        for name in ("stopped_at", "refusal", "refusals"):
            alert.drop_column(name)
