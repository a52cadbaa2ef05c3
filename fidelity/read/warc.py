"""Reads web archives (WARC): the pages among their records, and what of them is missing or damaged.

Read are replies with status 200, stored files (`resource`) and texts taken from pages (`conversion`), in the file's order.
Records of a page that had not changed (`revisit`) come last, with the words of the record that they refer to.
"""

from __future__ import annotations

import hashlib
import zlib
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

from fidelity.formats import NAMES
from fidelity.model import Document, Meta, Origin
from fidelity.read import HOLDS_NONE, LARGEST_FILE, read
from fidelity.read.payload import (
    LONGEST_HEAD,
    PayloadTrouble,
    Reply,
    dechunked,
    format_of_page,
    is_digest_of,
    is_wanted,
    reply,
    unpacked,
)
from fidelity.read.records import Damage, Record, RecordTrouble, records
from fidelity.read.stretch import WHOLE, Slice, Stretch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

SCHEMES: Final = (
    "http:",
    "https:",
    "ftp:",
    "file:",
)  # others name what a crawler noted down: its settings, look-ups, pictures
_FORMER: Final = 1000  # redirects that are remembered
STORED: Final = frozenset({"response", "resource", "conversion"})
_CUT: Final = {
    "length": "it was longer than the crawler takes",
    "time": "it took longer than the crawler waits",
    "disconnect": "the connection broke",
}


def documents(
    path: Path,
    fields: Mapping[str, str],  # noqa: ARG001 - of all containers alike
    part: Slice = WHOLE,
) -> Iterator[Document]:
    """The pages of a WARC file, plain or packed. Never raises on bad content."""
    name = path.as_posix()
    try:
        with path.open("rb") as file:
            size = path.stat().st_size
            head = file.read(LONGEST_HEAD)
            file.seek(0)
            wrong = unlike_warc(head)
            if wrong is not None:
                yield unusable(name, wrong)
                return
            crawl = Crawl(name)
            file.seek(part.start)
            if part.is_whole:
                yield from crawl.pages(records(file, size), one_pack(head))
            elif not part.is_empty:
                stop = size if part.stop is None else part.stop
                yield from crawl.pages(records(Stretch(file, part.stop), stop - part.start))
                return
            else:
                crawl.look_through(records(file, size))
            file.seek(0)
            if crawl.repeats:
                yield from crawl.resolved(records(file, size))
            elif part.is_empty and next(crawl.pages(records(file, size)), None) is None and not crawl.has_other_files:
                yield unusable(name, HOLDS_NONE.format(NAMES["warc"]))
            yield from crawl.rest()
    except OSError as error:
        yield unusable(name, f"The file could not be read ({error.strerror or error}); check its permissions.")


def unlike_warc(head: bytes) -> str | None:
    """Why a file that begins so is no WARC file, if it is none."""
    if head.startswith(b"\x1f\x8b"):
        try:
            head = zlib.decompressobj(31).decompress(head, 16 * LONGEST_HEAD)
        except zlib.error:
            return "The file is damaged from its first record on; get it anew."
    elif head.startswith((b"\x28\xb5\x2f\xfd", b"\x5d\x2a\x4d\x18")):
        return None
    if head.startswith(b"WARC/"):
        return None
    if head.startswith(b"filedesc:"):
        return "The file is an ARC file, from before WARC; convert it: warcio recompress FILE.arc.gz FILE.warc.gz"
    if not head.strip():
        return "The file is empty; get it anew."
    return "The file is no web archive, though its name says so; save it under the name that its format has."


def one_pack(head: bytes) -> tuple[str, ...]:
    """What is to be noted of a file that begins so if all its records are in one pack, against the custom of web archives."""
    if not head.startswith(b"\x1f\x8b") or b"\r\n\r\nWARC/1." not in zlib.decompressobj(31).decompress(head, 16 * LONGEST_HEAD):
        return ()
    return ("The file is packed as a whole, not record by record: it can only be read from front to end.",)


def unusable(uri: str, problem: str, meta: Meta | None = None, notes: tuple[str, ...] = ()) -> Document:
    """A document of which nothing can be read, and why."""
    nothing = hashlib.sha256(b"").hexdigest()
    return Document(uri, "", nothing, "", Origin((), (), (), 0), meta=meta or Meta(), notes=notes, problem=problem)


@dataclass(frozen=True, slots=True)
class _Page:
    """A page taken out of its record, not yet read."""

    data: bytes
    kind: str
    charset: str | None
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Repeat:
    """A page that was fetched again and had not changed; `keys` are what the record that holds it is known by."""

    uri: str
    date: str | None
    keys: tuple[tuple[str, ...], ...]


