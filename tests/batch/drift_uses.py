"""Uses of a quotation by hand, for what is decided about them."""

from __future__ import annotations

from fidelity.batch.drift.rows import Named, Place, Stressed, Use

ORIGINAL = (
    "The bridge will open in ten days, the engineer said on Monday. Nobody at the yard doubts it any longer, and the council, "
    "which had asked for a delay, has now agreed that the ferry may stop running at once."
)
START = 100


def use(
    article: str,
    text: str,
    published: str | None = None,
    *,
    original: str | None = "bridge.txt",
    there: str | None = None,
    whole: str = ORIGINAL,
    stressed: str = "",
    status: str = "added",
    named: Named | None = None,
    publisher: str | None = None,
    how: str = "given",
) -> Use:
    """A use that stands in `there` of the original `whole` (None: in all of it), or in none (`original` None)."""
    place = None
    if original is not None:
        words = whole if there is None else there
        at = whole.index(words)
        span = (START + at, START + at + len(words))
        place = Place(original, None, how, (span,), words, whole[:at], whole[at + len(words) :])
    runs = (Stressed(stressed, status, declared=False, start=10 + text.index(stressed)),) if stressed else ()
    return Use(
        article,
        f"id-{article}",
        1,
        f"The story of {article}",
        None,
        publisher,
        f"https://{article}.example/story",
        published,
        1,
        1,
        (10, 10 + len(text)),
        text,
        None,
        named or Named(None, None, None),
        (),
        "exact",
        place,
        runs,
    )
