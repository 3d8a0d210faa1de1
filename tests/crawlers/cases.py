"""The extraction cases: one folder each, `tests/cases/<format>/<case>/`.

`case.yaml` names the input file, its url and content type, and the columns, selectors and links of the declaration.
`expected.json` is the whole Reading without defaults, reviewed by reading it beside the input.
"""

import json
from pathlib import Path
from typing import Any

import yaml

from catalogue.declaration import SourceDeclaration
from catalogue.raw import Reading
from crawlers.readers import READERS

CASES = Path(__file__).resolve().parents[1] / "cases"


def folders() -> list[Path]:
    """Every case of a format that has a reader."""
    return sorted(path.parent for path in CASES.glob("*/*/case.yaml"))


def read_case(folder: Path) -> dict[str, Any]:
    """What the reader makes of the case, as JSON."""
    case = yaml.safe_load((folder / "case.yaml").read_text(encoding="utf-8"))
    source = SourceDeclaration(
        name="case",
        format=folder.parent.name,  # type: ignore[arg-type]
        url=case.get("source_url", case["url"]),
        **{name: case[name] for name in ("columns", "selectors", "links") if name in case},
    )
    body = (folder / case["input"]).read_bytes()
    return shown(READERS[source.format](body, case["url"], case["content_type"], source))


def shown(reading: Reading) -> dict[str, Any]:
    """A reading as JSON, without what was not said."""
    said: dict[str, Any] = json.loads(reading.model_dump_json(exclude_none=True, exclude_defaults=True))
    return said
