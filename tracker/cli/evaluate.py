"""``tracker evaluate``: the line measured against gold positions, or its attributions against PolNeAR."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tracker.cli import options
from tracker.cli.output import print_json, warn

if TYPE_CHECKING:
    from tracker.evaluation.compare import Run


def evaluate(
    inputs: Annotated[
        list[str] | None,
        typer.Argument(metavar="INPUTS", help="Articles that the gold file names.", show_default=False),
    ] = None,
    gold: Annotated[
        Path | None,
        typer.Option("--gold", metavar="FILE", help="Gold positions, JSON Lines: doc, actor, axis, stance, ..."),
    ] = None,
    polnear: Annotated[
        Path | None, typer.Option("--polnear", metavar="FILE", help="Measure attributions on a PolNeAR file instead.")
    ] = None,
    rules: Annotated[
        bool, typer.Option("--rules", help="With --polnear: measure the grammar alone, without the tagger.")
    ] = False,
    labels: Annotated[
        Path | None, typer.Option("--labels", metavar="DIR", help="Measure on a split of a labels folder instead.")
    ] = None,
    split: Annotated[str, typer.Option("--split", metavar="NAME", help="The split: train, dev or test.")] = "dev",
    axes: options.AxesFile = None,
    actors: options.ActorFiles = None,
    model: options.Model = None,
    metadata: options.Metadata = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Write evaluation.md and .json there, and those of a comparison."),
    ] = None,
    plots: Annotated[
        Path | None,
        typer.Option("--plots", metavar="DIR", help="Draw reliability, confusion and losses there, as SVG files."),
    ] = None,
    compare: Annotated[
        list[Path] | None,
        typer.Option(
            "--compare",
            metavar="JSON",
            help="An earlier evaluation.json on the same gold: test the difference; given twice, the two are tested.",
        ),
    ] = None,
    as_json: options.Json = False,
) -> None:
    """Compare what the line finds with gold positions.

    The report says at which stage gold rows are lost. A labels folder is measured on its own axes.yaml where --axes
    names no other file.
    """
    if polnear is not None:
        _attributions(polnear, rules, as_json)
        return
    if len(compare or ()) > 1:
        _two_runs(compare or [], idle=not inputs and gold is None and labels is None, out=out, as_json=as_json)
        return
    from tracker.engine.settings import Settings, build
    from tracker.evaluation.compare import read_run, run_of
    from tracker.evaluation.plots import write_plots
    from tracker.evaluation.render import markdown, report_dict, score_dict
    from tracker.evaluation.run import evaluate_files, evaluate_labels

    earlier = read_run(compare[0]) if compare else None
    shipped = options.shipped_or_given(model)
    if axes is None and labels is not None and (labels / "axes.yaml").is_file():
        axes = labels / "axes.yaml"
    parts = build(Settings(tuple(inputs or ()), Path("."), axes, tuple(actors or ()), shipped))
    if labels is not None:
        report, baseline = evaluate_labels(parts, labels, split)
    elif inputs and gold is not None:
        report, baseline = evaluate_files(parts, inputs, gold, metadata, warn)
    else:
        raise typer.BadParameter("name the articles and their gold file: tracker evaluate ARTICLES --gold FILE")
    values = report_dict(report) | {"baseline": {level: score_dict(score) for level, score in baseline.items()}}
    text = markdown(report, baseline)
    _write(out, "evaluation", values, text)
    if plots is not None:
        write_plots(values, plots)
    if compare and earlier is not None:
        difference, shown = _compared(earlier, run_of(values), str(compare[0]), "this run")
        _write(out, "comparison", difference, shown)
        values, text = values | {"comparison": difference}, f"{text}\n{shown}"
    _show(values, text, as_json)


def _write(folder: Path | None, name: str, values: Mapping[str, Any], text: str) -> None:
    if folder is None:
        return
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.md").write_text(text, encoding="utf-8")
    (folder / f"{name}.json").write_text(json.dumps(values, indent=2) + "\n", encoding="utf-8")


def _show(values: Mapping[str, Any], text: str, as_json: bool) -> None:
    if as_json:
        print_json(values)
    else:
        typer.echo(text)


def _two_runs(paths: Sequence[Path], idle: bool, out: Path | None, as_json: bool) -> None:
    """Compare two runs that are saved."""
    from tracker.evaluation.compare import read_run

    if len(paths) != 2 or not idle:
        raise typer.BadParameter("--compare takes one earlier evaluation beside a run, or two and nothing to run")
    values, text = _compared(read_run(paths[0]), read_run(paths[1]), *map(str, paths))
    _write(out, "comparison", values, text)
    _show(values, text, as_json)


def _compared(earlier: Run, later: Run, first: str, second: str) -> tuple[dict[str, Any], str]:
    from tracker.evaluation.compare import compare
    from tracker.evaluation.render import comparison_dict, comparison_markdown

    compared = compare(earlier, later)
    return comparison_dict(compared), comparison_markdown(compared, first, second)


def _attributions(path: Path, rules: bool, as_json: bool) -> None:
    from tracker.evaluation.render import score_dict
    from tracker.evaluation.run import evaluate_polnear

    scores = {name: score_dict(score) for name, score in evaluate_polnear(path, rules=rules).items()}
    if as_json:
        print_json(scores)
        return
    typer.echo("part            precision  recall  F1      (token overlap of 0.5 or more; exact: all tokens)")
    for name, score in scores.items():
        typer.echo(f"{name:<15} {score['precision']:.3f}      {score['recall']:.3f}   {score['f1']:.3f}")
