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
    targets = [final.resolve() for final in finals]  # the file behind a link is replaced, not the link
    written = [
        target if target.exists() and not target.is_file() else target.with_name(f".{target.name}.{os.getpid()}.tmp")
        for target in targets
    ]
    for target in targets:
        target.parent.mkdir(parents=True, exist_ok=True)
    pairs = [(draft, target) for draft, target in zip(written, targets, strict=True) if draft != target]
    try:
        yield written
        for draft, target in pairs:
            os.replace(draft, target)
    finally:
        for draft, _ in pairs:
            draft.unlink(missing_ok=True)
