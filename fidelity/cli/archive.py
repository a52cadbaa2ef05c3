"""What `fidelity archive` does: adding, listing, showing, verifying, removing."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from fidelity.archive import intake
from fidelity.archive.folder import OriginalsError
from fidelity.archive.store import Store, StoreError
from fidelity.cli.articles import field_map
from fidelity.cli.config import configs
from fidelity.cli.output import write
from fidelity.cli.trouble import Trouble, known, tell
from fidelity.gather import store_originals
from fidelity.report.phrases import count
from fidelity.report.visible import one_line, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from fidelity.archive.store import Entry

_SAID = {
    "unchanged": "unchanged",
    "added": "added",
    "known": "known already",
    "updated": "known, with new particulars",
    "changed": "changed since they were stored (the older version is kept)",
    "unusable": "cannot be used (kept, with the reason)",
}


@contextmanager
def opened(open_: Callable[[Path], Store], path: Path) -> Iterator[Store]:
    """A store, with whatever is wrong with it told as Trouble."""
    try:
        with open_(path) as store:
            yield store
    except (StoreError, OriginalsError) as error:
        raise Trouble(f"{error}.") from error
    except OSError as error:
        where = error.filename or path
        raise Trouble(f"{where}: {error.strerror or error}. Check the path, its permissions and the space left.") from error


def named(archive: Path | None) -> Path:
    """The store that is meant: the one named, else the one of the working folder's config. Raises Trouble if there is none."""
    if archive is not None:
        return archive
    here = configs(None, isolated=False).of(Path())
    if here is None or "archive" not in here.said:
        raise Trouble('no store was named. Give --archive STORE, or say archive = "STORE" in a fidelity.toml.')
    return Path(here.said["archive"].value)


def add_to(path: Path, paths: Sequence[Path], fields: Sequence[str] = (), *, verbose: bool) -> int:
    """Add originals to a store, which is made if need be."""
    if not paths:
        raise Trouble(f"no original was given. Name files or folders: fidelity archive add originals/ --archive {path}")
    told: Counter[str] = Counter()
    names = field_map(fields)
    progress = _Line()
    with opened(Store.create, path) as store:
        for stored in store_originals(store, paths, names):
            told[stored.what] += 1
            progress(f"stored {told.total()} originals")
            if stored.problem is not None:
                progress.clear()
                tell(f"{stored.uri}: {stored.problem}")
            if verbose:
                write(f"{stored.what}  {one_line(stored.uri)}\n")
        progress.clear()
        kept = count(store.count, "original")
    done = ", ".join(f"{told[what]} {said}" for what, said in _SAID.items() if told[what])
    write(f"{done or 'nothing to add'}. {path} holds {kept}.\n")
    if told.total() == told["unusable"]:
        tell("nothing could be added that can be compared with.")
        return 2
    return 1 if told["unusable"] else 0


def list_from(path: Path, words: Sequence[str], output_format: str) -> int:
    """List the originals of a store."""
    known(output_format, ("full", "json"), "format of the list", where="Formats: full, json.")
    with opened(Store.open, path) as store:
        entries = [e for e in store.entries() if _has(e, words)]
    if output_format == "json":
        write("".join(json.dumps(_plain(e), ensure_ascii=False) + "\n" for e in entries))
        return 0
    for entry in entries:
        write("\n".join([one_line(entry.uri), *(f"    {line}" for line in _facts(entry))]) + "\n")
    write(f"{count(len(entries), 'original')}{' of that kind' if words else ''} in {path}.\n")
    return 0


def _has(entry: Entry, words: Sequence[str]) -> bool:
    meta = entry.meta
    said = (entry.uri, meta.url, meta.title, meta.author, meta.publisher, meta.published, meta.snapshot)
    text = " ".join(s for s in said if s).casefold()
    return all(word.casefold() in text for word in words)


def _plain(entry: Entry) -> dict[str, object]:
    meta = asdict(entry.meta)
    meta.pop("originals")
    return {"uri": entry.uri, **meta, "sha256": entry.sha256, "letters": entry.letters, "problem": entry.problem}


def _facts(entry: Entry) -> list[str]:
    meta = entry.meta
    work = ", ".join(one_line(s) for s in (meta.title and f"“{meta.title}”", meta.author, meta.publisher, meta.published) if s)
    copied = f"copied {meta.snapshot}" if meta.snapshot else ""
    page = " · ".join(one_line(s) for s in (meta.url or "", copied) if s)
    size = f"cannot be used: {one_line(entry.problem)}" if entry.problem else f"{entry.letters:,} letters"
    return [line for line in (work, page, f"{size} · sha256 {entry.sha256[:12]}") if line]


def show_from(path: Path, name: str, *, text: bool) -> int:
    """Show what is known of an original."""
    with opened(Store.open, path) as store:
        found = _named(store, name)
        for entry in found:
            write("\n".join([one_line(entry.uri), *(f"    {line}" for line in _facts(entry))]) + "\n")
            for other in store.of_texts([entry.number]):
                if other.id != entry.id:
                    write(f"    the same text: {one_line(other.uri)}\n")
            if text:
                write(f"\n{visible(store.document(entry).text)}\n\n")
    return 0


def _named(store: Store, name: str) -> list[Entry]:
    found = store.named(name)
    if not found:
        raise Trouble(f"{name}: nothing of that name in {store.path}. `fidelity archive list --archive {store.path}` lists all")
    return found


def verify_store(path: Path, *, repair: bool) -> int:
    """Compare a store with its digests."""
    with opened(Store.open, path) as store:
        if repair:
            intake.rebuild(store)
        health = intake.verify(store)
    for sentence in health.wrong:
        write(f"{one_line(sentence)}\n")
    seen = [count(health.originals, "original"), count(health.texts, "text"), count(health.segments, "part") + " of the index"]
    write(f"{', '.join(seen)}: {'all is whole' if not health.wrong else count(len(health.wrong), 'fault')}.\n")
    return 1 if health.wrong else 0


def compact_store(path: Path) -> int:
    """Merge the parts of a store's index."""
    with opened(Store.open, path) as store:
        before = len(store.segments)
        intake.compact(store)
        write(f"{count(before, 'part')} of the index became {len(store.segments)}.\n")
    return 0


def remove_from(path: Path, names: Sequence[str]) -> int:
    """Take originals out of a store."""
    if not names:
        raise Trouble(f"no original was named. `fidelity archive list --archive {path}` lists them all")
    with opened(Store.open, path) as store:
        entries = {e.id: e for name in names for e in _named(store, name)}
        intake.remove(store, list(entries.values()))
        left = store.count
    write(f"{count(len(entries), 'original')} removed. {path} holds {count(left, 'original')}.\n")
    return 0


class _Line:
    """A line on standard error that says how far it is, once that takes longer than a second; only on a terminal."""

    def __init__(self) -> None:
        self._next = time.monotonic() + 1
        self._shown = False

    def __call__(self, said: str) -> None:
        if sys.stderr.isatty() and time.monotonic() > self._next:
            self._next = time.monotonic() + 0.2
            sys.stderr.write(f"\r\x1b[K{said}")
            sys.stderr.flush()
            self._shown = True

    def clear(self) -> None:
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self._shown = False
