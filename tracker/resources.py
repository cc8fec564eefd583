"""Where the files that ship with the package lie: inside an installed wheel, or at the root of a checkout."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from tracker.errors import InputError

_PACKAGE = Path(__file__).resolve().parent
# What a folder holds beside that which decides what it does: words about it, hashes of it, compiled code.
_BESIDE = frozenset({".md", ".py", ".pyc"})
SUMS = "SHA256SUMS"
# Folders that training keeps in that of a model: work to go on with, and a model that was no better.
UNFINISHED, REJECTED = "unfinished", "rejected"


def resource(name: str) -> Path:
    """Return the path of a shipped file or folder, such as ``axes.yaml`` or ``models/<name>``.

    An installed wheel holds it under ``tracker/data``; a checkout under ``labels`` or at its root. Raises `InputError`
    naming the places tried where there is none.
    """
    checkout = _PACKAGE.parent
    places = (_PACKAGE / "data" / name, checkout / "labels" / name, checkout / name)
    for place in places:
        if place.exists():
            return place
    tried = ", ".join(str(place) for place in places)
    raise InputError(f"{name} is not part of this installation (looked for {tried}); install the package again")


def folder_sha256(folder: Path) -> str:
    """Return a hash over names and bytes of a folder's files; cards, code and recorded hashes do not count."""
    digest = sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        if path.suffix not in _BESIDE and path.name != SUMS:
            digest.update(path.relative_to(folder).as_posix().encode() + sha256(path.read_bytes()).digest())
    return digest.hexdigest()
