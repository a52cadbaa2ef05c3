"""What articles cost that nobody writes: `python tests/benchmarks/sizes.py` prints processor time and memory for each.

Each is a whole check in a process of its own, at a size and at half of it, with the report as JSON; what the limits of the
settings cut off is told by the number of notes.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

Make = Callable[[int], tuple[str, str]]
_SYLLABLES = [a + b + c for a in "bdfgklmnprst" for b in "aeiou" for c in ("ner", "lt", "ck", "mp", "sh", "rd")]
_SAID = "the port will not be closed before the year ends"


def _prose(words: int, seed: int = 1) -> list[str]:
    chance = random.Random(seed)  # noqa: S311 - prose, no secret
    return [chance.choice(_SYLLABLES) + ("." if n % 15 == 14 else "") for n in range(words)]


def _many(n: int) -> tuple[str, str]:
    words = _prose(12 * n)
    said = "".join(f"He said, “{' '.join(words[12 * k : 12 * k + 10])}” on Monday.\n\n" for k in range(n))
    return said, " ".join(words)


def _one(n: int) -> tuple[str, str]:
    words = " ".join(_prose(n))
    return f"He said: “{words}”", words


def _changed(n: int) -> tuple[str, str]:
    words = _prose(n)
    return f"He said: “{' '.join(w if k % 9 else w[::-1] for k, w in enumerate(words))}”", " ".join(words)


def _marked(mark: str) -> Make:
    def make(n: int) -> tuple[str, str]:
        words = _prose(6 * n)
        return "He said: “" + f" {mark} ".join(" ".join(words[6 * k : 6 * k + 4]) for k in range(n)) + "”", " ".join(words)

    return make


def _alike(n: int) -> tuple[str, str]:
    words = " ".join(_prose(n))
    return f"He said: “{words.replace('a', chr(0x430))}”", words


CASES: dict[str, tuple[Make, int]] = {
    "straight quotation marks and nothing else": (lambda n: ('"' * n, _SAID), 1_000_000),
    "marks in pairs around one letter": (lambda n: ("“a” " * (n // 2), _SAID), 1_000_000),
    "opening marks that nothing closes": (lambda n: ("“a b " * n, _SAID), 1_000_000),
    "quotations nested in one another": (lambda n: ("“a " * n + "b” " * n, _SAID), 100_000),
    "a paragraph of so many bytes": (lambda n: ((_SAID + " ") * (n // 49), _SAID), 10_000_000),
    "quotations that are exact": (_many, 20_000),
    "quotations, of which the first 20,000 are looked at": (
        lambda n: (f"He said, “{_SAID}” on Monday.\n\n" * n, _SAID),
        100_000,
    ),
    "words of one quotation": (_one, 140_000),
    "words of one quotation, every ninth changed": (_changed, 20_000),
    "ellipses in one quotation": (_marked("…"), 500),
    "ellipses in one quotation, over the limit": (_marked("…"), 100_000),
    "brackets in one quotation": (_marked("[so]"), 500),
    "brackets in one quotation, over the limit": (_marked("[so]"), 100_000),
    "declarations": (lambda n: (f"“{_SAID}” (emphasis added). " + "(emphasis added) " * n, _SAID), 100_000),
    "sentences that claim all emphasis": (lambda n: ("All emphasis is mine. " * n + f"“{_SAID}”, he said.", _SAID), 100_000),
    "lead-ins with nothing after them": (lambda n: ("CNN claims:\n\n" * n, _SAID), 20_000),
    "look-alike letters in so many words": (_alike, 20_000),
    "pull quotes": (
        lambda n: (f"{_SAID}.\n\n" + "".join(f"> The port and pier {k} will be closed\n\n" for k in range(n)), _SAID),
        20_000,
    ),
}

_RUN = """
import sys, time, resource, json
sys.path[:0] = [{home!r}, {here!r}]
from sizes import CASES
from fidelity.pipeline import check_article
from fidelity.read import read
from fidelity.report import FORMATS, Look
from fidelity.run import report
from fidelity.settings import Settings
article, original = CASES[{name!r}][0]({size})
a, o = read("a.md", article.encode()), read("o.txt", original.encode())
check_article(read("a.md", b"x"), [], Settings())
began = time.process_time()
done = check_article(a, [o], Settings())
checked = time.process_time()
text = FORMATS["json"](report([done], Settings()), Look())
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([checked - began, time.process_time() - checked, peak, len(done.quotes), len(done.notes)]))
"""


def measured(name: str, size: int) -> tuple[float, float, float, int, int] | None:
    """Seconds for the check and for the report, megabytes, quotations and notes; None if it took over ten minutes."""
    here = Path(__file__).parent
    code = _RUN.format(home=str(here.parents[1]), here=str(here), name=name, size=size)
    try:
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=600, check=True)
    except subprocess.TimeoutExpired:
        return None
    return tuple(json.loads(done.stdout))


def main() -> None:
    """Print the table."""
    print("| what | size | check, s | twice the size costs | report, s | memory, MB | quotations | notes |")  # noqa: T201
    print("|---|---:|---:|---:|---:|---:|---:|---:|")  # noqa: T201
    for name, (_, size) in CASES.items():
        if sys.argv[1:] and not any(word in name for word in sys.argv[1:]):
            continue
        half, whole = measured(name, size // 2), measured(name, size)
        if half is None or whole is None:
            print(f"| {name} | {size:,} | over 600 | | | | | |", flush=True)  # noqa: T201
            continue
        row = f"{whole[0]:.1f} | x{whole[0] / max(half[0], 1e-3):.1f} | {whole[1]:.1f} | {whole[2]:.0f} | {whole[3]:,}"
        row += f" | {whole[4]}"
        print(f"| {name} | {size:,} | {row} |", flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
