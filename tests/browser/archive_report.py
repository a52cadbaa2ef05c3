"""The report on an archive in a real Chromium, out of a folder: accessible, in every look and width, on paper, hostile.

    python -m pytest tests/browser/archive_report.py

As `html_report.py` it needs Chromium, `pip install '.[browser]'` and no network, is started by name, and fails without a
browser. In the folder that FIDELITY_PICTURES names it leaves pictures to be looked at.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1] / "batch"))

from html_report import AXE, FLAGS, LOOKS, browser
from run_of_many import articles, document, scrubbed, write_archive

from fidelity.batch.folder import Run
from fidelity.batch.overview import write_pages
from fidelity.batch.results import opened
from fidelity.cli.lookup import manual
from fidelity.model import Meta

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

    from fidelity.model import Document, ReportedArticle

    Open = Callable[..., Page]

PAGES = ("index.html", "time.html", "articles/1.html", "originals/1.html", "authors/1.html", "rules/1.html", "unread/1.html")


def given() -> Iterator[tuple[Document, ReportedArticle]]:
    from hostile import HOSTILE, everything  # noqa: PLC0415 - its folder is known once run_of_many is

    for n, article in enumerate(everything().articles):
        if article.problem is None:
            said = scrubbed(article)
            yield document(said.uri, Meta(title=said.title, author=HOSTILE[1], publisher=HOSTILE[n]), said.sha256), said
    yield from articles(600)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    bad = [document(f"scans/{'very-' * 30}long-{n}.png", Meta()) for n in range(3)]
    with opened({"main": Run.open(write_archive(folder / "RUN", given(), bad))}) as connection:
        run = Run.open(folder / "RUN")
        write_pages(connection, run, folder / "site", manual("strict"), lambda _done, _of: None, every=False)
    return folder / "site"


@pytest.fixture
def open_page(browser: Browser, site: Path) -> Iterator[Open]:
    """Opens a page of the report; the test fails if it asks for anything but pages, complains, or has a dialog."""
    contexts: list[BrowserContext] = []
    trouble: list[str] = []

    def opened_(path: str, **options: Any) -> Page:
        context = browser.new_context(**({"viewport": {"width": 1280, "height": 1000}} | options))
        contexts.append(context)
        page = context.new_page()
        allowed = (site.as_uri(), "data:,")
        page.on("request", lambda r: trouble.append(r.url) if not r.url.startswith(allowed) else None)
        page.on("console", lambda m: trouble.append(m.text))
        page.on("pageerror", lambda e: trouble.append(str(e)))
        page.on("dialog", lambda d: trouble.append(d.message))
        page.goto((site / path).as_uri())
        return page

    yield opened_
    for context in contexts:
        context.close()
    assert [] == trouble


def entries(page: Page) -> None:
    """From a list down to the first group's own page."""
    page.click("tbody a >> nth=0")


def picture(page: Page, name: str) -> None:
    if folder := os.environ.get("FIDELITY_PICTURES"):
        page.screenshot(path=str(Path(folder, f"{name}.png")), full_page=True)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(open_page: Open, path: str, look: str) -> None:
    page = open_page(path, bypass_csp=True, **LOOKS[look])
    picture(page, f"archive-{path.replace('/', '-').removesuffix('.html')}-{look}")
    for state in ("the page", "what it leads to"):
        if state == "what it leads to":
            if not path.startswith(("originals", "authors", "rules")):
                break
            entries(page)
            picture(page, f"archive-{path.partition('/')[0]}-entries-{look}")
        page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
        page.evaluate(AXE)
        told = page.evaluate("axe.run(document, {resultTypes: ['violations', 'incomplete']})")
        # What must be scrolled to axe cannot see; the wide pages have all of it in sight.
        for kind in ("violations", "incomplete") if look.endswith("1280") else ("violations",):
            nodes = [
                (rule["id"], [n["html"] for n in rule["nodes"] if not n["html"].startswith("<text")]) for rule in told[kind]
            ]
            assert [] == [told for told in nodes if told[1]], f"{state}: {kind}"  # of words in pictures axe knows no colours
        assert len(told["passes"]) > 15, "axe has looked at the page"


@pytest.mark.parametrize("width", [320, 400, 768, 1280])
@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_wider_than_the_window(open_page: Open, path: str, width: int) -> None:
    page = open_page(path, viewport={"width": width, "height": 800})
    whole, window = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert whole <= window


def test_from_the_first_page_down_to_the_quotation_and_back(open_page: Open) -> None:
    page = open_page("index.html")
    page.click("nav >> text=Authors")
    entries(page)
    page.click("tbody a >> nth=0")
    assert page.evaluate("location.hash.startsWith('#q-') && document.getElementById(location.hash.slice(1)) !== null")
    page.click("text=The whole run")
    assert page.url.endswith("/site/index.html")


def test_it_needs_no_script(open_page: Open) -> None:
    page = open_page("index.html", java_script_enabled=False)
    assert page.locator("svg.chart").first.is_visible()
    page.click("summary >> nth=0")
    assert page.locator("details table").first.is_visible()


def test_paper_has_all_and_no_ways_around(open_page: Open) -> None:
    page = open_page("index.html", color_scheme="dark")
    page.emulate_media(media="print")
    assert not page.is_visible(".nav")
    assert page.locator("svg.chart").first.is_visible()
    assert "rgb(255, 255, 255)" == page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    if folder := os.environ.get("FIDELITY_PICTURES"):
        page.pdf(path=str(Path(folder, "archive-print.pdf")), format="A4", prefer_css_page_size=True)


__all__ = ["FLAGS", "browser", "sync_playwright"]
