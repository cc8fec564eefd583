"""Who is meant: a mention and a date -> an actor, its role and affiliation on that date.

>>> from tracker.actors import Registry, Resolver
>>> resolver = Resolver(Registry.load())
"""

from tracker.actors.registry import Registry
from tracker.actors.resolver import Resolver

__all__ = ["Registry", "Resolver"]
