"""When a late engine is left alone, and when it is only busy."""

import asyncio
from typing import Any

from search_api.breaker import Breaker

BUDGET = 0.2


async def slowly(turns: asyncio.Semaphore, seconds: float) -> dict[str, Any]:
    async with turns:
        await asyncio.sleep(seconds)
    return {"from": "engine"}


async def database() -> dict[str, Any]:
    return {"from": "database"}


def ask(many: int, at_once: int, seconds: float) -> tuple[list[str], bool]:
    """Who answers so many searches at the same time, when the engine carries out `at_once`; is it left alone then?"""

    async def all_of_them() -> tuple[list[str], bool]:
        breaker, turns = Breaker(BUDGET), asyncio.Semaphore(at_once)
        answers = await asyncio.gather(*(breaker.answer(lambda: slowly(turns, seconds), database) for _ in range(many)))
        return [answer["from"] for answer in answers], breaker.open

    return asyncio.run(all_of_them())


def test_a_busy_engine_is_waited_for() -> None:
    assert ask(many=8, at_once=1, seconds=BUDGET / 6) == (["engine"] * 8, False)


def test_an_engine_that_answers_nobody_is_left_alone() -> None:
    answers, left_alone = ask(many=8, at_once=8, seconds=BUDGET * 50)
    assert answers == ["database"] * 8
    assert left_alone
