"""Fixes: remedies as edits of an article's file, applied as far as the file reads afterwards as it should."""

from __future__ import annotations

from fidelity.fixing.files import NotWritableError, encoded, save
from fidelity.fixing.fit import fitted
from fidelity.fixing.rounds import Fixed, fix

__all__ = ["Fixed", "NotWritableError", "encoded", "fitted", "fix", "save"]
