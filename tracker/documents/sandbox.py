"""Reads untrusted files in one child process that is reused, and killed and replaced when a file is too much for it."""

from __future__ import annotations

import base64
import json
import os
import queue
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Any

SECONDS = 20.0
MEGABYTES = 1024
_START_SECONDS = 60.0


class Sandbox:
    """A killable reader; use it as a context manager. ``seconds`` and ``megabytes`` bound each file."""

    def __init__(self, seconds: float = SECONDS, megabytes: int = MEGABYTES) -> None:
        self._seconds = seconds
        self._megabytes = megabytes
        self._child: subprocess.Popen[bytes] | None = None
        self._answers: queue.Queue[bytes] = queue.Queue()

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(self, kind: str, source: Path | bytes) -> dict[str, Any]:
        """Return what the reader for ``kind`` (``html`` or ``pdf``) found, or ``{"reason": ...}`` where it failed."""
        request = {"kind": kind}
        if isinstance(source, bytes):
            request["data"] = base64.b64encode(source).decode("ascii")
        else:
            request["path"] = os.path.abspath(source)
        answer = self._ask(request)
        return {"reason": self._memory_reason()} if answer.get("reason") == "memory" else answer

    def close(self) -> None:
        """End the child process."""
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        for pipe in (child.stdin, child.stdout):
            if pipe:
                try:
                    pipe.close()
                except OSError:
                    continue
        child.wait()

    def _ask(self, request: dict[str, str]) -> dict[str, Any]:
        fresh = self._child is None
        if fresh:
            self._start()
        assert self._child is not None
        assert self._child.stdin is not None
        try:
            self._child.stdin.write(json.dumps(request).encode("ascii") + b"\n")
            self._child.stdin.flush()
            line = self._answers.get(timeout=self._seconds + (_START_SECONDS if fresh and self._seconds >= 5 else 0))
        except queue.Empty:
            self.close()
            return {"reason": f"took longer than {self._seconds:g} s"}
        except OSError:
            line = b""
        if not line:
            return {"reason": self._death()}
        answer: dict[str, Any] = json.loads(line)
        if answer.get("reason") == "memory":
            self.close()  # a heap that was full once stays torn
        return answer

    def _start(self) -> None:
        package = str(Path(__file__).resolve().parents[2])
        paths = [package, *filter(None, [os.environ.get("PYTHONPATH")])]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONIOENCODING": "utf-8"}
        self._child = subprocess.Popen(
            [sys.executable, "-m", "tracker.documents.worker", str(self._megabytes)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        self._answers = queue.Queue()
        threading.Thread(target=_pump, args=(self._child.stdout, self._answers), daemon=True).start()

    def _death(self) -> str:
        """Say what the child died of, and forget it so that the next file gets a new one."""
        assert self._child is not None
        try:
            code = self._child.wait(timeout=5)
        except subprocess.TimeoutExpired:
            code = 0
        self.close()
        return self._memory_reason() if code in {-9, 137} else f"the reader died of it (exit status {code})"

    def _memory_reason(self) -> str:
        size = f"{self._megabytes / 1024:g} GB" if self._megabytes >= 1024 else f"{self._megabytes} MB"
        return f"needed more than {size}"


def _pump(stream: Any, answers: queue.Queue[bytes]) -> None:
    """Hand on each line of the child; an empty one says that it ended."""
    try:
        for line in stream:
            answers.put(line)
    except (OSError, ValueError):
        pass
    answers.put(b"")
