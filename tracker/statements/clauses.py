"""Grammar helpers over spaCy tokens: subjects, agents, complements, and the tokens that a phrase covers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tracker.statements.lexicon import ATTITUDE, RELATIVE_PRONOUNS, SAY

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Sentence

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_HELPING = frozenset({"aux", "auxpass"})
_CHAINED = frozenset({"conj", "xcomp", "advcl", "dep", "parataxis"})
_BESIDE = frozenset({"relcl", "parataxis"})
_QUOTING = frozenset({"cite", "quote"})
_CORRELATIVES = frozenset({"both", "either", "neither"})


def text_of(doc: Doc) -> str:
    """Return the text of a parsed document, which spaCy would join anew from its tokens each time."""
    if "text" not in doc.user_data:
        doc.user_data["text"] = doc.text
    text: str = doc.user_data["text"]
    return text


def is_verb(token: Token) -> bool:
    """Tell whether a token heads a verbal clause."""
    return token.pos_ in {"VERB", "AUX"}


def is_main_verb(token: Token) -> bool:
    """Tell whether a token is a verb that helps no other: "approved" of "had approved"."""
    return is_verb(token) and token.dep_ not in _HELPING


def is_passive(verb: Token) -> bool:
    """Tell whether a verb stands in the passive: both of "was backed by Velm and opposed by Orn"."""
    if any(child.dep_ in {"auxpass", "nsubjpass"} for child in verb.children):
        return True
    joined = verb.dep_ == "conj" and verb.tag_ == "VBN" and agent(verb) is not None
    return joined and own_subject(verb) is None and is_passive(verb.head)


def helpers(verb: Token) -> frozenset[str]:
    """Return the helping verbs of a verb, in small letters."""
    return frozenset(child.lower_ for child in verb.children if child.dep_ in _HELPING)


def own_subject(verb: Token) -> Token | None:
    """Return the grammatical subject among the verb's own children."""
    return next((child for child in verb.children if child.dep_ in SUBJECTS), None)


def shared_subject(verb: Token) -> Token | None:
    """Return the grammatical subject that a verb has from the one it is joined to: of "was read and dropped"."""
    above = verb
    while above.dep_ == "conj" and is_verb(above.head) and own_subject(above) is None:
        above = above.head
    return own_subject(above) if above != verb else None


def agent(verb: Token) -> Token | None:
    """Return who does what a passive verb says ("was rejected by Berlin")."""
    for child in verb.children:
        if child.dep_ == "agent":
            return next((grandchild for grandchild in child.children if grandchild.dep_ == "pobj"), None)
    return None


def subject(verb: Token) -> Token | None:
    """Return who does what the verb says, looking up the chain of verbs that share a subject.

    A passive's doer is its agent; a relative pronoun is returned as it stands (see `referent`); an infinitive or a
    participle takes the object of the verb above it where there is one ("urged Berlin to send"), else its subject.
    """
    current, seen = verb, 0
    while seen < 6:
        seen += 1
        if current == verb and (is_passive(current) or _is_bare_participle(current)):
            return agent(current)
        found = own_subject(current)
        if found is not None:
            return found
        if current.dep_ in {"acl", "relcl"} and current.head.pos_ in {"NOUN", "PROPN", "PRON"}:
            return current.head if current.tag_ == "VBG" else _one_of_them(current)
        if current.dep_ == "pcomp" and is_verb(current.head.head):
            quoting = quoted_by(current)
            if quoting is not None and not is_passive(quoting):
                return next((child for child in quoting.children if child.dep_ == "dobj"), None)
            reproached = _reproached(current)  # "criticised Velm for refusing to help"
            if reproached is not None:
                return reproached
            current = current.head.head  # "faced criticism after saying that ...", "was quoted as saying"
            continue
        if current.dep_ not in _CHAINED or not is_verb(current.head):
            return _stranded(current)
        if current.dep_ == "xcomp":
            raised = next((c for c in current.head.children if c.dep_ in {"dobj", "dative"} and c.i < current.i), None)
            if raised is not None:
                return raised
        current = current.head
    return None


def _reproached(verb: Token) -> Token | None:
    """Return who is blamed or praised for something: Velm of "criticised Velm for refusing"."""
    preposition = verb.head
    if preposition.lower_ not in {"for", "of", "over"} or verb.tag_ != "VBG":
        return None
    return next((c for c in preposition.head.children if c.dep_ == "dobj" and c.i < preposition.i), None)


