#!/usr/bin/env python3
"""Write the hashes that `tracker models verify` holds the files of the models against.

    python models/recipes/manifest.py                 # every folder of models/ that has a config.json
    python models/recipes/manifest.py models/NAME     # one folder
    python models/recipes/manifest.py --parser        # the installed spaCy model, pinned in the package

Run it after a model was made or its card written anew; each SHA256SUMS can also be checked with `sha256sum -c`.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from tracker.engine.installed import PARSER_SUMS, SUMS, format_sums, parser_folder, sums_of

ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    """Parse and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--parser", action="store_true", help="pin the installed spaCy model as well")
    args = parser.parse_args()
    folders = args.folders or sorted(path.parent for path in (ROOT / "models").glob("*/config.json"))
    targets = {folder / SUMS: folder for folder in folders}
    if args.parser:
        installed = parser_folder()
        if installed is None:
            parser.error("the spaCy model is not installed")
        targets[ROOT / "tracker" / "statements" / PARSER_SUMS] = installed
    for target, folder in targets.items():
        sums = sums_of(folder)
        target.write_text(format_sums(sums), encoding="utf-8")
        print(f"{target}: {len(sums)} files")


if __name__ == "__main__":
    main()
