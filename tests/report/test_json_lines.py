from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from by_hand import made
from hostile import LOOK, everything, reports
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from fidelity.report import FORMATS
from fidelity.report.json import schema

if TYPE_CHECKING:
    from fidelity.model import Report

WHOLE = json.loads(schema())
ARTICLE = Draft202012Validator({"$ref": "#/$defs/ReportedArticle", "$defs": WHOLE["$defs"]})


def lines(report: Report) -> list[Any]:
    text = FORMATS["json-lines"](report, LOOK)
    found = [json.loads(line) for line in text.splitlines()]
    assert len(found) == text.count("\n"), "whoever ends lines as Unicode does reads the same lines"
    return found


def test_each_article_is_a_line_with_the_keys_of_the_json_report() -> None:
    *articles, last = lines(everything())
    for line, article in zip(articles, everything().articles, strict=True):
        assert (line.pop("schema"), line.pop("type")) == ("fidelity-report/1", "article")
        assert [] == [error.message for error in ARTICLE.iter_errors(line)]
        assert len(line["quotes"]) == len(article.quotes)
    assert list(last) == ["schema", "type", "tool", "settings", "summary"]


def test_the_lines_together_are_the_json_report() -> None:
    *articles, last = lines(made())
    for line in (*articles, last):
        del line["type"]
    assert json.loads(FORMATS["json"](made(), LOOK)) == {
        **last,
        "articles": [{key: value for key, value in line.items() if key != "schema"} for line in articles],
    }


@given(reports())
@settings(deadline=None, max_examples=60)
def test_any_text_stays_on_its_line(report: Report) -> None:
    assert len(lines(report)) == 3
