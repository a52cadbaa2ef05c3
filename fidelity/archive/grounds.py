"""Where files may lie that strangers name: below the project, so that no article and no link makes a report show other files.

An article of a pull request may say in its front matter where its originals are, and a link in a folder may lead anywhere. What
the command line and the config name is the user's own choice.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fidelity.model import Document

_SIGNS = (".git", ".hg", ".svn", "fidelity.toml", "pyproject.toml")


def project(folder: Path) -> Path | None:
    """The nearest folder from this one upwards that holds a project; None if there is none. Links are resolved."""
    whole = folder.resolve()
    return next((one for one in (whole, *whole.parents) if any((one / sign).exists() for sign in _SIGNS)), None)


def leads_out(path: Path, root: Path | None) -> bool:
    """Whether a path leads out of a project by links; of no project nothing does."""
    return root is not None and not _resolved(path).is_relative_to(root)


def grounded(article: Document) -> Document:
    """The article without the originals that its front matter names outside the project; its notes say which.

    Without a project around it they may lie below the working folder, if the article does, else below the article's folder.
    """
    names = [name for name in article.meta.originals if "://" not in name]
    if not names:
        return article
    folder = Path(article.uri).parent
    here, there = Path.cwd(), folder.resolve()
    root = project(folder) or (here if there.is_relative_to(here) else there)
    refused = [name for name in names if not _is_below(folder / name, root)]
    if not refused:
        return article
    kept = tuple(name for name in article.meta.originals if name not in refused)
    notes = (
        f"The front matter names an original that lies outside the project, and is not read: {name}. Name it with --originals."
        for name in refused
    )
    return replace(article, meta=replace(article.meta, originals=kept), notes=(*article.notes, *notes))


def _is_below(path: Path, root: Path) -> bool:
    try:
        return _resolved(path).is_relative_to(root)
    except ValueError:  # a name that no file can have
        return False


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError):  # links that lead in a circle
        return Path("/")
