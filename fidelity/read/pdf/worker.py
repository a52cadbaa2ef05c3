"""PDFs are read in a process of their own, which can be ended when a hostile file makes PDFium run on for ever or fall over.

One process reads one PDF after another. It says so after each page; when it is silent for too long it is ended, and the next
PDF gets a new one.
"""

from __future__ import annotations

import atexit
import os
import pickle
import struct
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from queue import Empty, Queue
from typing import IO, TYPE_CHECKING, Final

if TYPE_CHECKING:
    from fidelity.model import Document

LONGEST_PAGE: Final = 60.0  # seconds: a page that takes longer is not read to its end
MOST_MEMORY: Final = 4_000_000_000  # bytes that the process may take

_START: Final = "import sys; sys.path[:0] = sys.argv[1:]; from fidelity.read.pdf.worker import serve; serve()"
_SIZE: Final = struct.Struct("<Q")


class Worker:
    """The process, started when the first PDF comes."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: Queue[bytes | None] = Queue()
        self._lock = threading.Lock()
        self._owner = os.getpid()

    def read(self, document: Document, data: bytes, *, patience: float = LONGEST_PAGE) -> Document:
        """Have a PDF read; `patience` is in seconds, for each page."""
        if self._owner != os.getpid():  # forked: the process is our parent's
            self._owner, self._process, self._lock = os.getpid(), None, threading.Lock()
        with self._lock:
            try:
                answer = self._ask(pickle.dumps((document, data)), patience)
            except Empty:
                self.stop()
                return replace(
                    document,
                    problem=f"The PDF could not be read: one page took longer than {patience:g} seconds; "
                    "print it to a new PDF, or give another copy.",
                )
            except OSError:
                answer = None
            except BaseException:
                self.stop()  # or its answer would be taken for that to the next question
                raise
            if answer is None:
                self.stop()
                return replace(
                    document,
                    problem="The PDF could not be read: it made the PDF library fail; "
                    "print it to a new PDF, or give another copy.",
                )
            found: Document = pickle.loads(answer)  # noqa: S301 - from our own process
            return found

    def _ask(self, question: bytes, patience: float) -> bytes | None:
        process = self._process if self._process is not None and self._process.poll() is None else self._begun()
        stdin = process.stdin
        if stdin is None:
            return None
        stdin.write(_SIZE.pack(len(question)))
        stdin.write(question)
        stdin.flush()
        while True:
            answer = self._answers.get(timeout=patience)
            if answer is None or answer:
                return answer

    def _begun(self) -> subprocess.Popen[bytes]:
        root = str(Path(__file__).resolve().parents[3])
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and code
            [sys.executable, "-c", _START, root], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._process = process
        self._answers = Queue()
        if process.stdout is not None:
            threading.Thread(target=_listen, args=(process.stdout, self._answers), daemon=True).start()
        return process

    def stop(self) -> None:
        """End the process, if there is one."""
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():
            return
        process.kill()
        with suppress(OSError):
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()
        process.wait()


def _listen(pipe: IO[bytes], answers: Queue[bytes | None]) -> None:
    """Pass on what the process says: b"" for a page done, its answer, None when it has ended."""
    with suppress(OSError, ValueError):
        while len(head := pipe.read(_SIZE.size)) == _SIZE.size:
            size = _SIZE.unpack(head)[0]
            body = pipe.read(size)
            if len(body) < size:
                break
            answers.put(body)
    answers.put(None)


def serve() -> None:
    """Read PDFs as they come on standard input, and answer on standard output, until it is closed."""
    from fidelity.read.pdf.paper import read_pdf  # noqa: PLC0415 - needs the PDF library

    _bounded()
    stdin, stdout = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not get between

    def say(words: bytes) -> None:
        stdout.write(_SIZE.pack(len(words)) + words)
        stdout.flush()

    while len(head := stdin.read(_SIZE.size)) == _SIZE.size:
        document, data = pickle.loads(stdin.read(_SIZE.unpack(head)[0]))  # noqa: S301 - from our own process
        say(pickle.dumps(read_pdf(document, data, lambda: say(b""))))


def _bounded() -> None:
    """Bound the memory of this process, where the system can."""
    with suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - POSIX only

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


WORKER: Final = Worker()
"""The process that this one has its PDFs read by."""

atexit.register(WORKER.stop)
