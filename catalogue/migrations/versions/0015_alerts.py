"""searches that people hear of by e-mail"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

from catalogue.tables.base import UtcDateTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "alert",
        sa.Column("id", AutoString(length=32), nullable=False),
        sa.Column("portal", AutoString(length=63), nullable=False),
        sa.Column("address", AutoString(length=254), nullable=False),
        sa.Column("search", AutoString(length=2000), nullable=False),
        sa.Column("lang", AutoString(length=2), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=True),
        sa.Column("pending", AutoString(length=254), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert")),
        sa.UniqueConstraint("pending", name=op.f("uq_alert_pending")),
    )
    op.create_index(op.f("ix_alert_address"), "alert", ["address"], unique=False)
    op.create_index(op.f("ix_alert_asked_at"), "alert", ["asked_at"], unique=False)
    op.create_table(
        "alertcourse",
        sa.Column("alert_id", AutoString(length=32), nullable=False),
        sa.Column("course_id", AutoString(length=16), nullable=False),
        sa.ForeignKeyConstraint(["alert_id"], ["alert.id"], name=op.f("fk_alertcourse_alert_id_alert")),
        sa.PrimaryKeyConstraint("alert_id", "course_id", name=op.f("pk_alertcourse")),
    )


def downgrade() -> None:
    op.drop_table("alertcourse")
    op.drop_table("alert")
