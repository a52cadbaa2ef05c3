"""Bytes to text: byte-order mark, what the file declares, UTF-8, and at last a guess, which is noted."""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fidelity.text.lines import Lines

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_DECLARED = re.compile(rb"""<meta[^>]{0,300}?charset\s{0,5}=\s{0,5}["']?\s{0,5}([\w.:-]{1,40})""", re.IGNORECASE)
_XML = re.compile(rb"""<\?xml[^>]{0,100}?encoding\s{0,5}=\s{0,5}["']([\w.:-]{1,40})""", re.IGNORECASE)
_AS_BROWSERS_DO = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "euc_kr": "cp949"}
_NO_PAGE_IS_IN = {"utf-7", "unicode-escape", "raw-unicode-escape", "punycode", "idna", "undefined"}
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_HEAD = 4096  # bytes in which a page must say its encoding
_GARBLED = 0.05  # share of characters that could not be decoded from which on the text is no text
_NOWHERE = {"Cn", "Co", "Cs"}  # categories of what texts are not made of: unassigned, private, half a character
_ODD = 0.25  # share of signs that are neither letters nor ASCII from which on a guess is taken to be wrong

BINARY = "The file is binary, not text; give it as Markdown, HTML or plain text."


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text, with what an editor should know about how it was made out; or why it could not be."""

    text: str
    notes: tuple[str, ...] = ()
    problem: str | None = None


def decode(data: bytes, *, html: bool, served: str | None = None) -> Decoded:
    """Make out the text of a file; `html` files may declare their encoding. A byte-order mark stays as a character.

    `served` is the encoding that the server declared, which comes before the page's own.
    """
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    if marked == "utf-16-le" and b"\0" not in data and data[2:].isascii():
        marked = None  # two stray bytes before plain ASCII
    if marked is not None:
        decoded = _checked(data, marked, ())
        sample = decoded.text[1:2000] if marked != "utf-8" else ""
        if sum(char == "\ufeff" or unicodedata.category(char) in _NOWHERE for char in sample) > _GARBLED * len(sample):
            return Decoded("", (), BINARY)
        return decoded
    if b"\0" in data:
        return _without_mark(data)
    notes: tuple[str, ...] = ()
    if served is not None and (name := _known(served)) is not None:
        said = "UTF-8" if name != "utf-8" and _is_utf_8(data) else name
        try:
            return _sane(data.decode(said), () if said == name else (f"The server declares {name}, but the page is in UTF-8.",))
        except UnicodeDecodeError:
            notes = (f"The server declares {name}, but the page is not written in it.",)
    if html and (name := _declaration(data[:_HEAD])) is not None:
        try:
            return _sane(data.decode(name), notes)
        except UnicodeDecodeError:
            return _guessed(data, (*notes, f"The page declares {name} but is not written in it."))
    return _guessed(data, notes)


def encodings(data: bytes, *, html: bool) -> Iterator[str]:
    """The encodings that a file may be in, likeliest first: what its mark or the page says, UTF-8, and the guesses."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            yield name
    if html and (declared := _declaration(data[:_HEAD])) is not None:
        yield declared
    yield "utf-8"
    if b"\0" in data:
        yield from ("utf-16-le", "utf-16-be")
    else:
        from resiliparse.parse.encoding import detect_encoding  # noqa: PLC0415

        yield _known(str(detect_encoding(data[:200_000]) or "")) or "cp1252"
        yield "cp1252"


def _is_utf_8(data: bytes) -> bool:
    """Whether bytes beyond ASCII are UTF-8, which nothing else looks like."""
    if data.isascii():
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _guessed(data: bytes, notes: tuple[str, ...]) -> Decoded:
    try:
        return _sane(data.decode("utf-8"), notes)
    except UnicodeDecodeError as error:
        good = error.start
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    if (
        len(text) - len(text.encode("ascii", "ignore")) >= 2 * bad
    ):  # what is not damaged is UTF-8, which nothing else looks like
        return _checked(data, "utf-8", notes)
    from resiliparse.parse.encoding import detect_encoding  # noqa: PLC0415

    name = _known(str(detect_encoding(data[:200_000]) or "")) or "cp1252"
    if name.startswith(("utf-", "ascii")):
        name = "cp1252"
    where = _place(data.decode(name, "replace"), len(data[:good].decode(name, "replace")))
    byte = f"{'Byte' if notes else 'No encoding is declared, and byte'} {good + 1} ({where})"
    note = f"{byte} is not UTF-8: read as {name}, which is a guess."
    guess = _checked(data, name, (*notes, note))
    odd = sum(char > "\x7f" and not char.isalnum() for char in guess.text)
    if odd > _ODD * len(guess.text):
        return Decoded(
            "", guess.notes, f"The file is not text in UTF-8, nor in {name}; save it as UTF-8, or give another copy."
        )
    return guess


def _checked(data: bytes, name: str, notes: tuple[str, ...]) -> Decoded:
    try:
        return _sane(data.decode(name), notes)
    except UnicodeDecodeError:
        text = data.decode(name, "replace")
    bad = text.count("\ufffd")
    if bad > _GARBLED * len(text) + 2:
        return Decoded("", notes, f"The file is not text in {name}; save it as UTF-8, or give another copy.")
    where = _place(text, text.index("\ufffd"))
    said = f"1 character ({where})" if bad == 1 else f"{bad} characters (the first: {where})"
    return _sane(text, (*notes, f"{said} could not be made out in {name}; “\ufffd” stands instead."))


def _place(text: str, offset: int) -> str:
    position = Lines(text).position(offset)
    return f"line {position.line}, column {position.column}"


def _without_mark(data: bytes) -> Decoded:
    """Zero bytes: UTF-16 without its mark, or no text at all."""
    if len(data) % 2 == 0:
        even, odd = data[:2000:2].count(0), data[1:2000:2].count(0)
        half = max(1, min(len(data), 2000) // 2)
        for name, zeros, others in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
            if zeros > 0.6 * half and not others:
                try:
                    text = data.decode(name)
                except UnicodeDecodeError:
                    break
                return _sane(text, (f"No encoding is declared: read as {name}, which is a guess.",))
    return Decoded("", (), BINARY)


def _sane(text: str, notes: tuple[str, ...]) -> Decoded:
    """No text has zeros, or more than a few control characters."""
    sample = text[:20_000]
    odd = len(_CONTROL.findall(sample))
    if "\0" in text or odd > 0.02 * len(sample) + 2:
        return Decoded("", notes, BINARY)
    return Decoded(text, notes)


def _declaration(head: bytes) -> str | None:
    for pattern in (_XML, _DECLARED):
        if m := pattern.search(head):
            name = _known(m[1].decode("ascii"))
            return "utf-8" if name is not None and name.startswith(("utf-16", "utf-32")) else name
    return None


def _known(label: str) -> str | None:
    try:
        name = codecs.lookup(label).name
        if not codecs.lookup(name)._is_text_encoding:  # noqa: SLF001  (there is no public way to ask)
            return None
    except (LookupError, ValueError):
        return None
    return None if name in _NO_PAGE_IS_IN else _AS_BROWSERS_DO.get(name, name)
