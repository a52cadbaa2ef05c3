"""PDFium's raw functions: the only file that knows them. Opens a PDF and gives what stands on each page."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from pypdfium2 import raw

from fidelity.read.pdf.fonts import Face, face
from fidelity.read.pdf.fragments import SUPPOSED, Fragment, Setting, fragments, linked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fidelity.model import Kind
    from fidelity.read.pdf.fragments import Glyph

MOST_GLYPHS: Final = 100_000  # of one page; a page of a newspaper has 30,000
MOST_LINKS: Final = 2_000  # of one page
MOST_OBJECTS: Final = 2_000  # of one page, looked through for pictures
FEW_GLYPHS: Final = 100  # on a page under a picture: a stamp, and no text layer
LARGE_PICTURE: Final = 0.5  # of the page's area
LEAP: Final = 12  # letters
SLANT: Final = (0.12, 0.6)  # how far upright letters may be pushed over to be italic: the tangent
SMALLEST: Final = 1.0  # points: fonts said to be smaller are measured by their letters
INVISIBLE: Final = 3  # rendering mode
STROKED: Final = 2  # rendering mode: filled and stroked, which makes letters bold

ERRORS: Final = {raw.FPDF_ERR_PASSWORD: "password", raw.FPDF_ERR_SECURITY: "security"}


def _quick(function: Any, result: Any, *arguments: Any) -> Any:
    """Make the same function without the checks of its arguments, which take longer than what it does."""
    return ctypes.CFUNCTYPE(result, *arguments)(ctypes.cast(function, ctypes.c_void_p).value or 0)


_page, _index, _place = ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p
_unicode = _quick(raw.FPDFText_GetUnicode, ctypes.c_uint, _page, _index)
_generated = _quick(raw.FPDFText_IsGenerated, ctypes.c_int, _page, _index)
_object = _quick(raw.FPDFText_GetTextObject, ctypes.c_void_p, _page, _index)
_matrix = _quick(raw.FPDFText_GetMatrix, ctypes.c_int, _page, _index, _place)
_origin = _quick(raw.FPDFText_GetCharOrigin, ctypes.c_int, _page, _index, _place, _place)
_font_size = _quick(raw.FPDFText_GetFontSize, ctypes.c_double, _page, _index)
_font = _quick(raw.FPDFTextObj_GetFont, ctypes.c_void_p, _place)
_mode = _quick(raw.FPDFTextObj_GetTextRenderMode, ctypes.c_int, _place)
_loose_box = _quick(raw.FPDFText_GetLooseCharBox, ctypes.c_int, _page, _index, _place)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on one page, upright. `unknown`: letters of which nothing says which they are."""

    width: float
    height: float
    fragments: tuple[Fragment, ...] = ()
    unknown: int = 0
    picture: bool = False
    turned: int = 0
    cut: bool = False
    broken: bool = False


class Unopened(Exception):  # noqa: N818 - it is no fault of the program
    """The PDF could not be opened; its text is "password", "security" or "damaged"."""


class File:
    """An open PDF."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self.pages: int = max(0, raw.FPDF_GetPageCount(document))

    def told(self, tag: str) -> str:
        """Give what the information dictionary says under `tag`; "" if nothing."""
        return _string(lambda buffer, size: raw.FPDF_GetMetaText(self._document, tag.encode(), buffer, size), "utf-16-le")

    def language(self) -> str:
        """Give what the catalog says of the language; "" if nothing."""
        wide = ctypes.POINTER(ctypes.c_ushort)
        return _string(
            lambda buffer, size: raw.FPDFCatalog_GetLanguage(self._document, ctypes.cast(buffer, wide), size), "utf-16-le"
        )

    def sheet(self, number: int) -> Sheet:
        """Give what stands on a page, counted from 0; an empty broken one if it cannot be had."""
        page = raw.FPDF_LoadPage(self._document, number)
        if not page:
            return Sheet(0, 0, broken=True)
        try:
            return _sheet(self._document, page)
        finally:
            raw.FPDF_ClosePage(page)


@contextmanager
def opened(data: bytes) -> Iterator[File]:
    """Open a PDF, with the empty password if it asks for one. Raises `Unopened`."""
    document = raw.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        raise Unopened(ERRORS.get(raw.FPDF_GetLastError(), "damaged"))
    try:
        yield File(document)
    finally:
        raw.FPDF_CloseDocument(document)


def _string(get: Any, coding: str) -> str:
    size = get(None, 0)
    if not 2 < size < 100_000:
        return ""
    buffer = ctypes.create_string_buffer(size)
    get(buffer, size)
    return buffer.raw[:size].decode(coding, "replace").replace("\0", "").strip()


def _sheet(document: Any, page: Any) -> Sheet:
    box = raw.FS_RECTF()
    raw.FPDF_GetPageBoundingBox(page, ctypes.byref(box))
    area = (box.left, box.bottom, box.right, box.top)
    text = raw.FPDFText_LoadPage(page)
    count = max(0, raw.FPDFText_CountChars(text)) if text else 0
    try:
        glyphs, angle, turned = _glyphs(text, min(count, MOST_GLYPHS), area) if count else ([], 0, 0)
        found, unknown = fragments(glyphs)
    finally:
        if text:
            raw.FPDFText_ClosePage(text)
    links = [(*_turned(angle, *edges), url) for edges, url in _links(document, page)] if found else []
    few = len(glyphs) < FEW_GLYPHS
    left, bottom, right, top = _turned(angle, *area)
    moved = [(a - left, b - bottom, c - left, d - bottom, url) for a, b, c, d, url in links]
    return Sheet(
        right - left,
        top - bottom,
        tuple(linked(_placed(found, left, bottom), moved) if moved else _placed(found, left, bottom)),
        unknown,
        few and _is_picture(page, area),
        turned,
        cut=count > MOST_GLYPHS,
    )


def _placed(found: list[Fragment], left: float, bottom: float) -> list[Fragment]:
    """Measure from the page's own corner."""
    if not left and not bottom:
        return found
    settings: dict[int, Setting] = {}
    for fragment in found:
        old = fragment.setting
        if id(old) not in settings:
            settings[id(old)] = replace(old, base=old.base - bottom)
        fragment.setting = settings[id(old)]
        fragment.lefts = [x - left for x in fragment.lefts]
        fragment.rights = [x - left for x in fragment.rights]
    return found


