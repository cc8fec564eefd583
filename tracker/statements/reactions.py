"""What somebody's support or protest is about when the noun does not say it: the rest of the clause around it.

"The plan met resistance from Velm" and "the cabinet sent tanks over the objections of Velm" hold two things, what was
planned or done and that Velm is against it. Models that read both at once take one for the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.statements.attribution import Range, clause_of, trimmed
from tracker.statements.clauses import beyond_semicolon, is_verb, own_subject, runs, shared_subject, subtree
from tracker.statements.lexicon import ROLE_NOUNS

if TYPE_CHECKING:
    from spacy.tokens import Token

OBJECTIONS = frozenset({"objection", "opposition", "protest", "protestation", "resistance", "reservation", "warning"})
BLOWS = frozenset({"attack", "fire"})  # what something comes "under"
_AGAINST = OBJECTIONS | BLOWS | {"anger", "condemnation", "criticism", "rejection", "refusal", "threat", "veto"}
_FOR = frozenset("agreement applause approval backing blessing consent endorsement gratitude praise support thank".split())
REACTIONS = _AGAINST | _FOR | {"abstention", "hesitation", "no", "readiness", "reluctance", "willingness", "yes"}
_SOMEBODY = frozenset({"GPE", "NORP", "ORG", "PERSON"})


@dataclass(frozen=True, slots=True)
class Reaction:
    """What is reacted to, as token ranges, who did it or whose it is, and whether the reaction is against it."""

    about: tuple[Range, ...]
    doer: Token | None
    against: bool


def reaction(cue: Token) -> Reaction | None:
    """Return what a noun of reaction answers that its clause alone tells; None where it cannot be told apart.

    The cue is the noun or the verb that it is the object of ("drew criticism").
    """
    noun = next((child for child in cue.children if child.dep_ == "dobj"), cue) if is_verb(cue) else cue
    lemma = noun.lemma_.lower()
    if noun.pos_ != "NOUN" or lemma not in _AGAINST | _FOR:
        return None
    against = lemma in _AGAINST
    if done := overridden(noun):
        doer = own_subject(clause_of(noun.head))
        return Reaction(tuple(runs(trimmed(noun, done))), doer, against) if doer is not None and against else None
    clause = clause_of(noun)
    met = (own_subject(clause) or shared_subject(clause)) if is_verb(clause) else None
    if met is None or met.pos_ == "PRON" or met.ent_type_ in _SOMEBODY or met.lemma_.lower() in ROLE_NOUNS:
        return None
    if noun.i in subtree(met) or any(child.dep_ == "neg" for child in clause.children):
        return None
    owner = next((child for child in met.children if child.dep_ == "poss"), None)
    return Reaction(tuple(runs(trimmed(noun, subtree(met)))), owner, against)


def overridden(noun: Token) -> set[int]:
    """Return what was done "over the objections of X" or "despite X's protests": the clause around the phrase."""
    preposition, clause = noun.head, clause_of(noun.head)
    if noun.lemma_.lower() not in OBJECTIONS or preposition.lower_ not in {"over", "despite", "against"}:
        return set()
    return subtree(clause, without=[preposition]) if is_verb(clause) else set()


def around(noun: Token, holder: Token) -> set[int]:
    """Return the clause in which a noun of reaction stands without saying to what: "The plan met resistance from X"."""
    clause = clause_of(noun)
    if noun.lemma_.lower() not in REACTIONS or not is_verb(clause):
        return set()
    found = subtree(clause, without=[holder])
    shared = shared_subject(clause)  # "The plan was welcomed by X but earned the anger of Y"
    return {i for i in found | (subtree(shared) if shared else set()) if not beyond_semicolon(clause, i)}
