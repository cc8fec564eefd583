"""What is fitted on top of a model: the ``calibration.json`` of its folder, which several parts of the line read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tracker.errors import ModelError


def read_calibration(path: Path) -> dict[str, Any]:
    """Return the values of a ``calibration.json``, none where there is no such file; ModelError where it is broken."""
    if not path.exists():
        return {}
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"{path}: not a calibration file ({error}); install or train the model again") from None
    if not isinstance(values, dict):
        raise ModelError(f"{path}: not a calibration file (no mapping); install or train the model again")
    return values
