from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fidelity.archive.packing import DamagedError, pack, unpack
from fidelity.model import Document, Meta
from fidelity.read import read

PAGE = b"<title>Weir</title><h1>The weir</h1><p>It <em>held</em> &amp; held.<p><q>So</q> <a href='/x'>they</a> say<sup>1</sup>."


def bare(document: Document) -> Document:
    return replace(document, uri="", sha256="", meta=Meta())


@given(st.text(min_size=1))
def test_what_was_read_comes_back_whole(text: str) -> None:
    document = read("a.md", text.encode("utf-8", "replace"))
    packed = pack(document)
    assert bare(document) == unpack(packed.data, packed.digest)


def test_a_page_with_all_that_a_page_has_comes_back_whole() -> None:
    document = read("weir.html", PAGE)
    assert bare(document) == unpack(pack(document).data)


def test_copies_under_other_names_share_one_digest() -> None:
    one, other = read("a.html", PAGE), read("b/c.html", PAGE)
    assert pack(one) == pack(replace(other, meta=Meta(title="Another")))
    assert pack(one).digest != pack(read("a.html", PAGE + b"<p>More.")).digest


@pytest.mark.parametrize("at", [0, 3, 40, -1])
def test_damage_is_told(at: int) -> None:
    packed = pack(read("weir.html", PAGE))
    data = bytearray(packed.data)
    data[at] ^= 0x55
    with pytest.raises(DamagedError):
        unpack(bytes(data), packed.digest)
    with pytest.raises(DamagedError):
        unpack(packed.data[:-3], packed.digest)
    with pytest.raises(DamagedError):
        unpack(packed.data, "0" * 64)
