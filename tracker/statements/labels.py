"""The labels by which transcripts tell who speaks: "PRIME MINISTER VARN (recorded):"."""

from __future__ import annotations

import re

from tracker.statements.lexicon import ROLE_NOUNS, TITLES

_BESIDE_LABEL = re.compile(r"[(\[][^)\]]*[)\]]?|,.*$")  # "VARN (recorded)", "VARN, PRIME MINISTER"


def bare_label(label: str) -> str:
    """Return a transcript's label without what brackets and commas add to it."""
    return _BESIDE_LABEL.sub("", label).strip()


def name_of_label(label: str) -> tuple[str, str]:
    """Return the name and the title of a transcript's label, of which capitals tell nothing: "PRIME MINISTER VARN"."""
    words = [word.title() if word.isupper() else word for word in bare_label(label).split()]
    titles = [at for at, word in enumerate(words, 1) if word.lower().strip(".") in ROLE_NOUNS | TITLES]
    cut = titles[-1] if titles else 0
    return " ".join(words[cut:]), " ".join(words[:cut]).lower()
