"""Which files a pattern means."""

from __future__ import annotations

from fnmatch import fnmatchcase


def fits(path: str, pattern: str) -> bool:
    """Whether a path below the config's folder (with slashes) is meant by a pattern.

    `**` stands for any folders, `*`, `?` and `[…]` for a part of one name. A pattern without a slash is the name of a file,
    in whatever folder; one that ends with a slash means all that is in the folder.
    """
    if "/" not in pattern:
        return fnmatchcase(path.rpartition("/")[2], pattern)
    names = path.split("/")
    wanted = (pattern + "**" if pattern.endswith("/") else pattern).removeprefix("./").lstrip("/").split("/")
    # open[n]: the first n names of the path fit the parts of the pattern seen so far
    opened = [True] + [False] * len(names)
    for n, part in enumerate(wanted):
        if part == "**":
            first = opened.index(True) if True in opened else len(opened)
            least = first + (n == len(wanted) - 1)  # at the end it stands for a file at least
            opened = [k >= least for k in range(len(opened))]
        else:
            opened = [False] + [opened[k] and fnmatchcase(name, part) for k, name in enumerate(names)]
    return opened[-1]
