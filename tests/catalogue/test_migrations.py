"""A migration can be taken back, on both databases."""

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, inspect

from catalogue.database import MIGRATIONS


def test_migrations_can_be_taken_back_and_made_again(database: Engine) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    before = set(inspect(database).get_table_names())
    with database.connect() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        command.upgrade(config, "head")
        connection.commit()
    assert set(inspect(database).get_table_names()) == before