def _turned(angle: int, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
    """Give the edges of an area after the page was turned so that text at `angle` (0, 90, 180, 270) is upright."""
    if angle == 90:
        return bottom, -right, top, -left
    if angle == 180:
        return -right, -top, -left, -bottom
    if angle == 270:
        return -top, left, -bottom, right
    return left, bottom, right, top


def _codes(text: Any, handle: int, count: int) -> list[int]:
    """Give the code points of a page: at once where they are one unit of UTF-16 each, else one by one."""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = raw.FPDFText_GetText(text, 0, count, buffer)
    codes = list(buffer[:count])
    if written == count + 1 and not any(0xD800 <= code <= 0xDFFF for code in codes):
        return codes
    return [_unicode(handle, i) for i in range(count)]


def _glyphs(text: Any, count: int, area: tuple[float, float, float, float]) -> tuple[list[Glyph], int, int]:
    """Give the upright letters of a page in the file's order, the angle at which most stand, and how many stand otherwise."""
    handle = ctypes.cast(text, ctypes.c_void_p).value or 0
    codes = _codes(text, handle, count)
    boxes = (ctypes.c_float * (4 * count))()
    start = ctypes.addressof(boxes)
    reader = _Objects(text, handle)
    left, bottom, right, top = area
    kept: list[tuple[int, _Drawn]] = []
    angles: Counter[int | None] = Counter()
    i, following = 0, 0
    while i < count:
        code = codes[i]
        if code in {10, 13} or (code == 32 and _generated(handle, i)) or not (pointer := following or _object(handle, i)):
            if code == 32 and kept:
                kept.append((i, kept[-1][1]))
            i, following = i + 1, 0
            continue
        drawn = reader.drawn(pointer, i)
        stop, following = i + 1, 0  # the letters of one object stand together: leap on, and step only where it ends
        while stop < count and (following := _object(handle, stop) or 0) == pointer:
            stop += 1
            while stop + LEAP <= count and _object(handle, stop + LEAP - 1) == pointer:
                stop += LEAP
            following = 0
        for k in range(i, stop):
            if codes[k] in {10, 13}:
                continue
            if codes[k] != 32 or not _generated(handle, k):
                _loose_box(handle, k, start + 16 * k)
            kept.append((k, drawn))
        angles[drawn.angle] += stop - i
        i = stop
    edges = boxes[:]
    angle = next((a for a, _ in angles.most_common() if a is not None), 0)
    out: list[Glyph] = []
    left, bottom, right, top = left - 1, bottom - 1, right + 1, top + 1
    for i, drawn in kept:
        if drawn.angle != angle:
            continue
        a, t, c, b = edges[4 * i : 4 * i + 4]  # left, top, right, bottom
        if codes[i] == 32 and not (a or t or c or b):  # PDFium's own, which has no place
            out.append((SUPPOSED, 0.0, 0.0, drawn.setting))
            continue
        if left <= (a + c) / 2 <= right and bottom <= (b + t) / 2 <= top:
            if angle:
                a, _, c, _ = _turned(angle, a, b, c, t)
            out.append((codes[i], a, c, drawn.setting))
    return out, angle, sum(n for a, n in angles.items() if a != angle)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A text object: how it is set, and at which angle (None: at none of the four)."""

    setting: Setting
    angle: int | None


class _Objects:
    """The text objects of one page, each asked once; those set alike on one baseline share what is known of them."""

    def __init__(self, text: Any, handle: int) -> None:
        self._text = text
        self._handle = handle
        self._known: dict[int, _Drawn] = {}
        self._alike: dict[tuple[int, ...], _Drawn] = {}
        self._faces: dict[int, Face] = {}
        self._room = (ctypes.c_float * 6)()  # a matrix
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._places = tuple(map(ctypes.addressof, (self._room, self._x, self._y)))

    def drawn(self, pointer: int, first: int) -> _Drawn:
        """Give the text object at `pointer`, whose first letter is number `first`."""
        known = self._known.get(pointer)
        if known is None:
            known = self._known[pointer] = self._ask(pointer, first)
        return known

    def _ask(self, pointer: int, first: int) -> _Drawn:
        handle = self._handle
        matrix, x, y = self._places
        _matrix(handle, first, matrix)
        _origin(handle, first, x, y)
        a, b, c, d = self._room[:4]
        size, font, mode = _font_size(handle, first), _font(pointer) or 0, _mode(pointer)
        whole = tuple([int(1000 * value) for value in (a, b, c, d, size, self._y.value if abs(b) < abs(a) else self._x.value)])
        key = (font, mode, *whole)
        known = self._alike.get(key)
        if known is None:
            known = self._alike[key] = self._measured(first, (a, b, c, d), size, font, mode)
        return known

    def _measured(self, first: int, matrix: tuple[float, float, float, float], size: float, font: int, mode: int) -> _Drawn:
        a, b, c, d = matrix
        angle = _angle(a, b)
        box = raw.FS_RECTF()
        raw.FPDFText_GetLooseCharBox(self._text, first, ctypes.byref(box))
        height = box.top - box.bottom if angle in {0, 180, None} else box.right - box.left
        size *= math.hypot(c, d)
        if size < SMALLEST or not 0.3 < height / size < 4:
            size = max(SMALLEST, height)
        how = self._face(font)
        kinds: set[Kind] = set(how.kinds)
        if mode == STROKED:
            kinds.add("bold")
        if not how.formula and _is_pushed(matrix, angle):
            kinds.add("italic")
        base = {0: self._y.value, 90: -self._x.value, 180: -self._y.value, 270: self._x.value}.get(angle or 0, self._y.value)
        return _Drawn(Setting(how, round(size, 2), base, frozenset(kinds), mode != INVISIBLE), angle)

    def _face(self, pointer: int) -> Face:
        if not pointer:
            return Face("")
        if pointer not in self._faces:
            font = ctypes.cast(pointer, raw.FPDF_FONT)
            name = _string(lambda buffer, size: raw.FPDFFont_GetBaseFontName(font, buffer, size), "utf-8")
            angle = ctypes.c_int()
            raw.FPDFFont_GetItalicAngle(font, ctypes.byref(angle))
            self._faces[pointer] = face(name, max(0, raw.FPDFFont_GetFlags(font)), raw.FPDFFont_GetWeight(font), angle.value)
        return self._faces[pointer]


def _angle(a: float, b: float) -> int | None:
    turned = math.degrees(math.atan2(b, a)) % 360
    return next((right % 360 for right in (0, 90, 180, 270, 360) if abs(turned - right) <= 8), None)


def _is_pushed(matrix: tuple[float, float, float, float], angle: int | None) -> bool:
    """Whether upright letters are pushed over to the right, as programs do that have no italic font."""
    a, b, c, d = matrix
    along = math.hypot(a, b)
    if angle is None or not along:
        return False
    rise, shear = (a * d - b * c) / along, (a * c + b * d) / along
    return rise > 0 and SLANT[0] < shear / rise < SLANT[1]


def _links(document: Any, page: Any) -> Iterator[tuple[tuple[float, float, float, float], str]]:
    """Give the areas of a page that lead to an address."""
    place, link, box = ctypes.c_int(0), raw.FPDF_LINK(), raw.FS_RECTF()
    for _ in range(MOST_LINKS):
        if not raw.FPDFLink_Enumerate(page, ctypes.byref(place), ctypes.byref(link)):
            return
        action = raw.FPDFLink_GetAction(link)
        if not action or not raw.FPDFLink_GetAnnotRect(link, ctypes.byref(box)):
            continue
        url = _string(lambda buffer, size, action=action: raw.FPDFAction_GetURIPath(document, action, buffer, size), "utf-8")
        if url:
            yield (min(box.left, box.right), min(box.bottom, box.top), max(box.left, box.right), max(box.bottom, box.top)), url


def _is_picture(page: Any, area: tuple[float, float, float, float]) -> bool:
    """Whether a picture covers most of a page."""
    whole = (area[2] - area[0]) * (area[3] - area[1])
    edges = [ctypes.c_float() for _ in range(4)]
    for i in range(min(raw.FPDFPage_CountObjects(page), MOST_OBJECTS)):
        thing = raw.FPDFPage_GetObject(page, i)
        if raw.FPDFPageObj_GetType(thing) not in {raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM}:
            continue
        if raw.FPDFPageObj_GetBounds(thing, *map(ctypes.byref, edges)):
            left, bottom, right, top = (edge.value for edge in edges)
            if whole <= 0 or (right - left) * (top - bottom) >= LARGE_PICTURE * whole:
                return True
    return False
