"""Which language a text is in: what a table says of it, or else whether it holds the words no English text lacks."""

from __future__ import annotations

import re

from tracker.documents.shape import word_set

_STOP_WORDS = word_set(
    "the of and to in a that is for on with as by at from it was were be are has have had not this which but "
    "his her their its they he she will would who said after an or been if we i you there about more when what "
    "could than"
)
_CODES = {
    name: code
    for code, names in {
        "ar": "arabic ara", "bg": "bulgarian bul", "cs": "czech ces cze", "da": "danish dan",
        "de": "german deu ger", "el": "greek ell gre", "en": "english eng", "es": "spanish spa",
        "et": "estonian est", "fa": "persian farsi fas per", "fi": "finnish fin", "fr": "french fra fre",
        "he": "hebrew heb", "hi": "hindi hin", "hr": "croatian hrv", "hu": "hungarian hun",
        "id": "indonesian ind", "it": "italian ita", "ja": "japanese jpn", "ko": "korean kor",
        "lt": "lithuanian lit", "lv": "latvian lav", "nl": "dutch nld dut", "no": "norwegian nor",
        "pl": "polish pol", "pt": "portuguese por", "ro": "romanian ron rum", "ru": "russian rus",
        "sk": "slovak slk slo", "sl": "slovenian slv", "sr": "serbian srp", "sv": "swedish swe",
        "tr": "turkish tur", "uk": "ukrainian ukr", "vi": "vietnamese vie", "zh": "chinese mandarin zho chi",
    }.items()
    for name in names.split()
}  # fmt: skip
_LEAST_WORDS = 5
_LEAST_SHARE = 0.18
_SAMPLE = 20_000


def language_code(written: str) -> str:
    """Return the code of a language that a cell names, by tag (``en-US``) or in English; empty where it names none.

    What is no language known keeps its first word, so that it is told as what it was.
    """
    words = re.findall(r"[^\W\d_]+", written.lower())
    if not words or words[0] in {"und", "unknown", "none", "null", "nan"}:
        return ""
    if words[0] in {"non", "not"}:
        return "und"
    # "British English", "Brazilian Portuguese": the name may follow what kind it is.
    return next((_CODES[word] for word in words if len(word) > 2 and word in _CODES), words[0])


def guess_language(text: str) -> str:
    """Return ``en`` where English stop words are frequent enough, otherwise ``und``."""
    found = re.findall(r"[^\W\d_]+", text[:_SAMPLE].lower())
    if len(found) < _LEAST_WORDS:
        return "und"
    return "en" if sum(map(_STOP_WORDS.__contains__, found)) >= _LEAST_SHARE * len(found) else "und"
