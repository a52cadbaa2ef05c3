"""Every kind of mere presentation: the same words, set otherwise. A right judge calls them the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fidelity.selftest.marking import changed_original
from fidelity.selftest.mutation import Kind, Mutation, lone_words, places, put
from fidelity.selftest.passages import SHORT, speeches

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.selftest.mutation import Workshop

_EXACT = ("exact",)
_SAME = ("exact", "altered")  # another spelling is another word in the verdict, and a remark at most among the findings
_LIGATURES = (("ffi", "ﬃ"), ("fi", "ﬁ"), ("fl", "ﬂ"), ("ff", "ﬀ"))
_GROUPED = re.compile(r"(?<![\d.,])(\d{1,3})[., ](\d{3})(?![\d.,]\d|\d)")


def _verbatim(shop: Workshop) -> Iterator[Mutation]:
    for passage in shop.passages:
        yield Mutation(passage, passage.words, "word for word", verdicts=_EXACT)
        yield Mutation(passage, passage.words, "word for word", form="block", verdicts=_EXACT)


def _clause_form(shop: Workshop) -> Iterator[Mutation]:
    for passage in shop.passages:
        if len(passage.starts) == 1:
            quote = passage.words[0].lower() + passage.words[1:-1]
            yield Mutation(passage, quote, "in the author’s sentence", form="clause", verdicts=_EXACT)
            yield Mutation(passage, f"{quote},", "a comma for the stop", form="clause", verdicts=_EXACT)


def _fragment(shop: Workshop) -> Iterator[Mutation]:
    """Some words out of a sentence, in the author's own; the stop inside the marks is the author's."""
    for passage in shop.passages:
        if len(passage.starts) > 1 or len(passage.words.split()) < 14:
            continue
        words = passage.words.rstrip(".?!").split()
        start = shop.rng.randrange(2, len(words) - 9)
        size = shop.rng.randrange(8, len(words) - start)
        quote = " ".join(words[start : start + size]).strip(",;:")
        limited = " ".join(words[start + size :]).startswith(_limiting(shop))  # cut there, it would be no faithful quotation
        if quote[:1].islower() and not limited:
            yield Mutation(passage, quote, "a fragment", form="clause", verdicts=_EXACT)
            yield Mutation(passage, f"{quote}.", "a fragment with the author’s stop", form="clause", verdicts=_EXACT)


def _limiting(shop: Workshop) -> tuple[str, ...]:
    """The words that limit what stands before them."""
    return (*shop.items("coordinators"), *(old for old, _ in shop.pairs("critical", "change-condition")))


def _plain_capital(shop: Workshop) -> Iterator[Mutation]:
    for passage in shop.passages:
        either = "|".join(shop.items("coordinators"))
        for m in re.finditer(rf", (?:{either}) (?=[^\W\d])", passage.words):
            quote = passage.words[m.end() :]
            if len(quote.split()) >= SHORT and "." not in quote[:-1]:
                yield Mutation(passage, quote[0].upper() + quote[1:], "a capital without brackets", verdicts=_EXACT)


def _inner_marks(shop: Workshop) -> Iterator[Mutation]:
    """Speech inside the passage, its marks taken down a level, or straightened."""
    passage = shop.passages[0] if shop.passages else None
    if passage is None:
        return
    low, high = shop.items("inner")
    for s in speeches(passage.text):
        for marks in ((low, high), ("‹", "›") if low == "“" else ("«", "»") if low == "‚" else ("'", "'")):
            quote = re.sub(r"[“„«]\s?", marks[0], re.sub(r"\s?[”»]|(?<=[^\s])“(?=[\s,.]|$)", marks[1], s.text))
            if len(quote.split()) >= SHORT:
                yield Mutation(passage, quote, "the marks inside", verdicts=_EXACT)


def _glyphs(shop: Workshop) -> Iterator[Mutation]:
    for passage in shop.passages:
        text = passage.words
        if "'" in text:
            yield Mutation(passage, text.replace("'", "’"), "’ for '", verdicts=_EXACT)
        blanks = [m.start() for m in re.finditer(" ", text)]
        at = shop.rng.choice(blanks)
        for blank in ("\u00a0", "\u202f", "\u2009", "  ", "\n"):
            quote = f"{text[:at]}{blank}{text[at + 1 :]}"
            yield Mutation(passage, quote, f"U+{ord(blank[0]):04X} for a blank", verdicts=_EXACT)


def _parted_words(shop: Workshop) -> Iterator[Mutation]:
    for passage in shop.passages:
        found = lone_words(passage.words, 8)
        for m in shop.rng.sample(found, min(1, len(found))):
            middle = m.start() + len(m[0]) // 2
            left, right = passage.words[:middle], passage.words[middle:]
            yield Mutation(passage, f"{left}\u00ad{right}", "a soft hyphen", verdicts=_EXACT)
            yield Mutation(passage, f"{left}\u200b{right}", "a character without width", verdicts=_EXACT)
            yield Mutation(passage, f"{left}-\n{right}", "a hyphen at the line’s end", verdicts=_EXACT)
            if len(passage.starts) == 1:
                for joint, what in (("\u00ad", "a soft hyphen"), ("-\n", "a hyphen at the line’s end")):
                    original = changed_original(shop, passage.words, f"{left}{joint}{right}")
                    if original:
                        yield Mutation(passage, passage.words, f"{what} in the original", verdicts=_EXACT, original=original)


def _ligatures(shop: Workshop) -> Iterator[Mutation]:
    for passage in shop.passages:
        quote = passage.words
        for letters, ligature in _LIGATURES:
            quote = quote.replace(letters, ligature)
        if quote != passage.words:
            yield Mutation(passage, quote, "ligatures", verdicts=_EXACT)


def _dashes(shop: Workshop) -> Iterator[Mutation]:
    for passage in shop.passages:
        m = re.search(r", (?=\w+ \w)", passage.words)
        if not m or len(passage.starts) > 1:
            continue
        dashed = [f"{passage.words[: m.start()]}{d}{passage.words[m.end() :]}" for d in (" – ", "—", " -- ", " - ")]
        original = changed_original(shop, passage.words, dashed[0])
        for quote in dashed[1:] if original else ():
            yield Mutation(passage, quote, "another dash", verdicts=_EXACT, original=original)


def _note_calls(shop: Workshop) -> Iterator[Mutation]:
    for passage in shop.passages:
        found = lone_words(passage.words, 4)
        for m in shop.rng.sample(found, min(1, len(found))):
            for call in ("³", "[12]"):
                words = f"{passage.words[: m.end()]}{call}{passage.words[m.end() :]}"
                yield Mutation(passage, words, f"{m[0]}{call}", verdicts=_EXACT)
                original = changed_original(shop, passage.words, words)
                if len(passage.starts) == 1 and original:
                    yield Mutation(passage, passage.words, f"{m[0]}{call} in the original", verdicts=_EXACT, original=original)


def _numbers(shop: Workshop) -> Iterator[Mutation]:
    for passage in shop.passages:
        for m in _GROUPED.finditer(passage.words):
            for new in (f"{m[1]}{m[2]}", f"{m[1]}\u202f{m[2]}", f"{m[1]}\u00a0{m[2]}"):
                if new != m[0]:
                    yield Mutation(passage, put(passage.words, *m.span(), new), f"{m[0]} → {new}", verdicts=_SAME)
        for m in re.finditer(r"(?<=\d)\.(?=\d(?!\d))|(?<=\d),(?=\d(?!\d))", passage.words):
            new = "," if m[0] == "." else "."
            yield Mutation(passage, put(passage.words, *m.span(), new), f"{m[0]} → {new}", verdicts=_SAME)
        for m in re.finditer(
            r"(\d+) (?:per ?cent|Prozent|pour cent|por ciento|por cento|per cento|procent)(?!\w)", passage.words
        ):
            for new in (f"{m[1]} %", f"{m[1]}%"):
                yield Mutation(passage, put(passage.words, *m.span(), new), f"{m[0]} → {new}", verdicts=_SAME)


def _dates(shop: Workshop) -> Iterator[Mutation]:
    months = shop.items("months")
    either = "|".join(map(re.escape, months))
    short = shop.items("short_months")
    for passage in shop.passages:
        for m in re.finditer(rf"(?<!\d)(\d{{1,2}})(\.?)((?: de)? )({either})(?!\w)((?: de)? )?(\d{{4}})?(?!\d)", passage.words):
            number = months.index(m[4]) + 1
            day, year = int(m[1]), m[6]
            new = [f"{day:02}{m[2]}{m[3]}{m[4]}{m[5] or ''}{year or ''}"]
            if short:  # English
                tail = f", {year}" if year else ""
                new += [f"{m[4]} {day}{tail}", f"{day}{_ordinal(day)} {m[4]}{m[5] or ''}{year or ''}"]
                new += [f"{day} {short[number - 1]}{m[5] or ''}{year or ''}"]
            if year:
                new += [f"{year}-{number:02}-{day:02}"]
                new += [f"{day}.{number}.{year}", f"{day:02}.{number:02}.{year}"] if m[2] else []
                new += [f"{day:02}/{number:02}/{year}"] if not m[2] and not short else []
            for date in new:
                if date != m[0]:
                    quote = put(passage.words, *m.span(), date if m[6] or not m[5] else date + m[5])
                    yield Mutation(passage, " ".join(quote.split()), f"{m[0]} → {date}", verdicts=_SAME)


def _ordinal(day: int) -> str:
    return "th" if 10 < day < 20 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


def _spelling(shop: Workshop) -> Iterator[Mutation]:
    for passage in shop.passages:
        for old, new in shop.pairs("", "spelling"):
            for m in places(passage.words, old):
                yield Mutation(passage, put(passage.words, *m.span(), new), f"{old} → {new}", verdicts=_SAME)


LOOKS: tuple[Kind, ...] = (
    Kind("verbatim", "presentation", _verbatim),
    Kind("in-a-sentence", "presentation", _clause_form),
    Kind("fragment", "presentation", _fragment),
    Kind("plain-capital", "presentation", _plain_capital),
    Kind("inner-marks", "presentation", _inner_marks),
    Kind("blanks-and-glyphs", "presentation", _glyphs),
    Kind("parted-words", "presentation", _parted_words),
    Kind("ligatures", "presentation", _ligatures),
    Kind("dashes", "presentation", _dashes),
    Kind("note-calls", "presentation", _note_calls),
    Kind("number-format", "presentation", _numbers),
    Kind("date-format", "presentation", _dates),
    Kind("spelling", "presentation", _spelling),
)
"""Every kind of mere presentation."""
