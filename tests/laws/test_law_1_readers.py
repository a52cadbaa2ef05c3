"""Law 1, for the readers: each word of a document as read stands in the file where its map says."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fidelity.read import read
from fidelity.text.origin import is_forward

if TYPE_CHECKING:
    from fidelity.model import Document

WORD = st.sampled_from(["river", "Brücke", "été", "bell", "four", "naïve", "x", "it’s", "1851"])
LINE_END = st.sampled_from(["\n", "\r\n", "\r"])

MARKDOWN = st.sampled_from(
    [
        "{} {}",
        "*{}* {}",
        "**{} {}**",
        "***{}** {}*",
        "[{}](http://e.example/a_b) {}",
        "`{}` {}",
        "{}[^1] {}",
        "&amp; {} {}",
        "\\*{} {}",
    ]
)
MARKDOWN_BLOCK = st.sampled_from(
    ["{}", "> {}", "> {}\n> {}", "# {}", "- {}\n- {}", "1. {}", "> > {}", "{}\n{}", "| {} | b |\n|---|---|\n| {} | d |"]
)
HTML = st.sampled_from(
    [
        "{} {}",
        "<em>{}</em> {}",
        "<b>{} {}</b>",
        "<a href='x'>{}</a> {}",
        "{}&nbsp;{}",
        "&ldquo;{}&rdquo; {}",
        "{}<sup>2</sup> {}",
        "<q>{} {}</q>",
    ]
)
HTML_BLOCK = st.sampled_from(
    [
        "<p>{}</p>",
        "<p>{}\n{}</p>",
        "<blockquote><p>{}</p></blockquote>",
        "<h2>{}</h2>",
        "<ul><li>{}<li>{}</ul>",
        "<div>{}<br>{}</div>",
    ]
)
TEXT = st.sampled_from(["{} {}", "{}, {}", "“{} {}”", "{} - {}"])
TEXT_BLOCK = st.sampled_from(["{}", "{}\n{}", "    {}", "{}\n{}\n{}"])


@st.composite
def sources(draw: st.DrawFn, inline: st.SearchStrategy[str], block: st.SearchStrategy[str], end: st.SearchStrategy[str]) -> str:
    blocks = []
    for _ in range(draw(st.integers(1, 5))):
        shape = draw(block)
        lines = [
            " ".join(draw(inline).format(draw(WORD), draw(WORD)) for _ in range(draw(st.integers(2, 4))))
            for _ in range(shape.count("{}"))
        ]
        blocks.append(shape.format(*lines))
    mark = draw(st.sampled_from(["", "\ufeff"]))
    return mark + "\n\n".join(blocks).replace("\n", draw(end)) + draw(end)


def stands(document: Document) -> None:
    """Each word of the text is spelled by the characters that its map leads to, and the map runs forward."""
    assert len(document.text) == document.origin.size
    assert is_forward(document.origin)
    for word in re.finditer(r"\w+", document.text):
        there = document.source[slice(*document.origin.span(*word.span()))]
        plain = html.unescape(re.sub(r"<[^<>]*>", "", there))
        assert word[0] == plain, (word[0], there)


@pytest.mark.parametrize(
    ("suffix", "inline", "block"),
    [("md", MARKDOWN, MARKDOWN_BLOCK), ("html", HTML, HTML_BLOCK), ("txt", TEXT, TEXT_BLOCK)],
    ids=["Markdown", "HTML", "plain text"],
)
def test_each_word_stands_where_its_map_says(
    suffix: str, inline: st.SearchStrategy[str], block: st.SearchStrategy[str]
) -> None:
    @settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None)
    @given(sources(inline, block, LINE_END))
    def law(source: str) -> None:
        document = read(f"a.{suffix}", source.encode())
        assert document.problem is None, document.problem
        assert source == document.source
        stands(document)

    law()


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(["a.md", "a.html", "a.txt"]),
    st.text(st.sampled_from("ab <>/&;#*_`>[]()!|\\-\"'=\n\r\u2028“”é\x00"), max_size=80) | st.binary(max_size=60),
)
def test_no_bytes_make_a_reader_fail_or_lose_its_way(uri: str, content: str | bytes) -> None:
    document = read(uri, content.encode() if isinstance(content, str) else content)
    assert len(document.text) == document.origin.size
    assert is_forward(document.origin)
    assert document.text.strip() or document.problem
    for there, width in zip(document.origin.there, document.origin.width, strict=True):
        assert there + width <= len(document.source)
    for span in [b.span for b in document.blocks] + [r.span for r in document.emphasis] + [i.span for i in document.inlines]:
        assert 0 <= span[0] <= span[1] <= len(document.text)
