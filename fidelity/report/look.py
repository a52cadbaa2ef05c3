"""How a report is to look on the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Color = Literal["standard", "256", "truecolor"]


@dataclass(frozen=True, slots=True)
class Look:
    """Width in terminal cells, the colours to use (None: none at all), and whether faithful quotations are listed."""

    width: int = 100
    color: Color | None = None
    verbose: bool = False
