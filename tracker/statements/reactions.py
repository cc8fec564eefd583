"""What somebody's support or protest is about when the noun does not say it: the rest of the clause around it.

"The plan met resistance from Velm" and "the cabinet sent tanks over the objections of Velm" hold two things, what was
planned or done and that Velm is against it. Models that read both at once take one for the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.schema import Evidence, Side
from tracker.statements.attribution import Attribution, Range, clause_of, trimmed
from tracker.statements.clauses import (
    beyond_semicolon,
    is_passive,
    is_verb,
    own_subject,
    phrase,
    runs,
    shared_subject,
    subtree,
)
from tracker.statements.lexicon import OFFICE_NOUNS, TRADE_NOUNS
from tracker.statements.mentions import LABELS

if TYPE_CHECKING:
    from spacy.tokens import Token

OBJECTIONS = frozenset({"objection", "opposition", "protest", "protestation", "resistance", "reservation", "warning"})
BLOWS = frozenset({"attack", "fire"})  # what something comes "under"
# What a deed is "to the ... of" somebody.
_PLEASURE = frozenset("delight joy relief satisfaction".split())
FEELINGS = _PLEASURE | frozenset("alarm anger annoyance chagrin dismay displeasure fury irritation outrage".split())
AGAINST = OBJECTIONS | BLOWS | (FEELINGS - _PLEASURE) | frozenset("""
condemnation criticism refusal rejection threat veto
""".split())
FOR = _PLEASURE | frozenset("""
agreement applause approval backing blessing consent endorsement gratitude praise support thank
""".split())
REACTIONS = AGAINST | FOR | {"abstention", "hesitation", "no", "readiness", "reluctance", "willingness", "yes"}
# Verbs by which somebody is against what their object tells.
TO_OBJECT = frozenset("""
accuse attack bemoan berate blame blast bristle chide complain condemn criticise criticize decry denounce deplore fault
lambaste lament oppose protest rebuke regret reject reproach resist scold slam slate
""".split())
# Verbs by which something meets with a reaction.
TO_MEET = frozenset("draw earn enjoy find gain get have meet need receive require secure want win".split())
_TO_CAUSE = frozenset("cause prompt provoke raise spark stir trigger".split())
# Verbs whose object is moved by what their subject tells.
TO_PLEASE = frozenset("cheer delight please satisfy".split())
TO_ANGER = frozenset("alarm anger disappoint dismay enrage incense infuriate irritate outrage upset".split())
# Words by which what is objected to is itself against something.
REVERSALS = frozenset("""
abandon abandonment against avoid ban bar block blockade cancel cancellation cease cut delay deny drag drop end
exclude fail failure forbid freeze halt hesitate hesitation hinder limit moratorium n't neither never no not obstruct
obstruction oppose opposition pause postpone postponement prohibit prohibition refusal refuse reject rejection
reluctance restrict restriction scrap shelve slow stall stop suspend suspension veto withdraw withdrawal withhold
""".split())
_POSSIBLE = frozenset({"could", "may", "might"})


@dataclass(frozen=True, slots=True)
class Reaction:
    """What is reacted to, as token ranges, who did it or whose it is, and on which side of it the reaction is."""

    about: tuple[Range, ...]
    doer: Token | None
    side: Side


def reaction(cue: Token) -> Reaction | None:
    """Return what a reaction answers where its clause tells; None where that is best read as it stands.

    The cue is a noun ("resistance"), the verb that one is the object of ("drew criticism"), or a verb of objection to
    what is itself against something ("criticised the refusal"): two that models do not make one of.
    """
    if is_verb(cue) and (cue.lemma_.lower() in TO_OBJECT or _against(cue) is not None):
        return _objected(cue)
    if is_verb(cue) and (lemma := cue.lemma_.lower()) in TO_PLEASE | TO_ANGER:
        if any(child.dep_ == "neg" or child.lower_ in _POSSIBLE for child in cue.children):
            return None
        thing = own_subject(cue) or shared_subject(cue)
        return _of_thing(thing, Side.FOR if lemma in TO_PLEASE else Side.AGAINST) if thing is not None else None
    noun = next((child for child in cue.children if child.dep_ == "dobj"), cue) if is_verb(cue) else cue
    lemma = noun.lemma_.lower()
    if noun.pos_ != "NOUN" or lemma not in AGAINST | FOR:
        return None
    side = Side.AGAINST if lemma in AGAINST else Side.FOR
    if done := overridden(noun):
        doer = own_subject(_whole(clause_of(noun.head)))
        return Reaction(tuple(runs(trimmed(noun, done))), doer, side) if doer is not None else None
    clause = clause_of(noun)
    met = (own_subject(clause) or shared_subject(clause)) if is_verb(clause) else None
    if met is None and (done := left_behind(clause)):
        doer = own_subject(_whole(clause.head))
        return Reaction(tuple(runs(trimmed(clause, done))), doer, side) if doer is not None else None
    if met is None or noun.i in subtree(met) or any(child.dep_ == "neg" for child in clause.children):
        return None
    return _of_thing(met, side)


def _objected(verb: Token) -> Reaction | None:
    """Return what an objection is to: "criticised the refusal", "blamed Velm for stalling", "regrets that it has"."""
    if is_passive(verb) or any(child.dep_ == "neg" for child in verb.children):
        return None
    clause = next((c for c in verb.children if c.dep_ == "ccomp" and c.i > verb.i and own_subject(c)), None)
    if clause is not None:
        denied = {clause.i, *(child.i for child in clause.children if child.dep_ in {"neg", "xcomp"})}
        told = subtree(clause) - {child.i for child in clause.children if child.dep_ == "mark"}
        return _turned_back(told, own_subject(clause), clause, denied)
    if (against := _against(verb)) is not None:
        return _turned_back(subtree(against), None, against)
    met = next((child for child in verb.children if child.dep_ == "dobj" and child.i > verb.i), None)
    if met is None:
        return None
    for preposition in (*verb.children, *met.children):
        gerund = next((c for c in preposition.children if c.dep_ == "pcomp" and c.tag_ == "VBG"), None)
        if gerund is not None and preposition.lower_ in {"for", "of", "over"} and met.i < preposition.i:
            return _turned_back(subtree(gerund) | set(range(met.left_edge.i, met.i + 1)), met, met)
    found = _of_thing(met, Side.AGAINST)
    return found if found is not None and _turned_back(subtree(met), met, met) is not None else None


def _against(verb: Token) -> Token | None:
    """Return what somebody votes or argues against: "ending" of "voted against ending the aid"."""
    against = next((child for child in verb.children if child.lower_ == "against" and child.dep_ == "prep"), None)
    inner = (child for child in against.children if child.dep_ in {"pobj", "pcomp"}) if against is not None else ()
    return next((child for child in inner if child.ent_type_ not in LABELS), None)


def _turned_back(
    told: set[int], doer: Token | None, at: Token, among: set[int] | None = None
) -> Reaction | None:
    """Return the reaction against what is itself against something; ``among`` are the words that can say so."""
    if not any(at.doc[i].lemma_.lower() in REVERSALS for i in among or told):
        return None
    return Reaction(tuple(runs(trimmed(at, told))), doer, Side.AGAINST)


def _of_thing(met: Token, side: Side) -> Reaction | None:
    """Return the reaction to a plan or a deed named by a noun; None where somebody is meant."""
    if met.pos_ == "PRON" or met.ent_type_ in LABELS or met.lemma_.lower() in OFFICE_NOUNS | TRADE_NOUNS:
        return None
    owner = next((child for child in met.children if child.dep_ == "poss"), None)
    return Reaction(tuple(runs(trimmed(met, subtree(met)))), owner, side)


def overridden(noun: Token) -> set[int]:
    """Return what was done "over the objections of X", "despite X's protests" or "to the dismay of X"."""
    preposition, clause = noun.head, clause_of(noun.head)
    in_spite = preposition.lower_ == "of" and preposition.head.lower_ == "spite"
    preposition = preposition.head.head if in_spite else preposition
    lemma, word = noun.lemma_.lower(), preposition.lower_
    objected = lemma in OBJECTIONS and (in_spite or word in {"over", "despite", "against"})
    if not objected and not (lemma in FEELINGS and word == "to" and noun.dep_ == "pobj"):
        return set()
    return subtree(_whole(clause), without=[preposition]) if is_verb(clause) else set()


def _whole(clause: Token) -> Token:
    """Return the clause that says who does what is done, if it is told: "Velm announced that it would send tanks"."""
    doer, upper = own_subject(clause), clause.head
    told = clause.dep_ == "ccomp" and is_verb(upper) and upper.i < clause.i and own_subject(upper) is not None
    return upper if told and doer is not None and doer.pos_ == "PRON" else clause


def left_behind(clause: Token) -> set[int]:
    """Return what was done that a clause without a doer tells the effect of: "Velm sent tanks, drawing protest"."""
    met = clause.lemma_.lower() in TO_MEET | _TO_CAUSE and clause.i > clause.head.i and is_verb(clause.head)
    effect = met and clause.dep_ == "advcl" and clause.tag_ == "VBG"
    return subtree(_whole(clause.head), without=[clause]) if effect else set()


def around(noun: Token, holder: Token) -> set[int]:
    """Return the clause in which a noun of reaction stands without saying to what: "The plan met resistance from X"."""
    clause = clause_of(noun)
    if noun.lemma_.lower() not in REACTIONS or not is_verb(clause):
        return set()
    found = subtree(clause, without=[holder])
    found |= left_behind(clause)
    shared = shared_subject(clause)  # "The plan was welcomed by X but earned the anger of Y"
    return {i for i in found | (subtree(shared) if shared else set()) if not beyond_semicolon(clause, i)}


def moved(verb: Token) -> Iterator[Attribution]:
    """Yield "the move angered Velm and pleased Orn" as what each of them holds of the move."""
    holder = next((child for child in verb.children if child.dep_ == "dobj"), None)
    thing = own_subject(verb) or shared_subject(verb)
    if holder is None or thing is None or holder.ent_type_ not in LABELS or thing.ent_type_ in LABELS:
        return
    if content := trimmed(verb, subtree(thing)):
        yield Attribution(phrase(holder), (verb.i, verb.i + 1), tuple(runs(content)), verb.i, Evidence.SPEECH_ACT)
