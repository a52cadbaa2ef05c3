"""A check asks nobody: articles and originals full of addresses make no connection, and nothing that makes one is loaded."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ARTICLE = """---
url: https://paper.example/a
originals: [https://ledger.example/o, o.html]
---
<link rel="stylesheet" href="https://paper.example/style.css"><img src="http://127.0.0.1:1/beacon.png">

[Keller](https://ledger.example/o) said: “The lamps were lit on the harbour wall that evening.”
"""
ORIGINAL = """<!DOCTYPE html SYSTEM "http://127.0.0.1:1/dtd"><html><head><base href="http://127.0.0.1:1/">
<link rel="stylesheet" href="style.css"><script src="x.js"></script></head>
<body><iframe src="http://127.0.0.1:1/"></iframe><p>The lamps were lit on the harbour wall that evening.</p></body></html>
"""
RUN = """
import socket, sys
def refuse(*args, **named):
    raise AssertionError(f"a connection was asked for: {args}")
socket.socket.connect = socket.getaddrinfo = socket.create_connection = refuse
from fidelity.cli import main
code = main(["check", "a.md", "--no-cache", "-o", "html:out.html", "-o", "json:out.json"])
assert not {"httpx", "httpcore", "urllib.request", "http.client"} & set(sys.modules), sorted(sys.modules)
sys.exit(code)
"""


def test_a_check_makes_no_connection(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(ARTICLE, "utf-8")
    (tmp_path / "o.html").write_text(ORIGINAL, "utf-8")
    place = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    done = subprocess.run([sys.executable, "-c", RUN], cwd=tmp_path, env=place, capture_output=True, check=False)
    assert 0 == done.returncode, done.stderr.decode()
    assert '"verdict":"exact"' in (tmp_path / "out.json").read_text("utf-8").replace(" ", "")
