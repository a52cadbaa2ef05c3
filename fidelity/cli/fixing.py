"""`fidelity check --fix`, `--unsafe-fixes` and `--diff`: articles put right as far as that can be done with certainty."""

from __future__ import annotations

import codecs
import difflib
import sys
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from fidelity.cli.fixable import ALL, SAFE, is_fixable
from fidelity.cli.trouble import tell
from fidelity.fixing import NotWritableError, encoded, fix, save
from fidelity.fixing.fit import written_as
from fidelity.formats import NAMES, PACKED, TEXTS, by_name
from fidelity.job import Job
from fidelity.model import ReportedFinding
from fidelity.read import read
from fidelity.read.encoding import decode
from fidelity.report.phrases import count, place

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fidelity.model import Document, Report, ReportedArticle, Safety


_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)  # with the first begins the mark of UTF-32-LE too


@dataclass(frozen=True, slots=True)
class Repaired:
    """An article's bytes before and after its fixes, and the findings that they put right."""

    job: Job
    name: str
    before: bytes
    after: bytes
    done: tuple[ReportedFinding, ...]


def repaired(jobs: Sequence[Job], report: Report, check: Callable[[Job], ReportedArticle], *, unsafe: bool) -> list[Repaired]:
    """Every article of a report that can be fixed, fixed; what cannot be is told. Nothing is written.

    `check` judges the one article of a job.
    """
    wanted = ALL if unsafe else SAFE
    articles = {article.uri: article for article in report.articles if any(is_fixable(f, wanted) for f in article.findings)}
    out = []
    for job in jobs:
        name = job.article.as_posix() if isinstance(job.article, Path) else job.article[0]
        article = articles.pop(name, None)
        if article is None:
            continue
        kind = by_name(name)
        if kind in PACKED:
            tell(f"{name}: {NAMES[kind]} is never written; set right by hand what the report names.")
        elif _is_original(job, jobs):
            tell(f"{name}: it lies among the originals, which are never written. Give --originals a folder of their own.")
        elif (one := _repaired(job, name, article, check, wanted)) is not None:
            out.append(one)
    for name in articles:
        tell(f"{name}: what is stored in another file is never written; set right by hand what the report names.")
    return out


def _is_original(job: Job, jobs: Sequence[Job]) -> bool:
    """Whether an article's file is an original of any article, or in a folder of originals."""
    if not isinstance(job.article, Path):
        return False
    file = job.article.resolve()
    return any(file.is_relative_to(original) for original in {path.resolve() for one in jobs for path in one.originals})


def _repaired(
    job: Job, name: str, article: ReportedArticle, check: Callable[[Job], ReportedArticle], wanted: frozenset[Safety]
) -> Repaired | None:
    data = job.article.read_bytes() if isinstance(job.article, Path) else job.article[1]
    document = read(name, data)
    kind = written_as(document)
    if kind not in TEXTS or document.sha256 != article.sha256:
        return None

    def as_bytes(source: str) -> bytes:
        return encoded(data, document.source, source, html=kind == "html", references=kind != "text")

    def reread(source: str) -> Document:
        try:
            return read(name, as_bytes(source))
        except NotWritableError as error:
            return replace(document, text="", problem=str(error))

    def judged(changed: Document) -> ReportedArticle:
        return article if changed is document else check(replace(job, article=(name, as_bytes(changed.source))))

    try:
        as_bytes(document.source)
        fixed = fix(document, judged, reread, wanted)
        after = as_bytes(fixed.source)
    except NotWritableError as error:
        tell(f"{name}: nothing was fixed: {error}.")
        return None
    for finding, why in fixed.withheld:
        tell(f"{place(name, finding.here.start)}: the fix of {finding.rule} was left out: {why}.")
    return Repaired(job, name, data, after, fixed.done) if fixed.done else None


def write_back(fixed: Sequence[Repaired]) -> list[Repaired]:
    """Write the fixed files, those of standard input left out, and tell how much was fixed; gives those that stand now."""
    standing = []
    for one in fixed:
        if isinstance(one.job.article, Path):
            try:
                save(one.job.article, one.after, one.before)
            except NotWritableError as error:
                tell(f"{one.name}: nothing was fixed: {error}.")
                continue
        standing.append(one)
    if standing:
        rules = Counter(finding.rule for one in standing for finding in one.done)
        listed = ", ".join(f"{n} {rule}" for rule, n in sorted(rules.items(), key=lambda item: (-item[1], item[0])))
        tell(f"fixed {count(rules.total(), 'finding')} in {count(len(standing), 'article')}: {listed}.")
    return standing


def with_fixed(jobs: Sequence[Job], standing: Sequence[Repaired]) -> list[Job]:
    """The jobs of another check, standard input as it is fixed."""
    piped = {id(one.job): one for one in standing if not isinstance(one.job.article, Path)}
    return [replace(job, article=(one.name, one.after)) if (one := piped.get(id(job))) else job for job in jobs]


def piped(jobs: Sequence[Job]) -> bytes | None:
    """The text of standard input, fixed or as it came; None if it is not among the articles."""
    return next((job.article[1] for job in jobs if not isinstance(job.article, Path)), None)


def show_diff(fixed: Sequence[Repaired], *, exit_zero: bool) -> int:
    """Print what the fixes would change as one unified diff; 1 if there is any, 0 if there is none."""
    for one in fixed:
        sys.stdout.buffer.write(unified(one.name, one.before, one.after))
    sys.stdout.buffer.flush()
    if fixed:
        findings = sum(len(one.done) for one in fixed)
        tell(f"would fix {count(findings, 'finding')} in {count(len(fixed), 'article')}; nothing was written.")
    return 1 if fixed and not exit_zero else 0


def unified(name: str, before: bytes, after: bytes) -> bytes:
    """A unified diff, as `patch` and `git apply -p0` take it; lines end at line feeds alone.

    Files in UTF-16 or UTF-32 are shown as UTF-8: for people, since no line of theirs ends in the one byte of a line feed.
    """
    if by_name(name) in TEXTS and before.startswith(_WIDE):
        before, after = (decode(data, html=False).text.encode() for data in (before, after))
    label = name.encode("utf-8", "surrogateescape")
    lines = difflib.diff_bytes(difflib.unified_diff, _lines(before), _lines(after), label, label, lineterm=b"\n")
    return b"".join(line if line.endswith(b"\n") else line + b"\n\\ No newline at end of file\n" for line in lines)


def _lines(data: bytes) -> list[bytes]:
    lines = [line + b"\n" for line in data.split(b"\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]
