"""The ratchet: floors below which no measure may fall unseen.

`floors.json` lies beside the labels. A measure under its floor is refused. Floors rise by ``--update``; one is lowered
only with a reason, which the file keeps.
"""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from tracker.errors import TableError

FLOORS = "floors.json"
_PLACES = 1000  # floors are kept to the thousandth, rounded down
_ROUNDING = 1e-9  # what binary fractions may be off


@dataclass(frozen=True, slots=True)
class Lowering:
    """A floor that was taken down, when and why."""

    measure: str
    before: float
    after: float
    reason: str
    date: str


@dataclass(frozen=True, slots=True)
class Floors:
    """The floors by measure, and every lowering so far."""

    floors: Mapping[str, float]
    lowered: tuple[Lowering, ...] = ()


@dataclass(frozen=True, slots=True)
class Fall:
    """A measure below its floor; ``found`` is None where it was not measured at all."""

    measure: str
    floor: float
    found: float | None

    def __str__(self) -> str:
        found = "was not measured" if self.found is None else f"is {self.found:.4f}"
        return f"{self.measure} {found}; its floor is {self.floor:.3f}"


def read_floors(path: Path) -> Floors:
    """Read the floors; none where there is no file. TableError where the file is something else."""
    if not path.exists():
        return Floors({})
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        floors = {str(name): float(floor) for name, floor in values["floors"].items()}
        return Floors(floors, tuple(Lowering(**item) for item in values.get("lowered", ())))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise TableError(f"{path}: not a file of floors ({error!r})") from error


def write_floors(found: Floors, path: Path) -> None:
    """Write the floors, measures in a fixed order."""
    values = {"floors": dict(sorted(found.floors.items())), "lowered": [asdict(item) for item in found.lowered]}
    path.write_text(json.dumps(values, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def falls(measures: Mapping[str, float], floors: Floors) -> list[Fall]:
    """Return the measures that are below their floors, and the floors whose measure is missing."""
    found = (Fall(name, floor, measures.get(name)) for name, floor in sorted(floors.floors.items()))
    return [fall for fall in found if fall.found is None or fall.found < fall.floor - _ROUNDING]


def raised(measures: Mapping[str, float], floors: Floors) -> Floors:
    """Return floors as high as the measures, none lower than before; a new measure gets its first floor."""
    new = {name: max(_down(value), floors.floors.get(name, 0.0)) for name, value in measures.items()}
    return replace(floors, floors={**floors.floors, **new})


def lowered(measures: Mapping[str, float], floors: Floors, reason: str, day: dt.date) -> Floors:
    """Take down the floors that the measures are below and keep why; ValueError without a reason.

    The floor of what is no longer measured goes to 0.
    """
    if not reason.strip():
        raise ValueError("a floor is lowered for a reason; give one")
    fallen = falls(measures, floors)
    new = {fall.measure: 0.0 if fall.found is None else _down(fall.found) for fall in fallen}
    notes = tuple(Lowering(fall.measure, fall.floor, new[fall.measure], reason, day.isoformat()) for fall in fallen)
    return Floors({**floors.floors, **new}, (*floors.lowered, *notes))


def _down(value: float) -> float:
    return math.floor((value + _ROUNDING) * _PLACES) / _PLACES


def markdown(measures: Mapping[str, float], floors: Floors) -> str:
    """Return measures beside their floors as Markdown."""
    return "\n".join(_lines(measures, floors, falls(measures, floors))) + "\n"


def _lines(measures: Mapping[str, float], floors: Floors, fallen: Sequence[Fall]) -> Iterator[str]:
    yield "| measure | now | floor | |"
    yield "|---|---|---|---|"
    low = {fall.measure for fall in fallen}
    for name in sorted({**floors.floors, **measures}):
        now = f"{measures[name]:.4f}" if name in measures else "not measured"
        floor = f"{floors.floors[name]:.3f}" if name in floors.floors else "none yet"
        yield f"| {name} | {now} | {floor} | {'**below**' if name in low else ''} |"
