"""what searches ask of a course's sessions, in the index that finds them"""

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    asked = ("start_first", "start_last", "province", "latitude", "longitude")
    op.create_index("ix_coursesession_of", "coursesession", ["course_id", *asked])
    op.drop_index("ix_coursesession_course_id", "coursesession")


def downgrade() -> None:
    op.create_index("ix_coursesession_course_id", "coursesession", ["course_id"])
    op.drop_index("ix_coursesession_of", "coursesession")
