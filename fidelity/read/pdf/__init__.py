"""Reads PDF files (extra `pdf`): letters with their places and fonts, put together to columns, paragraphs and notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fidelity.read.pdf.worker import WORKER

if TYPE_CHECKING:
    from fidelity.model import Document

__all__ = ["unpack"]


def unpack(document: Document, data: bytes) -> Document:
    """Fill in a document whose bytes are a PDF."""
    return WORKER.read(document, data)
