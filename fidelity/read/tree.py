"""XML of strangers, as parts of Word documents and books are written in it: no entities, no deep nesting.

The standard library's parser is used: it fetches nothing, and what it would expand is refused before it is read.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator
    from xml.etree.ElementTree import Element

DEEPEST: Final = 200
"""Elements that may be open at one time: programs write some 40, and what reads them calls itself for each."""
LARGEST_TREE: Final = 32_000_000
"""Bytes of a part that is read as a whole."""
_CHUNK: Final = 65_536
_AGAIN: Final = "get the file anew, or open it in its own program and save it again."


class TreeTrouble(Exception):  # noqa: N818 - trouble is the newsroom's word
    """Why a part of a file is not read: a sentence for people."""


def events(data: bytes, part: str) -> Iterator[tuple[str, Element]]:
    """Yield ("start", element) and ("end", element) in the order of the XML; whoever is done with an element may clear it.

    `part` is what to call it in a sentence. Raises TreeTrouble for XML that is damaged or hostile.
    """
    from xml.etree.ElementTree import ParseError, XMLPullParser  # noqa: PLC0415  (loaded for the first part)

    _refuse(data, part)
    parser: Any = XMLPullParser(("start", "end"))
    depth = 0
    try:
        for at in range(0, len(data), _CHUNK):
            parser.feed(data[at : at + _CHUNK])
            for kind, element in parser.read_events():
                depth += 1 if kind == "start" else -1
                if depth > DEEPEST:
                    raise TreeTrouble(f"The part “{part}” of the file is nested too deeply to be a text; {_AGAIN}")
                yield kind, element
        parser.close()
        yield from parser.read_events()
    except (ParseError, ValueError, LookupError) as error:
        raise TreeTrouble(f"The part “{part}” of the file is damaged or cut off; {_AGAIN}") from error


def tree(data: bytes, part: str) -> Element:
    """The root element of a small part, with all in it. Raises TreeTrouble as `events` does, and for a large part."""
    if len(data) > LARGEST_TREE:
        raise TreeTrouble(f"The part “{part}” of the file is too large to be what it should be; {_AGAIN}")
    root = None
    for _, element in events(data, part):
        root = element if root is None else root
    if root is None:
        raise TreeTrouble(f"The part “{part}” of the file is empty; {_AGAIN}")
    return root


@lru_cache(maxsize=4096)
def local(tag: Hashable) -> str:
    """An element's or attribute's name without its namespace."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


class _Stopped(Exception):  # noqa: N818 - nothing went wrong
    """The first element is reached: what could be declared is declared before it."""


def _refuse(data: bytes, part: str) -> None:
    """Read what stands before the first element. Raises TreeTrouble if anything is declared there."""
    from xml.parsers import expat  # noqa: PLC0415

    def doctype(_name: str, _system: str | None, _public: str | None, inside: int) -> None:
        if inside:
            raise TreeTrouble(f"The part “{part}” of the file declares entities, as no honest one does; {_AGAIN}")

    def element(_name: str, _attributes: object) -> None:
        raise _Stopped

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = element
    try:
        for at in range(0, len(data), _CHUNK):
            parser.Parse(data[at : at + _CHUNK], at + _CHUNK >= len(data))
    except _Stopped:
        return
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise TreeTrouble(f"The part “{part}” of the file is damaged or cut off; {_AGAIN}") from error
