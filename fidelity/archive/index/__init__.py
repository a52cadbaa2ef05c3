"""The index by words: which documents of an archive may hold a quotation, by the runs of three words they share.

The index is a handful of files, the segments. A segment is written once and never changed; `write` makes one, `merge` makes one
out of several, `due` says when that is worth it, and `Index` looks quotations up in all of them at once. Which files belong to
an archive, and which documents have been removed from it, is for its catalogue to know.

    write(path, hashed((number, text) for ...))
    Index([Segment(path)]).look_up(words(quotation).hashes)
"""

from fidelity.archive.index.build import merge, write
from fidelity.archive.index.hashing import hashed
from fidelity.archive.index.layout import SegmentError, SegmentInfo
from fidelity.archive.index.lookup import Hit, Index, Reach, Run
from fidelity.archive.index.plan import all_that_fit, due
from fidelity.archive.index.segment import Segment

__all__ = [
    "Hit",
    "Index",
    "Reach",
    "Run",
    "Segment",
    "SegmentError",
    "SegmentInfo",
    "all_that_fit",
    "due",
    "hashed",
    "merge",
    "write",
]
