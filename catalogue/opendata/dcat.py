"""The dump's description: DCAT-AP-NL 3.0 as JSON-LD. Pure.

The profile: https://docs.geostandaarden.nl/dcat/dcat-ap-nl30/; the lists of licences, file types, languages, themes and
access rights are those of the EU's Publications Office.
"""

from typing import Any

from catalogue.opendata.served import LINES, PARQUET, Facts, File

LICENCE = "http://publications.europa.eu/resource/authority/licence/CC_BY_4_0"
AUTHORITY = "http://publications.europa.eu/resource/authority"
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
MEDIA = {
    LINES: ("JSON", "https://www.iana.org/assignments/media-types/application/json", "Opleidingen, JSON Lines (gzip)"),
    PARQUET: ("PARQUET", "https://www.iana.org/assignments/media-types/application/vnd.apache.parquet",
              "Opleidingen, Apache Parquet"),
}  # fmt: skip
GZIP = "https://www.iana.org/assignments/media-types/application/gzip"
TITLE = "Technische opleidingen in Nederland"
DESCRIPTION = (
    "Technische om- en bijscholing in Nederland: titel, aanbieder, niveau, prijs, startdata en plaatsen, met bij elke "
    "waarde hoe die bekend is. Elke nacht vernieuwd. Beschrijvingen van aanbieders staan erin als hun licentie dat "
    "toelaat."
)


def catalog(facts: Facts, base: str, contact: str) -> dict[str, Any]:
    """The catalogue with its one dataset; `base` is where the files are, without a slash at its end."""
    return {"@context": CONTEXT, **_shared(f"{base}/catalog.jsonld", "Catalog", "Vakwijzer open data", contact),
            "foaf:homepage": {"@id": base.rsplit("/", 1)[0] + "/"}, "dct:modified": _moment(facts),
            "dcat:dataset": [_dataset(facts, base, contact)]}  # fmt: skip


def _shared(address: str, kind: str, title: str, contact: str) -> dict[str, Any]:
    return {
        "@id": address,
        "@type": f"dcat:{kind}",
        "dct:title": _dutch(title),
        "dct:description": _dutch(DESCRIPTION),
        "dct:publisher": _agent(contact),
        "dct:creator": _agent(contact),
        "dcat:contactPoint": _contact(contact),
        "dct:language": {"@id": f"{AUTHORITY}/language/NLD"},
        "dct:license": {"@id": LICENCE},
    }


def _dataset(facts: Facts, base: str, contact: str) -> dict[str, Any]:
    address = f"{base}/courses"
    return {
        **_shared(address, "Dataset", TITLE, contact),
        "dct:identifier": address,
        "dct:accessRights": {"@id": f"{AUTHORITY}/access-right/PUBLIC"},
        "dct:accrualPeriodicity": {"@id": f"{AUTHORITY}/frequency/DAILY"},
        "dct:spatial": {"@id": f"{AUTHORITY}/country/NLD"},
        "dct:modified": _moment(facts),
        "dcat:theme": [{"@id": f"{AUTHORITY}/data-theme/EDUC"}],
        "dcat:keyword": [_dutch(word) for word in ("opleidingen", "techniek", "omscholing", "leven lang ontwikkelen")],
        "dcat:distribution": [_distribution(facts, file, base) for file in facts.files],
    }


def _distribution(facts: Facts, file: File, base: str) -> dict[str, Any]:
    kind, media, title = MEDIA[file.name]
    packed = {"dcat:compressFormat": {"@id": GZIP}} if file.name.endswith(".gz") else {}
    return {
        "@id": f"{base}/{file.name}",
        "@type": "dcat:Distribution",
        "dct:title": _dutch(title),
        "dcat:accessURL": {"@id": f"{base}/{file.name}"},
        "dcat:downloadURL": {"@id": f"{base}/{file.name}"},
        "dct:license": {"@id": LICENCE},
        "dct:format": {"@id": f"{AUTHORITY}/file-type/{kind}"},
        "dcat:mediaType": {"@id": media},
        **packed,
        "dcat:byteSize": {"@value": str(file.bytes), "@type": "xsd:nonNegativeInteger"},
        "dct:modified": _moment(facts),
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": {"@value": file.sha256, "@type": "xsd:hexBinary"},
        },
    }


def _agent(contact: str) -> dict[str, Any]:
    return {"@type": "foaf:Agent", "foaf:name": _dutch("Vakwijzer"), "foaf:mbox": {"@id": f"mailto:{contact}"}}


def _contact(contact: str) -> dict[str, Any]:
    return {
        "@type": "vcard:Organization",
        "vcard:fn": "Redactie Vakwijzer",
        "vcard:hasEmail": {"@id": f"mailto:{contact}"},
    }


def _dutch(text: str) -> dict[str, str]:
    return {"@value": text, "@language": "nl"}


def _moment(facts: Facts) -> dict[str, str]:
    return {"@value": facts.modified.isoformat(timespec="seconds"), "@type": "xsd:dateTime"}
