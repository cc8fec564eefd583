"""Fine-tuning, on tiny checkpoints with random weights that the tests build themselves."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from checkpoints import random_checkpoint
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from tracker.axes import load_axes
from tracker.cli.app import app
from tracker.engine.installed import find, sums_of
from tracker.errors import InputError, ModelError, TableError
from tracker.schema import SCORED_LABELS, Axis, Label
from tracker.stances.backends import TorchBackend
from tracker.stances.entailment import premise
from tracker.stances.models import load_scorer
from tracker.training import export, trainer, trial
from tracker.training.calibration import cross_fit, fit_head, log_loss, plain_head, shares_of, thresholds
from tracker.training.data import (
    Corpus,
    Example,
    Parts,
    corpus_axes,
    corpus_examples,
    folds,
    parted,
    sample,
    table_examples,
)
from tracker.training.export import ZERO, blocks_of, pack, shares
from tracker.training.model import load_base, with_stance_head
from tracker.training.report import measure
from tracker.training.run import Settings, train
from tracker.training.trainer import Plan, fit_weights, label_weights

AXES = """
axes:
  canal_toll:
    proposal: a toll on the canal
  night_ferry:
    proposal: a night ferry to the island
"""
NAMES = ("Mira Kolt", "Odo Brandt", "Lena Tarr", "Pell Marrow", "Ida Sold", "Olan Druske", "Vera Lund", "Tom Reik")
SAYS = {
    "support": "{name} backed {proposal} {when}.",
    "oppose": "{name} rejected {proposal} {when}.",
    "conditional": "{name} could accept {proposal} {when}.",
    "neutral": "{name} declined to comment on {proposal} {when}.",
}
WHEN = ("yesterday", "with friends", "in the town", "on the island", "again", "at a long debate")
WORDS = (
    "the a speaker s supports opposes takes no position on does not rule out backed rejected could accept declined to "
    "comment yesterday with friends in town again at long debate toll canal night ferry island said . , : ' \""
)
NLI = {0: "CONTRADICTION", 1: "Entailment", 2: "neutral"}
PROPOSALS = {"canal_toll": "a toll on the canal", "night_ferry": "a night ferry to the island"}
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")


def labelled(count: int = 16) -> list[dict[str, Any]]:
    """Rows that say plainly what they mean, each its own document."""
    stances, axes = list(SAYS), list(PROPOSALS)
    found = []
    for number in range(count):
        stance, axis, name = stances[number % 4], axes[number // 4 % 2], NAMES[number // 4 % len(NAMES)]
        text = SAYS[stance].format(name=name, proposal=PROPOSALS[axis], when=WHEN[number % len(WHEN)])
        found.append({"text": text, "actor": name, "axis": axis, "stance": stance, "doc": f"d{number}"})
    return found


@pytest.fixture(scope="module", autouse=True)
def _one_thread() -> Iterator[None]:
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def axes(tmp_path_factory: pytest.TempPathFactory) -> tuple[Axis, ...]:
    path = tmp_path_factory.mktemp("axes") / "axes.yaml"
    path.write_text(AXES)
    return load_axes(path)


@pytest.fixture(scope="module")
def bert(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return random_checkpoint(tmp_path_factory.mktemp("models") / "bert", WORDS, "Bert", NLI)


@pytest.fixture(scope="module")
def examples(axes: tuple[Axis, ...]) -> list[Example]:
    return table_examples(labelled(), axes)


@pytest.fixture(scope="module")
def tuned(
    tmp_path_factory: pytest.TempPathFactory, bert: Path, axes: tuple[Axis, ...]
) -> tuple[Path, dict[str, Any]]:
    """A stance model made of the random entailment checkpoint, on enough plain rows to learn them."""
    rows = [{**row, "split": "dev" if number % 3 == 0 else "train"} for number, row in enumerate(labelled(48))]
    out = tmp_path_factory.mktemp("tuned") / "mine"
    settings = Settings(base=str(bert), kind="stance", epochs=12, rate=3e-3, batch=8, threads=1)
    outcome = train(table_examples(rows, axes), out, settings)
    assert outcome.promoted
    assert outcome.folder == out
    return out, dict(outcome.report)


# -- rows to examples -----------------------------------------------------------------------------------------------


def test_four_columns_are_enough(axes: tuple[Axis, ...]) -> None:
    rows = [{k: v for k, v in row.items() if k != "doc"} for row in labelled(8)]
    found = table_examples(rows, axes)
    written = [example for example in found if not example.made]
    assert [example.label.value for example in written] == [row["stance"] for row in rows]
    assert premise(written[0].query) == "The speaker backed a toll on the canal yesterday."
    made = [example for example in found if example.made]
    assert made
    assert {example.label for example in made} == {Label.UNRELATED}


def test_other_actors_of_a_document_are_unrelated_unless_coded(axes: tuple[Axis, ...]) -> None:
    text = "Mira Kolt told Odo Brandt that she backed a toll on the canal."
    other = {"text": "Odo Brandt rejected a night ferry.", "actor": "Odo Brandt", "axis": "night_ferry"}
    rows = [{"text": text, "actor": "Mira Kolt", "axis": "canal_toll", "stance": "support", "doc": "d"},
            {**other, "stance": "oppose", "doc": "d"}]  # fmt: skip
    holders = {(e.query.holder.of(e.query.passage), e.query.axis.id, e.label.value) for e in table_examples(rows, axes)}
    assert ("Odo Brandt", "canal_toll", "unrelated") in holders
    both = [*rows, {**rows[0], "actor": "Odo Brandt", "stance": "neutral"}]
    assert ("Odo Brandt", "canal_toll", "unrelated") not in {
        (e.query.holder.of(e.query.passage), e.query.axis.id, e.label.value) for e in table_examples(both, axes)
    }


def test_an_axis_without_a_position_is_not_taught_as_unrelated(axes: tuple[Axis, ...], tmp_path: Path) -> None:
    """A user's file may hold axes that are not labelled yet; training on the others must not close them."""
    both = labelled(48)
    assert {e.query.axis.id for e in table_examples(both, axes) if e.made} == set(PROPOSALS)
    rows = [row for row in both if row["axis"] == "canal_toll"]
    assert {e.query.axis.id for e in table_examples(rows, axes)} == {"canal_toll"}
    unclear = [{**row, "stance": "unclear"} for row in both if row["axis"] == "night_ferry"]
    assert {e.query.axis.id for e in table_examples([*rows, *unclear], axes)} == {"canal_toll"}
    kept = [{**row, "split": "dev" if row["axis"] == "night_ferry" else "train"} for row in both]
    found = table_examples(kept, axes)
    assert {e.query.axis.id for e in found if e.split == "train"} == {"canal_toll"}  # dev is not learned from


