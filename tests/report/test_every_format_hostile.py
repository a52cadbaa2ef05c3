"""A hostile article checked as any other, in every format: a program that reads the report finds the report and nothing else.

Each format has a reader of its own here, as strict as those that will read it; a format without one fails.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import marko
import pytest
from justhtml import Element, JustHTML
from marko.ext.gfm import GFM

from fidelity.pipeline import check_article
from fidelity.read import read
from fidelity.report import FORMATS, Look
from fidelity.run import report as reported
from fidelity.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from fidelity.model import Report

NAME = "letters/=cmd|x'!A0\r\n::error::named\x1b[31m\u202e<b>@all\udcff.md"
PAYLOADS = (
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(2)> <svg/onload=alert(3)>",
    "\"' onmouseover='alert(4)' x=\"",
    "<style>*{background:url(https://evil.example/a)}</style>",
    "javascript:alert(5) data:text/html,<b>x</b>",
    "=HYPERLINK(https://evil.example/b)",
    "@SUM(1+1)*cmd",
    "\\\\evil.example\\share",
    "::error file=a.md::injected ##[error] %0A::warning::more",
    "![beacon](https://evil.example/c.png) [click](javascript:alert(6))",
    "@maintainers #1 !2 $x$ :smile: `code` | pipe ~~no~~",
    "\x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x1b\\ \x1b[2J \x9b31m",
    "\u202egnp.exe\u202c \u2066mark\u2069 \ufeff \u2028::error::line",
    "]]> <!-- --> <?php ?> &lt;b&gt; &#x0;",
    "{0} {{7*7}} ${x} %s %SRCROOT% [a](0)",
)
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_EVIL = re.compile(r"evil\.example|javascript:|^data:", re.IGNORECASE)
_FORMULA = tuple("=+-@\t\r＝＋－＠")


@pytest.fixture(scope="module")
def report() -> Report:
    """Every payload in a quotation that is altered, in one that is not found, in a title, a name and a link."""
    words = "the lamps were lit on the harbour wall that evening and nobody left"
    article, original = [], []
    for n, payload in enumerate(PAYLOADS):
        inner = payload.replace("“", "").replace("”", "").replace('"', "″")
        article.append(f"Keller {inner} said, “In {n} streets {words} {inner} before the ferry.”\n")
        article.append(
            f"The [paper](https://evil.example/{n}?<b>) wrote: “Nobody {inner} at all ever saw number {n} go {inner}.”\n"
        )
        original.append(f"In {n + 1} streets {words} {inner} before the ferry.\n")
    front = '---\ntitle: "</title><script>alert(0)</script>"\n---\n\n'
    document = read(NAME, (front + "\n".join(article)).encode("utf-8", "surrogatepass"))
    source = read("originals/\x1b[31m<o>\n::error::.txt", "\n".join(original).encode("utf-8", "surrogatepass"))
    made = reported([check_article(document, [source], Settings())], Settings())
    assert 2 * len(PAYLOADS) == len(made.articles[0].quotes)
    assert {"not-found", "altered"} <= {quote.verdict for quote in made.articles[0].quotes}
    return made


def _terminal(text: str, report: Report) -> None:
    assert _CONTROLS.search(text) is None
    assert "\r" not in text
    assert str(len(report.articles[0].quotes)) in text


def _strings(value: Any) -> list[str]:
    match value:
        case dict():
            return [s for key, item in value.items() for s in (key, *_strings(item))]
        case list():
            return [s for item in value for s in _strings(item)]
        case str():
            return [value]
        case _:
            return []


def _json(text: str, report: Report) -> None:
    found = json.loads(text, parse_constant=_refuse)
    assert "\ud800" not in "".join(_strings(found))
    assert text.count("\x1b") == 0
    assert report.articles


def _refuse(constant: str) -> None:
    raise AssertionError(constant)


def _json_lines(text: str, report: Report) -> None:
    assert len(text.split("\n")) - 1 == len([json.loads(line) for line in text.split("\n") if line])
    assert report.articles


def _gitlab(text: str, report: Report) -> None:
    issues = json.loads(text)
    assert len(report.articles[0].findings) == len(issues)
    assert 1 == len({issue["location"]["path"] for issue in issues})
    assert all(_CONTROLS.search(issue["description"]) is None and "\n" not in issue["description"] for issue in issues)


def _sarif(text: str, report: Report) -> None:
    results = json.loads(text)["runs"][0]["results"]
    assert len(report.articles[0].findings) == len(results)
    for result in results:
        address = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert re.fullmatch(r"[!#-;=?-~]+", address), "a valid address: no space, no bracket, no line end"
        told = re.sub(r"\(\[(?:original|nearest passage)\]\(1\)\)", "", result["message"]["text"])
        assert re.search(r"(?<!\\)\[[^\]]*(?<!\\)\]\(", told) is None


def _rdjson(text: str, report: Report) -> None:
    diagnostics = json.loads(text)["diagnostics"]
    assert len(report.articles[0].findings) == len(diagnostics)
    assert all(_CONTROLS.search(one["message"]) is None and "\n" not in one["message"] for one in diagnostics)


def _github(text: str, report: Report) -> None:
    lines = text.splitlines()
    assert text.count("\n") == len(lines), "no line end but ours"
    assert _CONTROLS.search(text) is None
    commands = [line for line in lines if line.lstrip().startswith(("::", "##["))]
    assert len(report.articles[0].findings) + 1 == len(commands), "one for each finding, and the summary"
    assert all(re.match(r"::(?:error|warning|notice) (?:file=|title=)", line) for line in commands)


def _junit(text: str, report: Report) -> None:
    root = ET.fromstring(text)  # noqa: S314 - what we wrote ourselves
    assert len(report.articles[0].quotes) <= len(list(root.iter("testcase")))
    assert {"testsuites", "testsuite", "testcase"} <= {element.tag for element in root.iter()}
    assert {"script", "b", "img"}.isdisjoint(element.tag for element in root.iter())


def _csv(text: str, report: Report) -> None:
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert 1 == len({len(row) for row in rows})
    assert len(report.articles[0].findings) < len(rows)
    for row in rows[1:]:
        for cell in row:
            assert not cell.startswith(_FORMULA) or re.fullmatch(r"-?[\d.]+", cell), cell
            assert "\n" not in cell
            assert _CONTROLS.search(cell) is None


def _elements(page: str) -> list[Element]:
    tree = JustHTML(page, sanitize=False, collect_errors=True)
    return [node for node in tree.query("*") if isinstance(node, Element)]


def _is_inert(found: list[Element], own: str) -> None:
    for element in found:
        for name, value in (element.attrs or {}).items():
            assert not name.startswith("on"), f"{element.name} {name}"
            if name in {"href", "src", "action", "style", "srcset", "xlink:href"}:
                assert value == "data:," or _EVIL.search(value or "") is None or (element.name, own) == ("a", "html"), (
                    f"{name}={value}"
                )


def _markdown(text: str, report: Report) -> None:
    found = _elements(marko.Markdown(extensions=[GFM]).convert(text))
    assert {element.name for element in found}.isdisjoint({"script", "img", "svg", "style", "iframe", "input"})
    _is_inert(found, "markdown")
    assert "@<wbr>maintainers" in text or "@maintainers" not in text
    assert report.articles


def _html(text: str, report: Report) -> None:
    found = _elements(text)
    harmless = _elements(FORMATS["html"](reported([], Settings()), Look()))
    for name in ("script", "style", "img", "iframe", "object", "embed", "base", "form"):
        often = [Counter(element.name for element in page)[name] for page in (found, harmless)]
        assert often[0] <= max(1, often[1]), name
    _is_inert(found, "html")
    links = [(element.attrs or {}).get("href") or "" for element in found if element.name in {"a", "link"}]
    assert all(re.match(r"https?://|#|data:,$", link) or ":" not in link for link in links), links
    assert _CONTROLS.search(text) is None
    assert report.articles


READERS: dict[str, Callable[[str, Report], None]] = {
    "full": _terminal,
    "concise": _terminal,
    "json": _json,
    "json-lines": _json_lines,
    "sarif": _sarif,
    "github": _github,
    "gitlab": _gitlab,
    "rdjson": _rdjson,
    "junit": _junit,
    "markdown": _markdown,
    "csv": _csv,
    "html": _html,
    "annotations": _json,
}


@pytest.mark.parametrize("name", FORMATS)
def test_a_hostile_article_is_only_text_in_every_format(name: str, report: Report) -> None:
    text = FORMATS[name](report, Look())
    assert text.encode("utf-8"), "can be written"
    READERS[name](text, report)
