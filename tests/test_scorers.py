"""Entailment scorer and its backends, on tiny checkpoints with random weights that the tests build themselves."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from checkpoints import random_checkpoint
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from tracker.errors import AxisError, ModelError
from tracker.schema import SCORED_LABELS, STANCE_LABELS, Axis, Label, Query, Span
from tracker.stances.backends import OnnxBackend, TorchBackend, meanings
from tracker.stances.entailment import EntailmentScorer, combine, hypotheses, premise, probabilities
from tracker.stances.models import KINDS, load_scorer
from tracker.training import export

AXIS = Axis(
    id="canal_toll",
    title="Canal toll",
    proposal="a toll on the canal",
    hypotheses={
        Label.SUPPORT: "{actor} supports {proposal}.",
        Label.CONDITIONAL: "It is not ruled out by {actor}: {proposal}.",
        Label.NEUTRAL: "{actor} takes no position on {proposal}.",
        Label.OPPOSE: "{actor} opposes {proposal}.",
    },
)
WORDS = (
    "the a speaker s supports opposes takes no position on toll canal it is not ruled out by minister of ruritania "
    "said that he would reject proposal and friends in parliament agreed to long debate . , : ' ?"
)
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")  # the exporter's tracer is talkative
NLI = {0: "CONTRADICTION", 1: "Entailment", 2: "neutral"}


def query(passage: str, holder: str, focus: str = "") -> Query:
    def span(part: str) -> Span:
        return Span(passage.index(part), passage.index(part) + len(part))

    return Query(passage, span(holder), span(focus or passage), AXIS)


# -- masking and hypotheses ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("passage", "holder", "expected"),
    [
        ("Ann Bell rejected a toll.", "Ann Bell", "The speaker rejected a toll."),
        ("The toll, Ann Bell said, is dead.", "Ann Bell", "The toll, the speaker said, is dead."),
        ("It is dead. Ann Bell said so.", "Ann Bell", "It is dead. The speaker said so."),
        ("He rejected Bell's plea.", "Bell's", "He rejected the speaker's plea."),
        ("He rejected Bell's plea.", "Bell", "He rejected the speaker's plea."),
        ("They met. Her plea was heard.", "Her", "They met. The speaker's plea was heard."),
        ("They asked her.", "her", "They asked the speaker."),
        ("Then the Ruritanian minister left.", "Ruritanian minister", "Then the speaker left."),
        ("“Ann Bell” agreed.", "Ann Bell", "“The speaker” agreed."),
    ],
)
def test_the_actor_is_masked_and_nothing_else(passage: str, holder: str, expected: str) -> None:
    assert premise(query(passage, holder)) == expected


def test_without_a_mention_the_passage_stays() -> None:
    assert premise(Query("Nothing is ruled out.", Span(0, 0), Span(0, 21), AXIS)) == "Nothing is ruled out."


def test_a_long_passage_keeps_statement_and_actor() -> None:
    passage = "Early words. " * 200 + "Ann Bell rejected the toll. " + "Late words. " * 200
    text = premise(query(passage, "Ann Bell", "rejected the toll"))
    assert "The speaker rejected the toll." in text
    assert len(text) < 700
    assert text.strip().split()[0] in ("Early", "words.")


def test_hypotheses_speak_of_the_mark_in_the_order_of_labels() -> None:
    assert hypotheses(AXIS)[:2] == (
        "The speaker supports a toll on the canal.", "It is not ruled out by the speaker: a toll on the canal.",
    )  # fmt: skip
    with pytest.raises(AxisError, match="no hypothesis for support"):
        hypotheses(Axis(id="bare", title="", proposal="a toll"))


# -- combination --------------------------------------------------------------------------------------------------


def certain(**says: str) -> np.ndarray:
    """Features in which each hypothesis is (nearly) certainly e, n or c."""
    rows = np.full((1, 4, 3), 0.01, dtype=np.float32)
    for row, label in enumerate(STANCE_LABELS):
        rows[0, row, "enc".index(says.get(label.value, "n"))] = 0.98
    return rows


@pytest.mark.parametrize(
    ("says", "label"),
    [
        ({"support": "e", "conditional": "e", "neutral": "c", "oppose": "c"}, Label.SUPPORT),
        ({"support": "c", "conditional": "c", "neutral": "c", "oppose": "e"}, Label.OPPOSE),
        ({"conditional": "e"}, Label.CONDITIONAL),
        ({"support": "c", "neutral": "e", "oppose": "c"}, Label.NEUTRAL),
        ({}, Label.UNRELATED),
    ],
)
def test_clear_cases_get_their_label(says: dict[str, str], label: Label) -> None:
    assert SCORED_LABELS[int(combine(certain(**says)).argmax())] is label


@given(hnp.arrays(np.float32, (3, 4, 3), elements=st.floats(0, 1, width=32)))
def test_rows_are_probabilities_and_sides_are_symmetric(raw: np.ndarray) -> None:
    features = (raw + 1e-3) / (raw + 1e-3).sum(axis=2, keepdims=True)
    found = combine(features.astype(np.float32))
    assert found.shape == (3, 5)
    assert found.dtype == np.float32
    assert (found >= 0).all()
    np.testing.assert_allclose(found.sum(axis=1), 1, atol=1e-5)
    swapped = combine(features[:, [3, 1, 2, 0]].astype(np.float32))
    np.testing.assert_allclose(swapped, found[:, [3, 1, 2, 0, 4]], atol=1e-6)


def test_two_classes_fill_three_columns() -> None:
    logits = np.array([[0.0, np.log(3)]], dtype=np.float32)
    np.testing.assert_allclose(probabilities(logits, ("entailment", "not_entailment")), [[0.25, 0.75, 0]], atol=1e-6)
    np.testing.assert_allclose(probabilities(logits, ("contradiction", "entailment")), [[0.75, 0, 0.25]], atol=1e-6)


# -- label columns ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("CONTRADICTION", "Neutral", "ENTAILMENT"), ("contradiction", "neutral", "entailment")),
        (("entailment", "not_entailment"), ("entailment", "not_entailment")),
        (("Not-Entailment", "Entailed"), ("not_entailment", "entailment")),
    ],
)
def test_columns_are_found_by_name(names: Sequence[str], expected: tuple[str, ...]) -> None:
    assert meanings({str(column): name for column, name in enumerate(names)}, "x") == expected


@pytest.mark.parametrize(
    "names", [("LABEL_0", "LABEL_1", "LABEL_2"), ("entailment",), ("positive", "negative"), ("entailment", "entails"),
              ("neutral", "contradiction"), ()]
)  # fmt: skip
def test_columns_that_do_not_tell_are_refused(names: Sequence[str]) -> None:
    with pytest.raises(ModelError, match=f"found: {', '.join(names) or 'none'}"):
        meanings(dict(enumerate(names)), "x")


# -- tiny checkpoints ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def recipe() -> ModuleType:
    from tracker.training import export

    return export


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    def build(kind: str = "Bert", id2label: dict[int, str] = NLI) -> Path:
        return random_checkpoint(tmp_path_factory.mktemp(kind), WORDS, kind, id2label)

    return build


@pytest.fixture(scope="module")
def bert(checkpoint: Callable[..., Path]) -> Path:
    return checkpoint()


@pytest.fixture(scope="module")
def onnx(recipe: ModuleType, bert: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("onnx") / "tiny"
    recipe.export(bert, out)
    assert recipe.quantize(out / "model.onnx") >= 8
    return out


@pytest.fixture(scope="module")
def pairs() -> list[tuple[str, str]]:
    rng = np.random.default_rng(3)
    words = np.array(WORDS.split())
    return [(" ".join(rng.choice(words, rng.integers(1, 60))), " ".join(rng.choice(words, 6))) for _ in range(70)]


@pytest.mark.parametrize("backend", [OnnxBackend, TorchBackend])
def test_logits_do_not_depend_on_the_batch(backend: type, onnx: Path, bert: Path, pairs: list[tuple[str, str]]) -> None:
    folder = onnx if backend is OnnxBackend else bert
    alone, few, many = (backend(folder, batch_size=size, threads=1).logits(pairs) for size in (1, 7, 64))
    assert np.ptp(many, axis=0).min() > 0.1
    assert np.abs(alone - few).max() < 1e-4
    assert np.abs(alone - many).max() < 1e-4
    again = backend(folder, batch_size=64).logits(pairs[:1] * 3 + pairs[5:6])
    assert np.abs(again - many[[0, 0, 0, 5]]).max() < 1e-4


def test_the_export_agrees_with_its_checkpoint(onnx: Path, bert: Path, pairs: list[tuple[str, str]]) -> None:
    exported, original = OnnxBackend(onnx), TorchBackend(bert)
    assert exported.labels == original.labels == ("contradiction", "entailment", "neutral")
    expected = original.logits(pairs)
    apart = np.abs(exported.logits(pairs) - expected)
    assert apart.mean() < 0.05 * np.abs(expected).mean()
    assert json.loads((onnx / "config.json").read_text())["scorer"] == "entailment"


ROWS = hnp.arrays(np.float32, st.tuples(st.integers(1, 4), st.integers(1, 300)), elements=st.floats(-9, 9, width=32))


@given(ROWS)
def test_eight_bits_round_each_weight_by_half_a_step(rows: np.ndarray) -> None:
    codes, scales = export.blocks_of(rows)
    back = ((codes.astype(np.float32) - export.ZERO) * scales[:, :, None]).reshape(len(rows), -1)[:, : rows.shape[1]]
    steps = np.repeat(scales, export.BLOCK, axis=1)[:, : rows.shape[1]]
    assert (np.abs(back - rows) <= steps * 0.501 + 1e-30).all()


def test_padding_changes_nothing(bert: Path, pairs: list[tuple[str, str]]) -> None:
    import torch
    import transformers

    model = transformers.AutoModelForSequenceClassification.from_pretrained(bert).eval()
    tokenizer = transformers.AutoTokenizer.from_pretrained(bert)
    with torch.no_grad():
        bare = [model(**tokenizer(*pair, return_tensors="pt")).logits[0].numpy() for pair in pairs[:12]]
    assert np.abs(np.stack(bare) - TorchBackend(bert).logits(pairs[:12])).max() < 1e-4


@pytest.mark.parametrize("kind", ["Roberta", "DistilBert", "DebertaV2"])
def test_other_architectures(
    kind: str, checkpoint: Callable[..., Path], recipe: ModuleType, pairs: list[tuple[str, str]], tmp_path: Path
) -> None:
    folder = checkpoint(kind, {0: "entailment", 1: "not_entailment"})
    found = TorchBackend(folder).logits(pairs)
    assert found.shape == (70, 2)
    assert np.isfinite(found).all()
    recipe.export(folder, tmp_path)
    assert np.abs(OnnxBackend(tmp_path).logits(pairs) - found).max() < 1e-3


@pytest.mark.parametrize("words", [400, 3000])
def test_long_pairs_are_cut_not_refused(words: int, onnx: Path) -> None:
    backend = OnnxBackend(onnx)
    long = "the minister said that " * (words // 4)
    cut, longer = backend.logits([(long, "no toll ."), (long + "toll", "no toll .")])
    assert cut.tolist() == longer.tolist()
    assert np.isfinite(backend.logits([("toll", long), (long, long)])).all()


def test_a_model_folder_becomes_a_scorer(onnx: Path, bert: Path) -> None:
    scorer = load_scorer(str(onnx), threads=1)
    queries = [query("The minister of Ruritania said that he would reject the toll.", "minister of Ruritania"),
               query("The minister of Zenda said that he would reject the toll.", "minister of Zenda"),
               query("Ann Bell agreed to a toll on the canal.", "Ann Bell")]  # fmt: skip
    scores = scorer.score(queries)
    assert scorer.name == "tiny"
    assert scores.shape == (3, 5)
    np.testing.assert_allclose(scores.sum(axis=1), 1, atol=1e-5)
    assert scores[0].tolist() == scores[1].tolist()  # a name means nothing
    assert scores[0].tolist() != scores[2].tolist()
    assert scorer.score([]).shape == (0, 5)
    assert np.abs(scorer.score(queries[2:]) - scores[2]).max() < 1e-4
    assert isinstance(scorer, EntailmentScorer)
    np.testing.assert_allclose(scorer.features(queries).sum(axis=2), 1, atol=1e-5)
    assert load_scorer(str(bert)).score(queries).shape == (3, 5)


def edit(folder: Path, tmp_path: Path, **changes: object) -> Path:
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    config = json.loads((copy / "config.json").read_text()) | changes
    (copy / "config.json").write_text(json.dumps(config))
    return copy


def test_a_kind_of_scorer_nobody_knows_is_refused(onnx: Path, tmp_path: Path) -> None:
    assert "entailment" in KINDS
    with pytest.raises(ModelError, match="'tarot'"):
        load_scorer(str(edit(onnx, tmp_path, scorer="tarot")))


def test_nameless_labels_are_refused_with_what_was_found(bert: Path, onnx: Path, tmp_path: Path) -> None:
    nameless = {"0": "LABEL_0", "1": "LABEL_1", "2": "LABEL_2"}
    for place, folder in enumerate((bert, onnx)):
        with pytest.raises(ModelError, match="LABEL_0, LABEL_1, LABEL_2"):
            load_scorer(str(edit(folder, tmp_path / str(place), id2label=nameless)))


def test_pickles_are_refused(bert: Path, tmp_path: Path) -> None:
    copy = edit(bert, tmp_path)
    (copy / "model.safetensors").rename(copy / "pytorch_model.bin")
    with pytest.raises(ModelError, match="safetensors"):
        load_scorer(str(copy))


def test_a_model_without_a_trained_head_is_refused(bert: Path, tmp_path: Path) -> None:
    from safetensors.numpy import load_file, save_file

    copy = edit(bert, tmp_path)
    weights = load_file(copy / "model.safetensors")
    bare = {name: weight for name, weight in weights.items() if not name.startswith("classifier")}
    save_file(bare, copy / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(ModelError, match="not trained to classify"):
        load_scorer(str(copy))


def test_folders_that_are_no_model(onnx: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no config\.json"):
        load_scorer(str(tmp_path))
    with pytest.raises(ModelError, match="no such model folder"):
        load_scorer(str(tmp_path / "none"))
    copy = edit(onnx, tmp_path)
    (copy / "model.onnx").write_bytes(b"not a model")
    with pytest.raises(ModelError, match="cannot be loaded"):
        load_scorer(str(copy))
    (copy / "tokenizer.json").unlink()
    with pytest.raises(ModelError, match=r"no tokenizer\.json"):
        load_scorer(str(copy))
