"""Files without a reader of their own, as rows under our field names: their words, nothing more."""

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

Row = dict[str, Any]


def agenda(folder: Path) -> list[Row]:
    """Runs and courses of a training firm, kept in two files there, joined by the course's id; one row per run."""
    runs = json.loads((folder / "opleidingen.json").read_text(encoding="utf-8"))
    courses = {one["id"]: one for one in json.loads((folder / "cursus_details.json").read_text(encoding="utf-8"))}
    used = {run["cursus_id"] for run in runs}
    dated = [_run(courses[run["cursus_id"]], run) for run in runs if run["cursus_id"] in courses]
    return dated + [_run(course, {}) for course in courses.values() if course["id"] not in used]


def _run(course: Row, run: Row) -> Row:
    times = " ".join(run[name] for name in ("begintijd", "eindtijd") if run.get(name))
    return {
        "key": course["id"], "title": course["naam"], "url": course.get("link") or "", "start_text": run.get("datum"),
        "schedule_text": times, "price_text": run.get("verkoopprijs"), "subjects": run.get("branche"),
    }  # fmt: skip


def wordpress(path: Path) -> list[Row]:
    """Pages of a site's REST interface."""
    pages = json.loads(path.read_text(encoding="utf-8"))
    return [
        {
            "key": str(page["id"]), "title": page["title"]["rendered"], "url": page["link"],
            "description": page["content"]["rendered"],
        }
        for page in pages
    ]  # fmt: skip


def names(path: Path) -> list[Row]:
    """A list of names, one a line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [{"key": str(number), "title": line.strip("-: \"'")} for number, line in enumerate(lines) if line]


def register(path: Path) -> list[Row]:
    """Programmes in an answer of the RIO register; one row for each cohort."""
    rows: list[Row] = []
    for element in ElementTree.parse(path).getroot():
        if _text(element, "aangebodenOpleidingCode") or _text(element, "opleidingseenheidcode"):
            rows.extend(_programme(element))
    return rows


def _programme(element: ElementTree.Element) -> list[Row]:
    name = _text(element, "naamLang") or _text(element, "eigenNaamAangebodenOpleiding")
    website = _feature(element, "website") or ""
    private = "articulier" in element.tag or any("articulier" in child.tag for child in element)
    shared = {
        "key": _text(element, "aangebodenOpleidingCode") or _text(element, "opleidingseenheidcode"),
        "title": name or _slug(website), "url": website.strip(),
        "description": _text(element, "omschrijving") or _text(element, "eigenOmschrijving"),
        "level_text": _level(element), "language_text": _feature(element, "voertaal"),
        "route_text": "particulier" if private else None,
        "credential_text": _text(element, "waardedocumentsoort"),
    }  # fmt: skip
    cohorts = [child for child in element if child.tag.endswith("Cohort")]
    return [{**shared, **_cohort(one)} for one in cohorts] or [shared]


def _level(element: ElementTree.Element) -> str | None:
    nlqf = _feature(element, "nlqf") or _text(element, "nlqf") or _text(element, "nlqfNiveau")
    return f"NLQF {re.sub(r'[^0-9]', '', nlqf)}" if nlqf and re.search(r"\d", nlqf) else _text(element, "niveau")


def _cohort(cohort: ElementTree.Element) -> Row:
    prices = {_text(price, "soort"): _text(price, "bedrag") for price in cohort if price.tag.endswith("prijs")}
    return {
        "start_text": _text(cohort, "instroommoment"), "end_text": _text(cohort, "einddatum"),
        "deadline_text": _text(cohort, "eindeAanmeldperiode"), "mode_text": _feature(cohort, "opleidingsvorm"),
        "price_text": prices.get("TOTALE_VERPLICHTE_KOSTEN") or prices.get("COLLEGEGELD"),
    }  # fmt: skip


def _text(element: ElementTree.Element, name: str) -> str | None:
    found = element.find(f".//{{*}}{name}")
    return found.text.strip() if found is not None and found.text and found.text.strip() else None


def _feature(element: ElementTree.Element, name: str) -> str | None:
    for feature in element.iterfind(".//{*}kenmerken"):
        if _text(feature, "kenmerknaam") == name:
            return next((child.text for child in feature if "waarde" in child.tag and child.text), None)
    return None


def _slug(url: str) -> str:
    return url.strip().strip("/").rpartition("/")[2].replace("-", " ")


TABLES: dict[str, dict[str, str]] = {
    r"surf_demo/.*json": {"id": "key", "name": "title", "description": "description"},
    r"mit_learn/professional": {
        "uuid": "key", "title": "title", "url": "url", "description": "description", "learning_format": "mode_text",
        "start_date": "start_text", "end_date": "end_text", "price": "price_text", "duration": "duration_text",
        "topics": "subjects", "language": "language_text", "enrollment_end_date": "deadline_text",
    },
    r"mit_learn/prolearn": {
        "nid": "key", "title": "title", "url": "url", "body": "description", "format_name": "mode_text",
        "field_price": "price_text", "field_duration": "duration_text",
    },
    r"mit_learn/test_mitx": {"uuid": "key", "title": "title", "marketing_url": "url", "subtitle": "description"},
    r"mit_learn/bootcamps": {
        "course_id": "key", "title": "title", "url": "url", "full_description": "description",
        "start_date": "start_text", "end_date": "end_text", "enrollment_end": "deadline_text",
    },
    r".*utwente/.*json": {
        "id": "key", "title": "title", "link": "url", "description": "description", "dateformatted": "start_text",
    },
    r"mit_learn/test_sloan_runs": {
        "Course_Id": "key", "Start_Date": "start_text", "End_Date": "end_text", "Delivery": "mode_text",
        "Duration": "duration_text", "Price": "price_text",
    },
    r"mit_learn/test_sloan_courses": {
        "Course_Id": "key", "Title": "title", "URL": "url", "Description": "description", "Topics": "subjects",
    },
}  # fmt: skip
"""Flat lists of offers in JSON: file -> its name of a field -> ours."""


def listed(path: Path, file: str) -> list[Row]:
    """The first list of objects in the file, under our names."""
    names = next(names for pattern, names in TABLES.items() if re.match(pattern, file))
    objects = _objects(json.loads(path.read_text(encoding="utf-8")))
    rows = [{ours: _plain(one.get(theirs)) for theirs, ours in names.items()} for one in objects]
    return _with_runs(rows, path) if "test_sloan_courses" in file else rows


def _with_runs(courses: list[Row], path: Path) -> list[Row]:
    """Sloan keeps its runs in a file of their own; the amounts are dollars, as their column says."""
    runs = listed(path.with_name("test_sloan_runs.json"), "mit_learn/test_sloan_runs")
    found = []
    for course in courses:
        own = [run for run in runs if run["key"] == course["key"]] or [{}]
        found += [
            {**course, **run, "price_text": f"$ {run['price_text']}" if run.get("price_text") else None} for run in own
        ]
    return found


def _objects(document: Any) -> list[dict[str, Any]]:
    if isinstance(document, list) and document and isinstance(document[0], dict):
        return document
    values = document.values() if isinstance(document, dict) else []
    return next((found for value in values if (found := _objects(value))), [])


def _plain(value: Any) -> str | None:
    if isinstance(value, list):
        return "; ".join(str(one) for one in value)
    return None if value is None or isinstance(value, dict) else str(value)
