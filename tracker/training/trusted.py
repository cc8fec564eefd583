"""How far the rows of a fine-tune can be trusted: learned where the labels allow it, else as its base has it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tracker.confidence import Trust
from tracker.stances.backends import OnnxBackend
from tracker.stances.coder import Coder
from tracker.training.asked import Asked, Features, ask, cross_fitted, outcomes
from tracker.training.calibration import Fitted
from tracker.training.data import Corpus, held_out
from tracker.training.model import scorer_of
from tracker.training.trial import Job, prior
from tracker.training.trust import Outcome, fit_trust

FEWEST = 60  # coded rows below which the weights of the base, of many more rows, are the better guess


@dataclass(frozen=True, slots=True)
class Trusted:
    """The trust of a model, and what its report says of where it is from."""

    trust: Trust
    told: dict[str, Any]


def trusted(job: Job, chosen: str, fitted: Fitted, coder: Coder, corpus: Corpus | None) -> Trusted:
    """Return the trust of the chosen model, which is not finished yet: an interrupted call may choose again.

    It is learned from whole documents that the chosen weights were not trained on, by heads fitted on other documents.
    Where there are no such documents, or too little in them to learn from, that of the base is kept.
    """
    if corpus is None:
        return _kept(job, "the labels are rows without documents")
    documents = corpus.documents()
    if not any(row.get("date") for document in documents for row in document.rows):
        return _kept(job, "the positions have no dates")
    if job.few and chosen != "head":
        return _kept(job, "the rows are so few that every document was trained on")
    if not job.few:
        documents = [d for d in documents if held_out(d.document.id, d.split, job.plan.seed, marked=job.marked)]
    asked = ask(documents, corpus.line(), _features(job, chosen), job.progress)
    rows = _coded(asked, fitted, coder, job)
    if why := _lack(rows):
        return _kept(job, why)
    trust = fit_trust(rows, sum(len(item.labelled.rows) for item in asked))
    right = round(float(np.mean([row.whole for row in rows])), 4)
    told = {"from": "labels", "documents": len(asked), "rows": len(rows), "right": right, "review": trust.review}
    return Trusted(trust, told)


def _features(job: Job, chosen: str) -> Features:
    """Return what gives the chosen model's own probabilities: the base, or the export of the new weights."""
    if chosen == "head":
        return job.base.scorer().features
    return scorer_of(OnnxBackend(job.tried, threads=job.threads), job.base.name, None).features


def _coded(asked: Sequence[Asked], fitted: Fitted, coder: Coder, job: Job) -> list[Outcome]:
    """Return the coded rows; none where no fold of documents could be coded by what is learned from the others."""
    if len({item.fold for item in asked if (item.y >= 0).any()}) < 2:
        return []
    return outcomes(coder, asked, cross_fitted(asked, fitted.strength, prior(job)))


def _lack(rows: Sequence[Outcome]) -> str:
    """Say why nothing can be learned from rows; empty where it can."""
    if len(rows) < FEWEST:
        return f"{len(rows)} coded rows to learn from, fewer than {FEWEST}"
    if any(len({row.whole for row in rows if row.fold != fold}) < 2 for fold in {row.fold for row in rows}):
        return "the coded rows of some documents are all right or all wrong"
    return ""


def _kept(job: Job, why: str) -> Trusted:
    trust = job.base.trust
    return Trusted(trust, {"from": "base", "review": trust.review, "why": why} if trust.weights else
                   {"from": None, "why": why})  # fmt: skip
