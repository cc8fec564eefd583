"""`tracker models`: what is listed, what a card says, and that a flipped byte does not pass."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from tracker.cli.app import app
from tracker.engine import installed
from tracker.engine.installed import SUMS, find, format_sums, parser_folder, read_sums, sums_of, verify
from tracker.errors import ModelError
from tracker.stances.models import DEFAULT_MODEL, SIEVE
from tracker.statements.parser import MODEL as PARSER


def ran(*arguments: object, code: int = 0) -> Result:
    result = CliRunner().invoke(app, ["models", *map(str, arguments)])
    assert result.exit_code == code, (result.output, result.exception)
    return result


@pytest.fixture
def signed(tiny_model: Path, tmp_path: Path) -> Path:
    """Copy the tiny model and record the hashes of its files."""
    folder = tmp_path / "signed"
    shutil.copytree(tiny_model, folder)
    (folder / "MODEL_CARD.md").write_text("# signed\n\nWeights drawn at random.\n")
    (folder / SUMS).write_text(format_sums(sums_of(folder)))
    return folder


def test_every_embedded_model_is_listed_and_as_it_was_recorded() -> None:
    listed = {row["name"]: row for row in json.loads(ran("list", "--json").stdout)}
    assert {DEFAULT_MODEL, SIEVE, PARSER} <= listed.keys()
    for name, row in listed.items():
        model = find(name)
        assert sums_of(model.path) == model.sums, f"{name}: run models/recipes/manifest.py"
        assert row["bytes"] == sum((model.path / file).stat().st_size for file in model.sums)
    assert all(str(row["path"]) in ran("list").stdout.replace("\n", "") for row in listed.values())


def test_the_shipped_models_answer_what_they_must_know() -> None:
    names = (DEFAULT_MODEL, SIEVE, PARSER)
    told = {row["name"]: row for row in json.loads(ran("verify", *names, "--json").stdout)}
    assert all(told[name]["ok"] for name in names)
    assert {answer["expected"] for answer in told[SIEVE]["answers"]} == {"kept", "dropped"}
    assert {answer["expected"] for answer in told[DEFAULT_MODEL]["answers"]} >= {"support", "oppose", "conditional"}


def test_info_tells_card_configuration_and_calibration(signed: Path) -> None:
    plain = ran("info", signed).stdout
    assert "Weights drawn at random." in plain
    assert "entailment" in plain
    values = json.loads(ran("info", signed, "--json").stdout)
    assert values["calibration"]["decide"] == 0.26
    assert set(values["files"]) == {"MODEL_CARD.md", "calibration.json", "config.json", "model.onnx", "tokenizer.json"}


def test_a_calibration_that_is_cut_off_is_named(signed: Path) -> None:
    whole = (signed / "calibration.json").read_text()
    (signed / "calibration.json").write_text(whole[: len(whole) // 2])
    assert "calibration.json: not a calibration file" in ran("info", signed, code=2).stderr


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "calibration.json", "MODEL_CARD.md"])
def test_a_flipped_byte_is_found_and_named(signed: Path, name: str) -> None:
    data = bytearray((signed / name).read_bytes())
    data[len(data) // 2] ^= 1
    (signed / name).write_bytes(data)
    result = ran("verify", signed, code=2)
    assert f"{name}: changed" in result.stderr
    assert "install it again" in result.stderr
    assert verify(find(str(signed))).answers == (), "a model with a changed file is not asked anything"


def test_a_missing_file_an_added_one_and_no_record_are_found(signed: Path) -> None:
    (signed / "tokenizer.json").unlink()
    (signed / "extra.bin").write_bytes(b"1")
    problems = verify(find(str(signed))).problems
    assert [problem.rpartition(": ")[2] for problem in problems] == ["missing", "not a file of this model"]
    (signed / SUMS).unlink()
    told = ran("verify", signed, code=2).stderr
    assert f"there is no {SUMS}" in told
    assert "install it again" not in told


def test_what_training_keeps_of_other_models_is_no_part_of_a_model(signed: Path) -> None:
    for name in ("unfinished", "rejected"):
        (signed / name).mkdir()
        (signed / name / "model.onnx").write_bytes(b"1")
    assert not verify(find(str(signed))).problems


def test_whole_files_that_answer_wrongly_do_not_pass(signed: Path) -> None:
    result = verify(find(str(signed)))
    assert not result.problems
    assert not result.ok, "random weights cannot answer every question"
    assert "answers right" in ran("verify", signed, code=2).stderr


def test_a_parser_other_than_the_pinned_one_does_not_pass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = parser_folder()
    assert root is not None
    other = tmp_path / PARSER
    shutil.copytree(root, other, ignore=shutil.ignore_patterns("__pycache__"))
    config = next(other.glob("*/config.cfg"))
    config.write_text(config.read_text() + "\n")
    monkeypatch.setattr(installed, "parser_folder", lambda: other)
    assert "config.cfg: changed" in ran("verify", PARSER, code=2).stderr


def test_an_unknown_model_is_refused_with_what_there_is() -> None:
    assert DEFAULT_MODEL in ran("info", "no-such-model", code=2).stderr


@given(st.dictionaries(st.from_regex(r"[a-z][a-z ._/-]{0,20}[a-z]", fullmatch=True), st.binary(max_size=9)))
def test_recorded_hashes_are_read_back(contents: dict[str, bytes]) -> None:
    from hashlib import sha256

    sums = {name: sha256(data).hexdigest() for name, data in contents.items()}
    assert read_sums(format_sums(sums), "here") == sums


def test_a_line_that_is_no_hash_is_named() -> None:
    with pytest.raises(ModelError, match="here:2"):
        read_sums(f"{'0' * 64}  a\nnonsense\n", "here")
