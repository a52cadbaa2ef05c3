"""What a check accepts: the baseline of the command line, today's date; and `fidelity baseline write | update | show`."""

from __future__ import annotations

import os
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from fidelity.accepted import Acceptance, Ledger, open_baseline
from fidelity.allow import DEFAULT, Baseline, BaselineError, Entry, entries_of, written
from fidelity.cli.config import configs, plan
from fidelity.cli.output import put, write
from fidelity.cli.trouble import Trouble
from fidelity.report.phrases import count
from fidelity.report.visible import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.cli.checking import Wishes
    from fidelity.cli.config import Plan
    from fidelity.model import Report


def ledger(baseline: Path | None) -> Ledger:
    """What a check accepts, by the baseline if there is to be one. Raises Trouble if that cannot be used."""
    return Ledger(Acceptance(None if baseline is None else _opened(baseline), today()))


def today() -> date:
    """The day by which allowances end, in UTC; with SOURCE_DATE_EPOCH that one, so that a report can be made again later."""
    said = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not said:
        return datetime.now(UTC).date()
    try:
        return datetime.fromtimestamp(int(said), UTC).date()
    except (ValueError, OverflowError, OSError) as error:
        raise Trouble(f"SOURCE_DATE_EPOCH={said}: no number of seconds since 1970. Set it right, or unset it.") from error


def write_baseline(wishes: Wishes, reason: str, by: str) -> int:
    """Accept all that is found now. Raises Trouble where a baseline is there already."""
    todo, path = _planned(wishes, reason)
    if path.exists():
        raise Trouble(f"{path}: it is there already. `fidelity baseline update` keeps its reasons; or take it away first.")
    if not path.parent.is_dir():
        raise Trouble(f"{path}: the folder {path.parent} does not exist. Make it first.")
    empty = Baseline(path=path.as_posix(), folder=path.parent.as_posix())
    report, code = _checked(todo, Ledger(Acceptance(empty, today())))
    if code == 2:
        return code
    new = list(_new(report, empty, reason, by))
    put(path, written(new), "the baseline")
    articles = len({entry.article for entry in new})
    write(f"{path}: {count(len(new), 'finding')} of {count(articles, 'article')} accepted.\n")
    return code


def update_baseline(wishes: Wishes, reason: str, by: str, *, add: bool) -> int:
    """Take out what allows nothing any more, let entries follow renamed articles, and accept new findings if asked to."""
    todo, path = _planned(wishes, reason)
    old = _opened(path)
    book = Ledger(Acceptance(old, today()))
    report, code = _checked(todo, book)
    if code == 2:
        return code
    unused, gone = book.stale()
    homeless: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in reversed(gone):
        homeless[entry.rule, entry.fingerprint].append(entry)
    dropped = {*unused, *gone}
    kept = [entry for entry in old.entries if entry not in dropped]
    moved, added = [], []
    for entry in _new(report, old, reason, by):
        if former := homeless[entry.rule, entry.fingerprint]:
            moved.append(replace(former.pop(), article=entry.article))
        else:
            added.append(entry)
    put(path, written([*kept, *moved, *(added if add else ())]), "the baseline")
    out = len(dropped) - len(moved)
    told = f"{len(kept)} kept, {len(moved)} moved with a renamed article, {out} taken out, {len(added) if add else 0} added"
    rest = "" if add or not added else f"; {count(len(added), 'finding')} not in it: --add accepts them"
    write(f"{path}: {told}{rest}.\n")
    return code


def show_baseline(path: Path | None, config: Path | None, *, isolated: bool) -> int:
    """Print what is accepted, by article."""
    here = configs(config, isolated=isolated).of(Path())
    said = here.said.get("baseline") if here is not None else None
    baseline = _opened(path or Path(said.value if said is not None else DEFAULT))
    articles = len({entry.article for entry in baseline.entries})
    lines = [f"{baseline.path}: {count(len(baseline.entries), 'finding')} of {count(articles, 'article')}."]
    for article, entries in groupby(sorted(baseline.entries), key=lambda entry: entry.article):
        lines += ["", one_line(article)]
        for entry in entries:
            who = ", ".join(filter(None, (entry.by, entry.on)))
            lines.append(one_line(f"  {entry.rule}  “{entry.words}”  {entry.reason}{f' ({who})' if who else ''}"))
    write("\n".join(lines) + "\n")
    return 0


def _planned(wishes: Wishes, reason: str) -> tuple[Plan, Path]:
    from fidelity.cli.checking import vet  # noqa: PLC0415 - which itself asks this module what a check accepts

    if not reason.strip():
        raise Trouble('--reason is empty. Say why the findings are accepted: --reason "checked by hand".')
    vet(wishes)
    todo = plan(wishes)
    return todo, wishes.baseline or todo.baseline or Path(DEFAULT)


def _checked(todo: Plan, book: Ledger) -> tuple[Report, int]:
    from fidelity.cli.checking import checked, exit_code  # noqa: PLC0415 - as above

    report = checked(todo.jobs, todo.settings, book)
    code = exit_code(report, "never", exit_zero=False)
    return report, code or int(any(article.problem is not None for article in report.articles))


def _new(report: Report, baseline: Baseline, reason: str, by: str) -> Iterator[Entry]:
    on = today().isoformat() if by else ""
    for article in report.articles:
        yield from entries_of(article, baseline, " ".join(reason.split()), " ".join(by.split()), on)


def _opened(path: Path) -> Baseline:
    try:
        return open_baseline(path)
    except BaselineError as error:
        raise Trouble(str(error)) from error