def _one_of_them(verb: Token) -> Token | None:
    """Return who is said to do something by being one of those who do: "Velm became the latest state to refuse"."""
    noun = verb.head
    told = verb.tag_ == "VB" and noun.dep_ == "attr" and noun.head.lemma_ in {"be", "become", "remain"}
    return own_subject(noun.head) if told else None


def quoted_by(verb: Token) -> Token | None:
    """Return "quoted" of "a daily quoted Kolt as saying", whose object is who said it."""
    above = verb.head.head if verb.dep_ == "pcomp" and verb.head.lower_ == "as" else verb
    return above if above != verb and above.lemma_.lower() in _QUOTING else None


def only_quotes(verb: Token) -> bool:
    """Tell whether a verb only passes on what another says: "quoted" of "a daily quoted Kolt as saying"."""
    return any(quoted_by(inner) == verb for child in verb.children for inner in child.children)


def _stranded(verb: Token) -> Token | None:
    """Return the person straight before a finite verb, or before its day, that the parser hung on something else.

    So in "In Halmar, north of Orn, Premier Mira Kolt on Monday asked for more" it takes Kolt for a name of Halmar.
    """
    finite = verb.dep_ == "ROOT" and verb.tag_ in {"VBD", "VBZ"} and not is_passive(verb)
    at = verb.i - 1
    while at > verb.sent.start and (verb.doc[at].ent_type_ in {"DATE", "TIME"} or verb.doc[at].lower_ == "on"):
        at -= 1
    person = verb.doc[at]
    inside = person.ent_type_ == "PERSON" and at >= verb.sent.start and person.dep_ in {"appos", "pobj", "conj", "dobj"}
    return person if finite and inside else None


def _is_bare_participle(verb: Token) -> bool:
    """Tell whether a verb opens a clause like "Asked about tariffs, she ...": its doer is not the one that follows."""
    return verb.tag_ == "VBN" and verb.dep_ == "advcl" and not any(child.dep_ == "aux" for child in verb.children)


def is_gerund_object(token: Token) -> bool:
    """Tell whether a gerund straight after a verb is what it is about ("ruled out sending ..."), however parsed."""
    verb = token.head
    if token.tag_ != "VBG" or token.dep_ not in {"advcl", "xcomp"} or not is_verb(verb) or own_subject(token):
        return False
    between = token.doc[verb.i + 1 : token.left_edge.i]
    return token.i > verb.i and all(other.dep_ in {"prt", "neg"} for other in between)


def upper_verb(verb: Token, start: int) -> Token | None:
    """Return the verb that decides what an infinitive after it means: "declined to say", "was asked to send".

    ``start`` is where the infinitive begins; only particles may stand between the two.
    """
    above = verb.head
    if verb.dep_ != "xcomp" or not is_verb(above) or above.i >= start or own_subject(verb) is not None:
        return None
    return above if all(token.dep_ == "prt" for token in verb.doc[above.i + 1 : start]) else None


def is_asked_of(verb: Token) -> bool:
    """Tell whether a verb is what its doer is asked to do ("urged Berlin to send"): that is the asker's wish alone."""
    return verb.dep_ == "xcomp" and any(c.dep_ in {"dobj", "dative"} and c.i < verb.i for c in verb.head.children)


def referent(token: Token) -> Token:
    """Return the noun that a relative pronoun stands for ("who", "whose plea"), or the token itself."""
    clause = token.head.head if token.lower_ == "whose" else token.head
    return clause.head if token.lower_ in RELATIVE_PRONOUNS and clause.dep_ == "relcl" else token


def behind_comma(head: Token) -> Token:
    """Return "she" of "Dawn, she and others", which is no list: a sentence that opens "In her paper, Dawn, she"."""
    joined = (child for child in head.children if child.dep_ == "conj" and child.lower_ in {"he", "she"})
    return next((child for child in joined if head.i < child.i and child.nbor(-1).text == ","), head)


def phrase(head: Token) -> tuple[int, int]:
    """Return the token range of a noun phrase, appositions included, relative clauses and "both" of a pair left out."""
    kept = {head.i}
    stack = [child for child in head.children if child.dep_ not in _BESIDE and not is_correlative(child)]
    while stack:
        token = stack.pop()
        kept.add(token.i)
        stack += [child for child in token.children if child.dep_ not in _BESIDE]
    start, end = run_around(head.i, kept)
    while end - 1 > head.i and (head.doc[end - 1].is_punct or head.doc[end - 1].is_space):
        end -= 1
    while start < head.i and (head.doc[start].is_punct or head.doc[start].is_space):
        start += 1
    return start, end


