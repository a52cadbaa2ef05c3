"""Saves a page as MHTML with headless Chromium, as its own "save as" does: `python save_page.py ADDRESS FILE PORT`.

Only the standard library is needed: Chromium is spoken to through two pipes.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any


def main(address: str, target: str, port: str) -> None:
    to_read, to_write = os.pipe()
    from_read, from_write = os.pipe()

    def pipes() -> None:
        os.dup2(to_read, 3)
        os.dup2(from_write, 4)
        os.set_inheritable(3, True)  # noqa: FBT003
        os.set_inheritable(4, True)  # noqa: FBT003

    with tempfile.TemporaryDirectory() as home:
        browser = subprocess.Popen(
            [
                "/usr/lib/chromium/chromium",
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--remote-debugging-pipe",
                f"--user-data-dir={home}",
                f"--host-resolver-rules=MAP harbour.example 127.0.0.1:{port}",
                "about:blank",
            ],
            preexec_fn=pipes,  # noqa: PLW1509
            close_fds=False,
            stderr=subprocess.DEVNULL,
        )
        waiting = b""
        number = 0

        def listen() -> dict[str, Any]:
            nonlocal waiting
            while b"\0" not in waiting:
                waiting += os.read(from_read, 1 << 20)
            answer, _, waiting = waiting.partition(b"\0")
            return dict(json.loads(answer))

        def ask(method: str, session: str | None = None, **params: Any) -> dict[str, Any]:
            nonlocal number
            number += 1
            message = {"id": number, "method": method, "params": params} | ({"sessionId": session} if session else {})
            os.write(to_write, json.dumps(message).encode() + b"\0")
            while (said := listen()).get("id") != number:
                pass
            return dict(said["result"])

        tab = ask("Target.createTarget", url="about:blank")["targetId"]
        session = ask("Target.attachToTarget", targetId=tab, flatten=True)["sessionId"]
        ask("Page.enable", session)
        ask("Page.navigate", session, url=address)
        while listen().get("method") != "Page.loadEventFired":
            pass
        saved = ask("Page.captureSnapshot", session, format="mhtml")["data"]
        Path(target).write_bytes(saved.encode())
        ask("Browser.close")
        browser.wait()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else "8000")
