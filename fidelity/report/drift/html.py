"""Lineages as one HTML file that needs nothing else: no network, no script, no font; each lineage with a picture.

The style sheet is put into the page and named by its hash in its Content-Security-Policy; no script may run at all. Texts are
escaped by the template and pass through `visible` before, all of them.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from fidelity import __version__
from fidelity.report.drift import USUAL, words
from fidelity.report.drift.picture import picture
from fidelity.report.html import digest, environment, house_style
from fidelity.report.phrases import count
from fidelity.report.visible import one_line, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import jinja2

    from fidelity.model.drift import DriftSummary, Lineage, Piece, Witness
    from fidelity.report.look import Look

LINES = 200
"""Uses of a quotation that stand in its time line unless all are asked for."""
_POLICY = "default-src 'none'; style-src '{style}'; img-src data:; base-uri 'none'; form-action 'none'"
_WEB = ("http://", "https://")


def begin(summary: DriftSummary, look: Look, most: int | None) -> _Html:
    """Begin a page."""
    return _Html(summary, look, USUAL["html"] or 0 if most is None else most)


class _Html:
    def __init__(self, summary: DriftSummary, look: Look, most: int) -> None:
        self._summary, self._look, self._most, self._seen = summary, look, most, 0

    def head(self) -> Iterator[str]:
        style = house_style() + (files("fidelity.report.html") / "page.css").read_text("utf-8") + _file("drift.css")
        yield (
            _templates()
            .get_template("head.html.jinja")
            .render(
                summary=self._summary,
                said=words.summary(self._summary),
                cautions=list(words.cautions()),
                version=__version__,
                style=Markup(style),  # noqa: S704 - ours
                policy=_POLICY.format(style=digest(style)),
            )
        )

    def lineage(self, lineage: Lineage) -> Iterator[str]:
        self._seen += 1
        if self._seen <= self._most:
            yield _templates().get_template("lineage.html.jinja").render(self._view(lineage))

    def foot(self) -> Iterator[str]:
        left = max(0, self._summary.lineages - self._most)
        yield _templates().get_template("foot.html.jinja").render(left=left, seen=self._summary.lineages, version=__version__)

    def _view(self, lineage: Lineage) -> dict[str, Any]:
        listed = lineage.witnesses if self._look.verbose else lineage.witnesses[:LINES]
        return {
            "number": lineage.number,
            "heading": words.short(lineage.text),
            "uses": words.uses(lineage),
            "dates": words.dates(lineage),
            "top": words.top(lineage),
            "text": lineage.text,
            "hypothesis": lineage.hypothesis,
            "sources": [(words.source(s), _link(s.url)) for s in lineage.sources[:4]],
            "more_sources": len(lineage.sources) - 4,
            "firsts": [words.first(f, lineage) for f in lineage.firsts],
            "spreads": [words.spread(s) for s in lineage.spreads[:LINES]],
            "picture": picture(lineage),
            "witnesses": [_witness(w) for w in listed],
            "left": count(len(lineage.witnesses) - len(listed), "more use") if len(listed) < len(lineage.witnesses) else "",
            "open": lineage.number <= 20,
        }


def _witness(witness: Witness) -> dict[str, Any]:
    descent = witness.descent
    changed = bool(descent.new or descent.undone)
    return {
        "number": witness.number,
        "name": words.name(witness),
        "date": words.date(witness),
        "title": one_line(witness.title or ""),
        "place": f"{one_line(witness.article)}:{witness.line}:{witness.column}",
        "link": _link(witness.url),
        "words": marked(witness.pieces) if changed else None,
        "new": [words.departure(d) for d in descent.new],
        "undone": [words.departure(d) for d in descent.undone],
        "descent": words.descent(descent),
        "confidence": descent.confidence,
        "reasons": words.reasons(descent),
        "verdict": witness.verdict if witness.original else "",
    }


def marked(pieces: Sequence[Piece]) -> Markup:
    """A use's words with what is new in them and what only its parent has."""
    out = Markup()
    for piece in pieces:
        text = escape(visible(" ".join(piece.text.split("\n"))))
        match piece.role:
            case "new":
                text = Markup("<ins>%s</ins>") % text
            case "gone":
                text = Markup(" <del>%s</del> ") % escape(words.short(piece.text, 40))
            case "mark":
                text = Markup('<span class="shown">%s</span>') % text
            case _:
                pass
        out += Markup('<em class="k-bold odd">%s</em>') % text if piece.stressed else text
    return out


def _link(url: str | None) -> str | None:
    return url if url is not None and url.lower().startswith(_WEB) else None


@cache
def _templates() -> jinja2.Environment:
    return environment(_file)


def _file(name: str) -> str:
    return (files(__package__ or "") / name).read_text("utf-8")
