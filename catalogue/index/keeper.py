"""Keeps one private engine for as long as somebody uses it: `python -m catalogue.index.keeper BINARY FOLDER`.

Started by the first user in a session of its own. It writes the engine's address, restarts the engine when it
dies, waits for the exclusive lock on `users.lock`, which comes when the last user is gone, and stops the engine.
"""

import ctypes
import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

from catalogue.index.engine import master_key

PR_SET_PDEATHSIG = 1
STOP_SECONDS = 10
MEMORY = Path("/dev/shm")  # noqa: S108  (files without a name)
"""Where the engine writes what it sorts, for a moment."""
ROOM = 4 * 1024**3  # bytes: a rebuild of hundreds of thousands of courses passes through there too
MAX_RESTARTS = 5


def _die_with_parent() -> None:
    """Linux only: a keeper that is killed takes its engine with it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _roomy(folder: Path) -> bool:
    return os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > ROOM


def _launch(binary: Path, folder: Path, port: int) -> subprocess.Popen[bytes]:
    environment = {
        **os.environ,
        "MEILI_MASTER_KEY": master_key(folder),
        **({"TMPDIR": str(MEMORY)} if _roomy(MEMORY) else {}),
    }  # not on the command line, where all can read it
    command = [str(binary), "--no-analytics", "--env", "production", "--http-addr", f"127.0.0.1:{port}",
               "--db-path", str(folder / "data"), "--dump-dir", str(folder / "dumps")]  # fmt: skip
    return subprocess.Popen(command, env=environment, preexec_fn=_die_with_parent)


def _write_address(folder: Path, port: int) -> None:
    partial = folder / "engine.part"
    partial.touch(mode=0o600)
    partial.write_text(json.dumps({"url": f"http://127.0.0.1:{port}", "key": master_key(folder)}))
    partial.replace(folder / "engine.json")


class Keeper:
    """Runs the engine and restarts it after a crash, at most `MAX_RESTARTS` times."""

    def __init__(self, binary: Path, folder: Path):
        self._binary, self._folder, self._port = binary, folder, _free_port()
        self._stopping = threading.Event()
        self._engine = _launch(binary, folder, self._port)
        _write_address(folder, self._port)
        threading.Thread(target=self._restart_when_it_dies, daemon=True).start()

    def _restart_when_it_dies(self) -> None:
        for _ in range(MAX_RESTARTS):
            self._engine.wait()
            if self._stopping.is_set():
                return
            time.sleep(0.2)
            self._engine = _launch(self._binary, self._folder, self._port)
        self._engine.wait()
        os._exit(1)  # the main thread waits in flock and cannot be woken otherwise

    def stop(self) -> None:
        """End the engine; by force after `STOP_SECONDS`."""
        self._stopping.set()
        (self._folder / "engine.json").unlink(missing_ok=True)
        self._engine.terminate()
        try:
            self._engine.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._engine.kill()
            self._engine.wait()


def main(binary: Path, folder: Path) -> None:
    """Run the engine until nobody holds `users.lock`. A signal from a terminal is for the users, not for us."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    keeper = Keeper(binary, folder)
    with (folder / "users.lock").open("a") as users:
        fcntl.flock(users, fcntl.LOCK_EX)
        keeper.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
