"""first tables"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

from catalogue.tables.base import UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


SQLITE_APPEND_ONLY = """
CREATE TRIGGER auditevent_no_{verb} BEFORE {verb} ON auditevent
BEGIN SELECT RAISE(ABORT, 'the audit record is append-only'); END
"""
# INSERT OR REPLACE overwrites a row without a delete trigger.
SQLITE_NO_REPLACE = """
CREATE TRIGGER auditevent_no_replace BEFORE INSERT ON auditevent
WHEN EXISTS (SELECT 1 FROM auditevent WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the audit record is append-only'); END
"""
POSTGRES_APPEND_ONLY = """
CREATE FUNCTION auditevent_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the audit record is append-only'; END $$;
CREATE TRIGGER auditevent_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON auditevent
FOR EACH STATEMENT EXECUTE FUNCTION auditevent_refuse()
"""


def _make_audit_append_only() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(POSTGRES_APPEND_ONLY)
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(SQLITE_APPEND_ONLY.format(verb=verb))
    op.execute(SQLITE_NO_REPLACE)


def upgrade() -> None:
    op.create_table(
        "auditevent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor", AutoString(), nullable=False),
        sa.Column("action", AutoString(), nullable=False),
        sa.Column("subject", AutoString(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.Column("reason", AutoString(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_auditevent")),
    )
    with op.batch_alter_table("auditevent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_auditevent_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_auditevent_subject"), ["subject"], unique=False)

    op.create_table(
        "editor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", AutoString(length=254), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("password_hash", AutoString(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_editor")),
        sa.UniqueConstraint("email", name=op.f("uq_editor_email")),
    )
    op.create_table(
        "outboxmark",
        sa.Column("course_id", AutoString(length=16), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("marked_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("course_id", name=op.f("pk_outboxmark")),
    )
    op.create_table(
        "portal",
        sa.Column("slug", AutoString(length=63), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_portal")),
    )
    op.create_table(
        "provider",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", AutoString(length=80), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider")),
        sa.UniqueConstraint("slug", name=op.f("uq_provider_slug")),
    )
    op.create_table(
        "source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", AutoString(length=63), nullable=False),
        sa.Column("declaration", sa.JSON(), nullable=False),
        sa.Column("approved", sa.Boolean(), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source")),
        sa.UniqueConstraint("name", name=op.f("uq_source_name")),
    )
    op.create_table(
        "crawlrun",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("decided_by", AutoString(), nullable=True),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_crawlrun_source_id_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crawlrun")),
    )
    with op.batch_alter_table("crawlrun", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_crawlrun_source_id"), ["source_id"], unique=False)

    op.create_table(
        "snapshot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("url", AutoString(), nullable=False),
        sa.Column("final_url", AutoString(), nullable=False),
        sa.Column("content_type", AutoString(), nullable=False),
        sa.Column("body_hash", AutoString(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("etag", AutoString(), nullable=True),
        sa.Column("last_modified", AutoString(), nullable=True),
        sa.Column("fetched_at", UtcDateTime(), nullable=False),
        sa.Column("read_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_snapshot_source_id_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshot")),
    )
    with op.batch_alter_table("snapshot", schema=None) as batch_op:
        batch_op.create_index("ix_snapshot_source_url", ["source_id", "url"], unique=False)

    op.create_table(
        "course",
        sa.Column("id", AutoString(length=16), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("source_key", AutoString(), nullable=False),
        sa.Column("page_url", AutoString(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=True),
        sa.Column("title", AutoString(), nullable=False),
        sa.Column("technical", sa.Boolean(), nullable=True),
        sa.Column("sector", AutoString(), nullable=True),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("price_cents", sa.Integer(), nullable=True),
        sa.Column("normal", sa.JSON(), nullable=False),
        sa.Column("content_hash", AutoString(length=32), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("state_reason", AutoString(), nullable=True),
        sa.Column("misses", sa.Integer(), nullable=False),
        sa.Column("gone", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("first_seen_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("checked_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["provider_id"], ["provider.id"], name=op.f("fk_course_provider_id_provider")),
        sa.ForeignKeyConstraint(["run_id"], ["crawlrun.id"], name=op.f("fk_course_run_id_crawlrun")),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_course_source_id_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course")),
        sa.UniqueConstraint("source_id", "source_key", name=op.f("uq_course_source_id")),
    )
    with op.batch_alter_table("course", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_course_changed_at"), ["changed_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_course_provider_id"), ["provider_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_course_source_id"), ["source_id"], unique=False)
        batch_op.create_index("ix_course_state_technical", ["state", "technical"], unique=False)

    op.create_table(
        "rawitem",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("source_key", AutoString(), nullable=False),
        sa.Column("raw", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshot.id"], name=op.f("fk_rawitem_snapshot_id_snapshot")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rawitem")),
        sa.UniqueConstraint("snapshot_id", "source_key", name=op.f("uq_rawitem_snapshot_id")),
    )
    op.create_table(
        "refused",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("snapshot_id", sa.Integer(), nullable=True),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("reason", AutoString(), nullable=False),
        sa.Column("location", AutoString(), nullable=False),
        sa.Column("detail", AutoString(), nullable=True),
        sa.ForeignKeyConstraint(["run_id"], ["crawlrun.id"], name=op.f("fk_refused_run_id_crawlrun")),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshot.id"], name=op.f("fk_refused_snapshot_id_snapshot")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refused")),
    )
    with op.batch_alter_table("refused", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_refused_run_id"), ["run_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_refused_snapshot_id"), ["snapshot_id"], unique=False)

    op.create_table(
        "runpage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("url", AutoString(), nullable=False),
        sa.Column("outcome", AutoString(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("detail", AutoString(), nullable=True),
        sa.Column("snapshot_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["run_id"], ["crawlrun.id"], name=op.f("fk_runpage_run_id_crawlrun")),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshot.id"], name=op.f("fk_runpage_snapshot_id_snapshot")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_runpage")),
        sa.UniqueConstraint("run_id", "url", name=op.f("uq_runpage_run_id")),
    )
    with op.batch_alter_table("runpage", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_runpage_snapshot_id"), ["snapshot_id"], unique=False)

    op.create_table(
        "coursesession",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", AutoString(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("start_first", sa.Date(), nullable=True),
        sa.Column("start_last", sa.Date(), nullable=True),
        sa.Column("place", AutoString(), nullable=True),
        sa.Column("province", AutoString(), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_coursesession_course_id_course")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coursesession")),
    )
    with op.batch_alter_table("coursesession", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_coursesession_course_id"), ["course_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_coursesession_province"), ["province"], unique=False)
        batch_op.create_index(batch_op.f("ix_coursesession_start_first"), ["start_first"], unique=False)

    op.create_table(
        "override",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", AutoString(), nullable=False),
        sa.Column("field", AutoString(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=True),
        sa.Column("reason", AutoString(), nullable=False),
        sa.Column("editor_id", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_override_course_id_course")),
        sa.ForeignKeyConstraint(["editor_id"], ["editor.id"], name=op.f("fk_override_editor_id_editor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_override")),
        sa.UniqueConstraint("course_id", "field", name=op.f("uq_override_course_id")),
    )
    with op.batch_alter_table("override", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_override_course_id"), ["course_id"], unique=False)
    _make_audit_append_only()


def downgrade() -> None:
    with op.batch_alter_table("override", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_override_course_id"))

    op.drop_table("override")
    with op.batch_alter_table("coursesession", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_coursesession_start_first"))
        batch_op.drop_index(batch_op.f("ix_coursesession_province"))
        batch_op.drop_index(batch_op.f("ix_coursesession_course_id"))

    op.drop_table("coursesession")
    with op.batch_alter_table("runpage", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_runpage_snapshot_id"))

    op.drop_table("runpage")
    with op.batch_alter_table("refused", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_refused_snapshot_id"))
        batch_op.drop_index(batch_op.f("ix_refused_run_id"))

    op.drop_table("refused")
    op.drop_table("rawitem")
    with op.batch_alter_table("course", schema=None) as batch_op:
        batch_op.drop_index("ix_course_state_technical")
        batch_op.drop_index(batch_op.f("ix_course_source_id"))
        batch_op.drop_index(batch_op.f("ix_course_provider_id"))
        batch_op.drop_index(batch_op.f("ix_course_changed_at"))

    op.drop_table("course")
    with op.batch_alter_table("snapshot", schema=None) as batch_op:
        batch_op.drop_index("ix_snapshot_source_url")

    op.drop_table("snapshot")
    with op.batch_alter_table("crawlrun", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_crawlrun_source_id"))

    op.drop_table("crawlrun")
    op.drop_table("source")
    op.drop_table("provider")
    op.drop_table("portal")
    op.drop_table("outboxmark")
    op.drop_table("editor")
    with op.batch_alter_table("auditevent", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_auditevent_subject"))
        batch_op.drop_index(batch_op.f("ix_auditevent_at"))

    op.drop_table("auditevent")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION auditevent_refuse()")
