"""Summarise: a story in few true sentences, each with its place in the source."""

from digest.summarise.chain import WRITERS, Writer, each

__all__ = ["WRITERS", "Writer", "each"]
