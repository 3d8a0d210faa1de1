"""One course in the European Learning Model (ELM 3, application profile LOQ), as JSON-LD. Only what is known.

A start is a `LearningOpportunity`; what somebody learns is one `LearningAchievementSpecification` that all share. The
names and the lists of values are those of the profile: https://europa.eu/europass/elm-browser/

* `educationLevel` is the EQF level, and only where the provider states it or an editor verified it: our own estimate is
  no official level. (The Dutch NLQF has the same eight numbers as the EQF.)
* The careers are `educationSubject`, as ESCO occupations: the model knows an occupation only as a right that one gets
  (`entitlesTo`), and a course gives no right to a job. A career for which ESCO has no exact occupation is left out.
* The profile asks for an organisation's address, a field of ISCED-F and learning outcomes. Providers do not state them
  in a form that can be read, so they are absent.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from catalogue.careers.known import CareerTable
from catalogue.careers.table import Career
from search_api.formats.course_ld import UNITS

ELM, SNB = "http://data.europa.eu/snb/model/elm/", "http://data.europa.eu/snb/"
EU = "http://publications.europa.eu/resource/authority/"
OCCUPATIONS = "http://data.europa.eu/esco/concept-scheme/occupations"
_LINK, _SAID = {"@type": "@id"}, {"@container": "@language"}
_DCT, _SKOS, _XSD = (
    "http://purl.org/dc/terms/",
    "http://www.w3.org/2004/02/skos/core#",
    "http://www.w3.org/2001/XMLSchema#",
)
CONTEXT: dict[str, Any] = {
    "@vocab": ELM, "id": "@id", "type": "@type",
    "Concept": f"{_SKOS}Concept", "Location": f"{_DCT}Location", "PeriodOfTime": f"{_DCT}PeriodOfTime",
    "title": {"@id": f"{_DCT}title", **_SAID}, "description": {"@id": f"{_DCT}description", **_SAID},
    "prefLabel": {"@id": f"{_SKOS}prefLabel", **_SAID}, "inScheme": {"@id": f"{_SKOS}inScheme", **_LINK},
    "legalName": {"@id": "http://www.w3.org/ns/regorg#legalName", **_SAID},
    "homepage": "http://xmlns.com/foaf/0.1/homepage", "temporal": f"{_DCT}temporal", "noteLiteral": _SAID,
    "geographicName": _SAID, "language": f"{_DCT}language",
    "modified": {"@id": f"{_DCT}modified", "@type": f"{_XSD}dateTime"},
    "startDate": {"@type": f"{_XSD}dateTime"}, "endDate": {"@type": f"{_XSD}dateTime"},
    "applicationDeadline": {"@type": f"{_XSD}dateTime"}, "duration": {"@type": f"{_XSD}duration"},
    "contentUrl": {"@type": f"{_XSD}anyURI"},
    "value": {"@id": "http://www.w3.org/1999/02/22-rdf-syntax-ns#value", "@type": f"{_XSD}decimal"},
}  # fmt: skip
LANGUAGES = {"nl": "NLD", "en": "ENG", "de": "DEU", "fr": "FRA"}
MODES = {"onsite": "9191af2ed9", "at-work": "9191af2ed9", "online": "920fbb3cbe", "self-paced": "920fbb3cbe",
         "blended": "c_3a90b26d"}  # fmt: skip
"""Our modes -> concepts of the list of modes of learning: presential, online, hybrid."""


def elm(course: Mapping[str, Any], address: str, known: CareerTable) -> dict[str, Any]:
    """`course` as `GET /v1/courses/{id}` gives it, `address` of its page, `known` to tell its careers' occupations."""
    return {"@context": CONTEXT, "@graph": [*_opportunities(course, address), _specification(course, address, known)]}


def _opportunities(course: Mapping[str, Any], address: str) -> Iterator[dict[str, Any]]:
    sessions: Sequence[Mapping[str, Any]] = course["sessions"] or [{}]
    for number, session in enumerate(sessions, 1):
        modes = [session["mode"]] if session.get("mode") else course["mode"]
        deadline = session.get("deadline") or course["deadline"]
        yield _known(
            {
                "id": f"{address}#start-{number}",
                "type": "LearningOpportunity",
                "title": _said(course["title"]),
                "description": _said(course["description"]),
                "homepage": {"type": "WebResource", "contentUrl": session.get("url") or course["url"]},
                "temporal": _period(session),
                "scheduleInformation": _note(_timetable(session)),
                "duration": _duration(course["duration"]),
                "mode": [_concept(f"{SNB}learning-assessment/{name}") for name in _modes(modes)],
                "applicationDeadline": _moment(deadline),
                "priceDetail": _price(session.get("priceDetails") or course["priceDetails"]),
                "providedBy": {"type": "Organisation", "legalName": _said(course["provider"])},
                "location": _location(session),
                "learningAchievementSpecification": {"id": f"{address}#what"},
                "defaultLanguage": _concept(f"{EU}language/NLD"),  # of these words; the course's own is below
                "modified": course["changedAt"],
            }
        )


