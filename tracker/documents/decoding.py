"""Bytes to text: finds the encoding, mends broken characters, and brings the result into one normal form."""

from __future__ import annotations

import codecs
import re
import unicodedata

from tracker.errors import InputError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{3,20})", re.IGNORECASE)
_PAGE = re.compile(
    r"\ufeff?\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*){0,5}<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
_DROPPED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\ud800-\udfff\ufeff]")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
# A line of these is as it should be unless it holds mojibake, which is told by characters next to one another.
_COMMON_LINE = re.compile(r"[\t\n -~\xa0-\xac\xae-\u0131\u0134-\u0148\u014a-\u017fА-яț–—‘’“”•…€→]*")
_ODD = re.compile(r"[^\x00-\x7f]+")
_NEAR = 8
_SAMPLE = 200_000
_NEARLY_ASCII = 0.12


def decode(data: bytes, declared: str = "") -> str:
    """Return ``data`` as repaired text.

    A byte order mark decides, then UTF-8, then the ``declared`` encoding, then a guess.

    Raises:
        InputError: the bytes are no text in any encoding known.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return repair(data.decode(encoding, errors="replace"))
    wide = _wide_encoding(data)
    for encoding in filter(None, (wide, "utf-8", declared)):
        try:
            return repair(data.decode(encoding))
        except (UnicodeDecodeError, LookupError):
            continue
    return repair(_guess(data))


def declared_charset(data: bytes) -> str:
    """Return the encoding that the head of an HTML page names, or an empty string."""
    match = _META_CHARSET.search(data[:4096])
    return match.group(1).decode("ascii") if match else ""


def is_page(text: str) -> bool:
    """Tell whether a text is a whole HTML document, whatever the name of its file says."""
    return bool(_PAGE.match(text))


def repair(text: str) -> str:
    """Return ``text`` without mojibake and control characters, in NFC, with ``\\n`` for every line end."""
    fixed = _mended(text).replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _DROPPED.sub("", fixed))


def _mended(text: str) -> str:
    """Return ``text`` as ftfy mends it, who need not see the many lines that hold nothing to mend."""
    import ftfy

    config = ftfy.TextFixerConfig(uncurl_quotes=False, explain=False)
    lines: list[str] = _LINE.findall(text)
    for number, line in enumerate(lines):
        if not _COMMON_LINE.fullmatch(line) or _maybe_entity(line) or _maybe_mojibake(line):
            lines[number] = ftfy.fix_text(line, config)
        if "<" in line:
            config = config._replace(unescape_html=False)  # what follows is HTML to ftfy
    return "".join(lines)


def _maybe_entity(line: str) -> bool:
    return "&" in line and ";" in line


def _maybe_mojibake(line: str) -> bool:
    """Tell whether ftfy could find mojibake in a line, from what stands around its characters beyond ASCII."""
    from ftfy.badness import is_bad

    return not line.isascii() and any(
        is_bad(line[max(0, odd.start() - _NEAR) : odd.end() + _NEAR]) for odd in _ODD.finditer(line)
    )


def _wide_encoding(data: bytes) -> str:
    """Return UTF-16 in the byte order that the zeros of Latin text show; a text without such zeros gives nothing."""
    sample = data[:_SAMPLE]
    if sample.count(0) < 0.2 * len(sample):
        return ""
    return "utf-16-be" if sample[0::2].count(0) > sample[1::2].count(0) else "utf-16-le"


def _guess(data: bytes) -> str:
    sample = data[:_SAMPLE]
    if sum(byte > 127 for byte in sample) <= _NEARLY_ASCII * len(sample) and 0 not in sample:
        return data.decode("cp1252", errors="replace")  # a detector has too little to go by in nearly plain English
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    if best is None or 0 in sample:
        raise InputError("not text in any known encoding")
    return data.decode(best.encoding, errors="replace")
