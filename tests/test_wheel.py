"""The wheel: what it holds, and that it runs from anywhere without the repository."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

from tracker.stances.models import DEFAULT_MODEL

ROOT = Path(__file__).parents[1]
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}
ARTICLE = (
    "May 6, 2024\n"
    "Mira Kolt, the foreign minister of Ardania, said on Monday that her country would not send troops to Ukraine. "
    '"We oppose sending troops to Ukraine," Kolt told reporters after the talks in the capital.\n'
)


def ran(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run(command, cwd=cwd, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    ran(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, ROOT, cwd=out)
    return next(out.glob("*.whl"))


def test_the_wheel_holds_the_data_and_nothing_of_the_workshop(wheel: Path) -> None:
    names = set(ZipFile(wheel).namelist())
    registry = {f"tracker/actors/data/{path.name}" for path in (ROOT / "tracker/actors/data").glob("*.*")}
    assert {"tracker/data/axes.yaml", "tracker/axes/thesaurus.txt", "tracker/py.typed", *registry} <= names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    tops = {name.split("/")[0] for name in names if ".dist-info/" not in name}
    assert tops == {"tracker"}
    assert not [name for name in names if "recipes" in name or "/gold" in name or name.endswith((".bin", ".pkl"))]


@pytest.mark.skipif(
    not (ROOT / "models" / DEFAULT_MODEL / "model.onnx").is_file(), reason=f"models/{DEFAULT_MODEL} is not trained yet"
)
def test_the_wheel_runs_outside_the_repository(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "env"
    venv.create(home, with_pip=False, symlinks=True)
    python = home / "bin" / "python"
    site = home / Path(sysconfig.get_path("purelib")).relative_to(sys.prefix)
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    ran(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-index", "--no-deps",
        "--force-reinstall", wheel, cwd=tmp_path)  # fmt: skip
    where = ran(python, "-P", "-c", "import tracker; print(tracker.__file__)", cwd=tmp_path)
    assert Path(where.strip()).is_relative_to(site)
    (tmp_path / "a.txt").write_text(ARTICLE)
    assert "tables in out" in ran(home / "bin" / "tracker", "classify", "a.txt", "--out", "out", cwd=tmp_path)
    assert "Mira Kolt" in (tmp_path / "out" / "statements.csv").read_text()
