"""The engine's client for writing: settings, documents and tasks. Searching has a leaner way (see `search`)."""

from collections.abc import Sequence
from typing import Any

from meilisearch import Client
from meilisearch.errors import MeilisearchCommunicationError, MeilisearchError
from meilisearch.models.task import TaskInfo

from catalogue.index.engine import EngineAddress, EngineUnavailable

TASK_SECONDS = 600


class TaskFailed(Exception):
    """The engine took a task and could not carry it out; the text is its own reason."""


def client(address: EngineAddress) -> Client:
    """A client for this engine."""
    return Client(address.url, address.key, timeout=60)


def finish(engine: Client, tasks: Sequence[TaskInfo]) -> None:
    """Wait until all tasks are done. Raises `TaskFailed` for the first that did not succeed."""
    for info in tasks:
        # `wait_for_task` returns a failed task as if nothing had happened.
        task = engine.wait_for_task(info.task_uid, timeout_in_ms=TASK_SECONDS * 1000, interval_in_ms=20)
        if task.status != "succeeded":
            raise TaskFailed(f"task {info.task_uid} {task.status}: {task.error}")


def ensure_index(engine: Client, uid: str, settings: dict[str, Any], primary_key: str) -> None:
    """Make the index with its settings when it is not there."""
    try:
        engine.get_index(uid)
    except MeilisearchCommunicationError as down:
        raise EngineUnavailable(f"the engine at {engine.config.url} does not answer: start it and try again") from down
    except MeilisearchError:
        tasks = [engine.create_index(uid, {"primaryKey": primary_key})]
        tasks.append(engine.index(uid).update_settings(settings))
        finish(engine, tasks)
