"""The models of an installation: what they are, whether their files are whole, and whether they still answer well.

Each embedded model keeps the hashes of its files in a ``SHA256SUMS`` beside them, in the form that ``sha256sum -c``
reads. The spaCy model comes as a package of its own, so its hashes are pinned in this one.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import file_digest
from importlib.resources import files
from pathlib import Path
from typing import Any

from tracker.axes import load_axes
from tracker.engine.stance import Given, load_model
from tracker.errors import InputError, ModelError
from tracker.resources import REJECTED, SUMS, UNFINISHED, resource
from tracker.schema import Label
from tracker.stances.backends import meanings, read_config
from tracker.stances.calibration import read_calibration
from tracker.stances.coder import UNRELATED
from tracker.stances.models import CALIBRATION, KINDS, load_scorer, sureness
from tracker.statements import Parser
from tracker.statements.joining import attribute
from tracker.statements.parser import MODEL as PARSER
from tracker.statements.tagger import Tagger

PARSER_SUMS = f"{PARSER}.sha256"
CARD = "MODEL_CARD.md"
Report = Callable[[str], None]

# Statements whose label leaves no room: a model that misses one is broken, not merely weak.
_PLAIN: tuple[tuple[str, str, str, Label], ...] = (
    ("Mira Kolt", "Mira Kolt said her country would never send troops to Ukraine.", "troops_to_ukraine", Label.OPPOSE),
    ("Mira Kolt", "We are ready to send our soldiers to Ukraine as peacekeepers.", "troops_to_ukraine", Label.SUPPORT),
    (
        "Ida Sold", "Ida Sold said troops could be sent to Ukraine only if there was a ceasefire and a UN mandate.",
        "troops_to_ukraine", Label.CONDITIONAL,
    ),
    (
        "Odo Brandt", "Odo Brandt said his government would deliver tanks and ammunition to Ukraine next month.",
        "weapons_supply", Label.SUPPORT,
    ),
    (
        "Odo Brandt", "Odo Brandt said his government would deliver tanks and ammunition to Ukraine next month.",
        "no_fly_zone", Label.UNRELATED,
    ),
    (
        "Odo Brandt", "Odo Brandt rejected weapons deliveries to Ukraine, saying they only prolong the war.",
        "weapons_supply", Label.OPPOSE,
    ),
    ("Ida Sold", "Ida Sold called on NATO to close the sky over Ukraine.", "no_fly_zone", Label.SUPPORT),
)  # fmt: skip
_BESIDE = ("Ida Sold", "Ida Sold said the harvest in Ukraine had been good.", "troops_to_ukraine", "dropped")
_ARTICLE = 1200  # words of an article of which a sieve is asked
_CONTENT = "Ardania would reject the toll"
_ATTRIBUTED = ("Mira Kolt, the foreign minister, said on Monday that Ardania would reject the toll.", "Mira Kolt")


@dataclass(frozen=True, slots=True)
class Installed:
    """One model: its name, what it does, its folder, and the hashes its files should have (None: never recorded)."""

    name: str
    kind: str
    path: Path
    sums: Mapping[str, str] | None

    @property
    def size(self) -> int:
        """Bytes of all its files."""
        return sum((self.path / name).stat().st_size for name in model_files(self.path))


@dataclass(frozen=True, slots=True)
class Answer:
    """One question of the smoke test."""

    question: str
    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found of a model: its files and whether their hashes are recorded, what is wrong, what it answers."""

    name: str
    files: int
    recorded: bool
    problems: tuple[str, ...]
    answers: tuple[Answer, ...]

    @property
    def ok(self) -> bool:
        """Tell whether every file is whole and every answer is the expected one."""
        return not self.problems and all(answer.found == answer.expected for answer in self.answers)


def installed() -> list[Installed]:
    """Return the embedded models by name, then the spaCy model where it is installed."""
    folders = sorted(path.parent for path in resource("models").glob("*/config.json"))
    root = parser_folder()
    return [of_folder(folder) for folder in folders] + ([_parser(root)] if root is not None else [])


def find(name: str) -> Installed:
    """Return an installed model by its name, or the one in a folder; ModelError where there is neither."""
    known = {model.name: model for model in installed()}
    if name in known:
        return known[name]
    if Path(name).is_dir():
        return of_folder(Path(name))
    raise ModelError(f"{name}: no such model; installed are {', '.join(known)}, or name a model folder")


def of_folder(folder: Path) -> Installed:
    """Return what a model folder holds; ModelError where it is none."""
    sums = folder / SUMS
    known = read_sums(sums.read_text(encoding="utf-8"), sums) if sums.is_file() else None
    return Installed(folder.resolve().name, _kind(read_config(folder), str(folder)), folder, known)


def _kind(config: Mapping[str, Any], where: str) -> str:
    """Return what a config.json says that a model is; one that names the classes of entailment need not say it."""
    if named := config.get("scorer") or config.get("kind"):
        return str(named)
    try:
        meanings(config.get("id2label"), where)
    except ModelError:
        return str(config.get("model_type", "unknown"))
    return "entailment"


def parser_folder() -> Path | None:
    """Return where the spaCy model lies, None where it is not installed; nothing is imported."""
    spec = importlib.util.find_spec(PARSER)
    places = spec.submodule_search_locations if spec is not None else None
    return Path(next(iter(places))) if places else None


def _parser(root: Path) -> Installed:
    pinned = files("tracker.statements") / PARSER_SUMS
    return Installed(PARSER, "parser", root, read_sums(pinned.read_text(encoding="utf-8"), PARSER_SUMS))


