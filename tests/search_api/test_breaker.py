"""When a late engine is left alone, and when it is only busy. Time passes as fast as nobody has anything to do."""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any

import pytest

from catalogue.index.engine import EngineUnavailable
from search_api.breaker import Breaker

BUDGET = 0.2
FOR_EVER = 1000.0


class Hasty(asyncio.SelectorEventLoop):
    """An event loop that does not wait: when all sleep, it is at once as late as the first of them wakes."""

    def __init__(self) -> None:
        self.passed = 1.0
        selector = selectors.DefaultSelector()
        look = selector.select
        selector.select = lambda timeout=None: self._pass(timeout) or look(0)  # type: ignore[method-assign]
        super().__init__(selector)

    def time(self) -> float:
        return self.passed

    def _pass(self, timeout: float | None) -> None:
        self.passed += timeout or 0


def run(story: Coroutine[Any, Any, Any]) -> Any:
    with asyncio.Runner(loop_factory=Hasty) as runner:
        return runner.run(story)


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

    found: tuple[list[str], bool] = run(all_of_them())
    return found


@pytest.mark.parametrize("many", [8, 40])
def test_a_busy_engine_is_waited_for(many: int) -> None:
    assert ask(many, at_once=1, seconds=BUDGET / 6) == (["engine"] * many, False)


def test_an_engine_that_answers_nobody_is_left_alone() -> None:
    answers, left_alone = ask(many=8, at_once=8, seconds=FOR_EVER)
    assert answers == ["database"] * 8
    assert left_alone


def test_an_engine_that_refuses_is_left_alone_at_once() -> None:
    async def story() -> tuple[str, bool]:
        async def refused() -> dict[str, Any]:
            raise EngineUnavailable("refused")

        breaker = Breaker(BUDGET)
        return (await breaker.answer(refused, database))["from"], breaker.open

    assert run(story()) == ("database", True)


def test_a_stopped_engine_keeps_nobody_longer_than_twice_the_budget() -> None:
    async def story() -> float:
        breaker, turns, loop = Breaker(BUDGET), asyncio.Semaphore(99), asyncio.get_running_loop()
        for _ in range(9):
            await breaker.answer(lambda: slowly(turns, BUDGET * 0.9), database)
        begun = loop.time()
        await asyncio.gather(*(breaker.answer(lambda: slowly(turns, FOR_EVER), database) for _ in range(16)))
        return loop.time() - begun

    assert run(story()) < BUDGET * 2


def test_an_engine_that_always_takes_somewhat_long_answers_itself() -> None:
    async def story() -> list[str]:
        breaker, turns = Breaker(BUDGET), asyncio.Semaphore(1)
        return [(await breaker.answer(lambda share=share: slowly(turns, BUDGET * share), database))["from"]
                for share in (0.9, 1.2, 1.2)]  # fmt: skip

    assert run(story()) == ["engine"] * 3


def test_beside_an_engine_that_answers_others_one_search_at_a_time_tries_the_database() -> None:
    async def story() -> tuple[int, bool]:
        breaker, turns, trying, most, done = Breaker(BUDGET), asyncio.Semaphore(99), 0, 0, asyncio.Event()

        async def watched() -> dict[str, Any]:
            nonlocal trying, most
            trying += 1
            most = max(most, trying)
            await asyncio.sleep(BUDGET)
            trying -= 1
            return await database()

        async def others() -> None:
            while not done.is_set():
                await breaker.answer(lambda: slowly(turns, BUDGET / 10), database)

        stream = asyncio.ensure_future(others())
        lost = [breaker.answer(lambda: slowly(turns, FOR_EVER), watched) for _ in range(4)]
        answers = await asyncio.gather(*lost)
        done.set()
        await stream
        assert [answer["from"] for answer in answers] == ["database"] * 4
        return most, breaker.open

    assert run(story()) == (1, False)
