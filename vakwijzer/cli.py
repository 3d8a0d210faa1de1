"""The command line. Each command exits non-zero on failure with one line that says what to do."""

import logging
import sys
from importlib import import_module

import structlog
import typer

COMMANDS = ("demo", "serve", "migrate", "source", "crawl", "run", "replay", "explain", "index", "portal", "editor",
            "funding", "outlook", "searches", "alerts", "open-data", "schedule", "doctor")  # fmt: skip


def application(wanted: str | None) -> typer.Typer:
    """The command that is wanted, or all of them: importing one costs a third of importing all."""
    app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
    app.callback()(_root)
    for name in [wanted] if wanted in COMMANDS else COMMANDS:
        module = import_module(f"vakwijzer.commands.{name.replace('-', '_')}")
        if hasattr(module, "app"):
            app.add_typer(module.app, name=name)
        else:
            app.command(name)(getattr(module, name))
    return app


def _root() -> None:
    """Vakwijzer: technical courses for the provinces' lifelong-learning portals."""


def main() -> None:
    """Run the command; what a person can mend is one line, not a traceback."""
    _log_to_standard_error()
    try:
        application(sys.argv[1] if len(sys.argv) > 1 else None)()
    except known_problems() as problem:
        sys.stderr.write(f"vakwijzer: {problem}\n")
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as problem:
        from vakwijzer.outages import told

        if (line := told(problem)) is None:
            raise
        sys.stderr.write(f"vakwijzer: {line}\n")
        sys.exit(1)


def known_problems() -> tuple[type[Exception], ...]:
    """Errors whose text tells a person what to do."""
    from catalogue.alerts.post import MailUnavailable
    from catalogue.funding.store import FundingProblem, UnknownScheme
    from catalogue.index.client import TaskFailed
    from catalogue.index.engine import EngineUnavailable
    from catalogue.opendata.served import BuildRuns
    from catalogue.runs import RunProblem
    from catalogue.snapshots import SnapshotMissing
    from catalogue.sources.registry import UnknownSource
    from vakwijzer.context import Stop

    return (Stop, EngineUnavailable, TaskFailed, RunProblem, SnapshotMissing, UnknownSource, UnknownScheme,
            FundingProblem, MailUnavailable, BuildRuns)  # fmt: skip


def _log_to_standard_error() -> None:
    """Events of ours as lines; of libraries only warnings (Scrapy lowers its own loggers, so the handler decides)."""
    # Plain tracebacks: the default prints local variables, and with them keys and passwords.
    renderer = structlog.dev.ConsoleRenderer(
        colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
    )
    processors: list[structlog.typing.Processor] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
        renderer,
    ]
    structlog.configure(processors=processors, logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    handler = logging.StreamHandler(sys.stderr)
    handler.setLevel(logging.WARNING)
    logging.basicConfig(handlers=[handler])
