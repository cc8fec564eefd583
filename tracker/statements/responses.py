"""What somebody says of another's step without naming it: "Velm welcomed the decision", "the move angered Ostra".

Words of approval or protest, and something that only points at what was said or done before: together they hold a
stand that is read from what was done, not from the words, of which a model makes little.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.schema import Side
from tracker.statements.clauses import SUBJECTS, own_subject, subtree
from tracker.statements.lexicon import ATTITUDE, MODALS, SAY
from tracker.statements.reactions import (
    AGAINST,
    BLOWS,
    FOR,
    REACTIONS,
    REVERSALS,
    TO_ANGER,
    TO_MEET,
    TO_OBJECT,
    TO_PLEASE,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

# What is said for and against something, by part of speech.
_LIKED = {
    "VERB": TO_PLEASE | frozenset("""
applaud approve back celebrate commend embrace endorse favor favour hail laud praise salute support thank welcome
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
# What can be said without an object.
_UTTERED = frozenset("""
agree anger concur delight disagree dismay fury indignation joy object outrage protest react relief satisfaction
""".split())
# Verbs of support that are against something as soon as they are denied: "does not back the plan".
_TO_BACK = frozenset("approve back endorse favor favour support".split())
# Verbs that carry what is said of something and add nothing to it: "called it a mistake", "voiced disappointment".
_CARRYING = (TO_MEET - {"need", "require", "want"}) | frozenset("""
add argue believe call come consider describe do express follow give greet insist make meet react reiterate repeat
respond run say see show speak stress take tell think voice vote write
""".split())
# What points at something that was said or done before.
_POINTING = frozenset({"it", "this", "that"})
_SPEAKERS = frozenset({"him", "her"})
# What somebody wants done, whoever speaks of it; what somebody did; what somebody said.
_PROPOSALS = frozenset("""
agreement appeal bill call deal demand idea initiative intention law measure mission motion offer package plan project
proposal request resolution scheme suggestion
""".split())
_DEEDS = frozenset("""
announcement ban choice commitment course cut decision freeze halt move pledge policy promise refusal step suspension
vote
""".split())
_WORDS = frozenset("""
assessment comment declaration opinion position rejection remark stance statement view warning word
""".split())
_STEPS = _PROPOSALS | _DEEDS | _WORDS
_KNOWN = frozenset({"the", "this", "that", "these", "those", "such"})
_ANY = frozenset("entire latest new recent same whole".split())  # words that do not say which step is meant
_OPEN = frozenset("could if may might once only provided unless until whether ?".split())
_NONE = frozenset({"neither", "no", "nor", "nothing", "without"})
_MANY = 14  # words from which a statement says more than that it is for or against something
# Verbs of who has an idea, and of who finds fault with somebody else's.
_TO_PROPOSE = frozenset("""
advocate appeal ask call demand plan plea propose proposal push request seek submit suggest table urge want
""".split())
_TO_FAULT = TO_OBJECT - {"oppose", "reject", "resist"}
_TO_DECIDE = frozenset("agree announce approve confirm decide pledge promise vow".split())


@dataclass(frozen=True, slots=True)
class Response:
    """On which side of something an actor is, and the word that points at it ("the move"), if any."""

    side: Side
    called: Token | None

    @property
    def owner(self) -> Token | None:
        """Whose it is said to be: Velm of "Velm's decision" and of "the decision by Velm"."""
        if self.called is None:
            return None
        linked = (c for c in self.called.children if c.dep_ in {"agent", "prep"} and c.lower_ in {"by", "from", "of"})
        behind = (inner for link in linked for inner in link.children if inner.dep_ == "pobj")
        return next((c for c in self.called.children if c.dep_ == "poss"), None) or next(behind, None)

    @property
    def to_words(self) -> bool:
        """Tell whether it answers whoever spoke last: "the remarks", "him", or nothing that is named."""
        return self.called is None or self.called.lower_ in _SPEAKERS or self.called.lemma_.lower() in _WORDS


