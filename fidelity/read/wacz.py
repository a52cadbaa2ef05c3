"""Reads web archives packed as WACZ: all the WARC files in them, the titles in their lists of pages, and their digests.

Every page of the records is read, whether or not a list names it: what a crawler took for a part of a page may be quoted too.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from fidelity.formats import by_name
from fidelity.read.payload import is_digest_of
from fidelity.read.records import Counted, records
from fidelity.read.warc import Crawl, unlike_warc, unusable
from fidelity.read.zipped import Bounds, Members, ZipTrouble, members, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from fidelity.model import Document

_BOUNDS: Final = Bounds(member=100_000_000_000, total=400_000_000_000)  # streamed: neither memory nor disk is filled
_LARGEST_LIST: Final = 32_000_000  # bytes of a description or a list of pages that are looked at
_PACKAGE: Final = "datapackage.json"
_SEAL: Final = "datapackage-digest.json"


def documents(path: Path, fields: Mapping[str, str]) -> Iterator[Document]:  # noqa: ARG001 - of all containers alike
    """The pages of a WACZ file. Never raises on bad content."""
    name = path.as_posix()
    try:
        with members(path, _BOUNDS) as package:
            yield from _pages(name, package)
    except ZipTrouble as error:
        yield unusable(name, str(error))


def _pages(name: str, package: Members) -> Iterator[Document]:
    archives = [n for n in package.names if n.startswith("archive/") and by_name(n) == "warc"]
    if not archives:
        what = "other WACZ files; unpack it and give those" if any(n.endswith(".wacz") for n in package.names) else "no records"
        yield unusable(name, f"The file is a WACZ file that holds {what}.")
        return
    digests, general = _digests(package)
    crawl = Crawl(name, _titles(package))
    for archive in archives:
        try:
            notes = (*general, *_doubt(package, archive, digests.get(archive)))
            with package.stream(archive) as stream:
                wrong = unlike_warc(stream.read(4096))
            if wrong is not None:
                yield unusable(name, f"“{shown(archive)}” in the file is not read: {wrong}")
                continue
            with package.stream(archive) as stream:
                yield from crawl.pages(records(Counted(stream), package.size(archive)), notes)
        except ZipTrouble as error:
            yield unusable(name, str(error))
    for archive in archives if crawl.repeats else ():
        with suppress(ZipTrouble), package.stream(archive) as stream:  # it was told the first time
            yield from crawl.resolved(records(Counted(stream), package.size(archive)))
    yield from crawl.rest()


def _digests(package: Members) -> tuple[dict[str, str], tuple[str, ...]]:
    """The digest that the package gives of each of its files, and what is wrong with that list itself."""
    described = _described(package, _PACKAGE)
    if described is None:
        return {}, ("The WACZ file lacks its description, datapackage.json: nothing shows that it is as it was stored.",)
    listed = described.get("resources")
    digests = {
        item["path"]: item["hash"]
        for item in (listed if isinstance(listed, list) else ())
        if isinstance(item, dict) and isinstance(item.get("path"), str) and isinstance(item.get("hash"), str)
    }
    seal = _described(package, _SEAL)
    sealed = seal.get("hash") if seal is not None else None
    if isinstance(sealed, str) and not is_digest_of(sealed, package.read(_PACKAGE)):
        return digests, (
            "The WACZ file's description does not have the digest that seals it: it was changed after it was stored.",
        )
    return digests, ()


def _doubt(package: Members, archive: str, digest: str | None) -> tuple[str, ...]:
    """What lets doubt that a WARC file is as it was when the package was made."""
    if digest is None or not digest.startswith("sha256:"):
        return ()
    made = hashlib.sha256()
    with package.stream(archive) as stream:
        while data := stream.read(1_000_000):
            made.update(data)
    if made.hexdigest() == digest.removeprefix("sha256:").lower():
        return ()
    return (
        f"“{shown(archive)}” does not have the digest that the WACZ file gives: it was changed or damaged after it was stored.",
    )


def _titles(package: Members) -> dict[str, str]:
    """The titles in the lists of pages, by address."""
    titles: dict[str, str] = {}
    for listed in package.names:
        if not (listed.startswith("pages/") and listed.endswith(".jsonl")):
            continue
        with suppress(ZipTrouble), package.stream(listed) as stream:
            for line in stream.read(_LARGEST_LIST).splitlines():
                page = _table(line)
                if page is not None and isinstance(page.get("url"), str) and isinstance(page.get("title"), str):
                    titles.setdefault(page["url"], " ".join(page["title"].split()))
    return {url: title for url, title in titles.items() if title}


def _described(package: Members, part: str) -> dict[str, Any] | None:
    if part not in package or package.size(part) > _LARGEST_LIST:
        return None
    try:
        return _table(package.read(part))
    except ZipTrouble:
        return None


def _table(text: bytes) -> dict[str, Any] | None:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
