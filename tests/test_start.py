"""The start is quick, and a run asks nothing of the network."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

START = "from tracker.cli import main; main()"
HEAVY = ("torch", "transformers", "datasets", "spacy", "onnxruntime", "tokenizers", "pyarrow", "trafilatura", "lxml",
         "pandas", "numpy", "sklearn", "yaml", "dateparser", "ahocorasick", "rich")  # fmt: skip
GUARD = """
import os, socket

def refused(*arguments, **_):
    with open(os.environ["NETWORK_LOG"], "a") as log:
        log.write(repr(arguments[1:] or arguments) + "\\n")
    raise OSError("no network in this test")

connect = socket.socket.connect

def guarded(self, address):
    return connect(self, address) if self.family == socket.AF_UNIX else refused(self, address)

socket.socket.connect = socket.socket.connect_ex = guarded
socket.getaddrinfo = socket.gethostbyname = socket.create_connection = refused
"""


def test_help_is_there_at_once() -> None:
    def seconds() -> float:
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", START, "--help"], check=True, capture_output=True)
        return time.perf_counter() - start

    assert min(seconds() for _ in range(5)) < 0.4


def test_help_imports_nothing_heavy() -> None:
    program = f"import sys\ntry:\n    {START}\nexcept SystemExit:\n    print('LOADED', *sys.modules)"
    shown = subprocess.run([sys.executable, "-c", program, "--help"], check=True, capture_output=True, text=True).stdout
    loaded = shown.partition("LOADED ")[2].split()
    assert "typer" in loaded
    assert not [name for name in loaded if name.split(".")[0] in HEAVY]


def test_a_run_opens_no_connection(desk: Path, tiny_model: Path) -> None:
    (desk / "guard").mkdir()
    (desk / "guard" / "sitecustomize.py").write_text(GUARD)
    (desk / "news" / "b.html").write_text("<html><body><p>Borvania supports a toll on the canal.</p></body></html>")
    log = desk / "network.log"
    root = str(Path(__file__).parents[1])
    environment = os.environ | {"PYTHONPATH": os.pathsep.join((str(desk / "guard"), root)), "NETWORK_LOG": str(log)}
    probe = subprocess.run(
        [sys.executable, "-c", "import socket; socket.create_connection(('localhost', 9))"],
        env=environment, capture_output=True, check=False,
    )  # fmt: skip
    assert probe.returncode == 1
    assert log.exists()
    log.unlink()
    arguments = ["classify", desk / "news", "--out", desk / "out", "--axes", desk / "axes.yaml", "--model", tiny_model]
    command = [sys.executable, "-c", START, *map(str, arguments)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert not log.exists(), log.read_text()
