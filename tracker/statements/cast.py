"""The cast of a document: its actors in the order in which they enter, and whom a noun phrase or pronoun means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from tracker.schema import ActorType, Resolution, Span
from tracker.statements.clauses import SUBJECTS, referent
from tracker.statements.lexicon import GROUP_PRONOUNS, PERSON_PRONOUNS, ROLE_NOUNS, SPEAKER_PRONOUNS
from tracker.statements.parser import Parsed

if TYPE_CHECKING:
    from spacy.tokens import Token

Resolve = Callable[[str, Sequence[Resolution], str, str, str, Sequence[str]], Resolution | None]
"""(mention, known actors oldest first, home, role hint, entity label, places) -> the actor on that date."""

_LABELS = frozenset({"PERSON", "ORG", "GPE", "NORP"})
_SKIPPED = frozenset({"relcl", "appos", "conj", "cc", "preconj", "parataxis", "acl", "punct"})
_STANDING_IN = frozenset({"he", "she", "they", "it"})
_POSSESSIVES = frozenset({"his", "her", "its", "their", "our", "my"})
_IMPERSONAL = frozenset({"be", "seem", "appear", "mean", "depend", "become", "take", "make", "look", "sound"})
_BODIES = frozenset({"party", "group", "bloc", "faction", "caucus"})
_REACH = 4  # sentences that a pronoun looks back


@dataclass(frozen=True, slots=True)
class Holder:
    """Who may hold a position: the mention's tokens, its stored span, its surface text and the actor it means."""

    index: int
    span: Span
    surface: str
    actor: Resolution


@dataclass(frozen=True, slots=True)
class _Entry:
    index: int
    sentence: int
    subject: bool
    actor: Resolution


