"""Web archives as wget, warcio, zstd and py-wacz write them."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_laws import check_laws

from fidelity.read import read, read_all

SAMPLES = Path(__file__).parent / "samples" / "warc"
HOST = "http://ledger.example/"
PAGES = {
    "": "index.html",
    "dredging.html": "dredging.html",
    "ferry": "ferry.html",
    "latin.html": "latin.html",
    "notes.txt": "notes.txt",
}
ALL = sorted(path.name for path in SAMPLES.iterdir() if path.suffix not in (".md", ""))


@pytest.mark.parametrize("name", ["wget.warc.gz", "wget-whole.warc.zst", "warcio.warc.gz", "wget-plain.warc", "wget.wacz"])
def test_the_words_are_those_of_the_pages_that_were_served(name: str) -> None:
    found = 0
    for document in read_all(SAMPLES / name):
        page = PAGES.get((document.meta.url or "").removeprefix(HOST))
        if page is not None:
            data = (SAMPLES / "site" / page).read_bytes()
            served = read(page, data, charset="iso-8859-1" if page == "latin.html" else None)
            assert (None, served.text, served.blocks) == (document.problem, document.text, document.blocks), page
            assert (served.emphasis, served.sha256) == (document.emphasis, document.sha256), page
            found += 1
    assert found >= 1


@pytest.mark.parametrize(
    ("name", "pages", "why"),
    [
        (
            "wget.warc.gz",
            ["", "dredging.html", "ferry", "latin.html", "minutes.pdf", "notes.txt"],
            "a picture and a style are none",
        ),
        ("wget-whole.warc.zst", ["", "dredging.html", "ferry", "latin.html", "minutes.pdf", "notes.txt"], "one frame over all"),
        ("warcio.warc.gz", ["", "dredging.html", "ferry", "latin.html"], "what is moved or missing is none"),
        ("wget-plain.warc", ["ferry"], "not packed, in chunks"),
        ("wget.wacz", ["dredging.html", "dredging.html", "ferry", "latin.html"], "one of them fetched twice"),
    ],
)
def test_each_page_is_read_once_for_each_time_it_was_fetched(name: str, pages: list[str], why: str) -> None:
    read_pages = [d for d in read_all(SAMPLES / name) if d.problem is None]
    assert sorted(HOST + p for p in pages) == sorted(str(d.meta.url) for d in read_pages), why
    assert len(pages) == len({d.uri for d in read_pages}), why
    for document in read_pages:
        assert document.meta.snapshot is not None
        assert f"{SAMPLES.as_posix()}/{name}#{document.meta.url}@{document.meta.snapshot}" == document.uri
        check_laws(document)


def test_a_moved_page_is_told_with_its_former_address() -> None:
    (ferry,) = [d for d in read_all(SAMPLES / "warcio.warc.gz") if d.meta.url == HOST + "ferry"]
    assert (f"The address {HOST}old-address led here when it was fetched.",) == ferry.notes


def test_a_page_fetched_again_has_the_words_of_the_first_time() -> None:
    first, again = [d for d in read_all(SAMPLES / "wget.wacz") if d.meta.url == HOST + "dredging.html"]
    assert (first.text, first.emphasis, first.sha256) == (again.text, again.emphasis, again.sha256)
    assert (first.meta.snapshot or "") < (again.meta.snapshot or "")


def test_pages_fetched_again_without_the_file_that_has_their_words_are_told_one_by_one(tmp_path: Path) -> None:
    alone = list(read_all(SAMPLES / "wget-again.warc.gz"))
    assert 6 == len(alone)
    assert all("give the archive that holds it as well" in (d.problem or "") for d in alone)
    assert {f"{HOST}{page}" for page in [*PAGES, "minutes.pdf"]} == {d.meta.url for d in alone}
    both = tmp_path / "both.warc.gz"
    both.write_bytes((SAMPLES / "wget.warc.gz").read_bytes() + (SAMPLES / "wget-again.warc.gz").read_bytes())
    together = list(read_all(both))
    assert (12, 0) == (len(together), sum(d.problem is not None for d in together))
    for page in PAGES:
        assert 1 == len({d.text for d in together if d.meta.url == HOST + page}), page


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("share", [0.03, 0.3, 0.6, 0.95])
def test_a_sample_that_breaks_off_is_told_and_what_came_before_is_read(tmp_path: Path, name: str, share: float) -> None:
    data = (SAMPLES / name).read_bytes()
    (tmp_path / name).write_bytes(data[: int(share * len(data))])
    whole = {(d.uri.partition("#")[2], d.text) for d in read_all(SAMPLES / name) if d.problem is None}
    rest = list(read_all(tmp_path / name))
    assert any(d.problem is not None for d in rest)
    assert {(d.uri.partition("#")[2], d.text) for d in rest if d.problem is None} <= whole
