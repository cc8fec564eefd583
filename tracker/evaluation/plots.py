"""Plots of an evaluation as SVG files that need nothing to be looked at but a browser.

Drawn from the plain values of `tracker.evaluation.render.report_dict`, so a saved evaluation can be drawn as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any

_INK, _FAINT, _BLUE = "#222", "#bbb", "#2b6cb0"
_SIDE, _MARGIN = 320, 60


def write_plots(values: Mapping[str, Any], folder: Path) -> list[Path]:
    """Write reliability.svg, confusion.svg and losses.svg and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    drawings = {
        "reliability": reliability(values["calibration"]),
        "confusion": heat_map(values["confusion"]),
        "losses": bars(values["lost"], values["gold"]),
    }
    paths = []
    for name, drawing in drawings.items():
        paths.append(folder / f"{name}.svg")
        paths[-1].write_text(drawing, encoding="utf-8")
    return paths


def reliability(calibration: Mapping[str, Any]) -> str:
    """Return the plot of the share right against confidence; a point's area tells how many rows it stands for."""
    bins, ece = calibration["bins"], calibration["ece"]
    rows = sum(one["rows"] for one in bins)

    def parts() -> Iterator[str]:
        for tick in range(0, 11, 2):
            share = tick / 10
            yield _line(_x(share), _y(0), _x(share), _y(0) + 5, _INK)
            yield _line(_x(0) - 5, _y(share), _x(0), _y(share), _INK)
            yield _text(_x(share), _y(0) + 18, f"{share:.1f}", "middle")
            yield _text(_x(0) - 9, _y(share) + 4, f"{share:.1f}", "end")
        yield f'<rect x="{_x(0)}" y="{_y(1)}" width="{_SIDE}" height="{_SIDE}" fill="none" stroke="{_INK}"/>'
        yield _line(_x(0), _y(0), _x(1), _y(1), _FAINT)
        for one in bins:
            radius = 3 + 12 * (one["rows"] / rows) ** 0.5
            label = f"{one['rows']} rows of confidence {one['confidence']:.2f}: {one['right']:.2f} right"
            yield (
                f'<circle cx="{_x(one["confidence"]):.1f}" cy="{_y(one["right"]):.1f}" r="{radius:.1f}" '
                f'fill="{_BLUE}" fill-opacity="0.7"><title>{label}</title></circle>'
            )
        yield _text(_MARGIN + _SIDE / 2, _y(0) + 38, "confidence of the row", "middle")
        yield _text(_MARGIN, _MARGIN - 12, "share right (actor, axis and stance)", "start")

    error = f"expected calibration error {ece['value']:.3f} [{ece['low']:.3f}, {ece['high']:.3f}], {rows} rows"
    return _svg(error, parts(), _SIDE + 2 * _MARGIN, _SIDE + 2 * _MARGIN)


def heat_map(confusion: Mapping[str, Mapping[str, int]]) -> str:
    """Return the confusion of stances; a cell's shade is its share of its gold row."""
    cell, left, top = 76, 110, 76
    labels = list(confusion)

    def parts() -> Iterator[str]:
        yield _text(left, top - 30, "found", "start")
        yield _text(left - 10, top - 8, "gold", "end")
        for column, found in enumerate(labels):
            yield _text(left + (column + 0.5) * cell, top - 8, found, "middle")
        for row, gold in enumerate(labels):
            whole = sum(confusion[gold].values())
            yield _text(left - 10, top + (row + 0.5) * cell + 4, gold, "end")
            for column, found in enumerate(labels):
                count = confusion[gold][found]
                share = count / whole if whole else 0.0
                x, y = left + column * cell, top + row * cell
                yield f'<rect x="{x}" y="{y}" width="{cell}" height="{cell}" fill="{_BLUE}" fill-opacity="{share:.3f}"'
                yield f' stroke="{_FAINT}"><title>{escape(gold)} found as {escape(found)}: {share:.0%}</title></rect>'
                yield _text(x + cell / 2, y + cell / 2 + 4, str(count), "middle", "#fff" if share > 0.6 else _INK)

    size = cell * len(labels)
    return _svg("stance, where actor and axis are right", parts(), left + size + 20, top + size + 20)


def bars(lost: Mapping[str, int], gold: int) -> str:
    """Return the gold rows lost at each stage, as bars."""
    height, left, top = 26, 130, 50
    most = max((*lost.values(), 1))

    def parts() -> Iterator[str]:
        for number, (stage, count) in enumerate(lost.items()):
            y, width = top + number * height, _SIDE * count / most
            yield _text(left - 8, y + 16, stage, "end")
            yield f'<rect x="{left}" y="{y + 3}" width="{width:.1f}" height="{height - 6}" fill="{_BLUE}"/>'
            yield _text(left + width + 6, y + 16, str(count), "start")

    title = f"{sum(lost.values())} of {gold} gold rows lost, by stage"
    return _svg(title, parts(), left + _SIDE + 60, top + height * len(lost) + 20)


def _x(share: float) -> float:
    return _MARGIN + share * _SIDE


def _y(share: float) -> float:
    return _MARGIN + (1 - share) * _SIDE


def _line(x1: float, y1: float, x2: float, y2: float, colour: str) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"/>'


def _text(x: float, y: float, text: str, anchor: str, colour: str = _INK) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{escape(text)}</text>'


def _svg(title: str, parts: Iterator[str], width: float, height: float) -> str:
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" '
        f'height="{height:.0f}" font-family="sans-serif" font-size="12" role="img">'
    )
    named = f'<title>{escape(title)}</title><rect width="100%" height="100%" fill="#fff"/>'
    return "\n".join([head, named, _text(12, 22, title, "start"), *parts, "</svg>"]) + "\n"
