"""Tell whether a quotation says what the original says.

    import fidelity

    report = fidelity.check("article.md", ["original.html"])     # a whole article
    original = fidelity.prepare(text)                            # one original, indexed once
    match = fidelity.compare("a quoted sentence", original)      # one quotation: where it stands and what differs

Names are imported when they are first used, so that `fidelity --version` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from fidelity.allow import BaselineError
    from fidelity.archive.folder import OriginalsError
    from fidelity.locate import Original, compare, prepare
    from fidelity.model import Document, Edit, Finding, Match, Quote, Report, Span, Verdict
    from fidelity.pipeline import check
    from fidelity.settings import Settings

__all__ = [
    "BaselineError",
    "Document",
    "Edit",
    "Finding",
    "Match",
    "Original",
    "OriginalsError",
    "Quote",
    "Report",
    "Settings",
    "Span",
    "Verdict",
    "check",
    "compare",
    "prepare",
]

_HOMES = {
    "check": "fidelity.pipeline",
    "BaselineError": "fidelity.allow",
    "OriginalsError": "fidelity.archive.folder",
    "Original": "fidelity.locate",
    "compare": "fidelity.locate",
    "prepare": "fidelity.locate",
    "Settings": "fidelity.settings",
}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module 'fidelity' has no attribute {name!r}")
    return getattr(import_module(_HOMES.get(name, "fidelity.model")), name)
