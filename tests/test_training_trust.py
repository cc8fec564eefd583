"""Where a fine-tune's confidence in whole rows is from: its labels, its base, or nowhere."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
from checkpoints import random_checkpoint
from numpy.typing import NDArray
from typer.testing import CliRunner

from tracker.axes import load_axes
from tracker.cli.app import app
from tracker.confidence import Trust
from tracker.evaluation.corpus import read_labels
from tracker.schema import SCORED_LABELS, Label, Query
from tracker.stances.coder import Coder
from tracker.stances.entailment import premise
from tracker.statements import Parser
from tracker.training import data
from tracker.training import trusted as module
from tracker.training.asked import FOLDS, Asked, ask, cross_fitted, outcomes
from tracker.training.calibration import Fitted, plain_head, shares_of
from tracker.training.data import Corpus, Example, corpus_axes, corpus_examples, table_examples
from tracker.training.model import load_base
from tracker.training.report import said_of_trust
from tracker.training.run import Settings, train
from tracker.training.trainer import Plan
from tracker.training.trial import Job
from tracker.training.trusted import FEWEST, trusted

AXES = "axes:\n  canal_toll:\n    proposal: a toll on the canal\n"
NAMES = ("Mira Kolt", "Oda Brandt", "Lena Tarr", "Pell Marrow", "Ida Sold", "Olan Druske", "Vera Hesk", "Tove Reik")
SAYS = {"support": "supports", "oppose": "opposes"}
WORDS = "the a speaker s said that she supports opposes takes no position on does not rule out toll canal . , ' monday"
NLI = {0: "contradiction", 1: "entailment", 2: "neutral"}
BASE = Trust({"constant": 0.5, "label": 1.0}, 0.4)
FRIDAY = dt.date(2024, 5, 10)
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")


@pytest.fixture(scope="module", autouse=True)
def _one_thread_and_parser() -> Iterator[None]:
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    parsers: dict[str, Parser] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(data, "Parser", lambda known: parsers.setdefault(repr(known), Parser(known)))
        yield
    torch.set_num_threads(before)


def labels(folder: Path, documents: int, *, dev: int, dated: bool = True) -> Path:
    """Write a labels folder: four speakers a document; the coders date the last of them a year before the article."""
    folder.mkdir()
    texts, rows = [], []
    for number in range(documents):
        name, text = f"d{number}", ""
        for place in range(4):
            who, stance = NAMES[(number + place) % len(NAMES)], list(SAYS)[(number // 2 + place) % 2]
            start, quote = len(text), f"she {SAYS[stance]} a toll on the canal"
            text += f"{who} said on Monday that {quote}.\n\n"
            at = text.index(quote, start)
            row = {"doc": name, "actor": who, "axis": "canal_toll", "stance": stance,
                   "speaker_span": [start, start + len(who)], "quote_span": [at, at + len(quote)]}  # fmt: skip
            day = FRIDAY - dt.timedelta(days=4 if place < 3 else 370)
            rows.append(row | ({"date": day.isoformat(), "date_precision": "day"} if dated else {}))
        split = "dev" if number < dev else "train"
        about = {"axes": ["canal_toll"], "published": FRIDAY.isoformat()}
        texts.append({"id": name, "text": text, "split": split, **about})
    (folder / "axes.yaml").write_text(AXES)
    people = "".join(f"{name},person,Ardania,,\n" for name in NAMES)
    (folder / "actors.csv").write_text(f"name,type,affiliation,role,start\nArdania,state,,,\n{people}")
    for file, items in (("documents.jsonl", texts), ("positions.jsonl", rows)):
        (folder / file).write_text("".join(json.dumps(item) + "\n" for item in items))
    return folder


def by_words(queries: Sequence[Query]) -> NDArray[np.float32]:
    """Return probabilities that go by the verb alone."""
    found = np.full((len(queries), 5), 0.02, dtype=np.float32)
    for row, query in zip(found, queries, strict=True):
        label = Label.SUPPORT if "supports" in premise(query) else Label.OPPOSE
        row[SCORED_LABELS.index(label)] = 0.92
    return found


@pytest.fixture(scope="module")
def bases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Two folders of random weights, one of which has learned how far to trust a row."""
    root = tmp_path_factory.mktemp("bases")
    found = {name: random_checkpoint(root / name, WORDS, "Bert", NLI) for name in ("plain", "trusted")}
    (found["trusted"] / "calibration.json").write_text(json.dumps({"trust": asdict(BASE)}))
    return found


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    folder = labels(tmp_path_factory.mktemp("labels") / "labels", 24, dev=20)
    return Corpus(folder, corpus_axes(folder), (folder / "actors.csv",))


