"""Packs small Word documents and books for the tests, and shows what was read of a document in short."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fidelity.model import Block, Document

SAMPLES = Path(__file__).parent / "samples" / "ferry"

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_NAMESPACES = (
    f'{_W} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def packed(parts: dict[str, bytes | str]) -> bytes:
    """A ZIP file of these members."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def word_parts(body: str, *, styles: str = "", footnotes: str = "", links: str = "", core: str = "") -> dict[str, bytes | str]:
    """The members of a Word document, from the inside of its parts."""
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>",
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" Type="{_OFFICE}/officeDocument"'
        ' Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}">'
        f'<Relationship Id="s" Type="{_OFFICE}/styles" Target="styles.xml"/>'
        f'<Relationship Id="f" Type="{_OFFICE}/footnotes" Target="footnotes.xml"/>{links}</Relationships>',
        "word/styles.xml": f"<w:styles {_W}>{styles}</w:styles>",
        "word/footnotes.xml": f"<w:footnotes {_NAMESPACES}>{footnotes}</w:footnotes>",
    }
    if core:
        parts["docProps/core.xml"] = (
            '<cp:coreProperties xmlns:cp="c" xmlns:dc="http://purl.org/dc/elements/1.1/"'
            f' xmlns:dcterms="http://purl.org/dc/terms/">{core}</cp:coreProperties>'
        )
    return parts


def external(identifier: str, target: str) -> str:
    """A relationship that leads out of the document."""
    return f'<Relationship Id="{identifier}" Type="{_OFFICE}/hyperlink" Target="{target}" TargetMode="External"/>'


def style(name: str, properties: str = "", *, kind: str = "paragraph", base: str = "", more: str = "") -> str:
    """A style whose identifier is its name without spaces."""
    based = f'<w:basedOn w:val="{base}"/>' if base else ""
    identifier = name.replace(" ", "")
    inside = f'<w:name w:val="{name}"/>{based}{properties}'
    return f'<w:style w:type="{kind}" w:styleId="{identifier}" {more}>{inside}</w:style>'


def p(inside: str, *, style: str = "", properties: str = "") -> str:
    """A paragraph; words that are no markup are a run."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    set_so = f"<w:pPr>{named}{properties}</w:pPr>" if named or properties else ""
    return f"<w:p>{set_so}{inside if inside.startswith('<') else r(inside)}</w:p>"


def r(text: str, properties: str = "") -> str:
    """A run."""
    set_so = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{set_so}<w:t xml:space="preserve">{text}</w:t></w:r>'


def book_parts(
    pages: dict[str, str], *, metadata: str = "", more: dict[str, bytes | str] | None = None, package: str = "OPS/book.opf"
) -> dict[str, bytes | str]:
    """The members of a book, from its pages' names and bodies (a whole page where it begins with `<?` or `<!`)."""
    items = ""
    for n, name in enumerate(pages):
        nav = ' properties="nav"' if name == "nav.xhtml" else ""
        items += f'<item id="i{n}" href="{name}" media-type="application/xhtml+xml"{nav}/>'
    spine = "".join(f'<itemref idref="i{n}"/>' for n in range(len(pages)))
    folder = package.rpartition("/")[0]
    parts: dict[str, bytes | str] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        f'<rootfile full-path="{package}" media-type="application/oebps-package+xml"/></rootfiles></container>',
        package: '<package xmlns="http://www.idpf.org/2007/opf" xmlns:opf="http://www.idpf.org/2007/opf">'
        f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">{metadata}</metadata>'
        f"<manifest>{items}</manifest><spine>{spine}</spine></package>",
    }
    for name, body in pages.items():
        page = body if body.startswith(("<?", "<!")) else f"<html><head><title/></head><body>{body}</body></html>"
        parts[f"{folder}/{name}".lstrip("/")] = page
    return parts | (more or {})


def told(document: Document) -> list[tuple[str, str]]:
    """The blocks of a document: kind and words, a block quotation's number with its kind."""
    return [(_kind(block), document.text[slice(*block.span)]) for block in document.blocks]


def _kind(block: Block) -> str:
    return f"{block.kind} {block.quote}" if block.quote else block.kind


def emphasised(document: Document) -> list[tuple[str, str]]:
    """The emphasis of a document: words and kinds."""
    return [(document.text[slice(*run.span)], " ".join(run.kinds)) for run in document.emphasis]


def linked(document: Document) -> list[tuple[str, str]]:
    """The links of a document: words and addresses."""
    return [(document.text[slice(*link.span)], link.url) for link in document.links]
