"""The command line. Each command exits non-zero on failure with one line that says what to do."""

import logging
import sys

import structlog
import typer

from catalogue.index.client import TaskFailed
from catalogue.index.engine import EngineUnavailable
from catalogue.runs import RunProblem
from catalogue.snapshots import SnapshotMissing
from catalogue.sources import UnknownSource
from vakwijzer.commands import crawl, demo, doctor, editor, explain, index, portal, run, schedule, serve, source
from vakwijzer.context import Stop

KNOWN = (Stop, EngineUnavailable, TaskFailed, RunProblem, SnapshotMissing, UnknownSource)

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
app.command()(demo.demo)
app.command()(serve.serve)
app.command()(serve.migrate)
app.command()(crawl.crawl)
app.command()(explain.explain)
app.command()(schedule.schedule)
app.command()(doctor.doctor)
app.add_typer(source.app, name="source")
app.add_typer(run.app, name="run")
app.add_typer(index.app, name="index")
app.add_typer(portal.app, name="portal")
app.add_typer(editor.app, name="editor")


def main() -> None:
    """Run the command; what a person can mend is one line, not a traceback."""
    _log_to_standard_error()
    try:
        app()
    except KNOWN as problem:
        sys.stderr.write(f"vakwijzer: {problem}\n")
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


def _log_to_standard_error() -> None:
    """Events of ours as lines; of libraries only warnings (Scrapy lowers its own loggers, so the handler decides)."""
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    handler = logging.StreamHandler(sys.stderr)
    handler.setLevel(logging.WARNING)
    logging.basicConfig(handlers=[handler])
