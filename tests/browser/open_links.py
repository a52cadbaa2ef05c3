"""Whether a real browser goes where our deep links say: passages of pages, opened in Chromium one by one.

    python tests/browser/open_links.py [--chromium chromium] [--cases 60] [--seed 1] [PAGE.html …]

Without pages: those of `tests/browser/pages` and of `pairs`. It needs Chromium (Debian: `apt-get install chromium`) and no
network, takes a few seconds a passage, and is therefore no part of the test run; there the draft's search is held against our
links by `tests/text/text_directive_oracle.py`.

Each page is served from this machine with its lines set far apart and much room above and below, so that the browser has to
scroll to each line; the page then says how far it was scrolled, and where the passage stands. The first line of what a
directive names comes to stand in the middle of the window. Where it ends, only the search of the draft tells.
"""

from __future__ import annotations

import argparse
import functools
import html
import http.server
import json
import random
import re
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path

from fidelity.model import Document, Span
from fidelity.read import read_file
from fidelity.text.fragment import directive
from fidelity.text.seams import as_shown

HERE = Path(__file__).parent
NEAR = 45  # pixels: far less than a line
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1600,1200",
    "--virtual-time-budget=5000",
    "--dump-dom",
)
STYLE = "<style>html{padding:4000px 0!important}body,body *{line-height:240px!important;font-size:12px!important}</style>"
SCRIPT = """<script>addEventListener('load', () => setTimeout(() => {
  const marks = ['passage-start', 'passage-end'].map(name => document.getElementById(name));
  const range = document.createRange();
  range.setStartAfter(marks[0]); range.setEndBefore(marks[1]);
  const boxes = [...range.getClientRects()].filter(box => box.width > 1 && box.height < 100);
  const top = Math.min(...boxes.map(box => box.top));
  const line = boxes.find(box => box.top === top);
  document.documentElement.setAttribute('data-seen', JSON.stringify([scrollY, (line.top + line.bottom - innerHeight) / 2]));
}, 900))</script>"""


@dataclass(frozen=True)
class Case:
    document: Document
    passage: Span
    written: str


def cases(pages: list[Path], wanted: int, chance: random.Random) -> tuple[list[Case], int]:
    """Passages by chance of all lengths, and how many more had no directive."""
    found: list[Case] = []
    without = 0
    documents = [document for document in map(read_file, pages) if document.problem is None]
    for number in range(wanted):
        document = documents[number % len(documents)]
        shown = as_shown(document)
        words = [m.span() for m in re.finditer(r"\w+", document.text)]
        first = chance.randrange(len(words))
        last = min(len(words), first + chance.choice((1, 2, 3, 5, 8, 13, 21, 34))) - 1
        passage = words[first][0], words[last][1]
        written = directive(shown, passage)
        if written is None:
            without += 1
        else:
            found.append(Case(document, passage, written))
    return found, without


def marked(case: Case) -> str:
    start, end = case.document.origin.span(*case.passage)
    source = case.document.source
    inside = f'<span id="passage-start"></span>{source[start:end]}<span id="passage-end"></span>'
    return f"{source[:start]}{inside}{source[end:]}{STYLE}{SCRIPT}"


def seen(chromium: str, address: str, profile: str) -> tuple[float, float] | None:
    """How far the page was scrolled, and how far below the window's middle the passage begins."""
    done = subprocess.run(
        [chromium, *FLAGS, f"--user-data-dir={profile}", address], capture_output=True, check=False, timeout=120
    )
    found = re.search(r'data-seen="([^"]*)"', done.stdout.decode("utf-8", "replace"))
    if found is None or "null" in found[1]:
        return None
    scrolled, aside = json.loads(html.unescape(found[1]))
    return float(scrolled), float(aside)


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that the library gives it
        pass


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="*", type=Path)
    parser.add_argument("--chromium", default="chromium")
    parser.add_argument("--cases", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    pages = given.pages or [*sorted((HERE / "pages").glob("*.html")), *sorted(HERE.parents[1].glob("pairs/*/originals/*.html"))]
    found, without = cases(pages, given.cases, random.Random(given.seed))  # noqa: S311 - passages are no secrets
    right = 0
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for number, case in enumerate(found):
            Path(folder, f"{number}.html").write_bytes(b"\xef\xbb\xbf" + marked(case).encode())
            what = seen(given.chromium, f"http://127.0.0.1:{server.server_port}/{number}.html#:~:{case.written}", profile)
            name = f"{Path(case.document.uri).name} {case.passage} {case.written}"
            if what is None:
                say(f"nothing seen: {name}")
                continue
            scrolled, aside = what
            if scrolled and abs(aside) < NEAR:
                right += 1
            else:
                say(f"scrolled {scrolled:.0f}, {aside:+.0f} pixels aside: {name}")
        server.shutdown()
    say(f"{right} of {len(found)} links lead to their passage; {without} more passages have no link")
    return 0 if right == len(found) else 1


if __name__ == "__main__":
    sys.exit(main())