class Cast:
    """Resolves the mentions of one parsed document; entities are introduced in text order."""

    def __init__(self, parsed: Parsed, resolve: Resolve) -> None:
        self._parsed = parsed
        self._resolve = resolve
        self._sentence_of: dict[int, int] = {}
        for number, sentence in enumerate(parsed.doc.sents):
            for token in sentence:
                self._sentence_of[token.i] = number
        self._places = tuple(dict.fromkeys(e.text for e in parsed.doc.ents if e.label_ in {"GPE", "NORP"}))
        self._found: dict[int, Resolution | None] = {}

    @cached_property
    def _entries(self) -> tuple[_Entry, ...]:
        entries: list[_Entry] = []
        for token in self._introducing():
            if token.pos_ == "PRON":
                actor = self._antecedent(token, entries)
            else:
                actor = self._named(token, [entry.actor for entry in entries], entries)
            self._found[token.i] = actor
            if actor is not None and actor.actor.type is not ActorType.UNNAMED:
                subject = token.dep_ in SUBJECTS or (token.dep_ in {"agent", "pobj"} and token.head.dep_ == "agent")
                entries.append(_Entry(token.i, self._sentence_of[token.i], subject, actor))
        return tuple(entries)

    def _introducing(self) -> Iterator[Token]:
        """Yield the heads of noun phrases that name somebody, and the pronouns that are subjects, in text order."""
        seen: set[int] = set()
        for token in self._parsed.doc:
            if token.pos_ == "PRON" and token.dep_ in SUBJECTS and token.lower_ in _STANDING_IN:
                yield token
                continue
            named = token.ent_type_ in _LABELS and token.pos_ in {"PROPN", "NOUN", "ADJ", "NUM", "X"}
            role = token.pos_ in {"NOUN", "PROPN"} and token.lemma_.lower() in ROLE_NOUNS
            if not named and not role:
                continue
            head = token
            while head.dep_ in {"compound", "nmod", "amod"} and head.head.pos_ in {"NOUN", "PROPN"}:
                inner = head.head
                if not (inner.ent_type_ in _LABELS or inner.lemma_.lower() in ROLE_NOUNS):
                    break
                head = inner
            if head.i not in seen:
                seen.add(head.i)
                yield head

    def holders(self, token: Token) -> list[Holder]:
        """Return the actors that a noun phrase means, coordinated ones included; none where it means nobody."""
        token = referent(token)
        found = [holder for part in (token, *_coordinated(token)) for holder in [self._holder(part)] if holder]
        return list({holder.actor.actor.id: holder for holder in found}.values())

    def _holder(self, token: Token) -> Holder | None:
        lower = token.lower_
        if (token.pos_ == "PRON" or lower in _POSSESSIVES) and token.i not in self._found_by_now():
            actor = self._antecedent(token, self._entries)
        else:
            if token.i not in self._found_by_now():
                before = [entry for entry in self._entries if entry.index < token.i]
                self._found[token.i] = self._named(token, [entry.actor for entry in before], before)
            actor = self._found[token.i]
        if actor is None or not _can_speak(token):
            return None
        start, end = _core(token)
        span = self._parsed.span(start, end)
        return Holder(token.i, span, span.of(self._parsed.text), actor)

    def _named(self, token: Token, known: Sequence[Resolution], before: Sequence[_Entry]) -> Resolution | None:
        mention, hint = _mention_and_hint(token)
        if not mention.strip():
            return None
        label = token.ent_type_ if token.ent_type_ in _LABELS else ""
        return self._resolve(mention, known, self._home(token, before), hint, label, self._places)

    def _home(self, token: Token, before: Sequence[_Entry]) -> str:
        """Return the state or body in focus: the last subject nearby, else the last mention, else the most frequent."""
        here = self._sentence_of[token.i]
        states = [e for e in before if e.actor.affiliation and e.actor.actor.type is not ActorType.PARTY]
        near = [e for e in states if e.sentence >= here - 2]
        if near:
            return ([e for e in near if e.subject] or near)[-1].actor.affiliation
        counted = Counter(e.actor.affiliation for e in states)
        return counted.most_common(1)[0][0] if counted else ""

    def _found_by_now(self) -> dict[int, Resolution | None]:
        """Return what is resolved once everybody has entered."""
        _ = self._entries
        return self._found

    def _antecedent(self, token: Token, entries: Sequence[_Entry]) -> Resolution | None:
        """Return whom a pronoun means: a fitting mention shortly before it, subjects and nearer sentences first."""
        lower = token.lower_
        if lower in SPEAKER_PRONOUNS or (lower == "it" and token.head.lemma_ in _IMPERSONAL):
            return None
        if lower in PERSON_PRONOUNS:
            fits = frozenset({ActorType.PERSON})
        elif lower in GROUP_PRONOUNS:
            fits = frozenset({ActorType.STATE, ActorType.ORGANISATION, ActorType.PARTY})
        else:
            return None
        here = self._sentence_of[token.i]
        near = [
            e for e in entries
            if e.index < token.i and here - _REACH <= e.sentence <= here and e.actor.actor.type in fits
        ]
        if not near:
            return None
        return max(near, key=lambda e: (e.subject - (here - e.sentence) * 1.1, e.subject, -e.index)).actor


def _can_speak(token: Token) -> bool:
    """Tell whether a noun phrase can be somebody: a name, a pronoun, a title with a name, officials, a ministry."""
    if token.ent_type_ in _LABELS or token.pos_ == "PRON" or token.lower_ in _POSSESSIVES or _is_role(token):
        return True
    return any(
        (child.dep_ == "appos" and _is_name(child)) or (child.dep_ == "compound" and _is_role(child))
        for child in token.children
    )


def _coordinated(token: Token) -> list[Token]:
    found: list[Token] = []
    for child in token.children:
        if child.pos_ in {"PROPN", "NOUN"} and (child.dep_ == "conj" or _is_listed(child)):
            found += [child, *_coordinated(child)]
    return found


def _is_listed(token: Token) -> bool:
    """Tell whether an apposition is the second of three people: "Ann, Bob and Cid" is parsed like "Ann, a friend"."""
    people = token.ent_type_ == token.head.ent_type_ == "PERSON"
    return token.dep_ == "appos" and people and any(child.dep_ == "conj" for child in token.children)


