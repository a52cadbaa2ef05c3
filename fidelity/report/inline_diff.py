"""A quotation with its differences in place: `<ins>` the article's words, `<del>` the original's, the rest as it stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fidelity.report.inert import escaped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.model import ReportedQuote, Span

KEEP = 12
"""Words kept on either side of a difference, and of a long difference itself."""
LONG = 40
"""Words that may stand there before they are cut short."""
MOST = 60
"""Differences that are shown."""

_SPACED = re.compile("[^\\W\u2e80-\u9fff\uac00-\ud7af]")  # a letter of a script that sets spaces between words
_WORD = re.compile(r"\S{1,80}")


def differences(quote: ReportedQuote) -> str:
    """HTML on one line. Emphasis that the article added without saying so is bold."""
    if quote.match is None:
        return _kept(quote.text)
    edits = [edit for edit in quote.match.edits if edit.kind != "presentation"]
    out, at = [], 0
    for edit in edits[:MOST]:
        start, end = edit.at
        out.append(_stressed(quote, (at, start)))
        if edit.kind != "move":
            out.append(_apart(_around("del", edit.original.text), quote.text, edit.at))
        out.append(_around("ins", quote.text[start:end]))
        at = max(at, end)
    if len(edits) > MOST:
        return f"{''.join(out)} ⟨… {len(edits) - MOST} more differences …⟩"
    return "".join((*out, _stressed(quote, (at, len(quote.text)))))


def _stressed(quote: ReportedQuote, span: Span) -> str:
    """A stretch that is the same in both, with the emphasis that was added to it."""
    out, at = [], span[0]
    for run in quote.emphasis:
        start, end = max(at, run.at[0]), min(span[1], run.at[1])
        if run.status == "added" and not run.declared and start < end:
            out += [_kept(quote.text[at:start]), f"<b>{_kept(quote.text[start:end])}</b>"]
            at = end
    return "".join((*out, _kept(quote.text[at : span[1]])))


def _around(tag: str, text: str) -> str:
    inside = _kept(text).strip()
    lead, trail = (" " if text[:1].isspace() else ""), (" " if text[-1:].isspace() else "")
    return f"{lead}<{tag}>{inside}</{tag}>{trail}" if inside else ""


def _apart(struck: str, text: str, at: Span) -> str:
    """Words that are missing at a place of the text, set apart from the words around it."""
    if not struck or at[0] < at[1]:
        return struck
    before = " " if struck[0] == "<" and _SPACED.fullmatch(text[at[0] - 1 : at[0]]) else ""
    after = " " if struck[-1] == ">" and _SPACED.fullmatch(text[at[1] : at[1] + 1]) else ""
    return f"{before}{struck}{after}"


def _kept(text: str) -> str:
    """The text as HTML, its edges' spaces kept and its middle cut out where it is long."""
    if not text.strip():
        return " " if text else ""
    words = [found.span() for found in _WORD.finditer(text)]
    parts: Iterator[str] | list[str] = [text]
    if len(words) > LONG:
        parts = [text[: words[KEEP - 1][1]], f"⟨… {len(words) - 2 * KEEP} words …⟩", text[words[-KEEP][0] :]]
    inside = " ".join(escaped(part) for part in parts)
    return f"{' ' if text[0].isspace() else ''}{inside}{' ' if text[-1].isspace() else ''}"
