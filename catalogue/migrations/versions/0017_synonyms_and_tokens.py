"""editors' synonyms, tokens for programs, and who signs in through a province's own provider"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

from catalogue.tables.base import UtcDateTime

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "synonym",
        sa.Column("typed", AutoString(length=60), nullable=False),
        sa.Column("says", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("typed", name=op.f("pk_synonym")),
    )
    op.create_table(
        "apitoken",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", AutoString(length=80), nullable=False),
        sa.Column("digest", AutoString(length=64), nullable=False),
        sa.Column("editor_id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(length=8), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["editor_id"], ["editor.id"], name=op.f("fk_apitoken_editor_id_editor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_apitoken")),
        sa.UniqueConstraint("digest", name=op.f("uq_apitoken_digest")),
    )
    op.create_index(op.f("ix_apitoken_editor_id"), "apitoken", ["editor_id"], unique=False)
    op.create_table(
        "signinidentity",
        sa.Column("issuer", AutoString(length=255), nullable=False),
        sa.Column("subject", AutoString(length=255), nullable=False),
        sa.Column("editor_id", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["editor_id"], ["editor.id"], name=op.f("fk_signinidentity_editor_id_editor")),
        sa.PrimaryKeyConstraint("issuer", "subject", name=op.f("pk_signinidentity")),
    )
    op.create_index(op.f("ix_signinidentity_editor_id"), "signinidentity", ["editor_id"], unique=True)


def downgrade() -> None:
    op.drop_table("signinidentity")
    op.drop_table("apitoken")
    op.drop_table("synonym")
