"""PDF to text through pypdf. Runs in the child process."""

from __future__ import annotations

import io
from typing import Any

from tracker.documents._calendar import parse_day
from tracker.documents.decoding import repair
from tracker.errors import InputError


def read_pdf(data: bytes) -> dict[str, Any]:
    """Return ``text`` (pages follow one another), ``title`` and ``published`` (ISO or empty) of a PDF.

    Raises:
        InputError: the file is encrypted, holds no text (a scan), or one of its pages cannot be read.
    """
    from pypdf import PdfReader
    from pypdf.errors import PdfReadError

    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise InputError("encrypted")
        pages = [page.extract_text() for page in reader.pages]
    except PdfReadError as error:
        raise InputError(f"broken PDF ({str(error)[:120]})") from error
    text = repair("\n".join(pages))
    if not text.strip():
        raise InputError("no text found")
    title, created = _information(reader)
    return {"text": text, "title": title, "published": created, "source": "", "url": ""}


def _information(reader: Any) -> tuple[str, str]:
    """Return title and day of creation; both are often wrong, broken or missing."""
    try:
        information = reader.metadata
        title = str((information and information.title) or "")
        raw = str((information and information.get("/CreationDate")) or "")
    except Exception:  # a broken information dictionary must not cost the text
        return "", ""
    day = parse_day(raw.removeprefix("D:")[:8])
    return repair(title).strip(), day.isoformat() if day else ""
