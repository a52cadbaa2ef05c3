"""Runs the command line with one fault put in: `broken.py POINT ACTION ARGUMENTS…`.

POINT is `module:name:n`; before the n-th call of what stands there the ACTION happens: a signal by name, `unlink=FILE`,
`write=FILE`, or an error of the system by name (`ENOSPC`). POINT `-` puts in nothing. `limit=BYTES` lets no file grow beyond.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
from importlib import import_module
from pathlib import Path
from typing import Any


def _act(action: str) -> None:
    what, _, file = action.partition("=")
    if what == "unlink":
        os.unlink(file)  # noqa: PTH108 - pathlib may be what is broken
    elif what == "write":
        with open(file, "ab") as changed:  # noqa: PTH123
            changed.write(b"\nA line that somebody wrote in the meantime.\n")
    elif what.startswith("SIG"):
        os.kill(os.getpid(), getattr(signal, what))
    else:
        code = getattr(errno, what)
        raise OSError(code, os.strerror(code))


def _put_in(point: str, action: str) -> None:
    module, name, number = point.split(":")
    holder: Any = import_module(module)
    *path, last = name.split(".")
    for step in path:
        holder = getattr(holder, step)
    real = getattr(holder, last)
    left = [int(number)]

    def faulty(*args: Any, **named: Any) -> Any:
        left[0] -= 1
        if left[0] == 0:
            _act(action)
        return real(*args, **named)

    setattr(holder, last, faulty)


def main() -> None:
    """Put the fault in, then do what the command line says."""
    point, action, *words = sys.argv[1:]
    if action.startswith("limit="):
        import resource  # noqa: PLC0415 - not on every system

        resource.setrlimit(resource.RLIMIT_FSIZE, (int(action[6:]),) * 2)
    elif point != "-":
        _put_in(point, action)
    sys.argv = ["fidelity", *words]
    from fidelity.__main__ import main as run  # noqa: PLC0415 - after the fault is in

    run()


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))
    main()
