"""`fidelity config show` and `init`: what is in force and who said so, and a config to begin with."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fidelity.cli.cache import place
from fidelity.cli.config import configs, run_wide
from fidelity.cli.output import write
from fidelity.cli.trouble import Trouble, known, tell
from fidelity.config import NAME, RUN_WIDE, in_force, nearest, plain, shown, template
from fidelity.report.visible import one_line
from fidelity.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fidelity.config import Said

_FORMATS = ("full", "json")
_NUMBERS = (
    *("min_words_short", "limit_reach", "lone_words", "base_share", "splice_words", "unmarked_words", "note_reach"),
    *("most_quotations", "longest_quotation", "most_marks", "most_findings"),
)


def show_config(article: Path | None, named: Path | None, *, isolated: bool, output_format: str) -> int:
    """Print what is in force for an article, or for the working folder, and where it was said."""
    known(output_format, _FORMATS, "report format", where=f"Formats: {', '.join(_FORMATS)}.")
    if article is not None and article.is_dir():
        raise Trouble(f"{article}: a folder. Name an article in it; it need not be there yet.")
    all_of_them = configs(named, isolated=isolated)
    here = all_of_them.of(Path())
    config = here if article is None else all_of_them.of(article.parent)
    run = run_wide(here, [config])
    own = config.said if config and article is None else in_force(config, article or Path())
    said = {key: one for key, one in own.items() if key not in RUN_WIDE}
    said |= {key: one for key, one in (run.said if run else {}).items() if key in RUN_WIDE}
    rows = list(_rows(said, article))
    cache, who = place(None, said)
    rows.append(("cache-dir", None if cache is None else str(cache), who))
    if output_format == "json":
        from fidelity.report.json import written  # noqa: PLC0415 - loaded only where it is needed, so that the rest starts at once

        keys = {key: {"value": value, "said": where} for key, value, where in rows}
        write(
            written(
                {
                    "article": None if article is None else str(article),
                    "config": shown(config.path) if config else None,
                    "settings": keys,
                }
            )
        )
        return 0
    goes = f"goes by {shown(config.path)}" if config else "has no config"
    lines = [f"{one_line(str(article)) if article else 'this folder'} {goes}", ""]
    wide = max(len(key) for key, _, _ in rows)
    texts = [(key, one_line(_toml(value)), where or "default") for key, value, where in rows]
    broad = min(40, max(len(text) for _, text, _ in texts))
    lines += [f"{key:<{wide}}  {text:<{broad}}  {one_line(where)}" for key, text, where in texts]
    write("\n".join(lines) + "\n")
    return 0


def _rows(said: Mapping[str, Said], article: Path | None) -> Iterator[tuple[str, Any, str | None]]:
    """Every key, its value, and where it was said; None: nowhere."""
    pair = article.parent / "originals" if article is not None else None
    beside = [shown(pair)] if pair is not None and pair.is_dir() else []
    otherwise: dict[str, Any] = {
        "style": "strict",
        "originals": beside,
        "archive": None,
        "select": [],
        "ignore": [],
        "require-originals": False,
        "articles": [],
        "output-format": "full",
        "fail-on": "error",
        "baseline": None,
    }
    for key, value in otherwise.items():
        place = "beside the article" if key == "originals" and beside else None
        yield (key, said[key].value, said[key].where) if key in said else (key, value, place)
    yield from ((key, one.value, one.where) for key, one in said.items() if key.partition(".")[0] in {"severity", "fields"})
    defaults = {field.name: field.default for field in fields(Settings)}
    for name in _NUMBERS:
        key = "numbers." + name.replace("_", "-")
        yield (key, said[key].value, said[key].where) if key in said else (key, defaults[name], None)


def _toml(value: Any) -> str:
    match value:
        case None:
            return "none"
        case bool():
            return str(value).lower()
        case str():
            return f'"{value}"'
        case list() | tuple():
            return f"[{', '.join(map(_toml, value))}]"
        case _:
            return str(value)


def write_config(folder: Path) -> int:
    """Write a commented config into a folder, where there is none yet."""
    path = folder / NAME
    above = nearest(plain(folder))
    if above is not None and above.parent == plain(folder):
        raise Trouble(f"{shown(above)} is a config already, and is left as it is. `fidelity config show` tells what it says.")
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(template())
    except FileExistsError as error:
        raise Trouble(f"{path} is there already, and is left as it is.") from error
    except OSError as error:
        raise Trouble(f"{path}: it could not be written: {error.strerror}. Name another folder.") from error
    if above is not None:
        tell(f'{shown(above)} no longer holds in this folder, for configs are not merged; to build on it: extend = "…".')
    write(f"wrote {path}\n")
    return 0
