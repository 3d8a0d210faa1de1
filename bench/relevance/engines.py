"""The two things compared: our search, and the engine as it comes, over the same courses in the same engine."""

import asyncio
from collections.abc import Sequence
from datetime import date

import orjson

from bench.relevance.sample import slug_of
from catalogue.effective import EffectiveCourse
from catalogue.index.client import finish, open_client
from catalogue.index.documents import draft_documents
from catalogue.index.engine import EngineAddress
from catalogue.index.find import find
from catalogue.index.query import SearchQuery
from catalogue.index.schema import INDEX, PRIMARY_KEY, SETTINGS
from catalogue.index.search import SearchClient
from catalogue.portals.portal import PortalSettings

RAW = ("id", "courseId", "title", "subjects", "providerName", "place", "description")
PLAIN_INDEX = "plain"
SHOWN = 10
EVERYTHING = PortalSettings(name="all")


def index(address: EngineAddress, courses: Sequence[EffectiveCourse], today: date) -> None:
    """Fill both indexes. Ours does not hold what a course is published by, so doubtful ones are let in."""
    docs = [orjson.loads(doc.line()) for course in courses for doc in draft_documents(course, today)]
    raw = [{key: doc[key] for key in RAW} for doc in docs]
    with open_client(address) as engine:
        for uid, settings, filling in (
            (INDEX, SETTINGS, docs),
            (PLAIN_INDEX, {"filterableAttributes": ["courseId"]}, raw),
        ):
            finish(engine, [engine.create_index(uid, {"primaryKey": PRIMARY_KEY})])
            finish(engine, [engine.index(uid).update_settings(settings), engine.index(uid).add_documents(filling)])


def ours(address: EngineAddress, queries: Sequence[str], today: date) -> list[list[str]]:
    """Slugs of the first ten courses of each query, by the way of `GET /v1/courses`."""
    return asyncio.run(_ours(address, queries, today))


async def _ours(address: EngineAddress, queries: Sequence[str], today: date) -> list[list[str]]:
    client = SearchClient(address)
    try:
        found = [await find(client, SearchQuery(q=q, page_size=SHOWN), EVERYTHING, today) for q in queries]
        return [[slug_of(hit["card"]["url"]) for hit in one.results[0]["hits"]] for one in found]
    finally:
        await client.close()


def defaults(address: EngineAddress, queries: Sequence[str], courses: Sequence[EffectiveCourse]) -> list[list[str]]:
    """The same of the engine's defaults on the courses' own texts."""
    slugs = {course.id: slug_of(course.content.url) for course in courses}
    asked = {"distinct": "courseId", "limit": SHOWN, "attributesToRetrieve": ["courseId"]}
    with open_client(address) as engine:
        answers = [engine.index(PLAIN_INDEX).search(q, asked) for q in queries]
    return [[slugs[hit["courseId"]] for hit in answer["hits"]] for answer in answers]
