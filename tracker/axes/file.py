"""Axis files: read, completed with defaults, or explained line by line where they are wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from string import Formatter

import yaml
from yaml import Node

from tracker.axes.defaults import HYPOTHESES, derive_terms, title_of
from tracker.axes.nodes import Notes, Problem, guess, line_of
from tracker.axes.words import STOP_WORDS, words
from tracker.errors import AxisError
from tracker.resources import resource
from tracker.schema import Axis, Label

_FIELDS = ("title", "proposal", "definition", "terms", "anchors", "aspects", "hypotheses")
_ID = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_SLOTS = {"actor", "proposal"}


def load_axes(path: Path | None = None) -> tuple[Axis, ...]:
    """Return the axes of a YAML file in its order; without a path, those shipped with the package.

    Raises `AxisError`, naming file and line, where `check_axes` finds a problem.
    """
    own = path is None
    path = resource("axes.yaml") if path is None else Path(path)
    axes, problems = _read(path)
    if problems:
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        raise AxisError(f"{path}:{problems[0].line}: {problems[0].message}{more}")
    return tuple(replace(axis, familiar=own or axis.proposal in _shipped()) for axis in axes)


@cache
def _shipped() -> frozenset[str]:
    """Return the proposals of the axes shipped with the package."""
    return frozenset(axis.proposal for axis in _read(resource("axes.yaml"))[0])


def check_axes(path: Path) -> list[Problem]:
    """Return what is wrong with an axis file, sorted by line; empty where `load_axes` takes it."""
    return _read(Path(path))[1]


def _read(path: Path) -> tuple[tuple[Axis, ...], list[Problem]]:
    try:
        root = yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=yaml.SafeLoader)
    except UnicodeDecodeError as error:
        return (), [Problem(1, f"the file is not UTF-8 (byte {error.start}); save it as UTF-8")]
    except OSError as error:
        return (), [Problem(1, f"the file cannot be read: {error.strerror or error}")]
    except yaml.YAMLError as error:
        return (), [_syntax(error)]
    except RecursionError:
        return (), [Problem(1, "brackets are nested too deeply")]
    if root is None:
        return (), [Problem(1, "the file is empty; it needs `axes:` with at least one axis below it")]
    notes = Notes()
    axes = _axes(root, notes)
    return axes, sorted(notes.problems)


def _syntax(error: yaml.YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    what = getattr(error, "problem", None) or getattr(error, "reason", None) or "cannot be read"
    hint = "; indent with blanks, not tabs" if "\\t" in str(what) else ""
    return Problem(mark.line + 1 if mark else 1, f"not valid YAML: {what}{hint}")


def _axes(root: Node, notes: Notes) -> tuple[Axis, ...]:
    top = {key: (name, value) for key, name, value in notes.pairs(root, "the file")}
    for key, (name, _) in top.items():
        if key != "axes":
            notes.add(name, f"unknown key {key!r} at the top of the file; {guess(key, ['axes'])}")
    if "axes" not in top:
        if not notes.problems:
            notes.add(root, "there is no `axes:` at the top of the file")
        return ()
    body = top["axes"][1]
    before = len(notes.problems)
    found = [_axis(key, name, value, notes) for key, name, value in notes.pairs(body, "axes")]
    if not found and len(notes.problems) == before:
        notes.add(body, "`axes:` holds no axis")
    return tuple(axis for axis in found if axis)


def _axis(axis_id: str, name: Node, body: Node, notes: Notes) -> Axis | None:
    if not _ID.fullmatch(axis_id):
        snake = re.sub(r"[^a-z0-9]+", "_", axis_id.lower()).strip("_")
        notes.add(name, f"the id {axis_id!r} must be lower-case words joined by _, such as {snake or 'carbon_tax'!r}")
    fields: dict[str, Node] = {}
    before = len(notes.problems)
    for key, key_node, value in notes.pairs(body, axis_id):
        if key in _FIELDS:
            fields[key] = value
        else:
            notes.add(key_node, f"{axis_id}: unknown key {key!r}; {guess(key, _FIELDS)}")
    if "proposal" not in fields:
        if len(notes.problems) == before or fields:
            notes.add(name, f"{axis_id}: `proposal` is missing; say what actors can support or oppose")
        return None
    proposal = notes.text(fields["proposal"], f"{axis_id}: proposal")
    terms, hints = _terms(fields, proposal, axis_id, notes)
    return Axis(
        id=axis_id,
        title=_optional(fields, "title", axis_id, notes) or title_of(axis_id),
        proposal=proposal or "",
        definition=_optional(fields, "definition", axis_id, notes),
        terms=terms,
        hints=hints,
        anchors=_checked_terms(fields["anchors"], f"{axis_id}: anchors", notes) if "anchors" in fields else (),
        aspects=_aspects(fields.get("aspects"), axis_id, notes),
        hypotheses=_hypotheses(fields.get("hypotheses"), axis_id, notes),
    )


def _optional(fields: Mapping[str, Node], key: str, axis_id: str, notes: Notes) -> str:
    return (notes.text(fields[key], f"{axis_id}: {key}") or "") if key in fields else ""


def _terms(
    fields: Mapping[str, Node], proposal: str | None, axis_id: str, notes: Notes
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the terms of an axis and its hints; who names terms wants no others."""
    if "terms" in fields:
        return _checked_terms(fields["terms"], f"{axis_id}: terms", notes), ()
    derived = derive_terms(proposal) if proposal else ((), ())
    if proposal and not derived[0]:
        notes.add(fields["proposal"], f"{axis_id}: no term follows from the proposal; name some under `terms`")
    return derived


