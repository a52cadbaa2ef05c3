"""What every engine does with an article of a run: from a stretch of a file to rows. The same input gives the same rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from fidelity.archive.folder import OriginalsError
from fidelity.archive.store import StoreError
from fidelity.articles import paired
from fidelity.batch.tables import rows, unread
from fidelity.config import Config, in_force, settings_of
from fidelity.formats import CONTAINERS, by_name
from fidelity.model import Document, Origin
from fidelity.pipeline import Job, Stocks, check_shelved
from fidelity.read import Slice, read_slice
from fidelity.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.batch.folder import Stretch
    from fidelity.batch.tables import Rows

_FAULT: Final = "It could not be checked: the program failed on it ({}: {}). Please report this, with the article."
_MEMORY: Final = "It could not be checked: it needs more memory than a worker may have; see --memory-limit."


@dataclass(frozen=True, slots=True)
class Terms:
    """How the articles of a run are checked: with which originals, and by which settings; `decided` wins over the config's."""

    originals: tuple[Path, ...] = ()
    archive: Path | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    settings: Settings = field(default_factory=Settings)
    config: Config | None = None
    decided: Mapping[str, Any] = field(default_factory=dict)
    stocks: Callable[[], Stocks] = Stocks
    """What a worker gets originals from; another one where the archive is not a store."""

    def job(self, path: Path) -> Job:
        """What an article of this file is checked with: of a pair, its own originals where the run names none."""
        said = in_force(self.config, path)
        settings = replace(settings_of(said, self.settings), **self.decided) if said else self.settings
        originals = self.originals or (paired(path) if self.archive is None else ())
        return Job(path, originals, self.archive, self.fields, settings)


@dataclass(frozen=True, slots=True)
class Condemned:
    """Why the nth article of a chunk must not be tried again.

    `in_reading` if not even reading it came to an end; it was of the chunk's stretch number `part`.
    """

    reason: str
    in_reading: bool = False
    part: int = 0


def documents(part: Stretch, fields: Mapping[str, str]) -> Iterator[Document]:
    """The articles of a stretch of a file. Never raises on bad content."""
    found = read_slice(part.path, Slice(part.start, part.stop, part.line), fields)
    return (renamed(document, part.path, part.name) for document in found) if part.name else found


def renamed(document: Document, path: str, name: str) -> Document:
    """What was read of a copy of a file, under the name of the file."""
    return replace(document, uri=name + document.uri.removeprefix(Path(path).as_posix())) if name else document


def holds_one(part: Stretch) -> bool:
    """Whether a stretch is a file of one article, so that it need not be read to be counted."""
    return by_name(Path(part.path).name) not in CONTAINERS


def checked(article: Document, part: Stretch, terms: Terms, stocks: Stocks) -> Rows:
    """The rows of an article. Whatever it holds, there are some: what cannot be checked gives the reason.

    Raises OriginalsError or StoreError if the originals cannot be used.
    """
    job = terms.job(Path(part.name or part.path))
    settings = job.settings or terms.settings
    try:
        reported, originals = check_shelved(article, job, settings, stocks)
        return rows(article, reported, settings.style, originals)
    except (OriginalsError, StoreError):
        raise
    except MemoryError:
        return unread(article, _MEMORY, settings.style)
    except Exception as fault:  # noqa: BLE001 - one article must never end a run of a million; it is told of by name
        return unread(article, _FAULT.format(type(fault).__name__, str(fault)[:200]), settings.style)


def given_up(uri: str, reason: str, part: Stretch, terms: Terms) -> Rows:
    """The rows of an article that is not even read."""
    article = Document(uri, "", "", "", Origin((), (), (), 0))
    settings = terms.job(Path(part.name or part.path)).settings or terms.settings
    return unread(article, reason, settings.style)
