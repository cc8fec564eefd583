"""The child process that reads untrusted HTML and PDF: one JSON request per line in, one JSON answer per line out.

Started by `tracker.documents.sandbox`, which ends it when it takes too long. It limits its own memory.
"""

from __future__ import annotations

import base64
import json
import os
import sys
from typing import IO, Any

from tracker.errors import InputError


def main() -> None:
    """Answer requests until the input ends; whatever libraries print goes to the error stream."""
    answers = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)
    limit_memory(int(sys.argv[1]))
    serve(sys.stdin.buffer, answers)


def limit_memory(megabytes: int) -> None:
    """Allow ``megabytes`` of address space beyond what the process has now, where the system can limit it."""
    try:
        import resource

        with open("/proc/self/statm", encoding="ascii") as statm:
            used = int(statm.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + megabytes * 2**20,) * 2)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, OSError, ValueError):
        return


def serve(requests: IO[bytes], answers: IO[str]) -> None:
    """Read each request, answer it, and report every failure as a reason instead of dying of it."""
    for line in requests:
        answers.write(json.dumps(answer(json.loads(line))) + "\n")
        answers.flush()


def answer(request: dict[str, str]) -> dict[str, Any]:
    """Return the fields read from the file or HTML of ``request``, or ``{"reason": ...}``."""
    try:
        data = base64.b64decode(request["data"]) if "data" in request else _read(request["path"])
        if request["kind"] == "pdf":
            from tracker.documents.pdf import read_pdf

            return read_pdf(data)
        from tracker.documents.html import read_html

        return read_html(data)
    except MemoryError:
        return {"reason": "memory"}
    except InputError as error:
        return {"reason": str(error)}
    except RecursionError:
        return {"reason": "nested too deeply"}
    except Exception as error:  # a library may fail in any way on a broken file, and each is a reason to skip it
        return {"reason": f"broken file ({type(error).__name__}: {str(error)[:120]})"}


def _read(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


if __name__ == "__main__":
    main()
