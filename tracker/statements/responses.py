"""What somebody says of another's step without naming it: "Velm welcomed the decision", "the move angered Ostra".

Words of approval or protest, and something that only points at what was said or done before: together they hold a
stand that is read from what was done, not from the words, of which a model makes little.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.schema import Evidence, Side
from tracker.statements.attribution import Attribution, trimmed
from tracker.statements.clauses import SUBJECTS, own_subject, phrase, runs, shared_subject, subtree
from tracker.statements.mentions import LABELS
from tracker.statements.reactions import AGAINST, BLOWS, FOR, REVERSALS, TO_ANGER, TO_MEET, TO_OBJECT, TO_PLEASE

if TYPE_CHECKING:
    from spacy.tokens import Token

# What is said for and against something, by part of speech.
_LIKED = {
    "VERB": TO_PLEASE | frozenset("""
applaud approve back celebrate commend defend embrace endorse favor favour hail laud praise salute support thank welcome
""".split()),
    "NOUN": FOR | frozenset("favor favour yes".split()),
    "ADJ": frozenset("""
correct courageous delighted encouraging glad good historic overdue pleased right satisfied vital welcome wise
""".split()),
}  # fmt: skip
_DISLIKED = {
    "VERB": TO_ANGER | TO_OBJECT | frozenset("contradict decry disagree distance object veto".split()),
    "NOUN": (AGAINST - BLOWS) | frozenset("""
betrayal blunder disappointment disgrace error folly madness mistake no provocation shame
""".split()),
    "ADJ": frozenset("""
