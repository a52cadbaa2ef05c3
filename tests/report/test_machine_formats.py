"""What all formats for machines share: they look as before, say the same twice, load nothing early."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hostile import LOOK, everything, reports
from hypothesis import given, settings

from fidelity.report import FORMATS, Look

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion

    from fidelity.model import Report

NAMES = ["csv", "github", "gitlab", "json-lines", "junit", "markdown", "rdjson", "sarif"]


@pytest.mark.parametrize("name", [name for name in NAMES if name != "json-lines"])  # the JSON report's keys, tested there
def test_machine_formats_look_as_before(name: str, snapshot: SnapshotAssertion) -> None:
    assert snapshot == FORMATS[name](everything(), LOOK).encode("utf-8", "backslashreplace").decode()


@pytest.mark.parametrize("name", NAMES)
def test_hostile_articles_give_the_same_bytes_with_one_line_end(name: str) -> None:
    text = FORMATS[name](everything(), LOOK)
    assert text == FORMATS[name](everything(), LOOK)
    assert text.endswith("\n")
    assert not text.endswith(("\n\n", "\n\r\n"))


@given(reports())
@settings(deadline=None, max_examples=60)
def test_any_text_can_be_written_as_utf_8(report: Report) -> None:
    for name in NAMES:
        assert FORMATS[name](report, LOOK).encode("utf-8"), name


@pytest.mark.parametrize("name", NAMES)
def test_an_accepted_finding_is_no_open_one(name: str) -> None:
    text = FORMATS[name](everything(), Look())
    told = "An accepted finding that must not be shown." in text
    assert told == (name in {"csv", "json-lines", "sarif"}), "these say that it is accepted"


def test_no_format_is_loaded_before_it_is_asked_for() -> None:
    code = (
        "import sys, fidelity.report as r; before = set(sys.modules); "
        "early = {'csv', 'xml.etree', 'rich', 'msgspec', 'html'} & before; assert not early, early; "
        "assert not [m for m in before if m.startswith('fidelity.report.') and m != 'fidelity.report.look']"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
