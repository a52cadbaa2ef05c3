"""`fidelity rule`, `style` and `schema`: what the tool says of itself."""

from __future__ import annotations

from importlib.resources import files
from textwrap import wrap
from typing import TYPE_CHECKING

from fidelity.cli.output import write
from fidelity.cli.trouble import Trouble, known

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fidelity.styles import Style

_WIDTH = 100
_POLICIES = {
    "silent": "Allowed in silence",
    "marked": "Allowed if it is shown",
    "forbidden": "A finding even if it is shown",
}


def show_rules(name: str | None, *, every: bool) -> int:
    """Print the manual page of a rule, or the list of all, by family."""
    from fidelity.rules import RULES  # noqa: PLC0415 - loaded only where it is needed, so that the rest starts at once

    if name is not None:
        wanted = known(name, RULES, "rule", where="`fidelity rule --all` lists them all.")
        write(f"{wanted}\n{'=' * len(wanted)}\n\n{RULES[wanted].manual.strip()}\n")
        return 0
    if not every:
        raise Trouble(f"name a rule, or give --all. There are: {', '.join(sorted(RULES))}.")
    from fidelity.styles import style  # noqa: PLC0415 - loaded only where it is needed, so that the rest starts at once

    severity = style("strict").severity
    wide = max(map(len, RULES))
    lines = ["Every rule by family, with its severity in the style strict. `fidelity rule NAME` explains one."]
    family = ""
    for rule in RULES.values():
        if rule.family != family:
            family = rule.family
            lines += ["", family.capitalize()]
        summary = rule.manual.strip().splitlines()[0]
        lines.append(f"  {rule.name:<{wide}}  {severity[rule.name] or 'off':<7}  {summary}")
    write("\n".join(lines) + "\n")
    return 0


def show_style(name: str | None) -> int:
    """Print what a house style allows, or the names of all."""
    from fidelity.styles import StyleError, names, style  # noqa: PLC0415 - loaded only where it is needed, so that the rest starts at once

    if name is None:
        wide = max(map(len, names()))
        write("".join(f"{each:<{wide}}  {style(each).title}\n" for each in names()))
        return 0
    try:
        house = style(name)
    except StyleError as error:
        raise Trouble(str(error)) from error
    write("\n".join(_page(house, style("strict"))) + "\n")
    return 0


def _page(house: Style, strict: Style) -> Iterator[str]:
    yield f"{house.name}: {house.title}"
    yield from _changes(house)
    yield from _forms(house)
    differ = {rule: severity for rule, severity in house.severity.items() if severity != strict.severity.get(rule)}
    yield from ("", "Rules", "-----")
    if house.name == strict.name:
        yield from (f"  {rule:<24}  {severity or 'off'}" for rule, severity in house.severity.items())
    elif differ:
        yield "  As in strict, but for:"
        yield from (
            f"  {rule:<24}  {severity or 'off'} (strict: {strict.severity.get(rule)})" for rule, severity in differ.items()
        )
    else:
        yield "  Every rule is as grave as in strict."
    if house.sources:
        yield from ("", "Sources", "-------")
        for source in house.sources:
            yield f"  {source.title}"
            if source.address:
                yield f"    {source.address}"
    if house.unverified:
        yield from ("", "Not checked against the guide", "-----------------------------")
        yield from _wrapped("These entries are marked ? above: they are general knowledge. Correct them in the style’s file:")
        yield from _wrapped(", ".join(house.unverified) + ".")


def _changes(house: Style) -> Iterator[str]:
    from fidelity.styles import CHANGES  # noqa: PLC0415 - loaded only where it is needed, so that the rest starts at once

    wide = max(len(what) for what, _ in CHANGES.values())
    for policy, title in _POLICIES.items():
        found = [change for change in CHANGES if house.policy(change) == policy]
        if not found:
            continue
        yield from ("", title, "-" * len(title))
        for change in found:
            what, how = CHANGES[change]
            doubt = "?" if change in house.unverified else " "
            line = f"{doubt} {what:<{wide}}  {change}"
            notes = [f"show it by {how}"] if policy == "marked" and not how.startswith("nothing") else []
            notes += [f"unless shown: {house.weight[change]}"] if change in house.weight and policy == "marked" else []
            notes += [house.weight.get(change, "error")] if policy == "forbidden" else []
            yield line
            if notes:
                yield f"      {'; '.join(notes)}"


def _forms(house: Style) -> Iterator[str]:
    doubts = {part: " ?" if part in house.unverified else "" for part in ("ellipsis", "brackets", "inner-marks", "declaration")}
    yield from ("", "Forms", "-----")
    yield f"  Ellipsis: {' or '.join(house.ellipses)}{doubts['ellipsis']}"
    if house.over_sentence == "four dots":
        yield "  Where a sentence ends in what is left out: four dots, or the stop beside the ellipsis"
    yield f"  The quoter’s own words: in [ ]{' or ( )' if house.round_brackets else ''}{doubts['brackets']}"
    note = {"round": "(emphasis added)", "square": "[emphasis added]"}[house.note_brackets]
    where = {"behind": "behind the quotation", "words": "right after the words"}[house.note_place]
    yield f"  A note about emphasis: {note}, {where}{doubts['declaration']}"
    for outer, inner in house.inner.items():
        yield f"  Inside {outer} stand {' or '.join(inner)}{doubts['inner-marks']}"


def _wrapped(text: str) -> Iterable[str]:
    return wrap(text, _WIDTH, initial_indent="  ", subsequent_indent="  ")


SCHEMAS = {"config": ("fidelity.config", "config.schema.json"), "report": ("fidelity.report", "report.schema.json")}


def show_schema(name: str) -> int:
    """Print the JSON Schema of the report or of the config, as shipped."""
    known(name, SCHEMAS, "schema", where="There are: fidelity schema report, and fidelity schema config")
    room, file = SCHEMAS[name]
    write((files(room) / file).read_text("utf-8"))
    return 0
