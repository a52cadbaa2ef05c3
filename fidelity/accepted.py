"""What a person has accepted, put into the report: findings that are allowed, and allowances that allow nothing any more."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from fidelity.allow import (
    STALE,
    Baseline,
    BaselineError,
    Entry,
    Terms,
    accepted,
    in_baseline,
    read_baseline,
    stale_entries,
    understood,
    unmatched,
)
from fidelity.model import VERDICTS, Here, ReportedArticle, ReportedFinding
from fidelity.rules import REGISTER, active, judge_stale
from fidelity.text.lines import Lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from fidelity.model import Document, Quote, Stale
    from fidelity.settings import Settings


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What a run accepts besides the comments in the articles. Without `today` no allowance has ended."""

    baseline: Baseline | None = None
    today: date | None = None


def open_baseline(path: str | Path) -> Baseline:
    """The baseline in a file. Raises BaselineError if there is none, or none that can be used."""
    name = Path(path).as_posix()
    try:
        source = Path(path).read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise BaselineError(
            f"{name}: the baseline cannot be read: {error.strerror}. `fidelity baseline write --baseline {name}` makes one."
        ) from error
    except UnicodeDecodeError as error:
        raise BaselineError(f"{name}: the baseline is not UTF-8; write it anew: fidelity baseline write.") from error
    return read_baseline(source, name)


@dataclass(slots=True)
class Ledger:
    """Goes along with a run: which entries of the baseline were looked for, and which matched nothing."""

    acceptance: Acceptance
    _unused: list[Entry] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)

    def article(
        self, article: Document, quotes: Sequence[Quote], reported: ReportedArticle, settings: Settings
    ) -> ReportedArticle:
        """The article with its accepted findings marked, and a finding for each comment that allows nothing."""
        allowed, stale = accepted(article, quotes, reported, Terms(REGISTER, active(settings), self.acceptance.today))
        if allowed or stale:
            marked = (replace(f, allowed=allowed.get(n)) for n, f in enumerate(reported.findings))
            reported = replace(reported, findings=(*marked, *_findings(article.source, stale, settings)))
        return self.enter(reported, reported, settings)

    def enter(self, shown: ReportedArticle, whole: ReportedArticle, settings: Settings) -> ReportedArticle:
        """An article for which its comments have spoken, with what the baseline accepts besides.

        What of the baseline is idle shows in the `whole` article, though only a part of it be `shown`.
        """
        baseline = self.acceptance.baseline
        if baseline is None:
            return shown
        self._seen.add(baseline.key(whole.uri))
        found = replace(whole, findings=tuple(f for f in whole.findings if f.rule != STALE))
        self._unused += unmatched(baseline, found, active(settings))
        allowed = in_baseline(shown, baseline)
        if not allowed:
            return shown
        return replace(
            shown, findings=tuple(replace(f, allowed=f.allowed or allowed.get(n)) for n, f in enumerate(shown.findings))
        )

    def rest(self, settings: Settings) -> list[ReportedArticle]:
        """The baseline itself, with a finding at each line that allows nothing any more; none if there is no such line.

        An entry is stale where nothing in its article matches it, and where there is no such article any more; what was
        not checked is left alone.
        """
        baseline = self.acceptance.baseline
        if baseline is None:
            return []
        stale = stale_entries(baseline, *self.stale())
        findings = tuple(_findings(baseline.source, stale, settings))
        if not findings:
            return []
        digest = hashlib.sha256(baseline.source.encode("utf-8", "surrogatepass")).hexdigest()
        none: dict[str, int] = dict.fromkeys(VERDICTS, 0)
        return [ReportedArticle(baseline.path, digest, None, None, None, None, none, (), (), findings, None)]

    def stale(self) -> tuple[list[Entry], list[Entry]]:
        """The entries that nothing in their article matched, and those whose article is gone."""
        entries = self.acceptance.baseline.entries if self.acceptance.baseline else ()
        away = {name for e in entries if (name := e.article) not in self._seen and self._is_gone(name)}
        return self._unused, [e for e in entries if e.article in away]

    def _is_gone(self, name: str) -> bool:
        """Whether an article's file is no longer there; of one that is no file (a page of an archive) nobody can tell."""
        baseline = self.acceptance.baseline
        if baseline is None or "://" in name or name.startswith("<") or "#" in name:
            return False
        return not Path(baseline.folder, name).exists()


def last_days(article: Document) -> set[date]:
    """The last days of all that the article's comments allow for a time."""
    wishes = (understood(comment, REGISTER)[0] for comment in article.comments)
    return {wish.until for wish in wishes if wish is not None and wish.until is not None}


def _findings(source: str, stale: Iterable[Stale], settings: Settings) -> Iterator[ReportedFinding]:
    from fidelity.text.words import letters  # noqa: PLC0415 - loads numpy, and mostly nothing is stale

    lines = Lines(source)
    seen: Counter[str] = Counter()
    for one in stale:
        told = judge_stale(one, settings)
        if told is None:
            continue
        severity, message = told
        key = f"{STALE}\0{one.why}\0{one.rule}\0{letters(source[slice(*one.span)])}"
        seen[key] += 1
        digest = hashlib.sha256(f"{key}\0{seen[key]}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
        here = Here(one.span, lines.position(one.span[0]), lines.position(one.span[1]), None)
        yield ReportedFinding(STALE, severity, message, None, here, None, None, digest, None)
