"""The bytes as fetched, kept compressed under their hash, so that equal answers are stored once."""

import hashlib
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO, cast

import zstandard

MAX_BODY = 1 << 30  # bytes; the limit of a feed, so that a damaged file cannot fill the memory


class SnapshotMissing(Exception):
    """A snapshot's bytes are not on disk, or not whole: crawl the source again."""


class _Packer(threading.local):
    """A compressor for each thread: making one costs more than packing a page, and none may be shared."""

    def __init__(self) -> None:
        self.zstd = zstandard.ZstdCompressor(level=3)


PACKER = _Packer()


def _path(home: Path, body_hash: str) -> Path:
    return home / "snapshots" / body_hash[:2] / f"{body_hash[2:]}.zst"


def keep(home: Path, body: bytes) -> str:
    """Store `body` and give its hash (64 hex digits). Written whole or not at all."""
    body_hash = hashlib.sha256(body).hexdigest()
    path = _path(home, body_hash)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(f".{os.getpid()}.part")
        partial.write_bytes(PACKER.zstd.compress(body))
        partial.replace(path)
    else:
        path.touch()  # `catalogue.runs.pruning` leaves alone what was stored of late
    return body_hash


def keep_file(home: Path, file: BinaryIO) -> tuple[str, int]:
    """As `keep`, of a file of any length: (hash, bytes). Leaves the file at its beginning."""
    body_hash, size = _hash(file), file.seek(0, os.SEEK_END)
    file.seek(0)
    path = _path(home, body_hash)
    if path.exists():
        path.touch()
        return body_hash, size
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(f".{os.getpid()}.part")
    with partial.open("wb") as packed:
        zstandard.ZstdCompressor(level=3).copy_stream(file, packed, size=size)
    partial.replace(path)
    file.seek(0)
    return body_hash, size


def has(home: Path, body_hash: str) -> bool:
    """Whether the bytes with this hash are there."""
    return _path(home, body_hash).exists()


def unpack(home: Path, body_hash: str) -> BinaryIO:
    """The bytes with this hash in a file without a name, at its beginning. Raises `SnapshotMissing`."""
    plain = cast(BinaryIO, TemporaryFile(dir=home))  # noqa: SIM115 (the caller closes it)
    with _whole(home, body_hash) as path, path.open("rb") as packed:
        zstandard.ZstdDecompressor().copy_stream(packed, plain)
        _check(_hash(plain), body_hash)
    plain.seek(0)
    return plain


def load(home: Path, body_hash: str) -> bytes:
    """The bytes with this hash. Raises `SnapshotMissing`."""
    with _whole(home, body_hash) as path:
        body = zstandard.ZstdDecompressor().decompress(path.read_bytes(), max_output_size=MAX_BODY)
        _check(hashlib.sha256(body).hexdigest(), body_hash)
    return body


@contextmanager
def _whole(home: Path, body_hash: str) -> Iterator[Path]:
    """The file with these bytes. One that turns out to be damaged is deleted, so that the next crawl stores it anew."""
    path = _path(home, body_hash)
    try:
        yield path
    except FileNotFoundError as missing:
        raise SnapshotMissing(f"snapshot {body_hash[:12]} is gone: crawl its source again") from missing
    except zstandard.ZstdError as damaged:
        path.unlink(missing_ok=True)
        raise SnapshotMissing(f"snapshot {body_hash[:12]} was damaged: crawl its source again") from damaged


def _check(found: str, wanted: str) -> None:
    if found != wanted:  # cut short: zstandard does not tell of every such file
        raise zstandard.ZstdError("other bytes than were stored")


def _hash(file: BinaryIO) -> str:
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