def test_a_corpus_asks_beside_about_axes_of_other_documents_with_positions(
    axes: tuple[Axis, ...], tmp_path: Path
) -> None:
    documents, positions = [], []
    for row in labelled(48):
        text, actor = row["text"], row["actor"]
        split = "train" if row["axis"] == "canal_toll" else "test"
        documents.append({"id": row["doc"], "text": text, "split": split, "axes": [row["axis"]]})
        span = [text.index(actor), text.index(actor) + len(actor)]
        positions.append({**row, "quote_span": [0, len(text)], "speaker_span": span})
    (tmp_path / "positions.jsonl").write_text("".join(json.dumps(item) + "\n" for item in positions))

    def examples(**settings: Any) -> list[Example]:
        (tmp_path / "documents.jsonl").write_text("".join(json.dumps(item) + "\n" for item in documents))
        return corpus_examples(Corpus(tmp_path, axes, **settings))

    assert {(e.split, e.query.axis.id) for e in examples()} == {("train", "canal_toll")}
    assert {(e.split, e.query.axis.id) for e in examples(splits=("test",))} == {("test", "night_ferry")}
    both = examples(splits=("train", "test"))
    assert {(e.split, e.query.axis.id) for e in both} == {(s, a) for s in ("train", "test") for a in PROPOSALS}
    assert all(e.label is Label.UNRELATED for e in both if (e.split == "train") == (e.query.axis.id == "night_ferry"))
    for document in documents:
        document["axes"] = list(PROPOSALS)  # coded on both: of neither is it told that nothing is said
    assert all(e.measured for e in examples(splits=("train", "test")))


