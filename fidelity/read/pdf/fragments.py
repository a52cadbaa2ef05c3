"""Letters of a page put together to fragments: stretches set in one way on one baseline, without wide gaps."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from fidelity.model import Kind
from fidelity.read.pdf.fonts import Face
from fidelity.read.pdf.glyphs import SMALL_CAPITALS, is_unknown, spelled

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

WIDE: Final = 0.9  # of the font's size: a gap this wide ends a fragment, and may be one between columns
BACK: Final = -0.35  # of the font's size: how far a letter may go back (kerning)
SUPPOSED: Final = -1  # what stands for the code of a space that PDFium supposes
SUPPOSED_GAP: Final = 0.1  # of the font's size: the least gap that such a space needs
ON_LINE: Final = 0.04  # of the font's size: how far baselines of one fragment differ


@dataclass(frozen=True, slots=True)
class Setting:
    """How a text object sets its letters. `seen` is false for the invisible text under a scanned picture."""

    face: Face
    size: float
    base: float
    kinds: frozenset[Kind]
    seen: bool = True


@dataclass(slots=True)
class Fragment:
    """A stretch of letters with where each begins and ends; measures in points, y upwards, of the page turned upright."""

    setting: Setting
    letters: list[str] = field(default_factory=list)
    lefts: list[float] = field(default_factory=list)
    rights: list[float] = field(default_factory=list)
    kinds: frozenset[Kind] = frozenset()
    space_before: bool = False
    space_after: bool = False
    url: str | None = None

    @property
    def x0(self) -> float:
        """Where its first letter begins."""
        return self.lefts[0]

    @property
    def x1(self) -> float:
        """Where its last letter ends."""
        return self.rights[-1]

    @property
    def size(self) -> float:
        """The size of its font, as it stands on the page."""
        return self.setting.size

    @property
    def base(self) -> float:
        """The height of its baseline."""
        return self.setting.base

    @property
    def text(self) -> str:
        """Its letters, with spaces."""
        return "".join(self.letters)

    def cut(self, start: int, end: int) -> Fragment:
        """Give the part from letter `start` to letter `end`, without the spaces around it; it must have a letter."""
        first, last = start, end
        while first < last and self.letters[first] == " ":
            first += 1
        while last > first and self.letters[last - 1] == " ":
            last -= 1
        return Fragment(
            self.setting,
            self.letters[first:last],
            self.lefts[first:last],
            self.rights[first:last],
            self.kinds,
            first > start or (start == 0 and self.space_before),
            last < end or (end == len(self.letters) and self.space_after),
            self.url,
        )


_SMALL_CAPS: Final[frozenset[Kind]] = frozenset({"small-caps"})

Glyph = tuple[int, float, float, Setting]
"""(code point, where it begins, where it ends, how it is set)"""


def fragments(glyphs: Iterable[Glyph]) -> tuple[list[Fragment], int]:
    """Put a page's letters together, in the order in which the file draws them; and how many say of no letter which it is."""
    out: list[Fragment] = []
    unknown = 0
    now: Fragment | None = None
    same: Setting | None = None  # that of `now`
    low = high = 0.0  # where the next letter may begin
    supposed = False
    for code, left, right, setting in glyphs:
        if code == SUPPOSED:
            supposed, same = True, None
            continue
        if setting is same and 0x20 < code < 0x7F and now is not None and low <= left <= high:
            now.letters.append(chr(code))
            now.lefts.append(left)
            now.rights.append(right)
            low, high = right + BACK * setting.size, right + WIDE * setting.size
            continue
        if is_unknown(code):
            unknown += 1
        letter = spelled(code, pictures=setting.face.formula)
        if not letter:
            continue
        if letter.isspace():
            if now is not None and _on_line(now.setting, setting):
                now.letters.append(" ")
                now.lefts.append(left)
                now.rights.append(right)
            continue
        kinds = setting.kinds | _SMALL_CAPS if code in SMALL_CAPITALS else setting.kinds
        if now is None or kinds != now.kinds or not _goes_on(now, left, setting):
            if now is not None:
                out.append(now)
            spaced = now is not None and _on_line(now.setting, setting) and left >= now.lefts[-1]
            gap = supposed and now is not None and left - now.rights[-1] >= SUPPOSED_GAP * setting.size
            now = Fragment(setting, kinds=kinds, space_before=spaced and now is not None and (gap or now.letters[-1] == " "))
        elif supposed and now.letters[-1] != " " and left - now.rights[-1] >= SUPPOSED_GAP * setting.size:
            now.letters.append(" ")
            now.lefts.append(now.rights[-1])
            now.rights.append(left)
        supposed = False
        same = setting if kinds == setting.kinds == now.kinds else None
        low, high = right + BACK * setting.size, right + WIDE * setting.size
        if len(letter) > 1:
            step = (right - left) / len(letter)
            for i, c in enumerate(letter):
                now.letters.append(c)
                now.lefts.append(left + i * step)
                now.rights.append(left + (i + 1) * step)
        else:
            now.letters.append(letter)
            now.lefts.append(left)
            now.rights.append(right)
    if now is not None:
        out.append(now)
    return [f.cut(0, len(f.letters)) if f.letters[-1] == " " else f for f in out], unknown


def _on_line(one: Setting, other: Setting) -> bool:
    return one is other or abs(one.base - other.base) <= ON_LINE * max(one.size, other.size)


def _goes_on(now: Fragment, left: float, setting: Setting) -> bool:
    was = now.setting
    if was is not setting and (
        was.face is not setting.face
        or was.seen != setting.seen
        or abs(was.size - setting.size) > 0.01 * was.size
        or not _on_line(was, setting)
    ):
        return False
    i = len(now.letters) - 1
    while now.letters[i] == " ":
        i -= 1
    return BACK * was.size <= left - now.rights[i] <= WIDE * was.size


def linked(found: Sequence[Fragment], areas: Sequence[tuple[float, float, float, float, str]]) -> list[Fragment]:
    """Cut the fragments at the edges of links; an area is left, bottom, right, top and address."""
    out: list[Fragment] = []
    for fragment in found:
        parts = [fragment]
        middle = fragment.base + 0.3 * fragment.size
        for left, bottom, right, top, url in areas:
            if not bottom <= middle <= top or fragment.x1 < left or fragment.x0 > right:
                continue
            parts = [piece for part in parts for piece in _parted(part, left, right, url)]
        out += parts
    return out


def _parted(part: Fragment, left: float, right: float, url: str) -> list[Fragment]:
    inside = [
        i
        for i, (a, b) in enumerate(zip(part.lefts, part.rights, strict=True))
        if left <= (a + b) / 2 <= right and part.letters[i] != " "
    ]
    if not inside or part.url is not None:
        return [part]
    start, end = inside[0], inside[-1] + 1
    cuts = ((0, start), (start, end), (end, len(part.letters)))
    pieces = [part.cut(a, b) for a, b in cuts if "".join(part.letters[a:b]).strip()]
    for piece in pieces:
        if piece.x0 >= part.lefts[start] and piece.x1 <= part.rights[end - 1]:
            piece.url = url
    return pieces
