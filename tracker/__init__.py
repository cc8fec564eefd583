"""tracker: who stands where on a policy, since when, on what evidence, read from news articles."""

__version__ = "0.1.0"
