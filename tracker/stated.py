"""What can be a position at all: a question takes no stand, nor does what the narrator holds possible or advisable."""

from __future__ import annotations

import re

from tracker.schema import Evidence, Span
from tracker.statements.find import Held

_CLOSING = "\"'”’»), "
_ENDS = re.compile(r"[.!?…]+(?=[\"'”’»)]*(?:\s|$))")
_ASKED = re.compile(
    r"\b(?:(?:ask|enquir|inquir)\w*|(?:want|wish)\w* to (?:know|hear|learn)) "
    r"(?:whether|if|why|how|what|when|where|which|who)\b",
    re.IGNORECASE,
)
_POSSIBLE = re.compile(r"(?:should|ought|must|could|might|may)\b", re.IGNORECASE)
_TOLD_OF = frozenset({Evidence.ACT, Evidence.EMBEDDED})


def takes_stand(item: Held, text: str) -> bool:
    """Tell whether a statement can be a position of its holder.

    "Why not send them?" and "asked whether they would go" are questions; "could send", "should press the Senate" are
    what the narrator, or whoever speaks of the holder, expects or advises.
    """
    statement = item.statement
    cue = statement.cue.of(text) if statement.cue is not None else ""
    if statement.evidence in _TOLD_OF and _POSSIBLE.match(cue):
        return False
    asked = _ASKED.search(f"{cue} {statement.text}")
    if asked is not None and asked.start() < len(cue):
        return False
    return not _asks(statement.content, text)


def _asks(content: tuple[Span, ...], text: str) -> bool:
    """Tell whether every sentence of some words is a question; the last mark may stand after them."""
    last = content[-1].end
    said = " ".join(span.of(text) for span in content)
    said += "?" if text[last : last + 2].lstrip(_CLOSING).startswith("?") else ""
    ends = [match[0] for match in _ENDS.finditer(said)]
    return bool(ends) and said.rstrip(_CLOSING).endswith("?") and all("?" in end for end in ends)