class Crawl:
    """The pages of one web archive. `titles` are those that a list of its pages gives, by address."""

    def __init__(self, name: str, titles: Mapping[str, str] | None = None) -> None:
        self.repeats: list[_Repeat] = []
        self._name = name
        self._titles = titles or {}
        self._named: dict[bytes, int] = {}  # the marks of all names, and how many pages have had each
        self._former: dict[str, list[str]] = {}
        self._passed: Counter[str] = Counter()
        self._found = False

    @property
    def has_other_files(self) -> bool:
        """Whether records have been passed over that hold no page whose words could be read."""
        return bool(self._passed)

    def pages(self, stream: Iterable[Record | Damage], notes: tuple[str, ...] = ()) -> Iterator[Document]:
        """Every page of a stream of records but those that repeat another; those are kept for `resolved`."""
        for record in stream:
            if isinstance(record, Damage):
                yield self._damaged(record)
            elif not record.uri.lower().startswith(SCHEMES):
                continue
            elif record.kind in STORED:
                try:
                    page = self._page(record)
                except RecordTrouble:
                    continue  # the stream tells of it
                except PayloadTrouble as error:
                    yield self._document(record.uri, record.date, str(error), notes)
                    continue
                if page is not None:
                    yield self._document(record.uri, record.date, page, notes)
            elif record.kind == "revisit":
                self._put_off(record)

    def look_through(self, stream: Iterable[Record | Damage]) -> None:
        """Keep for `resolved` the pages of a stream of records that repeat another."""
        for record in stream:
            if isinstance(record, Record) and record.kind == "revisit" and record.uri.lower().startswith(SCHEMES):
                self._put_off(record)

    def resolved(self, stream: Iterable[Record | Damage]) -> Iterator[Document]:
        """The pages that repeat one of a stream of records, with its words."""
        wanted: dict[tuple[str, ...], list[_Repeat]] = {}
        for repeat in self.repeats:
            for key in repeat.keys:
                wanted.setdefault(key, []).append(repeat)
        done: set[int] = set()
        for record in stream:
            if isinstance(record, Damage) or record.kind not in STORED:
                continue
            same = [r for key in _keys(record) for r in wanted.pop(key, ()) if id(r) not in done]
            if not same:
                continue
            same = list({id(r): r for r in same}.values())
            done |= {id(r) for r in same}
            try:
                page: _Page | str | None = self._page(record)
            except RecordTrouble:
                page = "The page had not changed when it was fetched again, and the record with its words is damaged."
            except PayloadTrouble as error:
                page = str(error)
            if page is not None:
                for repeat in same:
                    yield self._document(repeat.uri, repeat.date, page, ())
        self.repeats = [r for r in self.repeats if id(r) not in done]

    def rest(self) -> Iterator[Document]:
        """What is still to be told at the end: pages whose words are elsewhere; why there is none at all."""
        for repeat in self.repeats:
            yield self._document(
                repeat.uri,
                repeat.date,
                "The page had not changed when it was fetched again, and the record with its words is not in this file; "
                "give the archive that holds it as well.",
                (),
            )
        self.repeats = []
        if not self._found and self._passed:
            said = ", ".join(f"{count} {what}" for what, count in sorted(self._passed.items()))
            yield unusable(self._name, f"The file is a web archive without a page whose words could be read: {said}.")

    def _damaged(self, damage: Damage) -> Document:
        self._found = True
        if damage.uri is None or not damage.uri.lower().startswith(SCHEMES):
            return unusable(self._name, damage.problem)
        return self._document(damage.uri, damage.date, damage.problem, ())

    def _page(self, record: Record) -> _Page | None:
        """The page in a record, if it holds one. Raises RecordTrouble or PayloadTrouble if it cannot be taken out."""
        block = record.read(LONGEST_HEAD)
        head = reply(block) if record.kind == "response" else None
        if head is None and record.kind == "response" and "http" in record.fields.get("content-type", "http"):
            self._passed["without a reply of the server"] += 1
            return None
        if head is not None and not self._is_page(record, head):
            return None
        said = head.headers.get("content-type", "") if head else record.fields.get("content-type", "")
        if not is_wanted(said, record.uri):
            self._passed["images, scripts and other files"] += 1
            return None
        if record.size > LARGEST_FILE:
            raise PayloadTrouble(f"The page is larger than {LARGEST_FILE // 1_000_000} MB; it is not read.")
        block += record.read(record.size)
        raw = block[head.start :] if head else block
        data, notes = unpacked(raw, head.headers, LARGEST_FILE) if head else (raw, ())
        kind = format_of_page(said, record.uri, data) if data.strip() else None
        if kind is None:
            self._passed["empty" if not data.strip() else "images, scripts and other files"] += 1
            return None
        return _Page(data, kind, _charset(said, head), (*notes, *_doubts(record, block, raw, data)))

    def _is_page(self, record: Record, head: Reply) -> bool:
        """Whether the server sent the page that was asked for; where it is now, if it was moved, is remembered."""
        if head.status == 200:
            return True
        if 300 <= head.status < 400:
            there = head.headers.get("location", "")
            if there and len(self._former) < _FORMER:
                self._former.setdefault(_absolute(there, record.uri), []).append(record.uri)
            self._passed["redirects"] += 1
        else:
            self._passed[f"replies of status {head.status}"] += 1
        return False

    def _put_off(self, record: Record) -> None:
        try:
            head = reply(record.read(LONGEST_HEAD))
        except RecordTrouble:
            return  # the stream tells of it
        if head is not None and (
            head.status not in (200, 304) or not is_wanted(head.headers.get("content-type", ""), record.uri)
        ):
            self._passed["repeats of what is no page"] += 1
            return
        fields = record.fields
        keys: list[tuple[str, ...]] = []
        if said := fields.get("warc-refers-to"):
            keys.append(("id", said))
        if date := fields.get("warc-refers-to-date"):
            keys.append(("at", fields.get("warc-refers-to-target-uri", record.uri).strip("<>"), date[:19]))
        if digest := fields.get("warc-payload-digest"):
            keys.append(("digest", digest.lower()))
        self.repeats.append(_Repeat(record.uri, record.date, tuple(keys)))

    def _document(self, uri: str, date: str | None, page: _Page | str, notes: tuple[str, ...]) -> Document:
        """Read a page, or say why it cannot be; what the archive knows of it wins over what it says of itself."""
        self._found = True
        name = self._unique(f"{self._name}#{uri}" + (f"@{date}" if date else ""))
        known = Meta(title=self._titles.get(uri), url=uri, snapshot=date)
        if isinstance(page, str):
            return unusable(name, page, known, notes)
        document = read(name, page.data, hint=page.kind, charset=page.charset)
        former = self._former.get(uri, ())
        moved = (f"The address {former[-1]} led here when it was fetched.",) if former else ()
        meta = replace(
            document.meta, title=document.meta.title or known.title, url=uri, snapshot=date or document.meta.snapshot
        )
        return replace(document, meta=meta, notes=(*document.notes, *page.notes, *moved, *notes))

    def _unique(self, name: str) -> str:
        """A name that no other document of this archive has: a page may be there twice in a second."""
        unique = name
        first = mark = _mark(name)
        n = self._named.get(first, 0)
        while mark in self._named:
            n += 1
            unique = f"{name} ({n})"
            mark = _mark(unique)
        self._named[first] = max(n, 1)
        self._named.setdefault(mark, 1)
        return unique


