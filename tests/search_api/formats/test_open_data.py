"""The dump is served where its DCAT description says, with what the description says of it."""

import hashlib

import httpx2
import pytest
from rdflib import DCAT, RDF, Graph
from sqlalchemy import Engine

from catalogue.opendata.build import build
from catalogue.settings import Settings
from tests.factories import MOMENT, add_course

pytestmark = pytest.mark.engine
# Mandatory in DCAT-AP-NL 3.0 (https://docs.geostandaarden.nl/dcat/dcat-ap-nl30/), by class.
MANDATORY = {
    "dcat:Catalog": {"dct:title", "dct:description", "dct:publisher", "dcat:dataset", "dcat:contactPoint"},
    "dcat:Dataset": {"dct:title", "dct:description", "dct:identifier", "dct:publisher", "dct:creator", "dcat:theme",
                     "dcat:contactPoint", "dct:accessRights", "dcat:distribution"},
    "dcat:Distribution": {"dcat:accessURL", "dct:license", "dct:format"},
}  # fmt: skip


def test_before_the_first_build_it_says_when_to_come_back(api: httpx2.Client) -> None:
    for path in ("catalog.jsonld", "courses.parquet"):
        answer = api.get(f"/open-data/{path}")
        assert answer.status_code == 404
        assert "each night" in answer.json()["detail"]
    assert api.get("/open-data/passwords.txt").status_code == 400


def test_each_file_is_where_and_what_the_description_says(api, sqlite: Engine, settings: Settings) -> None:
    add_course(sqlite)
    build(sqlite, settings.home, MOMENT)
    answer = api.get("/open-data/catalog.jsonld")
    assert answer.headers["content-type"].startswith("application/ld+json")
    assert answer.headers["access-control-allow-origin"] == "*"
    catalog = answer.json()
    [dataset] = catalog["dcat:dataset"]
    assert len(dataset["dcat:distribution"]) == 2
    for node in (catalog, dataset, *dataset["dcat:distribution"]):
        assert set(node) >= MANDATORY[node["@type"]]
    graph = Graph().parse(data=answer.text, format="json-ld")
    for kind, count in (("Catalog", 1), ("Dataset", 1), ("Distribution", 2)):
        assert len(set(graph.subjects(RDF.type, DCAT[kind]))) == count
    for node in dataset["dcat:distribution"]:
        # As it lies there: a client that would unpack it sees other bytes than the checksum's.
        content = api.get(node["dcat:downloadURL"]["@id"], headers={"Accept-Encoding": "gzip"})
        assert "content-encoding" not in content.headers
        assert str(len(content.content)) == node["dcat:byteSize"]["@value"]
        assert hashlib.sha256(content.content).hexdigest() == node["spdx:checksum"]["spdx:checksumValue"]["@value"]
        assert node["dct:license"]["@id"].startswith("http://publications.europa.eu/resource/authority/licence/")
