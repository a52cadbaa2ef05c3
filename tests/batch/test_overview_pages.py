from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urldefrag

import pytest
from justhtml import JustHTML
from run_of_many import articles, document, scrubbed, write_archive

from fidelity.batch.folder import Run
from fidelity.batch.overview import MARK, FolderError, Written, write_pages
from fidelity.batch.overview.lists import ROWS, sheets
from fidelity.batch.results import opened
from fidelity.model import Meta

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fidelity.model import Document, ReportedArticle


def hostile() -> Iterator[tuple[Document, ReportedArticle]]:
    from hostile import HOSTILE, everything  # noqa: PLC0415 - its folder is known once run_of_many is

    for n, article in enumerate(everything().articles):
        if article.problem is None:
            said = scrubbed(article)
            meta = Meta(title=said.title, author=HOSTILE[1], publisher=HOSTILE[n], published="2024-02-30T\x1b")
            yield document(said.uri, meta, said.sha256), said


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    def given() -> Iterator[tuple[Document, ReportedArticle]]:
        yield from hostile()
        yield from articles(90)

    bad = [document("scans/\u202e <img src=x onerror=alert(1)>.png", Meta())]
    return Run.open(write_archive(tmp_path_factory.mktemp("overview") / "run", given(), bad, chunk=40))


