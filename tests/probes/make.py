"""Write the articles and labels of the probes from sources that a person can read and edit.

There are two sets of the same form, one here and one in `second/`. A file in a set's `sources/` is an article in which each
labelled stretch stands in ⟦id⟧…⟦/⟧, and after a line `⟦labels⟧` one line of TOML for each id. Run `python tests/probes/make.py`
after an edit. Keys of a label, all optional but `class`:

    class         what the probe tests
    form          inline or block (default, as it stands), announced, unmarked, decoy, missing
    verdict       exact (default), trimmed, altered, not-found, unchecked
    also          verdicts that a house could defend beside it
    marked        for trimmed and altered
    from          the original's file name; the article's `⟦default⟧` line names one for the rest
    at            "first words … last words" of the passage, or a list of such; default: the quotation's own words
    also_in       [["file", "first words … last words"], ...]
    critical      the critical edits
    fires, quiet  must_fire and must_not_fire
    emphasis      [[status, declared, "text"], ...]; a|b = either status
    loose         a reason why the words cannot be compared letter by letter with the passage
"""

from __future__ import annotations

import json
import pathlib
import re
import tomllib
import unicodedata
from typing import Any

HERE = pathlib.Path(__file__).resolve().parent
SETS = (HERE, HERE / "second")
BLOCK = re.compile(r"(?:(?:^|\n)> |<blockquote><p>(?:<em>)?)$")
TAG = re.compile(r"⟦(/|[^⟦⟧]+)⟧")
ELLIPSIS = re.compile(r"[\[(]?\s*(?:…|\.(?:[ \u00a0]?\.){2,3}|\* \* \*)\s*[\])]?")
HIDDEN = re.compile(
    r"<style>.*?</style>|<sup>(?!er).*?</sup>|<[^<>]*>|\[\^\w+\]|\]\([^()\s]*\)|&(?:nbsp|shy|[lr][sd]quo|#\d+);|⟦[^⟦⟧]*⟧",
    re.DOTALL,
)
BRACKETS = re.compile(r"\[[^\[\]]*\]")


def folded(text: str) -> tuple[str, list[int]]:
    """The text's letters and digits without markup, case, accents, and where each stands."""
    hidden = {i for m in HIDDEN.finditer(text) for i in range(m.start(), m.end())}
    letters: list[str] = []
    where: list[int] = []
    for i, character in enumerate(text):
        if i in hidden:
            continue
        for part in unicodedata.normalize("NFKD", character).casefold():
            if part.isalnum():
                letters.append(part)
                where.append(i)
    return "".join(letters), where


def letters(text: str) -> str:
    return folded(text)[0]


def passage(text: str, anchor: str) -> list[int]:
    """The span of the stretch that begins and ends with the anchor's words; they must stand there once."""
    flat, where = folded(text)
    first, _, last = anchor.partition(" … ")
    begin, end = letters(first), letters(last or first)
    if flat.count(begin) != 1:
        raise ValueError(f"{flat.count(begin)} times in the original: {first!r}")
    start = flat.index(begin)
    stop = flat.find(end, start)
    if stop < 0:
        raise ValueError(f"not behind its beginning: {last!r}")
    return [where[start], where[stop + len(end) - 1] + 1]


def pieces(text: str) -> list[str]:
    """The quotation's words between its ellipses, brackets left out."""
    return [piece for piece in (BRACKETS.sub("", p) for p in ELLIPSIS.split(text)) if letters(piece)]


def read_source(path: pathlib.Path) -> tuple[str, dict[str, list[list[int]]], dict[str, Any], str]:
    """The article, each id's spans in it, the labels, and the article's usual original."""
    source = path.read_bytes().decode()
    tagged, _, tail = source.partition("⟦labels⟧\n")
    default = ""
    if tail.startswith("⟦default⟧"):
        line, _, tail = tail.partition("\n")
        default = line.removeprefix("⟦default⟧").strip()
    text, at = "", 0
    spans: dict[str, list[list[int]]] = {}
    open_at: tuple[str, int] | None = None
    for tag in TAG.finditer(tagged):
        text += tagged[at : tag.start()]
        at = tag.end()
        match tag[1], open_at:
            case "/", (name, start):
                spans.setdefault(name, []).append([start, len(text)])
                open_at = None
            case name, None if name != "/":
                open_at = (name, len(text))
            case _:
                raise ValueError(f"{path.name}: {tag[0]} at {tag.start()} has no partner")
    text += tagged[at:]
    if open_at:
        raise ValueError(f"{path.name}: {open_at[0]} is never closed")
    labels = tomllib.loads(tail)
    if set(labels) != set(spans):
        raise ValueError(f"{path.name}: in one place only: {sorted(set(labels) ^ set(spans))}")
    return text.rstrip("\n") + "\n", spans, labels, default


def probe(
    originals: pathlib.Path, article: str, name: str, text: str, spans: list[list[int]], raw: dict[str, Any], default: str
) -> dict[str, Any]:
    in_block = BLOCK.search(text, max(0, spans[0][0] - 30), spans[0][0])
    form, verdict = raw.get("form", "block" if in_block else "inline"), raw.get("verdict", "exact")
    words = " ".join(text[start:end] for start, end in spans)
    located = form not in ("decoy", "missing") and verdict in ("exact", "trimmed", "altered")
    original = raw.get("from", default) if located else None
    passages: list[list[int]] = []
    if original:
        held = (originals / original).read_bytes().decode()
        parts = pieces(words)
        anchors = raw.get("at") or (f"{parts[0]} … {parts[-1]}" if len(parts) > 1 else parts[0])
        passages = [passage(held, anchor) for anchor in ([anchors] if isinstance(anchors, str) else anchors)]
    also_in = [
        {"original": f"originals/{file}", "passages": [passage((originals / file).read_bytes().decode(), anchor)]}
        for file, anchor in raw.get("also_in", [])
    ]
    fires = raw.get("fires", [])
    quiet = verdict == "exact" or (verdict in ("trimmed", "altered") and raw.get("marked") is True)
    return {
        "id": f"{pathlib.PurePath(article).stem}:{name}",
        "article": article,
        "form": form,
        "spans": spans,
        "class": raw["class"],
        "marked": raw.get("marked"),
        "original": f"originals/{original}" if original else None,
        "passages": passages,
        "also_in": also_in,
        "verdict": verdict if form not in ("decoy", "missing") else None,
        "also": raw.get("also", []),
        "critical": raw.get("critical", []),
        "must_fire": fires,
        "must_not_fire": raw.get("quiet", []),
        "emphasis": [{"status": s, "declared": d, "text": t} for s, d, t in raw.get("emphasis", [])],
        "faithful": raw.get("faithful", located and quiet and not fires and not raw.get("critical")),
        "loose": raw.get("loose"),
    }


def build(folder: pathlib.Path) -> dict[str, str]:
    """All generated files of the set in this folder, by their path in it."""
    made: dict[str, str] = {}
    lines: list[str] = []
    for path in sorted((folder / "sources").iterdir()):
        text, spans, labels, default = read_source(path)
        article = f"articles/{path.name}"
        made[article] = text
        for name, raw in labels.items():
            try:
                row = probe(folder / "originals", article, name, text, spans[name], raw, default)
            except (ValueError, KeyError, IndexError) as e:
                raise ValueError(f"{path.name}: {name}: {e}") from e
            lines.append(json.dumps(row, ensure_ascii=False))
    made["probes.jsonl"] = "\n".join(lines) + "\n"
    return made


if __name__ == "__main__":
    for folder in SETS:
        for name, content in build(folder).items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(content.encode())
