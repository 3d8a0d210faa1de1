"""the labour-market region of a session"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("coursesession") as table:
        table.add_column(sa.Column("region", AutoString(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("coursesession") as table:
        table.drop_column("region")