def test_a_context_around_the_text_gives_its_sentence(axes: tuple[Axis, ...]) -> None:
    row = {"text": "a toll on the canal", "context": "Talks ended. Mira Kolt rejected a toll on the canal. Rain fell.",
           "actor": "Mira Kolt", "axis": "canal_toll", "stance": "oppose"}  # fmt: skip
    example = table_examples([row], axes)[0]
    assert premise(example.query).strip() == "The speaker rejected a toll on the canal."
    assert example.query.focus.of(example.query.passage) == "a toll on the canal"
    at = row["context"].index("a toll")
    spans = {"quote_span": [at + 100, at + 119], "speaker_span": [at + 100 - 19, at + 100 - 10]}
    marked = table_examples([{**row, **spans, "actor": "Ardania"}], axes)[0].query
    assert marked.holder.of(marked.passage) == "Mira Kolt"
    before = table_examples([{**row, "text": "Mira Kolt rejected it.", "context": "Will there be a toll?"}], axes)[0]
    assert premise(before.query) == "Will there be a toll? The speaker rejected it."


def test_rows_nobody_could_code_and_test_rows_stay_out(axes: tuple[Axis, ...]) -> None:
    rows = labelled(4)
    rows[0]["stance"], rows[1]["split"] = "unclear", "test"
    assert {e.group for e in table_examples(rows, axes)} == {"d2", "d3"}


def test_a_labels_folder_becomes_examples(tmp_path: Path, axes: tuple[Axis, ...]) -> None:
    text = "Mira Kolt, the minister, rejected a toll on the canal. Lena Tarr spoke of the weather and a toll."
    quote = "rejected a toll on the canal"
    row = {"doc": "d", "actor": "Mira Kolt", "axis": "canal_toll", "stance": "oppose",
           "quote_span": [text.index(quote), text.index(quote) + len(quote)], "speaker_span": [0, 9]}  # fmt: skip
    (tmp_path / "axes.yaml").write_text(AXES)
    document = {"id": "d", "text": text, "split": "train", "axes": ["canal_toll"], "published": "2024-05-10"}
    (tmp_path / "documents.jsonl").write_text(json.dumps(document) + "\n")
    (tmp_path / "positions.jsonl").write_text(json.dumps(row) + "\n")
    assert {axis.id for axis in corpus_axes(tmp_path)} == set(PROPOSALS)
    found = corpus_examples(Corpus(tmp_path, axes))
    assert [e.label for e in found if not e.made] == [Label.OPPOSE]
    assert {e.group for e in found} == {"d"}
    with pytest.raises(TableError, match="no axis file defines canal_toll"):
        corpus_examples(Corpus(tmp_path, axes[1:]))


@given(st.lists(st.sampled_from("abcdefghij"), min_size=4, max_size=60), st.integers(0, 99))
def test_folds_part_no_document(groups: list[str], seed: int) -> None:
    found = folds(groups, 3, seed)
    assert len({(group, fold) for group, fold in zip(groups, found, strict=True)}) == len(set(groups))
    assert set(found) <= {0, 1, 2}


@given(st.integers(0, 999))
@settings(max_examples=20)
def test_no_document_is_in_two_parts(seed: int) -> None:
    (axis,) = (Axis("toll", "Toll", "a toll"),)
    rows = [{"text": f"Kolt said {n}.", "actor": "Kolt", "axis": "toll", "stance": "support", "doc": f"d{n // 2}"}
            for n in range(60)]  # fmt: skip
    everything = table_examples(rows, [axis])
    parts: Parts = parted(everything, seed)
    groups = [{e.group for e in part} for part in (parts.train, parts.stop, parts.dev)]
    assert sum(map(len, groups)) == 30
    drawn = sample(everything, 7, seed)
    assert len(drawn) == 7
    assert drawn == sample(everything, 7, seed)


# -- head and thresholds --------------------------------------------------------------------------------------------


