"""What a run is asked to check, article by article, and what came of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from fidelity.model import ReportedArticle, Span
from fidelity.settings import Settings


@dataclass(frozen=True, slots=True)
class Job:
    """One article to check: a path, or a name with its bytes; and where its originals are (files, folders, a store).

    `fields` is the field map of JSON dumps, for the article and for originals of which no catalogue has one. An article may
    have settings of its own; by default it is checked with those of the run. `lines` are those that a change touched (None:
    all of them); the other quotations are left out. `since` names that change to people.
    """

    article: Path | tuple[str, bytes]
    originals: tuple[Path, ...] = ()
    archive: Path | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    settings: Settings | None = None
    lines: tuple[Span, ...] | None = None
    since: str = ""

    @property
    def name(self) -> str:
        """What reports call the article's file."""
        return self.article.as_posix() if isinstance(self.article, Path) else self.article[0]

    def beside(self, names: tuple[str, ...]) -> tuple[Path, ...]:
        """The originals that the article's front matter names as files; what is a web address needs an archive."""
        folder = Path(self.name).parent
        return tuple(folder / name for name in names if "://" not in name)


@dataclass(frozen=True, slots=True)
class Checked:
    """An article as a check shows it, with what its own comments allow.

    `whole` is all of it, where a part is shown (`--since`).
    """

    article: ReportedArticle
    whole: ReportedArticle | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a job: the articles in its file, and how many quotations were left out as untouched.

    `named` are the originals that front matter names. `ended` is the last of the days on which allowances have ended, `lasting`
    the first of those on which others will: between the two the outcome is the same on every day. `passing` says that the same
    check might end otherwise another time (a PDF that took too long).
    """

    articles: tuple[Checked, ...] = ()
    untouched: int = 0
    named: tuple[str, ...] = ()
    ended: date | None = None
    lasting: date | None = None
    passing: bool = False

    def holds_on(self, today: date | None) -> bool:
        """Whether the outcome is the same on a day; None: on a day on which nothing has ended."""
        if self.ended is not None and (today is None or today <= self.ended):
            return False
        return self.lasting is None or today is None or today <= self.lasting
