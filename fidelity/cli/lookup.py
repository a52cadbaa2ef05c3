"""What report formats may look up besides the report: the manual, the articles' texts, where a browser finds the files."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING

from fidelity.formats import format_of
from fidelity.read import READERS
from fidelity.read.encoding import decode
from fidelity.report import RulePage
from fidelity.report.address import address
from fidelity.rules import RULES
from fidelity.styles import style

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fidelity.model import ReportedArticle
    from fidelity.pipeline import Job
    from fidelity.report.look import Texts

_COMMIT = re.compile("[0-9A-Fa-f]{7,64}")


def manual(house: str) -> dict[str, RulePage]:
    """The page of every rule, in the rules' order; the severities are those of the style `house`."""
    severity = style(house).severity
    pages = {}
    for rule in RULES.values():
        summary, _, rest = rule.manual.strip().partition("\n")
        pages[rule.name] = RulePage(rule.family, summary, dedent(rest).strip() + "\n", severity.get(rule.name))
    return pages


def texts(jobs: Iterable[Job]) -> Texts:
    """Read an article's file again when its text is asked for; standard input is kept."""
    given = dict(job.article for job in jobs if not isinstance(job.article, Path))

    def text(article: ReportedArticle) -> str | None:
        try:
            data = given[article.uri] if article.uri in given else Path(article.uri).read_bytes()
        except (OSError, ValueError):  # gone since, or no file at all
            return None
        kind = format_of(article.uri, data)
        if hashlib.sha256(data).hexdigest() != article.sha256 or kind not in READERS:
            return None
        words = decode(data, html=kind == "html").text
        return words if words.encode("utf-8", "surrogatepass") == data else None

    return text


def web(environ: Mapping[str, str], here: Path) -> str | None:
    """Where a browser finds the files of this run, as a job of GitHub Actions or GitLab CI knows; None elsewhere."""
    server, project, commit = (environ.get(name, "") for name in ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_SHA"))
    base, root = f"{server}/{project}/blob", environ.get("GITHUB_WORKSPACE", "")
    if not (server and project):
        project, commit = environ.get("CI_PROJECT_URL", ""), environ.get("CI_COMMIT_SHA", "")
        base, root = f"{project}/-/blob", environ.get("CI_PROJECT_DIR", "")
    if not (project and root and _COMMIT.fullmatch(commit) and base.startswith(("https://", "http://"))):
        return None
    try:
        folder = here.resolve().relative_to(Path(root).resolve()).as_posix()
    except (OSError, ValueError):  # the run is not about the project's files
        return None
    return f"{base}/{commit}/" + (f"{address(folder)}/" if folder != "." else "")
