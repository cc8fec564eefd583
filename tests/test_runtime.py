"""Opening an exported model: what is missing or broken is said, with the folder, whatever the library raises."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tracker.errors import ModelError
from tracker.runtime import FILES, open_model


@pytest.fixture
def folder(tiny_model: Path, tmp_path: Path) -> Path:
    """Return a copy of the smallest model that may be spoilt."""
    return Path(shutil.copytree(tiny_model, tmp_path / "copy"))


def test_a_whole_folder_opens_as_a_session_and_a_tokenizer(tiny_model: Path) -> None:
    session, tokenizer = open_model(tiny_model, 1)
    assert {entry.name for entry in session.get_inputs()} == {"input_ids", "attention_mask"}
    assert session.get_providers() == ["CPUExecutionProvider"]
    ids = tokenizer.encode("ab").ids
    (logits,) = session.run(None, {"input_ids": [ids], "attention_mask": [[1] * len(ids)]})
    assert logits.shape == (1, 3)


@pytest.mark.parametrize(("threads", "told"), [(1, 1), (2, 2), (None, 0)])
def test_the_number_of_threads_is_as_told_or_left_to_the_library(
    tiny_model: Path, threads: int | None, told: int
) -> None:
    session, _ = open_model(tiny_model, threads)
    assert session.get_session_options().intra_op_num_threads == told


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named_with_its_folder(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(ModelError) as refused:
        open_model(folder, 1)
    assert str(refused.value) == f"{folder}: there is no {name}"


@pytest.mark.parametrize("name", FILES)
def test_a_folder_in_place_of_a_file_is_no_file(folder: Path, name: str) -> None:
    (folder / name).unlink()
    (folder / name).mkdir()
    with pytest.raises(ModelError, match=f"there is no {name}"):
        open_model(folder, 1)


def test_a_folder_that_does_not_exist_has_no_model(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"none: there is no model\.onnx"):
        open_model(tmp_path / "none", 1)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("content", [b"", b"{}", b"not a model", b"\xff\xfe\x00\x01"])
def test_a_broken_file_is_a_model_error_that_keeps_its_cause(folder: Path, name: str, content: bytes) -> None:
    (folder / name).write_bytes(content)
    with pytest.raises(ModelError) as refused:
        open_model(folder, 1)
    assert str(refused.value).startswith(f"{folder}: the model cannot be loaded: ")
    assert refused.value.__cause__ is not None
    assert str(refused.value.__cause__) in str(refused.value)


@pytest.mark.parametrize("name", FILES)
def test_a_file_cut_short_is_broken(folder: Path, name: str) -> None:
    whole = (folder / name).read_bytes()
    (folder / name).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ModelError, match="cannot be loaded"):
        open_model(folder, 1)


def test_other_files_of_the_folder_do_not_matter(folder: Path) -> None:
    for path in folder.iterdir():
        if path.name not in FILES:
            path.unlink()
    open_model(folder, 1)
