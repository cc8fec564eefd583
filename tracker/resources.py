"""Where the files that ship with the package lie: inside an installed wheel, or at the root of a checkout."""

from __future__ import annotations

from pathlib import Path

from tracker.errors import InputError

_PACKAGE = Path(__file__).resolve().parent


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
