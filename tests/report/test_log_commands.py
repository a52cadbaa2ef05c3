"""What CI systems take for commands in a log is none in the reports for people."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hostile import LOOK, reports
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fidelity.report import FORMATS
from fidelity.report.visible import unheard

if TYPE_CHECKING:
    from fidelity.model import Report

HEARD = re.compile(r"(?m)^\s*::|##\[|##vso\[|##teamcity\[")
"""As the runners hear them: GitHub at the beginning of a line and, in its first form, anywhere; Azure and TeamCity anywhere."""


@pytest.mark.parametrize(
    ("log", "expected", "why"),
    [
        ("::error::x", ":꞉error::x", "GitHub"),
        ("a\n \t::add-mask::b", "a\n \t:꞉add-mask::b", "behind white space"),
        ("\x1b[1m::error::x", "\x1b[1m:꞉error::x", "behind colours"),
        ("a ::error::x", "a ::error::x", "in a line it is none"),
        ("a ##[group]b", "a #♯[group]b", "GitHub, in its older form"),
        ("a ##vso[task.x]b", "a #♯vso[task.x]b", "Azure"),
        ("##teamcity[x]", "#♯teamcity[x]", "TeamCity"),
        ("## a [b]", "## a [b]", "a heading"),
    ],
)
def test_a_command_is_none(log: str, expected: str, why: str) -> None:
    assert expected == unheard(log), why
    assert not HEARD.search(unheard(log)), why


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(reports(), st.sampled_from(["full", "concise"]), st.sampled_from([40, 60, 100]))
def test_no_report_for_people_holds_one(report: Report, name: str, width: int) -> None:
    first, *rest = report.articles
    hostile = replace(
        first,
        uri="::error::a.md",
        title="##[error]b",
        notes=("##vso[task.setvariable variable=c]d " + "e " * 30 + "::warning::f",),
        findings=tuple(replace(f, message="g " * 28 + "::error file=h::i ##[debug]j") for f in first.findings),
    )
    told = FORMATS[name](replace(report, articles=(hostile, *rest)), replace(LOOK, width=width))
    assert not HEARD.search(told)
