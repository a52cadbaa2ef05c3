"""The baseline: findings that were accepted when they were many, by fingerprint, one on a line of a JSON file."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fidelity.model import Allowed, Stale
from fidelity.styles.reading import nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from fidelity.model import ReportedArticle, Span

SCHEMA = "fidelity-baseline/1"
DEFAULT = ".fidelity-baseline.json"
_NEEDED = ("article", "rule", "fingerprint", "words", "reason")
_FREE = ("by", "on")
_SHOWN = 60  # characters of a finding's words that an entry shows


class BaselineError(ValueError):
    """A baseline that cannot be used; its message is a sentence for people."""


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """One accepted finding. `article` is its path from the baseline's folder; `words` begin the quotation.

    `by` and `on` say who accepted it, and when; empty where nobody said.
    """

    article: str
    rule: str
    words: str
    fingerprint: str
    reason: str
    by: str = ""
    on: str = ""


@dataclass(frozen=True, slots=True)
class Baseline:
    """A baseline as read: its entries in the file's order, and where each stands in its `source`.

    `path` names it to people; `folder` is where its articles' paths begin.
    """

    entries: tuple[Entry, ...] = ()
    path: str = DEFAULT
    folder: str = "."
    source: str = ""
    _index: dict[tuple[str, str], Entry] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_index", {(e.article, e.fingerprint): e for e in reversed(self.entries)})

    def key(self, uri: str) -> str:
        """An article's name in this baseline: its path from the baseline's folder, as on every machine."""
        file, mark, part = uri.partition("#")  # one document of many in a file
        if "://" in file or file.startswith("<") or not file:
            return uri
        path = os.path.relpath(os.path.abspath(file), os.path.abspath(self.folder))  # noqa: PTH100 - no links are followed
        return path.replace(os.sep, "/") + mark + part

    def allowed(self, article: str, fingerprint: str) -> Allowed | None:
        """What the baseline says of a finding in an article of this key."""
        entry = self._index.get((article, fingerprint))
        return None if entry is None else Allowed("baseline", entry.reason)

    def places(self) -> Iterator[tuple[Entry, Span]]:
        """Each entry with where it stands in the file: its line."""
        at = 0
        for entry in self.entries:
            sign = f'"{entry.fingerprint}"'
            found = self.source.find(sign, at)
            if found < 0:  # spelled with escapes
                yield entry, (0, 0)
                continue
            start = self.source.rfind("\n", 0, found) + 1
            end = self.source.find("\n", found)
            line = self.source[start : end if end >= 0 else len(self.source)]
            yield entry, (start + len(line) - len(line.lstrip()), start + len(line.rstrip()))
            at = found + len(sign)


def read_baseline(source: str, path: str = DEFAULT) -> Baseline:
    """The baseline in a file's text. Raises BaselineError for what is none; the message names `path` and what to do."""
    try:
        data = json.loads(source)
    except json.JSONDecodeError as error:
        what = "it has the marks of a merge that was not finished" if "<<<<<<<" in source else error.msg
        raise BaselineError(
            f"{path}:{error.lineno}: the baseline is not valid JSON ({what}); mend it, or write it anew."
        ) from error
    except (RecursionError, ValueError) as error:  # ValueError: a number of thousands of digits
        raise BaselineError(f"{path}: this is no baseline; `fidelity baseline write` makes one.") from error
    if not isinstance(data, dict) or data.get("schema") != SCHEMA or not isinstance(data.get("findings"), list):
        raise BaselineError(f"{path}: this is no baseline ({SCHEMA}); `fidelity baseline write` makes one.")
    entries = tuple(_entry(n, one, path) for n, one in enumerate(data["findings"], 1))
    return Baseline(entries, path, os.path.dirname(path) or ".", source)  # noqa: PTH120 - the path is a name here


def _entry(number: int, one: Any, path: str) -> Entry:
    where = f"{path}: finding {number} of the baseline"
    if not isinstance(one, dict):
        raise BaselineError(f"{where} is no table with {', '.join(_NEEDED)}; take it out.")
    for key in one:
        if key not in (*_NEEDED, *_FREE):
            near = nearest(key, (*_NEEDED, *_FREE))
            raise BaselineError(
                f"{where} has an unknown key “{key}”{f'; did you mean “{near}”?' if near else '; take it out.'}"
            )
    for key in _NEEDED:
        if key not in one:
            raise BaselineError(f"{where} has no “{key}”; take the line out, or write the baseline anew.")
    if not all(isinstance(value, str) for value in one.values()):
        raise BaselineError(f"{where}: every value is a text in quotation marks; mend it, or take the line out.")
    if not one["reason"].strip():
        raise BaselineError(f"{where} gives no reason; say in “reason” why it is accepted.")
    return Entry(**one)


def written(entries: Iterable[Entry]) -> str:
    """A baseline's file: sorted, one finding to a line, so that a difference shows what was accepted."""
    lines = [_line(entry) for entry in sorted(set(entries))]
    body = "".join(f"\n  {line}{',' if n < len(lines) else ''}" for n, line in enumerate(lines, 1))
    close = "\n ]" if lines else "]"
    return f'{{\n "schema": "{SCHEMA}",\n "findings": [{body}{close}\n}}\n'


def _line(entry: Entry) -> str:
    said = {key: getattr(entry, key) for key in (*_NEEDED, *_FREE)}
    line = json.dumps({key: value for key, value in said.items() if value or key in _NEEDED}, ensure_ascii=False)
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in line)  # what is not seen is spelled out


def entries_of(article: ReportedArticle, baseline: Baseline, reason: str, by: str = "", on: str = "") -> Iterator[Entry]:
    """An entry for each finding of an article that nobody has accepted. Stale allowances are never put into a baseline."""
    quotes = {quote.id: quote.text for quote in article.quotes}
    for finding in article.findings:
        if finding.allowed is None and finding.rule != "stale-allowance":
            words = _words(quotes.get(finding.quote or "", finding.message))
            yield Entry(baseline.key(article.uri), finding.rule, words, finding.fingerprint, reason, by, on)


def _words(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN].rsplit(' ', 1)[0]} …"


def unmatched(baseline: Baseline, reported: ReportedArticle, active: Collection[str]) -> list[Entry]:
    """The entries of an article that none of its findings matches.

    Those for rules that are not `active` are left alone, and those of quotations that could not be compared this time.
    """
    if reported.problem is not None:
        return []
    key = baseline.key(reported.uri)
    prints = {finding.fingerprint for finding in reported.findings}
    unknown = {_words(quote.text) for quote in reported.quotes if quote.verdict == "unchecked"}
    return [
        e
        for e in baseline.entries
        if e.article == key
        and e.fingerprint not in prints
        and e.rule in active
        and (e.rule == "unchecked" or e.words not in unknown)
    ]


def stale_entries(baseline: Baseline, unused: Collection[Entry], gone: Collection[Entry]) -> list[Stale]:
    """The places of entries that allow nothing any more: nothing matches them, or their article is gone."""
    out = []
    for entry, span in baseline.places():
        if entry in gone:
            out.append(Stale("baseline", span, "gone", entry.rule, entry.article))
        elif entry in unused:
            out.append(Stale("baseline", span, "unmatched", entry.rule, entry.words))
    return out