def _specification(course: Mapping[str, Any], address: str, known: CareerTable) -> dict[str, Any]:
    official = course["known"].get("level") in ("stated", "verified")
    level = course["level"].removeprefix("nlqf-") if course["level"] and official else None
    language = LANGUAGES.get(course["language"] or "")
    return _known(
        {
            "id": f"{address}#what",
            "type": "LearningAchievementSpecification",
            "title": _said(course["credential"] or course["title"]),
            "educationLevel": level and _concept(f"{SNB}eqf/{level}", f"{SNB}eqf/25831c2"),
            "educationSubject": [
                _occupation(known[each["id"]]) for each in course["careers"] if known[each["id"]].esco_exact
            ],
            "entryRequirement": _note(course["requirements"]),
            "language": language and _concept(f"{EU}language/{language}"),
        }
    )


def _occupation(career: Career) -> dict[str, Any]:
    return {**_concept(career.esco, OCCUPATIONS), "prefLabel": _said(career.label)}


def _modes(modes: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(MODES[mode] for mode in modes or []))


def _period(session: Mapping[str, Any]) -> dict[str, Any] | None:
    """Only days: a month or a season is no moment, and stands in the timetable as words."""
    days = _known({"startDate": _moment(session.get("start")), "endDate": _moment(session.get("end"))})
    return {"type": "PeriodOfTime", **days} if days else None


def _timetable(session: Mapping[str, Any]) -> str | None:
    start = session.get("start")
    vague = start if start and not _moment(start) else session.get("startNote")
    return "; ".join(each for each in (vague, session.get("schedule")) if each) or None


def _moment(text: str | None) -> str | None:
    return f"{text}T00:00:00" if text and len(text) == len("2027-02-09") and text[4] == text[7] == "-" else None


def _price(price: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """An amount for the whole course; anything else (a month, "from") is words, which a sum would hide."""
    if price is None:
        return None
    vat = {"included": "inclusief btw", "excluded": "exclusief btw", "exempt": "vrij van btw"}.get(price["vat"])
    if price["per"] == "course" and not price["isFrom"]:
        amount = {"type": "Amount", "unit": _concept(f"{EU}currency/EUR"), "value": f"{price['amount']:.2f}"}
        return _known({"type": "PriceDetail", "amount": amount, "description": _said(vat)})
    start = "vanaf " if price["isFrom"] else ""
    per = "" if price["per"] == "course" else f" per {price['per']}"
    return {"type": "PriceDetail", "description": _said(f"{start}€ {price['amount']:.2f}{per}")}


def _location(session: Mapping[str, Any]) -> dict[str, Any] | None:
    if not session.get("place"):
        return None
    country = {"type": "Address", "countryCode": _concept(f"{EU}country/NLD")}
    return {"type": "Location", "geographicName": _said(session["place"]), "address": country}


def _duration(duration: Mapping[str, Any] | None) -> str | None:
    pattern = UNITS.get(duration["unit"]) if duration else None
    whole = duration is not None and duration["amount"] == int(duration["amount"])
    # xsd:duration has no weeks.
    if pattern and duration and whole and duration["unit"] != "week":
        return pattern.format(int(duration["amount"]))
    return f"P{int(7 * duration['amount'])}D" if pattern and duration and duration["unit"] == "week" else None


def _concept(uri: str, scheme: str | None = None) -> dict[str, Any]:
    return _known({"id": uri, "type": "Concept", "inScheme": scheme})


def _note(text: str | None) -> dict[str, Any] | None:
    return {"type": "Note", "noteLiteral": _said(text)} if text else None


def _said(text: str | None) -> dict[str, str] | None:
    # The texts are the provider's; their language is not known, only that the pages are Dutch.
    return {"nl": text} if text else None


def _known(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value not in (None, [], "")}
