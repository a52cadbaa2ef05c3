"""The fuzz targets themselves: every seed runs through its target without a finding."""

from __future__ import annotations

import pytest
from fuzz_targets import TARGETS


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_seeds_find_nothing(name: str) -> None:
    target = TARGETS[name]
    run = target.load()
    seeds = target.seeds()
    assert seeds
    for seed in (*seeds, b"", b"\0", *target.words):
        run(seed)
