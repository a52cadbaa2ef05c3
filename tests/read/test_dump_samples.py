"""Dumps as SQLite and jq write them."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_laws import check_laws

from fidelity.model import Meta
from fidelity.read import read_all

SAMPLES = Path(__file__).parent / "samples" / "dump"


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("sqlite.json", ["1", "2", "3"]),
        ("jq.jsonl", ["1", "2", "3"]),
        ("jq.jsonl.gz", ["1", "2", "3"]),
        ("jq-wide.json", ["1.articles[0]", "1.articles[1]", "1.articles[2]"]),
    ],
)
def test_the_same_table_in_every_shape(name: str, places: list[str]) -> None:
    first, second, third = read_all(SAMPLES / name)
    assert [f"{SAMPLES.as_posix()}/{name}#{place}" for place in places] == [d.uri for d in (first, second, third)]
    assert (
        "The channel will be dredged from the first week of March, the harbour master said, "
        "“unless the eels are still spawning there.”"
    ) == first.text
    assert ["spawning"] == [first.text[slice(*run.span)] for run in first.emphasis]
    address = "http://ledger.example/dredging.html"
    assert Meta("Dredging to begin in March", "Ida Marsh", None, "2024-02-28T07:30:00", address) == first.meta
    assert second.text.startswith("The clerk noted that two members had left")
    assert not second.emphatic
    assert ("The entry has no text; get it anew, or another copy.", "To come") == (third.problem, third.meta.title)
    for document in (first, second, third):
        check_laws(document)
