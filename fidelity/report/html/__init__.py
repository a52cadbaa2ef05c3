"""The report as one HTML file that needs nothing else: no network, no script to be read, no font, no picture.

The style sheet and the script are put into the page and named by their hashes in its Content-Security-Policy, so that nothing
that an article smuggled in could run or load. Texts are escaped by the template and pass through `visible` before, all of them.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import jinja2
from markupsafe import Markup

from fidelity.report.html.view import page
from fidelity.report.visible import visible

if TYPE_CHECKING:
    from collections.abc import Callable

    from fidelity.model import Report
    from fidelity.report.look import Look

_POLICY = (
    "default-src 'none'; script-src '{script}'; style-src '{style}'; img-src data:; base-uri 'none'; form-action 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)


def render(report: Report, look: Look | None = None) -> str:
    """The whole page; the same report and manual give the same bytes."""
    style, script = house_style() + _file("page.css"), _file("page.js")
    policy = _POLICY.format(script=digest(script), style=digest(style))
    template = _templates().get_template("page.html.jinja")
    return template.render(page(report, look), style=Markup(style), script=Markup(script), policy=policy) + "\n"  # noqa: S704 - ours


@cache
def _templates() -> jinja2.Environment:
    return environment(_file)


def environment(load: Callable[[str], str]) -> jinja2.Environment:
    """Templates that print every text visible and escaped."""
    return jinja2.Environment(
        autoescape=True,
        loader=jinja2.FunctionLoader(load),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )


def _shown(value: Any) -> Any:
    """What a template prints: text that is not markup of our own is made visible first, then escaped."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _file(name: str) -> str:
    return (files(__name__) / name).read_text("utf-8")


def house_style() -> str:
    """The part of the style sheet that all pages of the house share: colours, head, verdicts, severities."""
    return _file("house.css")


def digest(text: str) -> str:
    """A source of a Content-Security-Policy: the hash of an element's text."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
