"""Files that a person wrote and a command reads."""

from pathlib import Path
from typing import Any

import yaml

from vakwijzer.context import Stop


def read_yaml(path: Path) -> dict[str, Any]:
    """The mapping in a YAML file. Raises `Stop` naming the file and what is wrong with it."""
    try:
        content = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as wrong:
        raise Stop(f"{path} cannot be read as YAML ({' '.join(str(wrong).split())}): correct the file") from wrong
    if not isinstance(content, dict):
        raise Stop(f"{path} must be a mapping of keys to values")
    return content
