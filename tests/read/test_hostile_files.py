"""Every hostile file of the table of limits, in small: nothing raises, and what is read keeps the laws."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hostile_files import CASES, Case
from test_laws import check_laws

from fidelity.archive.folder import CATALOGUE, OriginalsError, catalogue
from fidelity.read import read_all, read_slice, slices

if TYPE_CHECKING:
    from pathlib import Path

_FEW = {"table: one long text in each row": 40}  # of a megabyte each


@pytest.mark.parametrize("case", [case for case in CASES if case.file != CATALOGUE], ids=lambda case: case.name)
def test_a_hostile_file_is_read_or_told(tmp_path: Path, case: Case) -> None:
    path = tmp_path / case.file
    path.write_bytes(case.made(_FEW.get(case.name, max(50, case.size // 3000))))
    read = list(read_all(path))
    assert read
    for document in read:
        check_laws(document)
        assert document.text.strip() or document.problem
    parts = [document for part in slices(path, 5000) for document in read_slice(path, part)]
    assert [d.uri for d in read if not d.problem] == [d.uri for d in parts if not d.problem]


@pytest.mark.parametrize("case", [case for case in CASES if case.file == CATALOGUE], ids=lambda case: case.name)
def test_a_hostile_catalogue_is_read_or_told(tmp_path: Path, case: Case) -> None:
    (tmp_path / CATALOGUE).write_bytes(case.made(max(100, case.size // 50)))
    try:
        assert catalogue(tmp_path)
    except OriginalsError as error:
        assert "not valid TOML" in str(error)  # noqa: PT017 - either is right
