"""``tracker evaluate``: the line measured against gold positions, or its attributions against PolNeAR."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from tracker.cli import options
from tracker.cli.output import print_json


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
    labels: Annotated[
        Path | None, typer.Option("--labels", metavar="DIR", help="Measure on a split of a labels folder instead.")
    ] = None,
    split: Annotated[str, typer.Option("--split", metavar="NAME", help="The split: train, dev or test.")] = "dev",
    axes: options.AxesFile = None,
    actors: options.ActorFiles = None,
    model: options.Model = None,
    metadata: options.Metadata = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Write evaluation.md and evaluation.json there.")
    ] = None,
    as_json: options.Json = False,
) -> None:
    """Compare what the line finds with gold positions; says at which stage gold rows are lost."""
    if polnear is not None:
        _attributions(polnear, as_json)
        return
    from tracker.engine.settings import Settings, build
    from tracker.evaluation.render import markdown, report_dict, score_dict
    from tracker.evaluation.run import evaluate_files, evaluate_labels

    shipped = options.shipped_or_given(model)
    parts = build(Settings(tuple(inputs or ()), Path("."), axes, tuple(actors or ()), shipped))
    if labels is not None:
        report, baseline = evaluate_labels(parts, labels, split)
    elif inputs and gold is not None:
        report, baseline = evaluate_files(parts, inputs, gold, metadata)
    else:
        raise typer.BadParameter("name the articles and their gold file: tracker evaluate ARTICLES --gold FILE")
    values = report_dict(report) | {"baseline": {level: score_dict(score) for level, score in baseline.items()}}
    text = markdown(report, baseline)
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        (out / "evaluation.md").write_text(text, encoding="utf-8")
        (out / "evaluation.json").write_text(json.dumps(values, indent=2) + "\n", encoding="utf-8")
    if as_json:
        print_json(values)
    else:
        typer.echo(text)


def _attributions(path: Path, as_json: bool) -> None:
    from tracker.evaluation.render import score_dict
    from tracker.evaluation.run import evaluate_polnear

    scores = {name: score_dict(score) for name, score in evaluate_polnear(path).items()}
    if as_json:
        print_json(scores)
        return
    typer.echo("part            precision  recall  F1      (token overlap of 0.5 or more; exact: all tokens)")
    for name, score in scores.items():
        typer.echo(f"{name:<15} {score['precision']:.3f}      {score['recall']:.3f}   {score['f1']:.3f}")
