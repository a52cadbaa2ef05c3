"""PDFs written by hand for tests: text at given places in the standard fonts, pictures, forms, and broken trees."""

from __future__ import annotations

import textwrap
import zlib
from dataclasses import dataclass, field

FONTS = {"R": "Courier", "I": "Courier-Oblique", "B": "Courier-Bold", "T": "Times-Roman", "TI": "Times-Italic"}
WIDTH, HEIGHT = 612, 792
PICTURE = b"q 612 0 0 792 0 0 cm /P Do Q\n"


@dataclass
class Sheet:
    """A page that text is written on; places in points from the lower left corner."""

    drawn: list[bytes] = field(default_factory=list)
    more: bytes = b""

    def put(
        self, x: float, y: float, text: str, *, font: str = "R", size: float = 10, turn: str = "1 0 0 1", rise: float = 0
    ) -> None:
        raw = text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        self.drawn.append(f"BT /{font} {size} Tf {rise} Ts {turn} {x} {y} Tm (".encode() + raw + b") Tj ET\n")

    def column(
        self, x: float, y: float, text: str, *, wide: int = 40, size: float = 10, indent: int = 0, font: str = "R"
    ) -> float:
        """Set a paragraph, `wide` in characters; gives the baseline of the next line."""
        for i, words in enumerate(textwrap.wrap(text, wide, initial_indent=" " * indent)):
            bare = words.lstrip()
            shift = (len(words) - len(bare)) * 0.6 * size if not i else 0
            self.put(x + shift, y, bare, size=size, font=font)
            y -= 1.2 * size
        return y

    def picture(self) -> None:
        self.drawn.append(PICTURE)


def stream(words: bytes, entries: bytes = b"") -> bytes:
    packed = zlib.compress(words)
    return b"<<" + entries + b"/Filter/FlateDecode/Length %d>>\nstream\n" % len(packed) + packed + b"\nendstream"


def pdf(objects: list[bytes], trailer: bytes = b"") -> bytes:
    """A file of objects 1, 2, …; the first is the catalog."""
    out = b"%PDF-1.5\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % p for p in places)
    end = b"trailer\n<</Size %d/Root 1 0 R" % (len(objects) + 1) + trailer + b">>\nstartxref\n%d\n%%%%EOF\n" % len(out)
    return out + table + end


def made(*sheets: Sheet, turned: int = 0, info: str = "") -> bytes:
    """A PDF of these pages. `turned`: how far a viewer turns each page."""
    fonts = b"".join(
        b"/%s<</Type/Font/Subtype/Type1/BaseFont/%s/Encoding/WinAnsiEncoding>>" % (key.encode(), name.encode())
        for key, name in FONTS.items()
    )
    shade = b"<</Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray/Length 1>>"
    grey = shade + b"\nstream\n\x80\nendstream"
    kids = b" ".join(b"%d 0 R" % (5 + 2 * i) for i in range(len(sheets)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[" % len(sheets) + kids + b"]>>",
        grey,
        b"<<" + info.encode() + b">>",
    ]
    for i, sheet in enumerate(sheets):
        size = b"/MediaBox[0 0 %d %d]/Rotate %d" % (WIDTH, HEIGHT, turned)
        resources = b"/Resources<</XObject<</P 3 0 R>>/Font<<" + fonts + b">>>>"
        objects.append(b"<</Type/Page/Parent 2 0 R/Contents %d 0 R" % (6 + 2 * i) + size + resources + sheet.more + b">>")
        objects.append(stream(b"".join(sheet.drawn)))
    return pdf(objects, b"/Info 4 0 R")


def forms(deep: int, each: int) -> bytes:
    """A page whose form draws `each` forms that draw as many again, `deep` times: a few kilobytes that no reader can finish."""
    font = b"/Font<</R<</Type/Font/Subtype/Type1/BaseFont/Courier>>>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<<" + font + b"/XObject<</X 5 0 R>>>>>>",
        stream(b"/X Do"),
    ]
    for n in range(deep):
        inner = b"/X Do " * each if n < deep - 1 else b"BT /R 12 Tf 72 600 Td (lol lol lol) Tj ET"
        entries = b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<<" + font + b"/XObject<</X %d 0 R>>>>" % (6 + n)
        objects.append(stream(inner, entries))
    return pdf(objects)
