"""Quotation marks: which closes which, what stands beside an opening and a closing one, and a pair of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from fidelity.model import Span

CLOSERS = {
    "“": "”“\"''",
    "”": "”",
    "„": "“”„\"''",  # typed with the opening mark again
    ",,": "“”\"''",
    "‟": '”"',
    '"': "\"”“''",
    "＂": "＂",
    "«": "»",
    "»": "«»",
    "‹": "›",
    "›": "‹›",
    "「": "」",
    "『": "』",
    "``": "''\"”",
    "‘‘": '’’”"',
    "‘": "’'",
    "’": "’",
    "‚": "‘’'",
    "‛": "’'",
    "'": "'’",
}
BEFORE_OPEN = re.compile(r"[\s(\[{<—–\-/|=“‘„‚«‹'\"*_>¿¡…\ufeff]$")
AFTER_CLOSE = re.compile(r"[\s)\]}>—–\-/|,.;:!?…”’»›'\"*_\[(<&†‡]|[0-9]{1,3}(?!\w)")
NO_START = re.compile(r"[\s,;:!?)\]}]")

Role = Literal["open", "close", "either"]


@dataclass(frozen=True, slots=True)
class Pair:
    """A quotation in marks. `start` is where the opening mark begins, `end` where the closing one ends.

    `spans` are the words between, one span for each block. `closed` is false where the closing mark is missing and the
    paragraph's end stands for it.
    """

    start: int
    end: int
    spans: tuple[Span, ...]
    glyph: str
    closed: bool = True
