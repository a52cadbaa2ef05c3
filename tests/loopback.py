"""A site of our own and a real pywb, both on loopback."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fidelity.archive.fetch import Page
from fidelity.archive.fetch.keep import keep

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Site:
    """`pages` maps a path to the answers it gives, one after the other; the last one again and again."""

    port: int
    pages: dict[str, list[Answer]] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    agents: set[str] = field(default_factory=set)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def put(self, path: str, body: str | bytes, status: int = 200, **headers: str) -> str:
        kind = {"Content-Type": "text/html; charset=utf-8"} | {k.replace("_", "-"): v for k, v in headers.items()}
        self.pages.setdefault(path, []).append((status, kind, body.encode() if isinstance(body, str) else body))
        return self.url(path)


@pytest.fixture
def site() -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            here.agents.add(self.headers.get("User-Agent", ""))
            answers = here.pages.get(self.path, [(404, {}, b"")])
            status, headers, body = answers[min(here.asked[self.path], len(answers) - 1)]
            here.asked[self.path] += 1
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        here = Site(server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield here
        server.shutdown()
        thread.join()


@dataclass
class Wayback:
    """pywb over one collection; `base` is its address."""

    folder: Path
    base: str = ""

    def capture(self, url: str, copies: Sequence[tuple[str, str]]) -> None:
        """Add copies of a page, each a date and HTML, by pywb's own manager."""
        for date, body in copies:
            page = Page(url, 200, "OK", (("Content-Type", "text/html; charset=utf-8"),), body.encode())
            file = keep(self.folder, url, page, datetime.fromisoformat(date))
            _manage(self.folder, "add", "gazette", str(file))

    @contextlib.contextmanager
    def running(self) -> Iterator[Wayback]:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        words = ["-c", "from pywb.apps.cli import wayback; wayback()", "-b", "127.0.0.1", "-p", str(port)]
        log = (self.folder / "pywb.log").open("wb")
        with log, subprocess.Popen([sys.executable, *words], cwd=self.folder, stdout=log, stderr=log) as process:
            try:
                for _ in range(200):
                    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5):
                        break
                    time.sleep(0.1)
                self.base = f"http://127.0.0.1:{port}/gazette"
                yield self
            finally:
                process.terminate()


def _manage(folder: Path, *words: str) -> None:
    script = "from pywb.manager.manager import main; main()"
    subprocess.run([sys.executable, "-c", script, *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def wayback(tmp_path: Path) -> Wayback:
    folder = tmp_path / "wayback"
    folder.mkdir()
    (folder / "config.yaml").write_text("enable_memento: true\n")
    _manage(folder, "init", "gazette")
    return Wayback(folder)