angrily angry catastrophic dangerous disappointed disastrous disgraceful dismayed foolish furious infuriated
irresponsible opposed outraged reckless regrettable shameful unacceptable unwise wrong
""".split()),
    "ADP": frozenset({"against"}),
}
_PHRASAL = frozenset({("rule", "out"), ("throw", "out"), ("turn", "down"), ("vote", "down")})
# Who does so holds what was said before.
_ALIKE = {"VERB": frozenset("agree concur echo join share side".split())}
_UNAIDED = frozenset({"same", "so", "suit"})  # "so does Velm", "followed suit": these point by themselves
# What can be said without an object.
_UTTERED = frozenset("""
agree anger concur delight disagree dismay fury indignation joy object outrage protest react relief satisfaction
""".split())
# Verbs of support that are against something as soon as they are denied: "does not back the plan".
_TO_BACK = frozenset("approve back endorse favor favour support".split())
# What points at something that was said or done before.
_POINTING = frozenset({"it", "this", "that"})
_SPEAKERS = frozenset({"him", "her", "them"})
# What somebody wants done, whoever speaks of it, and what somebody said or did.
_PROPOSALS = frozenset("""
agreement appeal bill call deal demand idea initiative intention law measure mission motion offer package plan project
proposal request resolution scheme suggestion
""".split())
_STEPS = _PROPOSALS | frozenset("""
announcement assessment ban choice comment commitment course cut decision declaration freeze halt move opinion pledge
policy position promise refusal rejection remark stance statement step suspension view vote warning word
""".split())
_TO_PROPOSE = frozenset("""
advocate appeal ask call demand plan plea propose proposal push request seek submit suggest table urge want
""".split())
_KNOWN = frozenset({"the", "this", "that", "these", "those", "such", "a"})
_ANY = frozenset("entire latest new recent same whole".split())  # words that do not say which step is meant
_LIGHT = frozenset("call come consider describe find give greet have make meet react say see take tell think".split())
_OPEN = frozenset("could if may might once only provided unless until whether ?".split())
_NONE = frozenset({"neither", "no", "nor", "nothing", "without"})
_MANY = 14  # words from which a statement says more than that it is for or against something


@dataclass(frozen=True, slots=True)
class Response:
    """On which side of something an actor is, what it is called ("the move"), if anything, and if that is a plan."""

    side: Side
    called: Token | None
    of_plan: bool

    @property
    def owner(self) -> Token | None:
        """Whose it is said to be: Velm of "Velm's decision" and of "the decision by Velm"."""
        if self.called is None:
            return None
        linked = (c for c in self.called.children if c.dep_ in {"agent", "prep"} and c.lower_ in {"by", "from", "of"})
        behind = (inner for link in linked for inner in link.children if inner.dep_ == "pobj")
        return next((c for c in self.called.children if c.dep_ == "poss"), None) or next(behind, None)


def response(head: Token, words: Sequence[Token]) -> Response | None:
    """Return whether a statement is for or against what it only points at; None where it is no plain response.

    The words are those of its cue, of which ``head`` is one, and of its content, without its holder.
    """
    if len(words) > _MANY or any(word.lower_ in _OPEN for word in head.sent):
        return None
    pointers = [word for word in words if word != head and _points(word)]
    inside = subtree(pointers[0]) if len(pointers) == 1 else set()
    inside = inside - subtree(head) if head.i in inside else inside  # "a move that Velm welcomed"
    told = [word for word in words if word.i not in inside]
    liked, disliked = ([word for word in told if _is(word, kind)] for kind in (_LIKED, _DISLIKED))
    alike = [word for word in told if _is(word, _ALIKE) or _is_same(word, head)]
    taking = (*liked, *disliked, *alike)
    if any(_says_more(word) for word in told if word != head and word not in taking):
        return None
    if bool(liked) + bool(disliked) + bool(alike) != 1 or not (pointers or _points_by_itself(head, words, alike)):
        return None
    of_plan = any(word.lemma_.lower() in _PROPOSALS or word.lower_ == "it" for word in pointers)
    called = pointers[0] if pointers else None
    if any(word.dep_ == "neg" or (word.lower_ in _NONE and word not in taking) for word in told):
        backed = bool(liked) and all(word.lemma_.lower() in _TO_BACK for word in liked)
        return Response(Side.AGAINST, called, of_plan) if backed else None
    return Response(Side.FOR if liked else Side.WITH if alike else Side.AGAINST, called, of_plan)


def _is(word: Token, kind: Mapping[str, frozenset[str]]) -> bool:
    """Tell whether a word is of a kind; "rule" is of the second where it is "ruled out"."""
    part = {"INTJ": "NOUN", "ADV": "ADJ", "AUX": "VERB", "SCONJ": "ADP"}.get(word.pos_, word.pos_)
    if kind is _DISLIKED and (word.lemma_.lower(), _particle(word)) in _PHRASAL:
        return True
    if kind is _DISLIKED and part == "NOUN" and word.lemma_.lower() in BLOWS:
        return bool(word.head.lower_ == "under")
    return str(word.lemma_).lower() in kind.get(part, ())


def _particle(verb: Token) -> str:
    """Return the particle of a verb: "out" of "ruled it out"; empty where it has none."""
    return next((child.lower_ for child in verb.children if child.lower_ in {"down", "out"}), "")


def _says_more(word: Token) -> bool:
    """Tell whether a word tells of something else besides: "complained that nobody had asked it", "right to wait"."""
    if word.pos_ == "VERB":
        return word.lemma_.lower() not in _LIGHT | TO_MEET or word.dep_ == "xcomp"
    return False


def _is_same(word: Token, head: Token) -> bool:
    """Tell whether a word makes something the same as what was told: "so does Velm", "as did Velm", "the same"."""
    if word.lower_ in {"as", "neither", "nor", "so"}:
        turned = any(child.dep_ in SUBJECTS and child.i > head.i > word.i for child in head.children)
        return turned and word.head == head and head.lemma_ in {"be", "do", "have", "will"}
    return word.lower_ in {"same", "suit"} and "dobj" in {word.dep_, word.head.dep_}


def _points_by_itself(head: Token, words: Sequence[Token], alike: Sequence[Token]) -> bool:
    """Tell whether words answer what stands before them without a pointer: "so does Velm", "Orn protested"."""
    alone = all(word.lemma_.lower() in _UTTERED or word.pos_ in {"AUX", "ADV", "ADP", "DET", "ADJ"} for word in words)
    return any(_is_same(word, head) for word in alike) or (alone and head.lemma_.lower() in _UTTERED)


def _points(word: Token) -> bool:
    """Tell whether a word stands for a step that was named before: "it", "the decision", "a move that"."""
    above = word.head.head if word.dep_ == "pobj" else word
    if above != word and above.pos_ == "NOUN" and not (_is(above, _LIKED) or _is(above, _DISLIKED)):
        return False  # "criticised the delay in it"
    if word.lower_ in _SPEAKERS:
        return word.dep_ in {"dobj", "pobj"} and word.head.lower_ != "by" and word.head.lemma_ != "thank"
    if word.pos_ == "PRON" or word.lower_ in _POINTING:
        told_of = word.dep_ == "nsubj" and word.head.lemma_.lower() in {"be", "come", "run", *TO_MEET}
        named = word.lower_ in _POINTING and word.tag_ != "IN"
        return named and (told_of or word.dep_ in {"dobj", "nsubjpass", "pobj"})
    if word.lemma_.lower() not in _STEPS or word.pos_ != "NOUN":
        return False
    marked = any(child.lower_ in _KNOWN or child.dep_ == "poss" for child in word.children)
    beside = (child for child in word.children if child.dep_ in {"prep", "acl"} and child.i > word.i)
    told = any(child.dep_ in {"amod", "compound", "nummod"} and child.lower_ not in _ANY for child in word.children)
    return marked and not told and not any(map(_tells, beside))


def _tells(child: Token) -> bool:
    """Tell whether what hangs on a noun says which step is meant ("on grain", "to leave"), not whose it is or when."""
    whose = {"by", "of", "from", "in", "as"}
    if child.dep_ == "acl" or child.lower_ in whose:
        return bool(child.tag_ == "VB")
    return not any(inner.ent_type_ in {"DATE", "TIME"} for inner in child.children)


def denies(cue: Token, words: Iterable[Token]) -> bool:
    """Tell whether words are against something themselves, so that "the idea" after them need not be theirs.

    Who proposes to end something has that idea.
    """
    if cue.lemma_.lower() in _TO_PROPOSE:
        return False
    denied = sum(word.dep_ == "neg" or word.lemma_.lower() in REVERSALS or _is(word, _DISLIKED) for word in words)
    return bool(denied % 2)  # "cannot be ruled out" is not against it


def moved(verb: Token) -> Iterator[Attribution]:
    """Yield "the move angered Velm and pleased Orn" as what each of them holds of the move."""
    holder = next((child for child in verb.children if child.dep_ == "dobj"), None)
    thing = own_subject(verb) or shared_subject(verb)
    if holder is None or thing is None or holder.ent_type_ not in LABELS or thing.ent_type_ in LABELS:
        return
    if content := trimmed(verb, subtree(thing)):
        yield Attribution(phrase(holder), (verb.i, verb.i + 1), tuple(runs(content)), verb.i, Evidence.SPEECH_ACT)
