"""The labels that readers wrote (`labels/*.yaml`; their rules are in `labels/README.md`)."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "labels"
UNDECIDED = "?"
"""A careful reader cannot decide, or two answers are both fair: not scored."""


@dataclass(frozen=True)
class Label:
    """One offer as a reader sees it. facts: field -> value; None or [] is "not stated"."""

    id: str
    part: str
    file: str
    locator: dict[str, Any]
    facts: dict[str, Any] = field(default_factory=dict)

    def decided(self, name: str) -> bool:
        """Whether this field is scored."""
        return name in self.facts and self.facts[name] != UNDECIDED


def labels(folder: Path = FOLDER) -> list[Label]:
    """All labels, by part: the file's name."""
    return [_label(one, path.stem) for path in sorted(folder.glob("*.yaml")) for one in _entries(path)]


def _entries(path: Path) -> list[dict[str, Any]]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    document = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    entries = document.get("labels", []) if isinstance(document, dict) else document
    return list(entries or [])


def _label(entry: dict[str, Any], part: str) -> Label:
    facts = {name: value for name, value in entry.items() if name not in ("id", "file", "locator")}
    return Label(str(entry["id"]), part, entry["file"], dict(entry.get("locator") or {}), facts)
