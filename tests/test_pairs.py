"""Every pair is judged as its expected.toml says, nothing else is found, and every position leads to its words."""

from __future__ import annotations

import html
import re
import tomllib
from functools import cache
from typing import Any

import pytest
from pairs_report import check_pair
from write_reports import PAIRS, ROOT

from fidelity.text.fold import fold
from fidelity.text.lines import Lines

Json = dict[str, Any]

QUOTES = [
    pytest.param(pair, i, id=f"{pair}: {quote['text']}")
    for pair in PAIRS
    for i, quote in enumerate(tomllib.loads((ROOT / f"pairs/{pair}/expected.toml").read_text())["quote"])
]


@cache
def expected(pair: str) -> Json:
    return tomllib.loads((ROOT / f"pairs/{pair}/expected.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("pair", PAIRS)
def test_every_quotation_is_found_and_nothing_else(pair: str) -> None:
    article = check_pair(pair)
    found = [quote["text"] for quote in article["quotes"]]
    wanted = [quote["text"] for quote in expected(pair)["quote"]]
    assert wanted == [text[: len(want)] for want, text in zip(wanted, found, strict=False)] + found[len(wanted) :]


@pytest.mark.parametrize(("pair", "number"), QUOTES)
def test_quotation_is_judged_as_expected(pair: str, number: int) -> None:
    article = check_pair(pair)
    quote, want = article["quotes"][number], expected(pair)["quote"][number]
    said = {
        "verdict": one_of(want["verdict"], quote["verdict"]),
        "findings": findings(want.get("findings", []), [article["findings"][i] for i in quote["findings"]]),
        "emphasis": [{key: run[key] for key in ("status", "declared", "text")} for run in quote["emphasis"]],
    }
    hoped = {"verdict": want["verdict"], "findings": sorted(want.get("findings", [])), "emphasis": want.get("emphasis", [])}
    for key in ("form", "marked"):
        if key in want:
            said[key], hoped[key] = quote[key], want[key]
    if "original" in want:
        said["original"], hoped["original"] = quote["match"] and quote["match"]["original"].rpartition("/")[2], want["original"]
    if "end" in want:
        said["end"], hoped["end"] = quote["text"][-len(want["end"]) :], want["end"]
    assert hoped == said, quote["text"]


def one_of(wanted: str, got: str) -> str:
    """`wanted` where `got` is one of its `|` choices, else `got`."""
    return wanted if got in wanted.split("|") else got


def findings(wanted: list[str], got: list[Json]) -> list[str]:
    """Each finding as `rule severity`, spelled as in `wanted` where one of its `|` choices fits."""
    left, out = list(wanted), []
    for finding in got:
        name = f"{finding['rule']} {finding['severity']}"
        for want in left:
            rules, _, severity = want.partition(" ")
            if finding["rule"] in rules.split("|") and severity == finding["severity"]:
                left.remove(want)
                name = want
                break
        out.append(name)
    return sorted(out)


@pytest.mark.parametrize("pair", PAIRS)
def test_what_belongs_to_no_quotation_is_noticed(pair: str) -> None:
    article = check_pair(pair)
    source = source_of(article["uri"])
    got = [(f["rule"], f["severity"], source[slice(*f["here"]["span"])]) for f in article["findings"] if f["quote"] is None]
    want = [(n["rule"], n["severity"], n["text"]) for n in expected(pair).get("notice", [])]
    assert want == [(rule, severity, text) for (rule, severity, _), (_, _, text) in zip(got, want, strict=True)]
    assert all(text in found for (_, _, found), (_, _, text) in zip(got, want, strict=True)), got


def source_of(uri: str) -> str:
    raw = (ROOT / uri).read_bytes()
    return raw.decode("iso-8859-1" if b"charset=iso-8859-1" in raw else "utf-8")


def words(text: str) -> list[str]:
    """The words of a stretch, whatever the markup between them: letters and digits alone, note calls left out."""
    text = re.sub(r"<sup>.*?</sup>|\[\^\w+\]|\[\d+\]", " ", text, flags=re.DOTALL)
    text = html.unescape(re.sub(r"</?[a-z][^<>]*>", " ", text)).replace("\n> ", "\n")
    text = re.sub(r"\s+\d+\nSURVEY OF THE RIVER TAMLE +AUTUMN 2022\s+", "\n", text)  # the running head inside a sentence
    return re.findall(r"\w+", re.sub(r"(?<=\w)-\s*\n\s*|\[|\]", "", fold_lines(text)))


def fold_lines(text: str) -> str:
    return fold(re.sub(r"-\r?\n\s*(?=[a-z])", "", text))[0]


@pytest.mark.parametrize("pair", PAIRS)
def test_positions_lead_to_the_words(pair: str) -> None:
    article = check_pair(pair)
    source = source_of(article["uri"])
    lines = Lines(source)
    for quote in article["quotes"]:
        here = " ".join(source[slice(*span)] for span in quote["spans"])
        assert words(quote["text"]) == words(here), quote["text"]
        assert placed(lines, quote["spans"][0][0]) == quote["start"]
        assert placed(lines, quote["spans"][-1][1]) == quote["end"]
        assert line_of(source, quote["start"]["line"])[quote["start"]["column"] - 1] == source[quote["spans"][0][0]]
        for run in quote["emphasis"]:
            assert words(run["text"]) == words(source[slice(*run["span"])])
            assert words(run["text"]) == words(quote["text"][slice(*run["at"])])
        if match := quote["match"]:
            original = source_of(match["original"])
            there = " ".join(original[slice(*span)] for span in match["passages"])
            assert words(match["text"]) == words(there), quote["text"]
            assert placed(Lines(original), match["passages"][0][0]) == match["start"]
            for edit in match["edits"]:
                assert words(edit["quote"]["text"]) == words(quoted(source, quote["spans"], edit["quote"]["span"])), edit
                assert words(edit["original"]["text"]) == words(original[slice(*edit["original"]["span"])]), edit
    for finding in article["findings"]:
        assert placed(lines, finding["here"]["span"][0]) == finding["here"]["start"]
        assert placed(lines, finding["here"]["span"][1]) == finding["here"]["end"]
        if there := finding["there"]:
            assert placed(Lines(source_of(there["original"])), there["span"][0]) == there["start"]


def quoted(source: str, spans: list[list[int]], span: list[int]) -> str:
    """What of a span is the quotation's: an edit at the joint of an interrupted one spans the author's words."""
    return " ".join(source[max(start, span[0]) : min(end, span[1])] for start, end in spans)


def placed(lines: Lines, offset: int) -> Json:
    at = lines.position(offset)
    return {"line": at.line, "column": at.column}


def line_of(source: str, number: int) -> str:
    """The slow and obvious way to a line."""
    return re.split("\r\n|[\r\n\u2028\u2029]", source.removeprefix("\ufeff"))[number - 1]
