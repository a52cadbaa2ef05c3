from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fidelity.read import read
from fidelity.text.fragment import directive
from fidelity.text.seams import as_shown

if TYPE_CHECKING:
    from fidelity.model import Document


def page(html: str, url: str = "https://a.example/") -> Document:
    return read("a.html", f'<link rel="canonical" href="{url}"><p>{html}</p>'.encode())


@pytest.mark.parametrize(
    ("html", "parts", "why"),
    [
        ("the <em>old</em> weir", "the old weir", "emphasis shows nothing of its own"),
        ("the <a href='x'><span class=y>old</span></a> weir", "the old weir", "nor do links and spans"),
        ("the &eacute;t&eacute; &amp; weir", "the été & weir", "nor do references"),
        ("the\n   old weir", "the old weir", "nor does white space"),
        ("the weir<sup><a href='#fn1'>1</a></sup> held", "the weir| held", "the number of a note is not in the text"),
        ("the weir <img src='x.png'> held", "the weir| held", "a picture stands between its spaces"),
        ("the weir <button>Share</button> held", "the weir| held", "the words of a button are not read"),
        ("the no<wbr>body", "the no|body", "nor is a place to break"),
        ("the weir<script>var held = 1;</script> held", "the weir held", "a script shows nothing"),
        ("one</p><p>two", "one\n\ntwo", "blocks may follow each other"),
        ("one</p><style>p {}</style><p>two", "one\n\ntwo", "with styles between them"),
        ("one</p><button>Share</button><p>two", "one|\n\ntwo", "a button between them is seen"),
        ("one<br>two", "one\ntwo", "a break of the line"),
    ],
)
def test_where_the_page_shows_more(html: str, parts: str, why: str) -> None:
    shown = as_shown(page(html))
    text = shown.text
    for seam in reversed(shown.seams):
        text = f"{text[:seam]}|{text[seam:]}"
    assert parts == text, why


def test_a_plain_text_keeps_its_lines() -> None:
    assert directive(as_shown(read("a.txt", b"The weir was\nrebuilt.\n")), (0, 20)) == "text=The%20weir%20was,rebuilt"


def test_comments_of_any_kind_end_in_time() -> None:
    assert as_shown(page("<!--" * 50_000 + "x")).text is not None
