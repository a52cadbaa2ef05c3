"""One report by hand that has every verdict, kind of edit, emphasis and trouble; every format is drawn from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fidelity.model import (
    Allowed,
    Fix,
    FixEdit,
    Here,
    OriginalEmphasis,
    Position,
    Report,
    ReportedArticle,
    ReportedAside,
    ReportedDeclaration,
    ReportedEdit,
    ReportedEmphasis,
    ReportedFinding,
    ReportedLeadIn,
    ReportedMatch,
    ReportedNames,
    ReportedQuote,
    ReportedRival,
    ReportedSettings,
    Side,
    Summary,
    There,
    Tool,
)

if TYPE_CHECKING:
    from fidelity.model import EditKind, EmphasisStatus, Form, Mark, Severity, Verdict, Weight

HARBOUR = "originals/harbour.html"
NOBODY = ReportedNames(None, None, None, None, None)
LONG = (
    "The committee met nine times between March and October and heard forty witnesses, among them the pilots, the tug masters, "
    "two engineers of the builder and the harbour master himself, who gave evidence twice and brought the log books of three "
    "winters with him. It found that the lamp had been lit on every night of the storm. It found no sign that the keeper was "
    "absent, and it thanks him for his patience."
)


def at(text: str, part: str) -> tuple[int, int]:
    start = text.index(part)
    return start, start + len(part)


def edit(
    kind: EditKind,
    quote: tuple[str, str],
    original: tuple[str, str],
    weight: Weight,
    why: str | None,
    *,
    mark: Mark | None = None,
) -> ReportedEdit:
    """`quote` and `original` are (the side's whole text, the part that differs); a part `>after` is the place after `after`."""
    places, texts = [], []
    for text, part in (quote, original):
        if part.startswith(">"):
            end = at(text, part[1:])[1]
            places.append((end, end))
            texts.append("")
        else:
            places.append(at(text, part))
            texts.append(part)
    here, there = (Side((100 + s, 100 + e), text) for (s, e), text in zip(places, texts, strict=True))
    return ReportedEdit(kind, weight, mark, here, there, why, *places)


def stress(
    status: EmphasisStatus,
    text: str,
    original: str | None,
    part: str,
    kinds: tuple[str, ...],
    was: tuple[str, ...],
    *,
    declared: bool,
) -> ReportedEmphasis:
    span = at(text, part)
    there = at(original, part) if original is not None and part in original else None
    return ReportedEmphasis(status, declared, kinds, span, part, OriginalEmphasis(there, was), span, there)


def match(text: str, *edits: ReportedEdit, line: int = 12, uri: str = HARBOUR, **more: Any) -> ReportedMatch:
    given: dict[str, Any] = {
        "url": None,
        "snapshot": None,
        "how": "given",
        "rung": "aligned" if edits else "identical",
        "passages": ((900, 900 + len(text)),),
        "before": "",
        "after": "",
        "link": None,
        "rivals": (),
        "page": 3 if uri == HARBOUR else None,
        "text_passages": ((700, 700 + len(text)),),
    } | more
    return ReportedMatch(
        original=uri,
        sha256="1" * 64,
        start=Position(line, 5),
        end=Position(line, 5 + len(text)),
        text=text,
        edits=edits,
        **given,
    )


def quote(
    number: int, verdict: Verdict, text: str, found: ReportedMatch | None, *findings: int, form: Form = "inline", **more: Any
) -> ReportedQuote:
    line = 10 * number
    given: dict[str, Any] = {
        "bounds": "certain",
        "lead_in": None,
        "names": NOBODY,
        "declares": (),
        "reason": None,
        "marked": True,
        "score": 100.0 if found else None,
        "page": None,
        "nearest": None,
        "emphasis": (),
        "before": "",
        "after": "",
        "asides": (),
    } | more
    return ReportedQuote(
        id=f"q{number}",
        form=form,
        spans=((1000 * number, 1000 * number + len(text)),),
        start=Position(line, 3),
        end=Position(line, 3 + len(text)),
        text=text,
        verdict=verdict,
        match=found,
        findings=findings,
        **given,
    )


def finding(
    rule: str, severity: Severity, message: str, number: int | None, *, line: int, there: bool = False, **more: Any
) -> ReportedFinding:
    given: dict[str, Any] = {"fix": None, "allowed": None} | more
    return ReportedFinding(
        rule=rule,
        severity=severity,
        message=message,
        quote=None if number is None else f"q{number}",
        here=Here((100 * line, 100 * line + 5), Position(line, 9), Position(line, 14), None),
        there=There(HARBOUR, (900, 905), Position(12, 20), Position(12, 25), 3) if there else None,
        fingerprint=f"{rule}-{line}",
        **given,
    )


def _harbour() -> ReportedArticle:
    altered = "The keeper lit the lamp at 8 and said that he would [never] sleep."
    said = "The keeper lit the lamp at 9 and said he would not sleep."
    trimmed = "The harbour is safe for all ships."
    safe = "The harbour is not safe for all ships"
    cut = "The pilots … asked for a second tug."
    asked = "The pilots, who had waited three hours, asked for a second tug, but only in winter."
    moved = "First the bell rang, then the lamp went out."
    rang = "First the lamp went out, then the bell rang."
    shorter = LONG.replace("no sign", "some sign")
    loud = "We will rebuild the pier, every plank of it, before the ice comes."
    cleaned = "The tide tables were wrong for years."
    tables = "The tide tables (see p. 4) were wrong for years."
    near = "The mayor said that nobody could have known of the crack."
    counts = {"exact": 4, "trimmed": 3, "altered": 3, "not-found": 1, "unchecked": 1}
    return ReportedArticle(
        uri="articles/harbour.md",
        sha256="2" * 64,
        title="The night [bold]of the lamp[/bold]",
        published="2024-02-01",
        language="en",
        score=88.96,
        counts=counts,
        notes=("The encoding was not declared; read as windows-1252.",),
        quotes=(
            quote(1, "exact", "Nobody was at the wheel.", match("Nobody was at the wheel.")),
            quote(
                2,
                "altered",
                altered,
                match(
                    said,
                    edit("substitution", (altered, "8"), (said, "9"), "critical", "changed-number"),
                    edit("insertion", (altered, "that "), (said, ">said "), "minor", "added-words"),
                    edit("substitution", (altered, "[never]"), (said, "not"), "critical", "changed-negation", mark="brackets"),
                    rivals=(ReportedRival("originals/harbour-copy.html", ((10, 60),), 97.3),),
                    snapshot="2024-01-30T06:00:00Z",
                ),
                0,
                1,
                marked=False,
                score=84.62,
                names=ReportedNames("Ada Lund", "Coast Gazette", None, None, None),
                lead_in=ReportedLeadIn((1900, 1920), "Ada Lund told us:"),
                before="The night was long. Ada Lund told us: “",
                after="” Nobody else was there.",
            ),
            quote(
                3,
                "trimmed",
                trimmed,
                match(
                    safe,
                    edit("omission", (trimmed, ">harbour is "), (safe, "not "), "critical", "changed-negation"),
                    after=" that draw less than four metres. Larger ones must wait outside for the pilot boat and the tide.",
                    before="He was asked about the new charts, and this is what he said:",
                ),
                2,
                3,
                marked=False,
                score=87.5,
            ),
            quote(
                4,
                "trimmed",
                cut,
                match(
                    "The pilots asked for a second tug",
                    ReportedEdit(
                        "omission",
                        "material",
                        "ellipsis",
                        Side((4010, 4011), "…"),
                        Side((910, 938), ", who had waited three hours,"),
                        None,
                        at(cut, "…"),
                        (10, 10),
                    ),
                    passages=((900, 910), (938, 962)),
                    text_passages=((700, 710), (738, 761)),
                    url="https://harbour.example/inquiry",
                    snapshot="2015-11-18T10:30:00+01:00",
                    link="https://harbour.example/inquiry#:~:text=The%20pilots&text=asked%20for%20a%20second%20tug",
                    after=asked[asked.index(", but") :],
                ),
                4,
            ),
            quote(
                5,
                "altered",
                moved,
                match(
                    rang,
                    edit("move", (moved, "the bell rang"), (rang, "the bell rang"), "material", "moved-words"),
                    edit("presentation", (moved, "."), (rang, "."), "none", "punctuation"),
                ),
                5,
                marked=False,
                score=55.56,
                before="“",
                after="”, the keeper wrote.",
                asides=(ReportedAside((20, 21), "” so the log has it, “"),),
            ),
            quote(
                6,
                "altered",
                shorter,
                match(LONG, edit("substitution", (shorter, "some"), (LONG, "no"), "critical", "changed-quantifier"), line=40),
                6,
                form="block",
                marked=False,
                score=98.65,
            ),
            quote(
                7,
                "exact",
                loud,
                match(loud),
                7,
                8,
                emphasis=(
                    stress("added", loud, loud, "rebuild the pier", ("bold",), (), declared=False),
                    stress("added", loud, loud, "before the ice", ("italic",), (), declared=True),
                    stress("removed", loud, loud, "every plank", (), ("italic",), declared=False),
                    stress("unknown", loud, None, "comes", ("underline",), (), declared=False),
                ),
                declares=(ReportedDeclaration("some-emphasis-added", (7100, 7120), "(some emphasis added)"),),
            ),
            quote(
                8,
                "not-found",
                "The crack was known to the mayor.",
                None,
                9,
                marked=False,
                nearest=match(near, line=77),
                names=ReportedNames("the mayor", None, "Minutes of May", None, None),
            ),
            quote(
                9,
                "unchecked",
                "It was a calm night.",
                None,
                10,
                reason="no original is named or found",
                bounds="uncertain",
                form="announced",
            ),
            quote(
                10,
                "trimmed",
                cleaned,
                match(
                    tables, edit("omission", (cleaned, ">tables "), (tables, "(see p. 4) "), "minor", None, mark="declaration")
                ),
            ),
            quote(
                11,
                "exact",
                "The bell was cast in 1790.",
                match("The bell was cast in 1790."),
                12,
                emphasis=(
                    stress(
                        "kept",
                        "The bell was cast in 1790.",
                        "The bell was cast in 1790.",
                        "1790",
                        ("bold",),
                        ("bold",),
                        declared=False,
                    ),
                ),
            ),
            quote(12, "exact", "A short one.", match("A short one.")),
        ),
        findings=(
            finding(
                "changed-number",
                "error",
                "The article says “8” where the original says “9”.",
                2,
                line=20,
                there=True,
                fix=Fix("unsafe", (FixEdit((2027, 2028), "9"),)),
            ),
            finding("added-words", "warning", "“that” does not stand in the original.", 2, line=20),
            finding("changed-negation", "error", "The original's “not” is left out without a mark.", 3, line=30, there=True),
            finding("cut-sentence", "error", "The original's sentence goes on: “that draw less …”.", 3, line=31),
            finding("cut-condition", "warning", "The next words limit it: “but only in winter”.", 4, line=40, there=True),
            finding("moved-words", "error", "“the bell rang” stands elsewhere in the original.", 5, line=50),
            finding("changed-quantifier", "error", "The article says “some” where the original says “no”.", 6, line=60),
            finding(
                "undeclared-emphasis",
                "error",
                "“rebuild the pier” is bold in the article and plain in the original.",
                7,
                line=70,
            ),
            finding("lost-emphasis", "warning", "“every plank” is italic in the original.", 7, line=70),
            finding("not-found", "error", "None of the 3 originals in hand has this passage.", 8, line=80),
            finding("unchecked", "info", "Not compared: no original is named or found.", 9, line=90),
            finding(
                "missing-quotation", "warning", "“The mayor replied:” announces a quotation, and none follows.", None, line=95
            ),
            finding(
                "spelling-variant",
                "info",
                "An accepted finding that must not be shown.",
                11,
                line=110,
                allowed=Allowed("comment", "house spelling"),
            ),
        ),
        problem=None,
    )


def _odd() -> ReportedArticle:
    chinese = "他說「今天會下雨」，所以大家都帶了雨傘出門去上班。"
    was = "他說「明天會下雨」，所以大家都帶了雨傘出門去上班。"
    hebrew = "הספינה הגיעה לנמל בשעה שבע"
    came = "הספינה הגיעה לנמל בשעה תשע"
    hostile = "Red \x1b[31malert\x1b[0m, \u202egnirts\u202c [red]and[/red] \x07bell\r\nnext :smile: line"
    quiet = "Red \x1b[31malarm\x1b[0m, \u202egnirts\u202c [red]and[/red] \x07bell\r\nnext :smile: line"
    return ReportedArticle(
        uri="articles/odd \x1b[2J[link].html",
        sha256="3" * 64,
        title=None,
        published=None,
        language=None,
        score=90.0,
        counts={"exact": 0, "trimmed": 0, "altered": 3, "not-found": 0, "unchecked": 0},
        notes=(),
        quotes=(
            quote(
                1,
                "altered",
                chinese,
                match(was, edit("substitution", (chinese, "今"), (was, "明"), "critical", "changed-number")),
                0,
                marked=False,
                score=95.0,
            ),
            quote(
                2,
                "altered",
                hebrew,
                match(came, edit("substitution", (hebrew, "שבע"), (came, "תשע"), "critical", "changed-number")),
                1,
                marked=False,
                score=80.0,
            ),
            quote(
                3,
                "altered",
                hostile,
                match(quiet, edit("substitution", (hostile, "alert"), (quiet, "alarm"), "material", "altered-wording")),
                2,
                marked=False,
                score=90.0,
            ),
        ),
        findings=(
            finding("changed-number", "error", "The article says “今” where the original says “明”.", 1, line=10),
            finding("changed-number", "error", "The article says “שבע” where the original says “תשע”.", 2, line=20),
            finding("altered-wording", "error", "“\x1b[31malert” stands for “alarm\u202e”.", 3, line=30),
        ),
        problem=None,
    )


def _unread() -> ReportedArticle:
    return ReportedArticle(
        uri="articles/scan.pdf",
        sha256="",
        title=None,
        published=None,
        language=None,
        score=None,
        counts={"exact": 0, "trimmed": 0, "altered": 0, "not-found": 0, "unchecked": 0},
        notes=(),
        quotes=(),
        findings=(),
        problem="The file is a PDF, which cannot be read here; save it as HTML, Markdown or plain text.",
    )


def made() -> Report:
    return Report(
        "fidelity-report/1",
        Tool("fidelity", "0.1.0"),
        ReportedSettings("strict", "sha256:" + "0" * 64),
        (_harbour(), _odd(), _unread()),
        Summary(articles=3, quotes=15, score=89.2, errors=10, warnings=4, info=1),
    )
