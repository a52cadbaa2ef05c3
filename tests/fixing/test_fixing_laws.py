"""Laws of fixing, over articles made by chance: what was to go is gone, nothing grave has come, all else is as it was."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mending import mend

if TYPE_CHECKING:
    from fidelity.model import ReportedArticle

SENTENCES = (
    "The ferry across the sound was stopped in October because the ramp on the north side had sunk.",
    "Two divers looked at the piles, measured forty of them, and found that nine were not sound.",
    "Nobody may use the pier before the council has seen the figures of the second survey.",
    "The harbour master, an old friend of the yard, said that the work would take until the spring.",
    "Most of the cost, some 80,000 crowns, will be paid by the county and the rest by the town.",
)
ORIGINAL = " ".join(SENTENCES)
OTHER = ("boats", "never", "Harbison", "seventy", "could", "quietly", "all")
PAGE = """<p>The survey says: &ldquo;{0}&rdquo; Thus the survey &amp; the town.</p>\r
<blockquote class="q"><p>{1}</p></blockquote>\r
<p>More on <em>Monday</em>.</p>\r
"""
FRAMES = {
    "article.md": (
        "# A pier\n\nThe survey says: “{0}” Thus the survey & the town.\n\n> {1}\n\nMore on *Monday*.\n",
        ("*{}*", "**{}**"),
    ),
    "article.html": (
        PAGE,
        ("<em>{}</em>", "<b>{}</b>"),
    ),
    "article.txt": ("A pier\n\nThe survey says: “{0}” Thus the survey & the town.\n\nMore on Monday.\n", ("{}",)),
}


@st.composite
def damaged(draw: st.DrawFn, looks: tuple[str, ...]) -> str:
    words = draw(st.sampled_from(SENTENCES)).split()
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(1, len(words) - 3))
        match draw(st.sampled_from(("drop", "drop two", "put", "change", "stress", "cut"))):
            case "drop":
                del words[at]
            case "drop two":
                del words[at : at + 2]
            case "put":
                words.insert(at, draw(st.sampled_from(OTHER)))
            case "change":
                words[at] = draw(st.sampled_from(OTHER))
            case "stress":
                words[at] = draw(st.sampled_from(looks)).format(words[at])
            case _ if len(words) > 12:
                words = words[: max(8, at)]
                words[-1] = words[-1].rstrip(",.") + "."
    return " ".join(words)


@st.composite
def articles(draw: st.DrawFn) -> tuple[str, str]:
    name = draw(st.sampled_from(sorted(FRAMES)))
    frame, looks = FRAMES[name]
    return name, frame.format(
        draw(damaged(looks)), draw(damaged(looks)).replace(" and ", "\n> and " if name.endswith("md") else " and ")
    )


def grave(article: ReportedArticle) -> Counter[str]:
    return Counter(finding.rule for finding in article.findings if finding.severity != "info")


def is_within(part: str, whole: str) -> bool:
    """Whether all characters of one text stand in the other in order."""
    rest = iter(whole)
    return all(char in rest for char in part)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(articles(), st.sampled_from(("strict", "bluebook", "apa", "de")))
def test_safe_fixes_only_add_marks(made: tuple[str, str], style: str) -> None:
    name, article = made
    mended = mend(article, ORIGINAL, name=name, style=style)
    gone = Counter(mended.rules)
    old, new = Counter(f.rule for f in mended.before.findings), Counter(f.rule for f in mended.after.findings)
    assert all(new[rule] <= old[rule] - n for rule, n in gone.items())
    assert grave(mended.after) <= grave(mended.before)
    added = mended.fixed.source
    if "changed-punctuation" not in gone:  # a comma or stop of the quoter's that goes behind the closing mark
        assert is_within(article, added)
    said = re.sub(r" [(\[](?:some )?(?:emphasis added|Hervorhebung [a-zü ]+)[)\]]", "", added)
    assert re.findall(r"[^\W_]+", article) == re.findall(r"[^\W_]+", re.sub(r"(?<=\w)\]|\[(?=\w)", "", said))
    assert mended.fixed.source == mend(added, ORIGINAL, name=name, style=style).fixed.source, "a second run finds nothing"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(articles())
def test_the_originals_words_stand_where_others_stood(made: tuple[str, str]) -> None:
    name, article = made
    mended = mend(article, ORIGINAL, name=name, unsafe=True)
    gone = Counter(mended.rules)
    old, new = Counter(f.rule for f in mended.before.findings), Counter(f.rule for f in mended.after.findings)
    assert all(new[rule] <= old[rule] - n for rule, n in gone.items())
    assert grave(mended.after) <= grave(mended.before)
    before, after = re.split("“|”|&ldquo;|&rdquo;", article), re.split("“|”|&ldquo;|&rdquo;", mended.fixed.source)
    assert len(before) == len(after)
    assert before[0] == after[0], "what stands before the first quotation stays"
    assert article.rpartition("More")[2] == mended.fixed.source.rpartition("More")[2], "and what stands behind the last one"
    known = {*re.findall(r"[^\W_]+", f"{article} {ORIGINAL} some emphasis added")}
    bare = re.sub(r"(?<=\w)\]|\[(?=\w)|\](?=\w)", "", mended.fixed.source)
    assert known >= {*re.findall(r"[^\W_]+", bare)}, "no word is invented"
