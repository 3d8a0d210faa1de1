"""what the editors' list asks of courses, in its order; own values by field"""

from alembic import op
from sqlalchemy import text

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    listed = ("id", "state", "technical", "duplicate_of", "source_id")
    op.create_index("ix_course_order", "course", [text("lower(title)"), *listed])
    op.create_index("ix_override_field", "override", ["field", "course_id"])


def downgrade() -> None:
    op.drop_index("ix_override_field", table_name="override")
    op.drop_index("ix_course_order", table_name="course")
