from __future__ import annotations

import gzip
import hashlib
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_laws import check_laws

from fidelity.model import Meta
from fidelity.read import read_all
from fidelity.read.naming import moment

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from fidelity.model import Document

WORDS = "The mill was sold in spring, the miller said, and nobody was told."


def documents(
    folder: Path, data: bytes | str, name: str = "dump.jsonl", fields: Mapping[str, str] | None = None
) -> list[Document]:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(read_all(path, fields))


def one(folder: Path, entry: Any, fields: Mapping[str, str] | None = None) -> Document:
    (document,) = documents(folder, json.dumps(entry), fields=fields)
    return document


def told(read: list[Document]) -> list[tuple[str, str]]:
    return [(d.uri.rpartition("/")[2], d.problem) for d in read if d.problem is not None]


def places(read: list[Document]) -> list[str]:
    return [d.uri.rpartition("/")[2] for d in read if d.problem is None]


@pytest.mark.parametrize(
    ("name", "data", "expected", "why"),
    [
        ("d.jsonl", '{"text": "A b."}\n{"text": "C d."}\n', ["d.jsonl#1", "d.jsonl#2"], "an object a line"),
        ("d.ndjson", '{"text": "A b."}\r\n\r\n{"text": "C d."}', ["d.ndjson#1", "d.ndjson#3"], "an empty line between"),
        ("d.json", '{"text": "A b."}\n{"text": "C d."}\n', ["d.json#1", "d.json#2"], "lines under another name"),
        ("d.json", '[\n{"text": "A b."},\n{"text": "C d."}\n]\n', ["d.json#2", "d.json#3"], "a list"),
        ("d.json", '[{"text": "A b."}, {"text": "C d."}]', ["d.json#1", "d.json#1.2"], "a list on one line"),
        ("d.json", '[\n  {\n    "text": "A b."\n  },\n  {\n    "text": "C d."\n  }\n]', ["d.json#2", "d.json#5"], "set wide"),
        ("d.json", '{"text": "A b."}', ["d.json#1"], "a single document"),
        ("d.json", '{"ok": 1, "docs": [{"text": "A b."}, 3, {"text": "C d."}]}', ["d.json#1.docs[0]", "d.json#1.docs[2]"],
         "a list in an object"),
        ("d.json", '{"tags": [{"x": 1}], "response": {"docs": [{"text": "A b."}]}}', ["d.json#1.response.docs[0]"],
         "deeper, beside another list"),
        ("d.json", '{"text": "A b.", "comments": [{"text": "No."}]}', ["d.json#1"], "a list in a document"),
        ("d.jsonl", '\ufeff{"text": "A b."}', ["d.jsonl#1"], "a byte-order mark"),
        ("d.jsonl", '\x1e{"text": "A b."}\n\x1e{"text": "C d."}\n', ["d.jsonl#1", "d.jsonl#2"], "JSON text sequences"),
        ("d.jsonl", '{"text": "A b."}{"text": "C d."}', ["d.jsonl#1", "d.jsonl#1.2"], "nothing between"),
    ],
)  # fmt: skip
def test_shapes_of_dumps(tmp_path: Path, name: str, data: str, expected: list[str], why: str) -> None:
    for pack in ("plain", "gzip", "two packs"):
        half = data.encode()[:9], data.encode()[9:]
        packed = {"plain": data.encode(), "gzip": gzip.compress(data.encode()), "two packs": b"".join(map(gzip.compress, half))}
        read = documents(tmp_path, packed[pack], name)
        assert expected == places(read), (why, pack)
        assert [] == told(read), (why, pack)
        assert ["A b.", "C d."][: len(expected)] == [d.text for d in read], (why, pack)


def test_utf_16_as_some_shells_write_it(tmp_path: Path) -> None:
    assert "Où donc ?" == documents(tmp_path, '{"text": "Où donc ?"}\n'.encode("utf-16"))[0].text


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("text", "plainly"), ("body", "as systems for editors have it"), ("maintext", "news-please"),
        ("Full_Text", "in capitals"),
        ("articleBody", "schema.org"), ("content", "NewsAPI"), ("plain_text", "CourtListener"), ("selftext", "Reddit"),
    ],
)  # fmt: skip
def test_common_names_of_the_text(tmp_path: Path, name: str, why: str) -> None:
    document = one(tmp_path, {"id": 3, "summary": "Nothing.", name: WORDS})
    assert WORDS == document.text, why
    assert hashlib.sha256(WORDS.encode()).hexdigest() == document.sha256