def model_files(folder: Path) -> list[str]:
    """Return the files of a model as paths relative to its folder.

    Hidden and compiled ones, the sums, and what training keeps there of other models are left out.
    """
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    own = (path for path in found if path.parts[0] not in {UNFINISHED, REJECTED})
    kept = (p for p in own if "__pycache__" not in p.parts and not any(part.startswith(".") for part in p.parts))
    return sorted(path.as_posix() for path in kept if path.as_posix() != SUMS)


def sums_of(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file of a model."""
    found = {}
    for name in model_files(folder):
        with (folder / name).open("rb") as file:
            found[name] = file_digest(file, "sha256").hexdigest()
    return found


def format_sums(sums: Mapping[str, str]) -> str:
    """Return hashes in the form of ``sha256sum``."""
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items()))


def read_sums(text: str, where: object) -> dict[str, str]:
    """Read what `format_sums` wrote; ModelError that names the line where it is something else."""
    found = {}
    for number, line in enumerate(text.splitlines(), 1):
        digest, gap, name = line.partition("  ")
        if not gap or len(digest) != 64 or not name:
            raise ModelError(f"{where}:{number}: not a line of SHA-256 and file name")
        found[name] = digest
    return found


def info(model: Installed) -> dict[str, Any]:
    """Return everything that a model's folder says of it: card, configuration, calibration, sizes of files."""

    def read(name: str) -> Any:
        path = model.path / name
        return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None

    cards = [*model.path.glob(CARD), *model.path.glob("*/README.md")]  # a spaCy model's card lies one folder down
    card = cards[0].read_text(encoding="utf-8") if cards else ""
    return {
        "name": model.name, "kind": model.kind, "path": str(model.path), "bytes": model.size,
        "files": {name: (model.path / name).stat().st_size for name in model_files(model.path)},
        "config": read("config.json") or read("meta.json"),
        "calibration": read_calibration(model.path / CALIBRATION) or None, "card": card,
    }  # fmt: skip


def verify(model: Installed, report: Report = lambda what: None) -> Verified:
    """Hash every file of a model and, where all are as they should be, ask it what it must know."""
    report(f"{model.name}: hashing")
    found = sums_of(model.path)
    problems = list(_differences(model, found))
    answers: tuple[Answer, ...] = ()
    if not problems:
        report(f"{model.name}: asking")
        try:
            answers = tuple(smoke_test(model))
        except InputError as error:
            problems.append(str(error))
    return Verified(model.name, len(found), model.sums is not None, tuple(problems), answers)


def _differences(model: Installed, found: Mapping[str, str]) -> Iterator[str]:
    if model.sums is None:
        yield f"{model.path}: there is no {SUMS}, so nothing tells what its files should be"
        return
    for name, digest in sorted(model.sums.items()):
        if name not in found:
            yield f"{model.path / name}: missing"
        elif found[name] != digest:
            yield f"{model.path / name}: changed (SHA-256 {found[name][:12]}…, should be {digest[:12]}…)"
    yield from (f"{model.path / name}: not a file of this model" for name in sorted(found.keys() - model.sums.keys()))


def smoke_test(model: Installed) -> Iterable[Answer]:
    """Ask a model the fixed questions of its kind; a kind without any yields nothing."""
    asking = _QUESTIONS.get(model.kind)
    return asking(model) if asking is not None else ()


def _of_scorer(model: Installed) -> Iterator[Answer]:
    axes = {axis.id: axis for axis in load_axes(None)}
    scorer, coder = load_model(str(model.path))
    queries = [Given(actor, text).query(axes[axis]) for actor, text, axis, _ in _PLAIN]
    for (actor, text, axis, label), decision in zip(_PLAIN, coder.code(scorer.score(queries)), strict=True):
        yield Answer(f"{actor} on {axis}: {text}", label.value, decision.label.value)


def _of_sieve(model: Installed) -> Iterator[Answer]:
    axes = {axis.id: axis for axis in load_axes(None)}
    asked = [(a, text, axis, "kept") for a, text, axis, label in _PLAIN if label is not Label.UNRELATED] + [_BESIDE]
    queries = [replace(Given(a, text).query(axes[axis]), article=_ARTICLE) for a, text, axis, _ in asked]
    shares = load_scorer(str(model.path)).score(queries)
    sure = sureness(model.path)
    for (actor, text, axis, expected), share in zip(asked, shares[:, UNRELATED], strict=True):
        yield Answer(f"{actor} on {axis}: {text}", expected, "dropped" if share >= sure else "kept")


def _of_parser(model: Installed) -> Iterator[Answer]:
    text, speaker = _ATTRIBUTED
    parsed = Parser(tagger=lambda: None).parse(text)
    sources = (found.source for found in attribute(parsed) if found.source)
    spoken = next((parsed.span(*source).of(text) for source in sources), "")
    yield Answer(f"who speaks: {text}", speaker, speaker if spoken.startswith(speaker) else spoken)


def _of_tagger(model: Installed) -> Iterator[Answer]:
    text, speaker = _ATTRIBUTED
    found = Tagger(model.path).tag(text)
    spoken = next((tag.source.of(text) for tag in found if tag.source is not None), "")
    yield Answer(f"who speaks: {text}", speaker, speaker if spoken.startswith(speaker) else spoken)
    said = next((tag.content[-1].of(text) for tag in found), "")
    yield Answer(f"what is said: {text}", _CONTENT, _CONTENT if said.endswith(_CONTENT) else said)


_QUESTIONS: Mapping[str, Callable[[Installed], Iterable[Answer]]] = {
    **dict.fromkeys(KINDS, _of_scorer), "sieve": _of_sieve, "parser": _of_parser, "tagger": _of_tagger,
}  # fmt: skip