def _core(token: Token) -> tuple[int, int]:
    """Return the token range of a noun phrase without appositions, clauses and coordinated others."""
    kept = {token.i}
    stack = [child for child in token.children if child.dep_ not in _SKIPPED]
    while stack:
        current = stack.pop()
        kept.add(current.i)
        stack += [child for child in current.children if child.dep_ not in {"relcl", "parataxis", "conj", "cc"}]
    start = end = token.i
    while start - 1 in kept:
        start -= 1
    while end + 1 in kept:
        end += 1
    words = token.doc
    while start > 1 and words[start - 1].text == "-" and not words[start - 1].whitespace_:
        start -= 2
    while end + 2 < len(words) and words[end + 1].text == "-" and not words[end].whitespace_:
        end += 2
    while end > token.i and (token.doc[end].is_space or token.doc[end].is_punct):
        end -= 1
    while start < token.i and token.doc[start].is_space:
        start += 1
    return start, end + 1


def _mention_and_hint(token: Token) -> tuple[str, str]:
    """Return the mention to resolve and the title or apposition beside it.

    Of "Ukraine's foreign minister, Dmytro Kuleba", "Dmytro Kuleba, Ukraine's foreign minister" and "Ukrainian Foreign
    Minister Dmytro Kuleba" alike the name is the mention and the office the hint.
    """
    words = token.doc
    start, end = _core(token)
    mention = words[start:end].text
    beside = next((c for c in token.children if c.dep_ == "appos"), None)
    if beside is None and token.dep_ == "appos":
        beside = token.head
    other = words[slice(*_core(beside))].text if beside is not None else ""
    bare = token.ent_type_ not in _LABELS and token.pos_ == "NOUN"
    if beside is not None and bare and (_is_name(beside) or (_is_role(token) and _is_full_name(beside))):
        return _person_name(beside), mention
    hint = other if beside is not None and any(_is_role(t) for t in words[slice(*_core(beside))]) else ""
    if token.ent_type_ == "PERSON" and (name := _person_name(token)) != mention:
        return name, hint or mention.replace(name, "").strip(" ,")
    if token.ent_type_ == "ORG" or token.lemma_.lower() in _BODIES:
        return _capitalised(words[start:end].text), hint
    return mention, hint


def _capitalised(mention: str) -> str:
    """Return a body's name without the adjectives before it ("the small centre-left Liberal Renewal party")."""
    words = mention.split()
    first = next((at for at, word in enumerate(words) if word[0].isupper() and word != "The"), 0)
    kept = words[first:]
    while len(kept) > 1 and kept[-1].lower() in _BODIES:
        kept = kept[:-1]
    return " ".join(kept) if first and len(kept) > 0 else mention


def _is_role(token: Token) -> bool:
    return token.lemma_.lower() in ROLE_NOUNS


def _is_name(token: Token) -> bool:
    return token.ent_type_ == "PERSON" or (token.pos_ == "PROPN" and not token.ent_type_ and not _is_role(token))


def _is_full_name(token: Token) -> bool:
    """Tell whether a noun beside a role is a first name and a surname, whatever the recogniser took it for."""
    first = [child for child in token.children if child.dep_ == "compound" and child.pos_ == "PROPN"]
    return token.pos_ == "PROPN" and len(first) == 1 and token.text.istitle() and first[0].text.istitle()


def _person_name(token: Token) -> str:
    """Return the recognised name around a token, hyphenated parts included, titles left out."""
    words = token.doc
    start = end = token.i
    kind = token.ent_type_ or "PERSON"
    while start > 0 and (words[start - 1].ent_type_ == kind or _hyphenated(words[start - 1])):
        if words[start].ent_iob_ == "B" and not _hyphenated(words[start - 1]):
            break
        start -= 1
    while end + 1 < len(words) and (words[end + 1].ent_iob_ == "I" or _hyphenated(words[end])):
        end += 1
    while start < end and _is_role(words[start]):
        start += 1
    while start > 0 and _is_name(words[start - 1]) and words[start - 1].dep_ == "compound":
        start -= 1
    name: str = words[start : end + 1].text
    return name


def _hyphenated(token: Token) -> bool:
    """Tell whether a token is glued to the next one by a hyphen, or is that hyphen."""
    following = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    if token.text == "-":
        return not token.whitespace_
    return following is not None and following.text == "-" and not token.whitespace_