@pytest.mark.parametrize(
    ("value", "text", "why"),
    [
        ([WORDS, "More."], f"{WORDS}\n\nMore.", "a list of paragraphs"),
        ([{"text": WORDS}, {"type": "image"}, {"text": "More."}], f"{WORDS}\n\nMore.", "paragraphs as objects"),
        ({"rendered": f"<p>{WORDS}</p>"}, WORDS, "WordPress"),
        (f"{WORDS * 4}\nMore.", f"{WORDS * 4}\n\nMore.", "a paragraph a line"),
        ("Miller &amp; Sons said &quot;no&quot;.", 'Miller & Sons said "no".', "entities without tags"),
        ("Miller & Sons said <no>.", "Miller & Sons said <no>.", "what only looks like markup"),
    ],
)
def test_kinds_of_text(tmp_path: Path, value: Any, text: str, why: str) -> None:
    assert text == one(tmp_path, {"content": value}).text, why


@pytest.mark.parametrize(
    ("entry", "kinds", "why"),
    [
        ({"text": f"<p>{WORDS} <b>Bold</b>.</p>"}, ["bold"], "HTML by its tags"),
        ({"text": f"{WORDS} *Leaning* and [linked](https://e.example/)."}, ["italic"], "Markdown by its links"),
        ({"text": f"{WORDS} *Leaning*.", "format": "markdown"}, ["italic"], "Markdown because it says so"),
        ({"text": f"{WORDS} *Leaning*.", "content_type": "text/markdown; charset=utf-8"}, ["italic"], "as servers say it"),
        ({"text": f"{WORDS} *Plain*."}, [], "a star is no emphasis in plain text"),
        ({"text": f"{WORDS} <b>Bold</b>.", "format": "text"}, [], "plain text because it says so"),
        ({"text": WORDS, "html": f"<p>{WORDS} <i>Leaning</i>.</p>"}, ["italic"], "HTML has more than its text"),
    ],
)
def test_formats_of_texts(tmp_path: Path, entry: dict[str, str], kinds: list[str], why: str) -> None:
    document = one(tmp_path, entry)
    assert WORDS in document.text, why
    assert kinds == [kind for run in document.emphasis for kind in run.kinds], why


@pytest.mark.parametrize(
    ("entry", "meta", "why"),
    [
        ({"title": "T", "author": "A. Reed", "publisher": "Ledger", "published": "2024-03-01", "url": "https://e.example/a",
          "language": "en", "snapshot": "2024-03-02T10:00:00Z"},
         Meta("T", "A. Reed", "Ledger", "2024-03-01", "https://e.example/a", "en", "2024-03-02T10:00:00Z"), "our own names"),
        ({"title": "T", "authors": ["A. Reed", "B. Hill"], "source_domain": "ledger.example",
          "date_publish": "2024-03-01 08:30:00",
          "url": "https://e.example/a", "language": "de", "date_download": "2024-03-02 10:00:00"},
         Meta("T", "A. Reed, B. Hill", "ledger.example", "2024-03-01T08:30:00", "https://e.example/a", "de",
              "2024-03-02T10:00:00"),
         "news-please"),
        ({"title": "T", "author": None, "source": {"id": None, "name": "The Ledger"}, "publishedAt": "2024-03-01T08:30:00Z",
          "url": "https://e.example/a"}, Meta("T", None, "The Ledger", "2024-03-01T08:30:00Z", "https://e.example/a"),
         "NewsAPI"),
        ({"title": {"rendered": "T"}, "link": "https://e.example/a", "date": "2024-03-01T08:30:00"},
         Meta("T", None, None, "2024-03-01T08:30:00", "https://e.example/a"), "WordPress"),
        ({"headline": "T", "byline": "A. Reed", "meta": {"site_name": "Ledger", "canonical": "https://e.example/a"}},
         Meta("T", "A. Reed", "Ledger", None, "https://e.example/a"), "in an object inside"),
        ({"title": "T", "author": {"name": "A. Reed"}, "created_utc": 1709281800, "lang": "en_GB"},
         Meta("T", "A. Reed", None, "2024-03-01T08:30:00Z", None, "en-gb"), "a clock's figure"),
        ({"title": "T", "source": "https://e.example/", "url": "/a", "date": "soon", "language": "English"}, Meta("T"),
         "what is no name, address, date or language is left out"),
    ],
)  # fmt: skip
def test_what_an_entry_says_of_its_text(tmp_path: Path, entry: dict[str, Any], meta: Meta, why: str) -> None:
    assert meta == one(tmp_path, {"text": WORDS} | entry).meta, why


def test_the_entry_knows_better_than_its_page(tmp_path: Path) -> None:
    page = "<html><head><title>Home</title><meta name='author' content='B. Hill'></head><p>Words here.</p></html>"
    assert Meta(title="The mill", author="B. Hill") == one(tmp_path, {"html": page, "title": "The mill"}).meta


