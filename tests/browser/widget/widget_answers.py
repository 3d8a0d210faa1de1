"""Answers as the API gives them, small and fixed, for the states a widget can be in."""

from typing import Any

PORTAL: dict[str, Any] = {
    "slug": "rijnland",
    "name": "Provincie Rijnland",
    "tokens": {"--vakwijzer-border-radius": "6px"},
    "contact": "leren@rijnland.example",
}

FACETS: dict[str, list[dict[str, Any]]] = {
    "province": [
        {"value": "Gelderland", "label": "Gelderland", "count": 12},
        {"value": "Noord-Brabant", "label": "Noord-Brabant", "count": 9},
        {"value": "Utrecht", "label": "Utrecht", "count": 4},
    ],
    "sector": [
        {"value": "metal-welding", "label": "Metaal en lassen", "count": 18},
        {"value": "electrical", "label": "Elektrotechniek", "count": 7},
    ],
    "route": [
        {"value": "bbl", "label": "Werken en leren (bbl)", "count": 14},
        {"value": "private", "label": "Cursus of training", "count": 27},
    ],
    "level": [
        {"value": "nlqf-2", "label": "mbo 2 / NLQF 2", "count": 20},
        {"value": "nlqf-3", "label": "mbo 3 / NLQF 3", "count": 8},
    ],
    "mode": [
        {"value": "onsite", "label": "Op locatie", "count": 33},
        {"value": "online", "label": "Online", "count": 8},
    ],
    "kind": [{"value": "omscholing", "label": "Omscholing", "count": 25}],
    "schedule": [{"value": "evening", "label": "’s Avonds", "count": 6}],
    "targetGroup": [{"value": "women", "label": "Vrouwen", "count": 2}],
    "workplace": [{"value": "leerbedrijf", "label": "Je werkt bij een erkend leerbedrijf", "count": 9}],
    "jobGuarantee": [{"value": "true", "label": "Met baangarantie", "count": 3}],
    "funding": [{"value": "slim", "label": "SLIM-regeling", "count": 8}],
    "language": [{"value": "nl", "label": "Nederlands", "count": 40}, {"value": "en", "label": "Engels", "count": 1}],
    "provider": [{"value": f"Opleider {n}", "label": f"Opleider {n}", "count": 13 - n} for n in range(1, 13)],
}


def price(amount: float | None, vat: str = "unknown", *, is_from: bool = False) -> dict[str, Any] | None:
    """`priceDetails` of the API."""
    if amount is None:
        return None
    return {"amount": amount, "currency": "EUR", "vat": vat, "per": "course", "isFrom": is_from, "known": "stated"}


def course(number: int, **changes: Any) -> dict[str, Any]:
    """One CourseSummary; `changes` replace its fields."""
    summary = {
        "id": f"course{number}",
        "title": f"MIG/MAG-lassen niveau {number}",
        "provider": "Vakschool Rijnmetaal",
        "url": f"https://provider.example/lassen-{number}",
        "page": f"/rijnland/opleidingen/course{number}",
        "summary": "Je leert lassen in dunne en dikke plaat, in verschillende standen. Na afloop doe je examen. "
        "Je oefent in een echte werkplaats, met een ervaren lasser naast je.",
        "sector": "metal-welding",
        "level": "nlqf-2",
        "mode": ["onsite"],
        "route": "bbl",
        "kind": "omscholing",
        "language": "nl",
        "price": 1870.0,
        "priceDetails": price(1870.0, "excluded"),
        "nextStart": "2027-02-09",
        "startNote": None,
        "places": ["Arnhem", "Nijmegen"],
        "province": ["Gelderland"],
        "distance": 12.3,
        "known": {"level": "inferred", "price": "stated"},
    }
    return {**summary, **changes}


COURSES = [
    course(1),
    course(2, title="TIG-lassen voor beginners", nextStart="2027-02", known={"level": "stated"}, distance=None),
    course(
        3,
        title="Elektricien: van nul naar monteur",
        nextStart="2027-W12",
        priceDetails=price(0),
        places=["Arnhem", "Ede", "Tiel", "Nijmegen", "Zutphen"],
    ),
    course(4, nextStart="2027-03/2027-05", priceDetails=price(12.5, "included", is_from=True), route="private"),
    course(
        5,
        title="Online basis PLC",
        nextStart=None,
        startNote="doorlopend",
        priceDetails=None,
        places=[],
        mode=["online"],
        level=None,
        summary=None,
    ),
    course(6, title="Lasser" * 50, nextStart=None, places=[], mode=[], route=None, priceDetails=None),
]


def answer(page: int = 1, total: int = 41, **changes: Any) -> dict[str, Any]:
    """An answer of `GET /v1/courses`."""
    body = {
        "total": total,
        "page": page,
        "pageSize": 20,
        "degraded": False,
        "interpretation": {},
        "results": COURSES if total else [],
        "facets": FACETS,
    }
    return {**body, **changes}


def detail(**changes: Any) -> dict[str, Any]:
    """An answer of `GET /v1/courses/{id}`."""
    more = {
        "description": "Je leert MIG/MAG-lassen in de praktijk.\n\nElke les begint met uitleg, daarna las je zelf.",
        "requirements": "Geen vooropleiding nodig.",
        "credential": "Lasdiploma niveau 2 (ISO 9606-1)",
        "audience": "Voor wie aan de slag wil als lasser.",
        "duration": {"amount": 10, "unit": "daypart"},
        "sessions": [
            {"start": "2027-02-09", "end": "2027-04", "deadline": "2027-01-15", "startNote": None, "place": "Arnhem",
             "province": "Gelderland", "mode": "onsite", "price": 1870.0, "schedule": "dinsdag 19.00-22.00 uur"},
            {"start": None, "end": None, "deadline": None, "startNote": "op aanvraag", "place": None,
             "province": None, "mode": "online", "price": None, "schedule": None},
        ],
        "provenance": [
            {"field": "price", "known": "stated", "rule": "amounts.vat_excluded", "quote": "€ 1.870,- excl. btw"},
            {"field": "level", "known": "inferred", "rule": "levels.words", "quote": "lasniveau 2"},
            {"field": "mode", "known": "verified", "rule": "editor", "quote": ""},
        ],
        "known": {"level": "inferred", "price": "stated", "mode": "verified"},
        "checkedAt": "2027-01-31T23:30:00Z",
    }  # fmt: skip
    return {**course(1), **more, **changes}


SUGGESTIONS: dict[str, Any] = {
    "careers": [{"value": "lasser", "label": "Lasser", "count": 12}],
    "places": [{"value": "Lasserbos", "label": "Lasserbos", "count": 3}],
    "courses": [{"id": "course2", "title": "TIG-lassen voor beginners", "provider": "Vakschool Rijnmetaal",
                 "page": "/rijnland/opleidingen/course2"}],
    "providers": [{"value": "Opleider 1", "label": "Opleider 1", "count": 12}],
}  # fmt: skip
