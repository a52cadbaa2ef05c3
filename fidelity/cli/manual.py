"""`fidelity rule`, `style` and `schema`: what the tool says of itself."""

from __future__ import annotations

from importlib.resources import files

from fidelity.cli.output import write
from fidelity.cli.trouble import Trouble, known


def show_rules(name: str | None, *, every: bool) -> int:
    """Print the manual page of a rule, or of all."""
    from fidelity.rules import RULES  # noqa: PLC0415 - loaded only where it is needed, so that the rest starts at once

    if name is None and not every:
        raise Trouble(f"name a rule, or give --all. There are: {', '.join(sorted(RULES))}.")
    wanted = sorted(RULES) if name is None else [known(name, RULES, "rule", where="`fidelity rule --all` explains them all.")]
    pages = [f"{rule}\n{'=' * len(rule)}\n\n{RULES[rule].manual.strip()}\n" for rule in wanted]
    write("\n\n".join(pages))
    return 0


def show_style(name: str | None) -> int:
    """Print a house style, or the names of all."""
    from fidelity.styles import names, style  # noqa: PLC0415 - loaded only where it is needed, so that the rest starts at once

    if name is None:
        write("".join(f"{each}  {style(each).title}\n" for each in names()))
        return 0
    house = style(known(name, names(), "house style", where=f"Styles: {', '.join(names())}."))
    wide = max(map(len, [*house.severity, *house.change]), default=0)
    lines = [f"{house.name}: {house.title}", "", "Rules"]
    lines += [f"  {rule:<{wide}}  {severity or 'off'}" for rule, severity in house.severity.items()]
    lines += ["", "Changes"]
    lines += [f"  {change:<{wide}}  {policy}" for change, policy in house.change.items()]
    if house.sources:
        lines += ["", "Sources", *(f"  {source}" for source in house.sources)]
    write("\n".join(lines) + "\n")
    return 0


def show_schema() -> int:
    """Print the JSON Schema of the report, as shipped."""
    write((files("fidelity.report") / "report.schema.json").read_text("utf-8"))
    return 0
