"""`vakwijzer schedule`: the one process that starts crawls at their time."""

import sys

from scheduler import run_scheduler
from vakwijzer.context import open_catalogue

# The same interpreter and the same installation, wherever they are.
COMMAND = (sys.executable, "-m", "vakwijzer")


def schedule() -> None:
    """Crawl each source at its own time, until Ctrl-C or SIGTERM. Run one of these processes, not more."""
    context = open_catalogue()
    run_scheduler(context.database, context.settings, COMMAND)