@pytest.mark.parametrize(
    ("fields", "text", "title", "why"),
    [
        ({"text": "story"}, "Told.", "Home", "a name"),
        ({"text": "story", "title": "meta.head"}, "Told.", "Mill", "a path"),
        ({"text": "parts.words"}, "One.\n\nTwo.", "Home", "through a list"),
        ({"text": "parts.1.words"}, "Two.", "Home", "one of a list"),
        ({"text": "a.b"}, "Dotted.", "Home", "a name with a dot"),
    ],
)
def test_a_map_of_fields(tmp_path: Path, fields: dict[str, str], text: str, title: str, why: str) -> None:
    entry = {
        "title": "Home", "text": "Not this.", "story": "Told.", "meta": {"head": "Mill"},
        "parts": [{"words": "One."}, {"words": "Two."}, 3], "a.b": "Dotted.",
    }  # fmt: skip
    document = one(tmp_path, entry, fields)
    assert (text, title) == (document.text, document.meta.title), why


def test_a_bad_line_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    lines = [
        '{"text": "One."}', '{"text": "Two."', "not json", '["list"]', "17", '{"text": "broken\t"}', '{"text": ""}', "{" * 3000,
        '{"text": ' + "9" * 5000 + "}", '{"text": "Last."}',
    ]  # fmt: skip
    read = documents(tmp_path, "\n".join(lines))
    assert ["dump.jsonl#1", "dump.jsonl#10"] == places(read)
    said = dict(told(read))
    assert [f"dump.jsonl#{n}" for n in range(2, 10)] == list(said)
    assert "The line is passed over: it is not JSON (Expecting value, column 1)." == said["dump.jsonl#3"]
    assert "The line is passed over: it is no object with named fields." == said["dump.jsonl#5"]
    assert "The entry has no text; get it anew, or another copy." == said["dump.jsonl#7"]
    assert "a number that is too long" in said["dump.jsonl#9"]


def test_many_bad_lines_are_told_together(tmp_path: Path) -> None:
    read = documents(tmp_path, '{"text": "One."}\n' + "bad\n" * 500 + '{"text": ""}\n' * 500)
    assert 1 + 20 + 20 + 1 == len(read)
    assert "960 more entries of the dump have no text, or are no objects of JSON; they are passed over." == read[-1].problem


@pytest.mark.parametrize(
    ("data", "fields", "said", "why"),
    [
        ('{"id": 1, "wording": "x", "meta": {"words": "y"}}', {}, "there are: id, wording, meta.words. Say which it is:",
         "no name that is known"),
        ('{"id": 1, "text": "x"}', {"text": "bdy"}, "No entry has a text in the field “bdy”; there are: id, text.",
         "a map that is wrong"),
        ('{"a": 1}', {}, 'in originals.toml: ["dump.jsonl"] fields = {text = "NAME"}', "how to map it for originals"),
        ("hello\nworld", {}, "is no dump of documents in JSON (line 1: it is not JSON", "a text"),
        ("[" * 100_000, {}, "that holds no document", "brackets alone"),
        ('{"a":' * 100_000, {}, "line 1: it is nested too deeply", "a bomb of objects"),
        ("[1, 2, 3]", {}, "line 1: it is no object with named fields", "numbers"),
        ("", {}, "that holds no document", "nothing"),
        (b"\x1f\x8b\x08\x00" + b"\xff" * 99, {}, "the file is damaged or breaks off there", "no pack"),
        (b"\x89PNG\r\n\x1a\n" + bytes(99), {}, "is no dump of documents in JSON", "a picture"),
    ],
)  # fmt: skip
def test_dumps_without_texts(tmp_path: Path, data: bytes | str, fields: dict[str, str], said: str, why: str) -> None:
    read = documents(tmp_path, data, fields=fields)
    assert [(tmp_path / "dump.jsonl").as_posix()] == [d.uri for d in read], why
    assert said in (read[0].problem or ""), why


def test_a_text_that_its_service_cut_short_is_no_original(tmp_path: Path) -> None:
    document = one(tmp_path, {"content": f"{WORDS} And then… [+2345 chars]", "url": "https://e.example/a"})
    assert "cut short by the service" in (document.problem or "")
    assert "https://e.example/a" == document.meta.url


@pytest.mark.parametrize("line", [1, 2, 40])
def test_a_packed_dump_that_breaks_off_is_told(tmp_path: Path, line: int) -> None:
    packs = [gzip.compress(json.dumps({"text": f"Text {n}."}).encode() + b"\n") for n in range(1, 51)]
    read = documents(tmp_path, b"".join(packs[:line]) + packs[line][:-12], "d.jsonl.gz")
    assert [f"d.jsonl.gz#{n}" for n in range(1, line + 1)] == places(read)
    ((place, problem),) = told(read)
    assert f"d.jsonl.gz#{line + 1}" == place
    assert "What follows is not read: the file is damaged or breaks off there" in problem


