"""What a report on a whole archive shows: figures of groups, the course of time, and what to look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from fidelity.model.match import Verdict
from fidelity.model.report import ReportedSettings, Severity, Tool

Groups = Literal["original", "source", "publisher", "author", "rule"]
Step = Literal["month", "quarter", "year"]


@dataclass(frozen=True, slots=True)
class Figures:
    """What was counted of some quotations and their articles.

    `compared` are all but the unchecked; `faithful` of them are exact, or depart only in ways that the article shows, without
    an error that stands. `emphasis_added` are quotations with emphasis that was added and not declared.
    """

    articles: int
    quotations: int
    exact: int
    trimmed: int
    altered: int
    not_found: int
    unchecked: int
    compared: int
    faithful: int
    errors: int
    warnings: int
    emphasis_added: int
    most_frequent_rule: str | None = None

    @property
    def unfaithful(self) -> int:
        """Compared quotations that are not faithful."""
        return self.compared - self.faithful

    @property
    def verdicts(self) -> dict[Verdict, int]:
        """How often each verdict was given."""
        return {
            "exact": self.exact,
            "trimmed": self.trimmed,
            "altered": self.altered,
            "not-found": self.not_found,
            "unchecked": self.unchecked,
        }


@dataclass(frozen=True, slots=True)
class Interval:
    """Between which shares the truth lies in 95 of 100 such samples."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Group:
    """An original, source, publisher, author or rule with its figures; `name` None: not given.

    `unfaithful` is between which shares its quotations are unfaithful, None where there are too few to say (a rank needs it).
    `page` is the path of the page with what to look at, from the report's folder; None if there is nothing.
    """

    name: str | None
    title: str | None
    figures: Figures
    unfaithful: Interval | None
    page: str | None


@dataclass(frozen=True, slots=True)
class Period:
    """A month, quarter or year with its figures; `unfaithful` None where nothing was compared."""

    name: str
    figures: Figures
    unfaithful: Interval | None


@dataclass(frozen=True, slots=True)
class Course:
    """The last periods of one length, in order and without a gap; `of` is how many there are from the first to the last."""

    step: Step
    periods: tuple[Period, ...]
    of: int


@dataclass(frozen=True, slots=True)
class ListedArticle:
    """An article in a list; `page` is the path of its report, None if none was written."""

    uri: str
    title: str | None
    author: str | None
    publisher: str | None
    published: str | None
    score: float | None
    verdicts: dict[Verdict, int]
    errors: int
    warnings: int
    page: str | None


@dataclass(frozen=True, slots=True)
class UnreadArticle:
    """An article that could not be checked, and why."""

    uri: str
    problem: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A quotation, or a finding, to look at; `link` leads to it in its article's report."""

    article: str
    title: str | None
    line: int
    verdict: Verdict | None
    severity: Severity | None
    words: str
    said: str
    link: str | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of a list that goes over several: which, of how many, and the path of each without its number and ending."""

    number: int
    of: int
    stem: str

    def path(self, number: int) -> str:
        """Where a page of the list is, from the report's folder."""
        return f"{self.stem}{number}.html"


@dataclass(frozen=True, slots=True)
class Ranking:
    """The first of the groups of a kind, how many are ranked, and how many there are."""

    kind: Groups
    first: tuple[Group, ...]
    ranked: int
    of: int


@dataclass(frozen=True, slots=True)
class About:
    """What every page says of the run: how it was made, and whether it is all of it."""

    tool: Tool
    settings: ReportedSettings
    finished: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """The first page."""

    figures: Figures
    unread: int
    reports: int
    course: Course | None
    rankings: tuple[Ranking, ...]
    rules: Ranking
    articles: tuple[ListedArticle, ...]
