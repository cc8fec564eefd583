"""Words that stand in people's names or before them; what finds names and what resolves them share these."""

from __future__ import annotations

HONORIFICS = frozenset("""
gov lieutenant sergeant mr mrs ms miss mister dr sir lord lady dame baroness prof professor herr frau monsieur
madame gen general lt col colonel rear adm admiral commodore marshal major maj capt captain brigadier brig hon rt
comrade archbishop reverend rev father canon cardinal rabbi imam pastor duke duchess countess
""".split())
PARTICLES = frozenset("von van der den de di da del della la le du dos das bin ibn al el ter ten af".split())
