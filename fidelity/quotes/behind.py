"""What stands behind a quotation: the rest of the author's sentence, the citation after it, and their parentheses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fidelity.quotes.page import NO_STOP, word_count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fidelity.model import Span
    from fidelity.quotes.draft import Draft
    from fidelity.quotes.page import Page

_CITED = re.compile(
    r"(?:\s|[A-Z][\w’'.&-]*|\d[\w–-]*|[_—–§()\[\],.;:*’”“‘\"'&]"
    r"|v\.|of|the|and|for|see|also|quoting|citing|slip|op\.|at|ante|post|supra|id\.|ibid\.|n\.|nn\.|cl\.|ex|rel\.|in|re|e\.g\.|cf\.|with|p\.|pp\."
    r"|et|al\.|seq\.|ed\.|plurality|opinion|curiam|per|judgment|concurring|dissenting|joined|by|inter|alios)+"
)
_STOP = re.compile(r"[.!?][\"”’)\]]*(?=\s|$)")
_ENDED = re.compile(r"[.!?…][\"”’'»›)\]\s*_]*$")
_MARKS = re.compile(r"[“”„\"«»「」]")
_REACH = 900
_REST = 200
_DEEP = 12


def look(page: Page, drafts: Sequence[Draft]) -> None:
    """Note for each inline draft where its sentence goes on (`rest`), where it is cited (`cited`), and who shares that.

    A citation behind a sentence holds for each quotation in it: `shares` is then true for all but the last one.
    """
    following: Draft | None = None
    for draft in reversed(drafts):
        if draft.form == "inline":
            _look(page, draft, following)
        following = draft


def _look(page: Page, draft: Draft, following: Draft | None) -> None:
    end = draft.outer[1]
    part = page.part_at(max(draft.outer[0], end - 1))
    if part is None:
        draft.rest = draft.cited = (end, end)
        return
    limit = min(part.end, end + _REACH)
    near = following if following is not None and following.form == "inline" and following.outer[0] < limit else None
    until = min(limit, following.outer[0]) if following is not None else limit
    shown = _masked(page.text, end, limit)
    stop = _sentence_end(page, draft, shown, end, until)
    if stop is None and near is not None:
        draft.rest, draft.cited, draft.shares = (end, until), near.cited, True
        return
    at = end + (len(shown) if stop is None else stop)
    tail = _CITED.match(shown, at - end)
    draft.rest, draft.cited = (end, min(at, max(end, until))), (at, end + tail.end() if tail else at)
    if near is not None and draft.cited[1] > near.outer[0]:  # a quotation in the citation's own parenthesis
        return
    draft.cited = at, max(at, min(draft.cited[1], max(at, until)))


def _masked(text: str, start: int, end: int) -> str:
    """The text with what stands in parentheses, however nested, blanked; of the same length."""
    out = list(text[start:end])
    for (s, e), _ in groups(text, start, end)[0]:
        out[s + 1 - start : e - 1 - start] = "_" * (e - s - 2)
    return "".join(out)


def _sentence_end(page: Page, draft: Draft, shown: str, end: int, until: int) -> int | None:
    """Where the author's sentence ends, counted from the quotation's end."""
    said = page.text[draft.spans[-1][0] : draft.spans[-1][1]]
    after = shown.lstrip(" \u00a0\n")
    if _ENDED.search(said) and shown[:1].isspace() and (not after[:1].islower()) and after[:1] not in "—–-,;":
        verb = page.phrases.verbs.search(shown[:60]) if said.rstrip("\"”’'»› ")[-1:] in "!?" else None
        if verb is None or word_count(shown[: verb.start()]) > 3:
            return 0
    for found in _STOP.finditer(shown, 0, max(0, until - end)):
        if NO_STOP.search(shown, max(0, found.start() - 8), found.start()):
            continue
        if shown[found.end() : found.end() + 3].lstrip()[:1].islower():
            continue
        return found.end()
    return None


def groups(text: str, start: int, end: int) -> tuple[list[tuple[Span, list[Span]]], int | None]:
    """The outermost parentheses and brackets in `[start, end)`, each with those inside it, and the first that only closes."""
    opened: list[int] = []
    spans: list[Span] = []
    closing: int | None = None
    for found in re.finditer(r"[()\[\]]", text[start:end]):
        at = start + found.start()
        if found[0] in "([":
            opened.append(at)
        elif opened:
            spans.append((opened.pop(), at + 1))
        elif closing is None:
            closing = at
    out: list[tuple[Span, list[Span]]] = []
    for span in sorted(spans):
        if out and span[0] < out[-1][0][1]:
            out[-1][1].append(span)
        else:
            out.append((span, []))
    return out, closing


def sayings(text: str, start: int, end: int) -> Iterator[tuple[Span, str]]:
    """What the parentheses of a stretch say of the quotation before it, without what stands in parentheses inside them.

    One that holds a quotation of its own says nothing of another. Where the stretch begins inside one, its rest counts.
    """
    found, closing = groups(text, start, end)
    if closing is not None and closing - start < _REST and not _MARKS.search(text, start, closing):
        yield (start, closing + 1), _without(text, (start - 1, closing + 1), [span for span, _ in found])
    for span, inner in found:
        if _MARKS.search(text, *span):
            continue
        yield span, _without(text, span, inner)
        for deeper in inner[:_DEEP]:
            yield deeper, _without(text, deeper, [s for s in inner if deeper[0] < s[0] and s[1] < deeper[1]])


def _without(text: str, span: Span, inner: Sequence[Span]) -> str:
    """The words of a parenthesis, with those inside it left out."""
    out, at = "", span[0] + 1
    for s, e in sorted(inner):
        if at <= s < span[1]:
            out += text[at:s] + " "
            at = e
    return out + text[at : span[1] - 1]
