"""The architecture as a test: imports point one way, stages know nothing of each other, heavy libraries stay put."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "tracker"
MODULES = {
    ".".join(path.relative_to(ROOT.parent).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(ROOT.rglob("*.py"))
}
STAGES = {"documents", "axes", "statements", "actors", "stances", "positions"}
# From the bottom up; a module imports its own package and what lies on lower floors.
FLOORS: tuple[set[str], ...] = (
    {"schema", "errors", "products", "weighing"},
    {"dates", "names", "resources", "runtime", "tables", "utterances"},
    STAGES,
    {"topics", "stated"},
    {"antecedents", "passages"},
    {"candidates"},
    {"confidence"},
    {"pipeline"},
    {"engine", "training", "evaluation", "labelling", "report"},
    {"cli", "benchmarks"},
)
FLOOR = {name: number for number, names in enumerate(FLOORS) for name in names}
# Which modules may import a heavy library, always inside a function.
TRAINING = ("tracker.training",)
SPEED = "tracker.benchmarks.speed"
HOMES: dict[str, tuple[str, ...]] = {
    "torch": ("tracker.stances.backends", *TRAINING, SPEED),
    "transformers": ("tracker.stances.backends", *TRAINING, SPEED),
    "onnxruntime": ("tracker.runtime", *TRAINING, SPEED),
    "tokenizers": ("tracker.runtime", *TRAINING, SPEED),
    "spacy": ("tracker.statements.parser",),
    "trafilatura": ("tracker.documents.html",),
    "lxml": ("tracker.documents.html",),
    "pypdf": ("tracker.documents.pdf",),
    "pyarrow": ("tracker.tables.files", "tracker.documents.rows"),
    "sklearn": (*TRAINING, "tracker.evaluation"),
    "datasets": (*TRAINING, "tracker.labelling.exchange"),
    "onnx": ("tracker.products", *TRAINING),
    "accelerate": TRAINING,
    "pandas": (),
    "scipy": (),
    "requests": (),
    "httpx": (),
}
# Peers on the top floors that may use one another: what is trained and judged is run by the engine.
PEERS = {
    ("training", "engine"), ("evaluation", "engine"), ("report", "engine"), ("training", "evaluation"),
    ("labelling", "engine"), ("labelling", "evaluation"), ("labelling", "training"),
}  # fmt: skip


def imports(tree: ast.AST) -> Iterator[tuple[ast.stmt, str]]:
    """Yield each import of a module with the dotted name it asks for."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            whole = node.module or ""
            names = [f"tracker.{alias.name}" for alias in node.names] if whole == "tracker" else [whole]
            yield from ((node, name) for name in names)


def only_for_types(tree: ast.AST) -> set[ast.stmt]:
    blocks = (node for node in ast.walk(tree) if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test))
    return {inner for block in blocks for inner in ast.walk(block) if isinstance(inner, ast.Import | ast.ImportFrom)}


def inside_functions(tree: ast.AST) -> set[ast.stmt]:
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return {inner for body in functions for inner in ast.walk(body) if isinstance(inner, ast.Import | ast.ImportFrom)}


def package_of(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


@pytest.mark.parametrize("module", sorted(MODULES))
def test_imports_point_one_way(module: str) -> None:
    own = package_of(module)
    assert not own or own in FLOOR, f"give {own} a floor"
    for node, name in imports(ast.parse(MODULES[module].read_text(encoding="utf-8"))):
        other = package_of(name)
        if name.split(".")[0] != "tracker" or other in {"", own} or other not in FLOOR:
            continue
        allowed = own and (FLOOR[other] < FLOOR[own] or (own, other) in PEERS)
        assert allowed, f"{module}:{node.lineno} imports {name}"


@pytest.mark.parametrize("module", sorted(MODULES))
def test_heavy_libraries_stay_in_their_backends(module: str) -> None:
    tree = ast.parse(MODULES[module].read_text(encoding="utf-8"))
    harmless, late = only_for_types(tree), inside_functions(tree)
    for node, name in imports(tree):
        homes = HOMES.get(name.split(".")[0])
        if homes is None or node in harmless:
            continue
        at_home = any(module == home or module.startswith(f"{home}.") for home in homes)
        assert at_home, f"{module}:{node.lineno} imports {name}"
        assert node in late, f"{module}:{node.lineno} imports {name} outside a function"


def test_the_rules_bite() -> None:
    tree = ast.parse("import torch\ndef f():\n    import spacy\n    from tracker import tables\n")
    found = {name: node for node, name in imports(tree)}
    assert set(found) == {"torch", "spacy", "tracker.tables"}
    assert found["torch"] not in inside_functions(tree)
    assert found["spacy"] in inside_functions(tree)


def test_stages_share_a_floor() -> None:
    assert {FLOOR[stage] for stage in STAGES} == {FLOOR["axes"]}


@pytest.mark.parametrize("module", sorted(MODULES))
def test_modules_stay_short(module: str) -> None:
    assert len(MODULES[module].read_text(encoding="utf-8").splitlines()) <= 300
