"""Finds teasers of other stories in the middle of an article: cut-off texts with a headline, shouted links."""

from __future__ import annotations

import re

from tracker.documents import _rules as rules
from tracker.documents.paragraphs import Paragraph, title_case
from tracker.documents.shape import BULLET, TERMINAL, headline_like, word_set, words

_ELIDED = re.compile(r"(?:\.\.\.|…)\s*[\])]?$|\[\s*(?:\.\.\.|…|\+\d+ chars)\s*\]$")
_SOURCE = re.compile(r"\s*[\[(][^\[\]()]{1,40}[\])]$")
_OPENERS = word_set(
    "The A An In On At After As For When While It He She They This That These Those Two Three Four Five "
    "Hundreds Thousands But By With Since Following Despite Amid During Under Over"
)
_STOP = word_set(
    "that this with from have been were will would their they about after over into more than what which when says said"
)
_LOOK_BACK = 2
_SHORTEST = 18


def elided(text: str) -> bool:
    """Tell whether ``text`` ends in dots that stand for the rest."""
    return ("..." in text or "…" in text or "chars" in text) and bool(_ELIDED.search(text))


def cut_off(text: str) -> bool:
    """Tell whether ``text`` stops before its sentence does."""
    ending = _SOURCE.sub("", text) if text.endswith((")", "]")) else text
    return elided(text) or not (TERMINAL.search(ending) or ending.endswith(":"))


def find(kept: list[Paragraph]) -> dict[int, str]:
    """Return the indices of teaser paragraphs, each with its reason."""
    texts = [paragraph.text for paragraph in kept]
    reasons: dict[int, str] = {}
    for i, text in enumerate(texts):
        if i == 0 or BULLET.match(text):
            continue
        if _shouted(texts, i) or (cut_off(text) and len(words(text)) >= _SHORTEST and glued_headline(text)):
            reasons[i] = "teaser"
        elif elided(text):
            reasons.update(dict.fromkeys(_block(texts, i), "teaser"))
    return reasons


def _shouted(texts: list[str], i: int) -> bool:
    """Tell whether paragraph ``i`` is a link in capitals between paragraphs of ordinary print."""
    text = texts[i]
    if not (text.isupper() and len(words(text)) >= 4 and headline_like(text, 30)):
        return False
    body = [other for other in texts[:i] if TERMINAL.search(other)]
    return bool(body) and sum(len(other) for other in texts if other.isupper()) <= 0.3 * sum(map(len, texts))


def _block(texts: list[str], i: int) -> range:
    """Return the range of a teaser that ends in dots at ``i`` under its own headline, empty where it is none.

    Only where nobody is quoted or reported in it, and where enough of an article precedes it: the last paragraph
    of a text that was itself cut must not go.
    """
    for head in range(i - 1, max(i - 2 - _LOOK_BACK, 0), -1):
        if headline_like(texts[head], 22) and len(words(texts[head])) >= 5:
            inside = texts[head + 1 : i + 1]
            if head < 3 or any(rules.SPEAKS.search(text) for text in inside):
                return range(0)
            return range(head, i + 1)
    return range(0)


def glued_headline(text: str) -> bool:
    """Tell whether ``text`` begins with a headline that runs into a sentence without punctuation between them.

    Two signs count: a word that opens sentences stands, with a capital, in mid-sentence; or what follows a capital
    in mid-sentence names again what came before it, as a lead does after its headline.
    """
    sentence = re.split(r"(?<=[.!?])[\"”’]?\s+(?=[A-Z“\"])", text, maxsplit=1)[0]
    tokens = sentence.split()
    for i in range(4, min(26, len(tokens) - 4)):
        before, here = tokens[i - 1], tokens[i]
        if (
            not here[0].isupper()
            or not before[-1].isalnum()
            or (title_case(" ".join(tokens[:i])) and here not in _OPENERS)
        ):
            continue
        if here in _OPENERS and _opens_sentence(tokens, i):
            return True
        if before[0].islower() and _shared(tokens[:i], tokens[i:]):
            return True
    return False


def _opens_sentence(tokens: list[str], i: int) -> bool:
    """Tell a sentence opener from a name in capitals ("of The Hague"): the word after it is plain."""
    before, after = tokens[i - 1], tokens[i + 1]
    plain = before.lower() not in {"of", "in", "at", "the", "from", "to", "by", "and", "for", "with"}
    return plain and (after[0].islower() or _shared(tokens[:i], tokens[i:]))


def _shared(head: list[str], rest: list[str]) -> bool:
    """Tell whether headline and lead share two words of substance, one of them a name."""
    first = {_stem(word) for word in head if len(word) > 3} - _STOP
    second = {_stem(word) for word in rest if len(word) > 3} - _STOP
    names = {_stem(word) for word in rest if word[0].isupper()} & {_stem(word) for word in head if word[0].isupper()}
    return len(first & second) >= 2 and bool(names & first & second)


def _stem(word: str) -> str:
    return re.sub(r"['’]s?$", "", word.strip("“”\"'‘’.,;:()").lower())
