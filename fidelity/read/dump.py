"""Reads dumps of documents in JSON: an object a line (JSONL), a list of objects, or an object with a list of them in it."""

from __future__ import annotations

import hashlib
import html
import re
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any, Final

from fidelity.model import Document, Meta, Origin
from fidelity.read import LARGEST_FILE, read
from fidelity.read.entries import Entry, Mistake, borders, entries
from fidelity.read.naming import field_names, lists_in, said
from fidelity.read.stretch import WHOLE, Slice, Stretch, cut_at, targets

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_TOLD: Final = 20  # entries of which it is told one by one that they cannot be read; of the others, how many they are
_HTML: Final = re.compile(
    r"</(?:p|div|a|em|i|b|u|strong|span|blockquote|h[1-6]|li|ul|ol|article|section|table|body|html|figure|cite|q)\s?>"
    r"|<(?:br|p|hr)\s?/?>",
    re.IGNORECASE,
)
_BOLD: Final = re.compile(r"(?<![*\w])\*\*[^*\s][^*\n]{0,300}\*\*(?![*\w])")
_LINES: Final = re.compile(r"^(?:#{1,6} |> )\S", re.MULTILINE)
_ENTITY: Final = re.compile(r"&(?:[a-z]{2,8}|#\d{2,6}|#x[0-9a-f]{2,5});", re.IGNORECASE)
_SHORTENED: Final = re.compile(r"(?:…|\.\.\.)\s?\[\+\d{1,7} chars\]\s{0,3}\Z")


@dataclass(slots=True)
class _Tally:
    """What is told of a dump at its end, if it cannot be told of each entry."""

    texts: int = 0
    textless: int = 0
    mistakes: int = 0
    first: str = ""
    names: list[str] = field(default_factory=list)
    held: list[Document] = field(default_factory=list)


def documents(path: Path, fields: Mapping[str, str], part: Slice = WHOLE) -> Iterator[Document]:
    """The entries of a JSON dump that have a text. `fields` says under which names they keep it and what is known of it.

    Never raises on bad content: entries that cannot be read, and what is no JSON, are told by their line.
    """
    name = path.as_posix()
    try:
        with path.open("rb") as file:
            size = path.stat().st_size
            if part.is_whole:
                found = entries(file, size, LARGEST_FILE)
            else:
                file.seek(part.start)
                found = entries(Stretch(file, part.stop), size, LARGEST_FILE, part.line)
            yield from of_entries(name, found, fields, None if part.is_whole else part.line)
    except OSError as error:
        yield _unusable(name, f"The file could not be read ({error.strerror or error}); check its permissions.")


def cuts(path: Path, size: int) -> list[Slice]:
    """The slices of about `size` bytes that a dump can be read in. Raises OSError."""
    total = path.stat().st_size
    with path.open("rb") as file:
        return cut_at(dict.fromkeys(borders(file, total, targets(total, size))))


def of_entries(
    name: str,
    found: Iterator[Entry | Mistake],
    given: Mapping[str, str],
    first: int | None = None,
    *,
    is_json: bool = True,
) -> Iterator[Document]:
    """The documents that entries hold, and what is wrong with the others.

    `first` is the number of the first entry's line if the file has others before it or behind the last.
    """
    tally = _Tally()
    last = first
    for entry in found:
        last = entry.line
        here = f"{entry.line}" if entry.nth == 1 else f"{entry.line}.{entry.nth}"
        if isinstance(entry, Mistake):
            tally.mistakes += 1
            tally.first = tally.first or f"line {entry.line}: {entry.why}"
            if tally.mistakes <= _TOLD or entry.end:
                what = "What follows is not read" if entry.end else "The line is passed over"
                tally.held.append(_unusable(f"{name}#{here}", f"{what}: {entry.why}."))
        else:
            for place, value, told in _unwrapped(here, entry.value, given):
                document = _document(f"{name}#{place}", *told)
                if document is not None:
                    tally.texts += 1
                    yield from tally.held
                    tally.held.clear()
                    yield document
                    continue
                tally.textless += 1
                tally.names = tally.names or field_names(value)
                if tally.textless <= _TOLD:
                    problem = "The entry has no text; get it anew, or another copy."
                    tally.held.append(_unusable(f"{name}#{place}", problem, told[2]))
        if tally.texts:
            yield from tally.held
            tally.held.clear()
    if tally.mistakes and not tally.texts and not tally.textless and first is None and is_json:
        yield _unusable(name, f"The file is no dump of documents in JSON ({tally.first}); save it as an object a line.")
    else:
        yield from _end(name if first is None else f"{name}#{first}-{last}", tally, given)


def _end(name: str, tally: _Tally, given: Mapping[str, str]) -> Iterator[Document]:
    """What is to be told of the whole dump, or of a part of one."""
    if tally.textless and not tally.texts:
        if "text" in given:
            problem = f"No entry has a text in the field “{given['text']}”"
        else:
            problem = "No entry has a text in a field whose name is known here"
        short = name.rpartition("/")[2].partition("#")[0]
        yield _unusable(
            name,
            f"{problem}; there are: {', '.join(tally.names) or 'none'}. Say which it is: --fields text=NAME, "
            f'or in originals.toml: ["{short}"] fields = {{text = "NAME"}}',
        )
    else:
        yield from tally.held
        more = max(0, tally.textless - _TOLD) + max(0, tally.mistakes - _TOLD)
        if more:
            yield _unusable(
                name, f"{more} more entries of the dump have no text, or are no objects of JSON; they are passed over."
            )


def _unwrapped(
    place: str, value: dict[str, Any], given: Mapping[str, str]
) -> Iterator[tuple[str, dict[str, Any], tuple[str, str, Meta]]]:
    """The entry itself if it has a text; else those of the list of objects in it, if it has one with a text."""
    told = said(value, given)
    if not told[0]:
        for name, members in lists_in(value):
            inner = [(f"{place}.{name}[{n}]", m, said(m, given)) for n, m in enumerate(members) if isinstance(m, dict)]
            if any(one[0] for _, _, one in inner):
                yield from inner
                return
    yield place, value, told


def _document(name: str, text: str, named: str, known: Meta) -> Document | None:
    """The document that an entry holds; None if it has no text. What the entry says of it wins over what its page says."""
    if not text:
        return None
    if _SHORTENED.search(text[-60:]):
        return _unusable(name, "The text was cut short by the service that gave it; get the whole text.", known)
    kind = named or _kind(text)
    if kind == "text" and "&" in text and _ENTITY.search(text):
        text = html.unescape(text)
    document = read(name, text.encode("utf-8", "replace"), hint=kind)
    meta = Meta(**{f.name: getattr(known, f.name) or getattr(document.meta, f.name) for f in fields(Meta)})
    notes = document.notes
    if "\ufffd" in text:
        notes = (*notes, "Characters of the entry are not UTF-8; “\ufffd” stands instead.")
    return replace(document, meta=meta, notes=notes)


def _kind(text: str) -> str:
    """The format that a text looks like. What is searched for first is there in few texts, and found fast."""
    if "<" in text and _HTML.search(text):
        return "html"
    if "](http" in text or ("**" in text and _BOLD.search(text)):
        return "markdown"
    return "markdown" if ("# " in text or "> " in text) and _LINES.search(text) else "text"


def _unusable(uri: str, problem: str, meta: Meta | None = None) -> Document:
    nothing = hashlib.sha256(b"").hexdigest()
    return Document(uri, "", nothing, "", Origin((), (), (), 0), meta=meta or Meta(), problem=problem)
