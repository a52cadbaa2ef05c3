"""Page edges that stand in the article's copy of a quotation: lines of a page, which nobody added to the words."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from fidelity.text.pages import is_page_break
from fidelity.text.words import letters

if TYPE_CHECKING:
    from fidelity.model import Case, Edit

_WORD = re.compile(r"[^\W_]+")


def without_page_edges(case: Case) -> tuple[Edit, ...]:
    """The edits of the match; what was only put in by a page break of the article's copy is presentation ("page-break")."""
    return tuple(_told(edit, case) for edit in case.match.edits) if case.match else ()


def _told(edit: Edit, case: Case) -> Edit:
    if edit.mark is not None or edit.kind not in ("insertion", "substitution"):
        return edit
    start, end = edit.quote
    if "\n" not in case.quote.text[max(0, start - 4) : end + 4]:
        return edit
    if edit.kind == "substitution":  # one word, divided at the page's end
        found = [m.span() for m in _WORD.finditer(case.quote.text, start, end)]
        whole = case.original.text[slice(*edit.original)] if case.original else ""
        if len(found) < 3 or letters(whole) != "".join(letters(case.quote.text[a:b]) for a, b in (found[0], found[-1])):
            return edit
        start, end = found[1][0], found[-2][1]
    here = case.quote.origin.span(start, end)
    return replace(edit, kind="presentation", why="page-break") if is_page_break(case.article.text, here) else edit
