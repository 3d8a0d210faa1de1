"""The bytes as fetched, kept compressed under their hash, so that equal answers are stored once."""

import hashlib
import os
from pathlib import Path

import zstandard

MAX_BODY = 1 << 30  # bytes; the limit of a feed, so that a damaged file cannot fill the memory


class SnapshotMissing(Exception):
    """A snapshot's bytes are gone from disk: crawl the source again."""


def _path(home: Path, body_hash: str) -> Path:
    return home / "snapshots" / body_hash[:2] / f"{body_hash[2:]}.zst"


def keep(home: Path, body: bytes) -> str:
    """Store `body` and give its hash (64 hex digits). Written whole or not at all."""
    body_hash = hashlib.sha256(body).hexdigest()
    path = _path(home, body_hash)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(f".{os.getpid()}.part")
        partial.write_bytes(zstandard.ZstdCompressor(level=3).compress(body))
        partial.replace(path)
    return body_hash


def load(home: Path, body_hash: str) -> bytes:
    """The bytes with this hash. Raises `SnapshotMissing`."""
    try:
        packed = _path(home, body_hash).read_bytes()
    except FileNotFoundError as missing:
        raise SnapshotMissing(f"snapshot {body_hash[:12]} is gone: crawl its source again") from missing
    return zstandard.ZstdDecompressor().decompress(packed, max_output_size=MAX_BODY)