def test_a_head_that_nothing_is_fitted_for_changes_nothing() -> None:
    from tracker.stances.signals import SIGNALS

    rng = np.random.default_rng(3)
    given_shares = rng.dirichlet(np.ones(5), 40)
    x = np.hstack([np.log(given_shares), rng.integers(0, 2, (40, len(SIGNALS)))])
    np.testing.assert_allclose(shares_of(plain_head(5), x), given_shares, atol=1e-9)
    y = rng.integers(0, 5, 40)
    held = fit_head(x, y, 1e6, plain_head(5))
    assert np.abs(np.asarray(held.weights) - np.asarray(plain_head(5).weights)).max() < 1e-2


def test_a_head_learns_what_can_be_learned() -> None:
    from tracker.stances.signals import SIGNALS

    rng = np.random.default_rng(5)
    x = np.log(rng.dirichlet(np.ones(5), 300))
    x = np.hstack([x, rng.integers(0, 2, (300, len(SIGNALS)))]).astype(float)
    turned = np.asarray([1, 2, 3, 4, 0])[x[:, :5].argmax(axis=1)]
    fold = list(range(5)) * 60
    learned = cross_fit(x, turned, fold, plain_head(5))
    assert measure(learned.shares, turned)["macro_f1"] > 0.7
    assert measure(shares_of(plain_head(5), x), turned)["macro_f1"] < 0.1
    limits = thresholds(learned.shares, turned)
    assert set(limits) == {"related", "decide", "review"}
    noise = rng.integers(0, 5, 12)
    held = cross_fit(x[:12], noise, fold[:12], plain_head(5))
    assert log_loss(held.shares, noise) <= log_loss(shares_of(plain_head(5), x[:12]), noise)


def test_rare_labels_weigh_more_within_bounds(examples: list[Example]) -> None:
    rare = [e for e in examples if e.label is Label.NEUTRAL][:1]
    common = [e for e in examples if e.label is Label.SUPPORT] * 40
    weights = label_weights(rare + common)
    assert weights[Label.NEUTRAL] == 3.0
    assert 0.5 <= weights[Label.SUPPORT] < 1


# -- weights: there and back ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["Bert", "MPNet", "Roberta", "DistilBert"])
def test_weights_in_8_bits_become_a_checkpoint_again(kind: str, tmp_path: Path) -> None:
    folder = random_checkpoint(tmp_path / "there", WORDS, kind, NLI)
    assert pack(folder, tmp_path / "packed") > 4
    base = load_base(str(tmp_path / "packed"), None, threads=1)
    rng = np.random.default_rng(3)
    words = np.asarray(WORDS.split())
    pairs = [(" ".join(rng.choice(words, 12)), " ".join(rng.choice(words, 5))) for _ in range(30)]
    back = shares(TorchBackend.around(base.model, base.tokenizer, "back"), pairs)
    assert np.abs(back - shares(TorchBackend(folder), pairs)).max() < 0.1
    assert np.abs(back - shares(base.backend, pairs)).max() < 0.1


def test_what_is_learned_on_quantized_weights_is_not_rounded_away() -> None:
    rng = np.random.default_rng(3)
    codes, scales = blocks_of(rng.normal(0, 0.05, (64, 256)).astype(np.float32))
    grid = ((codes.astype(np.float32) - ZERO) * scales[:, :, None]).reshape(64, -1)
    moved = (grid + 0.2 * scales.mean()).astype(np.float32)
    codes, scales = blocks_of(moved, rng=rng)
    back = ((codes.astype(np.float32) - ZERO) * scales[:, :, None]).reshape(64, -1)
    assert abs((back - grid).mean() - (moved - grid).mean()) < 0.1 * (moved - grid).mean()


@pytest.mark.parametrize(
    ("changed", "pairs", "chance"), [(0, 5, True), (2, 77, True), (8, 200, True), (9, 200, False), (99, 9999, True)]
)
def test_a_label_or_two_may_change_in_few_pairs(changed: int, pairs: int, *, chance: bool) -> None:
    assert export.is_chance(changed, pairs) is chance


