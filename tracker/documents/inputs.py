"""Which files the user means: what files, folders and patterns name, without what this program itself wrote there."""

from __future__ import annotations

import glob
import json
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tracker.errors import InputError
from tracker.schema import Skip
from tracker.tables import final_of

STDIN = "-"
_RUN = "run.json"
# The files of a run, below its folder.
_OWN = re.compile(
    r"(?:positions|positions_wide|statements|documents|skipped)\.(?:csv|parquet)|run\.json|texts/d_[0-9a-f]{12}\.txt"
    r"|\.ledger/.*"
)


def find_files(
    inputs: Sequence[str], leave_out: Path | None = None, out: Path | None = None
) -> tuple[list[Path], list[Skip]]:
    """Return the files that ``inputs`` name, each once and sorted by path, and a skip per folder not read.

    ``leave_out`` is a file that is no article. ``out`` is where results go: nothing in such a folder below an input is
    read, nor what a run writes into one that holds an input.

    Raises:
        InputError: a path does not exist, a pattern matches nothing, or ``out`` would overwrite an input.
    """
    search = _Search(out.resolve() if out else None)
    for name in sorted(set(inputs) - {STDIN}):
        search.add(name)
    if leave_out:
        search.found.pop(leave_out.resolve(), None)
    if search.out in search.found:
        raise _overwritten(str(out))
    return sorted(search.found.values(), key=lambda path: path.as_posix()), search.skips


def _overwritten(name: str) -> InputError:
    return InputError(f"{name}: an input that --out would overwrite; name another --out, or leave this input out")


@dataclass(slots=True)
class _Search:
    """The files found so far by their resolved paths, and the folders left out."""

    out: Path | None
    found: dict[Path, Path] = field(default_factory=dict)
    skips: list[Skip] = field(default_factory=list)

    def add(self, name: str) -> None:
        """Take in all that one input names."""
        path, before = Path(name), len(self.skips)
        if path.is_file() and self._own(path.resolve()):
            raise _overwritten(name)
        files = self._expand(name)
        for file in files:
            resolved = file.resolve()
            if not self._own(resolved):
                self.found.setdefault(resolved, file)
        if not files and len(self.skips) == before:
            self.skips.append(Skip(name, "read", "empty folder"))

    def _own(self, file: Path) -> bool:
        """Tell whether this is a file that a run writes into ``out``, or a draft of one or of ``out`` itself."""
        final = final_of(file)
        if self.out is None or not final.is_relative_to(self.out):
            return False
        return final != file if final == self.out else bool(_OWN.fullmatch(final.relative_to(self.out).as_posix()))

    def _expand(self, name: str) -> list[Path]:
        path = Path(name)
        if path.is_dir():
            return self._below(path)
        if path.exists():
            return [path]
        matches = glob.glob(name, recursive=True) if glob.has_magic(name) else []
        if not matches:
            raise InputError(
                f"{name}: no file matches this pattern" if glob.has_magic(name) else f"{name}: no such file or folder"
            )
        return sorted({file for match in matches for file in self._expand(match)})

    def _below(self, top: Path) -> list[Path]:
        """Return the files of a folder down to the bottom, but for the folders in it that runs wrote."""
        files: list[Path] = []
        for place, folders, names in os.walk(top):
            folders[:] = [folder for folder in sorted(folders) if not self._of_a_run(Path(place) / folder)]
            links = [path for folder in folders if (path := Path(place) / folder).is_symlink()]
            self.skips += [Skip(str(link), "read", "a link to a folder; name it to read it") for link in links]
            files += [Path(place) / name for name in names]
        return sorted(files)

    def _of_a_run(self, folder: Path) -> bool:
        """Tell whether a folder is ``out`` or holds an earlier run, which is told."""
        if folder.resolve() == self.out:
            return True
        if not _holds_run(folder):
            return False
        skip = Skip(str(folder), "read", f"the results of an earlier run ({_RUN}); name the folder itself to read it")
        self.skips += [] if skip in self.skips else [skip]
        return True


def _holds_run(folder: Path) -> bool:
    """Tell whether this program wrote a run into a folder."""
    try:
        report = json.loads((folder / _RUN).read_bytes())
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(report, dict) and "tracker" in report
