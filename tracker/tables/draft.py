"""Files that are put in place by one rename when they are complete."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_DRAFT = re.compile(r"\.(?P<final>.+)\.\d+\.tmp")


def final_of(path: Path) -> Path:
    """Return the file that a draft is to become, and any other path as it is."""
    match = _DRAFT.fullmatch(path.name)
    return path.with_name(match["final"]) if match else path


@contextmanager
def drafts(*finals: Path) -> Iterator[list[Path]]:
    """Yield a path beside each file to write to; all are put in place at the end, and none where an error ends it.

    What is there but is no regular file (a pipe, a terminal) cannot be replaced and is written to itself.
    """
    pairs = [(_draft(final), final) for final in finals]
    try:
        yield [draft for draft, _ in pairs]
        for draft, final in pairs:
            if draft != final:
                os.replace(draft, final.resolve())
    finally:
        for draft, final in pairs:
            if draft != final:
                draft.unlink(missing_ok=True)


def _draft(final: Path) -> Path:
    """Return where to write first; the file behind a link is what is replaced, not the link."""
    if final.exists() and not final.is_file():
        return final
    target = final.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    return target.with_name(f".{target.name}.{os.getpid()}.tmp")
