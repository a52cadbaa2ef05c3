"""The report by hand and an article written by someone who knows all our formats; and any report that hypothesis thinks of."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from by_hand import HARBOUR, at, edit, finding, made, match, quote
from hypothesis import strategies as st

from fidelity.model import Allowed, Fix, FixEdit, Here, Position, ReportedArticle, There
from fidelity.report import Look, RulePage

if TYPE_CHECKING:
    from fidelity.model import Report

SECOND = "originals/second [copy](1) 港.html"
URI = "articles/=cmd|' /C calc'!A0, col=9::error::x % \"<b>@maintainers.md"
TEXT = (
    "He said: “Ten   wells were dug — {0} of them](https://evil.example) by @mayor.”\r\n"
    "Then: “Nobody <b>paid</b> for #12 … at all.”\n"
    "他說：“今天會下雨。” And more.\n"
)
HOSTILE = (
    '](https://evil.example) [x](https://evil.example "t") <https://evil.example> https://evil.example www.evil.example',
    "<script>alert(1)</script><img src=x onerror=alert(1)><!-- --> --> ]]> &lt; &#64;user </table></p>",
    "@everyone #12 !7 $a$ :smile: :+1: GH-3 `code` | pipe | **bold** ~~del~~ _it_ me@evil.example",
    "one\r\n::error file=x::injected\n::set-output name=a::b %0A %25 ##[error]x\n\n\n# heading\n\n<b>",
    '=HYPERLINK("http://evil.example")',
    "+1",
    "-1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "＝1",
    "\x00\x01\x1b[31m\x7f\x9b \u202e \ufeff \ufffe \uffff \ud800 \u2028 \u2029 \x85",
    "{0} {1} [a](1) %SRCROOT%",
    "",
)


def _place(start: int, end: int) -> Here:
    before = TEXT[:start]
    line = before.count("\n") + 1
    column = start - (before.rfind("\n") + 1) + 1
    return Here((start, end), Position(line, column), Position(line, column + end - start), None)


def article() -> ReportedArticle:
    """Findings with a message of each hostile kind, fixes of each safety, two originals, allowances of both kinds."""
    said, was = "Ten wells were dug — {0} of them", "Nine wells were dug — {0} of them"
    findings = [
        replace(
            finding("altered-wording", "error", message, 1, line=1),
            here=_place(*at(TEXT, "Ten")),
            fingerprint=f"hostile-{number}",
            there=There(SECOND, (5, 9), Position(2, 1), Position(2, 5), None),
        )
        for number, message in enumerate(HOSTILE)
    ]
    ten, more, words = at(TEXT, "Ten"), at(TEXT, "   "), at(TEXT, "Nobody <b>paid</b>")
    chinese = at(TEXT, "今")
    findings += [
        replace(
            finding("changed-number", "error", "“Ten” for “Nine”.", 1, line=1),
            here=_place(*ten),
            fix=Fix("unsafe", (FixEdit(more, " "), FixEdit(ten, "Nine"))),
        ),
        replace(
            finding("added-words", "warning", "Somebody paid.", 2, line=2),
            here=_place(*words),
            fix=Fix("safe", (FixEdit((words[0], words[0]), "[sic] "),)),
            there=There(HARBOUR, (5, 9), Position(2, 1), Position(2, 5), 3),
        ),
        replace(
            finding("changed-number", "error", "今", 3, line=3),
            here=_place(*chinese),
            fix=Fix("safe", (FixEdit(chinese, "明"),)),
        ),
        replace(
            finding("moved-words", "info", "Shown only.", None, line=3),
            here=_place(*chinese),
            fix=Fix("display", (FixEdit(chinese, "x"),)),
        ),
        finding(
            "lost-emphasis", "warning", "Old.", None, line=3, allowed=Allowed("baseline", "known @all since\r\n::error::2019")
        ),
    ]
    numbers = range(len(findings))
    return replace(
        made().articles[1],
        uri=URI,
        sha256="4" * 64,
        notes=HOSTILE[:3],
        quotes=(
            quote(
                1,
                "altered",
                said,
                match(was, edit("substitution", (said, "Ten"), (was, "Nine"), "critical", "changed-number"), uri=SECOND),
                *numbers[: len(HOSTILE) + 1],
            ),
            quote(
                2,
                "not-found",
                "Nobody <b>paid</b> for #12 … at all.",
                None,
                len(HOSTILE) + 1,
                nearest=match("Nobody paid @all"),
            ),
            quote(3, "altered", "今天會下雨。", match("明天會下雨。", uri=SECOND), len(HOSTILE) + 2),
            quote(4, "unchecked", "\n".join(HOSTILE), None, reason=" ".join(HOSTILE)),
        ),
        findings=tuple(findings),
    )


def everything() -> Report:
    """All of `by_hand`, and the hostile article."""
    report = made()
    summary = replace(report.summary, articles=4, quotes=19, errors=26, warnings=6, info=2)
    return replace(report, articles=(*report.articles, article()), summary=summary)


def text_of(reported: ReportedArticle) -> str | None:
    """The hostile article's text, and no other's."""
    return TEXT if reported.uri == URI else None


PAGE = RulePage(
    "wording",
    "Find a number that was changed.",
    "## What it finds\nNumbers of another\nvalue.\n\n## Why it matters\nThey are remembered.\n\n## Example\n8 for 9.\n",
    "error",
)
LOOK = Look(manual={"changed-number": PAGE, "altered-wording": PAGE, "never-used": replace(PAGE, severity=None)}, texts=text_of)

ANY = st.text(st.characters(), max_size=40) | st.sampled_from(HOSTILE) | st.lists(st.sampled_from(HOSTILE)).map("".join)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """The hostile article and an unread one with any text wherever an article, an original or a person has put it."""
    given = article()
    first, second, *rest = given.quotes
    assert first.match is not None
    edits = tuple(replace(e, original=replace(e.original, text=draw(ANY))) for e in first.match.edits)
    text, original = draw(ANY), draw(ANY)
    first = replace(
        first,
        text=text,
        match=replace(first.match, text=draw(ANY), original=original, edits=edits),
        names=replace(first.names, speaker=draw(ANY)),
    )
    findings = tuple(
        replace(f, message=draw(ANY), there=replace(f.there, original=original) if f.there else None)
        for f in given.findings[-7:]
    )
    first, second = replace(first, findings=(0, 1, 2)), replace(second, findings=(3,), reason=draw(ANY))
    rest = [replace(q, findings=()) for q in rest]
    whole = replace(given, uri=draw(ANY), title=draw(ANY), notes=(draw(ANY),), quotes=(first, second, *rest), findings=findings)
    unread = replace(made().articles[2], uri=draw(ANY), problem=draw(ANY))
    return replace(made(), articles=(whole, unread))
