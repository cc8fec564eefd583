"""HTML to text: title, date, site and address of the page, and its article. Runs in the child process."""

from __future__ import annotations

from typing import Any

from tracker.documents.decoding import declared_charset, decode
from tracker.errors import InputError

_LARGEST = 20 * 2**20
_DEEPEST = 240


def read_html(data: bytes) -> dict[str, Any]:
    """Return ``text``, ``title``, ``published`` (ISO or empty), ``source`` and ``url`` of a page.

    Raises:
        InputError: the page is too large or nested too deeply to be read whole, or holds no article.
    """
    import trafilatura

    if len(data) > _LARGEST:
        raise InputError("larger than 20 MB")
    page = decode(data, declared_charset(data))
    tree = _parse(page)
    found = trafilatura.bare_extraction(
        tree,
        with_metadata=True,
        include_comments=False,
        date_extraction_params={"extensive_search": False, "original_date": True, "max_date": "2100-01-01"},
    )
    if found is None or not (found.text or "").strip():
        raise InputError("no text found")
    title = (found.title or "").strip()
    text = found.text if not title or _leads_with(found.text, title) else f"{title}\n{found.text}"
    return {
        "text": text,
        "title": title,
        "published": found.date or "",
        "source": found.sitename or "",
        "url": found.url or "",
    }


def _leads_with(text: str, title: str) -> bool:
    return title.casefold() in text[: 2 * len(title) + 200].casefold()


def _parse(page: str) -> Any:
    """Return the element tree, or refuse a page so deep that a parser would silently cut it."""
    from lxml import etree, html

    # lxml refuses text that declares an encoding of its own, and bytes need one named.
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(page.encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        if getattr(error, "code", None) == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from error
        raise InputError("no text found") from error
    depth = deepest = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
        if deepest > _DEEPEST:
            raise InputError("nested too deeply")
    return tree
