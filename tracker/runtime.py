"""ONNX Runtime: the one place of the package that opens an exported model and its tokenizer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tracker.errors import ModelError
from tracker.products import in_integers, quicker_in_integers

FILES = ("model.onnx", "tokenizer.json")


def open_model(folder: Path, threads: int | None, *, in_haste: bool = False) -> tuple[Any, Any]:
    """Return the session (on the CPU; None leaves the number of threads to the library) and tokenizer of a folder.

    ``in_haste`` takes the quickest products the processor has: their rounding moves a probability by half a
    hundredth, which a score bears, and the borders of a tagger's spans less well.

    Raises `ModelError` where a file is missing or cannot be loaded.
    """
    for name in FILES:
        if not (folder / name).is_file():
            raise ModelError(f"{folder}: there is no {name}")
    import onnxruntime
    from tokenizers import Tokenizer

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads or 0
    options.log_severity_level = 3
    model, words = (folder / name for name in FILES)
    try:
        rewritten = in_integers(model) if in_haste and quicker_in_integers() else None
        if rewritten:
            options.enable_mem_reuse = False  # planning it takes longer than all the rest, with so many nodes
        session = onnxruntime.InferenceSession(rewritten or str(model), options, providers=["CPUExecutionProvider"])
        session._model_bytes = None  # which the library would hold for as long as the session lives
        return session, Tokenizer.from_file(str(words))
    except Exception as error:
        raise ModelError(f"{folder}: the model cannot be loaded: {error}") from error
