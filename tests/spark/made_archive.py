"""A small archive made up from a seed, with what makes look-ups hard: copies, versions, boilerplate, titles that are alike."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

_PLACES = (
    "harbour",
    "weir",
    "ferry",
    "quarry",
    "orchard",
    "lighthouse",
    "tannery",
    "viaduct",
    "granary",
    "chapel",
    "kiln",
    "mill",
)
_DOERS = ("council", "warden", "surveyor", "committee", "keeper", "clerk", "engineer", "steward", "bailiff", "carter")
_DEEDS = ("closed", "measured", "repaired", "drained", "sold", "opened", "flooded", "painted", "counted", "inspected", "leased")
_TIMES = (
    "in the spring",
    "before the flood",
    "after the vote",
    "at low water",
    "on the last day",
    "without any notice",
    "in May",
)
_WHY = (
    "because the timber had rotted",
    "although nobody had asked",
    "so that carts could pass",
    "for want of money",
    "as agreed",
)
_BOILERPLATE = "This page was printed by the county press office and may be copied with its source. All figures are rounded."


def _sentence(chance: random.Random) -> str:
    place, other = chance.sample(_PLACES, 2)
    said = (
        f"The {chance.choice(_DOERS)} {chance.choice(_DEEDS)} the {place} near the {other} {chance.choice(_TIMES)} "
        f"{chance.choice(_WHY)}, and {chance.randint(12, 990)} {chance.choice(('loads', 'planks', 'sacks', 'stones'))} were "
        f"{chance.choice(_DEEDS)} {chance.choice(_TIMES)}."
    )
    return said[0].upper() + said[1:]


def write(folder: Path, originals: int = 60, articles: int = 14, seed: int = 7) -> tuple[Path, Path]:
    """A folder of originals (two dumps, one page that cannot be read) and one of articles: pages, and a dump of two."""
    chance = random.Random(seed)  # noqa: S311 - made-up texts, no secrets
    texts = [[_sentence(chance) for _ in range(chance.randint(6, 14))] for _ in range(originals)]
    entries: list[dict[str, Any]] = []
    for n, sentences in enumerate(texts):
        title = f"Report on the {_PLACES[n % len(_PLACES)]} and the {_PLACES[n * 5 % 7]}"
        url = f"https://county.example/reports/{n % (originals - 6)}"
        entries.append(
            {"title": title, "url": url, "text": "\n\n".join([*sentences, _BOILERPLATE]), "publisher": "County Press"}
        )
    entries += [entries[3] | {"url": "https://mirror.example/3"}, entries[4] | {"snapshot": "2024-05-01T00:00:00Z"}]
    entries.append(entries[5] | {"text": entries[5]["text"].replace("The ", "A ", 3), "snapshot": "2024-06-01T00:00:00Z"})
    (folder / "originals").mkdir(parents=True)
    _dump(folder / "originals" / "a.jsonl", entries[: originals // 2])
    _dump(folder / "originals" / "b.jsonl", entries[originals // 2 :])
    (folder / "originals" / "c.html").write_bytes(b"\x00\x01\x02\x03" * 200)
    (folder / "articles").mkdir()
    pages = [_article(chance, n, texts, entries) for n in range(articles)]
    for n, page in enumerate(pages[2:]):
        head = f"<title>{page['title']}</title>"
        (folder / "articles" / f"{n:03}.html").write_text(
            f"<html><head>{head}</head><body>{page['text']}</body></html>", "utf-8"
        )
    _dump(folder / "articles" / "more.jsonl", pages[:2])
    return folder / "originals", folder / "articles"


def _article(chance: random.Random, n: int, texts: list[list[str]], entries: list[dict[str, Any]]) -> dict[str, Any]:
    parts = []
    for _ in range(chance.randint(2, 4)):
        at = chance.randrange(len(texts))
        said = chance.choice(texts[at])
        kind = chance.randrange(4)
        if kind == 1:
            said = said.replace(" near ", " beside ", 1)
        elif kind == 2:
            said = said.split(", and ")[0] + "."
        lead = (
            "The report says",
            f"According to <cite>{entries[at]['title']}</cite>",
            f'In <a href="{entries[at]["url"]}">this report</a> it says',
        )
        parts.append(f"<p>{lead[chance.randrange(3)]}: “{said}”</p><p>Nobody on the quay would add a word to that.</p>")
    if n % 3 == 0:
        parts.append(f"<p>{' '.join(texts[n % len(texts)][:3])}</p>")
    return {"title": f"News {n}", "url": f"https://news.example/{n}", "format": "html", "text": "".join(parts)}


def _dump(path: Path, entries: list[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries), "utf-8")
