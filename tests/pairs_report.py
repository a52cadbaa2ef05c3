"""The report of a pair, made once for all the tests that look at it."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from write_reports import reports


@cache
def check_pair(pair: str) -> dict[str, Any]:
    """The JSON report's one article."""
    articles: list[dict[str, Any]] = json.loads(reports(pair)[1])["articles"]
    assert len(articles) == 1
    return articles[0]
