"""Public ids: stable between crawls, databases and replays, because they depend on nothing but the source's words."""

import base64
import hashlib
import re
import unicodedata


def course_id(source_name: str, source_key: str) -> str:
    """13 lower-case letters and digits, the same for the same (source, source_key) for ever."""
    digest = hashlib.blake2b(f"{source_name}\0{source_key}".encode(), digest_size=8).digest()
    return base64.b32encode(digest).decode().rstrip("=").lower()


def slug(text: str) -> str:
    """ASCII lower-case words joined by hyphens, at most 80 characters; `onbekend` when nothing is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80].strip("-") or "onbekend"