@pytest.fixture(scope="module")
def examples(corpus: Corpus) -> tuple[Example, ...]:
    return tuple(corpus_examples(corpus))


@pytest.fixture
def job(bases: dict[str, Path], examples: tuple[Example, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Job:
    """A job whose chosen weights go by the verb."""
    monkeypatch.setattr(module, "_features", lambda *_: by_words)
    base = load_base(str(bases["trusted"]), None)
    return Job(replace(base, head=None), "stance", examples, Plan(1, 1e-3, 8, 17), tmp_path, lambda *_: None)


FITTED = Fitted(plain_head(5), np.inf, np.zeros((0, 5)))


# -- whole documents ------------------------------------------------------------------------------------------------


def test_documents_are_asked_and_their_rows_held_against_gold(corpus: Corpus) -> None:
    documents = read_labels(corpus.folder)[:FOLDS]
    asked = ask(documents, corpus.line(), by_words)
    assert [item.fold for item in asked] == list(range(FOLDS))
    assert all(len(item.x) == len(item.y) == len(item.candidates) == 4 for item in asked)
    rows = outcomes(Coder(), asked, cross_fitted(asked, np.inf, plain_head(5)))
    assert [(row.stance, row.whole) for row in rows] == [(True, place < 3) for _ in asked for place in range(4)]
    assert all(row.known["constant"] == row.known["dated by day"] == 1 for row in rows)
    assert {row.known["other actors"] for row in rows} - {0.0}


def test_a_head_never_answers_for_a_document_that_it_was_fitted_on(corpus: Corpus) -> None:
    asked = ask(read_labels(corpus.folder)[: FOLDS + 1], corpus.line(), by_words)
    before = cross_fitted(asked, 1.0)
    turned = [Asked(i.labelled, i.candidates, i.fold, i.y[::-1].copy() if i.fold == 1 else i.y, i.x) for i in asked]
    after = cross_fitted(turned, 1.0)
    same = [bool(np.allclose(one, other)) for one, other in zip(before, after, strict=True)]
    assert same == [item.fold == 1 for item in asked]


def test_a_head_that_is_held_fast_is_its_prior(corpus: Corpus) -> None:
    asked = ask(read_labels(corpus.folder)[:2], corpus.line(), by_words)
    for item, shares in zip(asked, cross_fitted(asked, np.inf, plain_head(5)), strict=True):
        np.testing.assert_allclose(shares, shares_of(plain_head(5), item.x), rtol=1e-5)


# -- where trust is from --------------------------------------------------------------------------------------------


def test_trust_is_learned_from_the_dev_documents_of_a_labels_folder(job: Job, corpus: Corpus) -> None:
    found = trusted(job, "tuned", FITTED, Coder(), corpus)
    assert found.told | {"review": 0} == {"from": "labels", "documents": 20, "rows": 80, "right": 0.75, "review": 0}
    assert found.trust.weights != BASE.weights
    assert found.trust.review == found.told["review"]
    assert "learned from 80 coded rows (75% right) of 20 documents" in said_of_trust({"trust": found.told})


def test_rows_without_documents_dates_or_enough_of_them_keep_the_trust_of_the_base(
    job: Job, corpus: Corpus, tmp_path: Path
) -> None:
    few, undated = labels(tmp_path / "few", 30, dev=14), labels(tmp_path / "undated", 24, dev=20, dated=False)
    why = {
        "the labels are rows without documents": None,
        "the positions have no dates": replace(corpus, folder=undated),
        f"56 coded rows to learn from, fewer than {FEWEST}": replace(corpus, folder=few),
    }
    for reason, other in why.items():
        found = trusted(job, "tuned", FITTED, Coder(), other)
        assert found.trust == BASE
        assert found.told == {"from": "base", "review": 0.4, "why": reason}


def test_rows_that_are_all_alike_teach_nothing(job: Job, corpus: Corpus, tmp_path: Path) -> None:
    folder = labels(tmp_path / "same", 24, dev=20)
    rows = [json.loads(line) | {"date": "2024-05-06"} for line in (folder / "positions.jsonl").read_text().splitlines()]
    (folder / "positions.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    told = trusted(job, "tuned", FITTED, Coder(), replace(corpus, folder=folder)).told
    assert told["why"] == "the coded rows of some documents are all right or all wrong"


def test_without_documents_held_out_only_weights_that_did_not_change_are_judged(job: Job, corpus: Corpus) -> None:
    unmarked = replace(job, examples=tuple(replace(example, split="") for example in job.examples))
    assert unmarked.few
    told = trusted(unmarked, "tuned", FITTED, Coder(), corpus).told
    assert told["why"] == "the rows are so few that every document was trained on"
    assert trusted(unmarked, "head", FITTED, Coder(), corpus).told["documents"] == 24


# -- training -------------------------------------------------------------------------------------------------------


def test_the_command_learns_from_a_labels_folder_and_says_so(
    bases: dict[str, Path], corpus: Corpus, tmp_path: Path
) -> None:
    folder, out = corpus.folder, tmp_path / "mine"
    options = ("--actors", *corpus.actors, "--base", bases["trusted"], "--kind", "stance", "--threads", 1, "--force",
               "--epochs", 8, "--rate", 3e-3, "--batch", 8)  # fmt: skip
    result = CliRunner().invoke(app, ["train", *map(str, (folder, "--out", out, *options))])
    assert result.exit_code == 0, (result.output, result.exception)
    report, found = json.loads((out / "report.json").read_text()), Trust.load(out / "calibration.json")
    assert report["trust"]["from"] == "labels"
    assert report["trust"]["rows"] >= FEWEST
    assert found.weights
    assert found.weights != BASE.weights
    assert found.review == report["trust"]["review"]
    assert said_of_trust(report) in (out / "MODEL_CARD.md").read_text()
    assert said_of_trust(report) in result.stdout


@pytest.mark.parametrize("name", ["trusted", "plain"])
def test_training_on_plain_rows_keeps_what_the_base_has(name: str, bases: dict[str, Path], tmp_path: Path) -> None:
    (tmp_path / "axes.yaml").write_text(AXES)
    rows = [{"text": f"{who} {SAYS[stance]} a toll on the canal.", "actor": who, "axis": "canal_toll", "stance": stance,
             "split": "dev" if number < 6 else "train"}
            for number, (who, stance) in enumerate((who, stance) for who in NAMES for stance in SAYS)]  # fmt: skip
    chosen = Settings(base=str(bases[name]), epochs=1, rate=1e-3, threads=1)
    outcome = train(table_examples(rows, load_axes(tmp_path / "axes.yaml")), tmp_path / "mine", chosen)
    card = (outcome.folder / "MODEL_CARD.md").read_text()
    if name == "trusted":
        assert Trust.load(outcome.folder / "calibration.json") == BASE
        assert "threshold of review (0.40) are those of `trusted`, since the labels are rows without documents" in card
    else:
        assert "trust" not in json.loads((outcome.folder / "calibration.json").read_text())
        assert outcome.report["trust"] == {"from": None, "why": "the labels are rows without documents"}
        assert "Confidence is the product of how sure label and actor are" in card
