"""Find the quotations of an article: in marks, set apart, or announced by a lead-in."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from fidelity.model import Found, LeadIn, Notice, Quote
from fidelity.quotes import announced, behind, blocks, emphasis, inline, marks, names, notes, spoken
from fidelity.quotes.limits import DEFAULTS, Limits, turned
from fidelity.quotes.page import Page, letters, trim, word_count
from fidelity.text.origin import extract

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fidelity.model import Declaration, Document, Names, Span
    from fidelity.quotes.draft import Draft
    from fidelity.quotes.glyphs import Pair
    from fidelity.quotes.page import Part
    from fidelity.settings import Settings

__all__ = ["find_quotes"]

_SHARED = 8
_NOTE = 200
_OWN_SENTENCE = re.compile(r"[\s.]*([^\W\d_][^.!?()\[\]“”«»„\"\n]{5,70})\.(?=\s|$)")  # “…” The italics are ours.
_ASIDE = re.compile(r"\s*[–—,]\s*([^\W\d_][^.,;:!?()\[\]“”«»„\"\n]{5,60})(?=[.,;:!?]|$)")  # “…” – the italics are mine, if
_EMPHASIS = {"emphasis-added", "some-emphasis-added"}


def find_quotes(document: Document, told: Mapping[Span, Sequence[Span]] | None = None, settings: Settings = DEFAULTS) -> Found:
    """Every quotation of an article, in its order, and what is amiss where one was to be expected.

    The quoted words of two quotations never overlap. Needs no original: where the text alone does not bound a quotation,
    `bounds` is "uncertain", `spans` is the best guess and `reach` says how far it may go.

    `told` gives, by the span of their lead-in, the stretches of announced quotations whose bounds are known (none: there is no
    quotation). What they leave free is looked through for others. Of more quotations than the settings allow the first are
    taken, and the notes say so. Linear time.
    """
    if not document.text:
        return Found(())
    page = Page(document)
    pairs, lost = marks.pairs(page)
    limits = Limits(settings)
    pairs = limits.pairs(pairs)
    leads = announced.leads(page, pairs)
    set_apart = [*blocks.blocks(page, pairs, leads), *blocks.italics(page, pairs, leads)]
    set_apart = _with(set_apart, spoken.spoken(page, pairs))
    unmarked, missing = announced.announced(page, leads, pairs, set_apart)
    unmarked = [draft for draft in unmarked if _is_kept(draft, told or {})]
    taken = sorted([d.outer for d in set_apart] + [s for d in unmarked for s in d.spans] + blocks.repeated(page, leads))
    free = _outside(pairs, taken)
    found = inline.sort_pairs(page, free, leads)
    drafts = limits.drafts(sorted([*set_apart, *unmarked, *inline.drafts(page, found, leads)], key=lambda d: d.spans[0]))
    behind.look(page, drafts)
    titles = [item for item in inline.sort_pairs(page, pairs, leads) if item.sort == "title"]
    memory = names.Memory()
    read = [(d, names.names(page, d, titles, memory)) for d in drafts]
    quotes = _finish(page, drafts, [n for _, n in read])
    notices = [
        Notice("missing-quotation", m.span, document.text[slice(*m.span)], names.of_lead(page, m.span, titles, names.Memory()))
        for m in missing
    ]
    lost = limits.lost(_outside_spans(lost, taken))
    notices += [Notice("unbalanced-marks", s, document.text[slice(*s)]) for s in lost]
    notices = limits.notices(sorted(notices, key=lambda n: n.span))
    return Found(tuple(quotes), tuple(notices), (*turned(page.text), *limits.notes()))


def _with(drafts: list[Draft], more: Sequence[Draft]) -> list[Draft]:
    """The drafts and those of more that touch none of them."""
    taken, k = sorted(d.outer for d in drafts), 0
    out = list(drafts)
    for draft in sorted(more, key=lambda d: d.outer):
        while k < len(taken) and taken[k][1] <= draft.outer[0]:
            k += 1
        if k == len(taken) or draft.outer[1] <= taken[k][0]:
            out.append(draft)
    return out


def _is_kept(draft: Draft, told: Mapping[Span, Sequence[Span]]) -> bool:
    """Give an announced quotation the bounds that are known; whether any of it is left."""
    spans = told.get(draft.lead_in) if draft.lead_in else None
    if spans:
        draft.spans, draft.outer, draft.reach, draft.bounds = list(spans), (spans[0][0], spans[-1][1]), [], "certain"
    return spans is None or bool(spans)


def _outside(pairs: Sequence[Pair], taken: Sequence[Span]) -> list[Pair]:
    out, k = [], 0
    for pair in pairs:
        while k < len(taken) and taken[k][1] <= pair.start:
            k += 1
        if k == len(taken) or pair.end <= taken[k][0]:
            out.append(pair)
    return out


def _outside_spans(spans: Sequence[Span], taken: Sequence[Span]) -> list[Span]:
    out, k = [], 0
    for span in sorted(spans):
        while k < len(taken) and taken[k][1] <= span[0]:
            k += 1
        if k == len(taken) or span[1] <= taken[k][0]:
            out.append(span)
    return out


def _finish(page: Page, drafts: Sequence[Draft], named: Sequence[Names]) -> list[Quote]:
    text = page.text
    shared: dict[str, Declaration] = {}  # the first of each kind: saying it again says no more
    told = notes.everywhere(text)
    for declared in (d for d, free in zip(told, _are_free([d.span for d in told], drafts), strict=True) if free):
        part = page.part_at(declared.span[0])
        if part is not None and not part.block.quote:
            shared.setdefault(declared.kind, declared)
    out: list[Quote] = []
    lent: list[tuple[int, Draft]] = []  # those whose citation is the next quotation's, too
    for i, (draft, who) in enumerate(zip(drafts, named, strict=True)):
        after = drafts[i + 1].outer[0] if i + 1 < len(drafts) else len(text)
        before = drafts[i - 1].outer[1] if i else 0
        inside: list[Declaration] = []
        spans: list[Span] = []
        for span in draft.spans:
            cut, said = _cut(text, span)
            spans += cut
            inside += said
        if not spans:
            continue
        around = _around(page, draft, before, after)
        seen = {d.kind for d in inside} | {d.kind for d in around}
        declares = (*around, *inside, *(d for kind, d in shared.items() if kind not in seen))
        words, origin = extract(text, spans, draft.joint)
        lead = LeadIn(draft.lead_in, text[slice(*draft.lead_in)]) if draft.lead_in else None
        quote = Quote(
            draft.form, tuple(spans), words, origin, draft.bounds, draft.mark, draft.whole, lead, who,
            tuple(sorted(set(declares), key=lambda d: (d.span, d.kind))), (), tuple(draft.reach),
        )  # fmt: skip
        alone = draft.form != "inline" and not draft.among
        out.append(replace(quote, emphasis=emphasis.emphasis(page.document, spans, words, block=alone)))
        _share(out, lent, draft)
        _share_all(page, out, draft)
        lent = [*lent[-_SHARED:], (len(out) - 1, draft)] if draft.shares else []
    return out


def _share(quotes: list[Quote], lent: Sequence[tuple[int, Draft]], draft: Draft) -> None:
    """Give what the last quotation of a sentence declares to the earlier ones: emphasis to those that have some.

    A note right behind the last one is its own, unless it says of emphasis what only an earlier one has.
    """
    last = quotes[-1]
    moved: set[Declaration] = set()
    for i, _ in lent:
        mine = {d.kind for d in quotes[i].declares}
        added = []
        for d in last.declares:
            ours = d.kind not in _EMPHASIS or bool(quotes[i].emphasis)
            idle = d.kind in _EMPHASIS and not last.emphasis and d.span[0] >= draft.outer[1]
            if ours and d.kind not in mine and (idle or draft.cited[0] <= d.span[0] < draft.cited[1]):
                added.append(d)
                moved |= {d} if idle else set()
        if added:
            quotes[i] = replace(quotes[i], declares=(*quotes[i].declares, *added))
    if moved:
        quotes[-1] = replace(last, declares=tuple(d for d in last.declares if d not in moved))


def _share_all(page: Page, quotes: list[Quote], draft: Draft) -> None:
    """Give what is declared of several quotations to the earlier ones of the paragraph whose emphasis nothing explains.

    "Emphases added", "both italics are mine", or a parenthesis that is a sentence of its own at the paragraph's end.
    """
    part = page.part_at(draft.outer[0])
    if part is None or draft.form != "inline":
        return
    said = [
        d for d in quotes[-1].declares if d.kind in _EMPHASIS and d.span[0] >= draft.outer[1] and _is_for_all(page, d, part)
    ]
    for i in range(len(quotes) - 2, max(-1, len(quotes) - 2 - _SHARED), -1):
        quote = quotes[i]
        if quote.spans[0][0] < part.start or not said:
            return
        if quote.emphasis and not any(d.kind in {*_EMPHASIS, "emphasis-original"} for d in quote.declares):
            quotes[i] = replace(quote, declares=(*quote.declares, *said))


def _is_for_all(page: Page, declared: Declaration, part: Part) -> bool:
    start, end = declared.span
    own = page.text[start + 1 : start + 2].isupper() and page.text[max(0, start - 3) : start].rstrip(' "”»’')[-1:] in {".", ""}
    return page.phrases.several.search(declared.text) is not None or (own and not letters(page.text[end : part.end]))


def _are_free(spans: Sequence[Span], drafts: Sequence[Draft]) -> list[bool]:
    """For each of some spans in their order: whether it begins outside all drafts."""
    outer, k, reach, out = sorted(d.outer for d in drafts), 0, 0, []
    for start, _ in spans:
        while k < len(outer) and outer[k][0] <= start:
            reach = max(reach, outer[k][1])
            k += 1
        out.append(start >= reach)
    return out


def _cut(text: str, span: Span) -> tuple[list[Span], list[Declaration]]:
    """A span without the declarations that stand in it, and these."""
    out: list[Span] = []
    said: list[Declaration] = []
    at = span[0]
    for (start, end), found in notes.bracketed(text, *span):
        said += found
        out.append(trim(text, at, start))
        at = end
    out.append(trim(text, at, span[1]))
    return [s for s in out if s[0] < s[1] and (letters(text[slice(*s)]) or len(out) == 1)], said


def _around(page: Page, draft: Draft, before: int, after: int) -> list[Declaration]:
    """What is declared in the lead-in, in the sentence, and in the citation behind the quotation."""
    text = page.text
    out: list[Declaration] = []
    if draft.lead_in is not None:
        for _, found in notes.bracketed(text, *draft.lead_in):
            out += found
    part = page.part_at(draft.outer[0])
    if part is not None and draft.form == "inline" and draft.lead_in is None:
        low = max(part.start, before, draft.outer[0] - 160)
        for span, found in notes.bracketed(text, low, draft.outer[0]):
            between = text[span[1] : draft.outer[0]]
            if re.fullmatch(r"[\s:,—–-]*(?:that|dass|que|che|dat)?[\s:,]*", between):
                out += found
    last = page.part_at(max(draft.outer[0], draft.outer[1] - 1))
    if last is None:
        return out
    if draft.form == "inline":
        stretches = [draft.rest] if draft.shares else [(draft.rest[0], draft.cited[1])]
    else:
        end = draft.spans[-1][1]
        stop = max(end, draft.outer[1])
        following = page.next_part(last)
        if following is not None and text[following.start : following.start + 1] in "([" and following.start < after:
            first = behind.groups(text, following.start, min(following.end, following.start + _NOTE))[0]
            short = following.end - following.start < _NOTE
            stop = following.end if short else first[0][0][1] if first and first[0][0][0] == following.start else stop
        stretches = [(end, stop)]
    if draft.form == "inline" and not draft.shares:
        out += _next_sentence(page, draft.cited[1], min(last.end, after))
    if draft.form == "inline":
        aside = _ASIDE.match(text, draft.outer[1], min(last.end, after))
        out += notes.said(aside[1], aside.span(1), aside[1]) if aside else []
    for stretch in stretches:
        for span, words in behind.sayings(text, *stretch):
            out += notes.said(words, span, text[slice(*span)])
    return out


def _next_sentence(page: Page, start: int, end: int) -> list[Declaration]:
    """What a short sentence right behind a quotation declares: "The italics are ours."."""
    found = _OWN_SENTENCE.match(page.text, start, end)
    if found is None or word_count(found[1]) > _SHARED or page.phrases.finite.search(found[1]) is None:
        return []
    return notes.said(found[1], found.span(1), found[1])
