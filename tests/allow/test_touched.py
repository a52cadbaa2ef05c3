"""Which quotations a change touches."""

from __future__ import annotations

import pytest

from fidelity.allow.touched import Touched
from fidelity.quotes import find_quotes
from fidelity.read import read

SOURCE = """\
# The yard

She said: “The crane lifts nine tons in calm weather and no more.”
And nobody answered her that day.

She writes:

> Forty riggers were sent home
> before the storm came in.

Nothing is quoted in here.

He said: “Two divers looked at the lock gate.”
"""


@pytest.mark.parametrize(
    ("lines", "expected", "why"),
    [
        ([], [], "nothing"),
        ([(1, 2)], [], "the heading"),
        ([(3, 4)], ["The"], "the quotation's own line"),
        ([(4, 5)], ["The"], "another line of its paragraph"),
        ([(5, 6)], [], "the empty line between"),
        ([(6, 7)], ["Forty"], "the lead-in"),
        ([(9, 10)], ["Forty"], "its second line"),
        ([(11, 12)], [], "a paragraph without a quotation"),
        ([(4, 7)], ["The", "Forty"], "a stretch over two"),
        ([(3, 4), (13, 14)], ["The", "Two"], "two places"),
        ([(4, 4)], ["The"], "lines taken out inside the paragraph"),
        ([(7, 7)], ["Forty"], "lines taken out behind the lead-in"),
        ([(11, 11)], [], "lines taken out before a paragraph without one"),
        ([(14, 14)], ["Two"], "lines taken out at the end"),
        ([(1, 1)], [], "lines taken out at the beginning"),
        ([(14, 99)], [], "lines that are not there"),
    ],
)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_what_is_touched(lines: list[tuple[int, int]], ends: str, expected: list[str], why: str) -> None:
    document = read("a.md", SOURCE.replace("\n", ends).encode())
    touched = Touched(document, lines)
    assert expected == [q.text.split()[0] for q in find_quotes(document).quotes if touched.quote(q)], why
