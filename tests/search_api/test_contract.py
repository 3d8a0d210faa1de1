"""The whole OpenAPI document, tried with generated requests: no 5xx, no undocumented answer."""

from datetime import timedelta

import httpx2
import pytest
import schemathesis
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.core import NotSet
from schemathesis.specs.openapi.checks import positive_data_acceptance
from sqlalchemy import Engine

from catalogue.database import unit_of_work
from catalogue.index.drain import drain
from catalogue.index.engine import EngineAddress
from catalogue.people.accounts import add_editor
from catalogue.people.tokens import make_token
from catalogue.settings import Settings
from catalogue.tables import Role, Scope, utcnow
from tests.conftest import TODAY
from tests.factories import add_course

pytestmark = pytest.mark.engine
EDITORS = "/v1/editor"
EXAMPLES = 60  # requests per operation and kind; each run draws others


@pytest.fixture
def contract(api: httpx2.Client, sqlite: Engine, settings: Settings, address: EngineAddress):
    for number in range(3):
        add_course(sqlite, key=f"/{number}")
    drain(sqlite, settings.home, address, TODAY)
    return schemathesis.openapi.from_url(str(api.base_url.join("/v1/openapi.json")))


@pytest.mark.parametrize("generation", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["valid", "invalid"])
def test_no_request_gets_an_answer_that_is_not_documented(contract, generation: GenerationMode) -> None:
    operations = [found.ok() for found in contract.exclude(path_regex=f"^{EDITORS}").get_all_operations()]
    assert len(operations) >= 5
    for operation in operations:
        if generation == GenerationMode.POSITIVE or operation.query or operation.path_parameters:
            try_many(operation.as_strategy(generation_mode=generation))


@pytest.mark.slow
@pytest.mark.parametrize("generation", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["valid", "invalid"])
def test_no_request_of_an_editors_program_gets_an_answer_that_is_not_documented(
    contract, sqlite: Engine, generation: GenerationMode
) -> None:
    with unit_of_work(sqlite) as session:
        boss = add_editor(session, "baas@example.nl", "Baas", "lange-zin-met-water", role=Role.ADMINISTRATOR)
        token = make_token(session, boss, "test", Scope.WRITE, utcnow() + timedelta(hours=1), "test")
    operations = [found.ok() for found in contract.include(path_regex=f"^{EDITORS}").get_all_operations()]
    assert len(operations) >= 25
    for operation in operations:
        try_many(operation.as_strategy(generation_mode=generation), 15, {"Authorization": f"Bearer {token}"})


def try_many(
    cases: st.SearchStrategy[schemathesis.Case], examples: int = EXAMPLES, headers: dict[str, str] | None = None
) -> None:
    @hypothesis_settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=cases.filter(differs_as_sent))
    def validate(case: schemathesis.Case) -> None:
        # That a place must exist, or one date lie before another, no schema can say: such a request is a 400 by right.
        case.call_and_validate(excluded_checks=[positive_data_acceptance], headers=headers)

    validate()


def differs_as_sent(case: schemathesis.Case) -> bool:
    """Whether what is wrong with a request can be seen in what is sent.

    Of a query an empty list is not sent at all; a number for a list of free words, or in it, is a list of words again;
    and so is anything a text where the body is no JSON.
    """
    if case.media_type and "json" not in case.media_type and not isinstance(case.body, str | bytes | NotSet):
        return False
    given = case.query if isinstance(case.query, dict) else {}
    schemas = {one.name: one.definition["schema"] for one in case.operation.query}
    free = {name for name, schema in schemas.items() if "enum" not in schema.get("items", {"enum": ()})}
    words = all(isinstance(given[name], list) and all(isinstance(word, str) for word in given[name])
                for name in free & set(given))  # fmt: skip
    return words and all(map(is_sent, given.values()))


def is_sent(value: object) -> bool:
    """Whether a value of a query stands in the address."""
    return any(map(is_sent, value)) if isinstance(value, list) else value is not None
