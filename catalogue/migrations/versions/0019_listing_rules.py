"""what portals' rules ask of a listed course, in one index: counting what a portal shows reads that alone

The course's id is first, which no rule asks for: so the index serves for reading through, and SQLite does not take it
in place of the one that is in the order of a page.
"""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

COLUMNS = ["course_id", "source", "provider", "sector", "route", "language", "placeless", "provinces"]


def upgrade() -> None:
    op.create_index("ix_listing_rules", "listing", COLUMNS)


def downgrade() -> None:
    op.drop_index("ix_listing_rules", table_name="listing")
