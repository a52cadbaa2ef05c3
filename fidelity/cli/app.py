"""The commands and their arguments."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - cyclopts reads the annotations when it runs
from typing import Annotated, Literal

from cyclopts import App, CycloptsError, Parameter

from fidelity import __version__
from fidelity.cli.archive_app import archive_app
from fidelity.cli.articles import STDIN
from fidelity.cli.baseline_app import baseline_app
from fidelity.cli.batch_app import batch_app
from fidelity.cli.config_app import config_app
from fidelity.cli.drift_app import drift
from fidelity.cli.query_app import export, query, stats
from fidelity.cli.trouble import Trouble, tell

FailOn = Literal["error", "warning", "never"]
When = Literal["auto", "always", "never"]

app = App(
    name="fidelity",
    help="Does this quotation say what the original says? Exact, trimmed or altered wording, and which emphasis was added.",
    help_epilogue=(
        "Exit codes: 0 clean; 1 findings at or above --fail-on (default: error), or an article among others could not be read; "
        "2 nothing could be checked, or the command cannot be understood; 130 interrupted."
    ),
    help_format="plaintext",
    version=__version__,
    result_action="return_value",
    suppress_keyboard_interrupt=False,  # it is told in `main`
)
app.command(archive_app)
app.command(baseline_app)
app.command(batch_app)
app.command(config_app)
for reading in (query, stats, export, drift):
    app.command(reading)


def run(words: list[str]) -> int:
    """Understand the words of a command line, do what they say, and give the exit code."""
    try:
        # A lone dash is a name here; the parser would take it for an option.
        code = app([STDIN if word == "-" else word for word in words], exit_on_error=False, print_error=False)
    except CycloptsError as error:
        tell(f"{str(error).strip()} See: fidelity --help")
        return 2
    except Trouble as error:
        tell(str(error))
        return 2
    return code if isinstance(code, int) else 0


@app.command
def check(
    articles: Annotated[tuple[str, ...], Parameter(help="Files, folders, globs, or - for standard input.", negative=())] = (),
    /,
    *,
    originals: Annotated[tuple[Path, ...], Parameter(negative=())] = (),
    archive: Path | None = None,
    fields: Annotated[tuple[str, ...], Parameter(negative=())] = (),
    style: str | None = None,
    output_format: str | None = None,
    output: Annotated[tuple[str, ...], Parameter(alias="-o", negative=())] = (),
    exit_zero: Annotated[bool, Parameter(negative=())] = False,
    fail_on: FailOn | None = None,
    require_originals: bool | None = None,
    verbose: Annotated[bool, Parameter(alias="-v", negative=())] = False,
    width: int | None = None,
    color: When = "auto",
    select: Annotated[tuple[str, ...], Parameter(negative=())] = (),
    ignore: Annotated[tuple[str, ...], Parameter(negative=())] = (),
    stdin_filename: str | None = None,
    files_from: Path | None = None,
    config: Path | None = None,
    isolated: Annotated[bool, Parameter(name=("--isolated", "--no-config"), negative=())] = False,
    fix: Annotated[bool, Parameter(negative=())] = False,
    unsafe_fixes: Annotated[bool, Parameter(negative=())] = False,
    diff: Annotated[bool, Parameter(negative=())] = False,
    baseline: Path | None = None,
    since: str | None = None,
    statistics: Annotated[bool, Parameter(negative=())] = False,
    watch: Annotated[bool, Parameter(negative=())] = False,
    no_cache: Annotated[bool, Parameter(negative=())] = False,
    cache_dir: Path | None = None,
) -> int:
    """Check every quotation of the articles against the originals.

    A folder is searched for .md, .markdown, .html, .htm and .txt, but not in folders with a leading dot or named
    "originals". In a folder of pairs (article.* beside originals/) each article is checked with its own originals.

    Exit codes: 0 clean; 1 findings at or above --fail-on, or an article among others could not be read; 2 nothing could
    be checked (no article could be read, or every quotation is unchecked), or the command cannot be understood;
    130 interrupted. --exit-zero turns 1 into 0, never 2.

    Parameters
    ----------
    originals
        A file or folder of originals; may be repeated. Without it: the article's front matter, else its pair's folder.
    archive
        A store of originals (`fidelity archive add` makes one), searched for what each quotation names and by its words.
    fields
        Which field of a JSON dump is which, as NAME=FIELD (text=body, title=meta.headline); may be repeated.
    style
        The house style, by name or as the path of a .toml file of your own; `fidelity style` lists them (default: strict).
    output_format
        What to print: full, concise, json, json-lines, sarif (code scanning), github (Actions), gitlab (Code Quality), rdjson
        (reviewdog), junit, markdown (a pull-request comment), html (one page), csv, or annotations (W3C Web Annotations).
    output
        Also write a report to a file, as FORMAT:FILE; may be repeated.
    exit_zero
        Exit 0 although there are findings.
    fail_on
        From which severity on findings make exit code 1 (default: error).
    require_originals
        A quotation without an original in hand is an error.
    verbose
        List the faithful quotations too, a line each.
    width
        Cells to a line; by default as wide as the terminal, 100 in a pipe.
    color
        auto hears NO_COLOR, FORCE_COLOR and TERM.
    select
        Only these rules; may be repeated.
    ignore
        All rules but these; may be repeated.
    stdin_filename
        What to call standard input; its ending tells the format (default: Markdown).
    files_from
        A file that names articles, one to a line.
    config
        The config to go by. Without it: the nearest fidelity.toml upward from each article, or pyproject.toml with a table
        [tool.fidelity]. The command line comes before it; `fidelity config show` tells what is in force.
    isolated
        Go by no config.
    fix
        Set right in the files what can be set right safely: marks and notes that are missing, and their form. Of standard
        input the fixed text is printed.
    unsafe_fixes
        With --fix or --diff: the original's own words too, where the quotation has others.
    diff
        Print what --fix would change, as a unified diff, and write nothing. Exit code 1 if there is anything.
    baseline
        A file of accepted findings, which do not count (`fidelity baseline write` makes one). What it has in vain is told.
    since
        A commit: only quotations whose paragraph or lead-in was touched since, by git's account; the others are counted.
    statistics
        Count verdicts and findings of each rule at the end of the formats full and concise.
    watch
        Check again whenever an article, an original or the config has changed, until Ctrl-C.
    no_cache
        Check everything anew, and keep nothing of it. Without it, what has not changed is not read again.
    cache_dir
        Where results are kept (default: the platform's cache folder; `fidelity config show` names it).
    """
    from fidelity.cli.checking import Wishes, check_articles  # noqa: PLC0415 - loaded only where it is needed, so that the rest starts at once

    wishes = Wishes(
        articles=articles,
        originals=originals,
        archive=archive,
        fields=fields,
        style=style,
        output_format=output_format,
        output=output,
        exit_zero=exit_zero,
        fail_on=fail_on,
        require_originals=require_originals,
        verbose=verbose,
        width=width,
        color=color,
        select=select,
        ignore=ignore,
        stdin_filename=stdin_filename,
        files_from=files_from,
        config=config,
        isolated=isolated,
        fix=fix,
        unsafe_fixes=unsafe_fixes,
        diff=diff,
        baseline=baseline,
        since=since,
        statistics=statistics,
        no_cache=no_cache,
        cache_dir=cache_dir,
    )
    if watch:
        from fidelity.cli.watch import watch as watching  # noqa: PLC0415 - loaded only where it is needed, so that the rest starts at once

        return watching(wishes, check_articles)
    return check_articles(wishes)


@app.command
def text(file: Path, /, *, fields: Annotated[tuple[str, ...], Parameter(negative=())] = ()) -> int:
    """Show what was read of a file: each block with its place, emphasis marked.

    Parameters
    ----------
    file
        An article or an original.
    fields
        Which field of a JSON dump is which, as NAME=FIELD; may be repeated.
    """
    from fidelity.cli.stages import show_text  # noqa: PLC0415 - loaded only where it is needed, so that the rest starts at once

    return show_text(file, fields)


@app.command
def quotes(file: Path, /, *, fields: Annotated[tuple[str, ...], Parameter(negative=())] = ()) -> int:
    """Show which quotations were found in an article, and what they name and declare.

    Parameters
    ----------
    file
        An article.
    fields
        Which field of a JSON dump is which, as NAME=FIELD; may be repeated.
    """
    from fidelity.cli.stages import show_quotes  # noqa: PLC0415 - loaded only where it is needed, so that the rest starts at once

    return show_quotes(file, fields)


@app.command
def locate(
    file: Path,
    /,
    *,
    originals: Annotated[tuple[Path, ...], Parameter(negative=())] = (),
    archive: Path | None = None,
    fields: Annotated[tuple[str, ...], Parameter(negative=())] = (),
    config: Path | None = None,
    isolated: Annotated[bool, Parameter(name=("--isolated", "--no-config"), negative=())] = False,
) -> int:
    """Show where each quotation stands in the originals, on which rung of the ladder, and every edit.

    Parameters
    ----------
    file
        An article.
    originals
        A file or folder of originals; may be repeated. Without it, as for check: what the config says, the article's front
        matter, else its pair's folder.
    archive
        A store of originals.
    fields
        Which field of a JSON dump is which, as NAME=FIELD; may be repeated.
    config
        The config to go by, instead of the nearest one.
    isolated
        Go by no config.
    """
    from fidelity.cli.checking import Wishes  # noqa: PLC0415 - loaded only where it is needed, so that the rest starts at once
    from fidelity.cli.stages import show_places  # noqa: PLC0415 - as above

    return show_places(
        Wishes(articles=(str(file),), originals=originals, archive=archive, fields=fields, config=config, isolated=isolated)
    )


@app.command
def rule(name: str | None = None, /, *, all_: Annotated[bool, Parameter(name="--all", negative=())] = False) -> int:
    """Explain a rule: what it finds, why it matters, an example, what it leaves alone. With --all: list the rules by family.

    Parameters
    ----------
    name
        The rule, as a report names it.
    all_
        List them all by family, each with its severity and one line.
    """
    from fidelity.cli.manual import show_rules  # noqa: PLC0415 - loaded only where it is needed, so that the rest starts at once

    return show_rules(name, every=all_)


@app.command
def style(name: str | None = None, /) -> int:
    """Show what a house style allows: in silence, if shown, or not at all. Without a name: which styles there are.

    Parameters
    ----------
    name
        The style, such as strict, or the path of a .toml file.
    """
    from fidelity.cli.manual import show_style  # noqa: PLC0415 - loaded only where it is needed, so that the rest starts at once

    return show_style(name)


@app.command
def schema(name: str = "report", /) -> int:
    """Print the JSON Schema of the JSON report, or of the config.

    Parameters
    ----------
    name
        Which schema: report, or config (fidelity.toml, or the table [tool.fidelity]).
    """
    from fidelity.cli.manual import show_schema  # noqa: PLC0415 - loaded only where it is needed, so that the rest starts at once

    return show_schema(name)


@app.command
def selftest(
    *,
    pairs: Path | None = None,
    seed: int = 1,
    count: int = 5000,
    output_format: str = "full",
) -> int:
    """Damage, mark and reset true passages in every way, check them, and show what was caught and what falsely accused.

    Exit codes: 0 no critical damage was missed and under 0.5 % of the faithful quotations accused; 1 otherwise; 2 the pairs
    cannot be used.

    Parameters
    ----------
    pairs
        A folder of pairs, whose originals are tried as well as the texts that come with the tool.
    seed
        Another number makes other mutations; the same number makes the same ones.
    count
        How many to make.
    output_format
        What to print: full or json.
    """
    from fidelity.cli.selftest import run_selftest  # noqa: PLC0415 - loaded only where it is needed, so that the rest starts at once

    return run_selftest(pairs, seed, count, output_format)


@app.command
def completion(shell: Literal["bash", "zsh", "fish"], /) -> int:
    """Print a script that completes commands, options and names in the shell.

    For bash: fidelity completion bash > ~/.local/share/bash-completion/completions/fidelity
    For zsh: fidelity completion zsh > ~/.zfunc/_fidelity (a folder of fpath)
    For fish: fidelity completion fish > ~/.config/fish/completions/fidelity.fish

    Parameters
    ----------
    shell
        Which shell.
    """
    from fidelity.cli.completion import show_completion  # noqa: PLC0415 - loaded only where it is needed, so that the rest starts at once

    return show_completion(app, shell)


@app.command
def man() -> int:
    """Print the manual page: fidelity man | man -l -"""  # noqa: D400 - a command, which ends as it is typed
    from fidelity.cli.man import show_man  # noqa: PLC0415 - loaded only where it is needed, so that the rest starts at once

    return show_man(app)