def _checked_terms(node: Node, what: str, notes: Notes) -> tuple[str, ...]:
    found: dict[str, int] = {}
    for text, item in notes.texts(node, what):
        term, letters = text.lower(), [word for word in words(text) if any(letter.isalnum() for letter in word)]
        if not letters:
            notes.add(item, f"{what}: {text!r} has no letter or digit")
        elif all(word in STOP_WORDS for word in letters):
            notes.add(item, f"{what}: {text!r} stands in nearly every text; use a word or phrase of the axis alone")
        elif sum(letter.isalnum() for letter in term) < 2:
            notes.add(item, f"{what}: {text!r} is too short; a term has two characters at least")
        elif term in found:
            notes.add(item, f"{what}: {text!r} stands here twice (first on line {found[term]})")
        else:
            found[term] = line_of(item)
    return tuple(found)


def _aspects(node: Node | None, axis_id: str, notes: Notes) -> Mapping[str, tuple[str, ...]]:
    pairs = notes.pairs(node, f"{axis_id}: aspects") if node else ()
    return {key: _checked_terms(value, f"{axis_id}: aspect {key!r}", notes) for key, _, value in pairs}


def _hypotheses(node: Node | None, axis_id: str, notes: Notes) -> Mapping[Label, str]:
    found = dict(HYPOTHESES)
    for key, key_node, value in notes.pairs(node, f"{axis_id}: hypotheses") if node else ():
        template = notes.text(value, f"{axis_id}: hypothesis {key!r}")
        if key not in found:
            notes.add(key_node, f"{axis_id}: there is no hypothesis {key!r}; {guess(key, found)}")
        elif template is not None and (wrong := _template_problem(template)):
            notes.add(value, f"{axis_id}: hypothesis {key!r} {wrong}")
        elif template is not None:
            found[Label(key)] = template
    return found


def _template_problem(template: str) -> str:
    try:
        slots = [name for _, name, _, _ in Formatter().parse(template) if name is not None]
    except ValueError as error:
        return f"has braces that do not match ({error})"
    if unknown := sorted(set(slots) - _SLOTS):
        return f"holds {{{unknown[0]}}}; only {{actor}} and {{proposal}} can be filled in"
    if "actor" not in slots:
        return "does not hold {actor}: say whose position it is, as in \"{actor} supports {proposal}.\""
    if "proposal" not in slots and len(template.split()) < 4:
        return "names no proposal: write {proposal} or the proposal's own words"
    return ""
