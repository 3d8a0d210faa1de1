"""judged runs: sightings, what a run would change, opt-outs, duplicates, link checks"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

from catalogue.tables.base import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _add_columns()
    _add_tables()


def _add_columns() -> None:
    with op.batch_alter_table("crawlrun") as table:
        table.add_column(sa.Column("coverage", sa.JSON(), nullable=False, server_default="{}"))
        table.add_column(sa.Column("decision_reason", AutoString(), nullable=True))
    with op.batch_alter_table("snapshot") as table:
        table.add_column(sa.Column("links", sa.JSON(), nullable=False, server_default="[]"))
        table.create_index(op.f("ix_snapshot_body_hash"), ["body_hash"], unique=False)
    with op.batch_alter_table("rawitem") as table:
        table.add_column(sa.Column("digest", AutoString(length=32), nullable=False, server_default=""))
        table.add_column(sa.Column("kin", AutoString(length=32), nullable=True))
    with op.batch_alter_table("course") as table:
        table.add_column(sa.Column("duplicate_of", AutoString(length=16), nullable=True))
        table.create_foreign_key(op.f("fk_course_duplicate_of_course"), "course", ["duplicate_of"], ["id"])
        table.create_index(op.f("ix_course_duplicate_of"), ["duplicate_of"], unique=False)


def _add_tables() -> None:
    op.create_table(
        "sighting",
        sa.Column("course_id", AutoString(length=16), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.Column("digest", AutoString(length=32), nullable=False),
        sa.Column("kin", AutoString(length=32), nullable=True),
        sa.Column("recipe", AutoString(length=32), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_sighting_course_id_course")),
        sa.ForeignKeyConstraint(["run_id"], ["crawlrun.id"], name=op.f("fk_sighting_run_id_crawlrun")),
        sa.PrimaryKeyConstraint("course_id", name=op.f("pk_sighting")),
    )
    # Courses stored before have been seen by the run that stands in their row.
    op.execute(
        "INSERT INTO sighting (course_id, run_id, seen_at, digest, recipe) "
        "SELECT id, run_id, checked_at, '', '' FROM course WHERE run_id IS NOT NULL"
    )
    op.create_table(
        "linkcheck",
        sa.Column("course_id", AutoString(length=16), nullable=False),
        sa.Column("url", AutoString(), nullable=False),
        sa.Column("outcome", AutoString(), nullable=False),
        sa.Column("misses", sa.Integer(), nullable=False),
        sa.Column("missed_on", sa.Date(), nullable=True),
        sa.Column("checked_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_linkcheck_course_id_course")),
        sa.PrimaryKeyConstraint("course_id", name=op.f("pk_linkcheck")),
    )
    op.create_table(
        "runitem",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("course_id", AutoString(length=16), nullable=False),
        sa.Column("raw_item_id", sa.Integer(), nullable=False),
        sa.Column("outcome", AutoString(), nullable=False),
        sa.Column("normal", sa.JSON(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("reason", AutoString(), nullable=True),
        sa.ForeignKeyConstraint(["run_id"], ["crawlrun.id"], name=op.f("fk_runitem_run_id_crawlrun")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_runitem")),
        sa.UniqueConstraint("run_id", "course_id", name=op.f("uq_runitem_run_id")),
    )
    op.create_table(
        "optout",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", AutoString(length=63), nullable=False),
        sa.Column("host", AutoString(), nullable=False),
        sa.Column("reason", AutoString(), nullable=False),
        sa.Column("actor", AutoString(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_optout")),
        sa.UniqueConstraint("name", name=op.f("uq_optout_name")),
    )
    op.create_index(op.f("ix_optout_host"), "optout", ["host"], unique=False)


def downgrade() -> None:
    for table in ("optout", "runitem", "linkcheck", "sighting"):
        op.drop_table(table)
    with op.batch_alter_table("course") as batch:
        batch.drop_index(op.f("ix_course_duplicate_of"))
        batch.drop_constraint(op.f("fk_course_duplicate_of_course"), type_="foreignkey")
        batch.drop_column("duplicate_of")
    with op.batch_alter_table("rawitem") as batch:
        batch.drop_column("kin")
        batch.drop_column("digest")
    with op.batch_alter_table("snapshot") as batch:
        batch.drop_index(op.f("ix_snapshot_body_hash"))
        batch.drop_column("links")
    with op.batch_alter_table("crawlrun") as batch:
        batch.drop_column("decision_reason")
        batch.drop_column("coverage")
