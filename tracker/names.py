"""Words that stand in people's names or before them; what finds names and what resolves them share these."""

from __future__ import annotations

import re

HONORIFICS = frozenset("""
gov lieutenant sergeant mr mrs ms miss mister dr sir lord lady dame baroness prof professor herr frau monsieur
madame gen general lt col colonel rear adm admiral commodore marshal major maj capt captain brigadier brig hon rt
comrade archbishop reverend rev father canon cardinal rabbi imam pastor duke duchess countess
""".split())
PARTICLES = frozenset("von van der den de di da del della la le du dos das bin ibn al el ter ten af".split())
_ADJECTIVE = re.compile(r"(?:[ia]ans?|ese|ish|[aeo]ks?|[oae]nic|[a-z]ic|[st]?ani|ers?|ites?|[a-z]ene|ards?)$")
_SHORTEST = 5  # letters of a demonym


def looks_like_demonym(text: str) -> bool:
    """Tell whether a word has the shape of an adjective made from the name of a state."""
    return bool(_ADJECTIVE.search(text)) and text[:1].isupper() and len(text) >= _SHORTEST and " " not in text
