"""The Chromium of this machine, or a clear reason why there is none; and what tests do with a page."""

import os
import re
import shutil
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

ROOT = Path(__file__).parents[3]
PICTURES = ROOT / "tests" / "pictures"
AXE = ROOT / "search_api" / "widget" / "node_modules" / "axe-core" / "axe.min.js"
CANDIDATES = (os.environ.get("CHROMIUM"), "/usr/bin/chromium", shutil.which("chromium"))
FOCUSED = """() => {
  let node = document.activeElement;
  while (node.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
  const words = node.labels?.[0]?.innerText || node.innerText || '';
  const outline = getComputedStyle(node);
  return { words: words.replace(/\\s+/g, ' ').trim(), outline: outline.outlineStyle + ' ' + outline.outlineWidth };
}"""

CHOSEN = """() => {
  let node = document.activeElement;
  while (node.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
  return node.selectedOptions[0].label;
}"""


def chromium() -> str:
    """Path of Chromium; skips the test without one, or fails it when REQUIRE_BROWSER=1."""
    for path in CANDIDATES:
        if path and Path(path).exists():
            return path
    reason = "no Chromium: install the package chromium, or set CHROMIUM to its path"
    if os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@cache
def axe() -> str:
    """axe-core's source, which is evaluated in the page; comes with the widget's packages."""
    if not AXE.exists():
        pytest.fail(f"{AXE} is missing: run make widget")
    return AXE.read_text(encoding="utf-8")


def problems(page: Page) -> list[str]:
    """What axe-core finds on the page as it is now: the rule, the element and what to mend."""
    page.evaluate(axe())
    found = page.evaluate("axe.run()")["violations"]
    return [f"{one['id']}: {node['target']} {node['failureSummary']}" for one in found for node in one["nodes"]]


def opened(browser: Browser, address: str, width: int = 1280, javascript: bool = True) -> Page:
    """The page in a context of its own."""
    page = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=javascript).new_page()
    page.set_default_timeout(30_000)
    page.goto(address)
    return page


def picture(page: Page, name: str, whole: bool = False) -> None:
    """A picture to look at, kept outside the tree."""
    PICTURES.mkdir(exist_ok=True)
    page.screenshot(path=str(PICTURES / f"{name}.png"), full_page=whole)


def settled(page: Page) -> None:
    """Wait until each widget of the page shows the answer to its last search."""
    expect(page.locator(".vw-body[aria-busy=true]")).to_have_count(0)


def title(page: Page | Locator, words: str) -> Locator:
    """The first result's link whose title has these words."""
    return page.locator(".vw-result__title a", has_text=words).first


def choose(page: Page, words: str) -> None:
    """Press the down arrow until the focused list says these words. Typing them would be a matter of how fast."""
    for _ in range(20):
        if page.evaluate(CHOSEN).startswith(words):
            return
        page.keyboard.press("ArrowDown")
    pytest.fail(f"The list never says {words}")


def tab_to(page: Page, words: str) -> None:
    """Press Tab until the focus, visible all the way, is on a control with these words."""
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        assert focused["outline"] == "solid 3px", f"no visible focus on {focused['words']}"
        if re.match(words, focused["words"]):
            return
    pytest.fail(f"Tab never reaches {words}")
