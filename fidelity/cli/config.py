"""What a check goes by: the wishes of the command line over what configs say, for each article and for the run."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fidelity.cli.articles import STDIN, Named, field_map, named
from fidelity.cli.cache import place
from fidelity.cli.trouble import Trouble, tell
from fidelity.config import RUN_WIDE, Config, ConfigError, in_force, load, nearest, plain, settings_of, shown
from fidelity.job import Job
from fidelity.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fidelity.cli.checking import Wishes
    from fidelity.config import Said


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be checked, each article with its own settings, and what holds for the whole run."""

    jobs: list[Job]
    settings: Settings
    output_format: str
    fail_on: str
    baseline: Path | None
    cache: Path | None


@dataclass(slots=True)
class Configs:
    """The config of each folder, read once. One that is `named` holds for every article; none, if they are not wanted."""

    named: Path | None = None
    wanted: bool = True
    _read: dict[Path, Config] = field(default_factory=dict)
    _of: dict[Path, Config | None] = field(default_factory=dict)

    def of(self, folder: Path) -> Config | None:
        """The config that holds for the files of a folder. Raises Trouble if it cannot be used."""
        here = plain(folder)
        if here not in self._of:
            path = (self.named or nearest(here)) if self.wanted else None
            self._of[here] = None if path is None else self._load(path)
        return self._of[here]

    def _load(self, path: Path) -> Config:
        if path not in self._read:
            try:
                self._read[path] = load(path)
            except ConfigError as error:
                raise Trouble(str(error)) from error
        return self._read[path]


def configs(named: Path | None, *, isolated: bool) -> Configs:
    """The configs as the command line wants them. Raises Trouble if one is wanted and not wanted."""
    if named is not None and isolated:
        raise Trouble(f"--config {named} and --isolated exclude each other. Give one of them.")
    return Configs(named, not isolated)


def plan(wishes: Wishes) -> Plan:
    """What to check and how. Raises Trouble where nothing can be checked."""
    known = configs(wishes.config, isolated=wishes.isolated)
    here = known.of(Path())
    said = {} if here is None else here.said
    paths = wishes.articles
    if not paths and wishes.files_from is None and "articles" in said:
        paths = said["articles"].value
    articles = named(paths, wishes.originals, wishes.files_from, wishes.stdin_filename)
    fields = field_map(wishes.fields)
    fitting = [known.of(_path(article).parent) for article in articles]
    jobs = [
        _job(article, in_force(config, _path(article)), wishes, fields)
        for article, config in zip(articles, fitting, strict=True)
    ]
    run = run_wide(here, fitting)
    over = {} if run is None else run.said
    return Plan(
        jobs,
        settings(over, wishes),
        wishes.output_format or (over["output-format"].value if "output-format" in over else "full"),
        wishes.fail_on or (over["fail-on"].value if "fail-on" in over else "error"),
        Path(over["baseline"].value) if "baseline" in over else None,
        None if wishes.no_cache else place(wishes.cache_dir, over)[0],
    )


def run_wide(here: Config | None, fitting: Sequence[Config | None]) -> Config | None:
    """The config that speaks for the run: the working folder's, else the one that all articles share. Others are told of."""
    others = {config.path: config for config in fitting if config is not None}
    run = here or (next(iter(others.values())) if len(others) == 1 and None not in fitting else None)
    goes = f"goes by {shown(run.path)}" if run else "has no config of its own"
    for config in others.values():
        for key, said in config.said.items():
            if config is not run and key in RUN_WIDE - {"articles"} and (run is None or run.said.get(key) != said):
                tell(f"{said.where}: {key} concerns a whole run, and this one {goes}. Run it in that folder, or use --config.")
    return run


def settings(said: Mapping[str, Said], wishes: Wishes) -> Settings:
    """Settings by a config, under what the command line decides."""
    decided: dict[str, Any] = {
        name: value
        for name, value in (
            ("style", wishes.style),
            ("select", wishes.select or None),
            ("ignore", wishes.ignore or None),
            ("require_originals", wishes.require_originals),
        )
        if value is not None
    }
    return replace(settings_of(said, Settings()), **decided)


def _job(article: Named, said: dict[str, Said], wishes: Wishes, fields: dict[str, str]) -> Job:
    originals = article.originals
    if not wishes.originals and "originals" in said:
        originals = tuple(Path(path) for path in said["originals"].value)
        for original in originals:
            if not original.exists():
                raise Trouble(f"{said['originals'].where}: there is no {original}. Say where the originals are.")
    archive = wishes.archive or (Path(said["archive"].value) if "archive" in said else None)
    own = {key.removeprefix("fields."): one.value for key, one in said.items() if key.startswith("fields.")}
    return Job(article.article, originals, archive, fields or own, settings(said, wishes))


def _path(article: Named) -> Path:
    if isinstance(article.article, Path):
        return article.article
    name = article.article[0]
    return Path() / (name if not name.startswith(STDIN) else "stdin.md")
