"""Every key of a config, with its type and one sentence; the JSON Schema and `fidelity config init` are made from these."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from fidelity.report import FORMATS
from fidelity.rules import REGISTER
from fidelity.settings import SeverityOrOff  # noqa: TC001 - the types are read when the schema is made
from fidelity.styles import names

Rule = Annotated[str, Meta(extra_json_schema={"enum": sorted(REGISTER)}, extra={"what": "rule"})]
Format = Annotated[str, Meta(extra_json_schema={"enum": sorted(FORMATS)}, extra={"what": "report format"})]
House = Annotated[
    str, Meta(extra_json_schema={"anyOf": [{"enum": list(names())}, {"pattern": r"\.toml$"}]}, extra={"what": "style"})
]
Place = Annotated[str, Meta(min_length=1, extra={"what": "path"})]
Glob = Annotated[str, Meta(min_length=1, examples=["letters/**", "*.html"])]
Words = Annotated[int, Meta(ge=0, le=1000)]
Most = Annotated[int, Meta(ge=1, le=10_000_000)]


class Numbers(Struct, kw_only=True, rename="kebab", forbid_unknown_fields=True):
    """The numbers that a check goes by."""

    min_words_short: Annotated[
        Words | None, Meta(description="Below this many words a quotation must be found in an original that it names.")
    ] = None
    limit_reach: Annotated[
        Words | None, Meta(description="How many hidden words may stand between a “not” and the kept words that it governs.")
    ] = None
    lone_words: Annotated[
        Words | None, Meta(description="Up to this many omitted words, a critical one among them gives the finding its name.")
    ] = None
    base_share: Annotated[
        Annotated[float, Meta(gt=0.5, le=1)] | None,
        Meta(description="From this share of a block’s letters on, a typeface is the block’s own and no emphasis."),
    ] = None
    splice_words: Annotated[
        Words | None,
        Meta(description="From this many words on, a stretch that another original holds is a passage of its own."),
    ] = None
    unmarked_words: Annotated[
        Words | None, Meta(description="From this many words on, words copied without marks are reported.")
    ] = None
    note_reach: Annotated[
        Annotated[int, Meta(ge=0, le=100_000)] | None,
        Meta(description="How many characters away from a quotation a note such as “emphasis added” may stand."),
    ] = None
    most_quotations: Annotated[Most | None, Meta(description="How many quotations of an article are looked at.")] = None
    longest_quotation: Annotated[
        Most | None, Meta(description="A quotation of more characters is not compared, and is reported as unchecked.")
    ] = None
    most_marks: Annotated[
        Most | None,
        Meta(description="A quotation with more ellipses, brackets and notes is not compared, and is reported as unchecked."),
    ] = None
    most_findings: Annotated[Most | None, Meta(description="How many findings are told of one quotation.")] = None


class OfAnArticle(Struct, kw_only=True, rename="kebab", forbid_unknown_fields=True):
    """What may be said for all articles, and for some of them in a `[[per-file]]`."""

    style: Annotated[House | None, Meta(description="The house style: a name, or the path of a .toml file of your own.")] = None
    originals: Annotated[tuple[Place, ...] | None, Meta(description="Files and folders of originals.")] = None
    archive: Annotated[Place | None, Meta(description="A store of originals, made by `fidelity archive add`.")] = None
    select: Annotated[tuple[Rule, ...] | None, Meta(description="Only these rules.")] = None
    ignore: Annotated[tuple[Rule, ...] | None, Meta(description="All rules but these.")] = None
    require_originals: Annotated[
        bool | None, Meta(description="Whether a quotation without an original in hand is an error.")
    ] = None
    fields: Annotated[
        dict[str, str] | None, Meta(description="Which field of a JSON dump is which.", examples=[{"text": "body"}])
    ] = None
    severity: Annotated[
        dict[Rule, SeverityOrOff] | None, Meta(description="How grave the findings of a rule are, whatever the style says.")
    ] = None
    numbers: Annotated[Numbers | None, Meta(description="The numbers that a check goes by.")] = None


class PerFile(OfAnArticle, kw_only=True, rename="kebab", forbid_unknown_fields=True):
    """What some articles have different. Where several fit an article, the later one wins; `ignore` adds to what is ignored."""

    paths: Annotated[
        tuple[Glob, ...],
        Meta(description="Which articles: globs from the folder of this file; one without a slash is a file’s name."),
    ]


class Keys(OfAnArticle, kw_only=True, rename="kebab", forbid_unknown_fields=True):
    """A `fidelity.toml`, or the table `[tool.fidelity]` of a `pyproject.toml`. Paths start at the folder of the file."""

    extend: Annotated[Place | None, Meta(description="Another config; what is said here comes before what is said there.")] = (
        None
    )
    articles: Annotated[
        tuple[Glob, ...] | None, Meta(description="What `fidelity check` checks if it is given no articles.")
    ] = None
    output_format: Annotated[Format | None, Meta(description="What to print.")] = None
    fail_on: Annotated[
        Literal["error", "warning", "never"] | None, Meta(description="From which severity on findings make exit code 1.")
    ] = None
    baseline: Annotated[Place | None, Meta(description="The findings that are known and accepted.")] = None
    cache_dir: Annotated[Place | None, Meta(description="Where results are kept, for checks of what has not changed.")] = None
    per_file: Annotated[tuple[PerFile, ...] | None, Meta(description="What some articles have different.")] = None


RUN_WIDE = frozenset({"articles", "output-format", "fail-on", "baseline", "cache-dir"})
"""Keys that concern a run as a whole, and no single article."""

TABLES = frozenset({"fields", "severity", "numbers"})
"""Keys that hold a table, whose entries are said one by one."""


def schema() -> str:
    """The JSON Schema of a config, generated from its types."""
    made: dict[str, Any] = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "fidelity.toml"}
    made |= msgspec.json.schema(Keys)
    return msgspec.json.format(msgspec.json.encode(_without_null(made)), indent=1).decode() + "\n"


def _without_null(value: Any) -> Any:
    """The same without `null`, which TOML has not: a key is there or it is not."""
    match value:
        case dict():
            slim = {key: _without_null(item) for key, item in value.items() if not (key == "default" and item is None)}
            kinds = [kind for kind in slim.get("anyOf", ()) if kind != {"type": "null"}]
            if len(kinds) == 1 and len(slim["anyOf"]) == 2:
                return {key: item for key, item in slim.items() if key != "anyOf"} | kinds[0]
            return slim | ({"enum": [one for one in slim["enum"] if one is not None]} if None in slim.get("enum", ()) else {})
        case list():
            return [_without_null(item) for item in value]
        case _:
            return value
