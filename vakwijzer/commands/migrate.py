"""`vakwijzer migrate`."""

from vakwijzer.context import open_catalogue, say


def migrate() -> None:
    """Bring the database to today's form (other commands do so by themselves)."""
    context = open_catalogue()
    say(f"database is up to date: {context.database.url.render_as_string(hide_password=True)}")
