"""A stretch of a file that holds many documents, so that a large one can be read in parts, by several at once."""

from __future__ import annotations

from dataclasses import dataclass
from io import SEEK_SET, RawIOBase
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass(frozen=True, slots=True)
class Slice:
    """The bytes of a file from `start` to `stop` (None: to its end); `line` is the number of their first line, or row.

    An empty one (`start` is `stop`) stands for what can only be told when all of a file is known.
    """

    start: int = 0
    stop: int | None = None
    line: int = 1

    @property
    def is_whole(self) -> bool:
        """Whether it is the whole file."""
        return not self.start and self.stop is None

    @property
    def is_empty(self) -> bool:
        """Whether it stands for what can only be told at the end."""
        return self.start == self.stop


WHOLE = Slice()


def cut_at(borders: Iterable[tuple[int, int]]) -> list[Slice]:
    """The slices between borders, each a byte and the number of the line that begins there."""
    places = [(0, 1), *borders]
    stops = [*(start for start, _ in places[1:]), None]
    return [Slice(start, stop, line) for (start, line), stop in zip(places, stops, strict=True)]


def targets(total: int, size: int) -> Iterator[int]:
    """The bytes near which a file of `total` bytes is best cut, so that its slices have about `size` bytes each."""
    count = max(1, round(total / max(1, size)))
    return (total * n // count for n in range(1, count))


class Stretch(RawIOBase):
    """A file that ends at a given byte, if not before. Offsets are those of the whole file."""

    def __init__(self, file: IO[bytes], stop: int | None) -> None:
        super().__init__()
        self._file = file
        self._stop = stop

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def seek(self, offset: int, whence: int = SEEK_SET) -> int:
        """Go to a byte."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """The byte that is next."""
        return self._file.tell()

    def read(self, size: int = -1) -> bytes:
        """The next bytes, at most `size`."""
        if self._stop is not None:
            left = max(0, self._stop - self._file.tell())
            size = left if size < 0 else min(size, left)
        return self._file.read(size)
