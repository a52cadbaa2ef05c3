"""What the self-test found, counted by kind, by group and by language."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fidelity.selftest.mutation import ACCUSED
from fidelity.selftest.trial import Result

if TYPE_CHECKING:
    from collections.abc import Iterator


CRITICAL_MISSES = 0
FALSE_ACCUSATIONS = 0.5  # per cent of what was properly marked or merely set otherwise
_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Outcome:
    """All results of a run."""

    seed: int
    results: tuple[Result, ...]

    def wrong(self, *groups: str) -> list[Result]:
        """Those in which the judge was wrong, of all groups or of these."""
        return [r for r in self.results if not r.right and (not groups or r.group in groups)]

    def made(self, *groups: str) -> int:
        """How many were made in these groups."""
        return sum(r.group in groups for r in self.results)

    @property
    def critical_misses(self) -> int:
        """Critical damage of which the judge made no error."""
        return len(self.wrong("critical"))

    @property
    def false_accusations(self) -> float:
        """Per cent of the properly marked or merely presentational that was accused, misjudged or not even seen."""
        made = self.made("marking", "presentation")
        return 100 * len(self.wrong("marking", "presentation")) / made if made else 0.0

    @property
    def passed(self) -> bool:
        """Whether the judge does what it promises."""
        return self.critical_misses <= CRITICAL_MISSES and self.false_accusations < FALSE_ACCUSATIONS

    def table(self, key: str) -> list[tuple[str, str, int, int, int]]:
        """Rows of group, `key` (kind or language), made, right, and named by a fitting rule."""
        made, right, named = Counter[tuple[str, str]](), Counter[tuple[str, str]](), Counter[tuple[str, str]]()
        for r in self.results:
            cell = (r.group, str(getattr(r, key)))
            made[cell] += 1
            right[cell] += r.right
            named[cell] += r.right and r.named
        return [(*cell, made[cell], right[cell], named[cell]) for cell in made]

    def full(self) -> str:
        """The outcome for people to read."""
        return "\n".join(self._lines()) + "\n"

    def _lines(self) -> Iterator[str]:
        for group, title in (
            ("critical", "Critical damage"),
            ("damage", "Other damage"),
            ("marking", "Proper marking"),
            ("presentation", "Mere presentation"),
        ):
            accused = group in ACCUSED
            heads = ("made", "caught", "named") if accused else ("made", "accused", "")
            yield f"{title:<26}{heads[0]:>8}{heads[1]:>9}{heads[2]:>8}"
            for _, kind, made, right, named in (row for row in self.table("kind") if row[0] == group):
                last = f"{right:>9}{named:>8}" if accused else f"{made - right:>9}"
                yield f"  {kind:<24}{made:>8}{last}"
                for r in [r for r in self.wrong(group) if r.kind == kind][:_EXAMPLES]:
                    yield f"      {r.language}  {r.what}"
                    yield f"          {r.verdict}: {'; '.join(r.findings) or 'no finding'}"
                    yield f"          {r.quote}"
            yield ""
        yield f"{'By language':<26}{'made':>8}{'missed':>9}{'falsely accused':>17}"
        for language in sorted({r.language for r in self.results}):
            mine = [r for r in self.results if r.language == language]
            missed = sum(not r.right and r.group in ACCUSED for r in mine)
            yield f"  {language:<24}{len(mine):>8}{missed:>9}{sum(not r.right for r in mine) - missed:>17}"
        yield ""
        faithful, damaged = self.made("marking", "presentation"), self.made(*ACCUSED)
        caught = damaged - len(self.wrong(*ACCUSED))
        yield f"{len(self.results)} mutations, seed {self.seed}: {caught} of {damaged} damages caught,"
        yield (
            f"{self.critical_misses} critical misses (allowed: {CRITICAL_MISSES}); "
            f"{len(self.wrong('marking', 'presentation'))} of {faithful} faithful quotations falsely accused, "
            f"{self.false_accusations:.2f} % (allowed: under {FALSE_ACCUSATIONS} %)."
        )
        yield "Passed." if self.passed else "Failed: the judge does not do what it promises."

    def data(self) -> dict[str, Any]:
        """The outcome for programs."""
        keys = ("group", "kind", "made", "right", "named")
        return {
            "schema": "fidelity-selftest/1",
            "seed": self.seed,
            "mutations": len(self.results),
            "critical_misses": self.critical_misses,
            "false_accusations_percent": round(self.false_accusations, 3),
            "passed": self.passed,
            "kinds": [dict(zip(keys, row, strict=True)) for row in self.table("kind")],
            "languages": [dict(zip(("group", "language", *keys[2:]), row, strict=True)) for row in self.table("language")],
            "wrong": [
                {
                    "kind": r.kind,
                    "group": r.group,
                    "language": r.language,
                    "what": r.what,
                    "quote": r.quote,
                    "verdict": r.verdict,
                    "findings": list(r.findings),
                }
                for r in self.wrong()
            ],
        }
