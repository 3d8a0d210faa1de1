"""The whole OpenAPI document, tried with generated requests: no 5xx, no undocumented answer."""

import httpx2
import pytest
import schemathesis
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance
from sqlalchemy import Engine

from catalogue.index.drain import drain
from catalogue.index.engine import EngineAddress
from catalogue.settings import Settings
from tests.conftest import TODAY
from tests.factories import add_course

pytestmark = pytest.mark.engine
EXAMPLES = 60  # requests per operation and kind; each run draws others


@pytest.fixture
def contract(api: httpx2.Client, sqlite: Engine, settings: Settings, address: EngineAddress):
    for number in range(3):
        add_course(sqlite, key=f"/{number}")
    drain(sqlite, settings.home, address, TODAY)
    return schemathesis.openapi.from_url(str(api.base_url.join("/v1/openapi.json")))


@pytest.mark.parametrize("generation", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["valid", "invalid"])
def test_no_request_gets_an_answer_that_is_not_documented(contract, generation: GenerationMode) -> None:
    operations = [found.ok() for found in contract.get_all_operations()]
    assert len(operations) >= 5
    for operation in operations:
        if generation == GenerationMode.POSITIVE or operation.query or operation.path_parameters:
            try_many(operation.as_strategy(generation_mode=generation))


def try_many(cases: st.SearchStrategy[schemathesis.Case]) -> None:
    @hypothesis_settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=cases)
    def validate(case: schemathesis.Case) -> None:
        # That a place must exist, or one date lie before another, no schema can say: such a request is a 400 by right.
        case.call_and_validate(excluded_checks=[positive_data_acceptance])

    validate()
