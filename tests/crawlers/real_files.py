"""The real files beside the checkout: where they are, what they were fetched as. Never copied into the project."""

import json
from pathlib import Path

A_COURSES = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "A_courses"
ABSENT = f"the real files are not here: {A_COURSES}"


def pages() -> dict[str, tuple[str, str]]:
    """File below A_courses -> (address, content type), for every saved page of the two TeSS folders."""
    if not A_COURSES.exists():
        return {}
    index = json.loads((A_COURSES / "tess_vcr_dutch" / "index.json").read_text(encoding="utf-8"))
    found = {f"tess_vcr_dutch/{one['file']}": (one["url"], one["ctype"] or "") for one in index if one["ext"] == "html"}
    for path in sorted((A_COURSES / "tess_fixtures").iterdir()):
        if path.suffix in (".html", ".json", ".jsonld"):
            kind = "text/html" if path.suffix == ".html" else "application/ld+json"
            found[f"tess_fixtures/{path.name}"] = (f"https://fixtures.example/{path.name}", kind)
    return found
