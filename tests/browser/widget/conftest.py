"""A real Chromium, a portal's page, and an API that answers what a test wants."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from widget_site import BUNDLE, Api, Site, serving

Open = Callable[..., Page]


@pytest.fixture
def api() -> Api:
    if not BUNDLE.exists():
        pytest.fail(f"{BUNDLE} is missing: run make widget")
    return Api()


@pytest.fixture
def api_url(api: Api) -> Iterator[str]:
    with serving(api) as url:
        yield url


@pytest.fixture
def site(api_url: str) -> Site:
    return Site(api=api_url)


@pytest.fixture
def site_url(site: Site) -> Iterator[str]:
    with serving(site) as url:
        yield url


@pytest.fixture
def open_page(browser: Browser, site_url: str, api: Api) -> Iterator[Open]:
    """Opens the portal's page: `open_page("?vw-q=lassen", width=320)`; waits for results unless `wait` is other."""
    contexts = []

    def visit(address: str = "", *, width: int = 1280, wait: str = ".vw-result", **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("request", api.note)
        page.goto(f"{site_url}/{address}")
        page.wait_for_selector(wait)
        return page

    yield visit
    for context in contexts:
        context.close()
