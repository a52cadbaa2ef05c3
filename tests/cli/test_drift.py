"""`fidelity drift` as a person runs it."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "batch"))

from lineage_made import Maker, run_of

from fidelity.batch import folder as batch

if TYPE_CHECKING:
    from conftest import Run


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return run_of(Maker(2).archive(2, 4), tmp_path_factory.mktemp("drift") / "RUN").path


@pytest.fixture
def made(finished: Path, newsroom: Path) -> Path:
    shutil.copytree(finished, newsroom / "RUN")
    return newsroom


def test_every_format_at_once(fidelity: Run, made: Path) -> None:
    done = fidelity("drift", "RUN", "--width", "80", "-o", "json:drift.json", "-o", "html:drift.html", NO_COLOR="1")
    assert (0, b"") == (done.returncode, done.stderr)
    assert "Time line" in done.stdout.decode()
    assert b"\x1b" not in done.stdout
    found = json.loads((made / "drift.json").read_text("utf-8"))
    assert found["summary"]["lineages"] == len(found["lineages"])
    assert "</html>" in (made / "drift.html").read_text("utf-8")


def test_printed_as_json(fidelity: Run, made: Path) -> None:
    assert made.is_dir()
    done = fidelity("drift", "RUN", "--output-format", "json", "--most", "1")
    assert 1 == len(json.loads(done.stdout)["lineages"])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nowhere",), "no run here"),
        (("RUN", "--original", "nothing.md"), "no quotation of the run stands in it"),
        (("RUN", "--min-variants", "0"), "give at least 1"),
        (("RUN", "-o", "html"), "give a format and a file"),
        (("RUN", "-o", "hmtl:x.html"), "Did you mean “html”?"),
        (("RUN", "-o", "json:no/x.json"), "does not exist"),
        (("RUN", "--width", "3"), "too narrow"),
    ],
)
def test_what_is_wrong_is_told(fidelity: Run, made: Path, words: tuple[str, ...], said: str) -> None:
    assert made.is_dir()
    done = fidelity("drift", *words)
    assert 2 == done.returncode
    assert said in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


def test_a_table_that_cannot_be_read_is_told(fidelity: Run, made: Path) -> None:
    (made / "RUN" / "quotes" / "000000.parquet").write_bytes(b"PAR1 no table")
    done = fidelity("drift", "RUN")
    assert (2, True) == (done.returncode, b"cannot be read" in done.stderr)


def test_a_run_that_has_nothing_yet_is_told_as_that(fidelity: Run, newsroom: Path) -> None:
    batch.Run.begin(newsroom / "RUN", batch.About(batch.SCHEMA, "fidelity", "sha256:none", "strict", {}))
    done = fidelity("drift", "RUN", "-o", "html:drift.html", "-o", "json:drift.json")
    assert (0, b"") == (done.returncode, done.stderr)
    assert "the run is not finished" in done.stdout.decode()
    assert [] == json.loads((newsroom / "drift.json").read_text("utf-8"))["lineages"]
