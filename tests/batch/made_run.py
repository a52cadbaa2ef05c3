"""Runs made by hand: rows out of plain dicts, and rows out of the reports by hand; real files, as a batch writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import structs

from fidelity.batch.folder import SCHEMA, About, Done, Run
from fidelity.batch.parquet import write_rows
from fidelity.batch.tables import TABLES, no_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    Tables = Mapping[str, Sequence[Mapping[str, Any]]]

ABOUT = About(SCHEMA, "fidelity 0.1.0", "sha256:" + "0" * 64, "strict", {"articles": ["news"], "archive": "store"})
_PLAIN = {"string": "", "int": 0, "float": 0.0, "bool": False, "strings": [], "spans": []}


def row(table: str, **given: Any) -> dict[str, Any]:
    """A row with what is given; the rest is null or nothing."""
    names = {column.name for column in TABLES[table]}
    assert given.keys() <= names, given.keys() - names
    return {c.name: given.get(c.name, None if c.may_be_null else _PLAIN[c.kind]) for c in TABLES[table]}


def article(uri: str, **given: Any) -> dict[str, Any]:
    return row("articles", **({"uri": uri, "sha256": f"sha-{uri}", "style": "strict"} | given))


def quote(uri: str, name: str, verdict: str, **given: Any) -> dict[str, Any]:
    plain = {"text": f"the words of {name}", "marked": verdict == "exact", "line": 1, "column": 1, "nth": 1, "form": "inline"}
    return row("quotes", **({"article": uri, "id": name, "verdict": verdict} | plain | given))


def finding(uri: str, name: str | None, rule: str, severity: str = "error", **given: Any) -> dict[str, Any]:
    plain = {"message": f"{rule} says so.", "fingerprint": f"{rule}-{name}", "line": 1, "column": 1}
    return row("findings", **({"article": uri, "quote": name, "rule": rule, "severity": severity} | plain | given))


def write(path: Path, *chunks: Tables, about: About = ABOUT, finished: bool = True) -> Path:
    """A run's folder with these chunks."""
    run = Run.begin(path, about)
    with run.journal() as journal:
        for number, given in enumerate(chunks):
            whole = no_rows() | {name: [dict(one) for one in rows] for name, rows in given.items()}
            for table, rows in whole.items():
                write_rows(run.file(table, number), table, rows)
            run.tell(journal, Done(number, len(whole["articles"]), len(whole["quotes"]), {}))
    run.say(structs.replace(about, planned=len(chunks) + (not finished), finished=finished))
    return path
