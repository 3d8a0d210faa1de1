"""A course as JSON-LD of the European Learning Model: read back as a graph, held against the shapes of LOQ."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import httpx2
import pytest
from rdflib import RDF, Graph, Literal, URIRef
from rdflib.term import Node
from sqlalchemy import Engine

from catalogue.index.drain import drain
from catalogue.index.engine import EngineAddress
from catalogue.normal import Duration, How, Mode, NormalSession, PartialDate, Precision, Unit
from tests.conftest import TODAY
from tests.factories import ARNHEM, Vat, add_course, day, known, price

pytestmark = pytest.mark.engine
ELM, DCT, SKOS = (
    "http://data.europa.eu/snb/model/elm/",
    "http://purl.org/dc/terms/",
    "http://www.w3.org/2004/02/skos/core#",
)
FOAF, ROV, VALUE = "http://xmlns.com/foaf/0.1/", "http://www.w3.org/ns/regorg#", str(RDF.value)
OPTIONAL, ONE, MANY = (0, 1), (1, 1), (0, 99)
# LOQ-constraints 1.1.0 (SHACL): what a node of each closed class may have, and how often. Left out of the minimum, as
# `search_api/formats/elm.py` says: an organisation's location; a specification's ISCED-F, outcomes and language.
SHAPES: dict[str, dict[str, tuple[int, int]]] = {
    f"{ELM}LearningOpportunity": {
        f"{DCT}title": ONE, f"{DCT}description": MANY, f"{FOAF}homepage": (1, 99), f"{DCT}temporal": OPTIONAL,
        f"{ELM}duration": OPTIONAL, f"{ELM}mode": MANY, f"{ELM}scheduleInformation": OPTIONAL,
        f"{ELM}applicationDeadline": MANY, f"{ELM}priceDetail": MANY, f"{ELM}providedBy": (1, 99),
        f"{ELM}location": MANY, f"{ELM}learningAchievementSpecification": ONE, f"{ELM}defaultLanguage": ONE,
        f"{DCT}modified": OPTIONAL,
    },
    f"{ELM}LearningAchievementSpecification": {
        f"{DCT}title": ONE, f"{ELM}educationLevel": MANY, f"{ELM}educationSubject": MANY,
        f"{ELM}entryRequirement": OPTIONAL, f"{DCT}language": MANY,
    },
    f"{ELM}Organisation": {f"{ROV}legalName": ONE},
    f"{ELM}WebResource": {f"{ELM}contentUrl": ONE},
    f"{ELM}PriceDetail": {f"{ELM}amount": OPTIONAL, f"{DCT}description": MANY},
    f"{ELM}Amount": {f"{ELM}unit": ONE, VALUE: ONE},
    f"{ELM}Note": {f"{ELM}noteLiteral": (1, 99)},
    f"{ELM}Address": {f"{ELM}countryCode": ONE},
    f"{DCT}Location": {f"{ELM}geographicName": MANY, f"{ELM}address": (1, 99)},
    f"{DCT}PeriodOfTime": {f"{ELM}startDate": OPTIONAL, f"{ELM}endDate": OPTIONAL},
    f"{SKOS}Concept": {f"{SKOS}inScheme": MANY, f"{SKOS}prefLabel": MANY},
}  # fmt: skip


def whole() -> dict[str, Any]:
    spring = PartialDate(first=day("2027-09-01").first, last=day("2027-09-30").first, precision=Precision.MONTH)
    first = NormalSession(start=known(day("2027-02-09")), end=known(day("2027-06-30")), place=known(ARNHEM),
                          deadline=known(day("2027-01-31")), price=known(price(900, Vat.EXCLUDED).value))  # fmt: skip
    return {
        "title": "Lasser MIG/MAG", "level": known(2), "mode": known(Mode.ONSITE), "price": price(1000, Vat.INCLUDED),
        "language": known("nl"), "requirements": "Vmbo", "duration": known(Duration(amount=20, unit=Unit.WEEK)),
        "sessions": (first, NormalSession(start=known(spring), place=known(ARNHEM), schedule="maandag")),
    }  # fmt: skip


@pytest.fixture
def read(api: httpx2.Client, sqlite: Engine, address: EngineAddress, tmp_path: Any) -> Any:
    def asked(**content: Any) -> Graph:
        made = add_course(sqlite, **content)
        drain(sqlite, tmp_path / "home", address, TODAY)
        answer = api.get(f"/v1/courses/{made}/elm")
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/ld+json")
        return Graph().parse(data=answer.text, format="json-ld")

    return asked


def wrong(graph: Graph) -> list[str]:
    """Each node that is of no class of the profile, or has a property that its shape does not know or miscounts."""
    found = []
    for node in set(graph.subjects()):
        [kind] = [str(kind) for kind in graph.objects(node, RDF.type)] or [""]
        shape = SHAPES.get(kind, {})
        used = {str(path) for path in graph.predicates(node) if path != RDF.type}
        found += [f"{kind} has {path}" for path in used - set(shape)]
        for path, (least, most) in shape.items():
            count = len(set(graph.objects(node, URIRef(path))))
            found += [f"{kind} has {count} of {path}"] if not least <= count <= most else []
    return found


def starting(graph: Graph, moment: str) -> Node:
    [period] = graph.subjects(URIRef(f"{ELM}startDate"), Literal(datetime.fromisoformat(moment)))
    [opportunity] = graph.subjects(URIRef(f"{DCT}temporal"), period)
    return opportunity


def test_a_course_read_back_says_what_the_course_says(read: Any) -> None:
    graph = read(**whole())
    assert wrong(graph) == []
    opportunity = starting(graph, "2027-02-09T00:00:00")
    [amount] = graph.objects(opportunity, URIRef(f"{ELM}priceDetail") / URIRef(f"{ELM}amount") / RDF.value)
    assert amount.value == Decimal("900.00")
    place = URIRef(f"{ELM}location") / URIRef(f"{ELM}geographicName")
    assert list(graph.objects(opportunity, place)) == [Literal("Arnhem", lang="nl")]
    [specification] = graph.objects(opportunity, URIRef(f"{ELM}learningAchievementSpecification"))
    levels = list(graph.objects(specification, URIRef(f"{ELM}educationLevel")))
    assert levels == [URIRef("http://data.europa.eu/snb/eqf/2")]
    occupations = [str(uri) for uri in graph.objects(specification, URIRef(f"{ELM}educationSubject"))]
    assert occupations == ["http://data.europa.eu/esco/occupation/7aedaa07-3884-4c5b-88f9-80997b2aa54b"]
    modes = list(graph.objects(opportunity, URIRef(f"{ELM}mode")))
    assert modes == [URIRef("http://data.europa.eu/snb/learning-assessment/9191af2ed9")]


def test_a_month_is_no_day_and_stands_in_the_timetable(read: Any) -> None:
    graph = read(**whole())
    assert len(list(graph.objects(None, URIRef(f"{ELM}startDate")))) == 1
    told = {str(text) for text in graph.objects(None, URIRef(f"{ELM}noteLiteral"))}
    assert "2027-09; maandag" in told


def test_what_is_not_known_is_absent_and_an_estimate_is_no_official_level(read: Any) -> None:
    graph = read(title="Lassen", description=None, sessions=(), level=known(2, How.INFERRED))
    assert wrong(graph) == []
    kinds = [str(kind).rpartition("/")[2] for kind in graph.objects(None, RDF.type)]
    assert kinds.count("LearningOpportunity") == 1
    assert not {"PriceDetail", "Location", "PeriodOfTime"} & set(kinds)
    assert not list(graph.objects(None, URIRef(f"{ELM}educationLevel")))


def test_words_of_a_source_stay_words(read: Any) -> None:
    evil = '"}]<script>@id'
    graph = read(title=evil, description=evil, provider_name=evil)
    assert Literal(evil, lang="nl") in set(graph.objects(None, URIRef(f"{DCT}title")))
    assert wrong(graph) == []


def test_a_course_that_this_portal_does_not_have_is_404(api: httpx2.Client) -> None:
    assert api.get("/v1/courses/none/elm").status_code == 404
    assert api.get("/v1/courses/none/elm?portal=nowhere").status_code == 404
