"""The engine's client for writing: settings, documents and tasks. Searching has a leaner way (see `search`)."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from meilisearch import Client
from meilisearch.errors import MeilisearchApiError, MeilisearchCommunicationError, MeilisearchTimeoutError
from meilisearch.models.task import TaskInfo

from catalogue.index.engine import EngineAddress, EngineUnavailable

TASK_SECONDS = 600


class TaskFailed(Exception):
    """The engine took a task and could not carry it out; the text is its own reason."""


def client(address: EngineAddress) -> Client:
    """A client for this engine. Asked for gzip, the engine sends chunks, and each answer takes 40 ms longer."""
    return Client(address.url, address.key, timeout=60, custom_headers={"Accept-Encoding": "identity"})


def finish(engine: Client, tasks: Sequence[TaskInfo], seconds: int = TASK_SECONDS) -> None:
    """Wait until all tasks are done, so long for each. Raises `TaskFailed` for the first that did not succeed."""
    for info in tasks:
        # `wait_for_task` returns a failed task as if nothing had happened.
        task = engine.wait_for_task(info.task_uid, timeout_in_ms=seconds * 1000, interval_in_ms=20)
        if task.status != "succeeded":
            raise TaskFailed(f"task {info.task_uid} {task.status}: {task.error}")


@contextmanager
def open_client(address: EngineAddress) -> Iterator[Client]:
    """A client whose errors are this module's: raises `EngineUnavailable` or `TaskFailed`."""
    try:
        yield client(address)
    except (MeilisearchCommunicationError, MeilisearchTimeoutError) as down:
        raise EngineUnavailable(f"the engine at {address.url} does not answer: start it and try again") from down
    except MeilisearchApiError as refused:
        raise TaskFailed(f"the engine at {address.url} refused: {refused.message}") from refused


def ensure_index(engine: Client, uid: str, settings: dict[str, Any], primary_key: str) -> bool:
    """Make the index when it is not there, and give it the settings it lacks (a process may have died in between).

    True when it was made.
    """
    new = uid not in {index.uid for index in engine.get_indexes({"limit": 1000})["results"]}
    if new:
        finish(engine, [engine.create_index(uid, {"primaryKey": primary_key})])
    if not _has(engine.index(uid).get_settings(), settings):
        finish(engine, [engine.index(uid).update_settings(settings)])
    return new


def _has(held: Any, wanted: Any) -> bool:
    """Does `held` say all that `wanted` says? The engine adds its defaults, and keeps some lists sorted."""
    if isinstance(wanted, dict):
        return isinstance(held, dict) and all(_has(held.get(key), value) for key, value in wanted.items())
    if isinstance(wanted, list) and isinstance(held, list):
        return wanted == held or (sorted(map(str, wanted)) == sorted(map(str, held)))
    return bool(held == wanted)