def response(head: Token, words: Sequence[Token]) -> Response | None:
    """Return whether a statement is for or against what it only points at; None where it is no plain response.

    The words are those of its cue, of which ``head`` is one, and of its content, without its holder.
    """
    framed = head.dep_ in {"ccomp", "xcomp"} and head.head.lemma_.lower() in REVERSALS  # "denied that it backed it"
    if framed or len(words) > _MANY or any(word.lower_ in _OPEN for word in head.sent):
        return None
    pointers = [word for word in words if word != head and _points(word, head)]
    inside = subtree(pointers[0]) if len(pointers) == 1 else set()
    inside = inside - subtree(head) if head.i in inside else inside  # "a move that Velm welcomed"
    told = [word for word in words if word.i not in inside]
    liked, disliked = ([word for word in told if _is(word, kind)] for kind in (_LIKED, _DISLIKED))
    alike = [word for word in told if _is(word, _ALIKE) or _is_same(word, head)]
    taking = (*liked, *disliked, *alike)
    if bool(liked) + bool(disliked) + bool(alike) != 1 or not (pointers or _points_by_itself(head, words, alike)):
        return None
    if any(_says_more(word, head, taking) for word in {head, *told}) or _is_twice(taking):
        return None
    called = pointers[0] if pointers else None
    denied = (child for child in head.children if child.dep_ == "neg")
    if any(word.dep_ == "neg" or (word.lower_ in _NONE and word not in taking) for word in (*told, *denied)):
        backed = bool(liked) and all(word.lemma_.lower() in _TO_BACK for word in liked)
        return Response(Side.AGAINST, called) if backed else None
    return Response(Side.FOR if liked else Side.WITH if alike else Side.AGAINST, called)


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


def _says_more(word: Token, head: Token, taking: Collection[Token]) -> bool:
    """Tell whether a word adds to a side or turns it: "dropped its protest", "right to wait", "noted Orn opposed"."""
    if word in taking:
        subject = own_subject(word) if word.pos_ == "VERB" and word != head else None
        return subject is not None and subject.pos_ != "PRON"
    if word.lemma_.lower() in REVERSALS and word.dep_ != "neg":
        return True
    return word.pos_ == "VERB" and (word.lemma_.lower() not in _CARRYING or word.dep_ == "xcomp")


def _is_twice(taking: Collection[Token]) -> bool:
    """Tell whether a side is taken toward a side: "rejected criticism of it", "said opposition to it was wrong"."""
    named = any(word.pos_ == "NOUN" and word.lemma_.lower() in REACTIONS for word in taking)
    others = [word for word in taking if word.pos_ == "VERB" or (word.pos_ == "ADJ" and word.dep_ != "amod")]
    return len(others) + named > 1


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


def _points(word: Token, head: Token) -> bool:
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
    told = any(child.dep_ in {"amod", "compound", "nummod"} and child.lower_ not in _ANY for child in word.children)
    beside = (child for child in word.children if child.dep_ in {"prep", "acl"} and child.i > word.i)
    return (marked or head.i in subtree(word)) and not told and not any(map(_tells, beside))


def _tells(child: Token) -> bool:
    """Tell whether what hangs on a noun says which step is meant ("on grain", "to leave"), not whose it is or when."""
    whose = {"by", "of", "from", "in", "as"}
    if child.dep_ == "acl" or child.lower_ in whose:
        return bool(child.tag_ == "VB")
    return not any(inner.ent_type_ in {"DATE", "TIME"} for inner in child.children)


def can_answer(met: Response, cue: Token, words: Collection[Token]) -> bool:
    """Tell whether a response can be to a statement with such a cue and words, and not to what these speak of.

    "The idea" after words that reject it is what they reject, "the decision" after blame for one is what is blamed, and
    "the ban" after "lift its ban" is the ban. Who proposes to end something has that idea.
    """
    lemma = cue.lemma_.lower()
    if met.to_words:
        return True
    called = met.called.lemma_.lower() if met.called is not None else ""
    named = [word for word in words if word.lemma_.lower() == called and word.pos_ == "NOUN"]
    if any(word.head != cue or lemma in TO_OBJECT for word in named):
        return False
    against = sum(word.dep_ == "neg" or word.lemma_.lower() in REVERSALS or _is(word, _DISLIKED) for word in words)
    if called in _PROPOSALS or called == "it":
        return lemma in _TO_PROPOSE or against % 2 == 0  # "cannot be ruled out" is not against it
    if lemma in _TO_FAULT or any(_is(word, _DISLIKED) and word.pos_ in {"ADJ", "NOUN"} for word in words):
        return False
    enacted = any(word.lower_ in MODALS or word.tag_ == "TO" for word in words) or lemma in _TO_DECIDE
    return called not in _DEEDS or enacted or lemma not in SAY | ATTITUDE