def test_what_is_not_utf_8_is_noted(tmp_path: Path) -> None:
    read = documents(tmp_path, b'{"text": "Caf\xe9 here."}\n{"text": "Good."}')
    assert ["Caf\ufffd here.", "Good."] == [d.text for d in read]
    assert "not UTF-8" in read[0].notes[-1]
    assert () == read[1].notes


def test_half_a_character_keeps_nobody_from_reading(tmp_path: Path) -> None:
    assert "Bad ? half." == documents(tmp_path, '{"text": "Bad \\ud83d half."}')[0].text


def test_an_entry_above_the_bound_is_told_and_the_rest_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fidelity.read.dump.LARGEST_FILE", 1_000_000)
    vast = json.dumps({"text": "word " * 900_000})
    read = documents(tmp_path, f'{{"text": "One."}}\n{vast}\n{{"text": "Three."}}')
    assert ["dump.jsonl#1", "dump.jsonl#3"] == places(read)
    assert [("dump.jsonl#2", "The line is passed over: it is larger than 1 MB.")] == told(read)


@pytest.mark.parametrize("inner", ["docs", "response.docs"])
def test_a_list_in_an_object_too_large_to_be_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, inner: str) -> None:
    monkeypatch.setattr("fidelity.read.dump.LARGEST_FILE", 1_000_000)
    entries = [{"text": f"Entry {n} of many." + " word" * 1000} for n in range(300)]
    value: dict[str, Any] = {"docs": entries}
    if inner == "response.docs":
        value = {"tags": ["a", "b"], "response": {"count": 2, "note": {"x": [1, {}]}, "docs": entries}}
    read = documents(tmp_path, json.dumps({"status": "ok", "n": 1.5} | value), "d.json")
    assert [] == told(read)
    assert [f"Entry {n} of many" for n in range(300)] == [d.text.partition(".")[0] for d in read]


def test_a_packed_bomb_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fidelity.read.entries._FREE", 1_000_000)
    bomb = gzip.compress(b'{"text": "One."}\n' + b" " * 40_000_000 + b'{"text": "Two."}')
    read = documents(tmp_path, bomb, "d.jsonl.gz")
    assert ["d.jsonl.gz#1"] == places(read)
    assert "unpacks to many times its size, as no text does" in told(read)[0][1]


def test_a_dump_under_another_name_is_not_mistaken_for_a_text(tmp_path: Path) -> None:
    (tmp_path / "originals").mkdir()
    assert WORDS in documents(tmp_path, f'{{"text": "{WORDS}"}}', "dump.txt")[0].text


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("2024-03-01", "2024-03-01"), ("2024/03/01", "2024-03-01"), ("2024-03", "2024-03"), ("20240301", "2024-03-01"),
        ("20240301083000", "2024-03-01T08:30:00Z"), ("2024-03-01 08:30:00 UTC", "2024-03-01T08:30:00Z"),
        ("2024-03-01T08:30:00.123+01:00", "2024-03-01T08:30:00.123+01:00"),
        ("Fri, 01 Mar 2024 08:30:00 GMT", "2024-03-01T08:30:00Z"),
        (1709281800, "2024-03-01T08:30:00Z"), (1709281800000, "2024-03-01T08:30:00Z"), (1709281800.5, "2024-03-01T08:30:00Z"),
        ("1709281800", "2024-03-01T08:30:00Z"), (2024, None), (True, None), (float("inf"), None), (float("nan"), None),
        ("", None), (None, None), ("yesterday", None), ("Mar 99 2024", None), ([], None),
    ],
)  # fmt: skip
def test_dates(value: Any, iso: str | None) -> None:
    assert iso == moment(value)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["text", "title", "html", "date", "author", "format", "url", "x"]), inner, max_size=4)
    ),
    max_leaves=20,
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(VALUES, max_size=5), st.sampled_from([{}, {"text": "x.text"}, {"text": "text.0", "title": "date"}]))
def test_no_entry_makes_the_reader_raise(tmp_path: Path, values: list[Any], fields: dict[str, str]) -> None:
    read = documents(tmp_path, "\n".join(map(json.dumps, values)), fields=fields)
    assert read
    assert len(read) == len({d.uri for d in read})
    for document in read:
        check_laws(document)
        assert document.text.strip() or document.problem


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(['{"text": "a b"}', "{", "}", "[", "]", '"', ",", ":", "\n", " ", "7", '"text"', "\\", "é", "\0"]),
        max_size=30,
    )
)
def test_no_bytes_make_the_reader_raise(tmp_path: Path, pieces: list[str]) -> None:
    read = documents(tmp_path, "".join(pieces))
    assert read
    assert all(d.text.strip() or d.problem for d in read)