@pytest.fixture
def small(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return Run.open(write_archive(tmp_path_factory.mktemp("small") / "run", articles(8)))


def written(run: Run, folder: Path, *, every: bool = False) -> Written:
    with opened({"main": run}) as connection:
        return write_pages(connection, run, folder, {}, lambda _done, _of: None, every=every)


@pytest.fixture(scope="module")
def site(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "out"
    written(run, folder)
    return folder


def parsed(path: Path) -> Any:
    page = JustHTML(path.read_text("utf-8"), sanitize=False, collect_errors=True)
    assert [] == page.errors, path
    return page


def links(path: Path) -> list[str]:
    return [node.attrs["href"] for node in parsed(path).query("a") if "href" in node.attrs]


def own(site: Path) -> list[Path]:
    """The pages of the overview, without the articles' own reports."""
    return [path for path in sorted(site.rglob("*.html")) if not re.search(r"articles/[0-9a-f]{3}/", path.as_posix())]


def test_every_link_leads_to_a_page_and_every_page_is_led_to(site: Path) -> None:
    seen: set[Path] = set()
    waiting = [site / "index.html"]
    while waiting:
        page = waiting.pop()
        if page in seen:
            continue
        seen.add(page)
        names = {node.attrs["id"] for node in parsed(page).query("[id]")}
        for link in links(page):
            address, anchor = urldefrag(link)
            if address.startswith(("http:", "https:")):
                continue
            target = (page.parent / address).resolve() if address else page
            assert target.is_file(), f"{page}: {link}"
            if anchor and target == page:
                assert anchor in names, f"{page}: {link}"
            waiting.append(target)
    assert set(site.rglob("*.html")) == seen


def test_a_quotation_is_led_to_in_its_articles_report(site: Path) -> None:
    checked = 0
    for page in (site / "rules").glob("*/*.html"):
        for link in links(page)[:40]:
            address, anchor = urldefrag(link)
            if anchor.startswith("q-"):
                target = (page.parent / address).resolve()
                assert f'id="{anchor}"' in target.read_text("utf-8"), link
                checked += 1
    assert checked > 20


def test_pages_ask_for_nothing(site: Path) -> None:
    for page in own(site):
        text = page.read_text("utf-8")
        found = parsed(page)
        assert [] == found.query("script"), page
        assert [] == found.query("[src]"), page
        assert [] == found.query("[style]"), page
        assert ["icon"] == [node.attrs["rel"] for node in found.query("link")], page
        assert [] == re.findall(r"url\(|@import", text), page
        (policy,) = [node.attrs["content"] for node in found.query("meta") if "http-equiv" in node.attrs]
        assert policy.startswith("default-src 'none'; style-src 'sha256-")
        assert "unsafe" not in policy


def test_strangers_texts_stay_text(site: Path) -> None:
    for page in own(site):
        found = parsed(page)
        assert [] == found.query("img"), page
        assert [] == [n for n in found.query("a") if not re.match(r"(\.\./)*[a-z0-9#-]+", n.attrs["href"])], page
        text = page.read_text("utf-8")
        assert text.replace("\n", "").isprintable() or not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text), page
    assert "&lt;img src=x onerror=alert(1)&gt;" in (site / "unread" / "1.html").read_text("utf-8")
    assert "&lt;script&gt;alert(1)" in (site / "authors" / "1.html").read_text("utf-8")


def test_figures_of_the_first_page(site: Path, run: Run) -> None:
    with opened({"main": run}) as connection:
        ((number, quotes, errors),) = connection.execute("SELECT count(*), sum(quotes), sum(errors) FROM articles").fetchall()
    text = (site / "index.html").read_text("utf-8")
    for name, told in (("Articles", number), ("Quotations", quotes), ("Errors", errors)):
        assert f"<dt>{name}</dt><dd>{told:,}</dd>" in text
    assert "1 article could not be checked" in text


def test_reports_are_of_articles_with_errors_or_warnings_and_of_all_if_asked(run: Run, site: Path, tmp_path: Path) -> None:
    with opened({"main": run}) as connection:
        ((some, every),) = connection.execute(
            "SELECT count(*) FILTER (errors + warnings > 0), count(*) FROM articles WHERE problem IS NULL"
        ).fetchall()
    assert some == len(list((site / "articles").glob("*/*.html")))
    done = written(run, tmp_path / "all", every=True)
    assert every == done.reports == len(list((tmp_path / "all" / "articles").glob("*/*.html")))
    assert done.pages == len(list((tmp_path / "all").rglob("*.html")))


def test_the_same_run_gives_the_same_bytes(run: Run, site: Path, tmp_path: Path) -> None:
    written(run, tmp_path / "again")
    files = {path.relative_to(site): path.read_bytes() for path in site.rglob("*") if path.is_file()}
    again = {p.relative_to(tmp_path / "again"): p.read_bytes() for p in (tmp_path / "again").rglob("*") if p.is_file()}
    assert files == again


def test_long_lists_go_over_pages() -> None:
    for number, pages in ((0, 1), (1, 1), (ROWS, 1), (ROWS + 1, 2), (5 * ROWS, 5)):
        cut = list(sheets(range(number), number, "x/"))
        assert pages == len(cut)
        assert list(range(number)) == [row for _, rows in cut for row in rows]
        assert [(n, pages, f"x/{n}.html") for n in range(1, pages + 1)] == [(s.number, s.of, s.path(s.number)) for s, _ in cut]


def test_an_older_report_is_replaced_and_nothing_else(small: Run, tmp_path: Path) -> None:
    out = tmp_path / "out"
    written(small, out)
    (out / "stale.html").write_text("old", "utf-8")
    written(small, out)
    assert not (out / "stale.html").exists()
    assert (out / MARK).is_file()
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.txt").write_text("years of work", "utf-8")
    for folder in (mine, mine / "thesis.txt"):
        with pytest.raises(FolderError):
            written(small, folder)
    assert "years of work" == (mine / "thesis.txt").read_text("utf-8")
    assert {"out", "mine"} == {path.name for path in tmp_path.iterdir()}, "nothing half-written is left"


def test_what_stops_the_writing_leaves_the_older_report(small: Run, tmp_path: Path) -> None:
    out = tmp_path / "out"
    written(small, out)
    before = (out / "index.html").read_bytes()

    def stop(_done: int, _of: int) -> None:
        raise KeyboardInterrupt

    with opened({"main": small}) as connection, pytest.raises(KeyboardInterrupt):
        write_pages(connection, small, out, {}, stop, every=False)
    assert before == (out / "index.html").read_bytes()
    assert ["out"] == [path.name for path in tmp_path.iterdir()]


def test_a_run_of_nothing_has_its_pages(tmp_path: Path) -> None:
    run = Run.open(write_archive(tmp_path / "run", []))
    assert Written(8, 0) == written(run, tmp_path / "out")
    assert "No article has an error or a warning." in (tmp_path / "out" / "index.html").read_text("utf-8")
