"""From a located quotation to its verdict and findings: every departure weighed, and named once.

What judges is imported when it is first used, so that a run that need not judge anything only knows the rules by name.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from fidelity.rules.register import REGISTER, active, judge_stale

if TYPE_CHECKING:
    from fidelity.rules.judging import RULES, judge, judge_notice
    from fidelity.rules.proof import Rule

__all__ = ["REGISTER", "RULES", "Rule", "active", "judge", "judge_notice", "judge_stale"]

_HOMES = {
    "RULES": "fidelity.rules.judging",
    "Rule": "fidelity.rules.proof",
    "judge": "fidelity.rules.judging",
    "judge_notice": "fidelity.rules.judging",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'fidelity.rules' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