def test_an_export_that_judges_otherwise_is_refused(bert: Path, tmp_path: Path) -> None:
    from safetensors.numpy import load_file, save_file

    def with_classifier(factor: float) -> Path:
        made = tmp_path / f"times{factor}"
        shutil.copytree(bert, made)
        weights = load_file(made / "model.safetensors")
        weights["classifier.weight"] *= factor
        save_file(weights, made / "model.safetensors", metadata={"format": "pt"})
        return made

    pairs = [(" ".join(WORDS.split()[n : n + 8]), WORDS.split()[n]) for n in range(30)]
    pack(with_classifier(60.0), tmp_path / "packed")
    assert export.parity(tmp_path / "times60.0", tmp_path / "packed", pairs).same_label > 0.9
    with pytest.raises(ModelError, match="change their label in 8 bits"):
        export.parity(with_classifier(-60.0), tmp_path / "packed", pairs)


def test_weights_that_are_not_there_are_named(bert: Path, tmp_path: Path) -> None:
    import onnx

    pack(bert, tmp_path / "packed")
    path = tmp_path / "packed" / "model.onnx"
    model = onnx.load(str(path))
    for node in model.graph.node:
        node.name = ""
    onnx.save(model, str(path))
    with pytest.raises(ModelError, match=r"model\.onnx lacks .*weight"):
        load_base(str(tmp_path / "packed"), None)


def test_a_stance_head_starts_from_the_entailment_head(bert: Path) -> None:
    import torch

    base = load_base(str(bert), "stance")
    old = base.model.classifier.weight.clone()
    model = base.fresh("stance")
    assert list(model.config.id2label.values()) == [label.value for label in SCORED_LABELS]
    assert torch.equal(model.classifier.weight, old[[1, 2, 2, 0, 2]])
    assert base.model.config.num_labels == 3
    with pytest.raises(ModelError, match="no linear head"):
        with_stance_head(torch.nn.Sequential(torch.nn.Linear(4, 2)), ("entailment", "neutral", "contradiction"))


@pytest.mark.parametrize("names", [{0: "entailment", 1: "not_entailment"}, {0: "entailment", 1: "contradiction"}])
def test_two_classes_can_be_trained(names: dict[int, str], examples: list[Example], tmp_path: Path) -> None:
    folder = random_checkpoint(tmp_path / "two", WORDS, "DistilBert", names)
    base = load_base(str(folder), None)
    fit_weights(base.fresh("entailment"), base.tokenizer, examples[:6], (), Plan(1, 1e-3, 8, 3), tmp_path / "out")
    assert load_base(str(tmp_path / "out"), None).backend.labels == tuple(names.values())


# -- training -------------------------------------------------------------------------------------------------------


def test_training_learns_and_reports(tuned: tuple[Path, dict[str, Any]]) -> None:
    out, report = tuned
    assert report["scores"]["tuned"]["macro_f1"] > 0.7 > report["scores"]["base"]["macro_f1"]
    assert report["parity"]["same_label"] > 0.95
    assert json.loads((out / "report.json").read_text())["chosen"] == "tuned"
    card = (out / "MODEL_CARD.md").read_text()
    assert card.startswith("# mine\n")
    assert "macro-F1" in card
    assert {path.name for path in out.iterdir()} == {
        "model.onnx", "model.safetensors", "tokenizer.json", "tokenizer_config.json", "config.json",
        "calibration.json", "report.json", "MODEL_CARD.md", "SHA256SUMS",
    }  # fmt: skip
    assert json.loads((out / "config.json").read_text())["scorer"] == "stance"
    assert find(str(out)).sums == sums_of(out)


def test_the_new_model_codes_new_words(tuned: tuple[Path, dict[str, Any]], axes: tuple[Axis, ...]) -> None:
    row = {"text": "Nils Orbo rejected a toll on the canal in the town.", "actor": "Nils Orbo"}
    example = table_examples([{**row, "axis": "canal_toll", "stance": "oppose"}], axes)[0]
    scores = load_scorer(str(tuned[0]), threads=1).score([example.query])
    assert SCORED_LABELS[int(scores[0].argmax())] is Label.OPPOSE


