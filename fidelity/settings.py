"""Every number and switch of the tool, each with its default and one line why."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields
from typing import Literal

from fidelity.styles import is_file, style

SeverityOrOff = Literal["error", "warning", "info", "off"]


@dataclass(frozen=True, slots=True)
class Settings:
    """How a check is made. Equal settings have equal fingerprints."""

    style: str = "strict"
    """The house style, by name or path: which departures are silent, marked or forbidden, and how severe each rule is."""
    select: tuple[str, ...] = ()
    """Only these rules report; empty: all of them."""
    ignore: tuple[str, ...] = ()
    """These rules never report."""
    severity: tuple[tuple[str, SeverityOrOff], ...] = ()
    """Rules and how grave all their findings are, whatever the style says: what a project decides for itself comes last."""
    require_originals: bool = False
    """Whether a quotation that nothing could be compared with is an error: for houses that keep every original."""
    min_words_short: int = 6
    """Below this many words a quotation needs a folded hit in a named original: short runs stand everywhere by chance."""
    limit_reach: int = 8
    """How many hidden words may stand between a negation or modal and the kept words that it still governs."""
    lone_words: int = 3
    """An unmarked omission up to this long that holds a critical word is named after that word, not as a cut passage."""
    base_share: float = 0.85
    """From this share of a block's letters on, a typeface is the block's own and emphasises nothing."""
    splice_words: int = 6
    """From this many words on, a stretch that another original holds is a passage of its own, not a chance likeness."""
    unmarked_words: int = 25
    """From this many words on, a verbatim run of an original without marks or lead-in is reported as an unmarked quotation."""
    note_reach: int = 300
    """How far from a quotation (in characters) an emphasis note may stand and still be about this quotation alone."""
    most_quotations: int = 20_000
    """So many quotations of an article are looked at, in its order; an article with more is told so in its notes."""
    longest_quotation: int = 1_000_000
    """A quotation of more characters is not compared: nobody quotes a whole book."""
    most_marks: int = 500
    """A quotation with more ellipses, brackets and notes in it is not compared: nobody could follow it."""
    most_findings: int = 500
    """So many findings are told of one quotation, the gravest first, and of what is no quotation in an article."""


def fingerprint(*each: Settings) -> str:
    """`sha256:` and the digest of all settings by name, the same on every machine; of several settings, of all their digests.

    A style out of a file counts with what it says, wherever it lies. Raises StyleError if it cannot be used.
    """
    digests = [_digest(settings) for settings in each]
    return "sha256:" + (digests[0] if len(digests) == 1 else hashlib.sha256("\n".join(sorted(digests)).encode()).hexdigest())


def _digest(settings: Settings) -> str:
    said = {f.name: repr(getattr(settings, f.name)) for f in fields(settings)}
    for name in _LATER:  # the fingerprints of reports from before there were such settings stay true
        if said[name] == repr(getattr(_DEFAULTS, name)):
            del said[name]
    if is_file(settings.style):
        said["style"] = repr(style(settings.style))
    lines = (f"{name}={value}\n" for name, value in sorted(said.items()))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


_DEFAULTS = Settings()
_LATER = ("severity", "most_quotations", "longest_quotation", "most_marks", "most_findings")
