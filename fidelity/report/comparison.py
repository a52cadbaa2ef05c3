"""Two batch runs set side by side, as a page for people, as JSON and as CSV; the latter two come a few rows at a time."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from fidelity.report.phrases import NAMES
from fidelity.report.rows import as_csv, as_json, shown
from fidelity.report.visible import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    Row = Mapping[str, Any]
    Differences = Sequence[tuple[str, Any, Any]]

_SHOWN = 50
_DIGEST = 12
_WORDS = 90
_COLUMNS = (
    "kind",
    "change",
    "article",
    "line",
    "quote",
    "earlier",
    "later",
    "original",
    "original_changed",
    "rule",
    "new_error",
    "text",
    "fingerprint",
)


def full(
    names: tuple[str, str],
    differences: Differences,
    summary: Mapping[str, Mapping[str, int]],
    articles: Iterable[Row],
    quotations: Iterable[Row],
    findings: Iterable[Row],
) -> Iterator[str]:
    """The page, line by line: what the runs differ in, the counts, verdicts that changed, new errors, articles."""
    yield f"{one_line(names[0])} → {one_line(names[1])}"
    if differences:
        yield "The runs themselves differ, so that not every change below is one of an article:"
        yield from (f"  {one_line(what)}: {_told(one)} → {_told(two)}" for what, one, two in differences)
    else:
        yield "The runs were made alike."
    yield ""
    yield from _counts(summary)
    yield from _section("Verdicts that changed", map(_verdict, _changed(quotations)))
    yield from _section("New errors", map(_error, (f for f in findings if f["new_error"])))
    yield from _section("Articles", map(_article, articles))
    if any(number for told in summary.values() for number in told.values()):
        yield ""
        yield "Every change, one on a line: --output-format csv"


def as_whole_json(
    about: Mapping[str, Any], lists: Mapping[str, Callable[[], tuple[Sequence[str], Iterable[Sequence[Any]]]]]
) -> Iterator[str]:
    """One object: what `about` says, and each list under its name."""
    head = "".join(as_json(tuple(about), [tuple(about.values())])).removeprefix("[\n").removesuffix("\n]\n")
    yield head.removesuffix("}")
    for name, asked in lists.items():
        columns, rows = asked()
        yield f',\n"{name}":'
        yield from as_json(columns, rows)
    yield "}\n"


def as_one_csv(articles: Iterable[Row], quotations: Iterable[Row], findings: Iterable[Row]) -> Iterator[str]:
    """One table of all changes: articles, quotations, findings."""

    def rows() -> Iterator[tuple[Any, ...]]:
        for kind, each in (("article", articles), ("quotation", quotations), ("finding", findings)):
            for row in each:
                told = {"kind": kind} | dict(row) | _sides(kind, row)
                yield tuple(told.get(name) for name in _COLUMNS)

    return as_csv(_COLUMNS, rows())


def _sides(kind: str, row: Row) -> dict[str, Any]:
    match kind:
        case "article":
            return {when: row[f"{when}_problem"] or row[f"{when}_sha256"] for when in ("earlier", "later")}
        case "quotation":
            return {"earlier": row["earlier_verdict"], "later": row["later_verdict"]} | {
                "original": row["later_original"] or row["earlier_original"]
            }
        case _:
            said = {
                when: row[f"{when}_severity"] and row[f"{when}_severity"] + (", accepted" if row[f"{when}_allowed_by"] else "")
                for when in ("earlier", "later")
            }
            return said | {"text": row["message"]}


def _counts(summary: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    for name, told in summary.items():
        parts = [f"{told[change]:,} {change}" for change in ("new", "gone", "changed")]
        if name == "quotations" and told["verdicts"]:
            since = told["verdicts_since_the_original_changed"]
            parts.append(
                f"{told['verdicts']:,} with another verdict" + (f" ({since:,} since the original changed)" if since else "")
            )
        if name == "findings":
            parts.append(f"{told['new_errors']:,} new {'error' if told['new_errors'] == 1 else 'errors'}")
        yield f"{name.capitalize():<11} {', '.join(parts)}"


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    each = iter(lines)
    first = list(islice(each, _SHOWN))
    if first:
        yield ""
        yield title
        yield from first
        if more := sum(1 for _ in each):
            yield f"  … and {more:,} more"


def _changed(quotations: Iterable[Row]) -> Iterator[Row]:
    for row in quotations:
        if row["change"] != "changed" or row["earlier_verdict"] == row["later_verdict"]:
            return  # they come first
        yield row


def _verdict(row: Row) -> str:
    words = one_line(row["text"])
    words = words if len(words) <= _WORDS else f"{words[:_WORDS].rstrip()} …"
    lines = [
        f"  {NAMES[row['earlier_verdict']]} → {NAMES[row['later_verdict']]}  {one_line(row['article'])}:{row['line']}",
        f"      “{words}”",
    ]
    if row["original_changed"]:
        digests = (row[f"{when}_original_sha256"][:_DIGEST] for when in ("earlier", "later"))
        lines.append(f"      the original changed since: {one_line(row['later_original'])} ({' → '.join(digests)})")
    elif row["earlier_original"] != row["later_original"]:
        originals = (row[f"{when}_original"] for when in ("earlier", "later"))
        lines.append(f"      set against another original: {' → '.join(one_line(o or 'none') for o in originals)}")
    if row["article_changed"]:
        lines.append("      the article changed since")
    return "\n".join(lines)


def _error(row: Row) -> str:
    return f"  {one_line(row['article'])}:{row['line']}  {row['rule']}: {one_line(row['message'])}"


def _article(row: Row) -> str:
    why = f": {one_line(row['later_problem'])}" if row["later_problem"] else ""
    return f"  {row['change']:<8} {one_line(row['article'])}{why}"


def _told(value: Any) -> str:
    return shown(value) or "nothing"


__all__ = ["as_one_csv", "as_whole_json", "full"]