def test_an_interrupted_training_goes_on_where_it_stopped(bert: Path, examples: list[Example], tmp_path: Path) -> None:
    base = load_base(str(bert), None)
    plan = Plan(3, 1e-3, 16, 5)

    def run(folder: Path, stop_at: int = 10**9) -> list[int]:
        steps: list[int] = []

        def progress(_: str, done: int, total: int) -> None:
            steps.append(done)
            if done == stop_at:
                raise KeyboardInterrupt

        fit_weights(base.fresh("entailment"), base.tokenizer, examples, (), plan, folder, progress)
        return steps

    whole = run(tmp_path / "whole")
    per_epoch = len(whole) // 3
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path / "parted", per_epoch + 2)
    assert run(tmp_path / "parted") == whole[per_epoch:]
    one, other = (load_base(str(tmp_path / name), None).model.classifier.weight for name in ("whole", "parted"))
    assert np.abs((one - other).detach().numpy()).max() < 1e-5


def test_few_rows_are_judged_by_folds_and_other_rows_are_refused(
    bert: Path, examples: list[Example], tmp_path: Path
) -> None:
    stages: list[str] = []

    def progress(stage: str, done: int, total: int) -> None:
        stages.append(stage)
        if stage == "fold 3/4":
            raise KeyboardInterrupt

    chosen = Settings(base=str(bert), epochs=1, rate=1e-3, threads=1)
    with pytest.raises(KeyboardInterrupt):
        train(examples, tmp_path / "out", chosen, progress)
    with pytest.raises(InputError, match="begun with other rows or settings"):
        train(examples[1:], tmp_path / "out", chosen)
    stages.clear()
    outcome = train(examples, tmp_path / "out", chosen, lambda stage, done, total: stages.append(stage))
    assert "fold 1/4" not in stages
    assert "fold 4/4" in stages
    assert outcome.report["measured_on"] == "by 4 folds of documents"
    assert set(outcome.report["scores"]) == {"base", "head", "tuned"}
    assert load_scorer(str(outcome.folder)).score([examples[0].query]).shape == (1, 5)
    if outcome.promoted:
        with pytest.raises(InputError, match="a model already"):
            train(examples, tmp_path / "out", chosen)


