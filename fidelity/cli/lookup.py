"""What report formats may look up besides the report: the manual, the articles' texts, where a browser finds the files."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from fidelity.formats import TEXTS, format_of
from fidelity.report import RulePage
from fidelity.styles import style

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fidelity.job import Job
    from fidelity.model import ReportedArticle
    from fidelity.report.look import Texts

_COMMIT = re.compile("[0-9A-Fa-f]{7,64}")


class Surroundings(NamedTuple):
    """The variables in which a CI system tells a job of its project, and what leads to files at a commit."""

    root: str
    server: str
    project: str
    commit: str
    files: str


JOBS = (
    Surroundings("GITHUB_WORKSPACE", "GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_SHA", "/blob/"),
    Surroundings("CI_PROJECT_DIR", "", "CI_PROJECT_URL", "CI_COMMIT_SHA", "/-/blob/"),
)


def manual(house: str) -> Mapping[str, RulePage]:
    """The page of every rule, in the rules' order; the severities are those of the style `house`."""
    return _Manual(house)


class _Manual(Mapping[str, RulePage]):
    """The pages, read when the first one is asked for."""

    def __init__(self, house: str) -> None:
        self._house = house

    @cached_property
    def _pages(self) -> dict[str, RulePage]:
        from fidelity.rules import RULES  # noqa: PLC0415 - what judges is heavy, and most formats ask for no page

        severity = style(self._house).severity
        pages = {}
        for rule in RULES.values():
            summary, _, rest = rule.manual.strip().partition("\n")
            pages[rule.name] = RulePage(rule.family, summary, dedent(rest).strip() + "\n", severity.get(rule.name))
        return pages

    def __getitem__(self, name: str) -> RulePage:
        return self._pages[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._pages)

    def __len__(self) -> int:
        return len(self._pages)


def texts(jobs: Iterable[Job]) -> Texts:
    """Read an article's file again when its text is asked for; standard input is kept."""
    given = dict(job.article for job in jobs if not isinstance(job.article, Path))

    def text(article: ReportedArticle) -> str | None:
        from fidelity.read.encoding import decode  # noqa: PLC0415 - few formats ask for texts

        try:
            data = given[article.uri] if article.uri in given else Path(article.uri).read_bytes()
        except (OSError, ValueError):  # gone since, or no file at all
            return None
        kind = format_of(article.uri, data)
        if hashlib.sha256(data).hexdigest() != article.sha256 or kind not in TEXTS:
            return None
        words = decode(data, html=kind == "html").text
        return words if words.encode("utf-8", "surrogatepass") == data else None

    return text


def project(environ: Mapping[str, str], here: Path) -> tuple[str, str | None]:
    """Where `here` is in the project that a job of GitHub Actions or GitLab CI works for, and that place's web address.

    A folder with its last slash ("": the project's root, or no such job), and an address likewise, if it is known.
    """
    for job in JOBS:
        root, address, commit = (environ.get(name, "") for name in (job.root, job.project, job.commit))
        if not root or not Path(root).is_absolute():
            continue
        try:
            folder = here.resolve().relative_to(Path(root).resolve()).as_posix()
        except (OSError, ValueError):  # the run is not about the project's files
            continue
        address = f"{environ.get(job.server, '')}/{address}" if job.server else address
        folder = "" if folder == "." else f"{folder}/"
        known = address.startswith(("https://", "http://")) and _COMMIT.fullmatch(commit)
        return folder, f"{address}{job.files}{commit}/{quote(folder)}" if known else None
    return "", None