def _keys(record: Record) -> Iterator[tuple[str, ...]]:
    """What records that repeat this one may know it by."""
    fields = record.fields
    yield "id", fields.get("warc-record-id", "")
    yield "at", record.uri, (record.date or "")[:19]
    yield "digest", fields.get("warc-payload-digest", "").lower()


def _mark(name: str) -> bytes:
    return hashlib.blake2b(name.encode("utf-8", "replace"), digest_size=8).digest()


def _charset(said: str, head: Reply | None) -> str | None:
    return head.charset if head else Reply(200, {"content-type": said}, 0).charset


def _doubts(record: Record, block: bytes, raw: bytes, data: bytes) -> Iterator[str]:
    """What lets doubt that the words are those that the server sent."""
    fields = record.fields
    if cut := fields.get("warc-truncated"):
        yield f"The crawler cut the page off ({_CUT.get(cut.lower(), cut[:40])}): its end is missing."
    if "warc-segment-number" in fields:
        yield "The page goes on in another record, which is not read: its end is missing."
    if (stored := fields.get("warc-block-digest")) and not is_digest_of(stored, block):
        yield "The record does not have the digest that stands in it: it was changed or damaged after it was stored."
    elif (
        cut is None
        and (stored := fields.get("warc-payload-digest"))
        and not is_digest_of(stored, raw, data, (dechunked(raw) or (raw,))[0])
    ):
        yield "The page does not have the digest that stands in its record: it was changed or damaged after it was fetched."


def _absolute(there: str, here: str) -> str:
    try:
        return urljoin(here, there)
    except ValueError:
        return there