def test_many_rows_are_judged_by_documents_held_out_and_then_all_are_learned_from(
    bert: Path, axes: tuple[Axis, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    learned: list[tuple[int, float]] = []
    fit = trial.fit_weights

    def counted(model: Any, tokenizer: Any, rows: Sequence[Example], stop: Any, plan: Plan, *rest: Any) -> float:
        learned.append((len(rows), plan.epochs))
        return fit(model, tokenizer, rows, stop, plan, *rest)

    monkeypatch.setattr(trial, "fit_weights", counted)
    monkeypatch.setattr(trial, "FEW", 40)
    many = table_examples(labelled(48), axes)
    settings = Settings(base=str(bert), kind="stance", epochs=12, rate=3e-3, batch=8, threads=1)

    def stopped(stage: str, done: int, total: int) -> None:
        if stage == "training on all" and done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(many, tmp_path / "mine", settings, stopped)
    outcome = train(many, tmp_path / "mine", settings)
    (held, most), (everything, kept), again = learned
    assert held < len(many) == everything
    assert 0 < kept <= most == 12
    assert again == (everything, kept)  # what was held out is not trained on before it has been measured
    assert outcome.report["chosen"] == "tuned"
    assert outcome.report["rows"]["train"] == len(many)
    assert outcome.report["epochs"] == round(kept, 2)
    assert outcome.report["measured_on"] == "of documents held out, before it learned from those as well"


# -- the command ----------------------------------------------------------------------------------------------------


def invoke(*arguments: object, code: int = 0) -> Result:
    result = CliRunner().invoke(app, ["train", *(str(argument) for argument in arguments)])
    assert result.exit_code == code, (result.output, result.exception)
    return result


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "axes.yaml").write_text(AXES)
    with (tmp_path / "rows.csv").open("w", newline="") as handle:
        writer = csv.DictWriter(handle, ["text", "actor", "axis", "stance"], extrasaction="ignore")
        writer.writeheader()
        writer.writerows(labelled(12))
    return tmp_path


def test_a_model_that_is_no_better_is_not_promoted(tuned: tuple[Path, dict[str, Any]], desk: Path) -> None:
    options = ("--base", tuned[0], "--axes", desk / "axes.yaml", "--epochs", 1, "--rate", 1e-9, "--threads", 1)
    result = invoke(desk / "rows.csv", *options, "--out", desk / "again", code=5)
    assert "not promoted: not surely better than mine" in result.stderr
    assert not (desk / "again" / "config.json").exists()
    assert "Not promoted" in (desk / "again" / "rejected" / "MODEL_CARD.md").read_text()
    result = invoke(desk / "rows.csv", *options, "--out", desk / "forced", "--force", "--json")
    assert json.loads(result.stdout)["promoted"] is False
    assert (desk / "forced" / "model.onnx").exists()
    for folder in (desk / "forced", desk / "again" / "rejected"):
        assert find(str(folder)).sums == sums_of(folder)


def test_the_learning_curve_is_a_table_and_goes_on(bert: Path, desk: Path) -> None:
    options = (desk / "rows.csv", "--base", bert, "--axes", desk / "axes.yaml", "--kind", "stance", "--epochs", 1,
               "--out", desk / "curve", "--curve", "0,3,8,500", "--seeds", 1, "--threads", 1)  # fmt: skip
    shown = invoke(*options).stdout
    rows = list(csv.DictReader((desk / "curve" / "curve.csv").open()))
    assert [row["rows"] for row in rows] == ["0", "3", "8"]
    assert [row["chosen"] for row in rows[:2]] == ["base", "base"]  # three are refused
    assert rows[1]["macro_f1"] == rows[0]["macro_f1"]
    assert float(rows[2]["macro_f1"]) >= 0
    assert shown == invoke(*options).stdout == (desk / "curve" / "curve.csv").read_text()
    assert [path.name for path in (desk / "curve").iterdir()] == ["curve.csv"]


def test_what_is_wrong_is_said(bert: Path, desk: Path, tuned: tuple[Path, dict[str, Any]]) -> None:
    def error(*arguments: object) -> str:
        return invoke(*arguments, "--out", desk / "out", code=2).stderr

    assert "no axis 'canal_toll' is defined" in error(desk / "rows.csv")
    named = ("--axes", desk / "axes.yaml")
    assert "no such model folder" in error(desk / "rows.csv", *named, "--base", "./nowhere")
    misspelt = error(desk / "rows.csv", *named, "--base", "minilm-sive")
    assert "minilm-sive: no such model; minilm-sieve may be meant. Shipped are minilm-sieve, mpnet-stance" in misspelt
    assert "no entailment head" in error(desk / "rows.csv", *named, "--base", tuned[0], "--kind", "entailment")
    assert "no such file" in error(desk / "nothing.csv", *named)
    assert "give numbers of rows" in error(desk / "rows.csv", *named, "--curve", "ten")
    assert "no size fits" in error(desk / "rows.csv", *named, "--base", bert, "--kind", "stance", "--curve", "900")
    header = "text,actor,axis,stance\n"
    row = "Mira Kolt backed {}.,Mira Kolt,canal_toll,support\n"
    few = desk / "few.csv"
    few.write_text(header + row.format("it"))
    assert "1 labelled rows to learn from; at least 8" in error(few, *named)
    few.write_text(header + "".join(row.format(f"it {n}") for n in range(9)))
    told = error(few, *named)
    assert "rows of at least two stances" in told or told == ""
    few.write_text(header)
    assert "no row has a stance" in error(few, *named)
    shutil.rmtree(desk / "out", ignore_errors=True)


@pytest.mark.parametrize(("capable", "short", "pays"), [(True, 0.5, True), (True, 0.9, False), (False, 0.5, False)])
def test_short_floats_must_be_there_and_quicker(
    monkeypatch: pytest.MonkeyPatch, *, capable: bool, short: float, pays: bool
) -> None:
    """Some processors have instructions for 16-bit floats and take twice as long with them."""
    torch = pytest.importorskip("torch")
    seconds = {torch.float32: 1.0, torch.bfloat16: short}
    monkeypatch.setattr(trainer, "_seconds_of_product", seconds.__getitem__)
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: {"avx512_bf16": capable}, raising=False)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert trainer.bf16_pays.__wrapped__() is pays