def is_correlative(token: Token) -> bool:
    """Tell whether a word belongs to "and" or "nor", not to the noun after it: "both Velm and Orn"."""
    return token.lower_ in _CORRELATIVES and any(child.dep_ == "cc" for child in token.head.children)


def run_around(index: int, kept: set[int]) -> tuple[int, int]:
    """Return the unbroken run of kept indices that holds ``index``, as a half-open range."""
    start = end = index
    while start - 1 in kept:
        start -= 1
    while end + 1 in kept:
        end += 1
    return start, end + 1


def subtree(token: Token, without: Iterable[Token] = ()) -> set[int]:
    """Return the indices of a token's subtree less the subtrees of the tokens left out."""
    indices = {t.i for t in token.subtree}
    for other in without:
        indices -= {t.i for t in other.subtree}
    return indices


def fronted_place(sentence: Sentence) -> Token | None:
    """Return the head of PLACE where a sentence opens with "In PLACE"."""
    opening = sentence[0]
    inside = (child for child in opening.children if child.dep_ == "pobj")
    return next(inside, None) if opening.lower_ == "in" else None


def opens_line(token: Token, marks: str = ".") -> bool:
    """Tell whether a name and a mark open a line, as in a round of countries: "Tarn. The cabinet met."."""
    words, at, start = token.doc, token.i, token.i
    while start > 0 and words[start].ent_iob_ == "I":
        start -= 1
    opens = start == 0 or "\n" in words[start - 1].text
    return opens and token.pos_ == "PROPN" and at + 2 < len(words) and words[at + 1].text in tuple(marks)


def own_clause(verb: Token) -> set[int]:
    """Return a clause without those joined to it in which somebody else does something; empty where there are none.

    Of "The plan was backed by Velm and opposed by Orn" the first is "The plan was backed by Velm".
    """
    joined = [child for child in verb.children if _is_another(child)]
    if not is_verb(verb) or not (joined or _is_another(verb)):
        return set()
    links = [child for child in verb.children if joined and child.dep_ == "cc"]
    kept = subtree(verb, without=[*joined, *links])
    if own_subject(verb) is None and (shared := shared_subject(verb)) is not None:
        kept |= subtree(shared) | {child.i for child in verb.head.children if child.dep_ in _HELPING}
    return {i for i in kept if not verb.doc[i].is_punct or {i - 1, i + 1} <= kept}


def _is_another(verb: Token) -> bool:
    """Tell whether a clause stands beside the one above it, with a doer of its own: "Velm agreed, Orn declined"."""
    if not (is_verb(verb) and is_verb(verb.head) and (own_subject(verb) or agent(verb))):
        return False
    between = verb.doc[min(verb.i, verb.head.i) : max(verb.i, verb.head.i)]
    if any(token.text == ":" for token in between):  # what follows says what was meant
        return False
    spliced = verb.dep_ == "ccomp" and verb.i < verb.head.i and verb.head.lemma_.lower() not in SAY | ATTITUDE
    return verb.dep_ == "conj" or spliced


def beyond_semicolon(verb: Token, index: int) -> bool:
    """Tell whether a semicolon parts a word from the verb after it: the parser takes "A left; B wants" for one."""
    return index < verb.i and any(token.text == ";" for token in verb.doc[index : verb.i])


def runs(indices: set[int]) -> list[tuple[int, int]]:
    """Return sorted half-open ranges that cover exactly ``indices``."""
    ranges: list[tuple[int, int]] = []
    for index in sorted(indices):
        if ranges and ranges[-1][1] == index:
            ranges[-1] = (ranges[-1][0], index + 1)
        else:
            ranges.append((index, index + 1))
    return ranges


def has_subject(sentence: Sentence) -> bool:
    """Tell whether anything in a sentence has a subject."""
    return any(token.dep_ in SUBJECTS for token in sentence)


def is_demonym(token: Token) -> bool:
    """Tell whether an adjective before a noun says of which state it is: "a Tarnian idea"."""
    return token.dep_ == "amod" and token.i < token.head.i and token.ent_type_ in {"NORP", "GPE"}
