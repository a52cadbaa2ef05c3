"""What an executor does with chunks: each is checked by the local engine's worker, then a mark is left for the driver."""

from __future__ import annotations

import contextlib
import io
import os
import platform
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import IO, TYPE_CHECKING, Final

import msgspec

from fidelity.batch.folder import About, Chunk, Done, Run, RunError
from fidelity.batch.local import Crew, Limits
from fidelity.batch.work import Terms

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKEN: Final = "token"  # noqa: S105 - a word by which a folder is known, no secret
DONE: Final = ".done"


@dataclass(frozen=True, slots=True)
class Order:
    """What an executor is told besides its chunks. `here` is the folder in which relative paths are meant."""

    path: Path
    about: About
    terms: Terms
    limits: Limits
    here: str
    token: str


@dataclass(slots=True)
class Share(Run):
    """A run as an executor has it: some of its chunks; what is half done lies on the executor's own disk."""

    chunks: tuple[Chunk, ...] = ()
    scratch: Path = Path()

    def plan(self) -> Iterator[Chunk]:
        """Its chunks."""
        return iter(self.chunks)

    def work(self, chunk: int) -> Path:
        """The file that holds what a chunk in progress has so far."""
        return self.scratch / f"{chunk:06}.jsonl"

    def tell(self, journal: IO[bytes], done: Done) -> None:  # noqa: ARG002 - as the run that it stands for
        """Leave a mark that a chunk is done, for the driver to find."""
        put(mark(self.path, done.chunk), msgspec.json.encode(done))


def mark(run: Path, chunk: int) -> Path:
    """The mark that a chunk is done."""
    return run / "work" / f"{chunk:06}{DONE}"


def put(path: Path, data: bytes) -> None:
    """Write a file whole; several may write the same one at once, on several machines."""
    number, beside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def check(chunks: Iterator[Chunk], order: Order) -> Iterator[str]:
    """Check the chunks of a partition. Yields a sentence for people if that cannot be done here."""
    wrong = unfit(order)
    if wrong is not None:
        yield wrong
        return
    left = tuple(chunk for chunk in chunks if not mark(order.path, chunk.chunk).exists())
    try:
        check_here(left, order, order.terms)
    except RunError as error:
        yield str(error)


def unfit(order: Order) -> str | None:
    """Why nothing can be checked on this machine, if so. Relative paths are meant as on the driver's machine from here on."""
    try:
        os.chdir(order.here)
        if (order.path / "work" / TOKEN).read_text("utf-8") == order.token:
            return None
    except OSError:
        pass
    return (
        f"{order.path}: a worker ({platform.node()}) does not see this run, or not the folder {order.here}; put them, the "
        "articles and the archive where all machines see them under the same name"
    )


def check_here(chunks: tuple[Chunk, ...], order: Order, terms: Terms) -> None:
    """Check chunks with one worker, watched as the local engine does. Raises RunError."""
    scratch = own_folder("chunks")
    try:
        share = Share(order.path, order.about, chunks=chunks, scratch=scratch)
        with _no_main():
            Crew(share, terms, order.limits, io.BytesIO(), lambda _: None).work_off(1)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def own_folder(name: str) -> Path:
    """A new folder on this machine, where Spark keeps what it throws away with the executor."""
    spark = os.environ.get("SPARK_LOCAL_DIRS", "").split(",")[0]
    return Path(tempfile.mkdtemp(prefix=f"fidelity-{name}-", dir=spark if spark and Path(spark).is_dir() else None))


@contextlib.contextmanager
def _no_main() -> Iterator[None]:
    """Keep a new process from importing what this one runs, which is PySpark's own worker."""
    own = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = own
