"""The local engine: worker processes on this machine, watched by the one that keeps the journal."""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import sys
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import IO, TYPE_CHECKING, Any, Final

from fidelity.batch.folder import Chunk, RunError, Standing
from fidelity.batch.work import Condemned
from fidelity.batch.worker import work

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fidelity.batch.folder import Run
    from fidelity.batch.work import Terms

_TICK: Final = 0.5  # seconds between two looks at the clock
_TRIES: Final = 2  # deaths of a worker on one article after which the article is given up
_SLOW: Final = "It could not be checked: it took more than {:g} seconds; see --time-limit."
_DEADLY: Final = "It could not be checked: the process that did so died of it ({}), and so did the next one."


@dataclass(frozen=True, slots=True)
class Limits:
    """What an article may take: `seconds` of time, and its worker `memory` in bytes; None: whatever it takes."""

    seconds: float | None = 300.0
    memory: int | None = 4_000_000_000


@dataclass(slots=True)
class _Worker:
    process: SpawnProcess
    pipe: Connection
    chunk: Chunk | None = None
    stage: str = ""
    n: int = 0
    part: int = 0
    since: float = 0.0
    counts: dict[str, int] = field(default_factory=dict)
    is_slow: bool = False
    is_tired: bool = False


def check_all(run: Run, terms: Terms, workers: int, limits: Limits, told: Callable[[Standing], None] = lambda _: None) -> None:
    """Check what is left of a run with so many workers. Raises RunError; what is done by then stays done.

    A KeyboardInterrupt (of which SIGTERM is made one) ends the workers and comes through.
    """
    with locked(run), run.journal() as journal, ended_by_signals():
        Crew(run, terms, limits, journal, told).work_off(max(1, workers))


class Crew:
    """The workers, what each is at, and which articles are not to be tried again."""

    def __init__(self, run: Run, terms: Terms, limits: Limits, journal: IO[bytes], told: Callable[[Standing], None]) -> None:
        self._run, self._terms, self._limits, self._journal, self._told = run, terms, limits, journal, told
        self._context = multiprocessing.get_context("spawn")  # no thread or lock of the parent's is left half-way in a worker
        self._left = (chunk for chunk in run.plan() if chunk.chunk not in run.done)
        self._workers: list[_Worker] = []
        self._condemned: dict[int, dict[int, Condemned]] = {}
        self._deaths: Counter[tuple[int, int]] = Counter()
        self._sum = Standing.of(run)
        self._said = 0.0

    def work_off(self, most: int) -> None:
        """Check all that is left, with so many workers."""
        try:
            for _, chunk in zip(range(most), self._left, strict=False):
                self._give(self._hired(), chunk)
            while self._workers:
                ready = wait([w.pipe for w in self._workers], _TICK)
                for worker in [w for w in self._workers if w.pipe in ready]:
                    self._hear(worker)
                self._stop_slow_ones()
                if time.monotonic() - self._said > _TICK:
                    self._told(self.standing())
                    self._said = time.monotonic()
        finally:
            for worker in self._workers:
                worker.process.kill()
            for worker in self._workers:
                worker.process.join()

    def standing(self) -> Standing:
        """How far the run is, with what the workers are at."""
        counts = Counter(self._sum.counts)
        for worker in self._workers:
            counts.update(worker.counts)
        at = sum(worker.n for worker in self._workers if worker.chunk)
        return replace(self._sum, articles=self._sum.articles + at, quotes=sum(counts.values()), counts=dict(counts))

    def _hired(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=work, args=(theirs, self._run, self._terms, self._limits.memory), daemon=True)
        process.start()
        theirs.close()
        worker = _Worker(process, ours)
        self._workers.append(worker)
        return worker

    def _give(self, worker: _Worker, chunk: Chunk) -> None:
        worker.chunk, worker.stage, worker.n, worker.since = chunk, "", 0, time.monotonic()
        worker.counts = {}
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # its death is heard of
            worker.pipe.send((chunk, self._condemned.get(chunk.chunk, {})))

    def _hear(self, worker: _Worker) -> None:
        try:
            told: tuple[Any, ...] = worker.pipe.recv()
        except (EOFError, ConnectionResetError):
            self._bury(worker)
            return
        match told:
            case ("done", done):
                self._run.tell(self._journal, done)
                self._sum = self._sum.with_(done)
                self._run.work(done.chunk).unlink(missing_ok=True)
                self._condemned.pop(done.chunk, None)
                worker.chunk, worker.counts = None, {}
                self._next(worker)
            case ("trouble", sentence):
                raise RunError(str(sentence).rstrip("."))
            case ("tired",):
                worker.is_tired = True  # it is replaced when its end is heard of
            case (stage, n, part, counts):
                worker.stage, worker.n, worker.part, worker.counts = stage, n, part, counts
                worker.since = time.monotonic()

    def _next(self, worker: _Worker) -> None:
        chunk = next(self._left, None)
        if chunk is not None:
            self._give(worker, chunk)
        else:
            self._dismiss(worker)

    def _dismiss(self, worker: _Worker) -> None:
        self._workers.remove(worker)
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            worker.pipe.send(None)
        worker.process.join()
        worker.pipe.close()

    def _bury(self, worker: _Worker) -> None:
        """Replace a worker that ended; what it was at when it died is tried once more, then given up."""
        worker.process.join()
        worker.pipe.close()
        self._workers.remove(worker)
        if worker.chunk is None:
            return
        chunk = worker.chunk
        if worker.is_tired:
            pass
        elif worker.stage:
            key = (chunk.chunk, worker.n)
            self._deaths[key] += 1
            reason = None
            if worker.is_slow and self._limits.seconds is not None:
                reason = _SLOW.format(self._limits.seconds)
            elif self._deaths[key] >= _TRIES:
                reason = _DEADLY.format(_ending(worker.process.exitcode))
            if reason is not None:
                known = self._condemned.setdefault(chunk.chunk, {})
                known[worker.n] = Condemned(reason, worker.stage == "reading", worker.part)
        elif (self._deaths[chunk.chunk, -1] + 1) > _TRIES:
            raise RunError(f"the workers die before they begin ({_ending(worker.process.exitcode)}); give them more memory")
        else:
            self._deaths[chunk.chunk, -1] += 1
        self._give(self._hired(), chunk)

    def _stop_slow_ones(self) -> None:
        if self._limits.seconds is None:
            return
        now = time.monotonic()
        for worker in self._workers:
            if worker.chunk and worker.stage and now - worker.since > self._limits.seconds:
                worker.is_slow = True
                worker.process.kill()


def _ending(code: int | None) -> str:
    if code is not None and code < 0:
        try:
            return signal.Signals(-code).name
        except ValueError:
            return f"signal {-code}"
    return f"exit code {code}"


@contextlib.contextmanager
def locked(run: Run) -> Iterator[None]:
    """Keep the run for this process alone. Raises RunError if another one is at work on it."""
    with run.lock.open("wb") as file:
        if sys.platform != "win32":
            import fcntl  # noqa: PLC0415 - not on every system

            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as e:
                raise RunError(f"{run.path}: another process is at work on this run; wait for it, or stop it") from e
        yield


@contextlib.contextmanager
def ended_by_signals() -> Iterator[None]:
    """Make SIGTERM end the run as Ctrl-C does."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    try:
        former = signal.signal(signal.SIGTERM, stop)
    except ValueError:  # not in the main thread
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, former)
